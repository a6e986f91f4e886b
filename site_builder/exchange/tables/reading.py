"""Tables of other systems read: CSV, workbooks, JSON lines and JSON arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.errors import TableError
from site_builder.exchange.tables import delimited, structured
from site_builder.exchange.tables.packed import gunzipped, read_small
from site_builder.exchange.tables.rows import SourceTable, from_cells

if TYPE_CHECKING:
    from pathlib import Path

_GZIP = b"\x1f\x8b"
_ENDINGS = {
    ".csv": "cells",
    ".tsv": "cells",
    ".tab": "cells",
    ".txt": "cells",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "array",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
}


def read_table(
    file: Path, *, sheet: str = "", delimiter: str = "", encoding: str = ""
) -> SourceTable:
    """Return the rows of a table, those that cannot be used apart.

    Args:
        file: The table; its name says what kind it is.
        sheet: Sheet of a workbook; empty for the first.
        delimiter: Delimiter of cells in a text file; empty to guess it.
        encoding: Encoding of a text file; empty to detect it.

    Raises:
        TableError: The file cannot be read as a table.
    """
    is_gzip = file.suffix.lower() == ".gz"
    ending = (file.with_suffix("") if is_gzip else file).suffix.lower()
    form = _ENDINGS.get(ending)
    if form is None or (is_gzip and form == "workbook"):
        hint = "name it after its contents: " + ", ".join(_ENDINGS) + ", or a text form with .gz"
        raise TableError(file, f"`{file.suffix}` is not a known kind of table", hint)
    if form == "workbook":
        table = _workbook(file, sheet)
    else:
        data = read_small(file)
        if data.startswith(_GZIP):
            data = gunzipped(file, data)
        text, notes = _decoded(file, data, encoding)
        if form == "cells":
            tab = "\t" if ending in {".tsv", ".tab"} else ""
            table = delimited.read_cells(file, text, delimiter or tab, notes)
        else:
            read = structured.read_lines if form == "lines" else structured.read_array
            table = read(file, text, notes)
    if not table.rows and not table.broken:
        raise TableError(file, "it has no rows", "the first row names the columns")
    return table


def _workbook(file: Path, wanted: str) -> SourceTable:
    from site_builder.exchange.tables.workbook import read_rows  # noqa: PLC0415 - slow to import

    sheet = read_rows(file, wanted or None)
    notes = []
    if sheet.others and not wanted:
        others = ", ".join(sheet.others)
        notes.append(f"sheet `{sheet.name}` is read; `sheet:` in the map names another: {others}")
    if sheet.uncounted:
        notes.append(
            f"{sheet.uncounted:,} formulas have no saved value and read as empty; "
            "open the workbook in a spreadsheet program and save it"
        )
    return from_cells(file, "row", enumerate(sheet.rows, start=1), notes, exact=False)


def _decoded(file: Path, data: bytes, encoding: str) -> tuple[str, list[str]]:
    """Return the text of a file, and the assumptions made in decoding it.

    Raises:
        TableError: The bytes are not in the encoding, or not text.
    """
    if data.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0"))):
        hint = "rename it to .xlsx if it is a workbook"
        raise TableError(file, "it is a workbook or a compressed file", hint)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = encoding or "utf-16"
    if encoding:
        return _in_encoding(file, data, encoding), []
    start = data[:4000]
    if b"\0" in start:
        # Every other byte of Latin letters in UTF-16 is NUL.
        guess = "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        if start.count(0) < len(start) // 3:
            raise TableError(file, "it contains NUL characters; it is probably not a text file")
        return _in_encoding(file, data, guess), [f"it is read as {guess}"]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = _in_encoding(file, data, "cp1252")
        note = (
            f"it is not UTF-8 (byte 0x{data[error.start]:02x} in line {line:,}) and is read as "
            "Windows-1252; if letters come out wrong, name `encoding:` in the map"
        )
        return text, [note]


def _in_encoding(file: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        hint = "such as utf-8, utf-16, cp1252, latin-1 or mac-roman"
        raise TableError(file, f"`{encoding}` is not a known encoding", hint) from error
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        hint = "save it as UTF-8, or name `encoding:` in the map"
        raise TableError(file, f"line {line:,} is not {encoding}", hint) from error
