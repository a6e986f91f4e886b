"""What the last build has made, so that the next one makes only what has changed.

A list below ``.cache/site`` holds a digest of each file of a site, the names of what was read to
make it, and what tells whether that is still the same. A file is taken as it lies in the site, if
it is still the one that is listed. The list is sealed, since whoever could write it could have any
page published.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from contextlib import suppress
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from site_builder.places import put
from site_builder.publish.swap import files_below, made_files
from site_builder.records.noted import condensed, noting
from site_builder.seals import read_own, sealed, unsealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Unchanged = Callable[[Iterable[str]], bool]
    """Returns whether all that was read for the last build is still the same, by the names."""

_FORMAT = 5
_MOST_LISTS = 4
"""Folders of sites of which it is known what they hold."""


class Made(NamedTuple):
    """A file of a site."""

    digest: str
    """Of its bytes."""
    group: str = ""
    """The name of the group that it was made with; empty for a page."""
    size: int = -1
    changed: int = 0
    """When it was last written, in nanoseconds, by which most files need not be read again."""
    reads: Sequence[str] = ()
    """The names of what was read to make it, and the others of its group."""


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
    states: Mapping[str, str] = MappingProxyType({})
    """What tells whether something that was read is still the same, by name."""
    added: Mapping[str, Added] = MappingProxyType({})
    """The pages that it has added, by what is made together."""


NOTHING = Listed({})


def digest_of(content: bytes) -> str:
    """Return the digest of a file, or of what it is made from."""
    return hashlib.sha256(content).hexdigest()[:32]


class Finished:
    """The files of the last site that stay, and those of the new one."""

    def __init__(self, target: Path, listed: Listed) -> None:
        """See what is still there.

        Args:
            target: Folder of the site.
            listed: What the last build has made in it.
        """
        self.target = target
        self._last = dict(self._unchanged(listed.files)) if listed.files else {}
        self.listed = listed
        """What the last build has made; to be replaced by what this one makes."""
        self._groups: dict[str, list[str]] = {}
        for url, made in listed.files.items():
            if made.group:
                self._groups.setdefault(made.group, []).append(url)
        self._kept: dict[str, Made] = {}
        self._written: dict[str, Made] = {}
        self._left: set[str] = set()

    @cached_property
    def _there(self) -> dict[str, os.stat_result]:
        return dict(made_files(self.target))

    def _unchanged(self, listed: Mapping[str, Made]) -> Iterator[tuple[str, Made]]:
        for url, made in listed.items():
            there = self._there.get(url)
            if there is None or not stat.S_ISREG(there.st_mode) or there.st_size != made.size:
                continue
            # A site that was carried from one machine to another has new times.
            if there.st_mtime_ns == made.changed or self._is_same(url, made):
                yield url, made._replace(changed=there.st_mtime_ns)

    def _is_same(self, url: str, made: Made) -> bool:
        with suppress(OSError):
            return digest_of(read_own(self.target / url)) == made.digest
        return False

    def last(self, url: str) -> Made | None:
        """Return a file of the last site that is still there as it was made."""
        return self._last.get(url)

    def keep(self, url: str, made: Made) -> None:
        """Keep a file of the last site."""
        self._kept[url] = made

    def note(self, url: str, made: Made) -> None:
        """Note a file that has been written."""
        self._written[url] = made

    def leave(self, urls: Iterable[str]) -> None:
        """Keep files of the last site that are listed elsewhere."""
        self._left.update(urls)

    def keep_group(self, name: str, unchanged: Unchanged) -> bool:
        """Keep the files of a group if they were made from the same; return whether they were."""
        last = {url: self._last.get(url) for url in self._groups.get(name, ())}
        made = {url: made for url, made in last.items() if made}
        if not made or len(made) < len(last) or not unchanged(made[min(made)].reads):
            return False
        self._kept.update(made)
        return True

    def changed(
        self, name: str, files: Callable[[], Iterable[tuple[str, str | bytes]]]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield the files of a group, by address, that the last site has not or has otherwise."""
        made: dict[str, Made] = {}
        with noting() as names:
            for url, content in files():
                data = content if isinstance(content, bytes) else content.encode()
                made[url] = self.made_of(url, data)
                if made[url].size < 0:
                    yield url, data
        reads, first = condensed(names), min(made, default="")
        for url, (digest, _group, size, changed, _reads) in made.items():
            noted = Made(digest, name, size, changed, reads if url == first else ())
            (self._written if size < 0 else self._kept)[url] = noted

    def made_of(self, url: str, content: bytes) -> Made:
        """Return a file with these bytes; without a size, unless it lies in the last site."""
        last, digest = self._last.get(url), digest_of(content)
        return last if last and last.digest == digest else Made(digest)

    def made(self, look: str, added: Mapping[str, Added], state: Callable[[str], str]) -> None:
        """Say from what all was made, which from now on is the last.

        Args:
            look: Digest of what all pages have in common beside the base.
            added: The pages that were added.
            state: Returns what tells whether something that was read is still the same.
        """
        reads = {"", *(name for one in added.values() for name in one.reads)}
        for made in (*self._kept.values(), *self._written.values()):
            reads.update(made.reads)
        self.listed = Listed({}, look, {name: state(name) for name in sorted(reads)}, added)

    @property
    def kept(self) -> list[str]:
        """Addresses of the files that stay where they are."""
        return sorted((self._kept.keys() - self._written.keys()) | self._left)

    def gone(self, fresh: Path) -> list[str]:
        """Return the addresses of files that the new site does not have.

        Args:
            fresh: Folder with the files that are new; what stays as it was is taken out of it.
        """
        if not (kept := set(self.kept)):
            return []
        staged = {url for url, _status in files_below(fresh)}
        for url in staged & kept:
            (fresh / url).unlink()
        return sorted(self._there.keys() - kept - staged)

    def in_place(self) -> Listed:
        """Return what the new site holds, which must be in place."""
        made = {url: self._kept[url] for url in self.kept if url not in self._left}
        for url, written in self._written.items():
            status = os.stat(f"{self.target}/{url}")  # noqa: PTH116 - of ten thousand files
            made[url] = written._replace(size=status.st_size, changed=status.st_mtime_ns)
        return self.listed._replace(files=made)


def read_list(cache: Path, target: Path) -> Listed:
    """Return what the last build has made in a folder; nothing if no list of ours says it."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        document = read_own(_list_of(cache, target))
        if unsealed(document):
            listed = json.loads(document)
            if listed["format"] == _FORMAT:
                states = dict(listed["states"])
                names = tuple(states)

                def named(numbers: Sequence[int]) -> tuple[str, ...]:
                    return tuple([names[number] for number in numbers])

                files = {
                    url: Made(digest, group, size, changed, named(reads))
                    for url, digest, group, size, changed, reads in listed["files"]
                }
                added = {
                    family: Added(named(reads), urls, is_empty)
                    for family, reads, urls, is_empty in listed["added"]
                }
                return Listed(files, listed["look"], states, added)
    return NOTHING


def save_list(cache: Path, target: Path, listed: Listed) -> None:
    """List what a build has made in a folder, as far as it can be; without, all is made again."""
    with suppress(OSError):
        file = _list_of(cache, target)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.parent.is_symlink() and not cache.is_symlink():
            put(file, sealed(json.dumps(_plain(listed)).encode()))
            lists = sorted(file.parent.glob("*.json"), key=lambda it: -it.stat().st_mtime_ns)
            for old in lists[_MOST_LISTS:]:
                old.unlink()


def _plain(listed: Listed) -> dict[str, object]:
    """Return a list as JSON has it, with numbers in place of names."""
    number = {name: number for number, name in enumerate(listed.states)}
    return {
        "format": _FORMAT,
        "look": listed.look,
        "states": [*listed.states.items()],
        "files": [
            (url, *made[:-1], [number[name] for name in made.reads])
            for url, made in listed.files.items()
        ],
        "added": [
            (family, [number[name] for name in added.reads], *added[1:])
            for family, added in listed.added.items()
        ],
    }


def _list_of(cache: Path, target: Path) -> Path:
    # Where both lie together, a base may be moved, or carried to another machine.
    way = os.path.relpath(target, cache)
    return cache / "site" / f"{digest_of(os.fsencode(way))}.json"
