"""What the XML of a sheet says beside its values: merged and hidden cells, addresses of links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING

from site_builder.exchange.tables.grid import Area, column_number

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

# No pattern goes on beyond the next tag, so that each reads a part once, whatever is in it.
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^<>]*\bref=\"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)\"")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)=\"([^\"<>]*)\"")
_MARKED = re.compile(
    rb"<(?:\w+:)?(?:autoFilter|table)\b[^<>]*\bref=\"[A-Z]{1,3}(\d+):[A-Z]{1,3}\d+\""
)
_COMMENT = re.compile(rb"<(?:\w+:)?(?:c|threadedC)omment\b[^<>]*\bref=\"([A-Z]{1,3}\d+)\"")
_CELL = re.compile(rb"([A-Z]{1,3})(\d+)")
_UNCOUNTED = re.compile(rb"(?:</f>|<f\b[^<>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_YES = frozenset({b"1", b"true"})
_WIDEST = 16_384


@dataclass(frozen=True, slots=True)
class SheetDetails:
    """What is known of the cells of a sheet beside their values; places count from 0."""

    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Web addresses that cells lead to, by row and column."""
    marked: frozenset[int] = frozenset()
    """First rows of what the workbook itself calls a table, or filters."""
    uncounted: int = 0
    """Number of formulas without a saved value; they read as empty."""
    commented: tuple[str, ...] = ()
    """Names of cells with comments, which are not read."""


def details_of(archive: zipfile.ZipFile, part: str) -> SheetDetails:
    """Return the details of the sheet in a part of a workbook."""
    part = part.lstrip("/")
    xml = archive.read(part)
    beside = f"{dirname(part)}/_rels/{basename(part)}.rels"
    related = dict(_related(archive.read(beside))) if beside in archive.namelist() else {}
    names = {normpath(join(dirname(part), target)).lstrip("/") for target in related.values()}
    parts = [archive.read(name) for name in sorted(names.intersection(archive.namelist()))]
    return SheetDetails(
        tuple(sorted(_areas(xml))),
        frozenset(int(row[b"r"]) - 1 for row in _hidden(_ROW, xml) if row.get(b"r", b"").isdigit()),
        frozenset(at for column in _hidden(_COLUMN, xml) for at in _columns(column)),
        dict(_links(xml, related)),
        frozenset(int(row) - 1 for text in (xml, *parts) for row in _MARKED.findall(text)),
        len(_UNCOUNTED.findall(xml)),
        tuple(sorted({cell.decode() for part in parts for cell in _COMMENT.findall(part)})),
    )


def _areas(xml: bytes) -> Iterator[Area]:
    for left, top, right, bottom in _MERGED.findall(xml):
        area = Area(
            int(top) - 1,
            int(bottom) - 1,
            column_number(left.decode()),
            column_number(right.decode()),
        )
        if area.top <= area.bottom and area.left <= area.right:
            yield area


def _hidden(tags: re.Pattern[bytes], xml: bytes) -> Iterator[dict[bytes, bytes]]:
    for attributes in tags.findall(xml):
        found = dict(_ATTRIBUTE.findall(attributes))
        if found.get(b"hidden") in _YES:
            yield found


def _columns(tag: dict[bytes, bytes]) -> range:
    ends = [tag.get(name, b"") for name in (b"min", b"max")]
    if not all(end.isdigit() for end in ends):
        return range(0)
    return range(int(ends[0]) - 1, min(int(ends[1]), _WIDEST))


def _related(relations: bytes) -> Iterator[tuple[bytes, str]]:
    for attributes in _RELATION.findall(relations):
        relation = dict(_ATTRIBUTE.findall(attributes))
        target = relation.get(b"Target", b"").decode(errors="replace")
        yield relation.get(b"Id", b""), unescape(target)


def _links(xml: bytes, related: Mapping[bytes, str]) -> Iterator[tuple[tuple[int, int], str]]:
    for attributes in _LINK.findall(xml):
        link = {name.rpartition(b":")[2]: value for name, value in _ATTRIBUTE.findall(attributes)}
        target = related.get(link.get(b"id", b""), "")
        cell = _CELL.match(link.get(b"ref", b""))
        if cell and target.startswith(("https://", "http://")):
            yield (int(cell[2]) - 1, column_number(cell[1].decode())), target
