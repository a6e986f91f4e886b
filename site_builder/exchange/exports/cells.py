"""Plain data as rows of a table, and rows as plain data again.

A field that holds a list or a group stands in its cell as JSON; any other stands there as it is.
What is derived has columns of its own, which are not read back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from site_builder.exchange.exports.schema import EXPORT_VERSION
from site_builder.exchange.exports.source import KINDS
from site_builder.records.kinds import MODELS, Kind
from site_builder.records.schema import field_names, nested_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from site_builder.exchange.exports.shape import Shaped

BASE = "base"
"""What stands as the kind of the row, or as the name of the sheet, that tells of the base."""
FIRST = ("format_version", "kind", "id", "path")
_DERIVED = ("url", "standing", "tombstone", "digest", "evidence", "links", "backlinks")
_LAST = (*(f"derived.{name}" for name in _DERIVED), "header", "body")

_json = json.JSONEncoder(ensure_ascii=False).encode


def columns(kinds: Iterable[Kind]) -> tuple[str, ...]:
    """Return the columns of a table that holds records of some kinds."""
    named = dict.fromkeys(name for kind in kinds for name in field_names(MODELS[kind]))
    return (*FIRST, *named, *_LAST)


def row(record: Shaped, names: Sequence[str]) -> list[str]:
    """Return a record as the cells under some columns."""
    cells: dict[str, Any] = {**record, **record["fields"]}
    cells |= {f"derived.{name}": value for name, value in record["derived"].items()}
    return [_cell(cells.get(name)) for name in names]


def base_row(head: Shaped, names: Sequence[str]) -> list[str]:
    """Return what belongs to no record as the cells under some columns."""
    cells = {"format_version": str(EXPORT_VERSION), "kind": BASE, "body": _json(head)}
    return [cells.get(name, "") for name in names]


def records_of(rows: Iterable[Mapping[str, str]]) -> Iterator[Shaped]:
    """Yield what each row tells; what is wrong with its cells is told when it is restored.

    Of a cell in which JSON should stand and does not, the text stands for it.
    """
    for cells in rows:
        if not any(cells.values()):
            continue
        if cells.get("kind") == BASE:
            yield {"head": _parsed(cells.get("body", ""))}
            continue
        yield _record(cells)


def _record(cells: Mapping[str, str]) -> Shaped:
    kind = cells.get("kind", "")
    model = MODELS.get(kind)  # type: ignore[call-overload]
    known = set(columns(KINDS))
    nested = nested_fields(model) if model else frozenset()
    fields: Shaped = {}
    for name, text in cells.items():
        if text and name not in FIRST and name not in _LAST:
            fields[name] = _parsed(text) if name in nested else text
    record: Shaped = {name: cells.get(name, "") for name in FIRST}
    record |= {"fields": fields, "body": cells.get("body", "")}
    if cells.get("derived.tombstone"):
        record["derived"] = {"tombstone": True}
    if cells.get("header"):
        record["header"] = cells["header"]
    if version := cells.get("format_version", ""):
        record["format_version"] = int(version) if version.isdecimal() else version
    unknown = [name for name in fields if name not in known]
    return {**record, **{name: fields.pop(name) for name in unknown}}


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else _json(value)


def _parsed(text: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
