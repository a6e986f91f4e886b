"""Delimited text: CSV and its relatives."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from site_builder.errors import TableError
from site_builder.exchange.tables.rows import SourceTable, from_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""Delimiters, the most likely first."""
_SAMPLE = 100_000
_SAMPLE_ROWS = 60
_LARGEST_CELL = 20_000_000


def read_cells(file: Path, text: str, delimiter: str, notes: Sequence[str]) -> SourceTable:
    """Return the table in the text of a file; an empty delimiter is guessed.

    Raises:
        TableError: A quotation mark is not closed, or the text is empty.
    """
    guessed = delimiter or _likely(text)
    if guessed not in {delimiter, ","}:
        notes = [*notes, f"cells are separated by {_NAMES[guessed]}"]
    return from_cells(file, "line", _rows(file, text, guessed), notes, exact=True)


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
