"""Exports as tables: one for all records as CSV, one for each kind as a workbook."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import IO, TYPE_CHECKING

from site_builder.exchange.exports import cells
from site_builder.exchange.exports.source import KINDS
from site_builder.exchange.tables.sheets import write_workbook
from site_builder.exchange.tables.workbook import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.exchange.exports.shape import Shaped

# What may happen when a spreadsheet opens a cell that begins so is told at
# https://owasp.org/www-community/attacks/CSV_Injection.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"
"""Stands before a text that a spreadsheet would run, and before one that begins with it."""
_BASE_COLUMNS = ("format_version", "kind", "body")
_PIECE = 32_000
"""Characters after which a text goes on in the next column of a workbook."""
_SHORT_PIECE = 4_000
"""The same for a text that is longer there, in which every sign may be written as seven."""
_GROWS = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]|_x")
_CONTINUED = re.compile(r"(.+) ([2-9]|[1-9]\d+)")
_LONGEST_CELL = 100_000_000


def write_csv(head: Shaped, records: Iterable[Shaped], text: IO[str]) -> None:
    """Write a table of all records, the base itself in its first row."""
    names = cells.columns(KINDS)
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerow(map(_guarded, cells.base_row(head, names)))
    for record in records:
        writer.writerow(map(_guarded, cells.row(record, names)))


def read_csv(text: str) -> Iterator[Shaped]:
    """Yield what each row of a table of ours tells.

    Raises:
        ValueError: It is no whole table.
    """
    delimiter = text[len(cells.FIRST[0]) : len(cells.FIRST[0]) + 1]
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [[cell.removeprefix(_MARK) for cell in row] for row in reader]
    except csv.Error as error:
        raise ValueError(str(error)) from error
    finally:
        csv.field_size_limit(before)
    yield from cells.records_of(_by_name(rows))


def write_xlsx(head: Shaped, records: Iterable[Shaped], stream: IO[bytes]) -> None:
    """Write a workbook with a sheet for the base, and one for each kind of record."""
    names = {cells.BASE: _BASE_COLUMNS, **{str(kind): cells.columns([kind]) for kind in KINDS}}
    rows: dict[str, list[list[str]]] = {sheet: [] for sheet in names}
    rows[cells.BASE].append(cells.base_row(head, _BASE_COLUMNS))
    for record in records:
        rows[record["kind"]].append(cells.row(record, names[record["kind"]]))
    write_workbook(stream, {sheet: _widened(names[sheet], rows[sheet]) for sheet in names})


def read_xlsx(path: Path) -> Iterator[Shaped]:
    """Yield what each row of a workbook of ours tells.

    Raises:
        TableError: It cannot be read.
    """
    first = read_rows(path, cells.BASE)
    yield from cells.records_of(_by_name(first.rows))
    for sheet in first.others:
        yield from cells.records_of(_by_name(read_rows(path, sheet).rows))


def _guarded(cell: str) -> str:
    return _MARK + cell if cell.startswith((*_FORMULA_SIGNS, _MARK)) else cell


def _by_name(rows: Sequence[Sequence[str]]) -> Iterator[Mapping[str, str]]:
    """Yield each row as cells by column, what goes on in further columns put together."""
    if not rows:
        return
    columns = [_CONTINUED.fullmatch(heading) for heading in rows[0]]
    names = [more[1] if more else name for name, more in zip(rows[0], columns, strict=True)]
    for row in rows[1:]:
        found: dict[str, str] = {}
        for number, cell in enumerate(row):
            name = names[number] if number < len(names) else f"column {number + 1}"
            found[name] = found.get(name, "") + cell
        yield found


def _widened(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Yield headings and rows with as many columns for each name as its longest text needs.

    A column that no row fills is left out, but for the first ones.
    """
    pieces = [[_pieces(cell) for cell in row] for row in rows]
    widths = [
        max([int(name in cells.FIRST), *(len(row[at]) for row in pieces)])
        for at, name in enumerate(names)
    ]
    yield [
        name if number == 1 else f"{name} {number}"
        for name, width in zip(names, widths, strict=True)
        for number in range(1, width + 1)
    ]
    for row in pieces:
        yield [
            piece
            for parts, width in zip(row, widths, strict=True)
            for piece in (*parts, *[""] * (width - len(parts)))
        ]


def _pieces(cell: str) -> list[str]:
    if len(cell) <= _SHORT_PIECE:
        return [cell] if cell else []
    size = _SHORT_PIECE if _GROWS.search(cell) else _PIECE
    return [cell[at : at + size] for at in range(0, len(cell), size)]
