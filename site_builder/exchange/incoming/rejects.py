"""Rows that could not be used, as a table to mend and import again."""

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

    from site_builder.exchange.tables.rows import Broken, SourceTable

_HEADINGS = ("row", "key", "reason")


def rejects_text(table: SourceTable, broken: Sequence[Broken]) -> str:
    """Return rows that could not be used as CSV: where each stands, why, and all that it holds."""
    others = dict.fromkeys(column for row in broken for column in row.values)
    columns = [*table.columns, *(column for column in others if column not in table.columns)]
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*_HEADINGS, *columns])
    for row in broken:
        cells = (row.values.get(column, "") for column in columns)
        texts = (cell if isinstance(cell, str) else "; ".join(cell) for cell in cells)
        writer.writerow([row.number, row.key, row.reason, *texts])
    return stream.getvalue()


def write_rejects(file: Path, text: str) -> None:
    """Write such a table, and leave the file alone if it holds just that.

    Raises:
        ImportRefusedError: Another file is in its place.
        UnwritableError: It cannot be written.
    """
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
