"""The body of a record as a check sees it: sections, links, images and raw HTML, with offsets.

Python-Markdown keeps no positions, so this reads the text itself. It knows as much Markdown as is
needed to say where things stand; what a page looks like is Python-Markdown's word alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCED = re.compile(
    r"^( {0,3})(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\2[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6})[ \t]*([^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
# Bounded, so that a text full of opening brackets cannot take time that grows with its square.
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\\n]|\n(?!\s*\n)|\\.|!?\[[^\[\]]{0,200}\](?:\([^()\s]{0,500}\))?){0,400})\]"
    r"(?:\([ \t]*(<[^<>\n]{0,2000}>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)|\[([^\[\]\n]{0,200})\])"
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*<?([^\s<>]+)>?", re.MULTILINE)
_HTML = re.compile(r"<(?:!--|[!?]|/?[A-Za-z][\w-]*(?=[\s/>]))[^<>]{0,2000}>?")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[*_]*[^\W\d_a-z])|(?<=[。！？])")
# Where a paragraph, list line, heading, quotation or table cell begins or ends.
_BLOCK_EDGE = re.compile(r"^[ \t]*(?:$|(?=(?:[-*+]|\d+[.)]|#{1,6}|>)[ \t]))|\|", re.MULTILINE)
_MARKUP = re.compile(r"[*_`]{1,3}|\\(?=[^\w\s])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body."""

    level: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextLink:
    """A link or image in the body."""

    text: str
    target: str
    """As written; empty for a reference that is never defined."""
    is_image: bool
    start: int
    end: int
    """Offsets of the whole construct in the body."""
    target_start: int
    target_end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A second-level heading and what stands under it."""

    heading: Heading
    text: str


class Body:
    """A body read once, each view of it worked out when it is asked for."""

    def __init__(self, text: str) -> None:
        """Keep the text."""
        self.text = text

    @cached_property
    def prose(self) -> str:
        """The text with code blanked out, of the same length."""
        text = self.text
        if "```" in text or "~~~" in text:
            text = _FENCED.sub(_blank, text)
        if "`" in text:
            text = _CODE_SPAN.sub(_blank, text)
        return text

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading that begins with number signs, in order."""
        return tuple(
            Heading(len(found[1]), self.text[found.start(2) : found.end(2)], *found.span())
            for found in _HEADING.finditer(self.prose)
        )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every second-level heading with its text, in order."""
        tops = [heading for heading in self.headings if heading.level == 2]  # noqa: PLR2004
        ends = [heading.start for heading in tops[1:]] + [len(self.text)]
        return tuple(
            Section(heading, self.text[heading.end : end].strip())
            for heading, end in zip(tops, ends, strict=bool(tops))
        )

    @cached_property
    def links(self) -> tuple[TextLink, ...]:
        """Every link and image, in order."""
        if "](" not in self.prose and "][" not in self.prose and "]:" not in self.prose:
            return ()
        definitions = {
            found[1].lower(): found for found in reversed(list(_DEFINITION.finditer(self.prose)))
        }
        return tuple(sorted(self._links(definitions), key=lambda link: (link.start, link.end)))

    def _links(self, definitions: dict[str, re.Match[str]]) -> Iterator[TextLink]:
        for found in _LINK.finditer(self.prose):
            yield from self._link(found, definitions, 0)

    def _link(
        self, found: re.Match[str], definitions: dict[str, re.Match[str]], at: int
    ) -> Iterator[TextLink]:
        text = self.text[at + found.start(2) : at + found.end(2)]
        if "](" in found[2]:
            for inner in _LINK.finditer(found[2]):
                yield from self._link(inner, definitions, at + found.start(2))
        if found[3] is not None:
            target, start, end = found[3], found.start(3), found.end(3)
            if target.startswith("<"):
                target, start, end = target[1:-1], start + 1, end - 1
            start, end = start + at, end + at
        else:
            definition = definitions.get((found[4] or found[2]).lower())
            if definition is None:
                return
            target, (start, end) = definition[2], definition.span(2)
        whole_start, whole_end = found.start() + at, found.end() + at
        yield TextLink(
            text, target, found[1] == "!", whole_start, whole_end, start, max(start, end)
        )

    @cached_property
    def html(self) -> tuple[tuple[int, int], ...]:
        """Offsets of every raw HTML tag or comment."""
        if "<" not in self.prose:
            return ()
        autolinks = {found.start() for found in _AUTOLINK.finditer(self.prose)}
        targets = {link.target_start - 1 for link in self.links}
        return tuple(
            found.span()
            for found in _HTML.finditer(self.prose)
            if found.start() not in autolinks and found.start() not in targets
        )

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Ids that Python-Markdown's ``toc`` gives the headings."""
        seen: set[str] = set()
        for heading in self.headings:
            anchor = slug = _slugify(plain_text(heading.title))
            number = 0
            while anchor in seen or not anchor:
                number += 1
                anchor = f"{slug}_{number}"
            seen.add(anchor)
        return frozenset(seen)

    def sentence_at(self, start: int, end: int) -> str:
        """Return the sentence around two offsets as plain text."""
        first = max(
            (found.start() for found in _BLOCK_EDGE.finditer(self.text, 0, start + 1)), default=0
        )
        after = _BLOCK_EDGE.search(self.text, end)
        block = self.text[first : after.start() if after else len(self.text)]
        sentence_start, sentence_end = 0, len(block)
        for found in _SENTENCE_END.finditer(block):
            if found.end() <= start - first:
                sentence_start = found.end()
            elif found.start() >= end - first:
                sentence_end = found.start()
                break
        return plain_text(block[sentence_start:sentence_end])


def plain_text(markdown: str) -> str:
    """Return inline Markdown as the words that a reader sees."""
    text = _LINK.sub(lambda found: found[2], markdown)
    text = re.sub(r"^\s*([-*+]|\d+[.)]|#{1,6}|>)\s+", "", text)
    return " ".join(_MARKUP.sub("", text).replace("|", " ").split())


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())


def _slugify(title: str) -> str:
    """Return what ``markdown.extensions.toc.slugify`` returns with its defaults."""
    text = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    text = re.sub(r"[^\w\s-]", "", text).strip().lower()
    return re.sub(r"[-\s]+", "-", text)
