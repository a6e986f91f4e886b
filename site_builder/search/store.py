"""The index on disk: kept under ``.cache``, updated where content changed, and checked when read.

Each state of the base is a folder of its own, written elsewhere and then renamed; a small file
names the current one. So two processes may run at once, and a process that is killed leaves the
last good state. A state is read into memory and believed only under our seal, so one that is
damaged, or that somebody else has prepared, is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import time
from array import array
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import __version__
from site_builder.places import make_own, own_folders, put, remove, remove_own
from site_builder.seals import map_own, read_own, stamped, unstamped
from site_builder.search.rows import Rows
from site_builder.search.scores import Index, Scorer
from site_builder.search.text import frequent_words, meeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from mmap import mmap

    from site_builder.meaning.vectors import Vectors
    from site_builder.project import Project
    from site_builder.search.text import SearchText

    Data = bytes | mmap

FORMAT = f"26 {__version__}"
"""Format of the index on disk; a state in any other format is rebuilt."""
HEAD = f"{FORMAT} {marshal.version}\n".encode()
"""With which a state begins."""
_CURRENT = "current"
_STATE = "state"
_PARTS = "whoosh"
_HOUR = 3_600


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """What a search needs beside the lessons."""

    files: str
    """Digest of every file and setting it was made from; empty in a build."""
    phrases: dict[str, str]
    """Topic by phrase."""
    labels: dict[str, dict[str, str]]
    """Names of tags, teams, settings and sources by id."""
    assists: list[dict[str, str]]
    """Open assists: id, title, problem, url, decision date."""
    gone: list[dict[str, str]] = field(default_factory=list)
    """Lessons that a search does not find: id, title, why, url, and title and url of the next."""
    words: list[str] = field(default_factory=list)
    """The most frequent words, as :func:`~site_builder.search.text.frequent_words` has them."""
    since: str = ""
    """First day on which the descriptions of lessons are valid; empty in a build."""
    until: str = ""
    """Last such day."""
    broken: int = 0
    """How many records have errors that keep them out of the search."""

    def hold(self, files: str, day: date) -> bool:
        """Return whether files are unchanged, and descriptions of lessons are valid on a day."""
        return self.files == files and self.since <= day.isoformat() <= self.until


@dataclass(frozen=True)
class Opened:
    """An index that is open for queries."""

    facts: SearchFacts
    rows: Rows
    lengths: dict[str, list[int]]
    """Length of each scored field of each lesson, in tokens."""
    index: Index
    docnums: tuple[int, ...] = ()
    """Whoosh's number of each lesson, of an index on disk."""
    files: dict[str, Data] = field(default_factory=dict, repr=False)
    """Whoosh's files by name, of such an index."""
    project: Project | None = None
    """Whose lessons they are, if vectors of them may be kept."""

    @property
    def stamp(self) -> str:
        """Digest of all lessons, and name of the folder on disk."""
        return self.rows.stamp

    @cached_property
    def words(self) -> frozenset[str]:
        """The most frequent words."""
        return frozenset(word for words in self.facts.words for word in words.split())

    @cached_property
    def vectors(self) -> Vectors | None:
        """The vectors of the lessons; None where they are searched by words alone."""
        from site_builder.search.lesson_vectors import vectors_of  # noqa: PLC0415 - reads a file

        return vectors_of(self.project, self.rows) if self.project else None

    @cached_property
    def open_vectors(self) -> Vectors | None:
        """The vectors of the open assists; None where they are told of by words alone."""
        from site_builder.search.lesson_vectors import open_vectors  # noqa: PLC0415 - reads a file

        return open_vectors(self.project, self.facts.assists) if self.project else None

    @cached_property
    def scorer(self) -> Scorer:
        """The scores of terms."""
        return Scorer(self.index, self.lengths)


class Store:
    """The states of one base on disk."""

    def __init__(self, cache: Path) -> None:
        """Set the folder of the states; it need not exist."""
        self._folder = cache / "search"

    def read(self) -> Opened | None:
        """Return the current state, or None if there is no usable one."""
        return self._usable(self._current())

    def _current(self) -> str:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return read_own(self._folder / _CURRENT).decode().strip()
        return ""

    def _usable(self, name: str) -> Opened | None:
        from site_builder.search.index import open_index  # noqa: PLC0415 - a build keeps another

        # Damaged, foreign or of another format: in any case it is made again from the lessons.
        with contextlib.suppress(Exception):
            state = self._folder / Path(name).name / _STATE
            document = unstamped(HEAD, read_own(state))
            if document is None:
                return None
            facts, rows, lengths, numbers, digests, signatures = marshal.loads(document)  # noqa: S302 - sealed by us
            files, seen = _mapped(state.parent / _PARTS, digests)
            # Read to the end only where somebody may have touched them since they were written.
            if (not all(seen) or seen != signatures) and _digests(files) != digests:
                return None
            docnums = tuple(array("I", numbers))
            return Opened(
                SearchFacts(*facts),
                Rows.unpacked(rows),
                {name: array("I", counts).tolist() for name, counts in lengths.items()},
                open_index(files, docnums),
                docnums,
                files,
            )
        return None

    def update(self, facts: SearchFacts, lessons: Iterable[SearchText]) -> Opened:
        """Return a state of exactly these lessons; only those that changed are indexed.

        If the folder cannot be written, as in a read-only checkout, the state is kept in memory.
        """
        listed = list(meeting(sorted(lessons, key=lambda lesson: lesson.id)))
        facts = replace(facts, words=frequent_words(listed))
        before = self.read()
        try:
            if before and before.stamp == Rows.of(listed).stamp:
                return self._with_facts(before, facts)
            return self._write(before, facts, listed)
        except OSError:
            return in_memory(facts, listed)

    def _with_facts(self, opened: Opened, facts: SearchFacts) -> Opened:
        """Return a state with other facts about the same lessons, and write it if possible."""
        changed = replace(opened, facts=facts)
        with contextlib.suppress(OSError):
            folder = self._folder / changed.stamp
            put(folder / _STATE, _document(changed, folder))
        return changed

    def _write(
        self, before: Opened | None, facts: SearchFacts, lessons: Sequence[SearchText]
    ) -> Opened:
        """Write a new state that starts from the one before, and make it the current one.

        Raises:
            OSError: The folder cannot be written.
        """
        from site_builder.search import index, writing  # noqa: PLC0415 - not to read

        columns = before.rows.columns if before else {"id": (), "digest": ()}
        known = zip(columns["id"], columns["digest"], strict=True)
        places = dict(zip(known, before.docnums if before else (), strict=True))
        changed = [it for it in lessons if places.pop((it.id, it.digest), None) is None]
        rows = Rows.of(lessons)
        aside = self._aside()
        try:
            files = dict(before.files) if before else {}
            writing.write_index(files, changed, sorted(places.values()))
            written = index.open_index(files)
            state = Opened(facts, rows, written.lengths(), written, written.docnums, files)
            with contextlib.suppress(OSError):
                self._write_parts(aside / _PARTS, files, before)
                (aside / _STATE).write_bytes(_document(state, aside))
                self._put_state(aside, state.stamp)
        finally:
            remove_own(aside)
        return state

    def _aside(self) -> Path:
        """Make a folder for a new state, in folders of the base itself.

        Raises:
            OSError: It cannot be made, a link leads elsewhere, or nothing can be sealed.
        """
        for folder in (self._folder.parent, self._folder):
            folder.mkdir(parents=True, exist_ok=True)
            if folder.is_symlink():
                message = f"{folder} is a link"
                raise OSError(message)
        stamped(HEAD, b"")
        return make_own(self._folder, "new-")

    def _write_parts(self, folder: Path, files: dict[str, Data], before: Opened | None) -> None:
        folder.mkdir()
        for name, data in files.items():
            if before and before.files.get(name) is data:
                with contextlib.suppress(OSError):
                    (folder / name).hardlink_to(self._folder / before.stamp / _PARTS / name)
                    continue
            (folder / name).write_bytes(data)

    def _put_state(self, aside: Path, stamp: str) -> None:
        """Put a state in place, and make it the current one."""
        target, previous = self._folder / stamp, self._current()
        remove(target)
        aside.rename(target)
        current = self._folder / _CURRENT
        if current.is_dir():
            current.rmdir()
        put(current, stamp.encode())
        for other in own_folders(self._folder, ""):
            # The previous one is kept for a process that has just begun to read it.
            if other.name not in {stamp, previous}:
                _remove_if_old(other)


def in_memory(facts: SearchFacts, lessons: Iterable[SearchText]) -> Opened:
    """Return a state that is never written."""
    from site_builder.search.memory import MemoryIndex  # noqa: PLC0415 - not to read

    postings = MemoryIndex(sorted(lessons, key=lambda lesson: lesson.id))
    facts = replace(facts, words=frequent_words(postings.lessons))
    return Opened(facts, Rows.of(postings.lessons), postings.lengths, postings)


def _document(opened: Opened, folder: Path) -> bytes:
    """Return the sealed description of a state in a folder.

    Raises:
        OSError: Nothing can be sealed, or a file is missing.
    """
    document = (
        astuple(opened.facts),
        opened.rows.packed(),
        {name: array("I", counts).tobytes() for name, counts in opened.lengths.items()},
        array("I", opened.docnums).tobytes(),
        _digests(opened.files),
        _mapped(folder / _PARTS, opened.files)[1],
    )
    return stamped(HEAD, marshal.dumps(document))


def _mapped(folder: Path, names: Iterable[str]) -> tuple[dict[str, Data], list[str]]:
    """Return some files by name, mapped, and their signatures."""
    mapped = {name: map_own(folder / name) for name in names}
    return {name: it[0] for name, it in mapped.items()}, [it[1] for it in mapped.values()]


def _digests(files: Mapping[str, Data]) -> dict[str, str]:
    return {name: hashlib.blake2b(data).hexdigest() for name, data in files.items()}


def _remove_if_old(folder: Path) -> None:
    """Remove a folder that no process can still be using."""
    with contextlib.suppress(OSError):
        if time.time() - folder.stat().st_mtime > _HOUR:
            remove_own(folder)
