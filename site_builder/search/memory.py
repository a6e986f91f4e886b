"""Postings in memory, the same as those of a Whoosh index of the same lessons.

The published index is made from them, and a search that can keep no index on disk answers from
them. Every lesson is analysed once; :mod:`site_builder.search.related` compares the same stems.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from itertools import islice, repeat, takewhile
from typing import TYPE_CHECKING

from site_builder.search.index import STEMS, rounded_length, terms_of
from site_builder.search.scores import B
from site_builder.search.text import Card, SearchText, meeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Postings:
    """The lessons that have a term in a field, by rising row."""

    __slots__ = ("counts", "places", "rows")

    def __init__(self) -> None:
        """Start without any."""
        # Arrays, since objects for the millions of postings of a large base would fill gigabytes.
        self.rows = array("I")
        self.counts = array("I")
        """How often each has the term."""
        self.places = array("I")
        """Positions of the term in each, one after another, in fields that have them."""


class MemoryIndex:
    """Postings and cards of some lessons."""

    def __init__(self, lessons: Iterable[SearchText]) -> None:
        """Analyse every lesson.

        Args:
            lessons: Sorted by id.
        """
        self.lessons: list[SearchText] = []
        self.postings = {name: defaultdict[str, Postings](Postings) for name in B}
        """By field and term."""
        self.lengths: dict[str, list[int]] = {name: [] for name in B}
        """Of each field of each lesson in tokens, as Whoosh rounds it."""
        self._terms: dict[str, list[str]] = {}
        for lesson in meeting(lessons):
            self._add(lesson)

    def _add(self, lesson: SearchText) -> None:
        row = len(self.lessons)
        self.lessons.append(lesson)
        terms = terms_of(lesson)
        for name, placed in (("text", terms.places), ("common", terms.common)):
            postings = self.postings[name]
            for term, places in placed.items():
                of_term = postings[term]
                of_term.rows.append(row)
                of_term.counts.append(len(places))
                of_term.places.extend(places)
        self.lengths["text"].append(rounded_length(sum(map(len, terms.places.values()))))
        self.lengths["common"].append(rounded_length(len(terms.common)))
        for name, counts in terms.counts.items():
            self._count(name, row, counts)

    def _count(self, name: str, row: int, counts: Mapping[str, int]) -> None:
        self.lengths[name].append(rounded_length(sum(counts.values())))
        postings = self.postings[name]
        for term, count in counts.items():
            postings[term].rows.append(row)
            postings[term].counts.append(count)

    def written(self, row: int, stems: Mapping[str, object]) -> dict[str, str]:
        """Return the word by which each of some stems first occurs in a lesson."""
        words = self.lessons[row].distinct[::-1]
        pairs = zip(map(STEMS.__getitem__, words), words, strict=True)
        return {stem: word for stem, word in pairs if stem in stems}

    def terms(self, name: str, beginning: str = "") -> list[str]:
        """Return the terms of a field that begin with some letters, sorted by code point."""
        if name not in self._terms:
            self._terms[name] = sorted(self.postings[name])
        listed = self._terms[name]
        start = bisect_left(listed, beginning)
        return list(takewhile(lambda term: term.startswith(beginning), listed[start:]))

    def weights(self, name: str, term: str) -> Iterable[tuple[int, float]]:
        """Return the lessons with a term in a field by row, each with the term's frequency."""
        postings = self.postings[name].get(term)
        counts = repeat(1) if name == "common" else postings.counts if postings else ()
        return zip(postings.rows, counts, strict=False) if postings else ()

    def positions(self, name: str, term: str) -> dict[int, list[int]]:
        """Return the positions of a term in each lesson's text, in tokens."""
        postings = self.postings[name].get(term)
        if not postings:
            return {}
        places = iter(postings.places)
        return {
            row: list(islice(places, count))
            for row, count in zip(postings.rows, postings.counts, strict=True)
        }

    def card(self, row: int) -> Card:
        """Return the fields of a lesson that results show."""
        return self.lessons[row].card
