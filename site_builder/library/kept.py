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
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, Edit, Severity, Span
from site_builder.library.survey import Known, digest_of
from site_builder.places import put
from site_builder.seals import Held, hold_own, read_own, stamped, unstamped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from dataclasses import Field

    from site_builder.library.survey import Survey
    from site_builder.project import Project

FEWEST_FILES = 150
"""Nothing is kept of a base with fewer: it is read again in less time than a person notices."""
_FORMAT = 5
_PARTS = 16
_LENGTH = 8
"""Bytes that hold the length of a part's list, which is sealed with the digests of the rest."""
_LIST = "files"
PROBLEMS = "problems"
"""Name of the answer that holds all problems of a base."""


class Packed(NamedTuple):
    """What was made of a file."""

    known: bytes
    """What is at hand when its part is opened."""
    contents: bytes
    """What is read when it is asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """The contents of what was made of a file, which stay on disk until they are asked for."""

    held: Held
    """The file of its part."""
    start: int
    """Where they begin in it, in bytes."""
    length: int
    digest: bytes
    """Of these bytes, which shows whether they are still what was written."""

    def __call__(self) -> bytes:
        """Return them, or nothing if they are no longer what was written."""
        contents = self.held.part(self.start, self.length)
        return contents if digest_of(contents) == self.digest else b""


class Kept:
    """What was read of one base."""

    def __init__(self, project: Project) -> None:
        """Set the base; its folder need not exist."""
        self._folder = project.cache_dir / "reading"
        made_by = f"{_FORMAT} {__version__} {program()} {project.settings!r}"
        self._made_by = hashlib.blake2b(made_by.encode(), digest_size=32)
        self._parts: dict[int, dict[str, tuple[bytes, bytes, Entry]]] = {}

    @cached_property
    def files(self) -> dict[str, Known]:
        """What is known of each file by its path below the lessons folder."""
        return {path: Known(*known) for path, known in (self._read(_LIST) or {}).items()}

    def parts(self, paths: Iterable[str]) -> dict[int, list[str]]:
        """Group paths by the number of the part in which they are kept."""
        parts: dict[int, list[str]] = {}
        for path in paths:
            parts.setdefault(_number(path), []).append(path)
        return parts

    def entry(self, number: int, path: str, digest: bytes) -> tuple[bytes, Entry] | None:
        """Return what a part has of a file with these contents: what is known of it, and more."""
        found = self._part(number).get(path)
        return found[1:] if found and found[0] == digest else None

    def save(self, number: int, files: Mapping[str, Known], made: Mapping[str, Packed]) -> bool:
        """Keep what was made of the files of a part, of all; return whether it is kept."""
        return len(files) >= FEWEST_FILES and self._write_part(number, files, made)

    def close(self, number: int) -> None:
        """Hold a part no longer: all has been taken from it, or it was written anew."""
        self._parts.pop(number, None)

    def finish(self, files: Mapping[str, Known]) -> None:
        """Keep the list of all files, and forget what is no longer there."""
        if len(files) >= FEWEST_FILES and files != self.files:
            for number in sorted({_number(path) for path in self.files.keys() - files.keys()}):
                self._write_part(number, files, {})
            self._write(_LIST, {path: tuple(known) for path, known in files.items()})
        self._parts.clear()

    def _write_part(
        self, number: int, files: Mapping[str, Known], made: Mapping[str, Packed]
    ) -> bool:
        """Write a part: the length of its list, the sealed list, and contents after contents."""
        entries = {path: (files[path].digest, *entry) for path, entry in made.items()}
        for path, (digest, known, old) in self._part(number).items():
            if path in files and path not in made and (contents := old()):
                entries[path] = digest, known, contents
        places, every, start = {}, [], 0
        for path, (digest, known, contents) in entries.items():
            places[path] = digest, known, start, len(contents), digest_of(contents)
            every.append(contents)
            start += len(contents)
        self.close(number)
        return self._write(str(number), places, every)

    def answer(self, name: str, stamp: bytes) -> Any:  # noqa: ANN401 - what was kept
        """Return what was kept for a state of the base, or None."""
        known, answer = self._read(name) or (b"", None)
        return answer if known == stamp else None

    def keep(self, name: str, stamp: bytes, answer: Any, count: int) -> None:  # noqa: ANN401
        """Keep an answer, of plain values, for a state of a base with so many files."""
        if count >= FEWEST_FILES:
            self._write(name, (stamp, answer))

    def _part(self, number: int) -> dict[str, tuple[bytes, bytes, Entry]]:
        if number not in self._parts:
            self._parts[number] = self._open(str(number))
        return self._parts[number]

    def _head(self, name: str) -> bytes:
        """Return what a file of this name begins with, so that none is taken for another."""
        head = self._made_by.copy()
        head.update(name.encode())
        return head.digest()

    def _open(self, name: str) -> dict[str, tuple[bytes, bytes, Entry]]:
        """Return the entries of a part as its file has them now, whatever takes its place."""
        with suppress(OSError):
            held = hold_own(self._folder / name)
            length = int.from_bytes(held.part(0, _LENGTH), "big")
            document = unstamped(self._head(name), held.part(_LENGTH, length))
            if document is not None:
                places = marshal.loads(document)  # noqa: S302 - see `_read`
                return {
                    path: (digest, known, Entry(held, _LENGTH + length + start, *rest))
                    for path, (digest, known, start, *rest) in places.items()
                }
        return {}

    def _read(self, name: str) -> Any:  # noqa: ANN401 - what was kept
        with suppress(OSError):
            document = unstamped(self._head(name), read_own(self._folder / name))
            # Sealed by this user, with this interpreter: nobody else's bytes are read here.
            return None if document is None else marshal.loads(document)  # noqa: S302
        return None

    def _write(self, name: str, document: Any, more: Sequence[bytes] | None = None) -> bool:  # noqa: ANN401
        """Write a document of plain values, with its length and what has no seal if there is more.

        Returns:
            Whether it was written: not into a folder that cannot be, or is a link.
        """
        with suppress(OSError):
            data = stamped(self._head(name), marshal.dumps(document))
            if more is not None:
                data = b"".join((len(data).to_bytes(_LENGTH, "big"), data, *more))
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._folder.is_symlink() and not self._folder.parent.is_symlink():
                put(self._folder / name, data)
                return True
        return False


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
