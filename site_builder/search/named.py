"""Published files with names that tell what is in them: a browser may keep them for ever.

A name says which file it is by a digest. Where there are many of one kind, some that lie next to
each other share a name, and have a number. Files of the last build that are made from the same, and
lie in the site as they were written, are not made again.
"""

from __future__ import annotations

import os
import stat
from base64 import b32encode
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from site_builder.library.kept import Kept

_LETTERS = 7
"""Of a name, 35 bits. Some file systems take capitals for small letters."""
_MOST_NAMES = 512
"""Most names of a kind, all of which every reader fetches."""
_NAME, _FORMAT = "published", b"1"


class Part(NamedTuple):
    """What a file is made of."""

    key: bytes
    """Tells it from all others."""
    make: Callable[[], bytes]


class NamedFiles:
    """The files below a folder."""

    def __init__(self, folder: Path, last: Path | None = None, kept: Kept | None = None) -> None:
        """See what the last build has made.

        Args:
            folder: Where files are written.
            last: Where those of the last build lie, if they may stay there.
            kept: What is kept from build to build.
        """
        self._folder, self._last, self._kept = folder, last, kept
        known = kept.answer(_NAME, _FORMAT) if kept and last else None
        self._known: dict[bytes, tuple[Any, list[tuple[str, int, int]]]] = known or {}
        self._made: dict[bytes, tuple[Any, list[tuple[str, int, int]]]] = {}
        self._taken: dict[tuple[str, str], bytes] = {}
        self.stay: list[str] = []
        """Paths of the files that stay where they lie."""

    def one(self, kind: str, ending: str, content: bytes) -> tuple[int, str]:
        """Add a file of a kind; return how it is named, as :meth:`several` does."""
        return self.several(kind, ending, [of_content(content)])

    def several(self, kind: str, ending: str, parts: Sequence[Part]) -> tuple[int, str]:
        """Add all files of a kind; return how many share a name, and the names, joined."""
        share = -(-len(parts) // _MOST_NAMES) or 1
        runs = (parts[at : at + share] for at in range(0, len(parts), share))
        return share, "".join([self._named(kind, ending, run) for run in runs])

    def _named(self, kind: str, ending: str, parts: Sequence[Part]) -> str:
        def make() -> tuple[tuple[str, bytes], list[tuple[str, bytes]]]:
            contents = [part.make() for part in parts]
            whole = digest(*contents)
            name = self._name(kind, whole)
            paths = (f"{kind}/{name}-{place}.{ending}" for place in range(len(parts)))
            return (name, whole), [*zip(paths, contents, strict=True)]

        name, whole = self.add(digest(kind.encode(), *[part.key for part in parts]), make)
        self._taken[kind, name] = whole
        return str(name)

    def _name(self, kind: str, whole: bytes) -> str:
        """Return the name of files of a kind by the digest of all that is in them."""
        key = whole
        while self._taken.get((kind, name := _letters(key)), whole) != whole:
            key = digest(key)
        return name

    def add(self, key: bytes, make: Callable[[], tuple[Any, Iterable[tuple[str, bytes]]]]) -> Any:  # noqa: ANN401
        """Add files that belong together; return what is told of them, which is plain.

        Args:
            key: Tells what they are made from.
            make: Returns what is told, and path and content of each.
        """
        told, files = self._known.get(key, (None, []))
        if files and all(self._lies(*file) for file in files):
            self.stay += [path for path, _size, _changed in files]
        else:
            told, made = make()
            files = [self._written(*file) for file in made]
        self._made[key] = told, files
        return told

    def _lies(self, path: str, size: int, changed: int) -> bool:
        with suppress(OSError):
            status = os.lstat(f"{self._last}/{path}")
            is_same = (status.st_size, status.st_mtime_ns) == (size, changed)
            return is_same and stat.S_ISREG(status.st_mode)
        return False

    def _written(self, path: str, content: bytes) -> tuple[str, int, int]:
        file = self._folder / path
        try:
            file.write_bytes(content)
        except FileNotFoundError:
            file.parent.mkdir(parents=True)
            file.write_bytes(content)
        status = file.stat()
        return path, status.st_size, status.st_mtime_ns

    def close(self, lessons: int) -> None:
        """Keep for the next build what these files were made from, of a base of so many lessons."""
        if self._kept and self._made != self._known:
            self._kept.keep(_NAME, _FORMAT, self._made, lessons)


def _letters(key: bytes) -> str:
    return b32encode(key).decode().lower()[:_LETTERS]


def of_content(content: bytes) -> Part:
    """Return what makes a file whose content is there."""
    return Part(digest(content), lambda: content)


def digest(*parts: bytes) -> bytes:
    """Return the digest of some bytes, and of how many there are of each."""
    hasher = blake2b(digest_size=16)
    for part in parts:
        hasher.update(len(part).to_bytes(8, "little"))
        hasher.update(part)
    return hasher.digest()
