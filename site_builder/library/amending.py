"""Gives fields of a record other values, and nothing else: what was written is read first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.errors import UnamendableError
from site_builder.library.writing import edit_file, edited
from site_builder.records.header.document import parse_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from site_builder.diagnostics import Edit
    from site_builder.records.fields import Part
    from site_builder.records.header.document import Document
    from site_builder.records.header.read import Place, Value
    from site_builder.records.kinds import Record


@dataclass(frozen=True, slots=True)
class Amendment:
    """A record with some fields set, not written yet."""

    record: Record[Part]
    edits: tuple[Edit, ...]
    places: tuple[Place, ...]
    """What is set, as it is told."""
    document: Document
    """The record's file as it will be."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Where each field stands afterwards, and its line, from top to bottom."""
        lines = self.document.text.split("\n")
        numbers = sorted(self.document.span_of(place, key=True).line for place in self.places)
        return tuple(f"{self.record.path}:{number}: {lines[number - 1]}" for number in numbers)

    def write(self, root: Path) -> None:
        """Edit the record's file.

        Raises:
            UnwritableError: It cannot be written.
        """
        edit_file(root / self.record.path, self.edits)


def amendment(
    record: Record[Part],
    edits: tuple[Edit, ...],
    wanted: Mapping[str, Value],
    places: tuple[Place, ...] = (),
) -> Amendment:
    """Return what edits make of a record, if they make of it just what is wanted.

    Args:
        record: The record.
        edits: Edits of its header.
        wanted: Fields that they are to set, with their values as YAML reads them.
        places: What is set, where that is less than whole fields.

    Raises:
        UnamendableError: The header is written in a way that such edits do not fit.
    """
    before = record.document
    after, problems = parse_document(record.path, edited(before.text, edits))
    expected = {**before.header, **wanted}
    if after is None or problems or after.header != expected or after.body != before.body:
        raise UnamendableError(record.path, tuple(wanted))
    return Amendment(record, edits, places or tuple((name,) for name in wanted), after)
