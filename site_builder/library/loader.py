"""Folder to library: every file read, checked and linked, and all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.clock import today
from site_builder.diagnostics import Severity, kept_secret
from site_builder.library import checks
from site_builder.library.addresses import generated_sources
from site_builder.library.audience import shown_to
from site_builder.library.checks.base import Base
from site_builder.library.evidence.assess import Assessments
from site_builder.library.graph import LinkGraph
from site_builder.library.library import Library
from site_builder.library.reading import VOCABULARY_FILE, key_of, read_all
from site_builder.library.reliance import Reliances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.reading import Readings
    from site_builder.project import Project
    from site_builder.settings import Settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """A base as read: what is right in it, and what is wrong."""

    library: Library
    graph: LinkGraph
    evidence: Assessments
    reliances: Reliances
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by file, place and rule."""
    unreadable: frozenset[str]
    """Paths from the project root of Markdown files that gave no record."""
    prefix: str
    """Path of the lessons folder from the project root, with its slash."""

    hidden: frozenset[str] = frozenset()
    """Paths from the project root of records that are left out for an audience."""

    def shown_to(self, settings: Settings) -> Loaded:
        """Return what the audience of a site may see, derived anew from that alone."""
        library = shown_to(self.library, settings.audience)
        if library is self.library:
            return self
        evidence = Assessments(library, settings, today())
        shown = {record.path for record in library.records}
        return replace(
            self,
            library=library,
            graph=LinkGraph(library),
            evidence=evidence,
            reliances=Reliances(library, evidence),
            hidden=frozenset(record.path for record in self.library.records) - shown,
        )

    @property
    def has_errors(self) -> bool:
        """Whether any of the problems is an error."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)


def load(
    project: Project, on_read: Callable[[Library, Assessments], None] = lambda *_: None
) -> Loaded:
    """Read and check every file of a base.

    Args:
        project: Where the base lies.
        on_read: Called once everything is read and nothing is checked yet, for what need not wait.
    """
    readings = read_all(project)
    base = base_of(readings, project.settings)
    on_read(base.library, base.evidence)
    return loaded_from(readings, base, (*problems_of_files(readings), *checks.run(base)))


def loaded_from(readings: Readings, base: Base, diagnostics: Iterable[Diagnostic]) -> Loaded:
    """Return a base with what was found wrong in it."""
    return Loaded(
        base.library,
        base.graph,
        base.evidence,
        base.reliances,
        tuple(sorted(kept_secret(tuple(diagnostics)), key=lambda found: found.order)),
        frozenset(readings.prefix + path for path in _unreadable(readings)),
        readings.prefix,
    )


def base_of(readings: Readings, settings: Settings) -> Base:
    """Return what was read as one whole, to be checked."""
    prefix, paths = readings.prefix, readings.paths
    found = tuple(reading.record for reading in readings.records.values() if reading.record)
    words = readings.vocabulary
    library = Library(
        found, words.words, readings.people.words.people, readings.practices.words.documents
    )
    sources = generated_sources(words.words.tags, practices=library.shows_practices)
    evidence = Assessments(library, settings, today())
    return Base(
        library=library,
        graph=LinkGraph(library),
        evidence=evidence,
        reliances=Reliances(library, evidence),
        found=found,
        prefix=prefix,
        unreadable=frozenset(key_of(path) for path in _unreadable(readings)),
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


def _unreadable(readings: Readings) -> list[str]:
    return [path for path, reading in readings.records.items() if not reading.record]
