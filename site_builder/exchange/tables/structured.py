"""Tables whose rows are objects: JSON lines, and JSON arrays."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias, TypeVar, Union

from site_builder.diagnostics import counted, shortened
from site_builder.errors import TableChoiceError, TableError
from site_builder.exchange.tables.grid import MAX_COLUMNS, Grid
from site_builder.exchange.tables.rows import (
    LONGEST_HEADING,
    Assumption,
    BrokenRow,
    Cell,
    Choices,
    SourceTable,
    TableRow,
    distinct,
    plain_name,
    whole,
)
from site_builder.exchange.tables.shapes import read_grid
from site_builder.records.guess import guess_or
from site_builder.records.header.write import inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path


Json: TypeAlias = Union[str, bool, list["Json"], dict[str, "Json"], None]  # noqa: UP007 - it names itself
"""A JSON value, its numbers as text."""
_Source = TypeVar("_Source", str, Json)

_KEY = "key"
_DEPTH = 5
"""Depth to which arrays of rows are looked for in objects."""


class _BrokenRowError(Exception):
    """A value cannot be a row; the message says why."""


def read_lines(file: Path, text: str, notes: Sequence[Assumption]) -> SourceTable:
    """Return a table with one object a line; lines that are none become broken rows."""
    # JSON lines end at line feeds, and at none of the other characters that end a line in Python.
    end = "\n" if "\n" in text else "\r"
    lines = enumerate(text.replace("\r\n", "\n").split(end), start=1)
    filled = ((number, line) for number, line in lines if line.strip())
    return _table(file, "line", filled, _parsed, whole, notes)


def read_array(file: Path, text: str, choices: Choices, notes: Sequence[Assumption]) -> SourceTable:
    """Return a table that is an array of objects or of arrays, or an object that contains one.

    Raises:
        TableError: It is neither.
        TableChoiceError: It contains no array of the name that is chosen as its sheet.
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
    if len(choices.sheet) > 1:
        raise TableChoiceError(file, "several arrays are named", "name one of them", "sheet")
    array, more = _array_in(file, document, "".join(choices.sheet))
    if array and all(isinstance(row, list) for row in array):
        cells = [list(map(_text, row)) for row in array if isinstance(row, list)]
        grid = Grid("record", range(1, len(cells) + 1), cells)
        return read_grid(file, grid, choices, [*notes, *more])
    return _table(
        file,
        "record",
        enumerate(array, start=1),
        lambda record: record,
        lambda record: whole(json.dumps(record, ensure_ascii=False)),
        [*notes, *more],
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


def _array_in(file: Path, document: Json, wanted: str) -> tuple[Sequence[Json], list[Assumption]]:
    """Return the array with the rows, by default the longest."""
    if isinstance(document, list):
        return document, []
    arrays = dict(_arrays(document, ""))
    if wanted and wanted not in arrays:
        hint = guess_or(wanted, arrays, f"its arrays: {', '.join(arrays)}")
        raise TableChoiceError(file, f"it contains no array `{wanted}`", hint, "sheet")
    if not arrays and (keyed := _keyed(document)):
        return keyed, []
    names = sorted(arrays, key=lambda name: -len(arrays[name]))
    if wanted or len(names) == 1:
        return arrays[wanted or names[0]], []
    if not names or len(arrays[names[0]]) == len(arrays[names[1]]):
        problem = "it contains no array of objects"
        if names:
            problem = f"it contains several arrays: {', '.join(arrays)}"
        hint = (
            "name one with `sheet:` in the map" if names else "save the rows as an array of objects"
        )
        raise TableError(file, problem, hint)
    sizes = [f"`{name}` ({counted(len(arrays[name]), 'row')})" for name in names]
    text = f"array {sizes[0]} is read; there are also: {', '.join(sizes[1:])}"
    return arrays[names[0]], [Assumption(text, "sheet", inline(names[0]))]


def _keyed(document: Json) -> list[Json]:
    """Return the rows of an object that holds each row under its key."""
    rows = document.items() if isinstance(document, dict) else ()
    named = [{_KEY: key, **row} for key, row in rows if isinstance(row, dict)]
    return list(named) if len(named) == len(rows) else []


def _arrays(value: Json, place: str, depth: int = 0) -> Iterator[tuple[str, list[Json]]]:
    """Yield the arrays of rows in nested objects, each with its place."""
    for name, inner in value.items() if isinstance(value, dict) and depth < _DEPTH else ():
        if isinstance(inner, list) and any(isinstance(row, dict | list) for row in inner):
            yield f"{place}{name}", inner
        else:
            yield from _arrays(inner, f"{place}{name}.", depth + 1)


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
        if len(self) >= MAX_COLUMNS:
            raise _BrokenRowError(f"more than {MAX_COLUMNS:,} columns in all rows")
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
