"""What was read of a base, kept under ``.cache/reading`` by the digests of its files.

It is believed only under our seal, and from the same program, interpreter and settings; whatever
else is there, torn or foreign, is made again. A change of one file rewrites one of a few parts.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import sysconfig
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, Edit, Severity, Span
from site_builder.library.survey import Known
from site_builder.places import put
from site_builder.seals import Held, hold_own, read_own, stamped, unstamped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from dataclasses import Field

    from site_builder.library.survey import Survey
    from site_builder.project import Project

FEWEST_FILES = 150
"""A base with fewer is read again in less time than a person notices."""
_FORMAT = 3
_PARTS = 16
_LENGTH = 8
"""Bytes that hold the length of a part's list."""
_A_ROUND = 2_000
"""Fewest files of a round but the last, enough for all cores."""
_LIST = "files"
PROBLEMS = "problems"
"""Name of the answer that holds all problems of a base."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was made of a file, which stays on disk until it is asked for."""

    held: Held
    start: int
    length: int

    def __call__(self) -> bytes:
        """Return it."""
        return self.held.part(self.start, self.length)


class Kept:
    """What was read of one base."""

    def __init__(self, project: Project) -> None:
        """Set the base; its folder need not exist."""
        self._folder = project.cache_dir / "reading"
        made_by = f"{_FORMAT} {__version__} {program()} {project.settings!r}"
        self._head = hashlib.blake2b(made_by.encode(), digest_size=32).digest()
        self._parts: dict[int, dict[str, tuple[bytes, Entry]]] = {}

    @cached_property
    def files(self) -> dict[str, Known]:
        """What is known of each file by its path below the lessons folder."""
        return {path: Known(*known) for path, known in (self._read(_LIST) or {}).items()}

    def entry(self, path: str, digest: bytes) -> Entry | None:
        """Return what was made of a file with these contents."""
        known, entry = self._part(_number(path)).get(path, (b"", None))
        return entry if known == digest else None

    def rounds(self, paths: Iterable[str]) -> list[list[str]]:
        """Return paths in parts that are kept apart, so that no more is held than one needs."""
        parts: dict[int, list[str]] = {}
        for path in paths:
            parts.setdefault(_number(path), []).append(path)
        rounds: list[list[str]] = [[]]
        for _number_of_part, some in sorted(parts.items()):
            if len(rounds[-1]) >= _A_ROUND:
                rounds.append([])
            rounds[-1] += some
        return rounds

    def save(self, files: Mapping[str, Known], made: Mapping[str, bytes]) -> None:
        """Keep what was made of the files of a round, of all."""
        if len(files) < FEWEST_FILES:
            return
        numbered: dict[int, dict[str, bytes]] = {}
        for path, entry in made.items():
            numbered.setdefault(_number(path), {})[path] = entry
        for number, part in sorted(numbered.items()):
            self._write_part(number, files, part)

    def finish(self, files: Mapping[str, Known]) -> None:
        """Keep the list of all files, and forget what is no longer there."""
        if len(files) >= FEWEST_FILES and files != self.files:
            for number in sorted({_number(path) for path in self.files.keys() - files.keys()}):
                self._write_part(number, files, {})
            self._write(_LIST, {path: tuple(known) for path, known in files.items()})
        self._parts.clear()

    def _write_part(
        self, number: int, files: Mapping[str, Known], made: Mapping[str, bytes]
    ) -> None:
        """Write a part: the length of its list, the list, and one entry after the other."""
        entries = {path: (files[path].digest, entry) for path, entry in made.items()}
        for path, (digest, old) in self._part(number).items():
            if path in files and path not in made:
                entries[path] = digest, old()
        starts = accumulate((len(entry) for _digest, entry in entries.values()), initial=0)
        places = {
            path: (digest, start, len(entry))
            for (path, (digest, entry)), start in zip(entries.items(), starts, strict=False)
        }
        listed = marshal.dumps(places)
        length = len(listed).to_bytes(_LENGTH, "big")
        self._put(
            str(number), b"".join((length, listed, *(it for _digest, it in entries.values())))
        )
        self._parts.pop(number, None)

    def answer(self, name: str, stamp: bytes) -> Any:  # noqa: ANN401 - what was kept
        """Return what was kept for a state of the base, or None."""
        known, answer = self._read(name) or (b"", None)
        return answer if known == stamp else None

    def keep(self, name: str, stamp: bytes, answer: Any, count: int) -> None:  # noqa: ANN401
        """Keep an answer, of plain values, for a state of a base with so many files."""
        if count >= FEWEST_FILES:
            self._write(name, (stamp, answer))

    def _part(self, number: int) -> dict[str, tuple[bytes, Entry]]:
        if number not in self._parts:
            self._parts[number] = self._open(str(number))
        return self._parts[number]

    def _open(self, name: str) -> dict[str, tuple[bytes, Entry]]:
        """Return the entries of a part as its file has them now, whatever takes its place."""
        with suppress(OSError):
            data, held = hold_own(self._folder / name)
            document = unstamped(self._head, data)
            if document is not None:
                end = _LENGTH + int.from_bytes(document[:_LENGTH], "big")
                first = len(data) - len(document) + end
                places = marshal.loads(document[_LENGTH:end])  # noqa: S302 - see `_read`
                return {
                    path: (digest, Entry(held, first + start, length))
                    for path, (digest, start, length) in places.items()
                }
        return {}

    def _read(self, name: str) -> Any:  # noqa: ANN401 - what was kept
        with suppress(OSError):
            document = unstamped(self._head, read_own(self._folder / name))
            # Sealed by this user, with this interpreter: nobody else's bytes are read here.
            return None if document is None else marshal.loads(document)  # noqa: S302
        return None

    def _write(self, name: str, document: Any) -> None:  # noqa: ANN401
        """Write a document of plain values."""
        self._put(name, marshal.dumps(document))

    def _put(self, name: str, document: bytes) -> None:
        """Write a file, if the folder can be written and is no link."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._folder.is_symlink() and not self._folder.parent.is_symlink():
                put(self._folder / name, stamped(self._head, document))


def _number(path: str) -> int:
    return zlib.crc32(path.encode("utf-8", "surrogatepass")) % _PARTS


@cache
def program() -> str:
    """Return what tells this program, its libraries and its interpreter from others."""
    states = [sys.version, sys.implementation.cache_tag]
    with suppress(OSError):
        # Its time changes when anything is installed there.
        states.append(str(Path(sysconfig.get_path("purelib")).stat().st_mtime_ns))
    folder = str(Path(__file__).parents[1])
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            with suppress(OSError):
                status = os.lstat(f"{where}/{name}")
                states.append(f"{where}/{name} {status.st_size} {status.st_mtime_ns}")
    return " ".join(states)


def fields_of(kind: Any) -> attrgetter[tuple[Any, ...]]:  # noqa: ANN401 - any dataclass
    """Return what takes the values of all fields from a dataclass of a kind."""
    fields: dict[str, Field[Any]] = kind.__dataclass_fields__
    return attrgetter(*fields)


_PROBLEM, _SPAN, _EDIT = fields_of(Diagnostic), fields_of(Span), fields_of(Edit)


def problem_packed(problem: Diagnostic) -> tuple[Any, ...]:
    """Return a problem as plain values."""
    rule, severity, span, message, hint, fix, *signs = _PROBLEM(problem)
    return rule, str(severity), _SPAN(span), message, hint, [*map(_EDIT, fix)], *signs


def problems_unpacked(problems: Iterable[tuple[Any, ...]]) -> tuple[Diagnostic, ...]:
    """Return problems from plain values."""
    return tuple(
        [
            Diagnostic(
                rule,
                Severity(severity),
                Span(*span),
                message,
                hint,
                tuple([Edit(*it) for it in fix]),
                *signs,
            )
            for rule, severity, span, message, hint, fix, *signs in problems
        ]
    )


def known_problems(kept: Kept, found: Survey) -> tuple[Diagnostic, ...] | None:
    """Return the problems of a base as it was found, if they are known."""
    problems = kept.answer(PROBLEMS, found.stamp)
    return None if problems is None else problems_unpacked(problems)
