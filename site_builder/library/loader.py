"""Loads a base: reads every file, links the records, and checks them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from site_builder.clock import today
from site_builder.library.addresses import generated_sources
from site_builder.library.base import Base
from site_builder.library.certain import certain_in, finder_for, numbers_in_name
from site_builder.library.evidence.assess import Assessments
from site_builder.library.findings import Findings
from site_builder.library.graph import LinkGraph
from site_builder.library.kept import PROBLEMS, Kept, known_problems, problem_packed
from site_builder.library.library import Library
from site_builder.library.reading import Readings, Words, WordsReading
from site_builder.library.readings import read_all, readings_of
from site_builder.library.reliance import Reliances
from site_builder.library.survey import VOCABULARY_FILE, Survey, survey
from site_builder.markdown.body import Body
from site_builder.records.assist import Assist
from site_builder.records.guess import Guesses
from site_builder.records.header.document import Document
from site_builder.records.misplaced import SOURCE_HINT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.project import Project
    from site_builder.records.personal import Finder
    from site_builder.settings import Settings

_MOST_GUESSES = 3
_LIKE_A_TITLE = 60.0
"""Least similarity (0 to 100) of a sentence to an assist's title or id at which the id is named."""


def load(
    project: Project,
    on_read: Callable[[Base], None] | None = None,
    looked: tuple[Kept, Survey] | None = None,
) -> Base:
    """Read and check every file of a base.

    Args:
        project: Where the base lies.
        on_read: Called once everything is read and nothing is checked yet.
        looked: What was kept of the base and what is found of it, if somebody has just looked.
    """
    kept = looked[0] if looked else Kept(project)
    found = looked[1] if looked else survey(project, kept.files)
    readings = readings_of(found, kept)
    known = known_problems(kept, found)
    if known is None:
        findings = Findings(kept, found, readings)
        base = checked(readings, project.settings, on_read, findings)
        problems = [*map(problem_packed, base.diagnostics)]
        kept.keep(PROBLEMS, found.stamp, problems, len(found.known))
        return replace(base, stamp=found.stamp, headers=findings.headers)
    base = base_of(readings, project.settings)
    if on_read:
        on_read(base)
    return replace(base, diagnostics=known, stamp=found.stamp)


def unchecked(project: Project) -> Base:
    """Read every file of a base and look for no problems, which takes most of the time."""
    return base_of(read_all(project, looks=False), project.settings)


def checked(
    readings: Readings,
    settings: Settings,
    on_read: Callable[[Base], None] | None = None,
    findings: Findings | None = None,
) -> Base:
    """Return files as one base, with all problems of the files and their records.

    Args:
        readings: The files.
        settings: The settings of the base.
        on_read: Called once everything is read and nothing is checked yet.
        findings: What is known of checks that look at the base as a whole.
    """
    from site_builder.library import checks  # noqa: PLC0415 - a search or a record needs none

    base = base_of(readings, settings)
    if on_read:
        # Whatever begins in another process when all is read asks for it, and so do checks; after
        # an edit of a text, few ask for any.
        for lesson in () if checks.are_known(findings) else base.library.lessons:
            base.evidence.of(lesson)
        on_read(base)
    problems = (
        *problems_of_files(readings),
        *numbers_of_persons(readings, base),
        *checks.run(base, findings),
    )
    return base.with_diagnostics(problems)


def base_of(readings: Readings, settings: Settings) -> Base:
    """Return files as one base, whose records are not checked yet."""
    prefix, paths, finder = readings.prefix, readings.paths, finder_for(settings)
    records = tuple(reading.record for reading in readings.records.values() if reading.record)
    alone = {
        reading.record.path: reading.alone
        for reading in readings.records.values()
        if reading.record and reading.alone and settings == readings.settings
    }
    barred = {
        it.path
        for it in records
        if (
            alone[it.path].is_barred
            if it.path in alone
            else certain_in(it.document, it.body, finder)
        )
    }
    words = _without_numbers(readings.vocabulary, finder)
    practices = _without_numbers(readings.practices, finder)
    library = Library(
        (record for record in records if record.path not in barred),
        words.words,
        readings.people.words.people,
        practices.words.documents,
    )
    sources = generated_sources(words.words.tags, practices=library.shows_practices)
    evidence = Assessments(library, settings, today())
    return Base(
        library=library,
        graph=LinkGraph(library),
        evidence=evidence,
        reliances=Reliances(library, evidence),
        records=records,
        alone={path: it.problems for path, it in alone.items() if it.problems is not None},
        prefix=prefix,
        unreadable=frozenset(
            prefix + path
            for path, reading in readings.records.items()
            if not reading.record or reading.record.path in barred
        ),
        guesses=tuple(reading.guess for reading in readings.records.values() if reading.guess),
        vocabulary_document=words.document,
        people_document=readings.people.document,
        vocabulary_unreadable=words.document is None and VOCABULARY_FILE in paths,
        files=frozenset(prefix + path for path in paths),
        refused=frozenset(prefix + path for path in readings.refused),
        generated=frozenset(prefix + path for path in sources),
        settings=settings,
        today=today(),
    )


def _without_numbers(reading: WordsReading[Words], finder: Finder) -> WordsReading[Words]:
    """Return a file of words as an empty one if it holds the number of a person."""
    document = reading.document
    if document is None or not certain_in(document, Body(""), finder):
        return reading
    return WordsReading(type(reading.words)(), None, ())


def numbers_of_persons(readings: Readings, base: Base) -> Iterator[Diagnostic]:
    """Yield an error for each number of a person in a file that is no record, or in its name."""
    finder = finder_for(base.settings)
    for reading in (readings.vocabulary, readings.practices, readings.people):
        if reading.document:
            yield from certain_in(reading.document, Body(""), finder)
    for path, read in readings.records.items():
        if read.unread and not read.guess:
            place = readings.prefix + path
            document = Document(place, read.unread, {}, 0, 0, 0)
            yield from certain_in(document, Body(read.unread), finder)
    for path in sorted(base.files - {record.path for record in base.records}):
        yield from numbers_in_name(path, finder)


def problems_of_files(readings: Readings) -> Iterator[Diagnostic]:
    """Yield the problems of single files, whatever other files hold."""
    yield from readings.vocabulary.diagnostics
    for problem in readings.people.diagnostics:
        # Unless it is about the file as a whole, it may name somebody.
        yield replace(problem, private=not problem.span.is_whole_file)
    yield from readings.practices.diagnostics
    assists = cache(partial(_assists, readings))
    for reading in readings.records.values():
        for diagnostic in reading.diagnostics:
            yield _with_nearest_assists(diagnostic, assists)
    yield from readings.others


def _with_nearest_assists(
    diagnostic: Diagnostic, assists: Callable[[], tuple[dict[str, str], Guesses]]
) -> Diagnostic:
    """Return a problem; if it is about a malformed id of a source assist, with the likely ids."""
    if diagnostic.hint != SOURCE_HINT:
        return diagnostic
    ids, names = assists()
    written = diagnostic.message.rpartition("; `")[2].rpartition("`")[0]
    near = names.nearest(written, _MOST_GUESSES, least=_LIKE_A_TITLE)
    guesses = " or ".join(f"`{guess}`" for guess in dict.fromkeys(ids[name] for name in near))
    hint = f"did you mean {guesses}? {diagnostic.hint}" if guesses else diagnostic.hint
    return replace(diagnostic, hint=hint)


def _assists(readings: Readings) -> tuple[dict[str, str], Guesses]:
    """Return the ids of assists by id and title, and these names."""
    ids = {
        name: record.id
        for reading in readings.records.values()
        if (record := reading.record) and isinstance(record.fields, Assist)
        for name in (record.fields.title, record.id.replace("-", " "))
    }
    return ids, Guesses(ids)
