"""Registers as people lay them out: a clean table dressed up, as text or as a workbook.

``Layout`` says what stands around and in the table, ``dressed`` makes the sheet, ``as_text`` and
``as_workbook`` write it, and ``layouts()`` is any such layout for Hypothesis.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    Value: TypeAlias = "str | int | float | bool | date | None"
    Row: TypeAlias = Sequence[Value]

TITLES: tuple[tuple[str, ...], ...] = (
    ("Lessons learned log",),
    ("Project:", "Invented depot"),
    ("Project manager:", "Jo Invented", "", "Date:", "2024-05-01"),
    ("Printed on 3 May 2024",),
    ("This register is confidential. Fill in one row for each lesson, and send it to the office.",),
)
NOTES: tuple[tuple[str, ...], ...] = (
    ("* Impact: H = high, M = medium, L = low",),
    ("Prepared by: Jo Invented",),
    ("Signature:", "", "Date:"),
)


@dataclass(frozen=True)
class Layout:
    """What stands around and in a table."""

    title: Sequence[Sequence[str]] = ()
    """Rows above the headings."""
    gap: int = 0
    """Empty rows between these and the headings, and after the first record."""
    left: int = 0
    """Empty columns on the left."""
    groups: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    """Headings above headings: by the first column under each, its text and how many it spans."""
    numbered: bool = False
    """Whether a row below the headings numbers the columns."""
    units: Sequence[str] = ()
    """A row below the headings; empty for none."""
    repeat: int = 0
    """After how many records the headings are repeated, as on each printed page; 0 for never."""
    sections: Mapping[int, str] = field(default_factory=dict)
    """Titles of sections, each by the record before which it stands."""
    merge: Sequence[int] = ()
    """Columns in which equal values below each other are one merged cell."""
    totals: Sequence[str] = ()
    """A row of totals; empty for none."""
    notes: Sequence[Sequence[str]] = ()
    """Rows below the table, after an empty one."""
    beside: Sequence[Sequence[str]] = ()
    """Another table to the right, behind an empty column."""
    sheets: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    """Other sheets; of a workbook alone, and in front of the table."""
    headless: bool = False
    """Whether the headings are left out."""
    transposed: bool = False
    """Whether each record is a column."""


@dataclass
class Dressed:
    """A sheet with a table in it."""

    cells: list[list[Value]]
    headings: list[str]
    """Names that the columns of the table should get."""
    heading_rows: tuple[int, ...]
    """Numbers of the rows with headings, from 1."""
    numbers: list[int]
    """Number of the row of each record, from 1; of its column if it is transposed."""
    merged: list[tuple[int, int, int, int]]
    """First row, last row, first column and last column of merged cells, from 0."""
    sheets: Mapping[str, Sequence[Sequence[str]]]


def dressed(headings: Sequence[str], rows: Sequence[Row], layout: Layout) -> Dressed:
    """Return a table dressed up."""
    cells: list[list[Value]] = [list(row) for row in layout.title]
    cells += [[] for _ in range(layout.gap)]
    sheet = Dressed(cells, list(headings), (), [], [], layout.sheets)
    head: list[list[Value]] = [] if layout.headless else [list(headings)]
    if layout.groups and head:
        above: list[Value] = ["" for _ in headings]
        for first, (text, width) in layout.groups.items():
            above[first] = text
            sheet.merged.append((len(cells), len(cells), first, first + width - 1))
            for at in range(first, first + width):
                sheet.headings[at] = f"{text}: {headings[at]}"
        head.insert(0, above)
    sheet.heading_rows = tuple(range(len(cells) + 1, len(cells) + len(head) + 1))
    cells += head
    if layout.numbered:
        cells.append(list(range(1, len(headings) + 1)))
    if layout.units:
        cells.append(list(layout.units))
    _add_records(sheet, rows, head, layout)
    for column in layout.merge:
        _merge(sheet, column)
    cells += [list(layout.totals)] if layout.totals else []
    cells += [list(line) for line in ([], *layout.notes)] if layout.notes else []
    _pad(sheet, layout, len(headings))
    return sheet


def _add_records(sheet: Dressed, rows: Sequence[Row], head: Sequence[Row], layout: Layout) -> None:
    """Add records, with what stands between them."""
    cells = sheet.cells
    for at, row in enumerate(rows):
        if at in layout.sections:
            sheet.merged.append((len(cells), len(cells), 0, len(sheet.headings) - 1))
            cells.append([layout.sections[at]])
        if layout.repeat and at and at % layout.repeat == 0:
            cells += [list(line) for line in head]
        if at == 1:
            cells += [[] for _ in range(layout.gap)]
        cells.append(list(row))
        sheet.numbers.append(len(cells))


def _merge(sheet: Dressed, column: int) -> None:
    """Merge equal values of a column in rows that follow each other."""
    first = 0
    for at in range(1, len(sheet.numbers) + 1):
        top, last = sheet.numbers[first] - 1, sheet.numbers[at - 1] - 1
        goes_on = (
            at < len(sheet.numbers)
            and sheet.numbers[at] == sheet.numbers[at - 1] + 1
            and sheet.cells[sheet.numbers[at] - 1][column] == sheet.cells[top][column]
        )
        if goes_on:
            continue
        if last > top:
            sheet.merged.append((top, last, column, column))
            for row in range(top + 1, last + 1):
                sheet.cells[row][column] = None
        first = at


def _pad(sheet: Dressed, layout: Layout, width: int) -> None:
    """Put empty columns on the left, and another table on the right."""
    top = sheet.heading_rows[0] - 1 if sheet.heading_rows else 0
    for at, row in enumerate(layout.beside):
        while len(sheet.cells) <= top + at:
            sheet.cells.append([])
        line = sheet.cells[top + at]
        line += [None] * (width + 1 - len(line))
        line += row
    if layout.transposed:
        table = sheet.cells[sheet.heading_rows[0] - 1 :]
        across = [list(column) for column in zip(*filter(None, table), strict=True)]
        sheet.cells[sheet.heading_rows[0] - 1 :] = across
        sheet.numbers = [at + 2 + layout.left for at in range(len(sheet.numbers))]
        sheet.merged = []
    sheet.cells = [[None] * layout.left + row for row in sheet.cells]
    sheet.merged = [
        (top, last, first + layout.left, end + layout.left)
        for top, last, first, end in sheet.merged
    ]


def as_text(
    sheet: Dressed, delimiter: str = ",", encoding: str = "utf-8", *, line_end: str = "\r\n"
) -> bytes:
    """Return a sheet as a text file with as many cells in each row as a spreadsheet program writes.

    Merged cells keep their value in the first cell alone.
    """
    width = max(map(len, sheet.cells))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end)
    for row in sheet.cells:
        writer.writerow([*row, *[None] * (width - len(row))])
    return stream.getvalue().encode(encoding)


def as_workbook(sheet: Dressed, *, name: str = "Register") -> bytes:
    """Return a sheet as a workbook with its merged cells, behind the other sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for other, rows in sheet.sheets.items():
        page = book.create_sheet(other)
        for row in rows:
            page.append(list(row))
    page = book.create_sheet(name)
    for number, values in enumerate(sheet.cells, start=1):
        for column, value in enumerate(values, start=1):
            if value not in (None, ""):
                page.cell(number, column).value = value
    for top, last, first, end in sheet.merged:
        corners = f"{get_column_letter(first + 1)}{top + 1}:{get_column_letter(end + 1)}{last + 1}"
        page.merge_cells(corners)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@st.composite
def layouts(draw: st.DrawFn, width: int, records: int) -> Layout:
    """Return any layout of a table of some columns and records, as text can hold it."""
    yes = st.booleans()
    title = draw(st.lists(st.sampled_from(TITLES), max_size=4))
    layout = Layout(
        title=title,
        gap=draw(st.integers(0, 2)),
        left=draw(st.integers(0, 2)),
        numbered=draw(yes),
        notes=draw(st.lists(st.sampled_from(NOTES), max_size=3)),
        totals=("Total", *[""] * (width - 2), str(records)) if draw(yes) else (),
        repeat=draw(st.sampled_from([0, 0, 3])),
    )
    if draw(yes) and width > 4:
        first = draw(st.integers(1, width - 2))
        layout = replace(layout, groups={first: ("Details", 2)})
    if draw(yes):
        places = draw(st.sets(st.integers(0, records - 1), max_size=2))
        layout = replace(layout, sections={at: f"Phase {at + 1}" for at in sorted(places)})
    return layout
