"""What the template of ``/insights/`` is handed: drawings, and a table beside each.

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


@dataclass(frozen=True, slots=True)
class Table:
    """Figures as a table."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first cell of each names the row."""
    note: str = ""
    """What is left out of it, or nothing."""


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


@dataclass(frozen=True, slots=True)
class InsightsPage:
    """What the records tell."""

    headlines: tuple[Headline, ...]
    chapters: tuple[Chapter, ...]
    withheld: str
    """What is withheld, and why."""
