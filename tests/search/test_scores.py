"""Scores are BM25 as books and Whoosh have it, rounded once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from whoosh.query import Term
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from site_builder.search.analysis import STOP_WORDS, tokens
from site_builder.search.index import WhooshIndex
from site_builder.search.scores import K1, LARGEST, B
from site_builder.search.stems import stem
from tests.search.making import index_of, made, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.search.store import Opened

LESSONS = (
    made("a", "A pump froze. The pump was old; so was the shed.", title="Pumps in winter"),
    made("b", "Nobody heated the shed.", title="Heat", problem="The pump stood still"),
    made("c", "What we learned of roofs.", title="Roofs", problem="Roofs leak in winter"),
    made("d", "Pump, pump, pump.", title="On pumps", problem="Pumps"),
)
TERMS = ("pump", "winter", "shed", "froze", "roof", "heat", "learn")
HALF = 0.5
"""What rounding may change."""


@pytest.fixture(scope="module")
def opened() -> Opened:
    """Return an index of lessons that are short enough for Whoosh to keep their lengths exactly."""
    return index_of(*LESSONS)


def largest() -> float:
    """Return what a term that one lesson is full of, head and all, would score without bound."""
    return (K1 + 1) * 1.5 * math.log(1 + (len(LESSONS) - 0.5) / 1.5)


def stems_of(text: str) -> list[str]:
    return [stem(word) for word in tokens(text) if word not in STOP_WORDS]


def bm25(term: str, texts: list[list[str]], b: float) -> list[float]:
    """Return BM25 of a term in each text."""
    holding = sum(term in text for text in texts)
    idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
    mean = sum(len(text) for text in texts) / len(texts)
    scores = []
    for text in texts:
        count = text.count(term)
        norm = 1 - b + b * len(text) / mean
        scores.append(idf * count * (K1 + 1) / (count + K1 * norm))
    return scores


@pytest.mark.parametrize("term", TERMS)
def test_scores_are_bm25_of_the_text_and_half_of_the_head(opened: Opened, term: str) -> None:
    whole = bm25(term, [stems_of(one.text) for one in LESSONS], 0.75)
    head = bm25(term, [stems_of(one.head) for one in LESSONS], 0.5)
    wanted = [
        (text + 0.5 * top) * LARGEST / largest() for text, top in zip(whole, head, strict=True)
    ]
    scores = opened.scorer.scores(term)
    assert [scores.get(row, 0) for row in range(len(LESSONS))] == pytest.approx(wanted, abs=HALF)


class OurIdf(BM25F):
    """Whoosh's own BM25F with the idf that is never negative."""

    def idf(self, searcher: Any, fieldname: str, text: Any) -> float:  # noqa: ANN401 - Whoosh's
        holding = searcher.doc_frequency(fieldname, text)
        return math.log(1 + (searcher.doc_count() - holding + 0.5) / (holding + 0.5))


def whoosh_scores(opened: Opened, name: str, term: str) -> Iterator[tuple[str, float]]:
    """Yield what Whoosh itself scores each lesson by for a term in a field."""
    weighting = OurIdf(B=B[name], K1=K1)
    assert isinstance(opened.index, WhooshIndex)
    searcher = Searcher(opened.index._reader, weighting=weighting)
    for hit in searcher.search(Term(name, term), limit=None):
        yield hit["id"], hit.score


@pytest.mark.parametrize("term", TERMS)
def test_scores_are_those_of_whoosh(opened: Opened, term: str) -> None:
    wanted = dict.fromkeys([lesson.id for lesson in LESSONS], 0.0)
    for name, weight in (("text", 1.0), ("head", 0.5)):
        for lesson_id, score in whoosh_scores(opened, name, term):
            wanted[lesson_id] += weight * score * LARGEST / largest()
    scores = opened.scorer.scores(term)
    assert [scores.get(row, 0) for row in range(len(LESSONS))] == pytest.approx(
        list(wanted.values()), abs=HALF
    )


def test_scores_fit_into_two_bytes(large: Opened) -> None:
    scores = [score for term in terms_of(large) for score in large.scorer.scores(term).values()]
    assert min(scores) >= 1
    assert max(scores) <= LARGEST


def test_a_topic_scores_by_how_often_it_is_named_whatever_the_length() -> None:
    phrases = {"ward": "ward"}
    once = made("once", "ward", phrases=phrases)
    long = made("long", "ward " + "pump " * 50, phrases=phrases)
    twice = made("twice", "ward ward", phrases=phrases)
    scores = index_of(once, long, twice, phrases=phrases).scorer.scores("#ward")
    assert scores[0] == scores[1] < scores[2]


def test_a_lesson_without_any_common_word_can_be_indexed() -> None:
    opened = index_of(made("a", "水泵 冬天"), made("b", "the pump"))
    assert opened.lengths["common"] == [0, 1]
    assert opened.scorer.scores("=the").keys() == {1}
