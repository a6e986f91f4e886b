"""What an import map says about where a table is in its file."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from site_builder.exchange.tables.grid import column_number
from site_builder.exchange.tables.rows import Choices
from site_builder.records.fields import Part, Text

AS_LIST = BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
"""Takes one text for a list of it."""
_RANGE = re.compile(r"(\w+)\s*[-:–]\s*(\w+)")
_MOST_LETTERS = 3


def _wrong(written: object, allowed: str) -> PydanticCustomError:
    context = {"written": str(written), "allowed": allowed}
    return PydanticCustomError("value-unknown", "`{written}` is not understood", context)


def _headings(written: Any) -> Any:  # noqa: ANN401 - as typed by an author
    """Return the numbers of rows of headings: one, two in a row, or none of them."""
    if written == "none":
        return ()
    numbers = written if isinstance(written, list) else [written]
    rows = [int(number) for number in numbers if str(number).isdecimal()]
    if len(rows) != len(numbers) or len(rows) not in {1, 2} or min(rows) < 1:
        allowed = "the number of a row, such as 5, two such as [5, 6], or none"
        raise _wrong(written, allowed)
    return tuple(sorted(rows))


def _column(written: str) -> int:
    """Return the number of a column that is named by its letters or its number."""
    if written.isdecimal():
        return int(written)
    if not written.isascii() or not written.isalpha() or len(written) > _MOST_LETTERS:
        return 0
    return column_number(written.upper()) + 1


def _columns(written: Any) -> Any:  # noqa: ANN401 - as typed by an author
    return _span(written, _column, "the first and the last column, such as B-H")


def _rows(written: Any) -> Any:  # noqa: ANN401 - as typed by an author
    allowed = "the first and the last row, such as 6-40"
    return _span(written, lambda text: int(text) if text.isdecimal() else 0, allowed)


def _span(written: Any, number: Any, allowed: str) -> tuple[int, int]:  # noqa: ANN401 - as typed
    found = _RANGE.fullmatch(written.strip()) if isinstance(written, str) else None
    first, last = (number(found[1]), number(found[2])) if found else (0, 0)
    if not 0 < first <= last:
        raise _wrong(written, allowed)
    return first, last


class TableOptions(Part):
    """Where the table is in its file."""

    sheet: Annotated[tuple[Text, ...], AS_LIST] = Field(
        (), description="sheet of a workbook, or several in brackets (default: the likeliest)"
    )
    delimiter: Literal[",", ";", "|", "tab"] | None = Field(
        None, description="separator of cells in a text file"
    )
    encoding: Text | None = Field(None, description="encoding of a text file, such as cp1252")
    heading_row: Annotated[tuple[int, ...], BeforeValidator(_headings)] | None = Field(
        None, description="row of the headings, such as 5 or [5, 6]; none if there are none"
    )
    columns: Annotated[tuple[int, int], BeforeValidator(_columns)] | None = Field(
        None, description="first and last column of the table, such as B-H"
    )
    rows: Annotated[tuple[int, int], BeforeValidator(_rows)] | None = Field(
        None, description="first and last row of lessons, such as 6-40; none of them is passed over"
    )
    fill_down: tuple[Text, ...] = Field(
        (), description="columns in which an empty cell repeats the one above it"
    )
    layout: Literal["rows", "columns", "sheets"] | None = Field(
        None, description="where one lesson is: in a row (default), a column or a sheet"
    )

    skip: Annotated[tuple[Text, ...], AS_LIST] = Field(
        (), description="files of a folder to leave out, such as README.md or templates/*"
    )

    def choices(self) -> Choices:
        """Return what is said, as readers of tables take it."""
        said = {name: getattr(self, name) for name in TableOptions.model_fields}
        said["delimiter"] = "\t" if self.delimiter == "tab" else self.delimiter
        return Choices(**{name: value for name, value in said.items() if value is not None})
