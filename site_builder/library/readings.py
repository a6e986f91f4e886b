"""Reads every file of a base: those that changed on all cores, the others from what was kept."""

from __future__ import annotations

import marshal
from itertools import chain, repeat
from typing import TYPE_CHECKING

from site_builder.library.certain import certain_in, finder_for
from site_builder.library.kept import Kept, fields_of, problem_packed, problems_unpacked
from site_builder.library.reading import Alone, FileReading, Readings, key_of, record_in, words_of
from site_builder.library.survey import (
    PEOPLE_FILE,
    PRACTICES_FILE,
    VOCABULARY_FILE,
    Survey,
    survey,
)
from site_builder.markdown.body import Body
from site_builder.markdown.parts import BodyLink, Heading, Outline
from site_builder.processes import beside, cores
from site_builder.records.header.document import Document
from site_builder.records.kinds import Record
from site_builder.records.packing import packed, unpacked
from site_builder.records.people import People
from site_builder.records.practices import Practices
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.diagnostics import Diagnostic
    from site_builder.project import Project

_LOOKED, _UNLOOKED = b"+", b"-"
"""Whether it is known what is wrong with a kept record by itself."""
_AT_ONCE = 500
"""Files that are looked at together: what one step learns of a text is at hand in the next."""
_MANY_FILES = 400
"""Files from which a second process saves more than it costs."""


_HEADING, _LINK, _OUTLINE = fields_of(Heading), fields_of(BodyLink), fields_of(Outline)


def read_all(project: Project, *, looks: bool = True) -> Readings:
    """Read every file of a base.

    Args:
        project: The base.
        looks: Whether to look for what is wrong with each record by itself.
    """
    kept = Kept(project)
    return readings_of(survey(project, kept.files), kept, looks=looks)


def readings_of(found: Survey, kept: Kept, *, looks: bool = True) -> Readings:
    """Return every file of a base, read by itself, and keep what was read."""
    words, prefix = found.words, found.prefix
    paths = list(found.records)
    made: dict[str, FileReading] = {}
    for some in kept.rounds(paths):
        made.update(_round(found, kept, some, looks=looks))
    kept.finish(found.known)
    records = {path: made[path] for path in paths}
    vocabulary, practices = prefix + VOCABULARY_FILE, prefix + PRACTICES_FILE
    return Readings(
        prefix,
        tuple(file.path for file in found.files),
        records,
        words_of(vocabulary, words[vocabulary], Vocabulary),
        words_of(PEOPLE_FILE, words[PEOPLE_FILE], People),
        words_of(practices, words[practices], Practices),
        found.others,
        found.refused,
        found.project.settings,
    )


def _round(
    found: Survey, kept: Kept, paths: Sequence[str], *, looks: bool
) -> dict[str, FileReading]:
    """Return some files, and keep what was read of them."""
    known = found.known
    entries = {path: kept.entry(path, known[path].digest) for path in paths if path in known}
    unread = [
        (path, entry)
        for path in paths
        if not (entry := entries.get(path) or b"") or (looks and entry.startswith(_UNLOOKED))
    ]
    made = _made(found, unread, looks=looks)
    kept.save(known, {path: entry for path, (_reading, entry) in made.items() if entry})
    found.forget(paths)
    return {
        path: made[path][0] if path in made else _unpacked(found.prefix, path, entries[path] or b"")
        for path in paths
    }


def _made(
    found: Survey, files: Sequence[tuple[str, bytes]], *, looks: bool
) -> dict[str, tuple[FileReading, bytes]]:
    """Read files, and return each with what is to be kept of it, which is empty for no record.

    Args:
        found: The base.
        files: Paths, each with what was kept of the file so far.
        looks: Whether to look for what is wrong with each record by itself.
    """
    share = max(1, min(cores(), len(files) // _MANY_FILES * 2))

    def read(some: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, FileReading]]:
        paths = [path for path, _entry in some]
        parts = (some[start : start + _AT_ONCE] for start in range(0, len(some), _AT_ONCE))
        readings = chain.from_iterable(_read(found, part, looks=looks) for part in parts)
        return zip(paths, readings, strict=True)

    if looks:
        # A search needs no checks; a check imports them before it forks, or each fork would.
        import site_builder.library.checks  # noqa: F401, PLC0415

    others = [
        beside(lambda some=some: [(path, _packed(it)) for path, it in read(some)])  # type: ignore[misc] # of paths
        for some in (files[number::share] for number in range(1, share))
    ]
    made = {path: (reading, _packed(reading)) for path, reading in read(files[0::share])}
    for result in others:
        for path, entry in result():
            # A file that is no record is read here too: few are.
            reading = (
                _unpacked(found.prefix, path, entry)
                if entry
                else record_in(found.prefix, path, found.contents(path))
            )
            made[path] = reading, entry
    return made


def _read(
    found: Survey, files: Sequence[tuple[str, bytes]], *, looks: bool
) -> Iterator[FileReading]:
    """Read files, and look at their records by themselves."""
    settings, finder = found.project.settings, finder_for(found.project.settings)
    readings = [
        _unpacked(found.prefix, path, entry)
        if entry
        else record_in(found.prefix, path, found.contents(path))
        for path, entry in files
    ]
    barred = [
        reading.alone.is_barred
        if reading.alone
        else bool(certain_in(reading.record.document, reading.record.body, finder))
        for reading in readings
        if reading.record
    ]
    records = [reading.record for reading in readings if reading.record]
    problems: Iterator[tuple[Diagnostic, ...] | None] = repeat(None)
    if looks:
        from site_builder.library.checks import problems_alone  # noqa: PLC0415 - see `_made`

        problems = iter(problems_alone(records, settings))
    is_barred = iter(barred)
    for reading in readings:
        if reading.record:
            alone = Alone(next(problems), next(is_barred))
            yield FileReading(reading.record, reading.diagnostics, alone=alone)
        else:
            yield reading


def _packed(reading: FileReading) -> bytes:
    """Return a record with what is known of it as bytes; nothing for a file that is none."""
    record, alone = reading.record, reading.alone
    if record is None or alone is None:
        return b""
    document = record.document
    headings, links, *spans = _OUTLINE(record.body.outline)
    sign = _UNLOOKED if alone.problems is None else _LOOKED
    return sign + marshal.dumps(
        (
            (document.text, document.header, document.header_at),
            (document.header_end, document.body_at, document.places),
            packed(record.fields),
            ([*map(_HEADING, headings)], [*map(_LINK, links)], *spans),
            [*map(problem_packed, reading.diagnostics)],
            [*map(problem_packed, alone.problems or ())],
            alone.is_barred,
        )
    )


def _unpacked(prefix: str, path: str, entry: bytes) -> FileReading:
    """Return what :func:`_packed` was given."""
    start, end, fields, outline, problems, alone, is_barred = marshal.loads(  # noqa: S302 - ours
        memoryview(entry)[len(_LOOKED) :]
    )
    headings, links, *spans = outline
    kind, record_id = key_of(path)
    document = Document(prefix + path, *start, *end)
    known = Outline(
        tuple([Heading(*it) for it in headings]), tuple([BodyLink(*it) for it in links]), *spans
    )
    record = Record(kind, record_id, unpacked(fields), document, Body(document.body, known))
    return FileReading(
        record,
        problems_unpacked(problems),
        alone=Alone(None if entry.startswith(_UNLOOKED) else problems_unpacked(alone), is_barred),
    )
