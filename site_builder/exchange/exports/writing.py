"""Exports: a whole base as one file, in one of several forms."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from site_builder.exchange.exports.bundle import write_bundle
from site_builder.exchange.exports.tabular import write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.exchange.exports.source import ExportSource, Shaped

    Write = Callable[[ExportSource, IO[bytes], Callable[[], None]], None]

_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class ExportForm:
    """A form of exports."""

    contents: str
    """Contents of the file, for the help and the guide."""
    write: Write
    """Writes a base to a stream, and calls back after each record."""
    packed: bool = False
    """Whether it is binary, so that no terminal can show it."""


def write_export(
    source: ExportSource,
    form: str,
    stream: IO[bytes],
    on_record: Callable[[], None] = lambda: None,
) -> None:
    """Write a base in one of ``FORMS``: the same bytes for the same base.

    ``on_record`` is called after each record.

    Raises:
        ExportError: A file of the base cannot be read.
    """
    FORMS[form].write(source, stream, on_record)


def _of_records(write: Callable[[Shaped, Iterable[Shaped], IO[bytes]], None]) -> Write:
    """Return the writer of a form that consists of a head and the records."""

    def written(source: ExportSource, stream: IO[bytes], on_record: Callable[[], None]) -> None:
        shape = source.shape

        def records() -> Iterator[Shaped]:
            for record in source.records:
                yield shape.record(record)
                on_record()

        write(shape.head(source.audience), records(), stream)

    return written


def _write_json(head: Shaped, records: Iterable[Shaped], stream: IO[bytes]) -> None:
    stream.write(f'{_json(head)[:-1]}, "records": ['.encode())
    for number, record in enumerate(records):
        stream.write(f"{',' if number else ''}\n{_json(record)}".encode())
    stream.write(b"\n]}\n")


def _write_lines(head: Shaped, records: Iterable[Shaped], stream: IO[bytes]) -> None:
    stream.write(f"{_json(head)}\n".encode())
    for record in records:
        stream.write(f"{_json(record)}\n".encode())


FORMS = {
    "json": ExportForm("one JSON document", _of_records(_write_json)),
    "jsonl": ExportForm(
        "a line of JSON per record, after one about the base", _of_records(_write_lines)
    ),
    "csv": ExportForm("one row per record, for spreadsheets", _of_records(write_csv)),
    "xlsx": ExportForm(
        "a workbook with a sheet per kind of record", _of_records(write_xlsx), packed=True
    ),
    "markdown-bundle": ExportForm("a zip of the files as they are", write_bundle, packed=True),
}
"""Forms by their names on the command line."""
