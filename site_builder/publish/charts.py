"""Figures to drawings: where every bar, dot and cell stands. The templates only put them down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.publish.insight_views import (
    Bar,
    BarRow,
    Bars,
    CellView,
    Dot,
    Label,
    Line,
    Map,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH = 400
"""Width of a drawing. Small enough for a telephone to show its letters at their size."""
_LETTERS = 52
"""Letters of a label that fit into the width."""
_THICK = 14
_LABEL = 18
_LONGEST_BAR = 270
_PER_YEAR_ALL = 10
"""Most dots that carry a label each; of more, the first and the last do."""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure to be drawn."""

    amount: float | None
    """None for one that is not told or does not exist."""
    text: str
    """As it is said, or why it is not."""


def bars(
    drawing_id: str, title: str, says: str, rows: Sequence[tuple[str, Sequence[Value]]]
) -> Bars:
    """Return bars, the longest of which is as long as there is room."""
    most = max((value.amount or 0 for _label, values in rows for value in values), default=0)
    placed, y = [], 0.0
    for label, values in rows:
        y += _LABEL
        line = y - 5
        drawn = []
        for shade, value in enumerate(values, start=1):
            length = round(_LONGEST_BAR * (value.amount or 0) / most, 1) if most else 0.0
            drawn.append(Bar(y, length, value.text, length + 6, y + 11, shade))
            y += _THICK + 3
        placed.append(BarRow(_cut(label), line, tuple(drawn)))
        y += 6
    return Bars(drawing_id, title, says, WIDTH, y, _THICK, tuple(placed))


def line(drawing_id: str, title: str, says: str, points: Mapping[int, Value]) -> Line:
    """Return a line over years; a year without a figure breaks it."""
    left, right, top, base = 24.0, WIDTH - 24.0, 26.0, 130.0
    most = max((value.amount or 0 for value in points.values()), default=0) or 1
    years = sorted(points)
    first, span = years[0], max(1, years[-1] - years[0])
    single = len(years) == 1
    strokes: list[list[str]] = [[]]
    dots = []
    for number, year in enumerate(years):
        value = points[year]
        x = WIDTH / 2 if single else round(left + (right - left) * (year - first) / span, 1)
        shown = len(years) <= _PER_YEAR_ALL or number in {0, len(years) - 1}
        label = str(year) if shown else ""
        if value.amount is None:
            strokes.append([])
            dots.append(Dot(x, base, "", label))
            continue
        y = round(base - (base - top) * value.amount / most, 1)
        strokes[-1].append(f"{x:g},{y:g}")
        dots.append(Dot(x, y, value.text, label))
    pieces = tuple(" ".join(piece) for piece in strokes if len(piece) > 1)
    return Line(drawing_id, title, says, WIDTH, 156, base, left, right, pieces, tuple(dots))


def square(
    drawing_id: str,
    title: str,
    says: str,
    names: Sequence[str],
    counts: Mapping[tuple[int, int], int],
) -> Map:
    """Return a map of counts by row and column, both of which stand for the same names.

    Args:
        drawing_id: Id of the drawing on its page.
        title: Its title.
        says: The drawing in a sentence.
        names: What rows and columns stand for; columns carry the number of the row.
        counts: Count by row and column, numbered from 0; others are none.
    """
    left, top, size = 172.0, 24.0, 26.0
    side = size * len(names)
    most = max(counts.values(), default=1)
    rows = tuple(
        Label(0, top + size * number + 17, _cut(f"{number + 1} {name}", 24))
        for number, name in enumerate(names)
    )
    columns = tuple(
        Label(left + size * (number + 0.5), top - 7, str(number + 1))
        for number in range(len(names))
    )
    cells = tuple(
        CellView(
            x=left + size * column,
            y=top + size * row,
            text=str(count),
            text_x=left + size * (column + 0.5),
            text_y=top + size * row + 17,
            shade=-(-4 * count // most),
        )
        for (row, column), count in sorted(counts.items())
    )
    steps = range(len(names) + 1)
    return Map(
        drawing_id,
        title,
        says,
        width=max(WIDTH, left + side + 2),
        height=top + side + 2,
        size=size,
        left=left,
        top=top,
        right=left + side,
        bottom=top + side,
        lines_x=tuple(left + size * step for step in steps),
        lines_y=tuple(top + size * step for step in steps),
        rows=rows,
        columns=columns,
        cells=cells,
    )


def _cut(text: str, most: int = _LETTERS) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
