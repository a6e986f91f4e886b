"""Writes the Whoosh index: all postings of a term at once.

Whoosh's own writer takes each posting by itself, sorts all of them, and looks up the length of the
lesson for each. It is kept for the rest: segments, their merging, and stored fields.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from operator import sub
from pickle import dumps
from typing import TYPE_CHECKING, Any

from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3PostingsWriter,
    W3Segment,
)
from whoosh.formats import Positions
from whoosh.system import pack_uint
from whoosh.util.numeric import length_to_byte
from whoosh.writing import CLEAR, MERGE_SMALL

from site_builder.processes import cores, spread
from site_builder.search.index import CARD, SCHEMA, storage_of
from site_builder.search.memory import MemoryIndex, Postings
from site_builder.search.scores import PLACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.search.index import Data
    from site_builder.search.text import SearchText

# Whoosh is half typed.
_Whoosh: Any = W3Codec
_OfFields: Any = W3FieldWriter
_OfTerm: Any = W3PostingsWriter
_Postings = dict[str, defaultdict[str, Postings]]
"""Postings by field and term."""
_ID = "id"
_MANY = 400
"""Lessons from which a second process saves more than it costs."""
_PLACES = Positions()


def write_index(
    files: dict[str, Data], lessons: Iterable[SearchText], gone: Iterable[int] = ()
) -> None:
    """Write lessons to an index, and take others out.

    Args:
        files: The files of the index by name, changed in place; none for a new index.
        lessons: New and changed lessons.
        gone: Whoosh's numbers of lessons that were changed or removed.
    """
    storage, fresh = storage_of(files), not files
    target = storage.create_index(SCHEMA) if fresh else storage.open_index(schema=SCHEMA)
    # Compressing an index that can be rebuilt at any time costs more than it saves.
    writer = target.writer(compound=False, codec=_Codec())
    for docnum in gone:
        writer.delete_document(docnum)
    listed = list(lessons)
    postings, lengths = _analysed(listed)
    for lesson, own in zip(listed, lengths, strict=True):
        _describe(writer.perdocwriter, writer.docnum, lesson, own)
        writer.docnum += 1
        writer._added = True  # noqa: SLF001 - or nothing is written
    writer.pool = _Pool(postings)
    writer.commit(mergetype=CLEAR if fresh else MERGE_SMALL)
    target.close()


def _analysed(lessons: Sequence[SearchText]) -> tuple[_Postings, list[dict[str, int]]]:
    """Return the postings of lessons, and how long each field of each is; many on all cores."""
    shares = cores() if len(lessons) >= _MANY else 1

    def some(share: int) -> tuple[_Postings, list[dict[str, int]]]:
        index, rows = MemoryIndex(()), range(len(lessons))
        own = rows[len(rows) * share // shares : len(rows) * (share + 1) // shares]
        ids = defaultdict[str, Postings](Postings)
        for row in own:
            ids[lessons[row].id].rows.append(row)
            ids[lessons[row].id].counts.append(1)
        return {_ID: ids, **index.postings}, [index.add(row, lessons[row]) for row in own]

    (postings, lengths), *others = spread(some, shares, shares)
    for more, their_lengths in others:
        lengths += their_lengths
        for name, terms in more.items():
            for term, later in terms.items():
                postings[name][term].extend(later)
    return postings, lengths


def _describe(
    writer: Any,  # noqa: ANN401 - Whoosh is half typed
    docnum: int,
    lesson: SearchText,
    lengths: Mapping[str, int],
) -> None:
    """Write what is kept of a lesson beside its postings."""
    writer.start_doc(docnum)
    for name, field in SCHEMA.items():
        stored = lesson.id if name == _ID else None
        writer.add_field(name, field, stored, lengths.get(name, 0))
    writer.add_column_value(CARD, SCHEMA[CARD].column_type, tuple(lesson.card))
    writer.finish_doc()


class _Pool:
    """The postings of a segment by field and term, in the place of Whoosh's sorted list."""

    def __init__(self, postings: _Postings) -> None:
        self._postings = postings

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Add a posting of an older segment, which becomes part of this one."""
        name, term, docnum, weight, value = posting
        of_term = self._postings[name][term.decode()]
        of_term.rows.append(docnum)
        places = _PLACES.decode_positions(value) if name in PLACED else ()
        of_term.counts.append(len(places) or int(weight))
        of_term.places.extend(places)

    def iter_postings(self) -> _Postings:
        """Return the postings, which :class:`_FieldWriter` takes as they are."""
        return self._postings

    def cleanup(self) -> None:
        """Remove no file, since none was made."""


class _Codec(_Whoosh):  # type: ignore[misc]
    """Whoosh's way to write an index, by the term."""

    def new_segment(self, storage: Any, indexname: str) -> Any:  # noqa: ANN401, ARG002 - as Whoosh
        """Return a segment that Whoosh's own codec reads."""
        return W3Segment(W3Codec(compression=0), indexname)

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:  # noqa: ANN401 - as Whoosh
        """Return what writes all fields."""
        return _FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:  # noqa: ANN401, FBT001, FBT002 - as Whoosh
        """Return what writes the terms of a field."""
        return _PostingsWriter(dbfile, self._blocklimit, byteids, compression=0)


class _FieldWriter(_OfFields):  # type: ignore[misc]
    """Writes the terms of every field."""

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:  # noqa: ANN401 - as Whoosh
        """Write the postings of a pool."""
        for name, terms in sorted(items.items()):
            if not terms:
                continue
            self.start_field(name, schema[name])
            length_of = lengths.doc_field_length_reader(name)
            known = [length_of(docnum) or 0 for docnum in range(lengths.doc_count_all())]
            for term in sorted(terms):
                self.start_term(term.encode())
                self._postwriter.add_all(name, terms[term], known)
                self.finish_term()
            self.finish_field()


class _PostingsWriter(_OfTerm):  # type: ignore[misc]
    """Writes the postings of a term in blocks."""

    def add_all(self, name: str, postings: Postings, lengths: Sequence[int]) -> None:
        """Add all postings of a term; the last block is written when the term is finished."""
        weights = array("f", postings.counts if name != "common" else [1] * len(postings.rows))
        values = _values(name, postings)
        for start in range(0, len(weights), self._blocklimit):
            if start:
                self._write_block()
            part = slice(start, start + self._blocklimit)
            self._ids, self._weights = postings.rows[part], weights[part]
            self._values, self._maxweight = values[part], max(self._weights)
            known = [*filter(None, map(lengths.__getitem__, self._ids))]
            self._minlength, self._maxlength = min(known, default=None), max(known, default=0)

    def _write_block(self, last: bool = False) -> None:  # noqa: FBT001, FBT002 - as Whoosh
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._terminfo.add_block(self)
        limits = map(length_to_byte, (self._minlength, self._maxlength))
        head = dumps((len(self), self.max_id(), self._maxweight, 0, *limits), 2)
        # Protocol 2, which Whoosh takes, writes each string of bytes as a call that decodes text.
        ids = (self._ids[0], *map(sub, self._ids[1:], self._ids))
        alike = self._weights.count(self._weights[0]) == len(self._weights)
        one = None if self._weights[0] == 1 else self._weights[0]
        weights = one if alike else tuple(self._weights)
        rest = dumps((ids, weights, self._mini_values()), 5)
        length = len(head) + len(rest)
        self._postfile.write_int(-length if last else length)
        self._postfile.write(head)
        self._postfile.write(rest)
        self._blockcount += 1
        self._new_block()


class _Alone(dict[int, bytes]):
    """The value of a posting at one place: most terms stand once in a lesson."""

    def __missing__(self, place: int) -> bytes:
        self[place] = _PLACES.encode([place])
        return self[place]


_ALONE = _Alone()


def _encoded(places: array[int]) -> bytes:
    """Return what Whoosh's format of positions makes of them, faster."""
    return pack_uint(len(places)) + dumps([places[0], *map(sub, places[1:], places)], 2)


def _values(name: str, postings: Postings) -> list[bytes]:
    """Return what Whoosh keeps of each posting beside its weight."""
    if name == _ID:
        return []
    if name not in PLACED:
        return [*map(pack_uint, postings.counts)]
    if len(postings.places) == len(postings.counts):
        return [*map(_ALONE.__getitem__, postings.places)]
    values, start = [], 0
    for count in postings.counts:
        stop = start + count
        places = postings.places[start:stop]
        values.append(_ALONE[places[0]] if count == 1 else _encoded(places))
        start = stop
    return values
