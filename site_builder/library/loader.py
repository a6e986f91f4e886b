"""Folder to library: every file read, checked and linked, and all that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.clock import today
from site_builder.library import checks
from site_builder.library.addresses import generated_sources
from site_builder.library.base import Base
from site_builder.library.evidence.assess import Assessments
from site_builder.library.graph import LinkGraph
from site_builder.library.library import Library
from site_builder.library.reading import VOCABULARY_FILE, Readings, read_all
from site_builder.library.reliance import Reliances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.project import Project
    from site_builder.settings import Settings


def load(
    project: Project, on_read: Callable[[Library, Assessments], None] = lambda *_: None
) -> Base:
    """Read and check every file of a base.

    Args:
        project: Where the base lies.
        on_read: Called once everything is read and nothing is checked yet, for what need not wait.
    """
    readings = read_all(project)
    base = base_of(readings, project.settings)
    on_read(base.library, base.evidence)
    return base.with_diagnostics((*problems_of_files(readings), *checks.run(base)))


def base_of(readings: Readings, settings: Settings) -> Base:
    """Return what was read as one base, not checked yet."""
    prefix, paths = readings.prefix, readings.paths
    records = tuple(reading.record for reading in readings.records.values() if reading.record)
    words = readings.vocabulary
    library = Library(
        records, words.words, readings.people.words.people, readings.practices.words.documents
    )
    sources = generated_sources(words.words.tags, practices=library.shows_practices)
    evidence = Assessments(library, settings, today())
    return Base(
        library=library,
        graph=LinkGraph(library),
        evidence=evidence,
        reliances=Reliances(library, evidence),
        records=records,
        prefix=prefix,
        unreadable=frozenset(
            prefix + path for path, reading in readings.records.items() if not reading.record
        ),
        vocabulary_document=words.document,
        people_document=readings.people.document,
        vocabulary_unreadable=words.document is None and VOCABULARY_FILE in paths,
        files=frozenset(prefix + path for path in paths),
        generated=frozenset(prefix + path for path in sources),
        settings=settings,
        today=today(),
    )


def problems_of_files(readings: Readings) -> Iterator[Diagnostic]:
    """Yield what is wrong with files by themselves."""
    yield from readings.vocabulary.diagnostics
    # What is wrong about people is for those at the keyboard.
    yield from (replace(one, private=True) for one in readings.people.diagnostics)
    yield from readings.practices.diagnostics
    for reading in readings.records.values():
        yield from reading.diagnostics
    yield from readings.closed
