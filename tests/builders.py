"""Invented bases for tests, as small as the test allows."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONFIG = """\
site_name: Invented base
docs_dir: lessons
theme:
  name: material
  font: false
plugins:
  - lessons
"""

VOCABULARY = """\
tags:
  handover: {label: Handover, description: Passing work on., synonyms: [shift change, hand over]}
  pumps: {label: Pumps, description: Machines that move water.}
teams:
  north: {label: North team, organisation: Invented Water}
  south: {label: South team, organisation: Invented Hospital}
settings:
  ward: {label: Hospital ward}
  plant: {label: Water plant}
"""

ASSIST = """\
---
title: Invented pump review
problem: Pumps at the invented plant fail every winter
format: peer-assist
status: reported
date: 2026-01-10
happened: 2025-12
host_team: north
---
An invented meeting.
"""


def lesson_text(
    *,
    title: str = "Invented lesson",
    problem: str = "Pumps at the invented plant fail every winter",
    header: str = "",
    body: str = "## What happened\n\nA pump failed.\n\n## What was learned\n\nHeat the shed.\n",
    **fields: str,
) -> str:
    """Return the text of a valid lesson; keyword arguments set or replace fields.

    A field of the value ``""`` is left out. ``header`` is added as it is.
    """
    values = {
        "title": title,
        "problem": problem,
        "evidence": "experiential",
        "tags": "[pumps]",
        "date": "2026-02-01",
        "source_assist": "pump-review",
        **fields,
    }
    lines = [f"{name}: {value}" for name, value in values.items() if value]
    return "\n".join(["---", *lines, *header.strip().splitlines(), "---", body])


def write_base(root: Path, files: dict[str, str] | None = None) -> Path:
    """Write a base with a vocabulary, one assist and the given files below ``lessons``.

    Returns:
        The root of the project.
    """
    everything = {
        "vocabulary.yml": VOCABULARY,
        "assists/pump-review.md": ASSIST,
        **(files or {}),
    }
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for path, text in everything.items():
        file = root / "lessons" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


@contextmanager
def written_base(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Write a base with these files below ``lessons``; yield its root."""
    with tempfile.TemporaryDirectory() as folder:
        root = write_base(Path(folder))
        for path, data in files.items():
            file = root / "lessons" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        yield root
