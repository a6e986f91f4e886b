"""Lessons of a base that were imported before, wherever their files are now."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.errors import ImportRefusedError
from site_builder.files import read_found, walk
from site_builder.library.reading import key_of
from site_builder.records.header.document import decode, parse_document, parse_mapping
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from site_builder.project import Project
    from site_builder.records.header.values import Value

_BLOCK = re.compile(r"^imported *:\n(?:(?!  original:)(?:  .*)?\n)*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ExistingLesson:
    """A lesson that was imported before."""

    path: str
    """Path below the lessons folder."""
    text: str
    source: str
    key: str
    digest: str
    """Digest of its row when it was last written."""
    written: str
    """Digest of its file when it was last written."""


@dataclass(slots=True)
class ExistingLessons:
    """The imported lessons of a base."""

    lessons: dict[tuple[str, str], ExistingLesson] = field(default_factory=dict)
    """By the collection that they were imported from, and their key there."""
    copies: list[tuple[str, str]] = field(default_factory=list)
    """Paths of files imported from the same row as another file, each with that other."""
    ids: set[str] = field(default_factory=set)
    """Ids of all lessons, aliases included."""


def existing_lessons(project: Project) -> ExistingLessons:
    """Return the imported lessons of a base, and every id that is taken.

    Raises:
        ImportRefusedError: An imported lesson cannot be read, so it could be imported twice.
    """
    existing = ExistingLessons()
    folder = project.lessons_dir
    for file in sorted(walk(folder), key=lambda file: file.path):
        path = file.path
        if file.problem or not path.endswith(".md") or not path.isprintable():
            continue
        kind, record_id = key_of(path)
        if kind is not Kind.LESSON:
            continue
        existing.ids.add(record_id)
        data = read_found(folder, file)
        if b"imported" not in data and b"aliases" not in data:
            continue
        text, problems = decode(path, data)
        header = None if problems else _header(path, text)
        if header is None and re.search(rb"^imported *:", data, re.MULTILINE):
            raise ImportRefusedError(
                f"{path} is an imported lesson that cannot be read, so it could be imported twice; "
                "fix it first: `lessons check` shows what is wrong"
            )
        aliases, block = map((header or {}).get, ("aliases", "imported"))
        if isinstance(aliases, list):
            existing.ids.update(alias for alias in aliases if isinstance(alias, str))
        if isinstance(block, dict) and (lesson := _lesson(path, text, block)):
            first = existing.lessons.setdefault((lesson.source, lesson.key), lesson)
            if first is not lesson:
                existing.copies.append((path, first.path))
    return existing


def _header(path: str, text: str) -> dict[str, Value] | None:
    """Return the header of a lesson; of a broken one, ``imported`` without the original row."""
    document, _problems = parse_document(path, text)
    if document is None and (block := _BLOCK.search(text)):
        document, _problems = parse_mapping(path, block[0])
    return document.header if document else None


def _lesson(path: str, text: str, block: dict[str, Value]) -> ExistingLesson | None:
    values = [block.get(name) for name in ("from", "key", "digest", "written")]
    source, key, digest, written = (value if isinstance(value, str) else "" for value in values)
    return ExistingLesson(path, text, source, key, digest, written) if source and key else None
