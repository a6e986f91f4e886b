"""Lessons as they are filtered and counted, kept by column.

A query touches a few columns of every lesson and all columns of a few, so lessons are made into
rows only when asked for.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import chain
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from site_builder.search.text import SearchText

FACETS = (
    "evidence",
    "practice",
    "research",
    "contested",
    "status",
    "outcome",
    "tag",
    "source",
    "team",
    "setting",
    "year",
)
LEVELS = {"practice": 4, "research": 5}
"""Facets that are levels, each with its highest."""


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A lesson as it is filtered and counted."""

    id: str
    digest: str
    """Digest of its searched text."""
    evidence: str
    practice: str
    """A digit."""
    research: str
    """A digit."""
    contested: str
    """``yes`` or ``no``."""
    status: str
    outcome: str
    date: str
    tags: tuple[str, ...]
    source: str
    team: str
    setting: str


_NAMES = tuple(field.name for field in fields(FacetRow))


class Rows(Sequence[FacetRow]):
    """Every lesson of a state, in the order of ids."""

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Keep the columns, one for each field of a row."""
        self.columns = {name: columns[name] for name in _NAMES}

    @classmethod
    def of(cls, rows: Iterable[FacetRow]) -> Rows:
        """Return rows by column."""
        listed = [astuple(row) for row in rows]
        return cls({name: [row[at] for row in listed] for at, name in enumerate(_NAMES)})

    def __len__(self) -> int:
        return len(self.columns["id"])

    @overload
    def __getitem__(self, number: int) -> FacetRow: ...

    @overload
    def __getitem__(self, number: slice) -> list[FacetRow]: ...

    def __getitem__(self, number: int | slice) -> FacetRow | list[FacetRow]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        values = {name: column[number] for name, column in self.columns.items()}
        return FacetRow(**{**values, "tags": tuple(values["tags"])})

    @property
    def stamp(self) -> str:
        """Digest of all of them: another when anything that is searched changes."""
        hasher = hashlib.sha256()
        for row_id, digest in zip(self.columns["id"], self.columns["digest"], strict=True):
            hasher.update(f"{row_id} {digest}\n".encode())
        return hasher.hexdigest()[:16]

    def where(self, column: str, holds: Callable[[Any], bool]) -> set[int]:
        """Return the places of the rows whose value in a column holds a condition."""
        return {number for number, value in enumerate(self.columns[column]) if holds(value)}

    def having(self, facet: str, values: frozenset[str]) -> set[int]:
        """Return the places of the rows that have any of some values of a facet."""
        if facet == "tag":
            return self.where("tags", lambda tags: not values.isdisjoint(tags))
        if facet == "year":
            return self.where("date", lambda date: date[:4] in values)
        return self.where(facet, values.__contains__)

    def counts(self, numbers: Sequence[int]) -> dict[str, dict[str, int]]:
        """Return of some rows how many have each value of each facet, the most frequent first."""
        return {facet: _by_frequency(self._counted(facet, numbers)) for facet in FACETS}

    def _counted(self, facet: str, numbers: Sequence[int]) -> Counter[str]:
        if facet == "tag":
            tags = self.columns["tags"]
            return Counter(chain.from_iterable(map(tags.__getitem__, numbers)))
        if facet == "year":
            days = Counter(map(self.columns["date"].__getitem__, numbers))
            years: Counter[str] = Counter()
            for day, count in days.items():
                years[day[:4]] += count
            return years
        return Counter(map(self.columns[facet].__getitem__, numbers))


def row_of(lesson: SearchText) -> FacetRow:
    """Return a lesson as it is filtered and counted."""
    return FacetRow(
        lesson.id,
        lesson.digest,
        lesson.evidence,
        str(lesson.practice),
        str(lesson.research),
        "yes" if lesson.contested else "no",
        lesson.status,
        lesson.outcome,
        lesson.date,
        lesson.tags,
        lesson.source,
        lesson.team,
        lesson.setting,
    )


def facet_values(row: FacetRow, facet: str) -> tuple[str, ...]:
    """Return a lesson's values of a facet."""
    if facet == "tag":
        return tuple(row.tags)
    value = row.date[:4] if facet == "year" else getattr(row, facet)
    return (value,) if value else ()


def _by_frequency(counted: Counter[str]) -> dict[str, int]:
    del counted[""]
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
