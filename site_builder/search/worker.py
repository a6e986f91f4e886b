"""Indexes and publishes in a process of its own, beside the rendering of pages.

Reads lines of JSON from standard input: where things go and what is known beside the lessons, then
a lesson a line. See :mod:`site_builder.search.background`.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from site_builder.search.postings import publish
from site_builder.search.related import near_as_json, related_lessons
from site_builder.search.store import SearchContext, Store
from site_builder.search.text import SearchText


def main() -> None:
    """Do the work that standard input describes."""
    # What is made here lives to the end; looking for garbage among it is in vain.
    gc.disable()
    work = json.loads(sys.stdin.readline())
    texts = [_text(json.loads(line)) for line in sys.stdin]
    # First what pages wait for, then what nobody needs before the build ends.
    related = near_as_json(related_lessons(texts))
    Path(work["related"]).write_text(related, encoding="utf-8")
    print(flush=True)  # noqa: T201 - the line that the build waits for
    opened = Store(Path(work["cache"])).update(SearchContext(**work["facts"]), texts)
    publish(opened, Path(work["folder"]))


def _text(fields: dict[str, Any]) -> SearchText:
    lists = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
    return SearchText(**{**fields, **lists})


if __name__ == "__main__":
    main()
