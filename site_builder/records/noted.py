"""What is read of a base while something is made of it, noted by name.

Who makes something again only if what it was made from has changed goes by these names. A name that
begins with ``:`` is of what :mod:`site_builder.library.frame` tells apart; any other is the path of
a file whose text was read. Whoever cannot say what it reads of a collection notes all of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterable, ValuesView

_Key = TypeVar("_Key", bound="str | tuple[str, ...]")
_Found = TypeVar("_Found")

RECORD, GROUP, HAS, ALL = ":record", ":group", ":has", ":all"
"""Of a record by kind and id: its header. Of what a group of a name holds under a key: the headers.
Whether it holds anything there. Of all records of a kind, or of every kind: the headers."""
OF_HEADERS = (RECORD, GROUP, HAS, ALL)
"""What names of headers alone begin with."""
ALL_HEADERS = f"{ALL} "
"""The name of the headers of all records."""
_MOST_HEADERS = 2_000
"""Names of headers that take longer to look up than it takes to make something once more."""


class _Nobody(set[str]):
    """Whoever is told a name and forgets it: to collect millions would take a second."""

    def add(self, _name: str) -> None:
        """Forget a name."""

    def update(self, *_names: Iterable[str]) -> None:
        """Forget names."""


_NOBODY = _Nobody()
_READERS: list[set[str]] = []


def note(*name: str) -> None:
    """Note for whoever listens that something is read, by the words of its name."""
    if _READERS:
        _READERS[-1].add(" ".join(name))


@contextmanager
def noting() -> Iterator[set[str]]:
    """Return the names of all that is read meanwhile, which grows until the end."""
    names: set[str] = set()
    _READERS.append(names)
    try:
        yield names
    finally:
        _READERS.pop()
        if _READERS:
            _READERS[-1].update(names)


@contextmanager
def unnoted() -> Iterator[None]:
    """Let nobody know what is read meanwhile; what it comes to is noted instead."""
    _READERS.append(_NOBODY)
    try:
        yield
    finally:
        _READERS.pop()


def texts_among(names: Iterable[str]) -> set[str]:
    """Return the paths of files whose texts were read."""
    return {name for name in names if not name.startswith(":")}


def condensed(names: Iterable[str]) -> list[str]:
    """Return what was read in a fixed order; whoever reads very many headers has read all."""
    every = set(names)
    headers = {name for name in every if name.startswith(OF_HEADERS)}
    if len(headers) > _MOST_HEADERS or ALL_HEADERS in headers:
        every = {*(every - headers), ALL_HEADERS}
    # Thousands have the same names, which another process then sends once.
    return [*map(sys.intern, sorted(every))]


class Remembered(Generic[_Key, _Found]):
    """What was made once, by key, with the names of what was read to make it."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._made: dict[_Key, tuple[_Found, tuple[str, ...]]] = {}

    def of(self, key: _Key, make: Callable[[], _Found]) -> _Found:
        """Return what was made under a key, whose sources count as read each time."""
        known = self._made.get(key)
        if known is None:
            with noting() as names:
                found = make()
            # Thousands have the same names.
            self._made[key] = found, tuple(map(sys.intern, names))
            return found
        if _READERS:
            _READERS[-1].update(known[1])
        return known[0]

    def forget(self, word: str) -> None:
        """Remember no longer what has a key that begins with a word."""
        for key in [it for it in self._made if isinstance(it, tuple) and it[0] == word]:
            del self._made[key]


class Whole(Generic[_Found]):
    """A collection that an object makes once of all its records of a kind, which it notes."""

    def __init__(self, make: Callable[[Any], _Found], kind: str) -> None:
        """Keep what makes it, and the kind; empty for records of every kind."""
        self._make, self._kind = make, kind
        self.__doc__ = make.__doc__
        self._name = f"whole {make.__name__}"

    @overload
    def __get__(self, whose: None, _type: type) -> Whole[_Found]: ...
    @overload
    def __get__(self, whose: object, _type: type) -> _Found: ...
    def __get__(self, whose: object | None, _type: type) -> Whole[_Found] | _Found:
        """Return the collection."""
        if whose is None:
            return self
        note(ALL, self._kind)
        kept = whose.__dict__
        if self._name not in kept:
            with unnoted():
                kept[self._name] = self._make(whose)
        found: _Found = kept[self._name]
        return found


def whole(kind: str = "") -> Callable[[Callable[[Any], _Found]], Whole[_Found]]:
    """Return what makes a collection of all records of a kind, or of every kind, from a method."""
    return lambda make: Whole(make, kind)


class Groups(Mapping[_Key, tuple[_Found, ...]]):
    """Groups by key, each of which counts as read by itself."""

    def __init__(
        self, name: str, groups: Mapping[_Key, tuple[_Found, ...]], kind: str = ""
    ) -> None:
        """Keep the groups.

        Args:
            name: What they are called in what is noted.
            groups: The groups.
            kind: Kind of the records that all together are made from; empty for every kind.
        """
        self._name, self._groups, self._kind = name, groups, kind

    def _note(self, sign: str, key: object) -> None:
        if _READERS:
            note(sign, self._name, *([key] if isinstance(key, str) else key))  # type: ignore[misc]

    def __getitem__(self, key: _Key) -> tuple[_Found, ...]:
        self._note(GROUP, key)
        return self._groups[key]

    def unread(self, key: _Key) -> tuple[_Found, ...]:
        """Return what a group holds, if anything, which does not count as read."""
        return self._groups.get(key, ())

    def __contains__(self, key: object) -> bool:
        self._note(HAS, key)
        return key in self._groups

    def __iter__(self) -> Iterator[_Key]:
        note(ALL, self._kind)
        return iter(self._groups)

    def __len__(self) -> int:
        note(ALL, self._kind)
        return len(self._groups)

    def items(self) -> ItemsView[_Key, tuple[_Found, ...]]:
        """Return all keys with their groups."""
        note(ALL, self._kind)
        return self._groups.items()

    def values(self) -> ValuesView[tuple[_Found, ...]]:
        """Return all groups."""
        note(ALL, self._kind)
        return self._groups.values()
