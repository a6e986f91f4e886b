"""Rows that are objects: JSON lines, and a JSON array."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias, Union

from site_builder.diagnostics import shortened
from site_builder.errors import TableError
from site_builder.exchange.tables.rows import (
    LONGEST_HEADING,
    Broken,
    Cell,
    SourceTable,
    TableRow,
    distinct,
    plain_name,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


Json: TypeAlias = Union[str, bool, list["Json"], dict[str, "Json"], None]  # noqa: UP007 - it names itself
"""What JSON holds, numbers as they are written."""

_MOST_COLUMNS = 2_000


class _BrokenRowError(Exception):
    """A row is not what a row can be; its message says why."""


def read_lines(file: Path, text: str, notes: Sequence[str]) -> SourceTable:
    """Return the table of a file with an object a line; a broken line is no end of it."""
    columns = _Columns()
    rows: list[TableRow] = []
    broken: list[Broken] = []
    # Lines end as JSON lines end, at no other sign that text may hold.
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            rows.append(TableRow(number, columns.values(_parsed(line))))
        except _BrokenRowError as error:
            broken.append(Broken(number, str(error), {"line": whole(line)}))
    return SourceTable(file, "line", columns.names, tuple(rows), tuple(broken), tuple(notes))


def read_array(file: Path, text: str, notes: Sequence[str]) -> SourceTable:
    """Return the table of a file that is an array of objects, or an object with one in it.

    Raises:
        TableError: It is something else.
    """
    try:
        found = _loaded(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text.lstrip().startswith("{"):
            said = [*notes, "it holds an object a line, and is read as JSON lines"]
            return read_lines(file, text, said)
        problem = f"line {error.lineno:,}, column {error.colno:,}: this is not JSON: {error.msg}"
        hint = "if every line is an object of its own, name it .jsonl"
        raise TableError(file, problem, hint) from error
    except (RecursionError, ValueError) as error:
        raise TableError(file, "it is nested too deep to be a table") from error
    columns = _Columns()
    rows: list[TableRow] = []
    broken: list[Broken] = []
    for number, each in enumerate(_array_in(file, found), start=1):
        try:
            rows.append(TableRow(number, columns.values(each)))
        except _BrokenRowError as error:
            written = json.dumps(each, ensure_ascii=False)
            broken.append(Broken(number, str(error), {"record": whole(written)}))
    return SourceTable(file, "record", columns.names, tuple(rows), tuple(broken), tuple(notes))


def _array_in(file: Path, found: Json) -> list[Json]:
    if isinstance(found, list):
        return found
    arrays = [
        (name, value)
        for name, value in (found.items() if isinstance(found, dict) else ())
        if isinstance(value, list) and any(isinstance(each, dict) for each in value)
    ]
    if len(arrays) == 1:
        return arrays[0][1]
    problem = "it is JSON, but no array of objects"
    if arrays:
        problem = "it holds several arrays: " + ", ".join(name for name, _array in arrays)
    hint = "save the array with the rows in a file of its own, or an object a line as .jsonl"
    raise TableError(file, problem, hint)


def _parsed(line: str) -> Json:
    try:
        return _loaded(line)
    except json.JSONDecodeError as error:
        raise _BrokenRowError(f"not JSON: {error.msg} at character {error.colno:,}") from error
    except (RecursionError, ValueError) as error:
        raise _BrokenRowError("nested too deep") from error


def _loaded(text: str) -> Json:
    # Numbers stay as they are written: 1.10 is not 1.1.
    found: Json = json.loads(
        text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_object
    )
    return found


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return an object in which no value is lost, though its name appears twice."""
    seen: Counter[str] = Counter()
    return {distinct(name, seen): value for name, value in pairs}


class _Columns:
    """Names of columns in the order in which they are met, each once whatever its case."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._seen: Counter[str] = Counter()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns met so far."""
        return tuple(self._names.values())

    def values(self, row: Json) -> dict[str, Cell]:
        """Return what stands in each column of a row.

        Raises:
            _BrokenRowError: It is no object, or too deep or too wide.
        """
        if not isinstance(row, dict):
            raise _BrokenRowError(f"not an object: `{shortened(json.dumps(row))}`")
        values: dict[str, Cell] = {}
        try:
            for path, value in _flat(row, ""):
                name = self._name(path)
                values |= {name: value} if value else {}
        except RecursionError as error:
            raise _BrokenRowError("nested too deep") from error
        return values

    def _name(self, path: str) -> str:
        if path not in self._names:
            name = plain_name(path)
            if len(name) > LONGEST_HEADING:
                raise _BrokenRowError(f"the name `{shortened(name)}` is too long")
            if len(self._names) >= _MOST_COLUMNS:
                raise _BrokenRowError(f"more than {_MOST_COLUMNS:,} columns in all rows")
            self._names[path] = distinct(name or "column", self._seen)
        return self._names[path]


def _flat(value: dict[str, Json], above: str) -> Iterator[tuple[str, Cell]]:
    """Yield each value of an object with its place in it: ``a.b`` for b in a."""
    for name, inner in value.items():
        path = f"{above}{name}"
        if isinstance(inner, dict):
            yield from _flat(inner, f"{path}.")
        elif isinstance(inner, list):
            yield path, tuple(filter(None, map(_text, inner)))
        else:
            yield path, _text(inner)


def _text(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return whole(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
