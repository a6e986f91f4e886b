"""Wording of assists and lessons: no blame, no orders in an account, no single answer.

Each rule goes by words alone, and knows only those that leave little doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.diagnostics import shortened
from site_builder.library.problems import at_span, at_text, is_current
from site_builder.library.wording.blame import blamed
from site_builder.library.wording.sentences import Cues, Prose, near, prose_of
from site_builder.records.header.values import leaves
from site_builder.records.kinds import Kind, Record
from site_builder.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.records.fields import Part

_PRESCRIBING = re.compile(
    r"\b(?:you\s+(?:should|must|ought\s+to|need\s+to|have\s+to|had\s+better)"
    r"|they\s+(?:ought\s+to|need\s+to|had\s+better))"
    r"(?!\s+(?:not\s+)?(?:be|have|know|hear)\b)\s+\w+",
)
_SINGLE = re.compile(
    r"\bthe\s+(?:only|one|single)\s+(?:possible\s+|real\s+|viable\s+|true\s+|right\s+|workable\s+)?"
    r"(?:solution|answer|option|remedy|way\s+forward)\b"
    r"|\bthe\s+only\s+way\s+to\s+(?:solve|fix|prevent|avoid|stop|deal)\b"
    r"|\bthe\s+answer\s+is\s+(?:to|a|an|the|simple|simply|clear|obvious)\b"
    r"|\bthe\s+solution\s+is\s+(?:to|simple|simply|clear|obvious)\b"
    r"|\bthere\s+is\s+(?:only|just)\s+one\s+(?:solution|answer|option|way\s+forward)\b",
)
RELATIVE = re.compile(
    r"\b(?:all|what|which|that|if|whether|when|where|how|often|as|because|else|idea)\s+$",
    re.IGNORECASE,
)
"""Words after which “you should” is part of a thought, and no order."""
NEGATED = re.compile(
    r"\b(?:not|never|no|nobody|rather\s+than|instead\s+of)\b[^.!?]{0,40}$", re.IGNORECASE
)
QUOTED = re.compile(r"(?:[“‘]|(?<![\w.,!?])[\"'*_])[^“”\"‘’'*_\n]{0,60}$")

PATTERNS: dict[str, tuple[re.Pattern[str], Cues]] = {
    "wording-prescribing": (
        _PRESCRIBING,
        Cues(near("you they", "should", "must", "ought", "need", "have", "had")),
    ),
    "wording-single-answer": (
        _SINGLE,
        Cues(near("solution answer option remedy forward only", "only", "single", "one", "the ")),
    ),
}
"""What a rule looks for, and words one of which is in all that it finds."""
SIEVES = {rule: Sieve(pattern) for rule, (pattern, _cues) in PATTERNS.items()}
WORDING = ("wording-blame", *PATTERNS)

TOLD_SECTIONS = ("what happened", "results")
"""Sections of a lesson that tell others what was lived through."""
_NOT_OURS = frozenset({"citations", "receipts", "participants", "contact", "join", "licence"})
"""Fields whose words are somebody else's, or that are no account."""
_TOLD_FIELDS = frozenset({"story", "options"})
"""Fields of an assist in which visitors tell what they have lived through."""

MESSAGES = {
    "wording-blame": "“{}” blames somebody",
    "wording-prescribing": "“{}” tells others what to do",
    "wording-single-answer": "“{}” leaves no other option",
}


def wording(record: Record[Part]) -> Iterator[Diagnostic]:
    """Lessons and assists tell what was done, and leave the choice to the reader."""
    if record.kind not in {Kind.LESSON, Kind.ASSIST} or not is_current(record):
        return
    # What is found in a header is looked for again in each of its values.
    header = Prose(record.document.header_text, runs_on=False)
    body = prose_of(record.body.prose)
    for rule in WORDING:
        if any(_found(rule, header)):
            yield from _in_header(record, rule)
        yield from _in_body(record, rule, body)


class Phrase(NamedTuple):
    """Words of a text that break a rule."""

    text: str
    start: int
    end: int


def phrases(rule: str, prose: Prose) -> Iterator[Phrase]:
    """Yield the words of a text that break a rule, unless a sentence denies or quotes them."""
    text = prose.text
    for start, end in _found(rule, prose):
        line = text[max(start - 80, 0) : start]
        if NEGATED.search(line) or QUOTED.search(line[-62:]):
            continue
        if rule != "wording-prescribing" or not RELATIVE.search(line[-20:]):
            yield Phrase(text[start:end], start, end)


def _found(rule: str, prose: Prose) -> Iterator[tuple[int, int]]:
    if rule == "wording-blame":
        yield from blamed(prose)
        return
    pattern, cues = PATTERNS[rule]
    sieve = SIEVES[rule]
    for start, end in prose.sentences(cues) if prose.runs_on or sieve(prose.lowered) else ():
        # Searching small letters is much faster than searching without regard to case.
        for match in pattern.finditer(prose.lowered, start, end):
            yield match.span()


def _in_header(record: Record[Part], rule: str) -> Iterator[Diagnostic]:
    """Search the texts of a header; for orders, those in which visitors tell."""
    document = record.document
    told = _TOLD_FIELDS if record.kind is Kind.ASSIST else ()
    for place, text in leaves(document.header):
        if (
            " " not in text
            or place[0] in _NOT_OURS
            or (rule == "wording-prescribing" and place[0] not in told)
        ):
            continue
        for phrase in phrases(rule, Prose(text)):
            span = document.span_of(place)
            where = document.offsets_of(place)
            # Words of a folded or quoted value may be written in another way.
            at = document.header_text.find(phrase.text, *where) if where else -1
            if at >= 0:
                start = document.header_at + at
                span = document.span(start, start + len(phrase.text))
            yield at_span(record, rule, span, MESSAGES[rule].format(shortened(phrase.text)))


def _in_body(record: Record[Part], rule: str, prose: Prose) -> Iterator[Diagnostic]:
    """Search the body; for orders, the account of what happened."""
    for text, start, end in phrases(rule, prose):
        if rule != "wording-prescribing" or _is_told(record, start):
            yield at_text(record, rule, start, end, MESSAGES[rule].format(shortened(text)))


def _is_told(record: Record[Part], offset: int) -> bool:
    """Whether a place in a body is in a section that tells what was lived through."""
    before = [s.heading.title for s in record.body.sections if s.heading.start <= offset]
    return bool(before) and before[-1].casefold() in TOLD_SECTIONS
