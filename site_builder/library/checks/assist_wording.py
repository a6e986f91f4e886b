"""Wording of assists and lessons: no blame, no orders in an account, no single answer.

Each rule goes by words alone, and knows only those that leave little doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.diagnostics import shortened
from site_builder.library.checks.problems import at_span, at_text, is_current
from site_builder.library.wording import blame
from site_builder.library.words import in_small_letters
from site_builder.records.header.read import leaves, offsets_of
from site_builder.records.kinds import Kind, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
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
_RELATIVE = re.compile(
    r"\b(?:all|what|which|that|if|whether|when|where|how|often|as|because|else|idea)\s+$",
    re.IGNORECASE,
)
"""Words after which “you should” is part of a thought, and no order."""
_NEGATED = re.compile(
    r"\b(?:not|never|no|nobody|rather\s+than|instead\s+of)\b[^.!?]{0,40}$", re.IGNORECASE
)
_QUOTED = re.compile(r"(?:[“‘]|(?<![\w.,!?])[\"'*_])[^“”\"‘’'*_\n]{0,60}$")


def _themselves(*words: str) -> dict[str, tuple[str, ...]]:
    """Return cues that are looked for as they are."""
    return {word: (word,) for word in words}


WORDING: dict[str, tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]] = {
    "wording-blame": (blame.PATTERN, blame.CUES),
    "wording-prescribing": (_PRESCRIBING, _themselves("you", "they")),
    "wording-single-answer": (
        _SINGLE,
        _themselves("solution", "answer", "option", "remedy", "forward", "only"),
    ),
}
"""What each rule looks for, and its cues.

Cues are words in small letters, one of which is in all that the rule finds, with what to search for
in their place: many words break a rule in some company alone.
"""
_WORD = re.compile(r"[^\W_]+")
_AROUND = 60
"""Characters before and after a cue in which its words lie."""

_TOLD_SECTIONS = ("what happened", "results")
"""Sections of a lesson that tell others what was lived through."""
_NOT_OURS = frozenset({"citations", "receipts", "participants", "contact", "join", "licence"})
"""Fields whose words are somebody else's, or that are no account."""
_TOLD_FIELDS = frozenset({"story", "options"})
"""Fields of an assist in which visitors tell what they have lived through."""

_MESSAGES = {
    "wording-blame": "“{}” blames somebody",
    "wording-prescribing": "“{}” tells others what to do",
    "wording-single-answer": "“{}” leaves no other option",
}


def wording(base: Base) -> Iterator[Diagnostic]:
    """Lessons and assists tell what was done, and leave the choice to the reader."""
    for record in (*base.library.lessons, *base.library.assists):
        if not is_current(record):
            continue
        text = record.document.text
        lowered = in_small_letters(text)
        words = frozenset(_WORD.findall(lowered))
        for rule in WORDING:
            if any(_near(rule, text, lowered, words)):
                yield from _in_header(record, rule)
                yield from _in_body(record, rule)


class Phrase(NamedTuple):
    """Words of a text that break a rule."""

    text: str
    start: int
    end: int


def phrases(rule: str, text: str) -> Iterator[Phrase]:
    """Yield the words of a text that break a rule, unless a sentence denies or quotes them."""
    lowered = in_small_letters(text)
    for phrase in _near(rule, text, lowered, frozenset(_WORD.findall(lowered))):
        line = text[max(phrase.start - 80, 0) : phrase.start]
        if _NEGATED.search(line) or _QUOTED.search(line[-62:]):
            continue
        if rule != "wording-prescribing" or not _RELATIVE.search(line[-20:]):
            yield phrase


def _near(rule: str, text: str, lowered: str, words: frozenset[str]) -> Iterator[Phrase]:
    """Yield what a rule looks for, in the stretches around its cues: most texts have none."""
    pattern, cues = WORDING[rule]
    stretches: list[tuple[int, int]] = []
    for at in sorted(_places(cues, lowered, words)):
        start, end = max(at - _AROUND, 0), at + _AROUND
        if stretches and start <= stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    for start, end in stretches:
        # Searching small letters is much faster than searching without regard to case.
        for match in pattern.finditer(lowered, start, end):
            yield Phrase(text[match.start() : match.end()], *match.span())


def _places(
    cues: Mapping[str, tuple[str, ...]], lowered: str, words: frozenset[str]
) -> Iterator[int]:
    for cue in cues.keys() & words:
        for phrase in cues[cue]:
            at = lowered.find(phrase)
            while at >= 0:
                yield at
                at = lowered.find(phrase, at + len(phrase))


def _in_header(record: Record[Part], rule: str) -> Iterator[Diagnostic]:
    """Search the texts of a header; for orders, those in which visitors tell."""
    document = record.document
    told = _TOLD_FIELDS if record.kind is Kind.ASSIST else ()
    for place, text in leaves(document.header):
        if place[0] in _NOT_OURS or (rule == "wording-prescribing" and place[0] not in told):
            continue
        for phrase in phrases(rule, text):
            span = document.span_of(place)
            where = offsets_of(document.header_text, place, key=False)
            # Words of a folded or quoted value may be written in another way.
            at = document.header_text.find(phrase.text, *where) if where else -1
            if at >= 0:
                start = document.header_at + at
                span = document.span(start, start + len(phrase.text))
            yield at_span(record, rule, span, _MESSAGES[rule].format(shortened(phrase.text)))


def _in_body(record: Record[Part], rule: str) -> Iterator[Diagnostic]:
    """Search the body; for orders, the account of what happened."""
    prose = record.body.prose
    for start, end in _stretches(record, rule):
        for phrase in phrases(rule, prose[start:end]):
            message = _MESSAGES[rule].format(shortened(phrase.text))
            yield at_text(record, rule, start + phrase.start, start + phrase.end, message)


def _stretches(record: Record[Part], rule: str) -> Iterator[tuple[int, int]]:
    """Yield where in a body a rule holds."""
    whole = len(record.body.text)
    if rule != "wording-prescribing":
        yield 0, whole
        return
    sections = record.body.sections
    ends = [section.heading.start for section in sections[1:]] + [whole]
    for section, end in zip(sections, ends, strict=bool(sections)):
        if section.heading.title.casefold() in _TOLD_SECTIONS:
            yield section.heading.end, end
