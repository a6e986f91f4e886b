"""The search finds what answers a problem, and says when it finds nothing good.

``search_cases.yml`` holds problems as people put them, and figures that must not get worse.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.search.answer import Filters, answer
from site_builder.search.open import facts_of
from site_builder.search.query import plain_query
from site_builder.search.text import search_texts
from tests.conftest import REPOSITORY
from tests.search.making import kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.search.answer import Answer
    from site_builder.search.store import Opened

RECORDED: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("search_cases.yml").read_text(encoding="utf-8")
)
TOLERANCE = 0.005
"""How much a figure may be worse than recorded, for the digits that the record leaves out."""
DEPTH = 10
BEST = 2
"""Grade of a lesson that answers a problem."""


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


def test_a_poor_match_is_called_one(opened: Opened) -> None:
    recorded = RECORDED["recorded_poor"]
    for half in (True, False):
        print(f"\n{_verdicts(opened, [one for one in CASES if is_for_fitting(one) is half])[2]}")  # noqa: T201 - for pytest -s
    rightly, wrongly, said = _verdicts(opened, CASES)
    said = f"{said}, recorded {recorded}"
    print(f"\n{said}")  # noqa: T201 - for pytest -s
    assert rightly >= recorded["without_answer"] - TOLERANCE, said
    assert wrongly <= recorded["right_in_first_three"] + TOLERANCE, said


def is_for_fitting(case: Case) -> bool:
    """Return whether a case may be used for fitting; the others show what fitting is worth."""
    return zlib.crc32(case.ask.encode()) % 2 == 0


def _verdicts(opened: Opened, cases: Iterable[Case]) -> tuple[float, float, str]:
    """Return the shares called poor, without an answer and with it in the first three, in words."""
    found = [(case, _found(opened, case)) for case in cases]
    without = [one.poor for case, one in found if not case.answers]
    with_it = [
        one.poor
        for case, one in found
        if any(case.answers.get(row) == BEST for row in _ids(opened, one)[:3])
    ]
    said = (
        f"called poor: {_mean(without):.3f} of {len(without)} cases without an answer and "
        f"{_mean(with_it):.3f} of {len(with_it)} with the right lesson among the first three"
    )
    return _mean(without), _mean(with_it), said


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
