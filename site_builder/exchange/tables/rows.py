"""The table of another system once it is read: rows of texts, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from site_builder.diagnostics import counted
from site_builder.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Cell: TypeAlias = "str | tuple[str, ...]"
"""What stands in a column of a row: a text, or several where the source keeps a list."""

LONGEST_HEADING = 200
"""Most characters of the name of a column."""
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table."""

    number: int
    """Line of the file in which it begins, or its row or record."""
    values: Mapping[str, Cell]
    """What stands in each column that has something."""

    def text(self, column: str) -> str:
        """Return what stands in a column, as one text."""
        value = self.values.get(column, "")
        return value if isinstance(value, str) else "; ".join(value)


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be used."""

    number: int
    reason: str
    values: Mapping[str, Cell] = field(default_factory=dict)
    """What could be read of it."""
    key: str = ""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as read."""

    file: Path
    unit: str
    """What a row's number counts: ``line``, ``row`` or ``record``."""
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    broken: tuple[Broken, ...]
    notes: tuple[str, ...]
    """What was taken for granted in reading it."""


def from_cells(
    file: Path,
    unit: str,
    numbered: Iterable[tuple[int, Sequence[str]]],
    notes: Sequence[str],
    *,
    exact: bool,
) -> SourceTable:
    """Return a table of cells, whose first row that is not empty names the columns.

    Args:
        file: Where it comes from.
        unit: What the number of a row counts.
        numbered: Rows, each with its number.
        notes: What has been taken for granted so far.
        exact: Whether a row with fewer cells than there are columns is broken.

    Raises:
        TableError: It has no headings.
    """
    filled = ((number, row) for number, row in numbered if any(cell.strip() for cell in row))
    first = next(filled, None)
    if first is None:
        raise TableError(file, "it is empty", "the first row names the columns")
    headings = _Headings(file)
    columns = [headings.name(cell) for cell in first[1]]
    width = len(columns)
    least = len(_trimmed(first[1])) if exact else 0
    rows: list[TableRow] = []
    broken: list[Broken] = []
    for number, row in filled:
        cells = _trimmed(row)
        values = {column: whole(cell) for column, cell in zip(columns, cells, strict=False) if cell}
        if len(cells) > width or len(row) < least:
            cells_there = counted(len(row), "cell")
            reason = f"{cells_there} where the headings have {least or width}"
            beyond = {f"beyond {at}": whole(cell) for at, cell in enumerate(cells[width:], start=1)}
            broken.append(Broken(number, reason, values | beyond))
        else:
            rows.append(TableRow(number, values))
    used = {column for row in rows for column in row.values}
    kept = tuple(column for column in columns if column in used or column not in headings.nameless)
    return SourceTable(
        file, unit, kept, tuple(rows), tuple(broken), (*notes, *headings.notes(used))
    )


class _Headings:
    """Gives every column a name of its own: no two that differ in case alone."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._count = 0
        self._seen: Counter[str] = Counter()
        self._repeated: list[str] = []
        self.nameless: list[str] = []

    def name(self, written: str) -> str:
        """Return the name of the next column.

        Raises:
            TableError: The text is no heading.
        """
        self._count += 1
        heading = plain_name(written)
        if len(heading) > LONGEST_HEADING:
            problem = f"the heading of column {self._count} has {len(heading):,} characters"
            raise TableError(self._file, problem, "the first row must name the columns")
        given = heading or f"column {self._count}"
        name = distinct(given, self._seen)
        if not heading:
            self.nameless.append(name)
        elif name != given:
            self._repeated.append(name)
        return name

    def notes(self, used: set[str]) -> list[str]:
        """Return what was made of headings that are none."""
        nameless = [name for name in self.nameless if name in used]
        said = [(nameless, "has no heading"), (self._repeated, "appears twice in the header row")]
        return [f"a column {what}; it is called `{name}`" for names, what in said for name in names]


def plain_name(written: str) -> str:
    """Return the name of a column on one line, such that a template can name it."""
    seen = "".join(sign if sign.isprintable() else " " for sign in written)
    return " ".join(seen.split()).replace("`", "'")


def distinct(name: str, seen: Counter[str]) -> str:
    """Return a name, numbered if it was given before; names that differ in case are the same."""
    low = name.lower()
    seen[low] += 1
    if seen[low] == 1:
        return name
    return distinct(f"{name} ({seen[low]})", seen)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Return cells without the empty ones at their end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def whole(text: str) -> str:
    """Return a text that a file can hold: line ends as line feeds, no halves of signs."""
    text = text.replace("\r\n", "\n")
    return text if text.isascii() else _SURROGATES.sub("�", text)
