"""How a cell looks: a number, a day, a heading, a long text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from site_builder.exchange.tables.words import ASKING, NAMES
from site_builder.records.date_forms import read

Look: TypeAlias = Literal["", "number", "day", "code", "address", "word", "text"]
"""What a cell seems to hold; empty for an empty cell."""

if TYPE_CHECKING:
    from collections.abc import Callable

TYPED: frozenset[Look] = frozenset({"number", "day", "code", "address"})
"""Looks by which a column is told from its heading."""
_NUMBER = re.compile(r"[(\[]?[-+~<>≤≥]?\s*[€$£¥]?\s*\d[\d.,' \u00a0\u202f]*\s*[%€$£¥kKmM]?[.)\]]?")
_OTHER_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}:\d{2}(?::\d{2})?")
_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"[^\W\d_]{0,8}[-_./#]?\d[\w./#-]{0,12}")
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S+|[^\s@]+@[^\s@]+\.\w+")
_SENTENCE = re.compile(r"[.!。！](?:\s|$)|[;:] \w")
_LONG = 60
"""Most characters of a word or a name."""
_ABBREVIATION = 8
NAMED = 0.7
"""Least :func:`label` of what can be a heading by itself."""
_LONGEST_LABEL = 200
_LONGEST_QUESTION = 1_000
"""Most characters of a question of a form, which is the heading of its answers."""
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def look(text: str) -> Look:
    """Return what a cell seems to hold."""
    text = text.strip()
    if not text:
        return ""
    if len(text) > _LONG or "\n" in text:
        is_short = len(text) <= _LONGEST_LABEL
        return "address" if is_short and _ADDRESS.fullmatch(text) else "text"
    for fits, name in _KINDS:
        if fits(text):
            return name
    return "text" if _SENTENCE.search(text) and len(text) > _ABBREVIATION else "word"


def _is_day(text: str) -> bool:
    return bool(_DIGIT.search(text) and (_OTHER_DAY.fullmatch(text) or read(text)))


_KINDS: tuple[tuple[Callable[[str], object], Look], ...] = (
    (_NUMBER.fullmatch, "number"),
    (_is_day, "day"),
    (_ADDRESS.fullmatch, "address"),
    (_CODE.fullmatch, "code"),
)


@lru_cache(maxsize=4096)
def label(text: str) -> float:
    """Return how much a cell looks like a heading, from 0 to 1."""
    text = text.strip()
    kind = look(text)
    if kind == "word":
        return 1.0
    if kind == "code":
        return 0.4
    if kind != "text" or len(text) > _LONGEST_QUESTION:
        return 0.0
    is_short = len(text) <= _LONGEST_LABEL
    return 0.7 if is_short and (text.endswith("?") or not _SENTENCE.search(text)) else 0.3


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """Return the words of a text, in lower case."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).replace("_", " ")
    return frozenset(word.casefold() for word in _WORD.findall(apart))


def is_known(text: str) -> bool:
    """Return whether a text has words that stand in headings of registers."""
    return bool(known_words(text))


def known_words(text: str) -> frozenset[str]:
    """Return the words of a text that stand in headings: half of them, or one of a question."""
    found = words(text)
    known = found & NAMES
    first = _WORD.search(text)
    asks = text.rstrip().endswith(("?", ":")) or (first and first[0].casefold() in ASKING)
    enough = 1 if asks else len(found) / 2
    return known if len(known) >= enough and label(text) >= NAMED else frozenset()
