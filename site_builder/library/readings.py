"""Reads every file of a base: those that changed on all cores, the others from what was kept."""

from __future__ import annotations

import marshal
import os
from typing import TYPE_CHECKING

from site_builder.library.certain import certain_in, finder_for
from site_builder.library.checks import problems_alone
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
from site_builder.processes import beside
from site_builder.records.header.document import Document
from site_builder.records.kinds import Record
from site_builder.records.packing import packed, unpacked
from site_builder.records.people import People
from site_builder.records.practices import Practices
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.project import Project

_MANY_FILES = 400
"""Files from which a second process saves more than it costs."""


_HEADING, _LINK, _OUTLINE = fields_of(Heading), fields_of(BodyLink), fields_of(Outline)


def read_all(project: Project) -> Readings:
    """Read every file of a base."""
    kept = Kept(project)
    return readings_of(survey(project, kept.files), kept)


def readings_of(found: Survey, kept: Kept) -> Readings:
    """Return every file of a base, read by itself, and keep what was read."""
    words, prefix = found.words, found.prefix
    entries = {path: kept.entry(path, it.digest) for path, it in found.known.items()}
    made = _made(found, [path for path in found.records if not entries.get(path)])
    records = {
        path: made[path][0] if path in made else _unpacked(prefix, path, entries[path] or b"")
        for path in found.records
    }
    kept.save(found.known, {path: entry for path, (_reading, entry) in made.items() if entry})
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


def _made(found: Survey, paths: Sequence[str]) -> dict[str, tuple[FileReading, bytes]]:
    """Read files, and return each with what is to be kept of it, which is empty for no record."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    share = max(1, min(cores, len(paths) // _MANY_FILES * 2))
    others = [
        (part, beside(lambda part=part: [_packed(_read(found, path)) for path in part]))  # type: ignore[misc] # of paths
        for part in (paths[number::share] for number in range(1, share))
    ]
    made = {}
    for path in paths[0::share]:
        reading = _read(found, path)
        made[path] = reading, _packed(reading)
    for part, result in others:
        for path, entry in zip(part, result(), strict=True):
            # A file that is no record is read here too: few are.
            reading = _unpacked(found.prefix, path, entry) if entry else _read(found, path)
            made[path] = reading, entry
    return made


def _read(found: Survey, path: str) -> FileReading:
    """Read a file, and look at its record alone."""
    reading = record_in(found.prefix, path, found.contents(path))
    record, settings = reading.record, found.project.settings
    if record is None:
        return reading
    barred = bool(certain_in(record.document, record.body, finder_for(settings)))
    alone = Alone(tuple(problems_alone(record, settings)), barred)
    return FileReading(record, reading.diagnostics, alone=alone)


def _packed(reading: FileReading) -> bytes:
    """Return a record with what is known of it as bytes; nothing for a file that is none."""
    record, alone = reading.record, reading.alone
    if record is None or alone is None:
        return b""
    document = record.document
    headings, links, *spans = _OUTLINE(record.body.outline)
    return marshal.dumps(
        (
            (document.text, document.header, document.header_at),
            (document.header_end, document.body_at, document.places),
            packed(record.fields),
            ([*map(_HEADING, headings)], [*map(_LINK, links)], *spans),
            [*map(problem_packed, reading.diagnostics)],
            [*map(problem_packed, alone.problems)],
            alone.is_barred,
        )
    )


def _unpacked(prefix: str, path: str, entry: bytes) -> FileReading:
    """Return what :func:`_packed` was given."""
    start, end, fields, outline, problems, alone, is_barred = marshal.loads(entry)  # noqa: S302 - ours
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
        alone=Alone(problems_unpacked(alone), is_barred),
    )
