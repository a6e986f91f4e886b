"""How the page of what the records tell says figures, and what it calls records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.addresses import record_url
from site_builder.publish.charts import Value
from site_builder.publish.views import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.assists.withheld import Figure
    from site_builder.library.library import Key, Library

MOST_BARS = 12
"""Rows of a drawing; the table beside it has more."""
MOST_ROWS = 100
"""Rows of a table on the page; the command has all."""
LAST_YEARS = 10
"""Years in a drawing, up to the last one known."""


class Names:
    """What teams, topics and records are called."""

    def __init__(self, library: Library) -> None:
        """Keep the library that knows them."""
        self._library = library

    def team(self, team_id: str) -> str:
        """Return a team's name, or its id when the vocabulary lacks it."""
        team = self._library.vocabulary.teams.get(team_id)
        return team.label if team else team_id

    @property
    def teams(self) -> list[str]:
        """Ids of all teams, sorted by name."""
        return sorted(self._library.vocabulary.teams, key=self.team_order)

    def team_order(self, team_id: str) -> tuple[str, str]:
        """Return what a team is sorted by."""
        return self.team(team_id).casefold(), team_id

    def topic(self, tag: str) -> str:
        """Return a topic's name."""
        return self._library.vocabulary.tags[tag].label

    def lesson(self, record_id: str) -> str:
        """Return a lesson's title."""
        lesson = self._library.lesson(record_id)
        return lesson.fields.title if lesson else record_id

    def problem(self, key: Key) -> str:
        """Return the problem that a record states."""
        record = self._library.get(*key)
        return str(getattr(record.fields, "problem", "")) if record else ""

    def link(self, key: Key) -> Link:
        """Return a link to a record."""
        record = self._library.get(*key)
        return Link(str(getattr(record and record.fields, "title", key[1])), record_url(*key))


def counted(count: int) -> Value:
    """Return a count, to be drawn."""
    return Value(count, f"{count:,}")


def figured(figure: Figure) -> Value:
    """Return a figure over people, to be drawn as far as it is told."""
    return Value(figure.value, said(figure))


def said(figure: Figure) -> str:
    """Return a figure over people in words."""
    if figure.withheld:
        return "Withheld"
    return figure.reason.capitalize() if figure.value is None else f"{figure.value:,g}"


def yearly(title: str, points: Mapping[int, Value]) -> str:
    """Return a line over time in a sentence."""
    told = ", ".join(f"{year}: {value.text}" for year, value in points.items())
    return f"{title} by year. {told}."


def plural(count: float, one: str, several: str) -> str:
    """Return the word for one or for several."""
    return one if count == 1 else several


def rest(count: int) -> str:
    """Return where so many further rows are, or nothing for none."""
    return f"{count:,} more {plural(count, 'row is', 'rows are')} in `lessons insights`." * (
        count > 0
    )
