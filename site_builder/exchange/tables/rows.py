"""Tables of other systems as rows of text, each with its number in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Self

Cell: TypeAlias = "str | tuple[str, ...]"
"""Text of a cell, or several texts if the source keeps a list."""


class Markdown(str):
    """Text of a cell that is Markdown already, and the heading that it stands under."""

    __slots__ = ("heading", "inside", "whole")
    heading: str
    """The heading as Markdown; empty for text above the first."""
    inside: str
    """Name of the section that it is part of; empty for a section itself."""
    whole: str
    """Of such a part, the text with its heading as it stands in the section."""

    def __new__(cls, text: str, heading: str = "", inside: str = "", whole: str = "") -> Self:
        """Take a text and its heading, and for a part of a section where it stands."""
        made = super().__new__(cls, text)
        made.heading, made.inside, made.whole = heading, inside, whole
        return made


def texts_in(cell: Cell) -> Sequence[str]:
    """Return the texts of a cell: one, or those of its list."""
    return (cell,) if isinstance(cell, str) else cell


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
        return "; ".join(texts_in(self.values.get(column, "")))


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
        if not self.option:
            return self.text
        value = "" if self.found else f": {self.value}"
        return f"{self.text} (in the map, `{self.option}{value}` says otherwise)"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a map says about where a table is in its file; empty where it says nothing."""

    sheet: tuple[str, ...] = ()
    """Sheets of a workbook, read as one table, or the array of a JSON file."""
    delimiter: str = ""
    """Separator of cells in a text file."""
    encoding: str = ""
    """Encoding of a text file."""
    heading_row: tuple[int, ...] | None = None
    """Numbers of one row of headings, or of two; none of them if the table has no headings."""
    columns: tuple[int, int] | None = None
    """First and last column, counted from 1."""
    rows: tuple[int, int] | None = None
    """Numbers of the first and the last row below the headings; each is taken as it is."""
    fill_down: tuple[str, ...] = ()
    """Columns in which an empty cell repeats the one above it."""
    layout: str = ""
    """Where one lesson is: ``rows``, ``columns`` or ``sheets``."""
    skip: tuple[str, ...] = ()
    """Patterns of names of files in a folder that are left out."""


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
    score: float = field(default=0.0, kw_only=True)
    """How much the headings of one that was found look like headings."""

    def place_of(self, row: TableRow) -> int | str:
        """Return where a row is: its number."""
        return row.number

    def name_of(self, row: TableRow) -> str:
        """Return what people call a row, such as ``line 3``."""
        return f"{self.unit} {row.number}"


def plain_name(written: str) -> str:
    """Return the name of a column on one line, in a form that a template can contain."""
    visible = "".join(character if character.isprintable() else " " for character in written)
    return " ".join(visible.split()).replace("`", "'")


def distinct(name: str, seen: Counter[str]) -> str:
    """Return a name, numbered if it was used before in any case."""
    low = name.lower()
    seen[low] += 1
    return name if seen[low] == 1 else distinct(f"{name} ({seen[low]})", seen)


def trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Return cells without the empty ones at their end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def whole(text: str) -> str:
    """Return a text that a file can hold: line feeds as line ends, no lone surrogates."""
    text = text.replace("\r\n", "\n")
    return text if text.isascii() else _SURROGATES.sub("�", text)
