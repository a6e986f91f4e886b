"""Rows that could not be imported, as a table to correct and import again."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from site_builder.diagnostics import Edit
from site_builder.errors import ImportRefusedError
from site_builder.library.writing import edit_file, write_new

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_builder.exchange.tables.rows import BrokenRow, SourceTable

_HEADINGS = ("row", "key", "reason")


def write_rejects(file: Path, table: SourceTable, broken: Sequence[BrokenRow]) -> None:
    """Write rows as CSV: number, key and reason of each, then all its cells.

    An earlier list is overwritten; if there is none, nothing is written without any rows.

    Raises:
        ImportRefusedError: The file is something else.
        UnwritableError: The file cannot be written.
    """
    if not broken and not file.exists():
        return
    others = dict.fromkeys(column for row in broken for column in row.values)
    columns = [*table.columns, *(column for column in others if column not in table.columns)]
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*_HEADINGS, *columns])
    for row in broken:
        writer.writerow([row.number, row.key, row.reason, *map(row.text, columns)])
    text = stream.getvalue()
    if not file.exists():
        write_new(file, text)
        return
    before = file.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    if not before.startswith(",".join(_HEADINGS)) or "\ufffd" in before:
        raise ImportRefusedError(
            f"{file} is not a list of rejected rows; name another file with --rejects"
        )
    if before != text:
        edit_file(file, before, [Edit(0, len(before), text)])
