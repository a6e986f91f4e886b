"""Columns that tell the rows of a table apart, for good."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from site_builder.exchange.incoming.columns import Column, as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.exchange.tables.rows import SourceTable

_LENGTH = 200
"""Most characters of a key."""
_MOST_TRIED = 12
_RANKS = {"title": 2, "team": 6, "tags": 6}
_OTHER = 5


def key_in(
    table: SourceTable, columns: Sequence[Column], roles: Mapping[str, str]
) -> tuple[list[Column], str]:
    """Return a column, or a few of them together, that tell rows apart, and what is open of it.

    Args:
        table: The table.
        columns: Its columns that hold something.
        roles: What they are, by name.
    """
    named = [column for column in columns if roles.get(column.name) == "key"]
    named.sort(key=lambda column: column.numbers and not column.counting)
    ranks = {column.name: _rank(column, roles.get(column.name, "")) for column in columns}
    able = [one for one in columns if one.unique and ranks[one.name] is not None]
    able.sort(key=lambda one: ranks[one.name] or 0)
    if named:
        return named[:1], ""
    if able:
        name = able[0].name
        return able[:1], f"`{name}` is different in every row; choose what stays the same for good"
    key = _together(table, [column for column in columns if roles.get(column.name) != "people"])
    key = key or [max(columns, key=lambda one: (one.different, one.filled, -one.longest))]
    names = " and ".join(f"`{column.name}`" for column in key)
    apart = "tell" if len(key) > 1 else "does not tell"
    return key, f"no column is unique; {names} {apart} rows apart"


def _rank(column: Column, role: str) -> int | None:
    """Return how well a column can tell rows apart, the best first; None if it cannot for long."""
    if column.longest > _LENGTH or role == "people":
        return None
    if column.numbers:
        return 1 if column.counting else None
    if column.days:
        # There may be a second row of the same day, but hardly of the same minute.
        return 3 if all(":" in text for text in column.texts) else None
    return 0 if column.codes else _RANKS.get(role, _OTHER - bool(role))


def _together(table: SourceTable, columns: Sequence[Column]) -> list[Column]:
    """Return the fewest columns that are unique together; none if there are none."""
    able = [column for column in columns if column.longest <= _LENGTH][:_MOST_TRIED]
    for number in (2, 3):
        for some in combinations(able, number):
            keys = {
                tuple(as_text(row.values.get(one.name, "")) for one in some) for row in table.rows
            }
            if len(keys) == len(table.rows):
                return list(some)
    return []
