"""A base as one file: every record with all that it says, in the form that is asked for."""

from __future__ import annotations

import json
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.exchange.exports.shape import Shaped
    from site_builder.exchange.exports.source import ExportSource

Form: TypeAlias = Literal["json", "jsonl", "csv", "xlsx", "markdown-bundle"]
PACKED: frozenset[Form] = frozenset({"xlsx", "markdown-bundle"})
"""Forms that no terminal can show."""
_json = json.JSONEncoder(ensure_ascii=False).encode


def write_export(
    source: ExportSource,
    form: Form,
    stream: IO[bytes],
    on_record: Callable[[], None] = lambda: None,
) -> None:
    """Write a base to a stream: the same bytes for the same base.

    Args:
        source: The base.
        form: In which form.
        stream: Where to.
        on_record: Called after each record.

    Raises:
        ExportError: A file of the base cannot be read.
    """
    if form == "markdown-bundle":
        from site_builder.exchange.exports.bundle import write_bundle  # noqa: PLC0415 - for this form

        write_bundle(source, stream, on_record)
        return
    head, records = source.shape.head(source.audience), _shaped(source, on_record)
    if form == "xlsx":
        from site_builder.exchange.exports.tabular import write_xlsx  # noqa: PLC0415 - for this form

        write_xlsx(head, records, stream)
        return
    text = TextIOWrapper(stream, encoding="utf-8", newline="")
    if form == "csv":
        from site_builder.exchange.exports.tabular import write_csv  # noqa: PLC0415 - for this form

        write_csv(head, records, text)
    elif form == "json":
        _write_json(head, records, text)
    else:
        _write_lines(head, records, text)
    text.flush()
    # The stream is its owner's to close.
    text.detach()


def _shaped(source: ExportSource, on_record: Callable[[], None]) -> Iterator[Shaped]:
    shape = source.shape
    for record in source.records:
        yield shape.record(record)
        on_record()


def _write_json(head: Shaped, records: Iterable[Shaped], text: IO[str]) -> None:
    text.write(_json(head)[:-1] + ', "records": [')
    for number, record in enumerate(records):
        text.write((",\n" if number else "\n") + _json(record))
    text.write("\n]}\n")


def _write_lines(head: Shaped, records: Iterable[Shaped], text: IO[str]) -> None:
    text.write(f"{_json(head)}\n")
    for record in records:
        text.write(f"{_json(record)}\n")
