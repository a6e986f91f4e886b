"""Lessons of a base that were imported before, wherever their files lie by now."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.errors import ImportRefusedError
from site_builder.library.reading import key_of
from site_builder.records.header.document import Document, decode, parse_document
from site_builder.records.header.write import is_plain
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.project import Project

# As an import writes it; what a person has put otherwise is read as YAML.
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
    """Digest of the row that it was made of."""
    written: str
    """Digest of its file when it was written."""


@dataclass(slots=True)
class ExistingLessons:
    """What stands in the lessons folder."""

    lessons: dict[tuple[str, str], ExistingLesson] = field(default_factory=dict)
    """By what they were imported from, and their key there."""
    copies: list[tuple[str, str]] = field(default_factory=list)
    """Paths of files that say they come from a row of which there is another, each with that."""
    ids: set[str] = field(default_factory=set)
    """Ids that are taken, earlier ones among them."""


def look(project: Project) -> ExistingLessons:
    """Return the imported lessons of a base, and every id that is taken.

    Raises:
        ImportRefusedError: A lesson that was imported cannot be read, so that it could come twice.
    """
    found = ExistingLessons()
    for path in sorted(_markdown(project.lessons_dir)):
        kind, record_id = key_of(path)
        if kind is not Kind.LESSON:
            continue
        found.ids.add(record_id)
        data = (project.lessons_dir / path).read_bytes()
        if b"imported" not in data and b"aliases" not in data:
            continue
        text, problems = decode(path, data)
        if b"aliases" in data and not problems:
            found.ids.update(_aliases(path, text))
        if problems and b"\nimported:" in data:
            raise _unreadable(path)
        existing = None if problems else _existing(path, text)
        if existing is None:
            continue
        first = found.lessons.setdefault((existing.source, existing.key), existing)
        if first is not existing:
            found.copies.append((path, first.path))
    return found


def _markdown(folder: Path) -> Iterator[str]:
    """Yield the paths of Markdown files below a folder, hidden ones left out."""
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(above, folder).replace(os.sep, "/")
        for name in files:
            if name.endswith(".md") and not name.startswith(".") and name.isprintable():
                yield name if below == "." else f"{below}/{name}"


def _existing(path: str, text: str) -> ExistingLesson | None:
    if found := _BLOCK.search(text):
        source, key = _read(found["source"]), _read(found["key"])
        if source is not None and key is not None:
            return ExistingLesson(path, text, source, key, found["digest"], found["written"])
    if not re.search(r"^imported *:", text, re.MULTILINE):
        return None
    document, _problems = parse_document(path, text)
    if document is None:
        raise _unreadable(path)
    return _by_hand(path, text, document)


def _unreadable(path: str) -> ImportRefusedError:
    return ImportRefusedError(
        f"{path} was imported and cannot be read now, so that it would come twice; "
        "mend it first, `lessons check` says where"
    )


def _by_hand(path: str, text: str, document: Document) -> ExistingLesson | None:
    block = document.header.get("imported")
    if not isinstance(block, dict):
        return None
    values = [block.get(name) for name in ("from", "key", "digest", "written")]
    source, key, digest, written = (value if isinstance(value, str) else "" for value in values)
    return ExistingLesson(path, text, source, key, digest, written) if source and key else None


def _read(written: str) -> str | None:
    """Return a value on one line of YAML, or None if it takes YAML to read it."""
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
