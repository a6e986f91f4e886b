"""Merged cells, whose value holds for every row and column that they span."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from site_builder.exchange.tables.grid import Grid

_MOST_MERGED = 4
"""How many times all cells merged areas may cover; in a sound sheet they cover each once."""
_CONTINUES = 0.5
"""Share of the usual columns that are merged with the row above in a row that continues it."""
_LEADING = 3
_LEAST_EMPTY, _MOST_EMPTY = 0.25, 0.95


@dataclass(frozen=True)
class Spread:
    """A grid in which merged cells repeat their value."""

    grid: Grid
    down: Mapping[int, frozenset[int]]
    """Columns of each row whose value comes from a row above."""


def spread_down(grid: Grid, below: int) -> Spread:
    """Return a grid in which cells merged over several rows hold their value in each.

    Empty rows stay empty, and so do rows above the place ``below``.
    """
    cells = [list(row) for row in grid.cells]
    filled = [any(cell.strip() for cell in row) for row in cells]
    down: defaultdict[int, set[int]] = defaultdict(set)
    left = _MOST_MERGED * max(len(cells) * grid.width, 1)
    for area in grid.merged:
        last = min(area.bottom, len(cells) - 1)
        left -= max(last - area.top, 0)
        if area.top < below or last <= area.top or left < 0:
            continue
        value = grid.at(area.top, area.left)
        for row in range(area.top + 1, last + 1) if value else ():
            if filled[row] and not grid.at(row, area.left):
                cells[row] += [""] * (area.left + 1 - len(cells[row]))
                cells[row][area.left] = value
                down[row].add(area.left)
    return Spread(
        replace(grid, cells=cells), {row: frozenset(columns) for row, columns in down.items()}
    )


def spread_across(grid: Grid, rows: Collection[int], headed: Collection[int]) -> Grid:
    """Return a grid in which records hold the value of merged cells in each column with a heading.

    A column that only lengthens the heading on its left has none of its own.
    """
    cells = list(grid.cells)
    left = _MOST_MERGED * max(len(cells) * grid.width, 1)
    for area in grid.merged:
        columns = [at for at in headed if area.left < at <= area.right]
        left -= len(columns)
        if area.top not in rows or not columns or left < 0:
            continue
        row = list(cells[area.top])
        row += [""] * (max(columns) + 1 - len(row))
        for at in columns:
            row[at] = row[at] if row[at].strip() else row[area.left]
        cells[area.top] = row
    return replace(grid, cells=cells)


def joined(spread: Spread, records: Sequence[int], columns: range) -> dict[int, list[int]]:
    """Return the rows of each record: several if most of its cells are merged over them."""
    rows: dict[int, list[int]] = {}
    first = -1
    for row in records:
        from_above = spread.down.get(row, frozenset())
        filled = len(spread.grid.filled(row, columns))
        if rows and len(from_above) > 1 and len(from_above) >= _CONTINUES * filled:
            rows[first].append(row)
        else:
            first = row
            rows[row] = [row]
    return rows


def sparse_columns(grid: Grid, records: Sequence[int], columns: range) -> list[int]:
    """Return leading columns in which a value may stand for the empty cells below it."""
    found = []
    for at in columns[: min(_LEADING, len(columns) // 2)]:
        texts = [grid.at(row, at) for row in records]
        values = [text for text in texts if text]
        empty = 1 - len(values) / max(len(texts), 1)
        if (
            texts
            and texts[0]
            and _LEAST_EMPTY <= empty <= _MOST_EMPTY
            and len(set(values)) == len(values) > 1
            # An empty cell is between two values.
            and any(texts[texts.index("") :])
        ):
            found.append(at)
    return found


def filled_down(grid: Grid, records: Sequence[int], columns: Sequence[int]) -> Grid:
    """Return a grid in which empty cells of some columns repeat the one above them."""
    cells = list(grid.cells)
    above: dict[int, str] = {}
    for row in records:
        line = list(cells[row])
        line += [""] * (max(columns, default=-1) + 1 - len(line))
        for at in columns:
            line[at] = above[at] = line[at] if line[at].strip() else above.get(at, "")
        cells[row] = line
    return replace(grid, cells=cells)
