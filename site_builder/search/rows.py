"""The facets of all lessons by column, for filtering and counting.

A query touches a few columns of every lesson and all columns of a few, so lessons are made into
rows only when asked for.
"""

from __future__ import annotations

import hashlib
import marshal
from collections import Counter
from functools import cached_property
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from site_builder.meaning.passages import key_of
from site_builder.search.facets import MANY, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from site_builder.search.text import SearchText


_BESIDE = ("id", "digest", "date")
"""Columns beside those of facets."""
_PASSAGES = "passages"
"""Column of the digests of what a lesson's vector is made of."""


class _Columns(dict[str, "Sequence[Any]"]):
    """Columns that are unpacked when they are first asked for."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        super().__init__()
        self._packed = packed

    def __missing__(self, name: str) -> Sequence[Any]:
        self[name] = marshal.loads(self._packed[name])  # noqa: S302 - sealed by us
        return self[name]


class FacetRow(NamedTuple):
    """The facets of one lesson."""

    id: str
    digest: str
    """Digest of its searched text."""
    date: str
    values: dict[str, tuple[str, ...]]
    """Its values by facet."""

    def value(self, facet: str) -> str:
        """Return its value of a facet, of which it has one at most; empty for none."""
        return "".join(self.values[facet])

    @property
    def is_draft(self) -> bool:
        """Whether it has not been reviewed yet."""
        return self.value("status") == "draft"


class Rows:
    """Every lesson of a state, in the order of ids."""

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Keep the columns: id, digest, date, passages, and one for each facet.

        A column holds the value of each lesson, empty for none; or all its values, of a facet of
        which it may have several. That of passages holds a digest.
        """
        self.columns: Mapping[str, Sequence[Any]] = {
            name: columns[name] for name in (*_BESIDE, _PASSAGES, *NAMES)
        }

    @classmethod
    def unpacked(cls, packed: Mapping[str, bytes]) -> Rows:
        """Return what :meth:`packed` was called on."""
        rows = cls.__new__(cls)
        rows.columns = _Columns(packed)
        return rows

    def packed(self) -> dict[str, bytes]:
        """Return each column as bytes."""
        columns = {name: self.columns[name] for name in (*_BESIDE, _PASSAGES, *NAMES)}
        # What is written often is one object, and so is written once.
        return {
            name: marshal.dumps(
                [tuple(map(intern, some)) for some in column]
                if name in MANY
                else [*map(intern, column)]
            )
            for name, column in columns.items()
        }

    @classmethod
    def of(cls, lessons: Sequence[SearchText]) -> Rows:
        """Return the facets of lessons, which are sorted by id."""
        columns: dict[str, Sequence[Any]] = {
            name: [getattr(lesson, name) for lesson in lessons] for name in _BESIDE
        }
        columns[_PASSAGES] = [key_of(lesson.passages) for lesson in lessons]
        for name in NAMES:
            values = [lesson.facets[name] for lesson in lessons]
            columns[name] = values if name in MANY else ["".join(some) for some in values]
        return cls(columns)

    def __len__(self) -> int:
        return len(self.columns["id"])

    def __getitem__(self, number: int) -> FacetRow:
        row_id, digest, date = (self.columns[name][number] for name in _BESIDE)
        values = {name: self.values(name, number) for name in NAMES}
        return FacetRow(row_id, digest, date, values)

    def __iter__(self) -> Iterator[FacetRow]:
        return map(self.__getitem__, range(len(self)))

    def values(self, facet: str, number: int) -> tuple[str, ...]:
        """Return the values of a facet of one lesson."""
        value = self.columns[facet][number]
        return tuple(value) if facet in MANY else (value,) * bool(value)

    @property
    def passages(self) -> Sequence[str]:
        """The digest of each lesson's passages, by which its vector is kept."""
        return self.columns[_PASSAGES]

    @cached_property
    def stamp(self) -> str:
        """Digest of all lessons."""
        return stamp_of(self.columns["id"], self.columns["digest"])

    def where(self, column: str, holds: Callable[[Any], bool]) -> set[int]:
        """Return the numbers of the rows whose value in a column meets a condition."""
        return {number for number, value in enumerate(self.columns[column]) if holds(value)}

    def having(self, facet: str, values: frozenset[str]) -> set[int]:
        """Return the numbers of the rows that have any of some values of a facet."""
        if facet in MANY:
            return self.where(facet, lambda has: not values.isdisjoint(has))
        return self.where(facet, values.__contains__)

    def counts(self, numbers: Sequence[int]) -> dict[str, dict[str, int]]:
        """Return how many of some rows have each value of each facet, the most frequent first."""
        return {name: self._counted(name, numbers) for name in NAMES}

    def _counted(self, facet: str, numbers: Sequence[int]) -> dict[str, int]:
        values = map(self.columns[facet].__getitem__, numbers)
        counted = Counter(chain.from_iterable(values) if facet in MANY else values)
        del counted[""]
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def stamp_of(ids: Iterable[str], digests: Iterable[str]) -> str:
    """Return the digest of lessons, given the id and the digest of each."""
    lines = [f"{row_id} {digest}\n" for row_id, digest in zip(ids, digests, strict=True)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]
