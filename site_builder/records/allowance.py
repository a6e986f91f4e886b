"""Comments by which an author suppresses a rule on some lines, with a reason.

``<!-- allow: RULE because REASON -->`` applies to its own line. Alone on a line, it applies to the
next one, or to the whole block of code that begins there. In the header it is ``# allow: …``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.markdown.body import blanked
from site_builder.records.header.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.markdown.body import Body
    from site_builder.records.header.document import Document

_COMMENT = re.compile(r"<!--[ \t]*allow\b:?(?P<words>[^\n]*)-->")
_YAML_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*allow:(?P<words>[^\n]*)", re.MULTILINE)
_QUOTE = re.compile(r"[\"'\]}]")
_NEXT_LINE = re.compile(r"\s*\n[ \t]*(?P<fence>`{3,}|~{3,})?")
_LONGEST_CODE = 20_000
"""Most characters of a block of code to which a comment above it applies."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """A rule that is suppressed on some lines."""

    rule: str
    """Id of the rule as written; empty if missing."""
    reason: str
    """Why; empty if missing."""
    start: int
    end: int
    """Offsets of the comment in the file."""
    first_line: int
    last_line: int
    """The lines to which it applies, from 1."""


def allowances_of(document: Document, body: Body) -> tuple[Allowance, ...]:
    """Return the allowances in a file, in order."""
    text = document.text
    if "allow" not in text:
        return ()
    in_header = ((document.header_at, match) for match in _in_header(document))
    in_body = ((document.body_at, match) for match in _in_body(body))
    return tuple(_allowance(text, at, match) for at, match in (*in_header, *in_body))


def without_allowances(body: Body) -> str:
    """Return a text of the same length with the comments that suppress rules blanked out."""
    return blanked(body.text, allowance_spans(body))


def allowance_spans(body: Body) -> list[tuple[int, int]]:
    """Return the spans of the comments of a text that suppress rules."""
    return [match.span() for match in _in_body(body)]


def _in_header(document: Document) -> Iterator[re.Match[str]]:
    """Yield the comments of a header; what looks like one within a value is text."""
    if "allow:" not in document.header_text:
        return
    values = ""
    for match in _YAML_COMMENT.finditer(document.header_text):
        values = values or "\n".join(text for _place, text in leaves(document.header))
        if _QUOTE.split(match.group())[0].strip() not in values:
            yield match


def _in_body(body: Body) -> Iterator[re.Match[str]]:
    if "<!--" not in body.text:
        return
    for start, end in body.comments:
        if match := _COMMENT.fullmatch(body.text, start, end):
            yield match


def _allowance(text: str, at: int, match: re.Match[str]) -> Allowance:
    """Return the allowance of a comment that matched in a part of a text from an offset on."""
    start, end = at + match.start(), at + match.end()
    rule, reason = _rule_and_reason(match["words"])
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


def _rule_and_reason(comment: str) -> tuple[str, str]:
    """Return the rule and the reason in a comment; either can be empty."""
    words = comment.split(maxsplit=2)
    if not words or words[0] == "because":
        return "", ""
    is_explained = words[1:2] in (["because"], ["because:"])
    return words[0].rstrip(".,:;"), words[2].strip() if is_explained and words[2:] else ""
