"""What was taken for granted in finding a table, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import counted, shortened
from site_builder.exchange.tables.grid import letters, places
from site_builder.exchange.tables.rows import Assumption
from site_builder.exchange.tables.sifting import TITLES
from site_builder.records.header.write import inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_builder.exchange.tables.blocks import Blocks
    from site_builder.exchange.tables.grid import Grid
    from site_builder.exchange.tables.headings import Headings
    from site_builder.exchange.tables.merging import Spread
    from site_builder.exchange.tables.rows import Choices
    from site_builder.exchange.tables.sifting import Sifted

_SURE = 0.6
"""Score of headings from which nothing is said of them if they are in the first row."""
_NAMED = 3
"""Most headings or texts that a note names."""


def of_headings(
    grid: Grid, columns: range, headings: Headings, choices: Choices
) -> Iterator[Assumption]:
    """Yield where the headings were found."""
    first = headings.rows[0] if headings.rows else headings.below
    above = [row for row in range(first) if grid.filled(row, range(grid.width))]
    verb = "is" if len(above) == 1 else "are"
    passed = f"; {_and_text(grid, columns, above)} above {verb} passed over" if above else ""
    if choices.heading_row is not None:
        return
    if not headings.rows:
        begins = _quoted([grid.at(first, at) for at in grid.filled(first, columns)])
        text = (
            f"no row looks like headings, so the columns are numbered, and {grid.place(first)} "
            f"({begins}) is the first lesson{passed}"
        )
        yield Assumption(text, "heading_row", "none")
        return
    named = _quoted(list(headings.texts.values()))
    numbers = [grid.numbers[row] for row in headings.rows]
    if above or len(numbers) > 1:
        verb = "hold" if len(numbers) > 1 else "holds"
        joined = ", each joined to the one below" if len(numbers) > 1 else ""
        text = f"{places(grid.unit, numbers)} {verb} the headings ({named}){joined}{passed}"
    elif headings.score < _SURE:
        text = (
            f"{grid.place(first)} is taken for the headings ({named}), "
            "though it looks like the rows below it"
        )
    else:
        return
    value = str(numbers[0]) if len(numbers) == 1 else str(numbers)
    yield Assumption(text, "heading_row", value)


def of_blocks(blocks: Blocks) -> Iterator[Assumption]:
    """Yield what stands beside the table."""
    if blocks.beside:
        named = " and ".join(map(_named_columns, blocks.beside))
        yield Assumption(f"{named} beside the table, and not read", "columns", _span(blocks.own))
    for block in blocks.apart:
        text = f"{_named_columns(block)} apart, and read as part of the table"
        is_left = block.start == blocks.own.start
        # An empty column is between.
        others = (
            (block.stop + 1, blocks.own.stop) if is_left else (blocks.own.start, block.start - 1)
        )
        yield Assumption(text, "columns", _span(range(*others)), found=False)


def of_passed(grid: Grid, columns: range, sifted: Sifted, section: str) -> Iterator[Assumption]:
    """Yield which rows below the headings are no lessons."""
    for what, rows in sifted.passed.items():
        numbers = [grid.numbers[row] for row in rows]
        if len(rows) > 1:
            text = f"{places(grid.unit, numbers)} {what}, and are no lessons"
        else:
            text = f"{places(grid.unit, numbers)} {_singular(what)}, and is no lesson"
        kept = f"; the titles are in the column `{section}`" if what == TITLES else ""
        every = [*numbers, *(grid.numbers[row] for row in sifted.records)]
        value = f"{min(every)}-{max(every)}"
        examples = _examples(grid, columns, rows)
        yield Assumption(f"{text} ({examples}){kept}", "rows", value, found=False)


def of_merged(
    grid: Grid, down: Spread, lessons: Mapping[int, Sequence[int]], names: Mapping[int, str]
) -> Iterator[Assumption]:
    """Yield what was made of cells that are merged over several rows."""
    filled = sorted({at for columns in down.down.values() for at in columns if at in names})
    if filled:
        named = _quoted([names[at] for at in filled])
        yield Assumption(f"merged cells hold for each of their rows: {named}")
    longer = [rows for rows in lessons.values() if len(rows) > 1]
    if longer:
        where = places(grid.unit, [grid.numbers[row] for row in longer[0]])
        count = counted(len(longer), "lesson")
        yield Assumption(f"merged cells join several rows to one lesson ({count}, such as {where})")


def of_sparse(names: Sequence[str]) -> Iterator[Assumption]:
    """Yield which columns may be meant to be filled downwards."""
    for name in names:
        text = f"cells of `{name}` are empty below a value, which may hold for them too"
        yield Assumption(text, "fill_down", f"[{inline(name)}]", found=False)


def _and_text(grid: Grid, columns: range, rows: Sequence[int]) -> str:
    where = places(grid.unit, [grid.numbers[row] for row in rows])
    return f"{where} ({_examples(grid, columns, rows)})"


def _examples(grid: Grid, columns: range, rows: Sequence[int]) -> str:
    """Return the first text of some rows."""
    everywhere = range(grid.width)
    firsts = []
    for row in rows[: _NAMED + 1]:
        filled = grid.filled(row, columns) or grid.filled(row, everywhere)
        firsts.append(grid.at(row, filled[0]))
    return _quoted(firsts + [""] * (len(rows) - len(firsts)))


def _quoted(texts: Sequence[str]) -> str:
    """Return the first of some texts, and how many more there are."""
    shown = ", ".join(f"`{shortened(text)}`" for text in texts[:_NAMED])
    more = len(texts) - _NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _named_columns(columns: range) -> str:
    one = len(columns) == 1
    return f"column {letters(columns.start)} is" if one else f"columns {_span(columns)} are"


def _span(columns: range) -> str:
    return f"{letters(columns.start)}-{letters(columns.stop - 1)}"


def _singular(what: str) -> str:
    verb, rest = what.split(" ", 1)
    return f"{'is' if verb == 'are' else verb + 's'} {rest}"
