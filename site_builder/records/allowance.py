"""What an author allows on a line, and why: a comment in the text, or in the YAML of the header.

``<!-- allow: RULE because REASON -->`` speaks for its own line. Alone on a line, it speaks for the
next one, or for the whole of the code that begins there. In the header it is ``# allow: …``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.markdown.body import blanked
from site_builder.records.header.read import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.markdown.body import Body
    from site_builder.records.header.document import Document

_COMMENT = re.compile(r"<!--[ \t]*allow\b:?(?P<said>[^\n]*)-->")
_YAML_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*allow:(?P<said>[^\n]*)", re.MULTILINE)
_QUOTE = re.compile(r"[\"'\]}]")
_NEXT_LINE = re.compile(r"\s*\n[ \t]*(?P<fence>`{3,}|~{3,})?")
_LONGEST_CODE = 20_000
"""Characters of code for which a comment above it speaks."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """A rule that may be broken on some lines."""

    rule: str
    """Id of the rule as written; empty where none is named."""
    reason: str
    """Why; empty where nothing is said."""
    start: int
    end: int
    """Offsets of the comment in the file."""
    first_line: int
    last_line: int
    """The lines that it speaks for, from 1."""


def allowances_of(document: Document, body: Body) -> tuple[Allowance, ...]:
    """Return what the author of a file allows, in order."""
    text = document.text
    if "allow" not in text:
        return ()
    return tuple(
        _allowance(text, start, end, said)
        for start, end, said in (*_of_header(document), *_of_body(document.body_at, body))
    )


def without_allowances(body: Body) -> str:
    """Return a text of the same length with what its author allows blanked out."""
    return blanked(body.text, allowance_spans(body))


def allowance_spans(body: Body) -> list[tuple[int, int]]:
    """Return offsets of the comments of a text by which something is allowed."""
    return [match.span() for match in _comments(body)]


def _of_header(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield the comments of a header; what looks like one in a value is text."""
    header = document.header_text
    values = ""
    for match in _YAML_COMMENT.finditer(header):
        values = values or "\n".join(text for _place, text in leaves(document.header))
        if _QUOTE.split(match.group())[0].strip() not in values:
            at = document.header_at
            yield at + match.start(), at + match.end(), match["said"]


def _of_body(at: int, body: Body) -> Iterator[tuple[int, int, str]]:
    for match in _comments(body):
        yield at + match.start(), at + match.end(), match["said"]


def _comments(body: Body) -> Iterator[re.Match[str]]:
    if "<!--" not in body.text:
        return
    for start, end in body.comments:
        match = _COMMENT.fullmatch(body.text, start, end)
        if match:
            yield match


def _allowance(text: str, start: int, end: int, said: str) -> Allowance:
    rule, reason = _parted(said)
    line = text.count("\n", 0, start) + 1
    line_start = text.rfind("\n", 0, start) + 1
    below = _NEXT_LINE.match(text, end)
    if text[line_start:start].strip() or below is None:
        return Allowance(rule, reason, start, end, line, line)
    first = last = line + below.group().count("\n")
    if below["fence"]:
        closing = text.find(f"\n{below['fence']}", below.end(), below.end() + _LONGEST_CODE)
        last += text.count("\n", below.end(), closing + 1) if closing >= 0 else 0
    return Allowance(rule, reason, start, end, first, last)


def _parted(said: str) -> tuple[str, str]:
    """Return the rule and the reason that a comment names; either can be empty."""
    words = said.split(maxsplit=2)
    if not words or words[0] == "because":
        return "", ""
    is_explained = words[1:2] in (["because"], ["because:"])
    return words[0].rstrip(".,:;"), words[2].strip() if is_explained and words[2:] else ""
