"""What the template of ``/insights/`` is handed: numbers ready to draw, and a table beside each.

As in :mod:`site_builder.publish.views`, every ``url`` is relative to the root of the site and every
text is plain text. Lengths are units of the drawing's own, which is as wide as its ``width``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from site_builder.publish.views import Link

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
class Bar:
    """A bar with what it says at its end."""

    y: float
    width: float
    text: str
    text_x: float
    text_y: float
    shade: int
    """1 for the first of a row, 2 for the second, and so on."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """What a few bars are about."""

    label: str
    y: float
    """Line on which the label stands."""
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars that lie, each row below its label."""

    id: str
    title: str
    says: str
    """The drawing in a sentence, for whoever does not see it."""
    width: float
    height: float
    thick: float
    rows: tuple[BarRow, ...]
    kind: Literal["bars"] = "bars"


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line with its figure, or a place without one."""

    x: float
    y: float
    text: str
    """The figure, or nothing where the dot stands for none."""
    label: str
    """What stands below it, or nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A small line over time, broken where a figure is withheld."""

    id: str
    title: str
    says: str
    width: float
    height: float
    base: float
    """Height of the axis."""
    left: float
    right: float
    strokes: tuple[str, ...]
    """Points of each unbroken piece, as a polyline takes them."""
    dots: tuple[Dot, ...]
    kind: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a map that holds a figure."""

    x: float
    y: float
    text: str
    text_x: float
    text_y: float
    shade: int
    """1, the lightest, to 4."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text in a drawing."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Map:
    """A square map: who, in rows, learned from whom, in columns."""

    id: str
    title: str
    says: str
    width: float
    height: float
    size: float
    """Side of a cell."""
    left: float
    top: float
    right: float
    bottom: float
    lines_x: tuple[float, ...]
    lines_y: tuple[float, ...]
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    cells: tuple[CellView, ...]
    kind: Literal["map"] = "map"


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure above all others."""

    value: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure is called, and what it is exactly."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem that recurs."""

    problem: str
    times: str
    records: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawing, and its figures as a table; or a table alone."""

    table: Table
    drawing: Bars | Line | Map | None = None

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
    definitions: tuple[Definition, ...] = ()
    problems: tuple[ProblemView, ...] = ()


@dataclass(frozen=True, slots=True)
class InsightsPage:
    """What the records tell."""

    headlines: tuple[Headline, ...]
    chapters: tuple[Chapter, ...]
    withheld: str
    """What is withheld, and why."""
