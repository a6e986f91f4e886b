"""Rows of cells in a text: what separates the cells, and how they are quoted."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from site_builder.errors import TableError
from site_builder.exchange.tables.formulas import unguarded
from site_builder.exchange.tables.grid import MAX_COLUMNS, Grid
from site_builder.exchange.tables.rows import Assumption
from site_builder.records.header.write import inline

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""Delimiters, the most likely first."""
_SAID = re.compile(r'"?sep=([^"\r\n])"?\r?\n', re.IGNORECASE)
"""First line by which Excel is told the delimiter."""
_SAMPLE = 100_000
_SAMPLE_ROWS = 100
_EVEN = 0.3
"""Least share of rows with the usual number of cells; less is a text with commas in it."""
_LARGEST_CELL = 20_000_000


class _Form(NamedTuple):
    """How cells are separated and quoted, as :mod:`csv` takes it."""

    delimiter: str
    skipinitialspace: bool = False
    escapechar: str | None = None
    quoting: Any = csv.QUOTE_MINIMAL

    def options(self) -> dict[str, Any]:
        return {**self._asdict(), "doublequote": self.escapechar is None}


def cells_of(file: Path, text: str, delimiter: str) -> tuple[Grid, list[Assumption]]:
    """Return the cells of a text, and what was taken for granted in separating them.

    An empty delimiter is found out.

    Raises:
        TableError: A quotation mark is not closed, or has text behind it.
    """
    said = _SAID.match(text)
    before = 1 if said else 0
    text = text[said.end() :] if said else text
    form = _likely(text, delimiter or (said[1] if said else ""))
    notes = []
    if not delimiter and not said and form.delimiter != ",":
        value = inline(form.delimiter.replace("\t", "tab"))
        note = f"cells are separated by {_NAMES[form.delimiter]}"
        notes.append(Assumption(note, "delimiter", value))
    try:
        return _grid(file, text, form, before), notes
    except TableError:
        if (other := _otherwise(text, form)) is None:
            raise
    grid = _grid(file, text, other, before)
    kind = "are part of it" if other.quoting == csv.QUOTE_NONE else "have a backslash before them"
    return grid, [*notes, Assumption(f"quotation marks within a text {kind}")]


def _otherwise(text: str, form: _Form) -> _Form | None:
    """Return how else cells may be quoted, if quotation marks do not fit."""
    if '\\"' in text:
        return form._replace(escapechar="\\")
    return form._replace(quoting=csv.QUOTE_NONE) if form.delimiter == "\t" else None


def _grid(file: Path, text: str, form: _Form, before: int) -> Grid:
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), strict=True, **form.options())
    numbers: list[int] = []
    cells: list[list[str]] = []
    while True:
        begins = before + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return Grid("line", numbers, unguarded(cells), ragged=True)
        except csv.Error as error:
            raise _unreadable(file, begins, before + reader.line_num, str(error)) from error
        if len(row) > MAX_COLUMNS:
            problem = f"line {begins:,} has more than {MAX_COLUMNS:,} cells"
            raise TableError(file, problem, "look whether `delimiter:` in the map is right")
        numbers.append(begins)
        cells.append(row)


def _unreadable(file: Path, begins: int, ends: int, why: str) -> TableError:
    if "unexpected end" in why or "field larger" in why:
        problem = f"line {begins:,}: a quotation mark in this row is never closed"
        return TableError(file, problem, "close it, or write it twice if it is part of the text")
    if "expected after" in why:
        problem = f"line {ends:,}: text after a closing quotation mark"
        where = f"; the row begins in line {begins:,}" if ends > begins else ""
        return TableError(file, problem, f"write a quotation mark within quoted text twice{where}")
    return TableError(file, f"line {ends:,}: {why}")


def _likely(text: str, delimiter: str) -> _Form:
    """Return the form that makes the most even rows of a text."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    forms = [_Form(sign) for sign in ((delimiter,) if delimiter else _NAMES)]
    spaced = [
        form._replace(skipinitialspace=True)
        for form in forms
        if re.search(f'{re.escape(form.delimiter)} +"', sample)
    ]
    evenness = {form: _evenness(sample, form) for form in [*forms, *spaced]}
    best = max(evenness, key=lambda form: evenness[form])
    return best if delimiter or evenness[best] > (_EVEN, 0) else _Form(",")


def _evenness(sample: str, form: _Form) -> tuple[float, int]:
    """Return the share of rows with the usual number of cells, and this number."""
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(StringIO(sample, newline=""), **form.options())
    try:
        widths = [len(row) for row in islice(reader, _SAMPLE_ROWS) if row]
    except csv.Error:
        return 0.0, 0
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0.0, 0
    usual, count = max(several.items(), key=lambda pair: (pair[1], pair[0]))
    return count / len(widths), usual
