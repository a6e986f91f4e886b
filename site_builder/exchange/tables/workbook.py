"""Workbooks (.xlsx): the only module that knows openpyxl."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from site_builder.errors import CellError, TableError, UnwritableError
from site_builder.exchange.tables.packed import check_workbook, damaged, read_small

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

MAX_CELL = 32_767
"""Most characters of a cell, which the format sets."""
MAX_ROWS = 1_048_576
"""Most rows of a sheet, which the format sets."""
MAX_COLUMNS = 2_000
"""Most columns of a sheet that is read."""

# What XML cannot hold, and what would be read as standing for such a sign.
_UNWRITABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4})"
)
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")
# What spreadsheet programs take for a formula or an error.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "#")
_NEVER = (1980, 1, 1, 0, 0, 0)
_WHOLE = 1e15
"""Size up to which a number of a workbook is a whole number without doubt."""
_UNCOUNTED = re.compile(rb"(?:</f>|<f\b[^<>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook as read."""

    name: str
    others: tuple[str, ...]
    """Names of the other sheets."""
    rows: tuple[tuple[str, ...], ...]
    """Cells as text, row by row from the first; rows without any at the end are left out."""
    uncounted: int
    """Cells of the workbook with a formula whose value was never saved; they read as empty."""


def write_workbook(target: Path | IO[bytes], sheets: Mapping[str, Iterable[Sequence[str]]]) -> None:
    """Write a workbook of texts: the same bytes for the same texts.

    No cell is a formula, whatever its text begins with.

    Args:
        target: File or stream to write to.
        sheets: Rows of each sheet by name; the first of a sheet is its headings.

    Raises:
        CellError: A text is longer than a cell can hold, or a sheet has too many rows.
        UnwritableError: The file cannot be written.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415 - slow to import

    # A sheet that is begun has to be brought to its end, so all is looked at before.
    checked = {name: list(_checked(name, rows)) for name, rows in sheets.items()}
    workbook = Workbook(write_only=True)
    moment = datetime(*_NEVER[:3])  # noqa: DTZ001 - the format has no time zone
    workbook.properties.created = workbook.properties.modified = moment
    workbook.properties.creator = "lessons export"
    for name, written in checked.items():
        sheet = workbook.create_sheet(name)
        for row in written:
            sheet.append(list(_cells(sheet, row)))
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        ExcelWriter(workbook, archive).write_data()
    packed = _without_times(raw)
    if hasattr(target, "write"):
        target.write(packed)
        return
    try:
        target.write_bytes(packed)
    except OSError as error:
        raise UnwritableError(target, error.strerror or str(error)) from error


def read_rows(path: Path, sheet: str | None = None) -> Sheet:
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


def _checked(name: str, rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Yield rows as a workbook holds them.

    Raises:
        CellError: A text is longer than a cell can hold, or there are too many rows.
    """
    headings: Sequence[str] = ()
    for number, row in enumerate(rows, start=1):
        headings = headings or row
        if number > MAX_ROWS:
            problem = f"a sheet holds at most {MAX_ROWS:,} rows"
            raise CellError(name, _first(row), _first(headings), problem)
        written = [_UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text) for text in row]
        for at, text in enumerate(written):
            if len(text) > MAX_CELL:
                column = headings[at] if at < len(headings) else str(at + 1)
                problem = f"the text has {len(text):,} characters, a cell holds {MAX_CELL:,}"
                raise CellError(name, _first(row), column, problem)
        yield written


def _cells(
    sheet: Any,  # noqa: ANN401 - openpyxl's types change with the mode
    row: Sequence[str],
) -> Iterator[object]:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow to import

    for text in row:
        if not text.startswith(_FORMULA_SIGNS):
            # A cell without text is no cell.
            yield text or None
            continue
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        # Editing the cell in a spreadsheet program does not make a formula of it either.
        cell.quotePrefix = True
        yield cell


def _first(row: Sequence[str]) -> str:
    return row[0] if row else ""


def _without_times(raw: BytesIO) -> bytes:
    """Return a packed workbook packed anew, with no time in it."""
    packed = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as archive:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, source.read(part))
    return packed.getvalue()


def _read(path: Path, data: bytes, wanted: str | None) -> Sheet:
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
            raise TableError(path, problem, "delete what stands far to the right")
        rows.append(tuple(_text(value) for value in row))
        if any(rows[-1]):
            filled = number
    others = tuple(other for other in names if other != name)
    return Sheet(name, others, tuple(rows[:filled]), _uncounted(data))


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
