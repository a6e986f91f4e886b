"""The lessons nearest to each lesson, all in one pass, with the reason for each."""

from __future__ import annotations

import json
import math
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

from site_builder.search.analysis import STOP_WORDS, tokens
from site_builder.search.index import stem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.records.vocabulary import Vocabulary
    from site_builder.search.text import SearchText

STRONGEST = 20
"""Words that stand for a lesson."""
NEAREST = 5
_MOST_HOLDERS = 100
"""Lessons that may share a word for it to be compared by. Without a limit that does not grow with
the base, comparing all lessons would take time that grows with its square."""
_CANDIDATES = 30
"""Lessons most alike in words, among which topics and source may change the order."""
_TAG, _SOURCE = 0.05, 0.1
"""What a shared topic and the same source add to a likeness of words, which is at most 1."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class RelatedLesson:
    """A lesson that is near to another, and why."""

    id: str
    words: tuple[str, ...]
    """Telling words that both have, the strongest first, as the other lesson writes them."""
    tags: tuple[str, ...]
    same_source: bool

    def reason(self, vocabulary: Vocabulary) -> str:
        """Return why, in words."""
        labels = [vocabulary.tags[tag].label for tag in self.tags if tag in vocabulary.tags]
        parts = [
            f"both speak of {_listed(self.words)}" if self.words else "",
            f"same topic{'s' * (len(labels) > 1)}: {', '.join(labels)}" if labels else "",
            "learned at the same event" if self.same_source else "",
        ]
        return "; ".join(filter(None, parts))


def near_as_json(related: Mapping[str, Sequence[RelatedLesson]]) -> str:
    """Return the nearest lessons of each as text for another process."""
    rows = {
        lesson_id: [(one.id, one.words, one.tags, one.same_source) for one in near]
        for lesson_id, near in related.items()
    }
    return json.dumps(rows, ensure_ascii=False)


def near_from_json(text: str) -> dict[str, tuple[RelatedLesson, ...]]:
    """Return what :func:`near_as_json` was given."""
    return {
        lesson_id: tuple(
            RelatedLesson(one, tuple(words), tuple(tags), same) for one, words, tags, same in rows
        )
        for lesson_id, rows in json.loads(text).items()
    }


def related_lessons(texts: Sequence[SearchText]) -> dict[str, tuple[RelatedLesson, ...]]:
    """Return for each lesson the nearest others, nearest first, ties by id.

    A lesson is the direction of its strongest words by tf-idf; nearness is the cosine of two such
    directions, plus a little for topics and source in common. A draft is near to none, but has
    lessons near to it.
    """
    strong = _strong_words(texts)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, (weights, _forms) in enumerate(strong):
        if texts[number].status == "draft":
            continue
        for word in weights:
            holders[word].append(number)
    nearest = {}
    for number, text in enumerate(texts):
        weights, _forms = strong[number]
        likeness: defaultdict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            for other in holders[word]:
                likeness[other] += weight * strong[other][0][word]
        likeness.pop(number, None)
        least = min(nlargest(_CANDIDATES, likeness.values()), default=0.0)
        ranked = sorted(
            (
                (score + _bonus(text, texts[other]), other)
                for other, score in likeness.items()
                if score >= least
            ),
            key=lambda pair: (-round(pair[0], 9), texts[pair[1]].id),
        )
        nearest[text.id] = tuple(
            _near(text, texts[other], strong[number], strong[other])
            for _score, other in ranked[:NEAREST]
        )
    return nearest


def _strong_words(
    texts: Sequence[SearchText],
) -> list[tuple[dict[str, float], dict[str, str]]]:
    """Return of each text its strongest stems with their weights, and a word for each stem."""
    # Of ten thousand lessons, a dictionary each would fill half a gigabyte; these fill a tenth.
    counted: list[tuple[tuple[str, ...], array[int], tuple[str, ...]]] = []
    spread: Counter[str] = Counter()
    same: dict[str, str] = {}
    for text in texts:
        words = [word for word in tokens(text.text) if word not in STOP_WORDS and len(word) > 2]  # noqa: PLR2004
        forms: dict[str, str] = {}
        counts = Counter(forms.setdefault(word, stem(word)) for word in words)
        shown: dict[str, str] = {}
        for word in words:
            shown.setdefault(forms[word], same.setdefault(word, word))
        counted.append((tuple(counts), array("L", counts.values()), tuple(shown.values())))
        spread.update(counts.keys())
    total = len(texts)
    strong = []
    for terms, numbers, words_shown in counted:
        weighed = {
            term: (1 + math.log(count)) * math.log((total + 1) / spread[term])
            for term, count in zip(terms, numbers, strict=True)
            if 1 < spread[term] <= _MOST_HOLDERS
        }
        best = sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0]))[:STRONGEST]
        norm = math.sqrt(sum(weight * weight for _term, weight in best)) or 1
        shown = dict(zip(terms, words_shown, strict=True))
        weights = {term: weight / norm for term, weight in best}
        strong.append((weights, {term: shown[term] for term in weights}))
    return strong


def _bonus(first: SearchText, second: SearchText) -> float:
    shared = len(set(first.tags) & set(second.tags))
    return _TAG * shared + _SOURCE * bool(first.source and first.source == second.source)


def _near(
    text: SearchText,
    other: SearchText,
    mine: tuple[dict[str, float], dict[str, str]],
    theirs: tuple[dict[str, float], dict[str, str]],
) -> RelatedLesson:
    shared = sorted(
        mine[0].keys() & theirs[0].keys(), key=lambda term: (-mine[0][term] * theirs[0][term], term)
    )
    return RelatedLesson(
        other.id,
        tuple(theirs[1][term] for term in shared[:_SHOWN]),
        tuple(tag for tag in other.tags if tag in text.tags),
        same_source=bool(text.source and text.source == other.source),
    )


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
