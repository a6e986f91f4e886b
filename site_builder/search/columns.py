"""Facets of the published index as columns with a letter for each lesson, and statements."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from site_builder.search.facets import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.search.rows import Rows


_ZERO = ord("0")
_SURROGATES, _HOW_MANY = 0xD800, 0x800
_END = ". "


def facets(rows: Rows, labels: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return the values of every facet but the year with their names, and those of each lesson.

    ``rows`` holds for each lesson the place of its value in ``values`` plus one, or 0 where it has
    none. Where it may have several, ``counts`` holds how many, and ``rows`` the places of them all.
    The date is the number of days from the day before the ``first``, or 0 where there is none; the
    browser has the year from it.
    """
    columns: dict[str, Any] = {}
    for facet in FACETS:
        if facet.name == "year":
            continue
        listed = [rows.values(facet.name, number) for number in range(len(rows))]
        values = sorted(set(chain.from_iterable(listed)))
        place = {value: number for number, value in enumerate(values)}
        names = labels.get(facet.name, {})
        column: dict[str, Any] = {"values": [[value, names.get(value, value)] for value in values]}
        if facet.many:
            column["counts"] = packed(map(len, listed))
            column["rows"] = packed(place[value] for value in chain.from_iterable(listed))
        else:
            column["rows"] = packed(place[some[0]] + 1 if some else 0 for some in listed)
        columns[facet.name] = column
    columns["date"] = _dates(rows.columns["date"])
    return columns


def form() -> list[dict[str, Any]]:
    """Return how the finder shows each facet."""
    return [
        {
            "name": facet.name,
            "label": facet.label,
            "is_level": bool(facet.highest),
            "latest_first": facet.latest_first,
            "fewest": facet.fewest,
        }
        for facet in FACETS
    ]


def packed(numbers: Iterable[int]) -> str:
    """Return numbers as a text with a letter for each."""
    return "".join(map(_letter, numbers))


def _letter(number: int) -> str:
    code = _ZERO + number
    return chr(code if code < _SURROGATES else code + _HOW_MANY)


def _dates(days: Iterable[str]) -> dict[str, str]:
    numbers = [date.fromisoformat(day).toordinal() if day else 0 for day in days]
    first = min(filter(None, numbers), default=1)
    return {
        "first": date.fromordinal(first).isoformat(),
        "rows": packed(number - first + 1 if number else 0 for number in numbers),
    }


class Sentences:
    """The distinct sentences of the statements of all lessons; there are few."""

    def __init__(self, statements: Iterable[str]) -> None:
        """Count the sentences; the most frequent get the smallest numbers."""
        counted = Counter(chain.from_iterable(map(_parts, statements)))
        self.listed = sorted(counted, key=lambda part: (-counted[part], part))
        """The sentences by number, without the separator."""
        self._numbers = {part: number for number, part in enumerate(self.listed)}

    def numbers(self, statement: str) -> list[int]:
        """Return a statement as the numbers of its sentences."""
        return [self._numbers[part] for part in _parts(statement)]


def _parts(statement: str) -> list[str]:
    return statement.split(_END)
