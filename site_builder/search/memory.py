"""Postings in memory, the same as those of a Whoosh index of the same lessons.

The published index is made from them, and a search that can keep no index on disk answers from
them. Every lesson is analysed once; :mod:`site_builder.search.related` compares the same stems.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from itertools import chain, islice, repeat, takewhile
from typing import TYPE_CHECKING

from site_builder.search.analysis import words_in
from site_builder.search.lengths import rounded_length
from site_builder.search.scores import B
from site_builder.search.terms import STEMS, other_terms
from site_builder.search.text import Card, SearchText, meeting, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Self


_FEW = 8
"""So few lessons are taken out one by one."""


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

    @classmethod
    def of(cls, rows: bytes, counts: bytes, places: bytes) -> Self:
        """Return postings from the bytes of their arrays."""
        made = cls()
        made.rows.frombytes(rows)
        made.counts.frombytes(counts)
        made.places.frombytes(places)
        return made

    def __reduce__(self) -> tuple[Callable[..., Postings], tuple[bytes, ...]]:
        """Pickle the bytes, which takes a tenth of pickling arrays."""
        return Postings.of, (self.rows.tobytes(), self.counts.tobytes(), self.places.tobytes())

    def extend(self, later: Postings) -> None:
        """Add lessons with higher rows."""
        self.rows.extend(later.rows)
        self.counts.extend(later.counts)
        self.places.extend(later.places)

    def merge(self, others: Postings) -> None:
        """Put in lessons that are not among them."""
        start = 0
        for row, count in zip(others.rows, others.counts, strict=True):
            at = bisect_left(self.rows, row)
            if others.places:
                before = sum(self.counts[:at])
                self.places[before:before] = others.places[start : start + count]
            self.rows.insert(at, row)
            self.counts.insert(at, count)
            start += count

    def remove(self, row: int) -> None:
        """Take out a lesson, if it is among them."""
        at = bisect_left(self.rows, row)
        if self.rows[at : at + 1] != array("I", (row,)):
            return
        if self.places:
            before = sum(self.counts[:at])
            del self.places[before : before + self.counts[at]]
        del self.rows[at], self.counts[at]

    def moved(self, rows: Sequence[int]) -> Postings:
        """Return the same with other rows, by the row that each lesson has; -1 for none."""
        moved, start = Postings(), 0
        for old, count in zip(self.rows, self.counts, strict=True):
            if (row := rows[old]) >= 0:
                moved.rows.append(row)
                moved.counts.append(count)
                if self.places:
                    moved.places.extend(self.places[start : start + count])
            start += count
        return moved


class _Placed(dict[str, Postings]):
    """Postings of the fields that have positions by term; that of a stop word is after a sign."""

    def __init__(self, postings: Mapping[str, defaultdict[str, Postings]]) -> None:
        super().__init__()
        self._postings = postings

    def __missing__(self, term: str) -> Postings:
        of_field = self._postings["common" if term[0] == "=" else "text"]
        self[term] = of_term = of_field[term.removeprefix("=")]
        return of_term


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
        self._placed = _Placed(self.postings)
        self._terms: dict[str, list[str]] = {}
        self.follow(meeting(lessons), ())

    def follow(self, lessons: Iterable[SearchText], rows: Sequence[int]) -> None:
        """Hold other lessons, and analyse those that are new.

        Args:
            lessons: Sorted by id, each with the pairs of its words that are one.
            rows: For each lesson held so far its row among these, or -1 if it is not the same.
        """
        before, stay = self.lengths, dict(zip(rows, range(len(rows)), strict=True))
        self._move(rows)
        self._placed.clear()
        self.lessons, self.lengths, self._terms = [], {name: [] for name in B}, {}
        new = MemoryIndex(()) if self.postings["text"] else self
        for row, lesson in enumerate(lessons):
            self.lessons.append(lesson)
            if row in stay:
                for name, lengths in before.items():
                    self.lengths[name].append(lengths[stay[row]])
            else:
                for name, length in new.add(row, lesson).items():
                    self.lengths[name].append(rounded_length(length))
        for name, terms in new.postings.items() if new is not self else ():
            for term, postings in terms.items():
                self.postings[name][term].merge(postings)

    def _move(self, rows: Sequence[int]) -> None:
        """Give lessons other rows, and take out those that have none."""
        gone = {row for row, new in enumerate(rows) if new < 0}
        is_shifted = any(row != new for row, new in enumerate(rows) if new >= 0)
        for terms in self.postings.values():
            for term, postings in list(terms.items()):
                if is_shifted or len(gone) > _FEW:
                    terms[term] = postings.moved(rows)
                else:
                    for row in gone:
                        postings.remove(row)
                if not terms[term].rows:
                    del terms[term]

    def add(self, row: int, lesson: SearchText) -> dict[str, int]:
        """Add the postings of a lesson; return how long each of its fields is, in tokens."""
        placed, words = self._placed, words_of(lesson.text)
        terms = [*map(STEMS.__getitem__, words.tokens)]
        counts = Counter(terms)
        for at, term in enumerate(terms):
            placed[term].places.append(at)
        for term, at in other_terms(words, lesson.joined):
            places = placed[term].places
            insort(places, at, len(places) - counts[term])
            counts[term] += 1
        for term, often in counts.items():
            of_term = placed[term]
            of_term.rows.append(row)
            of_term.counts.append(often)
        stop_words = [often for term, often in counts.items() if term[0] == "="]
        return {
            "text": sum(counts.values()) - sum(stop_words),
            "common": len(stop_words),
            "head": self._add_counts("head", row, _head_terms(lesson)),
            "topics": self._add_counts("topics", row, lesson.topics),
        }

    def _add_counts(self, name: str, row: int, terms: Iterable[str]) -> int:
        """Add the terms of a lesson to a field without positions; return how many they are."""
        postings, counts = self.postings[name], Counter(terms)
        for term, often in counts.items():
            of_term = postings[term]
            of_term.rows.append(row)
            of_term.counts.append(often)
        return sum(counts.values())

    def written(self, row: int, stems: Mapping[str, object]) -> dict[str, str]:
        """Return the word by which each of some stems first occurs in a lesson."""
        words = self.lessons[row].distinct[::-1]
        first = dict(zip(map(STEMS.__getitem__, words), words, strict=True))
        return {stem: first[stem] for stem in stems}

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


def _head_terms(lesson: SearchText) -> Iterator[str]:
    """Return the stems of title and problem."""
    words = words_in(lesson.head)
    others = (term for term, _at in other_terms(words, lesson.joined))
    every = chain(map(STEMS.__getitem__, words.tokens), others)
    return (term for term in every if term[0] != "=")
