"""A base read for export, and the parts of it that an export would lose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.exchange.exports.shape import PlainRecords
from site_builder.library.checks.files import foreign_endings
from site_builder.library.loader import base_of
from site_builder.library.reading import Readings, WordsReading, read_all
from site_builder.records.kinds import Kind, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library.base import Base
    from site_builder.project import Project
    from site_builder.records.fields import Part
    from site_builder.settings import Audience

_LOSES = frozenset({"key-duplicate", "key-case", "yaml-syntax"})
"""Rules whose violation means that part of a file is not read."""


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
    readings = read_all(project)
    base = base_of(readings, project.settings)
    lost = sorted(_lost(readings, base, private=private), key=lambda problem: problem.order)
    loaded = base.with_diagnostics(())
    shown = loaded.shown_to(replace(project.settings, audience=audience))
    return ExportSource(project, shown, readings.paths, audience, private), lost


def _lost(readings: Readings, base: Base, *, private: bool) -> Iterator[Diagnostic]:
    for reading in readings.records.values():
        yield from _losses(reading.diagnostics, is_read=reading.record is not None)
    words: list[WordsReading[Any]] = [readings.vocabulary, readings.practices]
    for reading_of_words in [*words, readings.people] if private else words:
        is_read = reading_of_words.document is not None
        yield from _losses(reading_of_words.diagnostics, is_read=is_read)
    yield from readings.closed
    yield from foreign_endings(base)
    for record in base.records:
        if base.library.get(record.kind, record.id) is not record:
            message = f"another {record.kind} has the id `{record.id}`, so this one would be lost"
            hint = "give one of the two files another name"
            yield Diagnostic("id-clash", Severity.ERROR, Span(record.path), message, hint)


def _losses(diagnostics: Iterable[Diagnostic], *, is_read: bool) -> Iterator[Diagnostic]:
    return (problem for problem in diagnostics if not is_read or problem.rule in _LOSES)
