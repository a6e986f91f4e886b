"""Tables of other systems as rows of text, each with its number in the file."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from site_builder.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Cell: TypeAlias = "str | tuple[str, ...]"
"""Text of a cell, or several texts if the source keeps a list."""

LONGEST_HEADING = 200
"""Most characters in the name of a column."""
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table."""

    number: int
    """Number of the line in which it begins, of the row, or of the record."""
    values: Mapping[str, Cell]
    """Cells by column, without empty ones."""

    def text(self, column: str) -> str:
        """Return a cell as one text."""
        value = self.values.get(column, "")
        return value if isinstance(value, str) else "; ".join(value)


@dataclass(frozen=True, slots=True)
class BrokenRow(TableRow):
    """A row that cannot be used, with the cells that could be read."""

    reason: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something taken for granted in reading a table."""

    text: str
    """A sentence without a full stop: what was found, and what was made of it."""
    option: str = ""
    """Field of an import map that says otherwise; empty if none does."""
    value: str = ""
    """The field's value as YAML: what was found, or what is suggested."""
    found: bool = True
    """Whether the value was used; otherwise it is a suggestion."""

    def __str__(self) -> str:
        verb = "says otherwise" if self.found else "does so"
        return f"{self.text} (`{self.option}` in the map {verb})" if self.option else self.text


@dataclass(frozen=True, slots=True)
class Choices:
    """What a map says about where a table is in its file; empty where it says nothing."""

    sheet: str = ""
    """Sheet of a workbook."""
    delimiter: str = ""
    """Separator of cells in a text file."""
    encoding: str = ""
    """Encoding of a text file."""
    headings: tuple[int, ...] | None = None
    """Numbers of one row of headings, or of two; none of them if the table has no headings."""
    columns: tuple[int, int] | None = None
    """First and last column, counted from 1."""
    rows: tuple[int, int] | None = None
    """Numbers of the first and the last row below the headings; each is taken as it is."""
    fill_down: tuple[str, ...] = ()
    """Columns in which an empty cell repeats the one above it."""
    layout: str = ""
    """Where one lesson is: ``rows``, ``columns`` or ``sheets``."""


FIND = Choices()
"""Everything is found out."""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table of another system."""

    file: Path
    unit: str
    """What the number of a row counts: ``line``, ``row`` or ``record``."""
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    broken: tuple[BrokenRow, ...]
    notes: tuple[Assumption, ...]
    """What was taken for granted in reading it."""


def from_cells(
    file: Path,
    unit: str,
    numbered: Iterable[tuple[int, Sequence[str]]],
    notes: Sequence[Assumption],
    *,
    exact: bool,
) -> SourceTable:
    """Return a table of numbered rows of cells; the first that is not empty holds the headings.

    In an exact table a row with fewer cells than there are headings is broken.

    Raises:
        TableError: It has no headings.
    """
    filled = ((number, row) for number, row in numbered if any(cell.strip() for cell in row))
    first = next(filled, None)
    if first is None:
        raise TableError(file, "it is empty", "the first row names the columns")
    columns, nameless, repeated = _headings(file, first[1])
    width = len(columns)
    least = len(_trimmed(first[1])) if exact else 0
    rows: list[TableRow] = []
    broken: list[BrokenRow] = []
    for number, row in filled:
        cells = _trimmed(row)
        values = {column: whole(cell) for column, cell in zip(columns, cells, strict=False) if cell}
        if len(cells) > width or len(row) < least:
            reason = f"{len(row)} cell{'s' * (len(row) != 1)}, but {least or width} headings"
            beyond = {f"beyond {at}": whole(cell) for at, cell in enumerate(cells[width:], start=1)}
            broken.append(BrokenRow(number, values | beyond, reason))
        else:
            rows.append(TableRow(number, values))
    used = {column for row in rows for column in row.values}
    all_notes = [
        *notes,
        *(
            Assumption(f"a column has no heading; it is called `{name}`")
            for name in nameless
            if name in used
        ),
        *(
            Assumption(f"a heading appears twice; the second column is called `{name}`")
            for name in repeated
        ),
    ]
    kept = tuple(column for column in columns if column in used or column not in nameless)
    return SourceTable(file, unit, kept, tuple(rows), tuple(broken), tuple(all_notes))


def _headings(file: Path, cells: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Return a distinct name for every column, and which were nameless or repeated.

    Raises:
        TableError: A cell is too long for a heading.
    """
    columns: list[str] = []
    nameless: list[str] = []
    repeated: list[str] = []
    seen: Counter[str] = Counter()
    for number, cell in enumerate(cells, start=1):
        heading = plain_name(cell)
        if len(heading) > LONGEST_HEADING:
            problem = f"the heading of column {number} has {len(heading):,} characters"
            raise TableError(file, problem, "the first row must name the columns")
        name = distinct(heading or f"column {number}", seen)
        columns.append(name)
        if not heading:
            nameless.append(name)
        elif name != heading:
            repeated.append(name)
    return columns, nameless, repeated


def plain_name(written: str) -> str:
    """Return the name of a column on one line, in a form that a template can contain."""
    visible = "".join(character if character.isprintable() else " " for character in written)
    return " ".join(visible.split()).replace("`", "'")


def distinct(name: str, seen: Counter[str]) -> str:
    """Return a name, numbered if it was used before in any case."""
    low = name.lower()
    seen[low] += 1
    return name if seen[low] == 1 else distinct(f"{name} ({seen[low]})", seen)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Return cells without the empty ones at their end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def whole(text: str) -> str:
    """Return a text that a file can hold: line feeds as line ends, no lone surrogates."""
    text = text.replace("\r\n", "\n")
    return text if text.isascii() else _SURROGATES.sub("�", text)
