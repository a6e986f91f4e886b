"""The table in a grid: where its headings are, which columns are its own, and its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.errors import TableChoiceError
from site_builder.exchange.tables import telling
from site_builder.exchange.tables.blocks import Blocks, blocks_of
from site_builder.exchange.tables.grid import letters
from site_builder.exchange.tables.headings import find_headings, headings_in, no_headings
from site_builder.exchange.tables.merging import (
    filled_down,
    joined,
    sparse_columns,
    spread_across,
    spread_down,
)
from site_builder.exchange.tables.naming import names_of
from site_builder.exchange.tables.rows import (
    BrokenRow,
    Choices,
    SourceTable,
    TableRow,
    trimmed,
    whole,
)
from site_builder.exchange.tables.sifting import Sifted, sift
from site_builder.records.guess import guess_or

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from site_builder.exchange.tables.grid import Grid
    from site_builder.exchange.tables.headings import Headings
    from site_builder.exchange.tables.naming import Names
    from site_builder.exchange.tables.rows import Assumption, Cell

_TRIMMED = 3
"""Least short rows that show that a program leaves out empty cells at the end of a row."""


def find_table(
    file: Path, grid: Grid, choices: Choices, notes: Sequence[Assumption] = ()
) -> SourceTable:
    """Return the table that is in a grid.

    Raises:
        TableChoiceError: A choice does not fit the grid, which is not empty.
    """
    grid, blocks, headings = _placed(file, grid, choices)
    columns = blocks.own
    down = spread_down(grid, headings.below)
    sifted = _sifted(file, down.grid, columns, headings, choices)
    lessons = joined(down, sifted.records, columns)
    used = {at for row in sifted.records for at in down.grid.filled(row, columns)}
    linked = {
        at for (row, at), url in grid.links.items() if row in lessons and grid.at(row, at) != url
    }
    names = names_of(headings.texts, columns, used, sifted.sections, linked)
    headed = [at for at in names.by_column if at in headings.texts]
    merged = spread_across(down.grid, frozenset(sifted.records), headed)
    to_fill = _to_fill(file, names.by_column, choices)
    full = filled_down(merged, sifted.records, to_fill)
    rows = [_row(full, group, names, sifted.section_of) for group in lessons.values()]
    is_whole = choices.columns is None and not blocks.beside
    broken = _broken(full, headings, rows) if grid.ragged and is_whole else []
    lost = {row.number for row in broken}
    sparse = [at for at in sparse_columns(full, sifted.records, columns) if at in headings.texts]
    all_notes = (
        *notes,
        *telling.of_headings(grid, columns, headings, choices),
        *telling.of_blocks(blocks),
        *names.notes,
        *telling.of_passed(grid, columns, sifted, names.sections),
        *telling.of_merged(grid, down, lessons, names.by_column),
        *telling.of_sparse([names.by_column[at] for at in sparse if not to_fill]),
    )
    kept = tuple(row for row in rows if row.number not in lost)
    shown = [names.by_column[at] for at in sorted(names.by_column, key=lambda at: (at < 0, at))]
    every = (*shown, *names.links.values())
    return SourceTable(file, grid.unit, every, kept, tuple(broken), all_notes, score=headings.score)


def _placed(file: Path, grid: Grid, choices: Choices) -> tuple[Grid, Blocks, Headings]:
    """Return the grid without what stands beside its table, the columns, and the headings."""
    columns = _columns(file, grid, choices)
    if choices.columns is not None:
        grid = grid.without({at for at in range(grid.width) if at not in columns})
        return grid, Blocks(columns, (), ()), _headings(file, grid, columns, choices)
    headings = _headings(file, grid, columns, choices)
    blocks = blocks_of(grid, columns, headings)
    if blocks.beside:
        grid = grid.without({at for block in blocks.beside for at in block})
        headings = _headings(file, grid, blocks.own, choices)
    if grid.ragged and headings.rows:
        # Cells beyond the headings are in a row by mistake.
        width = max(len(grid.cells[row]) for row in headings.rows)
        own = range(blocks.own.start, max(min(blocks.own.stop, width), blocks.own.start + 1))
        blocks = replace(blocks, own=own)
    return grid, blocks, headings


def _columns(file: Path, grid: Grid, choices: Choices) -> range:
    width = grid.width
    if choices.columns is None:
        return range(width)
    first, last = choices.columns
    if first > width:
        problem = f"there is no column {letters(first - 1)}"
        hint = f"the table has the columns A to {letters(width - 1)}"
        raise TableChoiceError(file, problem, hint, "columns")
    return range(first - 1, min(last, width))


def _headings(file: Path, grid: Grid, columns: range, choices: Choices) -> Headings:
    if choices.heading_row is None:
        return find_headings(grid, columns)
    if not choices.heading_row:
        return no_headings(grid, columns)
    rows = [_place(file, grid, number, "heading_row") for number in choices.heading_row]
    empty = next((row for row in rows if not grid.filled(row, columns)), None)
    if empty is not None:
        found = find_headings(grid, columns).rows
        hint = f"{grid.place(found[-1])} looks like headings" if found else "no row looks like them"
        raise TableChoiceError(file, f"{grid.place(empty)} is empty", hint, "heading_row")
    return headings_in(grid, columns, rows)


def _place(file: Path, grid: Grid, number: int, option: str) -> int:
    """Return the place of the row with a number.

    Raises:
        TableChoiceError: No row begins there.
    """
    if number in grid.numbers:
        return grid.numbers.index(number)
    near = min(grid.numbers, key=lambda other: abs(other - number))
    problem = f"no row begins in {grid.unit} {number:,}"
    hint = f"the nearest begins in {grid.unit} {near:,}"
    raise TableChoiceError(file, problem, hint, option)


def _sifted(file: Path, grid: Grid, columns: range, headings: Headings, choices: Choices) -> Sifted:
    if choices.rows is None:
        return sift(grid, columns, headings)
    first, last = choices.rows
    chosen = [
        row
        for row in range(headings.below, len(grid.cells))
        if first <= grid.numbers[row] <= last and grid.filled(row, columns)
    ]
    if not chosen:
        problem = f"there is nothing in {grid.unit}s {first:,} to {last:,} below the headings"
        hint = f"the last {grid.unit} is {grid.numbers[-1]:,}"
        raise TableChoiceError(file, problem, hint, "rows")
    return Sifted(chosen)


def _to_fill(file: Path, names: Mapping[int, str], choices: Choices) -> list[int]:
    """Return the columns in which empty cells repeat the one above them."""
    places = {name.casefold(): at for at, name in names.items()}
    for wanted in choices.fill_down:
        if wanted.casefold() not in places:
            hint = guess_or(wanted, names.values(), "a heading of the table")
            raise TableChoiceError(file, f"no column `{wanted}`", hint, "fill_down")
    return [places[wanted.casefold()] for wanted in choices.fill_down]


def _row(
    grid: Grid, rows: Sequence[int], names: Names, sections: Mapping[int, tuple[int, str]]
) -> TableRow:
    """Return a record that spans some rows, its different texts in a column below each other."""
    values: dict[str, Cell] = {}
    cells = [grid.cells[row] for row in rows]
    for at, name in names.by_column.items():
        texts = [line[at] for line in cells if 0 <= at < len(line) and line[at].strip()]
        if texts:
            values[name] = whole("\n".join(dict.fromkeys(texts)))
    if rows[0] in sections:
        values[names.sections] = sections[rows[0]][1]
    for at, name in names.links.items():
        if link := grid.links.get((rows[0], at)):
            values[name] = link
    return TableRow(grid.numbers[rows[0]], values)


def _broken(grid: Grid, headings: Headings, rows: Iterable[TableRow]) -> list[BrokenRow]:
    """Return the rows of a text file that have more or fewer cells than headings."""
    heads = [grid.cells[row] for row in headings.rows]
    if not heads:
        return []
    width, least = max(map(len, heads)), max(len(trimmed(head)) for head in heads)
    lines = dict(zip(grid.numbers, grid.cells, strict=True))
    short = [row for row in rows if len(lines[row.number]) < least]
    ends_empty = any(line and not line[-1].strip() for line in grid.cells)
    if len(short) >= _TRIMMED and not ends_empty:
        short = []
    shorter = {row.number for row in short}
    broken = []
    for row in rows:
        line = lines[row.number]
        beyond = trimmed(line)[width:]
        if beyond or row.number in shorter:
            reason = f"{len(line)} cell{'s' * (len(line) != 1)}, but {least or width} headings"
            extra = {f"beyond {at}": whole(cell) for at, cell in enumerate(beyond, start=1)}
            broken.append(BrokenRow(row.number, {**row.values, **extra}, reason))
    return broken
