"""What an author allows on a line, and why: a comment in the text, or in the YAML of the header.

``<!-- allow: RULE because REASON -->`` speaks for its own line. Alone on a line, it speaks for the
next one, or for the whole of the code that begins there. In the header it is ``# allow: …``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.records.code import without_code
from site_builder.records.header.read import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.records.header.document import Document

# Repetitions are bounded, so that no text can take time that grows with its square.
_COMMENT = re.compile(
    r"[ \t]{0,200}(?P<comment><!--[ \t]{0,9}allow\b:?(?P<said>[^\n]{0,1000}?)-->)"
)
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


def allowances_of(document: Document) -> tuple[Allowance, ...]:
    """Return what the author of a file allows, in order."""
    text = document.text
    if "allow" not in text:
        return ()
    return tuple(
        _allowance(text, start, end, said)
        for start, end, said in (*_of_header(document), *_of_body(document))
    )


def without_allowances(body: str) -> str:
    """Return a text of the same length with what its author allows blanked out."""
    parts, done = [], 0
    for start, end in allowance_spans(body):
        parts += [body[done:start], " " * (end - start)]
        done = end
    return "".join([*parts, body[done:]]) if parts else body


def allowance_spans(body: str) -> list[tuple[int, int]]:
    """Return offsets of the comments of a text by which something is allowed.

    The space before a comment belongs to it.
    """
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


def _of_body(document: Document) -> Iterator[tuple[int, int, str]]:
    at = document.body_at
    for match in _comments(document.body):
        yield at + match.start("comment"), at + match.end(), match["said"]


def _comments(body: str) -> Iterator[re.Match[str]]:
    """Yield the comments of a text; in code they are examples."""
    if "<!--" in body and _COMMENT.search(body):
        yield from _COMMENT.finditer(without_code(body))


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
