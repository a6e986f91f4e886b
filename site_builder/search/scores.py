"""The score of a term in a lesson: BM25 over its postings, rounded to a whole number of 16 bits.

The score is BM25 over the whole text plus half of BM25 over the head (title and problem). The
command line and the browser add up the same whole numbers, so both rank alike.
``theme_overrides/assets/beforehand/search/scores.js`` does the same in the browser: the same
operations in the same order, so that each rounds as it does here.

A term is a stem; ``#topic`` stands for a topic of the vocabulary under any of its names, and
``=word`` for a stop word, which counts only in a query of nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.search.text import Card

K1 = 1.5
"""Saturation of term frequency, for every field."""
B = {"text": 0.75, "head": 0.5, "common": 0.75, "topics": 0.0}
"""How much the length of each field counts."""
HEAD_WEIGHT = 0.5
"""How much the head counts beside the whole text."""
LARGEST = 65_535
"""Largest score of a term in a lesson, the largest number of 16 bits."""
MARKS = {"#": "topics", "=": "common"}
"""Field of a term by its first character, if it is not a stem."""
PLACED = ("text", "common")
"""Fields whose terms have positions."""
_LN_2 = 0.6931471805599453


class Index(Protocol):
    """The postings and cards of some lessons; a lesson's row is its place in the order of ids."""

    def terms(self, name: str, beginning: str = "") -> list[str]:
        """Return the terms of a field that begin with some letters, sorted by code point."""

    def weights(self, name: str, term: str) -> Iterable[tuple[int, float]]:
        """Return the lessons with a term in a field by row, each with the term's frequency."""

    def positions(self, name: str, term: str) -> dict[int, list[int]]:
        """Return the positions of a term in each lesson's text, in tokens."""

    def card(self, row: int) -> Card:
        """Return the fields of a lesson that results show."""


class Scorer:
    """Whole scores of terms, by row."""

    def __init__(self, index: Index, lengths: Mapping[str, Sequence[int]]) -> None:
        """Keep the postings, and the length of each field of each lesson in tokens."""
        self._index = index
        self._count = len(lengths["text"])
        self._lengths = lengths
        # Means of living lessons alone: Whoosh's own figures count replaced ones too, and would
        # make scores depend on the history of the index.
        self._means = {
            name: sum(counts) / max(1, len(counts)) or 1 for name, counts in lengths.items()
        }
        rarest = ln(1 + (self._count - 0.5) / 1.5)
        self._scale = LARGEST / ((K1 + 1) * (1 + HEAD_WEIGHT) * rarest) if self._count else 0.0

    def scores(self, term: str) -> dict[int, int]:
        """Return the score of a term in each lesson that has it, by rising row."""
        name = MARKS.get(term[:1])
        if name:
            raw = self._bm25(name, term[1:])
        else:
            raw = self._bm25("text", term)
            for row, score in self._bm25("head", term).items():
                raw[row] += HEAD_WEIGHT * score
        scale = self._scale
        return {row: int(score * scale + 0.5) or 1 for row, score in raw.items()}

    def _bm25(self, name: str, term: str) -> dict[int, float]:
        """Return BM25 with the idf that is never negative: ln(1 + (N - n + 0.5) / (n + 0.5)).

        Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009.
        """
        weights = list(self._index.weights(name, term))
        lengths = self._lengths[name]
        with_term = len(weights)
        idf = ln(1 + (self._count - with_term + 0.5) / (with_term + 0.5))
        top, flat, by_length = K1 + 1, K1 * (1 - B[name]), K1 * B[name] / self._means[name]
        return {
            row: idf * weight * top / (weight + flat + by_length * lengths[row])
            for row, weight in weights
        }


def ln(number: float) -> float:
    """Return the natural logarithm of a number above two thirds.

    Logarithms of libraries may differ in the last bit, and so would scores in a browser; the four
    operations do not.
    """
    halved = 0
    while number > 4 / 3:
        number /= 2
        halved += 1
    part = (number - 1) / (number + 1)
    square = part * part
    total, power = 0.0, part
    # A part is at most a fifth: the terms that are left out change no bit.
    for odd in range(1, 25, 2):
        total += power / odd
        power *= square
    return 2 * total + halved * _LN_2
