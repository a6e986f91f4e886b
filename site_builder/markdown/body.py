"""A text in Markdown: its constructs with their places, its words, and its HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup, escape

from site_builder.markdown.addresses import is_elsewhere, is_safe
from site_builder.markdown.reader import definitions_of, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.markdown.parts import BodyLink, Definition, Heading, Outline, Reading, Span

_SENTENCE_END = re.compile(
    r"[.!?…。！？](?:(?<=[。！？])|[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W\d_a-z]))"
)
"""The last sign of a sentence, and what stands between it and the next."""
_NOT_LINE_END = re.compile(r"[^\n]")
_UNENCODED = re.compile(r"[^!#-;=?-Z\[\]_a-z~]")
"""Characters to be encoded: https://datatracker.ietf.org/doc/html/rfc3986#section-2"""
_WORDS_ALONE = re.compile(r"[^\W\d_](?:[^\W_]|[ ,;'’-])*[.!?]?")
"""A line in which no sign means anything."""
_SECTION_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Section:
    """A second-level heading and the text below it."""

    heading: Heading
    body: str
    """The text that it is a part of; thousands of copies of its parts would fill the memory."""
    end: int
    is_empty: bool
    """Whether the text is blank or nothing but comments."""

    @property
    def text(self) -> str:
        """The text below the heading."""
        return self.body[self.heading.end : self.end].strip()


class Body:
    """A text in Markdown, parsed on first use."""

    def __init__(self, text: str, reading: Reading | None = None) -> None:
        """Set the text, and what is read of it where that is known."""
        self.text = text
        self._known = reading

    @cached_property
    def reading(self) -> Reading:
        """What is read of it."""
        return self._known or read(self.text)

    @contextmanager
    def read_once(self) -> Iterator[None]:
        """Forget what is read of it within a block: of a large base it would fill the memory."""
        is_read = "reading" in self.__dict__
        yield
        if not is_read:
            self.__dict__.pop("reading", None)

    @property
    def outline(self) -> Outline:
        """Its constructs with their places."""
        return self.reading.outline

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading, in order."""
        return self.outline.headings

    @property
    def links(self) -> tuple[BodyLink, ...]:
        """Every link and image, in order; nested ones follow the one around them."""
        return self.outline.links

    @property
    def html(self) -> tuple[Span, ...]:
        """Every tag of raw HTML, without comments."""
        return self.outline.html

    @property
    def comments(self) -> tuple[Span, ...]:
        """Every HTML comment."""
        return self.outline.comments

    @property
    def code(self) -> tuple[Span, ...]:
        """Every code span and code block."""
        return self.outline.code

    @property
    def words(self) -> str:
        """What a reader sees, each block on a line of its own."""
        return self.reading.words

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Ids of the headings on the page."""
        return frozenset(heading.anchor for heading in self.headings if heading.anchor)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every second-level heading of the text itself with what follows it, in order."""
        tops = [
            heading
            for heading in self.headings
            if heading.level == _SECTION_LEVEL and not heading.is_nested
        ]
        shown = blanked(self.text, self.comments)
        ends = [*(heading.start for heading in tops[1:]), len(self.text)]
        return tuple(
            Section(top, self.text, end, not shown[top.end : end].strip())
            for top, end in zip(tops, ends, strict=False)
        )

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """Every definition of a link reference in order, the first of each label."""
        return definitions_of(self.text) if "]:" in self.text else ()

    @property
    def prose(self) -> str:
        """The text with code and comments blanked out, of the same length."""
        return blanked(self.text, sorted([*self.code, *self.comments]))

    def text_of(self, link: BodyLink) -> str:
        """Return the source between the brackets of a link or image."""
        return self.text[link.text_start : link.text_end]

    def words_of(self, link: BodyLink) -> str:
        """Return the words of a link, or the description of an image."""
        return self.words[link.words_start : link.words_end]

    def sentence_at(self, start: int, end: int) -> str:
        """Return the sentence around two offsets as a reader sees it."""
        words, first = self.words, self._word_at(start)
        line_start = words.rfind("\n", 0, first) + 1
        line_end = words.find("\n", first)
        line = words[line_start : line_end if line_end >= 0 else len(words)]
        last = min(max(first, self._word_at(end)), line_start + len(line))
        sentence_start, sentence_end = 0, len(line)
        for match in _SENTENCE_END.finditer(line):
            if match.end() <= first - line_start:
                sentence_start = match.end()
            elif match.start() + 1 >= last - line_start:
                sentence_end = match.start() + 1
                break
        return " ".join(line[sentence_start:sentence_end].split())

    def _word_at(self, offset: int) -> int:
        """Return the offset in the words of the first one at or after an offset in the text."""
        reading = self.reading
        number = bisect_right(reading.source_places, offset) - 1
        if number < 0:
            return 0
        begins = reading.word_places
        end = begins[number + 1] if number + 1 < len(begins) else len(reading.words)
        return min(begins[number] + offset - reading.source_places[number], end)

    def render(self, address_of: Callable[[BodyLink], str | None] | None = None) -> Markup:
        """Return the HTML of the page: raw HTML as text, and no address that runs code.

        An image of another host is a link to it, so that no page asks that host for anything.

        Args:
            address_of: Returns the address of a link or image on the page, or None to show its
                words only. By default, links keep the addresses that are written.
        """
        parts: list[str] = []
        is_open = False
        for piece in self.reading.page:
            if isinstance(piece, str):
                parts.append(piece)
            elif piece is None:
                parts.append("</a>" * is_open)
                is_open = False
            else:
                safe = is_safe(piece.target)
                address = (address_of(piece) if address_of else piece.target) if safe else None
                if piece.is_image and address is not None and is_elsewhere(address):
                    parts.append(_image_elsewhere(piece, self.words_of(piece), within=is_open))
                elif piece.is_image:
                    parts.append(_image(piece, self.words_of(piece), address))
                else:
                    is_open = address is not None
                    parts.append(_link(piece, address))
        return Markup("".join(parts))  # noqa: S704 - every piece is escaped where it is made


def plain_text(markdown: str) -> str:
    """Return the words of a piece of Markdown on one line."""
    if _WORDS_ALONE.fullmatch(markdown):
        return " ".join(markdown.split())
    return " ".join(Body(markdown).words.split())


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Return a text of the same length and lines with some spans blanked out."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        if start >= done:
            parts += [text[done:start], _NOT_LINE_END.sub(" ", text[start:end])]
            done = end
    return "".join([*parts, text[done:]]) if parts else text


def _link(link: BodyLink, address: str | None) -> str:
    return "" if address is None else f'<a href="{_encoded(address)}"{_title(link)}>'


def _image(image: BodyLink, words: str, address: str | None) -> str:
    words = escape(words)
    if address is None:
        return words
    return f'<img src="{_encoded(address)}" alt="{words}"{_title(image)}>'


def _image_elsewhere(image: BodyLink, words: str, *, within: bool) -> str:
    """Return a link to an image of another host; its words alone within a link."""
    shown = escape(words.strip() or image.target)
    return shown if within else f"{_link(image, image.target)}{shown}</a>"


def _title(link: BodyLink) -> str:
    return f' title="{escape(link.title)}"' if link.title else ""


def _encoded(address: str) -> str:
    return escape(_UNENCODED.sub(lambda sign: quote(sign.group()), address))
