"""A base read for export, and its records as plain data, which the site publishes as well.

The contents of a record are under ``fields`` and ``body``; values derived from all records are
under ``derived``, and are never read back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.exchange.exports.schema import EXPORT_FORMAT, EXPORT_VERSION
from site_builder.library.addresses import record_url
from site_builder.library.audience import is_tombstone
from site_builder.library.certain import certain_in, finder_for
from site_builder.library.loader import base_of, numbers_of_persons
from site_builder.library.problems import is_draft
from site_builder.library.readings import read_all
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Lesson, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library.base import Base
    from site_builder.library.library import Key
    from site_builder.library.reading import Readings, WordsReading
    from site_builder.project import Project
    from site_builder.records.fields import Part
    from site_builder.settings import Audience

_LOSES = frozenset({"key-duplicate", "key-case", "yaml-syntax"})
"""Rules whose violation means that part of a file is not read."""
Shaped: TypeAlias = dict[str, Any]
"""A JSON object."""


class PlainRecords:
    """The records of a base as plain data."""

    def __init__(self, loaded: Base, *, private: bool = False, published: bool = False) -> None:
        """Take a base.

        Args:
            loaded: The base, as far as its readers may see it.
            private: Whether people are included.
            published: Whether it is for the site, which leaves out links to drafts, paths of files,
                and digests, which take long.
        """
        self._loaded = loaded
        self._private = private
        self._published = published

    @property
    def vocabulary(self) -> Shaped:
        """The controlled words."""
        return plain(self._loaded.library.vocabulary)

    def head(self, audience: Audience) -> Shaped:
        """Return the head of an export: its format, and all that belongs to no record."""
        library = self._loaded.library
        head: Shaped = {
            "format": EXPORT_FORMAT,
            "format_version": EXPORT_VERSION,
            "audience": audience,
            "private": self._private,
            "vocabulary": self.vocabulary,
            "practices": [plain(source) for source in library.practices],
        }
        if self._private:
            people = library.people
            head["people"] = {name: plain(person) for name, person in people.items()}
        return head

    def record(self, record: Record[Part]) -> Shaped:
        """Return a record; its body comes last, so that a reader can stop before it."""
        return {**self.without_body(record), "body": body_of(record)}

    def without_body(self, record: Record[Part]) -> Shaped:
        """Return a record without its body."""
        fields = plain(record.fields)
        if is_tombstone(record.fields):
            # Values that were cut out are empty.
            fields = {name: value for name, value in fields.items() if value}
        shaped: Shaped = {
            "format_version": EXPORT_VERSION,
            "kind": str(record.kind),
            "id": record.id,
        }
        if not self._published:
            shaped["path"] = record.path.removeprefix(self._loaded.prefix)
        shaped["fields"] = fields
        if record.kind is Kind.PAGE and record.document.body_at:
            shaped["header"] = record.document.header_text.lstrip("\n") or "\n"
        return {**shaped, "derived": self._derived(record)}

    def _derived(self, record: Record[Part]) -> Shaped:
        graph, key = self._loaded.graph, (record.kind, record.id)
        derived: Shaped = {"url": record_url(record.kind, record.id)}
        if isinstance(record.fields, Lesson):
            derived |= self._of_lesson(record)  # type: ignore[arg-type]
        outgoing, incoming = graph.outgoing.get(key, ()), graph.incoming.get(key, ())
        derived["links"] = self._ends((str(link.type), link.target) for link in outgoing)
        derived["backlinks"] = self._ends((str(link.type), link.source) for link in incoming)
        return derived

    def _of_lesson(self, lesson: Record[Lesson]) -> Shaped:
        standing = {"standing": lesson.fields.status is Status.PUBLISHED}
        if is_tombstone(lesson.fields):
            return {**standing, "tombstone": True}
        evidence = self._loaded.evidence
        derived = evidence.of(lesson)
        when = evidence.confirmed(lesson)
        confirmed = {"confirmed": str(when)} if when else {}
        digest = {"digest": self._loaded.reliances.digest(lesson)} if not self._published else {}
        levels = {
            "basis": str(derived.basis),
            "mark": str(derived.derivation.mark or "unsupported"),
            "practice": derived.practice,
            "research": derived.research,
            "contested": bool(derived.contested),
            **confirmed,
            "statement": evidence.statement(lesson),
        }
        return {**standing, **digest, "evidence": levels}

    def _ends(self, ends: Iterable[tuple[str, Key]]) -> list[dict[str, str]]:
        """Return the other ends of links, as far as they may be named."""
        return [
            {"type": link_type, "kind": str(kind), "id": record_id}
            for link_type, (kind, record_id) in sorted(set(ends))
            if self._is_named(kind, record_id)
        ]

    def _is_named(self, kind: Kind, record_id: str) -> bool:
        record = self._loaded.library.get(kind, record_id)
        return record is not None and not (self._published and is_draft(record))


def body_of(record: Record[Part]) -> str:
    """Return the text below the header of a record, without the line end that follows that."""
    document = record.document
    return document.body.removeprefix("\n") if document.body_at else document.body


def plain(part: Part) -> Shaped:
    """Return the fields of a record, or of a part of one, by the names that authors write."""
    return part.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)


@dataclass(frozen=True)
class ExportSource:
    """A base to export, as far as the audience may see it."""

    project: Project
    loaded: Base
    paths: tuple[str, ...]
    """Paths of all files, from the lessons folder, sorted."""
    audience: Audience
    private: bool

    @cached_property
    def shape(self) -> PlainRecords:
        """Its records as plain data."""
        return PlainRecords(self.loaded, private=self.private)

    @cached_property
    def records(self) -> list[Record[Part]]:
        """Its records by kind, then by path."""
        order = list(Kind)
        records = self.loaded.library.records
        return sorted(records, key=lambda record: (order.index(record.kind), record.path))


def read_source(
    project: Project, audience: Audience, *, private: bool
) -> tuple[ExportSource, list[Diagnostic]]:
    """Read a base for export; the only check is whether all of it can be read.

    Returns:
        The base, and a problem for each part that would be lost; with any, it must not be exported.
    """
    readings = read_all(project, looks=False)
    base = base_of(readings, project.settings)
    lost = sorted(_lost(readings, base, private=private), key=lambda problem: problem.order)
    loaded = base.with_diagnostics(())
    settings = replace(project.settings, audience=audience)
    shown = loaded.shown_to(settings, people=private, comments=True)
    return ExportSource(project, shown, readings.paths, audience, private), lost


def _lost(readings: Readings, base: Base, *, private: bool) -> Iterator[Diagnostic]:
    for reading in readings.records.values():
        yield from _losses(reading.diagnostics, is_read=reading.record is not None)
    words: list[WordsReading[Any]] = [readings.vocabulary, readings.practices]
    for reading_of_words in [*words, readings.people] if private else words:
        is_read = reading_of_words.document is not None
        yield from _losses(reading_of_words.diagnostics, is_read=is_read)
    for problem in readings.others:
        # The theme is no part of an export.
        if problem.severity is Severity.ERROR and problem.span.file.startswith(readings.prefix):
            yield problem
    from site_builder.library.checks.files import foreign_endings  # noqa: PLC0415 - all checks

    yield from foreign_endings(base)
    yield from numbers_of_persons(readings, base)
    for record in base.records:
        if record.path in base.unreadable:
            yield from certain_in(record.document, record.body, finder_for(base.settings))
        elif base.library.get(record.kind, record.id) is not record:
            message = f"another {record.kind} has the id `{record.id}`, so this one would be lost"
            hint = "give one of the two files another name"
            yield Diagnostic("id-clash", Severity.ERROR, Span(record.path), message, hint)


def _losses(diagnostics: Iterable[Diagnostic], *, is_read: bool) -> Iterator[Diagnostic]:
    return (problem for problem in diagnostics if not is_read or problem.rule in _LOSES)
