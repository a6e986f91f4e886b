"""Sheets with the same headings, such as one for each year, read as one table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.exchange.tables.rows import Assumption, BrokenRow, SourceTable, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ALIKE = 0.8
"""Least share of headings that such sheets have in common."""
_NAME = "sheet"
_STEP = 1_048_576
"""Most rows of a sheet, a limit of the format."""


@dataclass(frozen=True, slots=True)
class SheetsTable(SourceTable):
    """Several sheets of a workbook as one table, numbered one after the other."""

    sheets: tuple[str, ...]

    def place_of(self, row: TableRow) -> str:
        """Return the sheet and the number of a row, as formulas write it."""
        sheet, number = divmod(row.number, _STEP)
        return f"{self.sheets[sheet]}!{number}"

    def name_of(self, row: TableRow) -> str:
        """Return the row and its sheet."""
        sheet, number = divmod(row.number, _STEP)
        return f"{self.unit} {number} of sheet `{self.sheets[sheet]}`"


def are_alike(one: SourceTable, other: SourceTable) -> bool:
    """Return whether two tables lie alike and have the same headings, apart from a few."""
    turned, other_turned = (
        any(note.option == "layout" for note in table.notes) for table in (one, other)
    )
    mine, others = (
        {name.casefold() for name in columns} for columns in (one.columns, other.columns)
    )
    return turned == other_turned and len(mine & others) >= _ALIKE * len(mine | others)


def joined(tables: Mapping[str, SourceTable]) -> SourceTable:
    """Return tables below each other, with a first column that names the sheet of each row."""
    first = next(iter(tables.values()))
    columns = {name.casefold(): name for table in tables.values() for name in table.columns}
    own = _NAME
    while own in columns:
        own = f"{own} name"
    rows: list[TableRow] = []
    broken: list[BrokenRow] = []
    for at, (sheet, table) in enumerate(tables.items()):
        for row in (*table.rows, *table.broken):
            values = {columns[name.casefold()]: cell for name, cell in row.values.items()}
            moved = replace(row, number=at * _STEP + row.number, values={own: sheet, **values})
            (broken if isinstance(moved, BrokenRow) else rows).append(moved)  # type: ignore[arg-type]
    notes = tuple(_notes(list(tables.items())))
    names = (own, *columns.values())
    return SheetsTable(
        first.file, first.unit, names, tuple(rows), tuple(broken), notes, tuple(tables)
    )


def _notes(tables: Sequence[tuple[str, SourceTable]]) -> Iterator[Assumption]:
    """Yield what was taken for granted in all sheets, and then what in one of them."""
    _, first = tables[0]
    same = [note for note in first.notes if all(note in table.notes for _, table in tables)]
    yield from same
    for sheet, table in tables:
        for note in table.notes:
            if note not in same:
                # What is said of one sheet would be wrong for the others.
                yield Assumption(f"sheet `{sheet}`: {note.text}")
