"""The index on disk: kept under ``.cache``, updated where content changed, and checked when read.

Each state of the base is a folder of its own, written elsewhere and then renamed; a small file
names the current one. So two processes may run at once, a process that is killed leaves the last
good state, and a damaged folder is made again.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import __version__
from site_builder.search import index
from site_builder.search.memory import MemoryIndex
from site_builder.search.rows import Rows
from site_builder.search.scores import Index, Scorer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from site_builder.search.text import SearchText

FORMAT = f"14 {__version__}"
"""Format of the index on disk; a state in any other format is rebuilt."""
_CURRENT = "current"
_STATE = "state.json"
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
    since: str = ""
    """First day on which the descriptions of lessons are valid; empty in a build."""
    until: str = ""
    """Last such day."""

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

    @property
    def stamp(self) -> str:
        """Digest of all lessons, and name of the folder on disk."""
        return self.rows.stamp

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
            return (self._folder / _CURRENT).read_text(encoding="utf-8").strip()
        return ""

    def _usable(self, name: str) -> Opened | None:
        # A torn pickle, a truncated file, a foreign format: in any case the state is made again
        # from the lessons.
        with contextlib.suppress(Exception):
            document = json.loads((self._folder / name / _STATE).read_bytes())
            if document["format"] != FORMAT:
                return None
            docnums = tuple(document["docnums"])
            return Opened(
                SearchFacts(**document["facts"]),
                Rows(document["rows"]),
                document["lengths"],
                index.open_index(self._folder / name / _PARTS, docnums),
                docnums,
            )
        return None

    def update(self, facts: SearchFacts, lessons: Iterable[SearchText]) -> Opened:
        """Return a state of exactly these lessons; only those that changed are indexed.

        If the folder cannot be written, as in a read-only checkout, the state is kept in memory.
        """
        listed = sorted(lessons, key=lambda lesson: lesson.id)
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
            _put_text(self._folder / changed.stamp / _STATE, _text(changed))
        return changed

    def _write(
        self, before: Opened | None, facts: SearchFacts, lessons: Sequence[SearchText]
    ) -> Opened:
        """Write a new state that starts from the one before, and make it the current one.

        Raises:
            OSError: The folder cannot be written.
        """
        columns = before.rows.columns if before else {"id": (), "digest": ()}
        known = dict(zip(columns["id"], columns["digest"], strict=True))
        changed = [lesson for lesson in lessons if known.get(lesson.id) != lesson.digest]
        removed = sorted(known.keys() - {lesson.id for lesson in lessons})
        rows = Rows.of(lessons)
        self._folder.mkdir(parents=True, exist_ok=True)
        import tempfile  # noqa: PLC0415 - a search that writes nothing does without

        aside = Path(tempfile.mkdtemp(prefix="new-", dir=self._folder))
        try:
            parts = aside / _PARTS
            parts.mkdir()
            if before:
                _link(self._folder / before.stamp / _PARTS, parts)
            index.write_index(parts, changed, removed)
            written = index.open_index(parts)
            state = Opened(facts, rows, written.lengths(), written, written.docnums)
            (aside / _STATE).write_text(_text(state), encoding="utf-8")
            opened = self._put(aside, state.stamp)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return opened if opened.facts == facts else self._with_facts(opened, facts)

    def _put(self, aside: Path, stamp: str) -> Opened:
        """Put a state in place, unless the same is there, and make it the current one."""
        target = self._folder / stamp
        with contextlib.suppress(OSError):
            aside.rename(target)
        opened = self._usable(stamp)
        if opened is None:
            shutil.rmtree(target, ignore_errors=True)
            aside.rename(target)
            opened = self._usable(stamp)
        if opened is None:
            message = f"{target} cannot be read again"
            raise OSError(message)
        previous = self._current()
        _put_text(self._folder / _CURRENT, stamp)
        for other in self._folder.iterdir():
            # The previous one is kept for a process that has just begun to read it.
            if other.is_dir() and other.name not in {stamp, previous} and other != aside:
                _remove_if_old(other)
        return opened


def in_memory(facts: SearchFacts, lessons: Iterable[SearchText]) -> Opened:
    """Return a state that is never written."""
    postings = MemoryIndex(sorted(lessons, key=lambda lesson: lesson.id))
    return Opened(facts, Rows.of(postings.lessons), postings.lengths, postings)


def _text(opened: Opened) -> str:
    document = {
        "format": FORMAT,
        "facts": asdict(opened.facts),
        "rows": opened.rows.columns,
        "lengths": opened.lengths,
        "docnums": opened.docnums,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _link(source: Path, target: Path) -> None:
    """Copy a folder of Whoosh's files, which are never changed once written, by hard links."""
    for file in source.iterdir():
        if file.name.endswith(("LOCK", ".tmp")):
            continue
        try:
            os.link(file, target / file.name)
        except OSError:
            shutil.copy2(file, target / file.name)


def _put_text(file: Path, text: str) -> None:
    import tempfile  # noqa: PLC0415 - a search that writes nothing does without

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=file.parent, prefix=f"{file.name}.", delete=False
    ) as stream:
        stream.write(text)
    Path(stream.name).replace(file)


def _remove_if_old(folder: Path) -> None:
    """Remove a folder that no process can still be using."""
    with contextlib.suppress(OSError):
        if time.time() - folder.stat().st_mtime > _HOUR:
            shutil.rmtree(folder, ignore_errors=True)
