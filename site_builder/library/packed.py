"""A record as it is kept: its fields are at hand, its text and all about it is read when asked for.

Of a large base, the texts would fill the memory, and most of what is made from them is made once.
"""

from __future__ import annotations

import hashlib
import marshal
from array import array
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from site_builder.library.graph import is_local
from site_builder.library.kept import Packed, fields_of, problem_packed, problems_unpacked
from site_builder.library.marked import roles_named
from site_builder.library.reading import Alone, FileReading
from site_builder.markdown.body import Body
from site_builder.markdown.parts import BodyLink, Heading, Outline, Piece, Reading
from site_builder.records.fields import Part
from site_builder.records.header.document import Document
from site_builder.records.kinds import MODELS, Record
from site_builder.records.noted import note
from site_builder.records.packing import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.diagnostics import Diagnostic, Span
    from site_builder.library.library import Key
    from site_builder.markdown import parts
    from site_builder.records.header.values import Place, Value

Fields_co = TypeVar("Fields_co", bound=Part, covariant=True)

_LOOKED, _UNLOOKED = b"+", b"-"
"""Whether it is known what is wrong with a kept record by itself."""
_MOST_OPEN = 3_000
"""Records whose texts are at hand, some 15 kB each: more than :mod:`readings` looks at together. A
build comes back to most of them, for the sentences around links."""
_HEADING, _LINK = fields_of(Heading), fields_of(BodyLink)
_set = object.__setattr__


def packed_reading(record: Record[Part], diagnostics: Sequence[Diagnostic], alone: Alone) -> Packed:
    """Return a record with what is known of it as bytes."""
    document, reading = record.document, record.body.reading
    outline = reading.outline
    sign = _UNLOOKED if alone.problems is None else _LOOKED
    known = (
        marshal.dumps(packed(record.fields)),
        (
            marshal.dumps([*map(_LINK, outline.links)]) if outline.links else b"",
            marshal.dumps(_sentences_of(record.body)) if outline.links else b"",
        ),
        [*map(problem_packed, diagnostics)],
        [*map(problem_packed, alone.problems or ())],
        alone.is_barred,
        tuple(gist_of(record)),
    )
    contents = (
        document.text,
        (document.header_at, document.header_end, document.body_at),
        (marshal.dumps(document.header), document.places),
        (
            marshal.dumps([*map(_HEADING, outline.headings)]),
            marshal.dumps((outline.html, outline.comments, outline.code)),
        ),
        (
            reading.words,
            (reading.word_places.tobytes(), reading.source_places.tobytes()),
            _page_of(reading),
        ),
    )
    return Packed(sign + marshal.dumps(known), marshal.dumps(contents))


def _sentences_of(body: Body) -> dict[tuple[int, int], str]:
    """Return the sentences around links that may lead to a record, by the offsets of each."""
    links = [it for it in body.links if is_local(it.target) and not it.is_image]
    return {(it.start, it.end): body.sentence_at(it.start, it.end) for it in links}


def _page_of(reading: Reading) -> bytes:
    """Return the HTML of a text with the number of each link in its place."""
    numbers = {id(link): number for number, link in enumerate(reading.outline.links)}
    pieces = [numbers[id(it)] if isinstance(it, BodyLink) else it for it in reading.page]
    return marshal.dumps(pieces)


class Gist(NamedTuple):
    """What is known of a record without its text."""

    head: bytes
    """Digest of its header, and of where its links lead."""
    text: bytes
    """Digest of its text."""
    roles: tuple[str, ...] | None
    """The roles that it names, if who may read it depends on them alone; None otherwise."""


def gist_of(record: Record[Part]) -> Gist:
    """Return what can be known of a record without its text."""
    if isinstance(record, KeptRecord):
        return record.gist
    document = record.document
    links = [(link.target, link.is_image) for link in record.body.links]
    head = _digest(f"{links}\0{document.text[: document.body_at]}")
    roles = roles_named(document, record.body, MODELS[record.kind])
    return Gist(head, _digest(document.text[document.body_at :]), roles)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def was_looked_at(known: bytes) -> bool:
    """Return whether it is known of a packed record what is wrong with it by itself."""
    return known.startswith(_LOOKED)


def reading_of(path: str, key: Key, known: bytes, contents: Callable[[], bytes]) -> FileReading:
    """Return what was packed.

    Args:
        path: Path of the file from the project root.
        key: Its kind and id.
        known: What is known of the packed record.
        contents: Returns its contents.
    """
    fields, links, problems, alone, is_barred, gist = marshal.loads(memoryview(known)[1:])  # noqa: S302 - ours
    found = problems_unpacked(alone) if was_looked_at(known) else None
    record: Record[Part] = KeptRecord(key, path, fields, links, Gist(*gist), contents)
    return FileReading(record, problems_unpacked(problems), alone=Alone(found, is_barred))


class KeptRecord(Record[Fields_co]):
    """A record whose parts are made of what is kept when they are asked for."""

    __slots__ = ("_contents", "_fields", "_links", "_path", "_sentences", "gist")
    gist: Gist
    _path: str
    _fields: bytes | Fields_co
    _links: bytes
    _sentences: bytes
    _contents: Callable[[], bytes]

    def __init__(
        self,
        key: Key,
        path: str,
        fields: bytes,
        links: tuple[bytes, bytes],
        gist: Gist,
        contents: Callable[[], bytes],
    ) -> None:
        """Set what is packed, and what returns the rest of it."""
        _set(self, "kind", key[0])
        _set(self, "id", key[1])
        _set(self, "_path", path)
        _set(self, "_fields", fields)
        _set(self, "_links", links[0])
        _set(self, "_sentences", links[1])
        _set(self, "gist", gist)
        _set(self, "_contents", contents)

    @property
    def fields(self) -> Fields_co:
        """The fields of the header."""
        fields = self._fields
        if isinstance(fields, bytes):
            fields = unpacked(marshal.loads(fields))  # noqa: S302 - ours
            _set(self, "_fields", fields)
        return fields

    @property
    def document(self) -> Document:
        """The file, whose text counts as read."""
        note(self._path)
        return self._opened[0]

    @property
    def body(self) -> Body:
        """The text below the header, which counts as read."""
        note(self._path)
        return self._opened[1]

    @property
    def links(self) -> tuple[BodyLink, ...]:
        """Every link and image of the text, which counts as read."""
        note(self._path)
        return _links_of(self._links)

    def sentence_at(self, start: int, end: int) -> str:
        """Return the sentence around two offsets of the text, which counts as read."""
        note(self._path)
        known = marshal.loads(self._sentences) if self._sentences else {}  # noqa: S302 - ours
        sentence: str | None = known.get((start, end))
        return self.body.sentence_at(start, end) if sentence is None else sentence

    def span_of(self, place: Place, *, key: bool = False) -> Span:
        """Return the span of a value of the header, or of its key."""
        return self._opened[0].span_of(place, key=key)

    @property
    def _opened(self) -> tuple[Document, Body]:
        return _contents_of(self._path, self._links, self._contents)

    @property
    def path(self) -> str:
        """Path of the file from the project root."""
        return self._path


@lru_cache(maxsize=_MOST_OPEN)
def _contents_of(path: str, links: bytes, contents: Callable[[], bytes]) -> tuple[Document, Body]:
    text, offsets, header, outline, reading = marshal.loads(contents())  # noqa: S302 - ours
    document = _KeptDocument(path, text, offsets, header)
    return document, Body(document.body, _KeptReading(_KeptOutline(links, *outline), *reading))


def _links_of(packed_links: bytes) -> tuple[BodyLink, ...]:
    if not packed_links:
        return ()
    return tuple([BodyLink(*it) for it in marshal.loads(packed_links)])  # noqa: S302 - ours


class _KeptDocument(Document):
    """A document whose header is unpacked when it is asked for."""

    def __init__(
        self, path: str, text: str, offsets: tuple[int, int, int], header: tuple[bytes, bytes]
    ) -> None:
        at, end, body_at = offsets
        self.__dict__.update(path=path, text=text, header_at=at, header_end=end, body_at=body_at)
        self.__dict__.update(_header=header[0], places=header[1])

    @cached_property
    def header(self) -> dict[str, Value]:
        header: dict[str, Value] = marshal.loads(self.__dict__["_header"])  # noqa: S302 - ours
        return header


class _KeptOutline(Outline):
    """An outline whose constructs are unpacked when they are asked for."""

    def __init__(self, links: bytes, headings: bytes, others: bytes) -> None:
        self.__dict__.update(_headings=headings, _links=links, _others=others)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        return tuple([Heading(*it) for it in self._of("_headings")])

    @cached_property
    def links(self) -> tuple[BodyLink, ...]:
        return _links_of(self.__dict__["_links"])

    @property
    def html(self) -> tuple[parts.Span, ...]:
        return self._spans[0]

    @property
    def comments(self) -> tuple[parts.Span, ...]:
        return self._spans[1]

    @property
    def code(self) -> tuple[parts.Span, ...]:
        return self._spans[2]

    @cached_property
    def _spans(self) -> tuple[tuple[parts.Span, ...], ...]:
        spans: tuple[tuple[parts.Span, ...], ...] = self._of("_others")
        return spans

    def _of(self, name: str) -> Any:  # noqa: ANN401 - what was packed
        return marshal.loads(self.__dict__[name])  # noqa: S302 - ours


class _KeptReading(Reading):
    """What was read of a text, of which the HTML and the places are unpacked when asked for."""

    def __init__(
        self, outline: Outline, words: str, places: tuple[bytes, bytes], page: bytes
    ) -> None:
        object.__setattr__(self, "outline", outline)
        object.__setattr__(self, "words", words)
        self.__dict__.update(_places=places, _page=page)

    @property
    def word_places(self) -> array[int]:
        return array("I", self.__dict__["_places"][0])

    @property
    def source_places(self) -> array[int]:
        return array("I", self.__dict__["_places"][1])

    @property
    def page(self) -> tuple[Piece, ...]:
        links, pieces = self.outline.links, marshal.loads(self.__dict__["_page"])  # noqa: S302 - ours
        return tuple([links[it] if isinstance(it, int) else it for it in pieces])
