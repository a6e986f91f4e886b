"""Which columns of a grid are those of its table, and which belong to another beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_builder.exchange.tables.grid import Grid
    from site_builder.exchange.tables.headings import Headings

_ALIGNED = 0.8
"""Least share of rows that columns without a heading fill if they are part of the table."""
_SHORT = 0.5
"""Share of rows below which a block that only stands at the top is another table."""


@dataclass(frozen=True)
class Blocks:
    """Columns of a grid, by what they belong to."""

    own: range
    """From the first to the last column of the table."""
    beside: tuple[range, ...]
    """Columns of something else that stands beside the table."""
    apart: tuple[range, ...]
    """Columns of the table that may be something else."""


def blocks_of(grid: Grid, columns: range, headings: Headings) -> Blocks:
    """Return which columns belong to a table with some headings."""
    top = headings.rows[0] if headings.rows else headings.below
    rows = {row: grid.filled(row, columns) for row in range(top, len(grid.cells))}
    below = {row: frozenset(filled) for row, filled in rows.items() if row >= headings.below}
    blocks = _runs(sorted({at for filled in rows.values() for at in filled}))
    if len(blocks) < 2:  # noqa: PLR2004 - nothing is beside a single block
        return Blocks(blocks[0] if blocks else columns, (), ())
    main = max(blocks, key=lambda block: _weight(block, headings, below.values()))
    full = [row for row, filled in below.items() if filled.intersection(main)]
    at = blocks.index(main)
    first = _reach(blocks[:at][::-1], lambda block: _is_beside(block, main, headings, below, full))
    last = _reach(blocks[at + 1 :], lambda block: _is_beside(block, main, headings, below, full))
    own = blocks[at - first : at + 1 + last]
    return Blocks(
        range(own[0].start, own[-1].stop),
        tuple(block for block in blocks if block not in own),
        tuple(block for block in own if block != main and _at_top(block, below, full)),
    )


def _reach(blocks: Sequence[range], is_beside: Callable[[range], bool]) -> int:
    """Return how many blocks there are before the first that stands beside the table."""
    return next((at for at, block in enumerate(blocks) if is_beside(block)), len(blocks))


def _is_beside(
    block: range,
    main: range,
    headings: Headings,
    below: Mapping[int, frozenset[int]],
    full: Sequence[int],
) -> bool:
    """Return whether a block of columns is none of the table with the main block."""
    names = {headings.texts[at].casefold() for at in block if at in headings.texts}
    others = {headings.texts[at].casefold() for at in main if at in headings.texts}
    share = sum(not below[row].isdisjoint(block) for row in full) / max(len(full), 1)
    is_nameless = bool(headings.rows) and not names
    is_twin = len(names) > 1 and names <= others
    is_short = share < _SHORT and _at_top(block, below, full)
    return is_twin or is_short or (is_nameless and share < _ALIGNED)


def _at_top(block: range, below: Mapping[int, frozenset[int]], full: Sequence[int]) -> bool:
    """Return whether several columns are filled in the first rows alone, as those of a legend."""
    inside = [row for row in full if not below[row].isdisjoint(block)]
    return len(block) > 1 and len(inside) < len(full) and inside == full[: len(inside)]


def _weight(block: range, headings: Headings, rows: Iterable[frozenset[int]]) -> tuple[int, int]:
    headed = sum(at in headings.texts for at in block)
    return headed, sum(len(filled.intersection(block)) for filled in rows)


def _runs(columns: Sequence[int]) -> list[range]:
    """Return the runs of columns that follow each other."""
    runs: list[range] = []
    for at in columns:
        if runs and runs[-1].stop == at:
            runs[-1] = range(runs[-1].start, at + 1)
        else:
            runs.append(range(at, at + 1))
    return runs
