"""What of the last site stays in the new one, since it would be made the same once more.

A file is taken as it lies in the site, if it is still the one that is listed.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.publish.listed import Listed, Made, Names, changed_at, digest_of, numbers_in
from site_builder.publish.swap import files_below, made_files
from site_builder.records.noted import condensed, noting, unnoted
from site_builder.seals import read_own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from site_builder.publish.listed import Added

    State = Callable[[str], bytes]
    """Returns what tells whether something that was read is still the same, by its name."""

_UNKNOWN, _SAME, _OTHER = range(3)


class Finished:
    """The files of the last site that stay, and those of the new one."""

    def __init__(self, target: Path, listed: Listed) -> None:
        """See what is still there.

        Args:
            target: Folder of the site.
            listed: What the last build has made in it.
        """
        self.target = target
        self.listed = listed._replace(files={})
        """What the last build has made; to be replaced by what this one makes."""
        self._names = Names(listed.states, listed.states.digests)
        self._same = bytearray(len(self._names))
        self._last = dict(self._unchanged(listed.files)) if listed.files else {}
        self._groups: dict[str, list[str]] = {}
        for url, made in listed.files.items():
            if made.group:
                self._groups.setdefault(made.group, []).append(url)
        self._kept: dict[str, Made] = {}
        self._written: dict[str, Made] = {}
        self._left: set[str] = set()

    @cached_property
    def _there(self) -> set[str]:
        return {url for url, _status in made_files(self.target)}

    def _unchanged(self, listed: Mapping[str, Made]) -> Iterator[tuple[str, Made]]:
        self._there = set()
        for url, there in made_files(self.target):
            self._there.add(url)
            made = listed.get(url)
            if made is None or there.st_size != made.size or not stat.S_ISREG(there.st_mode):
                continue
            # A site that was carried from one machine to another has new times.
            if (changed := changed_at(there)) == made.changed:
                yield url, made
            elif self._is_same(url, made):
                yield url, made._replace(changed=changed)

    def _is_same(self, url: str, made: Made) -> bool:
        with suppress(OSError):
            return digest_of(read_own(self.target / url)) == made.digest
        return False

    def compare(self, state: State) -> None:
        """Look at all that was read for the last site, before other processes ask for it."""
        with unnoted():
            for number in range(len(self._same)):
                self._look(number, state)

    def unchanged(self, made: Made, state: State) -> bool:
        """Return whether all that was read to make a file is still the same."""
        with unnoted():
            return all(
                (self._same[number] or self._look(number, state)) == _SAME
                for number in numbers_in((made.reads,))
            )

    def _look(self, number: int, state: State) -> int:
        if self._same[number] == _UNKNOWN:
            is_same = state(self._names.name(number)) == self._names.state(number)
            self._same[number] = _SAME if is_same else _OTHER
        return self._same[number]

    def last(self, url: str) -> Made | None:
        """Return a file of the last site that is still there as it was made."""
        return self._last.get(url)

    def keep(self, url: str) -> None:
        """Keep a file of the last site, which was made from the same."""
        self._kept[url] = self._last[url]

    def note(self, url: str, made: Made, names: Iterable[str]) -> None:
        """Note a file that has been made, and the names of what was read for it.

        Args:
            url: Its address.
            made: The file; it has a size if the last site has the same, which is kept.
            names: In a fixed order.
        """
        noted = made._replace(reads=self._names.numbers(names).tobytes())
        (self._written if made.size < 0 else self._kept)[url] = noted

    def leave(self, urls: Iterable[str]) -> None:
        """Keep files of the last site that are listed elsewhere."""
        self._left.update(urls)

    def keep_group(self, name: str, unchanged: Callable[[Made], bool]) -> bool:
        """Keep the files of a group if they were made from the same; return whether they were."""
        last = {url: self._last.get(url) for url in self._groups.get(name, ())}
        made = {url: made for url, made in last.items() if made}
        if not made or len(made) < len(last) or not unchanged(made[min(made)]):
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
        for url, one in made.items():
            self.note(url, one._replace(group=name), reads if url == first else ())

    def made_of(self, url: str, content: bytes) -> Made:
        """Return a file with these bytes; without a size, unless it lies in the last site."""
        last, digest = self._last.get(url), digest_of(content)
        return last if last and last.digest == digest else Made(digest)

    def made(self, look: str, added: Mapping[str, Added], state: State) -> None:
        """Say from what all was made, which from now on is the last.

        Args:
            look: Digest of what all pages have in common beside the base.
            added: The pages that were added.
            state: Returns what tells whether something that was read is still the same.
        """
        every = (*self._kept.values(), *self._written.values())
        reads = {*numbers_in(made.reads for made in every), *self._names.numbers(("",))}
        reads.update(*(self._names.numbers(one.reads) for one in added.values()))
        self._same.extend(bytes(len(self._names) - len(self._same)))
        digests = bytearray()
        for number in range(len(self._names)):
            is_known = number not in reads or self._same[number] == _SAME
            digests += self._names.state(number) if is_known else state(self._names.name(number))
        self.listed = Listed({}, look, Names(self._names, bytes(digests)), added)

    @property
    def kept(self) -> set[str]:
        """Addresses of the files that stay where they are."""
        return (self._kept.keys() - self._written.keys()) | self._left

    def gone(self, fresh: Path) -> list[str]:
        """Return the addresses of files that the new site does not have.

        Args:
            fresh: Folder with the files that are new; what stays as it was is taken out of it.
        """
        if not (kept := self.kept):
            return []
        staged = {url for url, _status in files_below(fresh)}
        for url in staged & kept:
            (fresh / url).unlink()
        return sorted(self._there - kept - staged)

    def in_place(self) -> Listed:
        """Return what the new site holds, which must be in place."""
        made = {url: self._kept[url] for url in self.kept - self._left}
        for url, written in self._written.items():
            status = os.stat(f"{self.target}/{url}")  # noqa: PTH116 - of ten thousand files
            made[url] = written._replace(size=status.st_size, changed=changed_at(status))
        return self.listed._replace(files=made)
