"""Constructs of a text with their places, which are offsets in characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from array import array


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading."""

    level: int
    title: str
    """Its words, without markup."""
    anchor: str
    """Its id on the page; empty if no character of the title is allowed in one."""
    start: int
    end: int
    """Offsets of its line or lines."""
    is_nested: bool
    """Whether it is within a quotation, a list or a footnote."""


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A link or an image."""

    target: str
    """Its address as written, with escapes and character references resolved."""
    title: str
    is_image: bool
    start: int
    end: int
    """Offsets of the whole construct."""
    text_start: int
    text_end: int
    """Offsets of the text between its brackets."""
    words_start: int
    words_end: int
    """Offsets of the same in the words of the text."""
    target_start: int
    target_end: int
    """Offsets of the target as written; of a reference, in its definition."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition that references lead to, such as ``[label]: target "title"``."""

    target: str
    start: int
    end: int
    """Offsets of the whole definition."""
    target_start: int
    target_end: int


Span: TypeAlias = tuple[int, int]
"""Offsets of the first character and of what follows the last."""
Piece: TypeAlias = str | BodyLink | None
"""HTML; a link or image where one begins; None where a link ends."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The constructs of a text."""

    headings: tuple[Heading, ...]
    links: tuple[BodyLink, ...]
    """Links and images in order, nested ones after those around them."""
    html: tuple[Span, ...]
    """Raw HTML, tag by tag."""
    comments: tuple[Span, ...]
    """HTML comments."""
    code: tuple[Span, ...]
    """Code, spans and blocks."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Result of reading a text."""

    outline: Outline
    words: str
    """Visible words, each block on a line of its own."""
    word_places: array[int]
    """Offsets in the words at which their pieces begin."""
    source_places: array[int]
    """Offsets in the text of the same pieces."""
    page: tuple[Piece, ...]
    """The HTML of the page, with the places of its links."""
