"""The site's records for other programs: files of JSON under ``api/``.

Each record is shaped as exports shape it, without people and without what the readers of the site
may not see. Drafts are left out, and so is the text of what was withdrawn.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING

from site_builder.exchange.exports.schema import EXPORT_VERSION, export_schema
from site_builder.exchange.exports.source import PlainRecords, body_of
from site_builder.library.problems import is_draft
from site_builder.publish.outward import is_handed_on
from site_builder.records.kinds import Kind
from site_builder.records.noted import RECORD, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record

FOLDER = "api/"
MOST_BYTES = 10_000_000
"""Most bytes of the list of lessons; a longer one is divided into files of at most as many."""
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ENDPOINTS = (
    ("api/lessons.json", "every lesson without its text; `status` marks those no longer valid"),
    ("api/lessons/{number}.json", "a part of that list where it is long; it then names its parts"),
    ("api/lesson/{id}.json", "a lesson with its text, as Markdown"),
    ("api/assist/{id}.json", "an assist with its text"),
    ("api/reuse/{id}.json", "a report of use with its text"),
    ("api/vocabulary.json", "topics, teams and settings"),
    ("api/schema.json", "the JSON Schema of all these files, and of exports"),
)


class Api:
    """The files under ``api/``."""

    def __init__(self, loaded: Base, name: str) -> None:
        """Make nothing yet.

        Args:
            loaded: The base, as far as the readers of the site may see it.
            name: Name of the site.
        """
        self._shape = PlainRecords(loaded, published=True)
        self._library, self._name = loaded.library, name
        self._texts: dict[Record[Part], str] = {}

    @property
    def records(self) -> Iterator[Record[Part]]:
        """The records that have a file."""
        for record in self._library.records:
            if record.kind is not Kind.PAGE and not is_draft(record):
                yield record

    def file_of(self, record: Record[Part]) -> Iterator[tuple[str, str]]:
        """Yield the address and text of the file of a record."""
        note(RECORD, record.kind, record.id)
        text = self._without_body(record)
        if is_handed_on(record.fields):
            text = _with_body(text, body_of(record))
        yield f"{FOLDER}{record.kind}/{record.id}.json", f"{text}\n"

    def lists(self) -> Iterator[tuple[str, str]]:
        """Yield the address and text of every other file, none of which holds the text of any."""
        lessons = _Lessons()
        counts = {str(kind): 0 for kind in (Kind.LESSON, Kind.ASSIST, Kind.REUSE)}
        for record in self.records:
            counts[str(record.kind)] += 1
            if record.kind is Kind.LESSON:
                yield from lessons.add(self._without_body(record))
        yield from lessons.close()
        words = {"format_version": EXPORT_VERSION, "vocabulary": self._shape.vocabulary}
        yield f"{FOLDER}vocabulary.json", f"{_json(words)}\n"
        yield f"{FOLDER}schema.json", _schema()
        index = {
            "format_version": EXPORT_VERSION,
            "name": self._name,
            "counts": counts,
            "endpoints": [{"path": path, "holds": holds} for path, holds in _ENDPOINTS],
        }
        yield f"{FOLDER}index.json", json.dumps(index, ensure_ascii=False, indent=1) + "\n"

    def _without_body(self, record: Record[Part]) -> str:
        """Return a record as JSON without its body, which of a lesson is asked for twice."""
        if known := self._texts.pop(record, None):
            return known
        text = _json(self._shape.without_body(record))
        if record.kind is Kind.LESSON:
            self._texts[record] = text
        return text


@cache
def _schema() -> str:
    return json.dumps(export_schema(), ensure_ascii=False, indent=1) + "\n"


class _Lessons:
    """The list of lessons: one file; or, where it is long, several and one that names them."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._bytes = 0
        self._parts: list[dict[str, object]] = []
        self._count = 0

    def add(self, line: str) -> Iterator[tuple[str, str]]:
        """Add a lesson; yield the part that has no room for it."""
        size = len(line.encode()) + len(",\n")
        if self._lines and self._bytes + size + len(_list_of([])) > MOST_BYTES:
            yield self._part()
        self._lines.append(line)
        self._bytes += size
        self._count += 1

    def close(self) -> Iterator[tuple[str, str]]:
        """Yield the last part and the list of parts, or the only file."""
        text = _list_of(self._lines)
        if self._parts:
            yield self._part()
            head = {
                "format_version": EXPORT_VERSION,
                "count": self._count,
                "parts": self._parts,
            }
            text = f"{_json(head)}\n"
        yield f"{FOLDER}lessons.json", text

    def _part(self) -> tuple[str, str]:
        path, text = f"{FOLDER}lessons/{len(self._parts) + 1}.json", _list_of(self._lines)
        digest = hashlib.sha256(text.encode()).hexdigest()
        self._parts.append({"path": path, "lessons": len(self._lines), "sha256": digest})
        self._lines, self._bytes = [], 0
        return path, text


def _list_of(lines: list[str]) -> str:
    listed = ",\n".join(lines)
    return f'{{"format_version":{EXPORT_VERSION},"lessons":[\n{listed}\n]}}\n'


def _with_body(without_body: str, body: str) -> str:
    return f'{without_body[:-1]},"body":{_json(body)}}}'
