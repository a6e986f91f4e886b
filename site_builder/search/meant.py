"""What words of a query also mean: joined ones, split ones, and those that no lesson has.

``theme_overrides/assets/beforehand/search/terms.js`` does the same in the browser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.records.guess import letters_apart
from site_builder.search.analysis import APART, EMPTY_WORDS, STOP_WORDS
from site_builder.search.stems import stem
from site_builder.search.text import pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.search.store import Opened

FEWEST_LETTERS = 5
"""Fewest letters of a word that is taken for another."""
LETTERS_OF_TWO = 7
"""Fewest letters of a word that may have two wrong ones, or a wrong vowel."""
LETTERS_OF_ANY = 10
"""Fewest letters of a word of which any one may be wrong or left over."""
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiou]")


def joined_in(opened: Opened, sequence: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each pair of words that lessons write as one word, as that word."""
    for pair, last in pairs_of(sequence):
        if pair in opened.words:
            yield pair, (sequence[last - 1], sequence[last])


def meant(opened: Opened, word: str) -> tuple[str, dict[int, int]]:
    """Return what to search for a word that no lesson has, with its scores; empty for nothing."""
    if word in EMPTY_WORDS:
        return "", {}
    for parts in _parted(opened, word):
        rows = together(opened, parts)
        scores = [opened.scorer.scores(stem(one)) for one in parts if one not in STOP_WORDS]
        if rows and scores:
            return " ".join(parts), {row: sum(one[row] for one in scores) for row in rows}
    near = _nearest(opened, word)
    return near, opened.scorer.scores(stem(near)) if near else {}


def _parted(opened: Opened, word: str) -> Iterator[tuple[str, str]]:
    """Yield each two words that lessons have and that a word may join."""
    for end in range(1, len(word)):
        parts = (word[:end], word[end:])
        if all(part in opened.words or part in STOP_WORDS - APART for part in parts):
            yield parts


def quoted(opened: Opened, phrase: tuple[str, ...]) -> set[int]:
    """Return the rows that contain a phrase, or write two of its words as one, or one as two."""
    ways = [phrase]
    for whole, last in pairs_of(phrase):
        if whole in opened.words:
            ways.append((*phrase[: last - 1], whole, *phrase[last + 1 :]))
    for at, word in enumerate(phrase):
        ways += [(*phrase[:at], *parts, *phrase[at + 1 :]) for parts in _parted(opened, word)]
    return {row for way in ways for row in together(opened, way)}


def _nearest(opened: Opened, word: str) -> str:
    """Return the most frequent word of which a word is a slip, then the first; empty for none."""
    if len(word) < FEWEST_LETTERS or not word.isalpha():
        return ""
    for others in opened.facts.words:
        slips = [other for other in others.split() if other[0] == word[0] and is_slip(word, other)]
        if slips:
            return min(slips, key=lambda other: (letters_apart(word, other, len(word)), other))
    return ""


def is_slip(word: str, other: str) -> bool:
    """Return whether one word is another, misspelt or mistyped, or a form of it.

    In the base of a small field most words are unknown, and many a sound word is a letter away
    from another: "contract" and "contact", "night" and "might". So the longer the word, the more
    may be wrong: vowels and doubled letters before all, then a letter left out or swapped.
    """
    return _is_slip(word, other) or _is_slip(stem(word), stem(other))


def _is_slip(word: str, other: str) -> bool:
    is_long = len(word) >= LETTERS_OF_TWO
    apart = letters_apart(word, other, 1 + is_long)
    if not 1 <= apart <= 1 + is_long or min(len(word), len(other)) < FEWEST_LETTERS:
        return False
    is_left_out, is_swapped = len(word) < len(other), sorted(word) == sorted(other)
    if _bones(word) == _bones(other):
        return is_long or is_left_out or is_swapped or _single(word) == _single(other)
    is_near = is_swapped or (is_left_out and len(word) > FEWEST_LETTERS)
    return apart == 1 and (is_near or len(word) >= LETTERS_OF_ANY)


def _single(word: str) -> str:
    """Return a word without doubled letters."""
    return _DOUBLED.sub(r"\1", word)


def _bones(word: str) -> str:
    """Return the consonants of a word, none twice in a row."""
    return _single(_VOWELS.sub("", word))


def together(opened: Opened, phrase: Sequence[str]) -> list[int]:
    """Return the rows that contain a phrase, rising."""
    starts: dict[int, set[int]] | None = None
    for at, word in enumerate(phrase):
        term = ("common", word) if word in STOP_WORDS else ("text", stem(word))
        here = {
            row: {position - at for position in positions}
            for row, positions in opened.index.positions(*term).items()
        }
        if starts is None:
            starts = here
        else:
            starts = {row: starts[row] & here[row] for row in starts.keys() & here.keys()}
    return sorted(row for row, places in (starts or {}).items() if places)
