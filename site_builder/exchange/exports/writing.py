"""A base as one file: every record with all that it says, in the form that is asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.exchange.exports.shape import Shaped
    from site_builder.exchange.exports.source import ExportSource

    Write = Callable[[ExportSource, IO[bytes], Callable[[], None]], None]

_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class ExportForm:
    """A form that a base can be exported in."""

    contents: str
    """What the file holds, for the help and the guide."""
    write: Write
    """Writes a base to a stream, and calls back after each record."""
    packed: bool = False
    """Whether no terminal can show it."""


def write_export(
    source: ExportSource,
    form: str,
    stream: IO[bytes],
    on_record: Callable[[], None] = lambda: None,
) -> None:
    """Write a base to a stream: the same bytes for the same base.

    Args:
        source: The base.
        form: In which of ``FORMS``.
        stream: Where to.
        on_record: Called after each record.

    Raises:
        ExportError: A file of the base cannot be read.
    """
    FORMS[form].write(source, stream, on_record)


def _shaped(source: ExportSource, on_record: Callable[[], None]) -> Iterator[Shaped]:
    shape = source.shape
    for record in source.records:
        yield shape.record(record)
        on_record()


def _write_text(
    write: Callable[[Shaped, Iterable[Shaped], IO[str]], None],
) -> Write:
    """Return what writes a base as text: its head, then its records."""

    def written(source: ExportSource, stream: IO[bytes], on_record: Callable[[], None]) -> None:
        text = TextIOWrapper(stream, encoding="utf-8", newline="")
        write(source.shape.head(source.audience), _shaped(source, on_record), text)
        text.flush()
        # The stream is its owner's to close.
        text.detach()

    return written


def _write_json(head: Shaped, records: Iterable[Shaped], text: IO[str]) -> None:
    text.write(_json(head)[:-1] + ', "records": [')
    for number, record in enumerate(records):
        text.write((",\n" if number else "\n") + _json(record))
    text.write("\n]}\n")


def _write_lines(head: Shaped, records: Iterable[Shaped], text: IO[str]) -> None:
    text.write(f"{_json(head)}\n")
    for record in records:
        text.write(f"{_json(record)}\n")


def _write_csv(head: Shaped, records: Iterable[Shaped], text: IO[str]) -> None:
    from site_builder.exchange.exports.tabular import write_csv  # noqa: PLC0415 - for this form

    write_csv(head, records, text)


def _write_xlsx(source: ExportSource, stream: IO[bytes], on_record: Callable[[], None]) -> None:
    from site_builder.exchange.exports.tabular import write_xlsx  # noqa: PLC0415 - for this form

    write_xlsx(source.shape.head(source.audience), _shaped(source, on_record), stream)


def _write_bundle(source: ExportSource, stream: IO[bytes], on_record: Callable[[], None]) -> None:
    from site_builder.exchange.exports.bundle import write_bundle  # noqa: PLC0415 - for this form

    write_bundle(source, stream, on_record)


FORMS = {
    "json": ExportForm("one JSON document", _write_text(_write_json)),
    "jsonl": ExportForm(
        "a line of JSON per record, after one about the base",
        _write_text(_write_lines),
    ),
    "csv": ExportForm("one row per record, for spreadsheets", _write_text(_write_csv)),
    "xlsx": ExportForm("a workbook with a sheet per kind of record", _write_xlsx, packed=True),
    "markdown-bundle": ExportForm("a zip of the files as they are", _write_bundle, packed=True),
}
"""Every form by its name on the command line."""
