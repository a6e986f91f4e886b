"""The view of ``/insights/``: drawings, each with a table, and how figures are worded.

As in :mod:`site_builder.publish.views`, every ``url`` is relative to the root of the site and every
text is plain text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.publish.charts import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.assists.withheld import Figure
    from site_builder.publish.charts import Drawing
    from site_builder.publish.rows import Row
    from site_builder.publish.views import Detail

MOST_BARS = 12
"""Rows of a drawing; the table beside it has more."""
LAST_YEARS = 10
"""Years in a drawing, up to the last one known."""
MOST_COLUMNS = 3
"""Most columns of a table beside its drawing; a wider one is below it."""
MOST_ROWS = 40
"""Rows of a table on the page; the command prints all."""
_SILENT = frozenset({"", "0", "0 of 0", "Not known", "Nothing to measure", "Withheld"})
"""Cells of a table that tell nothing."""
MOST_PROBLEMS = 20
"""Problems on the page; the command prints all."""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures as a table."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first cell of each names the row."""
    total: tuple[str, ...] = ()
    """The last row, which sums up all others, or nothing."""

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The rows on the page."""
        return (*self.rows[:MOST_ROWS], *([self.total] if self.total else ()))

    @property
    def rest(self) -> str:
        """How many rows the page leaves out and where they are, or nothing."""
        return _rest(len(self.rows) - MOST_ROWS)


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure above all others."""

    value: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawing, and its figures as a table; or a table alone."""

    table: Table
    drawing: Drawing | None = None

    @property
    def is_wide(self) -> bool:
        """Whether the table is too wide to stand beside the drawing."""
        return len(self.table.columns) > MOST_COLUMNS


@dataclass(frozen=True, slots=True)
class Chapter:
    """Figures of one kind."""

    id: str
    title: str
    lead: str
    panels: tuple[Panel, ...] = ()
    definitions: tuple[Detail, ...] = ()
    """Name and exact definition of each figure."""
    problems: tuple[Row, ...] = ()
    """Recurring problems, with how often and where."""

    @property
    def is_told(self) -> bool:
        """Whether any figure of it is known, is more than nothing and may be published."""
        rows = (row for panel in self.panels for row in panel.table.rows)
        return bool(self.problems) or any(cell not in _SILENT for row in rows for cell in row[1:])

    @property
    def shown_problems(self) -> tuple[Row, ...]:
        """The problems on the page."""
        return self.problems[:MOST_PROBLEMS]

    @property
    def rest(self) -> str:
        """How many problems the page leaves out and where they are, or nothing."""
        return _rest(len(self.problems) - MOST_PROBLEMS)


@dataclass(frozen=True, slots=True)
class InsightsPage:
    """What the records tell."""

    headlines: tuple[Headline, ...]
    chapters: tuple[Chapter, ...]
    withheld: str
    """What is withheld, and why."""

    @property
    def told(self) -> tuple[Chapter, ...]:
        """The chapters on the page: those in which anything is told. The command prints all."""
        return tuple(chapter for chapter in self.chapters if chapter.is_told)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is told."""
        return not self.told


def count_value(count: int, suffix: str = "") -> Value:
    """Return a count, to be drawn."""
    return Value(count, f"{count:,}{suffix}")


def figure_value(figure: Figure) -> Value:
    """Return a figure over people, to be drawn unless it is withheld."""
    return Value(figure.value, figure_text(figure))


def figure_text(figure: Figure) -> str:
    """Return a figure over people as text."""
    if figure.withheld:
        return "Withheld"
    return figure.reason.capitalize() if figure.value is None else f"{figure.value:,g}"


def yearly(title: str, points: Mapping[int, Value]) -> str:
    """Return the description of a line over years."""
    listed = ", ".join(f"{year}: {value.text}" for year, value in points.items())
    return f"{title} by year. {listed}."


def _rest(count: int) -> str:
    more = f"{count:,} more are" if count > 1 else "One more is"
    return f"{more} in `lessons insights`." * (count > 0)
