"""Gives a record another id: its file, every reference to it, and an alias at its old address."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.diagnostics import Edit, edited
from site_builder.errors import ChangedFileError, UnwritableError
from site_builder.files import read_regular
from site_builder.library.graph import is_local, resolve
from site_builder.library.marked import marked_values
from site_builder.library.writing import edit_file, write_new
from site_builder.records.fields import Refers
from site_builder.records.header.edit import HeaderEditor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.library.base import Base
    from site_builder.markdown.parts import BodyLink, Definition
    from site_builder.records.fields import Part
    from site_builder.records.header.values import Place
    from site_builder.records.header.write import Data
    from site_builder.records.kinds import Record


@dataclass(frozen=True, slots=True)
class Renaming:
    """All that changes when a record gets another id. Paths are from the project root."""

    old_path: str
    new_path: str
    changes: Mapping[str, tuple[str, Sequence[Edit]]]
    """Text and edits of each file that changes, by its present path."""

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """Text before and after of each file that changes, by its present path."""
        return {path: (text, edited(text, edits)) for path, (text, edits) in self.changes.items()}


def renaming(base: Base, record: Record[Part], new_id: str) -> Renaming:
    """Return what changes when a record gets another id.

    Raises:
        UnamendableError: A header cannot be changed safely.
    """
    old_path = record.path
    new_path = posixpath.join(posixpath.dirname(old_path), f"{new_id}.md")
    changes = {}
    for other in base.records:
        values: dict[Place, Data] = dict.fromkeys(_named_at(other, record), new_id)
        if other is record:
            earlier = [it for it in getattr(record.fields, "aliases", ()) if it != new_id]
            values["aliases",] = [*earlier, record.id]
        edits = [*_in_header(other, values), *_in_text(other, record, f"{new_id}.md")]
        if edits:
            changes[other.path] = other.document.text, edits
    return Renaming(old_path, new_path, changes)


def rename(root: Path, planned: Renaming) -> None:
    """Write a renaming; the old file is removed last.

    Raises:
        ChangedFileError: A file has another text by now; if it is the first, nothing is written.
        UnwritableError: A file cannot be written.
    """
    old_file = root / planned.old_path
    for path, (text, _edits) in planned.changes.items():
        edit_file(root / path, text, ())
    try:
        data = read_regular(old_file)
        _text, edits = planned.changes[planned.old_path]
        write_new(root / planned.new_path, edited(data.decode(), edits))
        for path, (text, its_edits) in planned.changes.items():
            if path != planned.old_path:
                edit_file(root / path, text, its_edits)
        if read_regular(old_file) != data:
            raise ChangedFileError(old_file)
        old_file.unlink()
    except OSError as error:
        raise UnwritableError(old_file, error.strerror or str(error)) from error


def _named_at(other: Record[Part], record: Record[Part]) -> Iterator[Place]:
    """Yield the places in a header that name a record."""
    for field, place, text in marked_values(other.document.header, type(other.fields)):
        if isinstance(field.mark, Refers) and record.kind in field.mark.kinds and text == record.id:
            yield place


def _in_header(other: Record[Part], values: Mapping[Place, Data]) -> Sequence[Edit]:
    """Return edits that set values of a header."""
    if not values:
        return ()
    editor = HeaderEditor(other.document)
    for place, value in values.items():
        editor.set(place, value)
    return editor.made().edits


def _in_text(other: Record[Part], record: Record[Part], new_name: str) -> Iterator[Edit]:
    """Yield edits for the links of a text that lead to a record's file."""
    document, old_name = other.document, posixpath.basename(record.path)
    if old_name not in document.body:
        return
    addresses: tuple[BodyLink | Definition, ...] = (*other.body.links, *other.body.definitions)
    targets = {
        (address.target_start, address.target_end)
        for address in addresses
        if is_local(address.target) and resolve(other.path, address.target)[0] == record.path
    }
    for start, end in targets:
        written = document.body[start:end]
        at = written.partition("#")[0].rfind(old_name)
        if at >= 0:
            first = document.body_at + start + at
            yield Edit(first, first + len(old_name), new_name)
