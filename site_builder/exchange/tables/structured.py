"""Tables whose rows are objects: JSON lines, and JSON arrays."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias, TypeVar, Union

from site_builder.diagnostics import shortened
from site_builder.errors import TableError
from site_builder.exchange.tables.rows import (
    LONGEST_HEADING,
    Assumption,
    BrokenRow,
    Cell,
    SourceTable,
    TableRow,
    distinct,
    plain_name,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path


Json: TypeAlias = Union[str, bool, list["Json"], dict[str, "Json"], None]  # noqa: UP007 - it names itself
"""A JSON value, its numbers as text."""
_Source = TypeVar("_Source", str, Json)

_MOST_COLUMNS = 2_000


class _BrokenRowError(Exception):
    """A value cannot be a row; the message says why."""


def read_lines(file: Path, text: str, notes: Sequence[Assumption]) -> SourceTable:
    """Return a table with one object a line; lines that are none become broken rows."""
    # JSON lines end at line feeds, and at none of the other characters that end a line in Python.
    lines = enumerate(text.replace("\r\n", "\n").split("\n"), start=1)
    filled = ((number, line) for number, line in lines if line.strip())
    return _table(file, "line", filled, _parsed, whole, notes)


def read_array(file: Path, text: str, notes: Sequence[Assumption]) -> SourceTable:
    """Return a table that is an array of objects, or an object that contains one.

    Raises:
        TableError: It is neither.
    """
    try:
        document = _loaded(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text.lstrip().startswith("{"):
            note = Assumption("it holds one object a line, and is read as JSON lines")
            return read_lines(file, text, [*notes, note])
        problem = f"line {error.lineno:,}, column {error.colno:,}: invalid JSON: {error.msg}"
        hint = "if every line is an object of its own, name it .jsonl"
        raise TableError(file, problem, hint) from error
    except (RecursionError, ValueError) as error:
        raise TableError(file, "it is nested too deep to be a table") from error
    records = enumerate(_array_in(file, document), start=1)
    return _table(
        file,
        "record",
        records,
        lambda record: record,
        lambda record: whole(json.dumps(record, ensure_ascii=False)),
        notes,
    )


def _table(
    file: Path,
    unit: str,
    numbered: Iterable[tuple[int, _Source]],
    parse: Callable[[_Source], Json],
    written: Callable[[_Source], str],
    notes: Sequence[Assumption],
) -> SourceTable:
    columns = _Columns()
    rows: list[TableRow] = []
    broken: list[BrokenRow] = []
    for number, source in numbered:
        try:
            rows.append(TableRow(number, _cells(parse(source), columns)))
        except _BrokenRowError as error:
            broken.append(BrokenRow(number, {unit: written(source)}, str(error)))
    return SourceTable(
        file, unit, tuple(columns.values()), tuple(rows), tuple(broken), tuple(notes)
    )


def _array_in(file: Path, document: Json) -> list[Json]:
    if isinstance(document, list):
        return document
    arrays = {
        name: value
        for name, value in (document.items() if isinstance(document, dict) else ())
        if isinstance(value, list) and any(isinstance(element, dict) for element in value)
    }
    if len(arrays) == 1:
        return next(iter(arrays.values()))
    problem = "it contains no array of objects"
    if arrays:
        problem = f"it contains several arrays: {', '.join(arrays)}"
    hint = "save the array with the rows in a file of its own, or an object a line as .jsonl"
    raise TableError(file, problem, hint)


def _parsed(line: str) -> Json:
    try:
        return _loaded(line)
    except json.JSONDecodeError as error:
        raise _BrokenRowError(f"invalid JSON: {error.msg} at character {error.colno:,}") from error
    except (RecursionError, ValueError) as error:
        raise _BrokenRowError("nested too deep") from error


def _loaded(text: str) -> Json:
    # Numbers stay as they are written: 1.10 is not 1.1.
    document: Json = json.loads(
        text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_object
    )
    return document


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return an object with every value, though a name may appear twice."""
    seen: Counter[str] = Counter()
    return {distinct(name, seen): value for name, value in pairs}


class _Columns(dict[str, str]):
    """Distinct names of columns by their places in objects, in the order of appearance."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: Counter[str] = Counter()

    def __missing__(self, place: str) -> str:
        name = plain_name(place)
        if len(name) > LONGEST_HEADING:
            raise _BrokenRowError(f"the name `{shortened(name)}` is too long")
        if len(self) >= _MOST_COLUMNS:
            raise _BrokenRowError(f"more than {_MOST_COLUMNS:,} columns in all rows")
        self[place] = distinct(name or "column", self._seen)
        return self[place]


def _cells(row: Json, columns: _Columns) -> dict[str, Cell]:
    """Return the cells of a row by column, without empty ones.

    Raises:
        _BrokenRowError: The row is not an object, or is too deep or too wide.
    """
    if not isinstance(row, dict):
        raise _BrokenRowError(f"not an object: `{shortened(json.dumps(row))}`")
    try:
        named = [(columns[place], value) for place, value in flat_cells(row, "")]
    except RecursionError as error:
        raise _BrokenRowError("nested too deep") from error
    return {name: value for name, value in named if value}


def flat_cells(value: dict[str, Json], above: str) -> Iterator[tuple[str, Cell]]:
    """Yield each value of an object with its place: ``a.b`` for b in a."""
    for name, inner in value.items():
        place = f"{above}{name}"
        if isinstance(inner, dict):
            yield from flat_cells(inner, f"{place}.")
        elif isinstance(inner, list):
            yield place, tuple(filter(None, map(_text, inner)))
        else:
            yield place, _text(inner)


def _text(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return whole(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
