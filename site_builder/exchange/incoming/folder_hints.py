"""What a first map says of a folder of Markdown that it does not say of other tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from site_builder.exchange.folders.reading import ASIDE, FolderTable
from site_builder.exchange.folders.relations import RELATIONS
from site_builder.exchange.incoming.headings import said_by
from site_builder.exchange.tables.rows import Markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.exchange.incoming.columns import Column
    from site_builder.exchange.tables.rows import Cell, SourceTable

_RARE = 0.02
"""Share of files from which a heading is worth a line of a map."""
_FEW = 10
"""Number of files up to which every heading is."""


def worth_a_line(table: SourceTable, columns: Sequence[Column]) -> list[Column]:
    """Return the columns that a first map may use; of other tables all."""
    if not isinstance(table, FolderTable):
        return list(columns)
    least = 1 if len(table.rows) <= _FEW else max(2, _RARE * len(table.rows))
    return [
        column
        for column in columns
        if column.name not in ASIDE
        and not (column.name == "folder" and column.different == 1)
        and (len(column.cells) >= least or not column.is_section)
        and not any(said_by(cell.inside).roles for cell in column.cells if _is_part(cell))
    ]


def _is_part(cell: Cell) -> TypeGuard[Markdown]:
    return isinstance(cell, Markdown) and bool(cell.inside)


def own_roles(table: SourceTable, columns: Sequence[Column]) -> dict[str, str]:
    """Return what columns are whatever their texts look like, by their names."""
    if not isinstance(table, FolderTable):
        return {}
    has_key = any("key" in column.said.roles[:1] and column.unique for column in columns)
    return {"title": "title"} | ({} if has_key else {"file": "key"})


def relation_lines(table: SourceTable) -> Iterator[str]:
    """Yield the lines of a map for what files say of each other."""
    said = {column for row in table.rows for column in RELATIONS.values() if column in row.values}
    if said and isinstance(table, FolderTable):
        yield from ("", "relations:")
        for relation, column in RELATIONS.items():
            if column in said:
                yield f'  {relation}: "{{{column}}}"'


def reference_lines(table: SourceTable) -> Iterator[str]:
    """Yield the lines of a map for references between rows; files have links of their own."""
    if not isinstance(table, FolderTable):
        yield from (
            "",
            "# How texts name other rows, with the key in brackets; such references become links.",
            "# links: ['(?i)lesson #?(\\d+)']",
        )
