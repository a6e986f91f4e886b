"""Cells of a sheet or a text file before anything is known about them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

MAX_COLUMNS = 2_000
"""Most columns of a table."""
_MOST_RUNS = 6


class Area(NamedTuple):
    """Merged cells, by places from 0; the ends are part of it."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Grid:
    """Rows of cells, each with its number in the source."""

    unit: str
    """What the number of a row counts: ``line``, ``row`` or ``record``."""
    numbers: Sequence[int]
    cells: Sequence[Sequence[str]]
    """Texts, as long as each row is; white space alone counts as empty."""
    merged: Sequence[Area] = ()
    ragged: bool = False
    """Whether a row with another number of cells than the headings is a mistake."""
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Web addresses that cells lead to, by row and column."""
    marked: frozenset[int] = frozenset()
    """Rows that the source itself calls the first of a table."""

    @cached_property
    def width(self) -> int:
        """Number of cells in the longest row."""
        return max(map(len, self.cells), default=0)

    def at(self, row: int, column: int) -> str:
        """Return the stripped text of a cell; empty beyond the end of its row."""
        cells = self.cells[row]
        return cells[column].strip() if column < len(cells) else ""

    def filled(self, row: int, columns: range) -> list[int]:
        """Return the columns of a row whose cells are not empty."""
        cells = self.cells[row]
        return [at for at in columns if at < len(cells) and cells[at].strip()]

    def place(self, row: int) -> str:
        """Return where a row is, as ``line 5``."""
        return f"{self.unit} {self.numbers[row]:,}"

    def without(self, columns: Collection[int]) -> Grid:
        """Return the grid with the cells of some columns empty."""
        cells = [
            [("" if at in columns else cell) for at, cell in enumerate(row)] for row in self.cells
        ]
        areas = [area for area in self.merged if area.left not in columns]
        return replace(self, cells=cells, merged=areas)


def places(unit: str, numbers: Sequence[int]) -> str:
    """Return the places of rows, as ``lines 5, 7 to 9``."""
    runs = [
        [number for _at, number in run]
        for _offset, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    parts = [f"{run[0]:,}" if len(run) == 1 else f"{run[0]:,} to {run[-1]:,}" for run in runs]
    shown = ", ".join(parts[:_MOST_RUNS]) + (
        f" and {len(parts) - _MOST_RUNS:,} more" if len(parts) > _MOST_RUNS else ""
    )
    return f"{unit}{'s' * (len(numbers) > 1)} {shown}"


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 0, by its name in capitals."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def letters(column: int) -> str:
    """Return the name of a column counted from 0: A to Z, then AA and on."""
    above, last = divmod(column, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + last)
