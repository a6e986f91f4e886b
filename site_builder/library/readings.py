"""Reads every file of a base: those that changed on all cores, the others from what was kept."""

from __future__ import annotations

from functools import partial
from itertools import chain, repeat
from typing import TYPE_CHECKING

from site_builder.library.certain import certain_in, finder_for
from site_builder.library.kept import Kept
from site_builder.library.packed import packed_reading, reading_of, was_looked_at
from site_builder.library.reading import Alone, FileReading, Readings, key_of, record_in, words_of
from site_builder.library.survey import (
    PEOPLE_FILE,
    PRACTICES_FILE,
    VOCABULARY_FILE,
    Survey,
    survey,
)
from site_builder.library.wording.sentences import forget_prose
from site_builder.processes import beside, cores
from site_builder.records.people import People
from site_builder.records.practices import Practices
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.diagnostics import Diagnostic
    from site_builder.project import Project

_AT_ONCE = 500
"""Files that are looked at together: what one step learns of a text is at hand in the next."""
_MANY_FILES = 400
"""Files from which a second process saves more than it costs."""


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
    known, prefix = found.known, found.prefix
    ready: dict[str, FileReading] = {}
    unread: list[tuple[str, bytes]] = []
    for path in paths:
        entry = kept.entry(path, known[path].digest) if path in known else None
        packed = entry() if entry else b""
        if not entry or (looks and not was_looked_at(packed)):
            unread.append((path, packed))
        else:
            ready[path] = reading_of(prefix + path, *key_of(path), packed, entry)
    made = _made(found, unread, looks=looks)
    kept.save(known, {path: it for path, it in made.items() if isinstance(it, bytes)})
    found.forget(paths)
    for path, it in made.items():
        if isinstance(it, bytes):
            # On disk it takes no memory.
            entry = kept.entry(path, known[path].digest)
            ready[path] = reading_of(prefix + path, *key_of(path), it, entry or partial(bytes, it))
        else:
            ready[path] = it
    return ready


def _made(
    found: Survey, files: Sequence[tuple[str, bytes]], *, looks: bool
) -> dict[str, FileReading | bytes]:
    """Read files, and return each packed, or as it is if it is no record.

    Args:
        found: The base.
        files: Paths, each with what was kept of the file so far.
        looks: Whether to look for what is wrong with each record by itself.
    """
    share = max(1, min(cores(), len(files) // _MANY_FILES * 2))

    def read(some: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        parts = (some[start : start + _AT_ONCE] for start in range(0, len(some), _AT_ONCE))
        return [it for part in parts for it in _read(found, part, looks=looks)]

    if looks:
        # A search needs no checks; a check imports them before it forks, or each fork would.
        import site_builder.library.checks  # noqa: F401, PLC0415

    others = [beside(partial(read, some)) for some in (files[it::share] for it in range(1, share))]
    packed = [*chain(read(files[0::share]), *(result() for result in others))]
    forget_prose()
    # A file that is no record is read again: few are.
    return {path: it or record_in(found.prefix, path, found.contents(path)) for path, it in packed}


def _read(
    found: Survey, files: Sequence[tuple[str, bytes]], *, looks: bool
) -> Iterator[tuple[str, bytes]]:
    """Read files and look at their records by themselves; yield each packed, if it is one."""
    prefix, settings = found.prefix, found.project.settings
    finder = finder_for(settings)
    readings = {
        path: reading_of(prefix + path, *key_of(path), packed, partial(bytes, packed))
        if packed
        else record_in(prefix, path, found.contents(path))
        for path, packed in files
    }
    records = [(path, it.record, it) for path, it in readings.items() if it.record]
    barred = [
        it.alone.is_barred if it.alone else bool(certain_in(record.document, record.body, finder))
        for _path, record, it in records
    ]
    problems: Iterable[tuple[Diagnostic, ...] | None] = repeat(None)
    if looks:
        from site_builder.library.checks import problems_alone  # noqa: PLC0415 - see `_made`

        problems = problems_alone([record for _path, record, _it in records], settings)
    yield from ((path, b"") for path, it in readings.items() if not it.record)
    for (path, record, it), found_alone, is_barred in zip(records, problems, barred, strict=False):
        yield path, packed_reading(record, it.diagnostics, Alone(found_alone, is_barred))
