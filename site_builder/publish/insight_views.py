"""The view of ``/insights/``: drawings, and a table beside each.

As in :mod:`site_builder.publish.views`, every ``url`` is relative to the root of the site and every
text is plain text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_builder.publish.charts import Drawing
    from site_builder.publish.rows import Row
    from site_builder.publish.views import Detail

MOST_COLUMNS = 3
"""Columns of a table that stands beside its drawing."""
MOST_ROWS = 100
"""Rows of a table on the page; the command prints all."""
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
        """Where the rows are that the page leaves out, or nothing."""
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
    """What each figure is called, and what it is exactly."""
    problems: tuple[Row, ...] = ()
    """Problems that recur, with how often and where."""

    @property
    def shown_problems(self) -> tuple[Row, ...]:
        """The problems on the page."""
        return self.problems[:MOST_PROBLEMS]

    @property
    def rest(self) -> str:
        """Where the problems are that the page leaves out, or nothing."""
        return _rest(len(self.problems) - MOST_PROBLEMS)


@dataclass(frozen=True, slots=True)
class InsightsPage:
    """What the records tell."""

    headlines: tuple[Headline, ...]
    chapters: tuple[Chapter, ...]
    withheld: str
    """What is withheld, and why."""


def _rest(count: int) -> str:
    more = f"{count:,} more are" if count > 1 else "One more is"
    return f"{more} in `lessons insights`." * (count > 0)
