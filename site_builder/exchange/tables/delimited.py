"""Text with a sign between its cells: CSV, and what people call so."""

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


DELIMITERS = (",", ";", "\t", "|")
_NAMES = {"\t": "a tab", ",": "a comma", ";": "a semicolon", "|": "a bar"}
_SAMPLE = 100_000
_SAMPLE_ROWS = 60
_LARGEST_CELL = 20_000_000


def read_cells(file: Path, text: str, delimiter: str, notes: Sequence[str]) -> SourceTable:
    """Return the table that a text is.

    Args:
        file: Where it comes from.
        text: All of it.
        delimiter: What stands between cells; found out if it is empty.
        notes: What has been taken for granted so far.

    Raises:
        TableError: A quotation mark is not closed, or the text is empty.
    """
    sign = delimiter or _likely(text)
    said = list(notes)
    if not delimiter and sign != ",":
        said.append(f"cells are separated by {_NAMES[sign]}")
    return from_cells(file, "line", _rows(file, text, sign), said, exact=True)


def _rows(file: Path, text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
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
        problem = f"line {begins:,}: a quotation mark is opened in this row and never closed"
        return TableError(file, problem, "close it, or write it twice if it is part of the text")
    if "expected after" in why:
        problem = f"line {ends:,}: text after a closing quotation mark"
        hint = "write a quotation mark within quoted text twice"
        if ends > begins:
            hint += f"; the row begins in line {begins:,}"
        return TableError(file, problem, hint)
    return TableError(file, f"line {ends:,}: {why}")


def _likely(text: str) -> str:
    """Return the sign that makes the most even rows of a text."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda sign: (*_evenness(sample, sign), -DELIMITERS.index(sign)))


def _evenness(sample: str, sign: str) -> tuple[bool, float, int]:
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(StringIO(sample, newline=""), delimiter=sign)
    try:
        widths = [len(row) for row in islice(reader, _SAMPLE_ROWS) if row]
    except csv.Error:
        return False, 0.0, 0
    if not widths:
        return False, 0.0, 0
    first = widths[0]
    return first > 1, round(widths.count(first) / len(widths), 1), first
