"""Exports: a whole base as one file, in one of several forms."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.exchange.exports.source import ExportSource, Shaped

_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class ExportForm:
    """A form of exports."""

    ending: str
    """End of the names of its files."""
    contents: str
    """Contents of the file, for the help and the guide."""
    packed: bool = False
    """Whether it is binary, so that no terminal can show it."""


FORMS = {
    "json": ExportForm(".json", "one JSON document"),
    "jsonl": ExportForm(".jsonl", "a line of JSON per record, after one about the base"),
    "csv": ExportForm(".csv", "one row per record, for spreadsheets"),
    "xlsx": ExportForm(".xlsx", "a workbook with a sheet per kind of record", packed=True),
    "markdown-bundle": ExportForm(".zip", "a zip of the files as they are", packed=True),
}
"""Forms by their names on the command line."""


def write_export(
    source: ExportSource, form: str, stream: IO[bytes], on_record: Callable[[], None] = lambda: None
) -> None:
    """Write a base in one of ``FORMS``: the same bytes for the same base.

    ``on_record`` is called after each record.

    Raises:
        ExportError: A file of the base cannot be read.
    """
    # The help of the command needs the forms alone, not the library that their writers import.
    from site_builder.exchange.exports.bundle import write_bundle  # noqa: PLC0415
    from site_builder.exchange.exports.tabular import write_csv, write_xlsx  # noqa: PLC0415

    def records() -> Iterator[Shaped]:
        for record in source.records:
            yield source.shape.record(record)
            on_record()

    if form == "markdown-bundle":
        write_bundle(source, stream, on_record)
    else:
        writers = {"json": _write_json, "jsonl": _write_lines, "csv": write_csv, "xlsx": write_xlsx}
        writers[form](source.shape.head(source.audience), records(), stream)


def _write_json(head: Shaped, records: Iterable[Shaped], stream: IO[bytes]) -> None:
    stream.write(f'{_json(head)[:-1]}, "records": ['.encode())
    for number, record in enumerate(records):
        stream.write(f"{',' if number else ''}\n{_json(record)}".encode())
    stream.write(b"\n]}\n")


def _write_lines(head: Shaped, records: Iterable[Shaped], stream: IO[bytes]) -> None:
    stream.write(f"{_json(head)}\n".encode())
    for record in records:
        stream.write(f"{_json(record)}\n".encode())
