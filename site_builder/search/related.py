"""The lessons most similar to each lesson, and why."""

from __future__ import annotations

import math
import os
from array import array
from collections import Counter, defaultdict
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, NamedTuple

from site_builder.records.lesson import SECTIONS
from site_builder.search.analysis import EMPTY_WORDS, is_unspaced, tokens
from site_builder.search.stems import stem as stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.library.kept import Kept
    from site_builder.meaning.vectors import Vectors
    from site_builder.records.vocabulary import Vocabulary
    from site_builder.search.memory import MemoryIndex
    from site_builder.search.text import SearchText

STRONGEST = 20
"""Stems by which a lesson is compared."""
NEAREST = 5
_SHORTEST = 3
"""Fewest letters of a stem that counts."""
_COMMON = """
    able add ask become begin best better big bring call case change come day different done easy
    end enough every find first follow four full get give go good group happen help hour important
    keep kind know large last later lead learn leave lesson less little long look lot many mean
    meet minute month move new next number old open part people person place plan point problem
    question read ready really right same say second see show side small start stay still stop
    take talk team tell thing think three time today together try turn two use want way week went
    whole word work write year began came did gave got knew made met said saw told took went
"""
_LITTLE = frozenset(map(stem_of, {*EMPTY_WORDS, *tokens(_COMMON), *tokens(" ".join(SECTIONS))}))
"""Stems by which no lesson is told from another: of empty and common words, and of headings."""
_MOST_HOLDERS = 100
"""Most lessons that may share a stem. Without a constant limit, comparing all lessons would take
time that grows with the square of their number."""
_CANDIDATES = 30
"""Lessons most alike in words, which topics and source then reorder."""
_TAG, _SOURCE = 0.05, 0.1
"""Added to a likeness of words, at most 1, for each shared topic and for the same source."""
_ALIKE = 0.55
"""Least cosine of the vectors of two lessons that are near in meaning; it is added."""
_MOST_COMPARED = 5_000
"""Most lessons of a base that are compared in meaning, all with all."""
_DIGITS = 9
_ROUNDED = 1e-8
"""More than two likenesses differ that are the same when they are rounded to so many digits."""
_SHOWN = 3
_LESSONS_A_PART = 1_000
_NAME, _FORMAT = "nearest", b"4"
_Of = tuple[str, tuple[Any, ...], list[tuple[Any, ...]]]
_Known = dict[str, _Of]
"""Of each lesson by id: its digest, what it was compared by, and the nearest lessons."""


class RelatedLesson(NamedTuple):
    """A lesson that is like another, and why."""

    id: str
    words: tuple[str, ...]
    """Words that both have, the strongest first, as the other lesson writes them."""
    tags: tuple[str, ...]
    same_source: bool
    by_meaning: bool = False
    """Whether the two are near in meaning, as far as that is known."""

    def reason(self, vocabulary: Vocabulary) -> str:
        """Return the reason as text."""
        labels = [vocabulary.tags[tag].label for tag in self.tags if tag in vocabulary.tags]
        parts = [
            f"both speak of {_listed(self.words)}" if self.words else "",
            f"same topic{'s' * (len(labels) > 1)}: {', '.join(labels)}" if labels else "",
            "learned at the same event" if self.same_source else "",
            "near in meaning" if self.by_meaning else "",
        ]
        return "; ".join(filter(None, parts))


def related_lessons(
    index: MemoryIndex, vectors: Vectors | None = None, kept: Kept | None = None
) -> dict[str, tuple[RelatedLesson, ...]]:
    """Return for each lesson the nearest others, nearest first, ties by id.

    A lesson is the direction of its strongest words by tf-idf; nearness is the cosine of two such
    directions, plus that of their vectors if they are near in meaning, and a little for topics and
    source in common. A draft is near to none, but has
    lessons near to it.

    Args:
        index: The lessons.
        vectors: Their vectors, if there are any.
        kept: Where what is found is kept, for a lesson that is compared with the same again.
    """
    last = _read(kept) if kept else {}
    compared = _Compared(index, vectors, last)
    same = compared.same(last)
    nearest = {}
    for row, lesson in enumerate(index.lessons):
        found = map(RelatedLesson._make, last[lesson.id][2]) if row in same else None
        nearest[lesson.id] = tuple(found or compared.nearest(row))
    if kept and (len(same) < len(nearest) or len(nearest) < len(last)):
        _save(kept, compared, index.lessons, nearest)
    return nearest


def _read(kept: Kept) -> _Known:
    """Return what the last build has kept, all of it or nothing."""
    parts, stamp = kept.answer(_NAME, _FORMAT) or (0, b"")
    known: _Known = {}
    for part in range(parts):
        some = kept.answer(f"{_NAME}-{part}", stamp)
        if some is None:
            return {}
        known.update(some)
    return known


def _save(
    kept: Kept,
    compared: _Compared,
    lessons: Sequence[SearchText],
    nearest: Mapping[str, Iterable[RelatedLesson]],
) -> None:
    """Keep the nearest lessons of each, by part: at once they take as much memory again."""
    starts, stamp = range(0, len(lessons), _LESSONS_A_PART), os.urandom(16)
    for part, start in enumerate(starts):
        some = {
            it.id: (it.digest, compared.state(row), [*map(tuple, nearest[it.id])])
            for row, it in enumerate(lessons[start : start + _LESSONS_A_PART], start)
        }
        kept.keep(f"{_NAME}-{part}", stamp, some, len(lessons))
    kept.keep(_NAME, _FORMAT, (len(starts), stamp), len(lessons))


class _Compared:
    """Lessons as they are compared."""

    def __init__(self, index: MemoryIndex, vectors: Vectors | None, last: _Known) -> None:
        self._lessons = lessons = index.lessons
        self._tags = [frozenset(lesson.facets["tag"]) for lesson in lessons]
        self._sources = [lesson.facets["source"] for lesson in lessons]
        self._strongest = _strongest_stems(index)
        self._written = [self._words(index, row, last.get(it.id)) for row, it in enumerate(lessons)]
        # The loop over all pairs takes the time; numbers that lie side by side are read faster.
        self._holders: defaultdict[str, tuple[list[int], array[float]]] = defaultdict(
            lambda: ([], array("d"))
        )
        for row, weights in enumerate(self._strongest):
            if lessons[row].is_draft:
                continue
            for stem, weight in weights.items():
                rows, its_weights = self._holders[stem]
                rows.append(row)
                its_weights.append(weight)
        self._in_meaning: list[dict[int, float]] = [{} for _lesson in lessons]
        if vectors and len(lessons) <= _MOST_COMPARED:
            self._in_meaning = list(vectors.alike(_ALIKE))

    def _words(self, index: MemoryIndex, row: int, known: _Of | None) -> dict[str, str]:
        """Return the words by which a lesson writes its strongest stems."""
        stems = self._strongest[row]
        # What a draft writes is asked for by none.
        if self._lessons[row].is_draft:
            return {}
        if known and known[0] == self._lessons[row].digest:
            written: dict[str, str] = known[1][2]
            if written.keys() == stems.keys():
                return written
        return index.written(row, stems)

    def state(self, row: int) -> tuple[Any, ...]:
        """Return all that a lesson is compared by, in plain values."""
        it = self._lessons[row]
        known_by = row, it.id, it.is_draft, it.facets["tag"], it.facets["source"]
        return known_by, self._strongest[row], self._written[row], self._in_meaning[row]

    def same(self, last: _Known) -> set[int]:
        """Return the lessons that were compared with the same before, as they are now.

        What another one is compared by counts by the stems that both have, and by its meaning.
        """
        states = [self.state(row) for row in range(len(self._lessons))]
        before = [last[it.id][1] if it.id in last else None for it in self._lessons]
        changed = {row for row, state in enumerate(states) if state != before[row]}
        gone = last.keys() - {it.id for it in self._lessons}
        others = [before[row] or states[row] for row in changed]
        others += [last[lesson][1] for lesson in gone] + [states[row] for row in changed]
        # A draft is near to none.
        public = [strongest for known_by, strongest, *_rest in others if not known_by[2]]
        stems = set(chain.from_iterable(public))
        return {
            row
            for row, (_by, strongest, _written, alike) in enumerate(states)
            if row not in changed and stems.isdisjoint(strongest) and changed.isdisjoint(alike)
        }

    def nearest(self, row: int) -> list[RelatedLesson]:
        """Return the lessons nearest to one."""
        lessons, tags, strongest = self._lessons, self._tags, self._strongest
        likeness: defaultdict[int, float] = defaultdict(float)
        for stem, weight in strongest[row].items():
            rows, its_weights = self._holders[stem]
            for other, its_weight in zip(rows, its_weights, strict=True):
                likeness[other] += its_weight * weight
        likeness.pop(row, None)
        compared: Iterable[int] = likeness
        if len(likeness) > _CANDIDATES:
            least = sorted(likeness.values(), reverse=True)[_CANDIDATES - 1]
            compared = compress(likeness, map(least.__le__, likeness.values()))
        alike = {it: one for it, one in self._in_meaning[row].items() if not lessons[it].is_draft}
        its_tags, source = tags[row], self._sources[row]
        scores: dict[int, float] = {}
        for other in {*compared, *alike} if alike else compared:
            same = bool(source) and source == self._sources[other]
            bonus = _TAG * len(its_tags & tags[other]) + _SOURCE * same
            scores[other] = likeness.get(other, 0.0) + alike.get(other, 0.0) + bonus
        # Rounding takes longer than all the rest, and few of them come near the last that counts.
        last = sorted(scores.values(), reverse=True)[:NEAREST][-1:]
        near = [
            (-round(score, _DIGITS), other)
            for other, score in scores.items()
            if score >= last[0] - _ROUNDED
        ]
        return [
            RelatedLesson(
                lessons[other].id,
                _shared_words(strongest[row], strongest[other], self._written[other]),
                tuple(tag for tag in lessons[other].facets["tag"] if tag in its_tags),
                bool(source) and source == self._sources[other],
                other in alike,
            )
            for _score, other in sorted(near)[:NEAREST]
        ]


def _strongest_stems(index: MemoryIndex) -> list[dict[str, float]]:
    """Return of each lesson its strongest stems with their weights, the strongest first."""
    total = len(index.lessons)
    weighed: list[list[tuple[float, str]]] = [[] for _lesson in index.lessons]
    headings = [Counter(map(stem_of, tokens(lesson.headings))) for lesson in index.lessons]
    for stem, postings in index.postings["text"].items():
        holders = len(postings.rows)
        if not 1 < holders <= _MOST_HOLDERS or stem in _LITTLE or not _is_long(stem):
            continue
        rarity = math.log((total + 1) / holders)
        for row, count in zip(postings.rows, postings.counts, strict=True):
            if told := count - headings[row][stem]:
                weighed[row].append((-(1 + math.log(told)) * rarity, stem))
    strongest = []
    for of_lesson in weighed:
        best = sorted(of_lesson)[:STRONGEST]
        norm = math.sqrt(sum(weight * weight for weight, _found in best)) or 1
        strongest.append({stem: -weight / norm for weight, stem in best})
    return strongest


def _is_long(stem: str) -> bool:
    return len(stem) >= _SHORTEST or (len(stem) > 1 and is_unspaced(stem))


def _shared_words(
    mine: Mapping[str, float], theirs: Mapping[str, float], written: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the strongest words that two lessons share, as the other writes them."""
    shared = sorted((-mine[stem] * theirs[stem], stem) for stem in mine.keys() & theirs.keys())
    return tuple(written[stem] for _weight, stem in shared[:_SHOWN])


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
