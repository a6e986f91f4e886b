"""State of reading a text: the constructs that are open, and the output so far."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from site_builder.markdown.anchors import Anchors
from site_builder.markdown.footnotes import Footnotes
from site_builder.markdown.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.markdown.bare import BareAddress
    from site_builder.markdown.parts import BodyLink, Heading, Piece, Span

Tag: TypeAlias = Any
"""Tag of an event: its name, or a dict from its name to its attributes."""


@dataclass(slots=True)
class Open:
    """A construct that has begun and not ended."""

    value: Tag
    start: int
    end: int
    """Offsets in bytes."""
    out: list[Piece]
    """The output around it."""
    place: int
    """Index in that output of the placeholder for the opening HTML."""
    words_at: int
    words_start: int
    """Number of the words before it, and their length."""
    title: list[str] | None
    """Text of the heading around it."""
    number: int
    """Number of the links before it."""


class PageOutput:
    """A text and the output so far; ``at`` turns offsets in bytes into offsets in characters."""

    def __init__(self, text: str, at: Callable[[int], int]) -> None:
        self.text = text
        self.at = at
        self.targets = Targets(text, at)
        self.notes = Footnotes()
        self.headings: list[Heading] = []
        self.links: list[BodyLink | None] = []
        self.html: list[Span] = []
        self.comments: list[Span] = []
        self.code: list[Span] = []
        self.words: list[str] = []
        self.word_places = array("I")
        self.source_places = array("I")
        self.out: list[Piece] = []
        self.open: list[Open] = []
        self.title: list[str] | None = None
        """Text of the heading that is open, without that of images and HTML."""
        self.last_end = 0
        """Offset in bytes of the end of the last event that ended."""
        self.bare: list[BareAddress] = []
        """Bare addresses to come, the next one last."""
        self.anchors = Anchors()
        self.depth = 0
        """Number of lists, quotations and footnotes that are open."""
        self.alignments: tuple[str, ...] = ()
        """Of the columns of the table that is open."""
        self.column = 0
        self.cell = "td"
        """Element of a cell of the row that is open."""
        self.size = 0
        """Length of the words."""

    def push(self, value: Tag, start: int, end: int) -> None:
        """Note that a construct begins, with a placeholder for its opening HTML."""
        places = len(self.out), len(self.words), self.size
        self.open.append(Open(value, start, end, self.out, *places, self.title, len(self.links)))
        self.out.append("")

    def add_words(self, words: str, at: int) -> None:
        """Add words that are shown for the text at an offset."""
        self.word_places.append(self.size)
        self.source_places.append(at)
        self.words.append(words)
        self.size += len(words)
        if self.title is not None:
            self.title.append(words)

    def add_sign(self, html: str, words: str) -> None:
        """Add HTML with the words that stand for it."""
        self.out.append(html)
        self.words.append(words)
        self.size += len(words)

    def begin_line(self) -> None:
        """Begin a new line of words, unless this one is empty."""
        if self.words and self.words[-1] != "\n":
            self.words.append("\n")
            self.size += 1
