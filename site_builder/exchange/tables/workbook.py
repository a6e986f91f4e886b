"""Sheets of workbooks (.xlsx), read with openpyxl."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from site_builder.errors import TableChoiceError, TableError
from site_builder.exchange.tables.packed import check_workbook, damaged, read_small
from site_builder.records.guess import guess_or

if TYPE_CHECKING:
    from pathlib import Path

MAX_COLUMNS = 2_000
"""Most columns in a sheet."""

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_WHOLE = 1e15
"""Size up to which floating-point numbers hold every whole number exactly."""
_UNCOUNTED = re.compile(rb"(?:</f>|<f\b[^<>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet of a workbook."""

    name: str
    others: tuple[str, ...]
    """Names of the other sheets."""
    rows: tuple[tuple[str, ...], ...]
    """Cells as text, row by row; empty rows at the end are left out."""
    uncounted: int
    """Number of formulas without a saved value in the workbook; they read as empty."""


def read_rows(path: Path, sheet: str | None = None) -> WorkbookSheet:
    """Return a sheet of a workbook, by default the first.

    A formula reads as its last saved value, a day as ``2026-03-14``, a time of a day as
    ``2026-03-14 09:30:00``, and a whole number has no decimal point.

    Raises:
        TableError: The file is not a safe workbook, or has no such sheet.
    """
    data = read_small(path)
    check_workbook(path, data)
    try:
        return _read(path, data, sheet)
    except TableError:
        raise
    # openpyxl can raise nearly anything at a damaged workbook.
    except Exception as error:
        raise damaged(path, f"{type(error).__name__}: {error}") from error


def _read(path: Path, data: bytes, wanted: str | None) -> WorkbookSheet:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    names = [sheet.title for sheet in workbook.worksheets]
    if not names:
        raise TableError(path, "the workbook has no sheet with cells")
    name = names[0] if wanted is None else wanted
    if name not in names:
        hint = guess_or(name, names, f"its sheets: {', '.join(names)}")
        raise TableChoiceError(path, f"the workbook has no sheet `{name}`", hint, "sheet")
    sheet = workbook.worksheets[names.index(name)]
    # The size that a sheet declares can be wrong.
    sheet.reset_dimensions()
    rows: list[tuple[str, ...]] = []
    filled = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if len(row) > MAX_COLUMNS:
            problem = f"row {number} of sheet `{name}` has more than {MAX_COLUMNS:,} columns"
            raise TableError(path, problem, "delete the cells far to the right")
        rows.append(tuple(_text(value) for value in row))
        if any(rows[-1]):
            filled = number
    others = tuple(other for other in names if other != name)
    return WorkbookSheet(name, others, tuple(rows[:filled]), _uncounted(data))


def _uncounted(data: bytes) -> int:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return sum(
            len(_UNCOUNTED.findall(archive.read(name)))
            for name in archive.namelist()
            if name.startswith("xl/worksheets/") and name.endswith(".xml")
        )


def _text(value: object) -> str:
    """Return a cell's value as text."""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time(0) else value)
    return "" if value is None else str(value)
