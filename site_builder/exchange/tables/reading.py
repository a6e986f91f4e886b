"""Tables of other systems read: CSV, workbooks, JSON lines and JSON arrays."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from site_builder.errors import TableChoiceError, TableError
from site_builder.exchange.tables import structured
from site_builder.exchange.tables.finding import find_table
from site_builder.exchange.tables.grid import Grid
from site_builder.exchange.tables.packed import gunzipped, read_small
from site_builder.exchange.tables.rows import FIND, Assumption, Choices, SourceTable
from site_builder.records.header.write import inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_GZIP = b"\x1f\x8b"
_ENDINGS = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), "cells"),
    **dict.fromkeys((".jsonl", ".ndjson"), "lines"),
    ".json": "array",
    **dict.fromkeys((".xlsx", ".xlsm"), "workbook"),
}
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""Delimiters, the most likely first."""
_SAMPLE = 100_000
_SAMPLE_ROWS = 60
_LARGEST_CELL = 20_000_000


def read_table(file: Path, choices: Choices = FIND) -> SourceTable:
    """Return the table that is in a file, the rows that cannot be used apart.

    The file's name says what kind it is. Whatever the choices leave open is found out, and noted.

    Raises:
        TableError: The file cannot be read as a table.
        TableChoiceError: A choice does not fit the file.
    """
    is_gzip = file.suffix.lower() == ".gz"
    ending = (file.with_suffix("") if is_gzip else file).suffix.lower()
    form = _ENDINGS.get(ending)
    if form is None or (is_gzip and form == "workbook"):
        hint = "name it after its contents: " + ", ".join(_ENDINGS) + ", or a text form with .gz"
        raise TableError(file, f"`{file.suffix}` is not a known kind of table", hint)
    if form == "workbook":
        from site_builder.exchange.tables.choosing import (  # noqa: PLC0415 - slow to import
            read_workbook,
        )

        table = read_workbook(file, choices)
    else:
        data = read_small(file)
        if data.startswith(_GZIP):
            data = gunzipped(file, data)
        text, notes = decoded(file, data, choices.encoding)
        if form == "cells":
            tab = "\t" if ending in {".tsv", ".tab"} else ""
            table = _cells(file, text, choices, choices.delimiter or tab, notes)
        else:
            read = structured.read_lines if form == "lines" else structured.read_array
            table = read(file, text, notes)
    if not table.rows and not table.broken:
        raise TableError(file, "it has no rows", "the first row names the columns")
    return table


def decoded(file: Path, data: bytes, encoding: str) -> tuple[str, list[Assumption]]:
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
        return _in_encoding(file, data, guess), [
            Assumption(f"it is read as {guess}", "encoding", guess)
        ]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = _in_encoding(file, data, "cp1252")
        note = (
            f"it is not UTF-8 (byte 0x{data[error.start]:02x} in line {line:,}) and is read as "
            "Windows-1252; look whether letters come out right"
        )
        return text, [Assumption(note, "encoding", "cp1252")]


def _in_encoding(file: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        hint = "such as utf-8, utf-16, cp1252, latin-1 or mac-roman"
        raise TableChoiceError(
            file, f"`{encoding}` is not a known encoding", hint, "encoding"
        ) from error
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        hint = "save it as UTF-8, or name `encoding:` in the map"
        raise TableError(file, f"line {line:,} is not {encoding}", hint) from error


def _cells(
    file: Path, text: str, choices: Choices, delimiter: str, notes: Sequence[Assumption]
) -> SourceTable:
    """Return the table in the text of a file; an empty delimiter is guessed.

    Raises:
        TableError: A quotation mark is not closed, or the text is empty.
    """
    guessed = delimiter or _likely(text)
    if guessed not in {delimiter, ","}:
        value = inline(guessed.replace("\t", "tab"))
        note = Assumption(f"cells are separated by {_NAMES[guessed]}", "delimiter", value)
        notes = [*notes, note]
    numbered = list(_rows(file, text, guessed))
    numbers, cells = [number for number, _row in numbered], [row for _number, row in numbered]
    return find_table(file, Grid("line", numbers, cells, ragged=True), choices, notes).table


def _rows(file: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unreadable(file, begins, reader.line_num, str(error)) from error
        yield begins, row


def _unreadable(file: Path, begins: int, ends: int, why: str) -> TableError:
    if "unexpected end" in why or "field larger" in why:
        problem = f"line {begins:,}: a quotation mark in this row is never closed"
        return TableError(file, problem, "close it, or write it twice if it is part of the text")
    if "expected after" in why:
        problem = f"line {ends:,}: text after a closing quotation mark"
        where = f"; the row begins in line {begins:,}" if ends > begins else ""
        return TableError(file, problem, f"write a quotation mark within quoted text twice{where}")
    return TableError(file, f"line {ends:,}: {why}")


def _likely(text: str) -> str:
    """Return the delimiter that makes the most even rows of a text."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(_NAMES, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[bool, float, int]:
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for row in islice(reader, _SAMPLE_ROWS) if row]
    except csv.Error:
        widths = []
    if not widths:
        return False, 0.0, 0
    return widths[0] > 1, round(widths.count(widths[0]) / len(widths), 1), widths[0]
