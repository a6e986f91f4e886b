"""The body of a record as a check sees it: sections, links, images and raw HTML, with offsets.

Python-Markdown keeps no positions, so this reads the text itself. It knows as much Markdown as is
needed to say where things stand; what a page looks like is Python-Markdown's word alone.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.records.allowance import without_allowances
from site_builder.records.code import replace_spans, without_code

if TYPE_CHECKING:
    from collections.abc import Iterator

# Repetitions are possessive or bounded, so that no text can take time that grows with its square.
_HEADING = re.compile(r"^(#{1,6})([^\n]*)", re.MULTILINE)
_FENCES = ("```", "~~~")
_UNDERLINE = re.compile(r"\n(=+|-+) *$", re.MULTILINE)
_LINK = re.compile(
    r"(!?)\[(?<!\\\[)(?<!\\!\[)((?:[^\[\]\\\n]|\n(?![ \t]*\n)|\\."
    r"|\[[^\[\]]{0,200}\](?:\([^()\s]{0,500}\))?){0,400}+)\]"
    r"(?:\([ \t]*+(<[^<>\n]{0,2000}>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*"
    r"(?: +(?![\"'])[^\s()]+(?:\([^\s()]*\)[^\s()]*)*){0,40})"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)|\[([^\[\]\n]{0,200})\])"
)
# Not followed by an address or a second label, and not the second label itself.
_SHORTCUT = re.compile(r"(?<!\\)(!?)(?<![\]\\])\[([^\[\]\n]{1,200})\](?![\[(])")
_DEFINITION = re.compile(
    r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*+(?:\n[ \t]*+)?<?([^\s<>]+)>?[ \t]*+"
    r"(?:\n?[ \t]*+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))[ \t]*+)?$",
    re.MULTILINE,
)
# A tag ends; what looks like one and does not is text.
_HTML = re.compile(
    r"<(?:!--[^<>]{0,2000}>?|[!?][A-Za-z\[][^<>]{0,2000}>"
    r"|/?[A-Za-z][\w:-]{0,200}(?:\s[^<>]{0,2000}|/)?>)"
)
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[*_]*[^\W\d_a-z])|(?<=[。！？])")
# Where a paragraph, list line, heading, quotation or table cell begins or ends.
_BLOCK_EDGE = re.compile(r"^[ \t]*(?:$|(?=(?:[-*+]|\d+[.)]|#{1,6}|>)[ \t]))|\|", re.MULTILINE)
_BLOCK_SIGN = re.compile(r"\s*(?:[-*+]|\d+[.)]|#{1,6}|>)\s+")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|])")
_EMPHASIS = re.compile(
    r"(?<!\*)(\*{1,3})(?=[^\s*])([^*]{1,400})(?<=\S)\1(?!\*)"
    r"|(?<!\w)(_{1,3})(?=[^\s_])((?:(?!(?<!\w)_).){1,400}?)(?<=[^\s_])\3(?!\w)",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);")
_NUMBERED = re.compile(r"(.*)_([0-9]+)")
# Signs that mean themselves (in code, or after a backslash) stand aside while markup is read.
_ASIDE = {ord(sign): 0xF0000 + number for number, sign in enumerate("\\`*_{}[]()<>#+-.!|&")}
_BACK = {aside: chr(sign) for sign, aside in _ASIDE.items()}
_MARKUP = re.compile(f"[`\\\\*_\\[&{min(_BACK):c}-{max(_BACK):c}]")
"""Signs without one of which a text is already what a reader sees."""


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
        """Keep the text; what its author allows is blanked out, and no reader ever sees it."""
        self.text = without_allowances(text)

    @cached_property
    def prose(self) -> str:
        """The text with code blanked out, of the same length."""
        return without_code(self.text)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading, in order."""
        headings = [
            Heading(len(found[1]), _title(self.text[found.start(2) : found.end(2)]), *found.span())
            for found in _HEADING.finditer(self.prose)
        ]
        if "\n=" in self.prose or "\n-" in self.prose:
            headings += self._underlined({heading.end for heading in headings})
            headings.sort(key=lambda heading: heading.start)
        return tuple(headings)

    def _underlined(self, ends: set[int]) -> Iterator[Heading]:
        """Yield headings with a line of equals signs or hyphens below; each begins a block."""
        used = -1
        for found in _UNDERLINE.finditer(self.prose):
            start = self.text.rfind("\n", 0, found.start()) + 1
            above = self.text[self.text.rfind("\n", 0, max(start - 1, 0)) + 1 : start].strip()
            begins = start - 1 in ends or not above or above.startswith(_FENCES)
            line = self.text[start : found.start()]
            is_text = line.strip() and not line.startswith(("#", "    ", "\t", *_FENCES))
            # Code that was blanked out is no part of an underline.
            whole = self.text[found.start() : found.end()] == found[0]
            if begins and is_text and whole and start != used:
                used = found.start() + 1
                ends.add(found.end())
                yield Heading(1 if found[1][0] == "=" else 2, line.strip(), start, found.end())

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
        definitions = {}
        if "]:" in self.prose:
            definitions = {_label(found[1]): found for found in _DEFINITION.finditer(self.prose)}
        return tuple(sorted(self._links(definitions), key=lambda link: (link.start, link.end)))

    def _links(self, definitions: dict[str, re.Match[str]]) -> Iterator[TextLink]:
        for found in _LINK.finditer(self.prose):
            yield from self._link(found, definitions, 0)
        if not definitions:
            return
        defined_at = {found.start(1) - 1 for found in _DEFINITION.finditer(self.prose)}
        for found in _SHORTCUT.finditer(self.prose):
            definition = definitions.get(_label(found[2]))
            if definition and found.start(2) - 1 not in defined_at:
                text = self.text[found.start(2) : found.end(2)]
                image = found[1] == "!"
                yield TextLink(text, definition[2], image, *found.span(), *definition.span(2))

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
            definition = definitions.get(_label(found[4] or found[2]))
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
        latest: dict[str, int] = {}
        for heading in self.headings:
            anchor = slug = _slugify(_words(heading.title, alt=False))
            numbered = _NUMBERED.fullmatch(slug)
            base = numbered[1] if numbered else slug
            number = latest.get(slug, int(numbered[2]) if numbered else 0)
            while anchor in seen or not anchor:
                number += 1
                anchor = f"{base}_{number}"
            latest[slug] = number
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
    block_sign = _BLOCK_SIGN.match(markdown)
    text = _words(markdown[block_sign.end() if block_sign else 0 :], alt=True)
    return " ".join(text.replace("|", " ").split())


def _words(markdown: str, *, alt: bool) -> str:
    """Return a text without its markup; images leave their description if asked for."""
    # Most lines have no markup, and every line of a base comes by here.
    if not _MARKUP.search(markdown):
        return markdown
    text = replace_spans(markdown, lambda code: code.strip("`").strip().translate(_ASIDE))
    text = _ESCAPED.sub(lambda found: found[1].translate(_ASIDE), text)
    for _ in range(2 * ("[" in text)):  # an image may stand inside a link
        text = _LINK.sub(lambda found: found[2] if alt or not found[1] else "", text)
    for _ in range(3 * ("*" in text or "_" in text)):  # one kind of emphasis inside another
        text = _EMPHASIS.sub(lambda found: found[2] or found[4], text)
    text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return text.translate(_BACK)


def _title(written: str) -> str:
    """Return a heading's text without the number signs that may close it."""
    return written.rstrip(" \t").rstrip("#").strip(" \t")


def _label(written: str) -> str:
    return " ".join(written.lower().split())


def _slugify(title: str) -> str:
    """Return what ``markdown.extensions.toc.slugify`` returns with its defaults."""
    text = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    text = re.sub(r"[^\w\s-]", "", text).strip().lower()
    return re.sub(r"[-\s]+", "-", text)
