"""Lessons of a base that were imported before, wherever their files are now."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.errors import ImportRefusedError
from site_builder.library.reading import key_of
from site_builder.records.header.document import decode, parse_document
from site_builder.records.header.write import is_plain
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.project import Project
    from site_builder.records.header.document import Document

# The block as an import writes it; in any other form it is read as YAML, which takes far longer.
_BLOCK = re.compile(
    r"^imported:\n  from: (?P<source>.+)\n  key: (?P<key>.+)\n  digest: (?P<digest>[0-9a-f]{12})\n"
    r"  written: (?P<written>[0-9a-f]{12})\n",
    re.MULTILINE,
)


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
    for path in sorted(_markdown(project.lessons_dir)):
        kind, record_id = key_of(path)
        if kind is not Kind.LESSON:
            continue
        existing.ids.add(record_id)
        data = (project.lessons_dir / path).read_bytes()
        if b"imported" not in data and b"aliases" not in data:
            continue
        text, problems = decode(path, data)
        if problems and b"\nimported:" in data:
            raise _unreadable(path)
        if problems:
            continue
        if b"aliases" in data:
            existing.ids.update(_aliases(path, text))
        if lesson := _existing(path, text):
            first = existing.lessons.setdefault((lesson.source, lesson.key), lesson)
            if first is not lesson:
                existing.copies.append((path, first.path))
    return existing


def _markdown(folder: Path) -> Iterator[str]:
    """Yield the paths of Markdown files below a folder, hidden ones left out."""
    for file in folder.rglob("*.md"):
        path = file.relative_to(folder).as_posix()
        is_hidden = any(part.startswith(".") for part in path.split("/"))
        if not is_hidden and file.name.isprintable() and file.is_file():
            yield path


def _existing(path: str, text: str) -> ExistingLesson | None:
    if block := _BLOCK.search(text):
        source, key = _scalar(block["source"]), _scalar(block["key"])
        if source is not None and key is not None:
            return ExistingLesson(path, text, source, key, block["digest"], block["written"])
    if not re.search(r"^imported *:", text, re.MULTILINE):
        return None
    document, _problems = parse_document(path, text)
    if document is None:
        raise _unreadable(path)
    return _by_hand(path, text, document)


def _unreadable(path: str) -> ImportRefusedError:
    return ImportRefusedError(
        f"{path} is an imported lesson that cannot be read, so it could be imported twice; "
        "fix it first: `lessons check` shows what is wrong"
    )


def _by_hand(path: str, text: str, document: Document) -> ExistingLesson | None:
    block = document.header.get("imported")
    if not isinstance(block, dict):
        return None
    values = [block.get(name) for name in ("from", "key", "digest", "written")]
    source, key, digest, written = (value if isinstance(value, str) else "" for value in values)
    return ExistingLesson(path, text, source, key, digest, written) if source and key else None


def _scalar(written: str) -> str | None:
    """Return a value written on one line, or None if only a YAML parser can read it."""
    if not written.startswith('"'):
        return written if is_plain(written) else None
    try:
        value = json.loads(written)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _aliases(path: str, text: str) -> Iterator[str]:
    document, _problems = parse_document(path, text)
    aliases = document.header.get("aliases") if document else None
    if isinstance(aliases, list):
        yield from (alias for alias in aliases if isinstance(alias, str))
