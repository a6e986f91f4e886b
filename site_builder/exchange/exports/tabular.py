"""Exports as tables: all records in one as CSV, or one per kind in a workbook.

A field that holds a list or a group is JSON in its cell; any other is its text. Derived values have
columns of their own, which are not read back.
"""

from __future__ import annotations

import csv
import json
import re
from io import StringIO, TextIOWrapper
from typing import IO, TYPE_CHECKING, Any

from site_builder.exchange.exports.schema import EXPORT_VERSION
from site_builder.exchange.tables.formulas import MARK, guarded
from site_builder.exchange.tables.sheets import write_workbook
from site_builder.exchange.tables.workbook import read_sheets
from site_builder.records.fields import fields_of, nested_fields
from site_builder.records.kinds import MODELS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.exchange.exports.source import Shaped

BASE = "base"
"""Kind of the row, and name of the sheet, that describes the base."""
FIRST = ("format_version", "kind", "id", "path")
_DERIVED = ("url", "standing", "tombstone", "digest", "evidence", "links", "backlinks")
_LAST = (*(f"derived.{name}" for name in _DERIVED), "header", "body")
_BASE_COLUMNS = ("format_version", "kind", "body")

_PIECE = 32_000
"""Characters after which a text continues in the next column of a workbook."""
_SHORT_PIECE = 4_000
"""The same for text that grows when it is escaped, by up to seven times."""
_GROWS = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]|_x")
_CONTINUED = re.compile(r"\A(.+) (?:[2-9]|[1-9]\d+)\Z")
_LONGEST_CELL = 100_000_000

_json = json.JSONEncoder(ensure_ascii=False).encode


def write_csv(head: Shaped, records: Iterable[Shaped], stream: IO[bytes]) -> None:
    """Write a table of all records; its first row describes the base."""
    text = TextIOWrapper(stream, encoding="utf-8", newline="")
    names = _columns(Kind)
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerow(map(guarded, _base_row(head, names)))
    for record in records:
        writer.writerow(map(guarded, _row(record, names)))
    # A wrapper that is not detached closes the stream.
    text.detach()


def read_csv(text: str) -> Iterator[Shaped]:
    """Yield the records of a table, and the head of the export.

    Raises:
        ValueError: The table is damaged.
    """
    delimiter = text[len(FIRST[0]) : len(FIRST[0]) + 1]
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [[cell.removeprefix(MARK) for cell in row] for row in reader]
    except csv.Error as error:
        raise ValueError(str(error)) from error
    finally:
        csv.field_size_limit(before)
    yield from _records(rows)


def write_xlsx(head: Shaped, records: Iterable[Shaped], stream: IO[bytes]) -> None:
    """Write a workbook with a sheet for the base, and one for each kind of record."""
    names = {BASE: _BASE_COLUMNS, **{str(kind): _columns([kind]) for kind in Kind}}
    rows: dict[str, list[list[str]]] = {sheet: [] for sheet in names}
    rows[BASE].append(_base_row(head, _BASE_COLUMNS))
    for record in records:
        rows[record["kind"]].append(_row(record, names[record["kind"]]))
    write_workbook(stream, {sheet: _widened(names[sheet], rows[sheet]) for sheet in names})


def read_xlsx(path: Path) -> Iterator[Shaped]:
    """Yield the records of a workbook, and the head of the export.

    Raises:
        TableError: The workbook cannot be read.
    """
    sheets = read_sheets(path)
    for sheet in sorted(sheets, key=lambda sheet: sheet.name != BASE):
        yield from _records(sheet.rows)


def _columns(kinds: Iterable[Kind]) -> tuple[str, ...]:
    """Return the columns of a table of records of some kinds."""
    named = dict.fromkeys(name for kind in kinds for name in fields_of(MODELS[kind]))
    return (*FIRST, *named, *_LAST)


def _row(record: Shaped, names: Sequence[str]) -> list[str]:
    cells: dict[str, Any] = {**record, **record["fields"]}
    cells |= {f"derived.{name}": value for name, value in record["derived"].items()}
    return [_cell(cells.get(name)) for name in names]


def _base_row(head: Shaped, names: Sequence[str]) -> list[str]:
    cells = {"format_version": str(EXPORT_VERSION), "kind": BASE, "body": _json(head)}
    return [cells.get(name, "") for name in names]


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else _json(value)


def _widened(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Yield headings and rows with as many columns for each name as its longest text needs.

    Empty columns are left out, except the first ones.
    """
    pieces = [[_pieces(cell) for cell in row] for row in rows]
    widths = [
        max([int(name in FIRST), *(len(row[at]) for row in pieces)])
        for at, name in enumerate(names)
    ]
    yield [
        name if number == 1 else f"{name} {number}"
        for name, width in zip(names, widths, strict=True)
        for number in range(1, width + 1)
    ]
    for row in pieces:
        yield [
            piece
            for parts, width in zip(row, widths, strict=True)
            for piece in (*parts, *[""] * (width - len(parts)))
        ]


def _pieces(cell: str) -> list[str]:
    if len(cell) <= _SHORT_PIECE:
        return [cell] if cell else []
    size = _SHORT_PIECE if _GROWS.search(cell) else _PIECE
    return [cell[at : at + size] for at in range(0, len(cell), size)]


def _records(rows: Sequence[Sequence[str]]) -> Iterator[Shaped]:
    """Yield the record of each row; mistakes in its cells are found when it is restored."""
    headings = [_CONTINUED.sub(r"\1", heading) for heading in (rows[0] if rows else ())]
    for row in rows[1:]:
        cells: dict[str, str] = {}
        for number, cell in enumerate(row):
            name = headings[number] if number < len(headings) else f"column {number + 1}"
            cells[name] = cells.get(name, "") + cell
        if cells.get("kind") == BASE:
            yield {"head": _parsed(cells.get("body", ""))}
        elif any(cells.values()):
            yield _record(cells)


def _record(cells: Mapping[str, str]) -> Shaped:
    model = MODELS.get(cells.get("kind", ""))  # type: ignore[call-overload]
    known = set(_columns(Kind))
    nested = nested_fields(model) if model else frozenset()
    fields: Shaped = {
        name: _parsed(text) if name in nested else text
        for name, text in cells.items()
        if text and name not in FIRST and name not in _LAST
    }
    record: Shaped = {name: cells.get(name, "") for name in FIRST}
    record |= {"fields": fields, "body": cells.get("body", "")}
    if cells.get("derived.tombstone"):
        record["derived"] = {"tombstone": True}
    if cells.get("header"):
        record["header"] = cells["header"]
    if version := cells.get("format_version", ""):
        record["format_version"] = int(version) if version.isdecimal() else version
    return record | {name: fields.pop(name) for name in [*fields] if name not in known}


def _parsed(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON value of a cell, or its text if that is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
