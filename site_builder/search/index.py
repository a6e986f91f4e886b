"""Reads the Whoosh index of the lessons."""

from __future__ import annotations

import weakref
from array import array
from functools import cached_property
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from typing import TYPE_CHECKING, Any

from whoosh import fields
from whoosh.columns import PickleColumn, VarBytesColumn
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import BufferFile

from site_builder.search.scores import B
from site_builder.search.text import Card

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from mmap import mmap

    Data = bytes | mmap


SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True),
    text=fields.TEXT(),
    head=fields.KEYWORD(scorable=True),
    # Each counted once: how often "the" occurs says nothing.
    common=fields.TEXT(),
    topics=fields.KEYWORD(scorable=True),
    # Not among the stored fields, which Whoosh compresses.
    card=fields.COLUMN(PickleColumn(VarBytesColumn())),
)
CARD = "card"


class _View(RawIOBase):
    """Reads a buffer in place."""

    def __init__(self, buffer: memoryview) -> None:
        self._buffer, self._at = buffer, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        self._at = offset + {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: len(self._buffer)}[whence]
        return self._at

    def readinto(self, target: Any) -> int:  # noqa: ANN401 - any buffer
        part = self._buffer[self._at : self._at + len(target)]
        target[: len(part)] = part
        self._at += len(part)
        return len(part)


class _Storage(RamStorage):  # Whoosh is half typed
    """Files by name, which are read in place: Whoosh's own storage would copy them."""

    def open_file(self, name: str, **options: Any) -> Any:  # noqa: ANN401 - Whoosh is half typed
        """Return a file."""
        if isinstance(self.files[name], bytes):
            return super().open_file(name, **options)  # type: ignore[no-untyped-call]
        opened = BufferFile(b"", name=name, **options)
        opened._buf = memoryview(self.files[name])  # noqa: SLF001 - what is read in slices
        opened.file = BufferedReader(_View(opened._buf))  # noqa: SLF001
        return opened


def storage_of(files: dict[str, Data]) -> Any:  # noqa: ANN401 - Whoosh is half typed
    """Return the files of an index by name, so that Whoosh reads pickles from nowhere else."""
    storage = _Storage()  # type: ignore[no-untyped-call]
    storage.files = files
    return storage


def open_index(files: dict[str, Data], docnums: Sequence[int] | None = None) -> WhooshIndex:
    """Return the index in some files.

    Args:
        files: The files by name. They may hold code, so they must be our own.
        docnums: Whoosh's number of each lesson, if it is known.
    """
    return WhooshIndex(storage_of(files).open_index(schema=SCHEMA).reader(), docnums)


class WhooshIndex:
    """What Whoosh keeps of some lessons, by row: the place of a lesson in the order of ids."""

    def __init__(self, reader: Any, docnums: Sequence[int] | None) -> None:  # noqa: ANN401 - Whoosh is half typed
        """Keep Whoosh's reader, and close its files when nothing reads by it any more."""
        self._reader = reader
        weakref.finalize(self, reader.close).atexit = False
        if docnums is None:
            ids = ((stored["id"], docnum) for docnum, stored in reader.iter_docs())
            docnums = [docnum for _id, docnum in sorted(ids)]
        self.docnums = tuple(docnums)
        """Whoosh's number of each lesson, which depends on the history of the index."""

    @cached_property
    def _rows(self) -> array[int]:
        """Row by number; -1 for a lesson that was replaced or removed."""
        count: int = self._reader.doc_count_all()
        rows = array("l", [-1]) * count
        for row, docnum in enumerate(self.docnums):
            rows[docnum] = row
        return rows

    @cached_property
    def _cards(self) -> Any:  # noqa: ANN401 - Whoosh is half typed
        return self._reader.column_reader(CARD)

    def terms(self, name: str, beginning: str = "") -> list[str]:
        """Return the terms of a field that begin with some letters, sorted by code point."""
        return sorted(map(_text, self._reader.expand_prefix(name, beginning)))

    def weights(self, name: str, term: str) -> list[tuple[int, float]]:
        """Return the lessons with a term in a field by row, each with the term's frequency."""
        found: list[tuple[int, float]] = []
        for rows, block in self._blocks(name, term):
            block._read_weights()  # noqa: SLF001
            found += zip(rows, block._weights, strict=True)  # noqa: SLF001
        return sorted(pair for pair in found if pair[0] >= 0)

    def positions(self, name: str, term: str) -> dict[int, list[int]]:
        """Return the positions of a term in each lesson's text, in tokens."""
        found: dict[int, list[int]] = {}
        for rows, block in self._blocks(name, term):
            block._read_values()  # noqa: SLF001
            found.update(zip(rows, map(block.format.decode_positions, block._values), strict=True))  # noqa: SLF001
        found.pop(-1, None)
        return found

    def lengths(self) -> dict[str, list[int]]:
        """Return the length of each scored field of each lesson in tokens, as Whoosh rounds it."""
        return {
            # Where a lesson has none of a field that others have, Whoosh returns None.
            name: [self._reader.doc_field_length(docnum, name) or 0 for docnum in self.docnums]
            for name in B
        }

    def card(self, row: int) -> Card:
        """Return the fields of a lesson that results show."""
        return Card(*self._cards[self.docnums[row]])

    def _blocks(self, name: str, term: str) -> Iterator[tuple[list[int], Any]]:
        """Yield the postings of a term by block: their rows, and the matcher that is at the block.

        A call of Whoosh's for each of the thousands of postings of a frequent term takes longer.
        """
        for leaf, start in self._reader.leaf_readers():
            if (name, term) not in leaf:
                continue
            # Whoosh would pass over deleted lessons one by one; here they have no row.
            matcher = leaf._terms.matcher(name, term.encode(), leaf.schema[name].format)  # noqa: SLF001
            while matcher.is_active():
                matcher._read_ids()  # noqa: SLF001
                yield [self._rows[start + docnum] for docnum in matcher._ids], matcher  # noqa: SLF001
                matcher._next_block()  # noqa: SLF001


def _text(term: bytes | str) -> str:
    return term.decode() if isinstance(term, bytes) else str(term)
