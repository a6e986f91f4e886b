"""The Whoosh index of the lessons. Nothing else imports Whoosh."""

from __future__ import annotations

import weakref
from array import array
from bisect import insort
from collections import Counter, defaultdict
from functools import cached_property
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh import fields
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Positions
from whoosh.system import pack_uint
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.writing import CLEAR

from site_builder.search.analysis import STOP_WORDS, words_in
from site_builder.search.scores import B
from site_builder.search.stems import stem
from site_builder.search.text import Card, SearchText, pairs_among, words_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
    from mmap import mmap

    from site_builder.search.analysis import Words

    Data = bytes | mmap


def rounded_length(length: int) -> int:
    """Return the length of a field as Whoosh keeps it, in one byte: exact for short fields."""
    return int(byte_to_length(length_to_byte(length)))


class _Stems(dict[str, str]):
    """The term of each word: its stem, or a stop word after a sign."""

    def __missing__(self, word: str) -> str:
        self[word] = f"={word}" if word in STOP_WORDS else stem(word)
        return self[word]


STEMS = _Stems()


class LessonTerms(NamedTuple):
    """The terms of a lesson."""

    places: Mapping[str, list[int]]
    """Positions of each stem in the text."""
    common: Mapping[str, list[int]]
    """Positions of each stop word in the text."""
    counts: dict[str, Mapping[str, int]]
    """By other field, how often each term occurs."""


def terms_of(lesson: SearchText) -> LessonTerms:
    """Return the terms of a lesson."""
    joined = frozenset(lesson.joined)
    places = _places(words_of(lesson.text), joined)
    common = {word: places.pop(f"={word}") for word in STOP_WORDS if f"={word}" in places}
    head = {
        term: len(found)
        for term, found in _places(words_in(lesson.head), joined).items()
        if term[0] != "="
    }
    return LessonTerms(places, common, {"head": head, "topics": Counter(lesson.topics)})


def _places(words: Words, joined: frozenset[str]) -> dict[str, list[int]]:
    """Return the positions of each term: of a word that is several, that of the last of them."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, term in enumerate(map(STEMS.__getitem__, words.tokens)):
        places[term].append(at)
    forms = {(form.text, form.last) for form in words.forms}
    if joined:
        forms.update(pairs_among(words.tokens, joined))
    for text, at in sorted(forms):
        insort(places[STEMS[text]], at)
    return places


_Posting = tuple[bytes, int, float, bytes]
_encoded = Positions().encode


class _Placed(fields.TEXT):
    """A field of terms with their positions, which need no analyzer."""

    def index(
        self, value: Mapping[str, list[int]], **_options: object
    ) -> Generator[_Posting, Any, None]:
        """Yield term, frequency, weight and encoded positions."""
        for term, places in value.items():
            yield term.encode(), len(places), float(len(places)), _encoded(places)


class _Common(fields.TEXT):
    """The same, each counted once: how often "the" occurs says nothing."""

    def index(
        self, value: Mapping[str, list[int]], **_options: object
    ) -> Generator[_Posting, Any, None]:
        """Yield term, frequency, weight and encoded positions."""
        for term, places in value.items():
            yield term.encode(), 1, 1.0, _encoded(places)


class _Counted(fields.KEYWORD):
    """A field of terms with their frequencies, which need no analyzer."""

    def index(self, value: Mapping[str, int], **_options: object) -> Generator[_Posting, Any, None]:
        """Yield term, frequency, weight and encoded frequency."""
        for term, count in value.items():
            yield term.encode(), count, float(count), pack_uint(count)


_SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True),
    text=_Placed(),
    head=_Counted(scorable=True),
    common=_Common(),
    topics=_Counted(scorable=True),
    card=fields.STORED,
)


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


def _storage(files: dict[str, Data]) -> Any:  # noqa: ANN401 - Whoosh is half typed
    """Return the files of an index by name, so that Whoosh reads pickles from nowhere else."""
    storage = _Storage()  # type: ignore[no-untyped-call]
    storage.files = files
    return storage


def write_index(
    files: dict[str, Data], lessons: Iterable[SearchText], removed: Iterable[str] = ()
) -> None:
    """Write lessons to an index, and take others out.

    Args:
        files: The files of the index by name, changed in place; none for a new index.
        lessons: New and changed lessons.
        removed: Ids of others.
    """
    storage, fresh = _storage(files), not files
    target = storage.create_index(_SCHEMA) if fresh else storage.open_index(schema=_SCHEMA)
    _write(target, lessons, removed, fresh=fresh)
    target.close()


def open_index(files: dict[str, Data], docnums: Sequence[int] | None = None) -> WhooshIndex:
    """Return the index in some files.

    Args:
        files: The files by name. They may hold code, so they must be our own.
        docnums: Whoosh's number of each lesson, if it is known.
    """
    return WhooshIndex(_storage(files).open_index(schema=_SCHEMA).reader(), docnums)


def _write(
    target: Any,  # noqa: ANN401 - Whoosh's index
    lessons: Iterable[SearchText],
    removed: Iterable[str],
    *,
    fresh: bool,
) -> None:
    # Whoosh's writer of several processes is slower than one process on two cores.
    # Compressing an index that can be rebuilt at any time costs more than it saves.
    writer = target.writer(limitmb=128, compound=False, codec=W3Codec(compression=0))
    for lesson_id in removed:
        writer.delete_by_term("id", lesson_id)
    add = writer.add_document if fresh else writer.update_document
    for lesson in lessons:
        terms = terms_of(lesson)
        add(
            id=lesson.id,
            text=terms.places,
            common=terms.common,
            **terms.counts,
            card=tuple(lesson.card),
        )
    if fresh:
        writer.commit(mergetype=CLEAR)
    else:
        writer.commit()


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
        rows = array("l", [-1]) * (max(self.docnums, default=-1) + 1)
        for row, docnum in enumerate(self.docnums):
            rows[docnum] = row
        return rows

    def terms(self, name: str, beginning: str = "") -> list[str]:
        """Return the terms of a field that begin with some letters, sorted by code point."""
        return sorted(map(_text, self._reader.expand_prefix(name, beginning)))

    def weights(self, name: str, term: str) -> list[tuple[int, float]]:
        """Return the lessons with a term in a field by row, each with the term's frequency."""
        return sorted((row, matcher.weight()) for matcher, row in self._postings(name, term))

    def positions(self, name: str, term: str) -> dict[int, list[int]]:
        """Return the positions of a term in each lesson's text, in tokens."""
        postings = self._postings(name, term)
        return {row: list(matcher.value_as("positions")) for matcher, row in postings}

    def lengths(self) -> dict[str, list[int]]:
        """Return the length of each scored field of each lesson in tokens, as Whoosh rounds it."""
        return {
            # Where a lesson has none of a field that others have, Whoosh returns None.
            name: [self._reader.doc_field_length(docnum, name) or 0 for docnum in self.docnums]
            for name in B
        }

    def card(self, row: int) -> Card:
        """Return the fields of a lesson that results show."""
        return Card(*self._reader.stored_fields(self.docnums[row])["card"])

    def _postings(self, name: str, term: str) -> Iterator[tuple[Any, int]]:
        if (name, term) not in self._reader:
            return
        matcher = self._reader.postings(name, term)
        while matcher.is_active():
            row = self._rows[matcher.id()]
            if row >= 0:
                yield matcher, row
            matcher.next()


def _text(term: bytes | str) -> str:
    return term.decode() if isinstance(term, bytes) else str(term)
