"""How the page of insights words figures, and how it sorts teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.publish.charts import Value
from site_builder.publish.names import team_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.assists.withheld import Figure
    from site_builder.library.library import Library

MOST_BARS = 12
"""Rows of a drawing; the table beside it has more."""
LAST_YEARS = 10
"""Years in a drawing, up to the last one known."""


def teams_by_name(library: Library) -> list[str]:
    """Return ids of all teams, sorted by name."""
    return sorted(library.vocabulary.teams, key=lambda team_id: team_order(library, team_id))


def team_order(library: Library, team_id: str) -> tuple[str, str]:
    """Return what a team is sorted by."""
    return team_label(library, team_id).casefold(), team_id


def count_value(count: int) -> Value:
    """Return a count, to be drawn."""
    return Value(count, f"{count:,}")


def figured(figure: Figure) -> Value:
    """Return a figure over people, to be drawn unless it is withheld."""
    return Value(figure.value, said(figure))


def said(figure: Figure) -> str:
    """Return a figure over people as text."""
    if figure.withheld:
        return "Withheld"
    return figure.reason.capitalize() if figure.value is None else f"{figure.value:,g}"


def yearly(title: str, points: Mapping[int, Value]) -> str:
    """Return a line over time in a sentence."""
    listed = ", ".join(f"{year}: {value.text}" for year, value in points.items())
    return f"{title} by year. {listed}."


def plural(count: float, one: str, several: str) -> str:
    """Return the word for one or for several."""
    return one if count == 1 else several
