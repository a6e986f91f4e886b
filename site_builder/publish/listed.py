"""The list of what a build has made in a folder, which the next build reads.

It lies below ``.cache/site``, by column, and nothing in it can be run. It is sealed, since whoever
could write it could have any page published.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from array import array
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from site_builder.places import put
from site_builder.seals import read_own, stamp, unstamped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

DIGEST_BYTES = 16
_HEAD = f"lessons site 6 {sys.byteorder}\n".encode()
"""The format of a list, and the order of the bytes of its numbers."""
_MOST_LISTS = 4
"""Folders of sites of which it is known what they hold."""


class Names(Mapping[str, bytes]):
    """Names of what was read, each with a number, and what tells whether it is still the same."""

    def __init__(self, names: Iterable[str] = (), digests: bytes = b"") -> None:
        """Keep the names in the order of their numbers, and their digests one after the other."""
        self._names, self.digests = [*names], digests

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self._names)}

    def numbers(self, names: Iterable[str]) -> array[int]:
        """Return the numbers of names; one that is new gets the next."""
        numbers, found = self._numbers, array("I")
        for name in names:
            if name not in numbers:
                numbers[name] = len(numbers)
                self._names.append(name)
            found.append(numbers[name])
        return found

    def name(self, number: int) -> str:
        """Return a name by its number."""
        return self._names[number]

    def state(self, number: int) -> bytes:
        """Return the digest of a name by its number; zeros for a new one."""
        start = DIGEST_BYTES * number
        return self.digests[start : start + DIGEST_BYTES].ljust(DIGEST_BYTES, b"\0")

    def __getitem__(self, name: str) -> bytes:
        """Return the digest of a name."""
        return self.state(self._numbers[name])

    def __iter__(self) -> Iterator[str]:
        """Return the names in the order of their numbers."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self._names)


class Made(NamedTuple):
    """A file of a site."""

    digest: bytes
    """Of its bytes."""
    group: str = ""
    """The name of the group that it was made with; empty for a page."""
    size: int = -1
    changed: int = 0
    """What :func:`changed_at` tells of it, by which most files need not be read again."""
    reads: bytes = b""
    """The numbers of the names of what was read to make it, and the others of its group."""


class Added(NamedTuple):
    """Pages that a build has added to a base, made together."""

    reads: Sequence[str]
    """The names of what was read to make them."""
    urls: Mapping[str, str]
    """The address of each, with the digest of what it shows."""
    is_empty: bool
    """Whether the first has nothing to show."""


class Listed(NamedTuple):
    """What a build has made in a folder."""

    files: Mapping[str, Made]
    look: str = ""
    """Digest of what all pages have in common beside the base."""
    states: Names = Names()
    """What tells whether something that was read is still the same."""
    added: Mapping[str, Added] = MappingProxyType({})
    """The pages that it has added, by what is made together."""


NOTHING = Listed({})


def digest_of(content: bytes) -> bytes:
    """Return the digest of a file, or of what it is made from."""
    return hashlib.sha256(content).digest()[:DIGEST_BYTES]


def changed_at(status: os.stat_result) -> int:
    """Return a number that differs once a file has been written, whatever time it then claims."""
    return status.st_mtime_ns + status.st_ctime_ns


def read_list(cache: Path, target: Path) -> Listed:
    """Return what the last build has made in a folder; nothing if no list of ours says it."""
    with suppress(OSError):
        document = unstamped(_HEAD, read_own(_list_of(cache, target)))
        if document is not None:
            return _unpacked(document)
    return NOTHING


def save_list(cache: Path, target: Path, listed: Listed) -> None:
    """List what a build has made in a folder, as far as it can be; without, all is made again."""
    with suppress(OSError):
        file = _list_of(cache, target)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.parent.is_symlink() and not cache.is_symlink():
            columns = _packed(listed)
            put(file, *stamp(_HEAD, *columns), *columns)
            lists = sorted(file.parent.iterdir(), key=lambda it: -it.lstat().st_mtime_ns)
            for old in lists[_MOST_LISTS:]:
                old.unlink()


def _packed(listed: Listed) -> list[bytes]:
    """Return the lengths of the columns of a list, and the columns, without names nobody reads."""
    files, names = listed.files.values(), listed.states
    groups = {group: number for number, group in enumerate({made.group: 0 for made in files})}
    reads = numbers_in(made.reads for made in files)
    added = [
        (family, [*names.numbers(it.reads)], it.urls, it.is_empty)
        for family, it in listed.added.items()
    ]
    used = {*names.numbers(("",)), *reads}.union(*(it[1] for it in added))
    if len(used) < len(names):
        number = {old: new for new, old in enumerate(sorted(used))}
        names = Names(map(names.name, number), b"".join(map(names.state, number)))
        reads = array("I", [number[old] for old in reads])
        added = [(it[0], [number[old] for old in it[1]], *it[2:]) for it in added]
    columns = [
        json.dumps([listed.look, added]).encode(),
        _joined(names),
        names.digests,
        _joined(listed.files),
        b"".join([made.digest for made in files]),
        _joined(groups),
        array("I", [groups[made.group] for made in files]).tobytes(),
        array("q", [made.size for made in files]).tobytes(),
        array("q", [made.changed for made in files]).tobytes(),
        array("I", [len(made.reads) for made in files]).tobytes(),
        reads.tobytes(),
    ]
    return [array("q", map(len, columns)).tobytes(), *columns]


def _unpacked(document: memoryview) -> Listed:
    """Return the list that was packed."""
    lengths = document[: _COLUMNS * 8].cast("q")
    ends = [*accumulate(lengths, initial=_COLUMNS * 8)]
    columns = [document[start:end] for start, end in pairwise(ends)]
    names, urls, groups = (_parted(columns[number]) for number in (1, 3, 5))
    digests, reads = bytes(columns[4]), bytes(columns[10])
    of_group, counts = (columns[number].cast("I").tolist() for number in (6, 9))
    sizes, changed = (columns[number].cast("q").tolist() for number in (7, 8))
    starts = range(0, len(digests), DIGEST_BYTES)
    parts = pairwise(accumulate(counts, initial=0))
    files = {
        url: Made(digests[at : at + DIGEST_BYTES], groups[group], size, time, reads[start:end])
        for url, at, group, size, time, (start, end) in zip(
            urls, starts, of_group, sizes, changed, parts, strict=True
        )
    }
    look, families = json.loads(bytes(columns[0]))
    added = {
        family: Added(tuple([names[number] for number in read]), *more)
        for family, read, *more in families
    }
    return Listed(files, look, Names(names, bytes(columns[2])), added)


def numbers_in(reads: Iterable[bytes]) -> array[int]:
    """Return the numbers of names that files have read, one file after the other."""
    return array("I", b"".join(reads))


_COLUMNS = 11


def _joined(texts: Iterable[str]) -> bytes:
    # No path has this character.
    return "\0".join([*texts, ""]).encode("utf-8", "surrogatepass")


def _parted(column: memoryview) -> list[str]:
    return str(column, "utf-8", "surrogatepass").split("\0")[:-1]


def _list_of(cache: Path, target: Path) -> Path:
    # Where both lie together, a base may be moved, or carried to another machine.
    way = os.path.relpath(target, cache)
    return cache / "site" / digest_of(os.fsencode(way)).hex()
