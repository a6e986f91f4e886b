"""The search finds what answers a problem, and says when it finds nothing good.

``search_cases.yml`` holds problems as people put them, and figures that must not get worse.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.verdicts import cases, shares
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.search.answer import Filters, answer
from site_builder.search.lessons import search_texts
from site_builder.search.open import facts_of
from site_builder.search.query import plain_query
from site_builder.search.verdict import CLOSE, NOTHING
from tests.conftest import REPOSITORY
from tests.reading import read_yaml
from tests.search.making import kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.verdicts import Judged
    from site_builder.search.answer import Answer
    from site_builder.search.store import Opened

RECORDED: dict[str, Any] = read_yaml(Path(__file__).with_name("search_cases.yml"))
TOLERANCE = 0.005
"""How much a figure may be worse than recorded, for the digits that the record leaves out."""
DEPTH = 10


@dataclass(frozen=True)
class Case:
    """A problem, and how well each lesson answers it: 2, or 1 for one that helps as well."""

    ask: str
    answers: dict[str, int]


CASES = [Case(**case) for case in RECORDED["cases"]]
WITH_ANSWER = [case for case in CASES if case.answers]


@pytest.fixture(scope="module")
def opened() -> Opened:
    """Return the index of this repository's own lessons."""
    loaded = load(read_project(REPOSITORY))
    return kept(facts_of(loaded.library), search_texts(loaded.library, loaded.evidence))


def test_every_case_is_well_formed(opened: Opened) -> None:
    known = {row.id for row in opened.rows}
    unknown = {one: case.ask for case in CASES for one in case.answers.keys() - known}
    assert not unknown, f"no lesson has these ids: {unknown}"
    wrong = [case.ask for case in CASES if not set(case.answers.values()) <= {1, 2}]
    assert not wrong, f"grades are 1 and 2: {wrong}"
    asked = [case.ask.casefold() for case in CASES]
    assert len(set(asked)) == len(asked), "a problem is asked twice"


def test_the_best_answers_come_first(opened: Opened) -> None:
    figures = {case.ask: _ndcg(case, _ids(opened, _found(opened, case))) for case in WITH_ANSWER}
    figure, recorded = _mean(figures.values()), RECORDED["recorded_ndcg"]
    said = f"nDCG@{DEPTH} {figure:.4f} over {len(figures)} cases, recorded {recorded}"
    print(f"\n{said}")  # noqa: T201 - for pytest -s
    worst = "\n".join(sorted(figures, key=lambda ask: (figures[ask], ask))[:15])
    assert figure >= recorded - TOLERANCE, f"{said}; the worst are:\n{worst}"


def test_the_verdict_on_an_answer_is_mostly_right() -> None:
    halves = cases(REPOSITORY)
    for name, half in zip(("for fitting", "held out"), halves, strict=True):
        print(f"\n{name}: {_said(half)}")  # noqa: T201 - for pytest -s
    said = _said([*halves[0], *halves[1]])
    for word, recorded in RECORDED["recorded_verdicts"].items():
        wrong = "with_answer" if word == NOTHING else "without_answer"
        right = "without_answer" if word == NOTHING else "with_answer"
        assert said[word][wrong] <= recorded[wrong] + TOLERANCE, said
        assert said[word][right] >= recorded[right] - TOLERANCE, said


def _said(judged: list[Judged]) -> dict[str, dict[str, float]]:
    pairs = {word: shares(judged, word) for word in (NOTHING, CLOSE)}
    return {
        word: {"with_answer": round(right, 3), "without_answer": round(wrong, 3)}
        for word, (right, wrong) in pairs.items()
    }


def _found(opened: Opened, case: Case) -> Answer:
    return answer(opened, plain_query(case.ask), Filters(), DEPTH)


def _ids(opened: Opened, found: Answer) -> list[str]:
    return [opened.rows[match.row].id for match in found.matches]


def _ndcg(case: Case, ids: list[str]) -> float:
    """Return how much of the best possible order the first few have, from 0 to 1."""
    best = sorted(case.answers.values(), reverse=True)[:DEPTH]
    return _gain([case.answers.get(one, 0) for one in ids]) / _gain(best)


def _gain(grades: list[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def _mean(figures: Iterable[float]) -> float:
    listed = list(figures)
    return sum(listed) / len(listed)
