"""Sheets of workbooks (.xlsx), read with openpyxl."""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from site_builder.errors import TableChoiceError, TableError
from site_builder.exchange.tables.grid import MAX_COLUMNS
from site_builder.exchange.tables.packed import check_workbook, damaged, read_small
from site_builder.exchange.tables.sheet_details import SheetDetails, details_of
from site_builder.records.guess import guess_or

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_WHOLE = 1e15
"""Size up to which floating-point numbers hold every whole number exactly."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    """Cells as text, row by row; empty rows at the end are left out."""
    details: SheetDetails
    hidden: bool = False
    failed: tuple[str, ...] = ()
    """Errors of formulas, each with its place, such as ``#REF! in D7``; they read as empty."""


def read_sheets(path: Path, wanted: Sequence[str] = ()) -> list[Sheet]:
    """Return the sheets of a workbook that have cells, or those that are wanted.

    A formula reads as its last saved value, a day as ``2026-03-14``, a time of a day as
    ``2026-03-14 09:30:00``, a share as ``25%``, and a whole number has no decimal point.

    Raises:
        TableError: The file is not a safe workbook, or has no such sheet.
    """
    data = read_small(path)
    check_workbook(path, data)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of whatever it leaves out, such as colours that depend on values.
            warnings.simplefilter("ignore")
            return _read(path, data, wanted)
    except TableError:
        raise
    # openpyxl can raise nearly anything at a damaged workbook.
    except Exception as error:
        raise damaged(path, f"{type(error).__name__}: {error}") from error


def _read(path: Path, data: bytes, wanted: Sequence[str]) -> list[Sheet]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    names = [sheet.title for sheet in workbook.worksheets]
    if not names:
        hint = "save it as an ordinary .xlsx workbook, or as CSV"
        raise TableError(path, "the workbook has no sheet with cells", hint)
    for name in wanted:
        if name not in names:
            hint = guess_or(name, names, f"its sheets: {', '.join(names)}")
            raise TableChoiceError(path, f"the workbook has no sheet `{name}`", hint, "sheet")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [
            _sheet(path, archive, sheet)
            for sheet in workbook.worksheets
            if not wanted or sheet.title in wanted
        ]


def _sheet(path: Path, archive: zipfile.ZipFile, sheet: ReadOnlyWorksheet) -> Sheet:
    # The size that a sheet declares can be wrong.
    sheet.reset_dimensions()
    cells: Iterator[Sequence[ReadOnlyCell]] = sheet.iter_rows()  # type: ignore[assignment,misc]
    rows: list[tuple[str, ...]] = []
    failed: list[str] = []
    filled = 0
    for number, row in enumerate(cells, start=1):
        if len(row) > MAX_COLUMNS:
            problem = f"row {number} of sheet `{sheet.title}` has more than {MAX_COLUMNS:,} columns"
            raise TableError(path, problem, "delete the cells far to the right")
        failed += [f"{cell.value} in {cell.coordinate}" for cell in row if cell.data_type == "e"]
        rows.append(tuple(map(_text, row)))
        if any(rows[-1]):
            filled = number
    # A sheet that is only read has no public name of its part.
    details = details_of(archive, getattr(sheet, "_worksheet_path"))  # noqa: B009
    is_hidden = sheet.sheet_state != "visible"
    return Sheet(sheet.title, tuple(rows[:filled]), details, is_hidden, tuple(failed))


def _text(cell: ReadOnlyCell) -> str:
    """Return a cell's value as text."""
    value: object = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time(0) else value.isoformat(" ", "seconds")
    if isinstance(value, int) and "%" not in cell.number_format:
        return str(value)
    return _number(value, cell.number_format) if isinstance(value, int | float) else str(value)


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{value * 100:.10g}%"
    is_whole = value.is_integer() and abs(value) < _WHOLE
    return str(int(value) if is_whole else value)
