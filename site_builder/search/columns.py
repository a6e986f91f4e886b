"""The facets of all lessons as columns, which a browser filters and counts by.

``theme_overrides/assets/beforehand/search/columns.js`` reads them.
"""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from site_builder.search.facets import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.search.text import SearchText

_ZERO = ord("0")
_SURROGATES, _HOW_MANY = 0xD800, 0x800


def facet_columns(
    lessons: Sequence[SearchText], labels: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Return the values of every facet with their names, and those of each lesson of a part.

    ``rows`` holds for each lesson the index of its value in ``values`` plus one, or 0 for none. If
    lessons may have several values, ``counts`` holds their number, and ``rows`` all their indexes.
    The date is the number of days since the day before ``first``, or 0 for none; the browser
    derives the year from it.
    """
    columns: dict[str, Any] = {}
    for facet in FACETS:
        if facet.name == "year":
            continue
        listed = [lesson.facets[facet.name] for lesson in lessons]
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
    columns["date"] = _dates([lesson.date for lesson in lessons])
    return columns


def packed(numbers: Iterable[int]) -> str:
    """Return numbers as a text with a letter for each."""
    return "".join(map(_letter, numbers))


def _letter(number: int) -> str:
    code = _ZERO + number
    return chr(code if code < _SURROGATES else code + _HOW_MANY)


def _dates(days: Sequence[str]) -> dict[str, str]:
    numbers = [date.fromisoformat(day).toordinal() if day else 0 for day in days]
    first = min(filter(None, numbers), default=1)
    return {
        "first": date.fromordinal(first).isoformat(),
        "rows": packed(number - first + 1 if number else 0 for number in numbers),
    }
