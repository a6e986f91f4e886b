"""Workbooks (.xlsx) read: the only module that knows openpyxl."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from site_builder.errors import TableError
from site_builder.exchange.tables.packed import check_workbook, damaged, read_small

if TYPE_CHECKING:
    from pathlib import Path

MAX_COLUMNS = 2_000
"""Most columns of a sheet that is read."""

_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")
_WHOLE = 1e15
"""Size up to which a number of a workbook is a whole number without doubt."""
_UNCOUNTED = re.compile(rb"(?:</f>|<f\b[^<>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet of a workbook as read."""

    name: str
    others: tuple[str, ...]
    """Names of the other sheets."""
    rows: tuple[tuple[str, ...], ...]
    """Cells as text, row by row from the first; rows without any at the end are left out."""
    uncounted: int
    """Cells of the workbook with a formula whose value was never saved; they read as empty."""


def read_rows(path: Path, sheet: str | None = None) -> WorkbookSheet:
    """Return a sheet of a workbook, by default the first.

    Of a formula its value when the workbook was last saved is read; a day reads as ``2026-03-14``,
    a moment as ``2026-03-14 09:30:00``, a whole number without a decimal point.

    Raises:
        TableError: The file is no workbook, is damaged or made to do harm, or has no such sheet.
    """
    data = read_small(path)
    check_workbook(path, data)
    try:
        return _read(path, data, sheet)
    except TableError:
        raise
    # openpyxl meets a damaged workbook with whatever its own code runs into.
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
        from site_builder.records.guess import did_you_mean  # noqa: PLC0415 - after a mistake

        listed = "its sheets: " + ", ".join(names)
        hint = did_you_mean(name, names)
        problem = f"the workbook has no sheet `{name}`"
        raise TableError(path, problem, f"{hint} ({listed})" if hint else listed)
    sheet = workbook.worksheets[names.index(name)]
    # What a sheet says of its size need not be true.
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
    """Return a cell's value as the text that people see in it."""
    if isinstance(value, str):
        return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    if isinstance(value, datetime):
        whole_day = value.time() == time(0)
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)
