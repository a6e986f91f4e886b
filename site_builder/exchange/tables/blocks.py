"""Which columns of a grid are those of its table, and which belong to another beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    own, beside, apart = [main], [], []
    for block in blocks:
        if block == main:
            continue
        inside = [row for row in full if below[row].intersection(block)]
        names = {headings.texts[at].casefold() for at in block if at in headings.texts}
        others = {headings.texts[at].casefold() for at in main if at in headings.texts}
        at_top = inside == full[: len(inside)] and len(inside) < len(full)
        share = len(inside) / max(len(full), 1)
        if (
            (headings.rows and not names and share < _ALIGNED)
            or (len(names) > 1 and names <= others)
            or (at_top and share < _SHORT and len(block) > 1)
        ):
            beside.append(block)
        else:
            own.append(block)
            apart += [block] if at_top and len(block) > 1 else []
    first, last = min(block.start for block in own), max(block.stop for block in own)
    return Blocks(range(first, last), tuple(beside), tuple(apart))


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
