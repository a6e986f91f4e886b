"""Templates without line ends between blocks, and without end tags and quotes that HTML lets out.

It is done when a template is loaded, so that no page costs more.
"""

from __future__ import annotations

import re

_BLOCKS = frozenset(
    {
        *("html", "head", "body", "doctype", "link", "meta", "script", "title"),
        *("article", "aside", "footer", "header", "main", "nav", "section"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "blockquote", "details", "summary"),
        *("dd", "dl", "dt", "li", "ol", "ul", "figcaption", "figure"),
        *("fieldset", "form", "legend", "table", "tbody", "td", "th", "thead", "tr"),
    }
)
"""Elements around which white space is not shown."""

_NOT_ENDED = frozenset({"dd", "dt", "li", "tbody", "td", "th", "thead", "tr"})
"""Elements that end where the next begins, or what holds them ends."""

_END_OF_PARAGRAPH = re.compile(
    r"</p>(?=\s*(?:<(?:article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]"
    r"|header|main|nav|ol|p|section|table|ul)\b|</(?:article|aside|body|dd|details|div|fieldset"
    r"|footer|form|header|li|main|nav|section|td)>))"
)
_EDGE = re.compile(r"(</?(?:[a-z][a-z0-9]*|\Z)|<!doctype|>)")
"""Where a tag begins, its name perhaps an expression, or ends."""
_QUOTED = re.compile(r'(?<==)"([A-Za-z0-9_./#:-]+)"(?=\s|>)')
_LINE_END_BEFORE = re.compile(r"\s*\n\s*\Z")
_LINE_END_AFTER = re.compile(r"\A\s*\n\s*")


class Packer:
    """Packs the HTML of one template, piece by piece: an expression may stand inside a tag."""

    def __init__(self) -> None:
        self._tag = ""
        """The tag that is open, as it begins; empty between tags."""

    def packed(self, html: str) -> str:
        """Return a piece of HTML that means the same."""
        edges = _EDGE.split(_END_OF_PARAGRAPH.sub("", html))
        kept: list[str] = []
        after_block = False
        # Texts and edges by turns, a text first and last.
        for at, part in enumerate(edges):
            is_last = at == len(edges) - 1
            if at % 2:
                after_block = self._pass(part, kept)
            elif not self._tag:
                before_block = not is_last and _is_block(edges[at + 1])
                kept.append(_between(part, after_block=after_block, before_block=before_block))
            elif not _may_be_left_out(self._tag):
                # What an expression goes on with could belong to a value without quotes.
                end = "" if is_last else edges[at + 1]
                kept.append(_QUOTED.sub(r"\1", part + end).removesuffix(end))
        return "".join(kept)

    def _pass(self, edge: str, kept: list[str]) -> bool:
        """Go over the edge of a tag, and return whether a block begins or ends there."""
        tag = self._tag if edge == ">" else edge
        if not _may_be_left_out(tag):
            kept.append(edge)
        is_end = bool(self._tag) and edge == ">"
        self._tag = "" if edge == ">" else edge
        return is_end and _is_block(tag)


def _is_block(tag: str) -> bool:
    return tag.lstrip("</!") in _BLOCKS


def _may_be_left_out(tag: str) -> bool:
    return tag.startswith("</") and tag[2:] in _NOT_ENDED


def _between(text: str, *, after_block: bool, before_block: bool) -> str:
    """Return a text between tags without the line ends that separate blocks alone."""
    if before_block:
        text = _LINE_END_BEFORE.sub("", text)
    return _LINE_END_AFTER.sub("", text) if after_block else text
