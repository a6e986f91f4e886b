"""Indexes and publishes in a process of its own, beside the rendering of pages.

Reads one JSON document from standard input, and prints one line: the nearest lessons of each
lesson, which pages need before the index is done. See :mod:`site_builder.search.background`.
"""

from __future__ import annotations

import gc
import json
import sys
from dataclasses import astuple
from pathlib import Path

from site_builder.search.postings import publish
from site_builder.search.related import related_lessons
from site_builder.search.store import Facts, Store
from site_builder.search.text import SearchText


def main() -> None:
    """Do the work that standard input describes."""
    # What is made here lives to the end; looking for garbage among it is in vain.
    gc.disable()
    work = json.load(sys.stdin)
    texts = [
        SearchText(**{**text, "tags": tuple(text["tags"]), "topics": tuple(text["topics"])})
        for text in work["lessons"]
    ]
    near = {
        lesson_id: [astuple(one) for one in found]
        for lesson_id, found in related_lessons(texts).items()
    }
    sys.stdout.write(json.dumps(near) + "\n")
    sys.stdout.flush()
    opened = Store(Path(work["cache"])).update(Facts(**work["facts"]), texts)
    publish(opened, Path(work["folder"]))


if __name__ == "__main__":
    main()
