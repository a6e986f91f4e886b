"""Tables of other systems read: CSV, workbooks, JSON lines and JSON arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.errors import TableChoiceError, TableError
from site_builder.exchange.tables import structured
from site_builder.exchange.tables.choosing import read_workbook
from site_builder.exchange.tables.decoding import decoded
from site_builder.exchange.tables.delimited import cells_of
from site_builder.exchange.tables.packed import gunzipped, read_small
from site_builder.exchange.tables.rows import FIND, Choices, SourceTable
from site_builder.exchange.tables.shapes import read_grid

if TYPE_CHECKING:
    from pathlib import Path

_GZIP = b"\x1f\x8b"
_ENDINGS = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), "cells"),
    **dict.fromkeys((".jsonl", ".ndjson"), "lines"),
    ".json": "array",
    **dict.fromkeys((".xlsx", ".xlsm"), "workbook"),
}
_OTHERS = {
    **dict.fromkeys(
        (".xls", ".xlsb", ".xlt", ".ods", ".fods", ".numbers"), "a spreadsheet program"
    ),
    **dict.fromkeys((".htm", ".html", ".xml"), "a spreadsheet program"),
    **dict.fromkeys((".mdb", ".accdb", ".mpp", ".pdf", ".docx", ".doc"), "its program"),
}
"""Kinds of files that hold tables and are not read, each with what opens them."""
_UNNAMED = "the end of its name does not say what kind of table it is"
_SAVE = "save the table as .xlsx or as CSV (UTF-8), and import that"
_PLACES = ("heading_row", "columns", "rows", "fill_down", "layout")
_UNFIT = {
    "cells": (("sheet",), "a text file has no sheets"),
    "lines": (("sheet", "delimiter", *_PLACES), "each line of the file names its own columns"),
    "array": (("delimiter",), "a JSON file has no separator of cells"),
    "workbook": (("delimiter", "encoding"), "it is for text files, and this is a workbook"),
}
"""Choices that make no sense for a kind of file, and why."""


def read_table(file: Path, choices: Choices = FIND) -> SourceTable:
    """Return the table that is in a file, the rows that cannot be used apart.

    The file's name says what kind it is. Whatever the choices leave open is found out, and noted.

    Raises:
        TableError: The file cannot be read as a table.
        TableChoiceError: A choice does not fit the file.
    """
    is_gzip = file.suffix.lower() == ".gz"
    ending = (file.with_suffix("") if is_gzip else file).suffix.lower()
    form = _form(file, ending, is_gzip=is_gzip)
    _check_choices(file, form, choices)
    table = read_workbook(file, choices) if form == "workbook" else _text(file, ending, choices)
    if not table.rows and not table.broken:
        raise TableError(file, "it has no rows", "the first row names the columns")
    return table


def _form(file: Path, ending: str, *, is_gzip: bool) -> str:
    """Return the kind of a file by its name.

    Raises:
        TableError: It is not read.
    """
    form = _ENDINGS.get(ending)
    if form and not (is_gzip and form == "workbook"):
        return form
    hint = "name it after its contents: " + ", ".join(_ENDINGS) + ", or a text form with .gz"
    if ending in _OTHERS:
        hint = f"open it in {_OTHERS[ending]}, {_SAVE}"
    elif ending in {".zip", ".7z", ".rar"} or form:
        hint = f"unpack it, and import the table in it ({', '.join(_ENDINGS)})"
    problem = f"`{file.suffix}` is not a known kind of table" if file.suffix else _UNNAMED
    raise TableError(file, problem, hint)


def _check_choices(file: Path, form: str, choices: Choices) -> None:
    names, why = _UNFIT[form]
    for name in names:
        if getattr(choices, name) not in (None, "", ()):
            raise TableChoiceError(file, why, "leave this field out", name)


def _text(file: Path, ending: str, choices: Choices) -> SourceTable:
    """Return the table in a text file."""
    data = read_small(file)
    if data.startswith(_GZIP):
        data = gunzipped(file, data)
    text, notes = decoded(file, data, choices.encoding)
    form = _ENDINGS[ending]
    if form == "cells":
        tab = "\t" if ending in {".tsv", ".tab"} else ""
        grid, more = cells_of(file, text, choices.delimiter or tab)
        return read_grid(file, grid, choices, [*notes, *more])
    if form == "lines":
        return structured.read_lines(file, text, notes)
    return structured.read_array(file, text, choices, notes)
