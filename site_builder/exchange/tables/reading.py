"""Tables of other systems as rows of texts: CSV, workbooks, JSON lines, a JSON array of objects."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Choices:
    """What a map says about reading a table; empty where the table has to tell."""

    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""


def read_table(file: Path, choices: Choices = Choices()) -> SourceTable:
    """Return the rows of a table, those that cannot be read apart.

    Raises:
        TableError: Nothing can be made of the file.
    """
    packed = file.suffix.lower() == ".gz"
    ending = (file.with_suffix("") if packed else file).suffix.lower()
    form = _ENDINGS.get(ending)
    if form is None or (packed and form == "workbook"):
        hint = "name it by what is in it: " + ", ".join(_ENDINGS) + ", or one of text with .gz"
        raise TableError(file, f"no kind of table ends in `{file.suffix}`", hint)
    if form == "workbook":
        table = _workbook(file, choices)
    else:
        table = _text_table(file, form, ending, choices)
    if not table.rows and not table.broken:
        raise TableError(file, "it has no rows", "the first row names the columns")
    return table


def _text_table(file: Path, form: str, ending: str, choices: Choices) -> SourceTable:
    data = read_small(file)
    if data.startswith(_GZIP):
        data = gunzipped(file, data)
    text, notes = decoded(file, data, choices.encoding)
    if form == "cells":
        expected = choices.delimiter or ("\t" if ending in {".tsv", ".tab"} else "")
        return delimited.read_cells(file, text, expected, notes)
    if form == "lines":
        return structured.read_lines(file, text, notes)
    return structured.read_array(file, text, notes)


def _workbook(file: Path, choices: Choices) -> SourceTable:
    from site_builder.exchange.tables.workbook import read_rows  # noqa: PLC0415 - slow to import

    sheet = read_rows(file, choices.sheet or None)
    notes = []
    if sheet.others and not choices.sheet:
        others = ", ".join(sheet.others)
        notes.append(f"sheet `{sheet.name}` is read; `sheet:` in the map names another: {others}")
    if sheet.uncounted:
        notes.append(
            f"{sheet.uncounted:,} formulas have no saved value and read as empty; "
            "open the workbook in a spreadsheet program and save it"
        )
    return from_cells(file, "row", enumerate(sheet.rows, start=1), notes, exact=False)


def decoded(file: Path, data: bytes, encoding: str) -> tuple[str, list[str]]:
    """Return a file's bytes as text, and what was taken for granted.

    Raises:
        TableError: They are not of the encoding named, or no text at all.
    """
    if data.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0"))):
        raise TableError(file, "it is a workbook or another packed file", "name it .xlsx, if it is")
    if encoding:
        return _of_encoding(file, data, encoding), []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _of_encoding(file, data, "utf-16"), []
    start = data[:4000]
    if b"\0" in start:
        # Of Latin letters in UTF-16 every other byte is nothing.
        guess = "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        if start.count(0) < len(start) // 3:
            raise TableError(file, "it holds NUL characters; it is probably not a text file")
        return _of_encoding(file, data, guess), [f"it is read as {guess}"]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = _of_encoding(file, data, "cp1252")
        where = f"byte 0x{data[error.start]:02x} in line {line:,}"
        hint = "if letters come out wrong, name `encoding:` in the map"
        return text, [
            f"it is not UTF-8 ({where}) and is read as Windows-1252; {hint}",
        ]


def _of_encoding(file: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        hint = "such as utf-8, utf-16, cp1252, latin-1 or mac-roman"
        raise TableError(file, f"there is no encoding `{encoding}`", hint) from error
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        line = data.count(b"\n", 0, at) + 1
        problem = f"line {line:,} is not {encoding}"
        raise TableError(
            file, problem, "save it as UTF-8, or name `encoding:` in the map"
        ) from error
