"""Reads every file of a base: those that changed on all cores, the others from what was kept."""

from __future__ import annotations

from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING

from site_builder.library.certain import certain_in, finder_for
from site_builder.library.kept import Entry, Kept, Packed
from site_builder.library.packed import packed_reading, reading_of, was_looked_at
from site_builder.library.reading import Alone, FileReading, Readings, key_of, record_in, words_of
from site_builder.library.survey import (
    PEOPLE_FILE,
    PRACTICES_FILE,
    VOCABULARY_FILE,
    Survey,
    digest_of,
    survey,
)
from site_builder.library.wording.sentences import forget_prose
from site_builder.processes import cores, spread
from site_builder.records.people import People
from site_builder.records.practices import Practices
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from site_builder.diagnostics import Diagnostic
    from site_builder.project import Project

    _Made: TypeAlias = dict[str, Packed | None]
    """What was made of each file; None of one that is no record."""
    _Unread: TypeAlias = Sequence[tuple[str, Packed | None]]
    """Paths, each with what was kept of the file so far."""

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
    made = _records(found, kept, looks=looks)
    kept.finish(found.known)
    records = {path: made[path] for path in found.records}
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


def _records(found: Survey, kept: Kept, *, looks: bool) -> dict[str, FileReading]:
    """Return every Markdown file, and keep what was read of those that changed."""
    known, parts = found.known, kept.parts(found.records)
    unread: dict[int, list[tuple[str, Packed | None]]] = {}
    ready: dict[str, FileReading] = {}
    for number, paths in parts.items():
        for path in paths:
            entry = kept.entry(number, path, known[path].digest) if path in known else None
            if entry and (not looks or was_looked_at(entry[0])):
                held = partial(_contents, found, path, entry[1])
                ready[path] = reading_of(found.prefix + path, key_of(path), entry[0], held)
            else:
                contents = entry[1]() if entry else b""
                before = Packed(entry[0], contents) if entry and contents else None
                unread.setdefault(number, []).append((path, before))
        if number not in unread:
            kept.close(number)
    for number, made in _made(found, kept, unread, looks=looks):
        kept.close(number)
        for path, _before in unread[number]:
            # What is kept is read from there: on disk it takes no memory.
            entry = None if path in made else kept.entry(number, path, known[path].digest)
            if entry:
                held = partial(_contents, found, path, entry[1])
                ready[path] = reading_of(found.prefix + path, key_of(path), entry[0], held)
                continue
            if path not in made:  # another process has written the part meanwhile
                made.update(_read(found, [(path, None)], looks=looks))
            # A file that is no record is read again: few are.
            ready[path] = (
                reading_of(found.prefix + path, key_of(path), it.known, partial(bytes, it.contents))
                if (it := made[path])
                else record_in(found.prefix, path, found.contents(path))
            )
        found.forget(path for path, _before in unread[number])
        kept.close(number)
    return ready


def _contents(found: Survey, path: str, entry: Entry) -> bytes:
    """Return the contents of a record that are kept; if they are torn, as they are made again."""
    contents = entry()
    if contents:
        return contents
    data = found.contents(path)
    record = record_in(found.prefix, path, data).record
    known = found.known[path].digest
    if record is None or not isinstance(data, bytes) or digest_of(data) != known:
        message = f"{found.prefix}{path} has changed while it was read"
        raise OSError(message)
    return packed_reading(record, (), Alone(None, is_barred=False)).contents


def _made(
    found: Survey, kept: Kept, unread: Mapping[int, _Unread], *, looks: bool
) -> Iterator[tuple[int, _Made]]:
    """Read files part by part on all cores, and keep what is made of each.

    Args:
        found: The base.
        kept: What was read of it.
        unread: Paths by part, each with what was kept of the file so far.
        looks: Whether to look for what is wrong with each record by itself.

    Yields:
        The number of each part, with what was made of those of its files that are not kept.
    """
    count = sum(map(len, unread.values()))
    processes = max(1, min(cores(), count // _MANY_FILES * 2))
    numbers = [*unread]

    def read(at: int) -> _Made:
        files = unread[numbers[at]]
        parts = (files[start : start + _AT_ONCE] for start in range(0, len(files), _AT_ONCE))
        made = {path: it for part in parts for path, it in _read(found, part, looks=looks)}
        forget_prose()
        packed = {path: it for path, it in made.items() if it}
        is_kept = kept.save(numbers[at], found.known, packed)
        return {path: it for path, it in made.items() if not (it and is_kept)}

    if looks and unread:
        # A search needs no checks; a check imports them before it forks, or each fork would.
        import site_builder.library.checks  # noqa: F401, PLC0415

    yield from zip(numbers, spread(read, len(numbers), processes), strict=True)


def _read(found: Survey, files: _Unread, *, looks: bool) -> Iterator[tuple[str, Packed | None]]:
    """Read files and look at their records by themselves; yield each packed, if it is one."""
    prefix, settings = found.prefix, found.project.settings
    finder = finder_for(settings)
    readings = {
        path: reading_of(prefix + path, key_of(path), it.known, partial(bytes, it.contents))
        if it
        else record_in(prefix, path, found.contents(path))
        for path, it in files
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
    yield from ((path, None) for path, it in readings.items() if not it.record)
    for (path, record, it), found_alone, is_barred in zip(records, problems, barred, strict=False):
        yield path, packed_reading(record, it.diagnostics, Alone(found_alone, is_barred))
