"""Drawings of figures: bars, lines and matrices as lists of SVG shapes.

Lengths are in units of the drawing's ``width``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WIDTH = 400
"""Width of a drawing; small enough that a phone shows its letters at their size."""
_LETTERS = 52
"""Most characters of a label that fit into the width."""
_THICK = 14
_LABEL = 18
_LONGEST_BAR = 270
_PER_YEAR_ALL = 10
"""Most dots with a label each; of more, only the first and the last have one."""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure to be drawn."""

    amount: float | None
    """None if it is withheld or does not exist."""
    text: str
    """The figure as shown, or why it is not."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An element of SVG."""

    tag: str
    style: str
    """Its class, or empty."""
    place: tuple[tuple[str, float | str], ...]
    """Its attributes, in order."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes, from back to front, with a title and a description."""

    id: str
    title: str
    description: str
    """The drawing in a sentence, for readers who cannot see it."""
    width: float
    height: float
    shapes: tuple[Shape, ...]


def bars(
    drawing_id: str, title: str, description: str, rows: Sequence[tuple[str, Sequence[Value]]]
) -> Drawing:
    """Return horizontal bars, each row below its label, scaled to the longest."""
    most = max((value.amount or 0 for _label, values in rows for value in values), default=0)
    shapes, y = [], 0.0
    for label, values in rows:
        y += _LABEL
        shapes.append(_text(0, y - 5, _cut(label)))
        for shade, value in enumerate(values, start=1):
            length = round(_LONGEST_BAR * (value.amount or 0) / most, 1) if most else 0.0
            shapes.append(_rect(1, y, length, _THICK, f"bh-shade-{shade}"))
            shapes.append(_text(length + 6, y + 11, value.text, "bh-said"))
            y += _THICK + 3
        y += 6
    return Drawing(drawing_id, title, description, WIDTH, y, tuple(shapes))


def line(drawing_id: str, title: str, description: str, points: Mapping[int, Value]) -> Drawing:
    """Return a line over years; a year without a figure breaks it."""
    left, right, top, base = 24.0, WIDTH - 24.0, 26.0, 130.0
    most = max((value.amount or 0 for value in points.values()), default=0) or 1
    years = sorted(points)
    first, span = years[0], max(1, years[-1] - years[0])
    strokes: list[list[str]] = [[]]
    dots: list[Shape] = []
    for number, year in enumerate(years):
        value = points[year]
        x = round(left + (right - left) * (year - first) / span, 1) if years[1:] else WIDTH / 2
        if value.amount is None:
            strokes.append([])
        else:
            y = round(base - (base - top) * value.amount / most, 1)
            strokes[-1].append(f"{x:g},{y:g}")
            dots.append(Shape("circle", "", (("cx", x), ("cy", y), ("r", 4))))
            dots.append(_text(x, y - 10, value.text, "bh-middle"))
        if len(years) <= _PER_YEAR_ALL or number in {0, len(years) - 1}:
            dots.append(_text(x, base + 20, str(year), "bh-middle bh-said"))
    lines = (
        Shape("polyline", "", (("points", " ".join(piece)),)) for piece in strokes if len(piece) > 1
    )
    axis = _path(f"M0 {base:g}H{WIDTH}")
    return Drawing(drawing_id, title, description, WIDTH, 156, (axis, *lines, *dots))


def square(
    drawing_id: str,
    title: str,
    description: str,
    names: Sequence[str],
    counts: Mapping[tuple[int, int], int],
) -> Drawing:
    """Return a matrix of counts whose rows and columns have the same names.

    Args:
        drawing_id: Id of the drawing on its page.
        title: Its title.
        description: The drawing in a sentence.
        names: Names of the rows; columns show the number of the row.
        counts: Count by row and column, numbered from 0; missing ones are 0.
    """
    left, top, size = 172.0, 24.0, 26.0
    side = size * len(names)
    most = max(counts.values(), default=1)

    def shapes() -> Iterator[Shape]:
        for (row, column), count in sorted(counts.items()):
            shade = f"bh-cell-{-(-4 * count // most)}"
            yield _rect(left + size * column, top + size * row, size, size, shade)
        for step in range(len(names) + 1):
            yield _path(f"M{left + size * step:g} {top:g}V{top + side:g}")
        for step in range(len(names) + 1):
            yield _path(f"M{left:g} {top + size * step:g}H{left + side:g}")
        for number, name in enumerate(names):
            yield _text(0, top + size * number + 17, _cut(f"{number + 1} {name}", 24))
        for number in range(len(names)):
            yield _text(left + size * (number + 0.5), top - 7, str(number + 1), "bh-middle bh-said")
        for (row, column), count in sorted(counts.items()):
            x, y = left + size * (column + 0.5), top + size * row + 17
            yield _text(x, y, str(count), "bh-middle")

    width = max(WIDTH, left + side + 2)
    return Drawing(drawing_id, title, description, width, top + side + 2, tuple(shapes()))


def _rect(x: float, y: float, width: float, height: float, style: str) -> Shape:
    return Shape("rect", style, (("x", x), ("y", y), ("width", width), ("height", height)))


def _text(x: float, y: float, text: str, style: str = "") -> Shape:
    return Shape("text", style, (("x", x), ("y", y)), text)


def _path(path: str) -> Shape:
    return Shape("path", "bh-axis", (("d", path),))


def _cut(text: str, most: int = _LETTERS) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
