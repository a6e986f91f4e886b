"""A base read for export, and what of it an export would lose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.exchange.exports.shape import PlainRecords
from site_builder.library.checks.files import foreign_endings
from site_builder.library.loader import base_of
from site_builder.library.reading import Readings, WordsReading, read_all
from site_builder.records.kinds import Kind, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base
    from site_builder.project import Project
    from site_builder.records.fields import Part
    from site_builder.settings import Audience

KINDS = (Kind.LESSON, Kind.ASSIST, Kind.REUSE, Kind.PAGE)
"""Kinds of records in the order in which exports hold them."""
_LOSES = frozenset({"key-duplicate", "key-case", "yaml-syntax"})
"""Rules without which a file is read, but not all that stands in it."""


@dataclass(frozen=True, slots=True)
class ExportSource:
    """A base to export, as far as those that it is for may see it."""

    project: Project
    loaded: Base
    paths: tuple[str, ...]
    """Paths of all files below the lessons folder, from there, sorted."""
    audience: Audience
    private: bool

    @property
    def shape(self) -> PlainRecords:
        """What turns its records into plain data."""
        return PlainRecords(self.loaded, private=self.private)

    @property
    def records(self) -> list[Record[Part]]:
        """Its records by kind, then by path."""
        records = self.loaded.library.records
        return sorted(records, key=lambda record: (KINDS.index(record.kind), record.path))


def read_source(
    project: Project, audience: Audience, *, private: bool
) -> tuple[ExportSource, list[Diagnostic]]:
    """Read a base for export, and check no more than whether all of it can be had.

    Returns:
        The base, and what of it would be lost; where anything would, it must not be exported.
    """
    readings = read_all(project)
    base = base_of(readings, project.settings)
    lost = sorted(_lost(readings, base, private=private), key=lambda found: found.order)
    loaded = base.with_diagnostics(())
    shown = loaded.shown_to(replace(project.settings, audience=audience))
    return ExportSource(project, shown, readings.paths, audience, private), lost


def _lost(readings: Readings, base: Base, *, private: bool) -> Iterator[Diagnostic]:
    for reading in readings.records.values():
        for found in reading.diagnostics:
            if reading.record is None or found.rule in _LOSES:
                yield found
    yield from _lost_words(readings.vocabulary)
    yield from _lost_words(readings.practices)
    if private:
        yield from _lost_words(readings.people)
    yield from readings.closed
    yield from foreign_endings(base)
    for record in base.records:
        if base.library.get(record.kind, record.id) is not record:
            message = f"another {record.kind} has the id `{record.id}`, so this one would be lost"
            hint = "give one of the two files another name"
            yield Diagnostic("id-clash", Severity.ERROR, Span(record.path), message, hint)


def _lost_words(words: WordsReading[Any]) -> Iterator[Diagnostic]:
    for found in words.diagnostics:
        if words.document is None or found.rule in _LOSES:
            yield found
