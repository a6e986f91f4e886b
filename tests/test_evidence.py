"""What a lesson's evidence amounts to, case by case.

``tests/cases/evidence`` holds the cases, one file for each subject, to be read without knowing the
program. A case states facts in the words of records, and what they give:

- ``mark``: experiential, research, both or unsupported;
- ``practice``, ``research``: the two levels, as readers are shown them;
- ``contested``: yes or no;
- ``rules``: every rule that fired, in order: of practice, of research, of being contested.

Where a case is about words it also gives them: ``statement``, ``strip``, ``to raise practice``,
``to raise research``, ``override``, or ``says``, texts of which the explanation has each. ``today``
is the day on which the lesson is read, 1 March 2026 unless the case says otherwise. ``cast.yml``
names the teams and settings that appear.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.library.evidence.assess import Assessments
from site_builder.library.evidence.parts import plain
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.records.dates import parse_day
from site_builder.settings import Settings
from tests.evidence_bases import CASES, CAST, PARTS, library_of, this_lesson
from tests.reading import read_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.library.evidence.explanation import Explanation

REPOSITORY = Path(__file__).parent.parent
TODAY = date(2026, 3, 1)
RULES = (
    "practice-advised",
    "practice-seen-once",
    "practice-repeated",
    "practice-replicated",
    "practice-across-settings",
    "ceiling-reported",
    "ceiling-observed",
    "failures-step-down",
    "research-none",
    "research-best-design",
    "concerns-step-down",
    "harm-unanswered",
    "contrary-research",
    "contrary-experience",
    "contradicted-by-lesson",
)
ALWAYS = frozenset({"mark", "practice", "research", "contested", "rules"})
ON_WISH = frozenset(
    {"statement", "strip", "to raise practice", "to raise research", "override", "says"},
)

EVERY_CASE: dict[str, Mapping[str, Any]] = {
    f"{file.stem}: {case['case']}": case
    for file in sorted(CASES.glob("*.yml"))
    if file != CAST
    for case in read_texts(file)
}


def found(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the facts of a case give, in the words in which the case expects it.

    Raises:
        ValueError: The case says something that is neither a fact nor a result.
    """
    expected = case["gives"]
    unknown = (case.keys() - PARTS - {"case", "gives", "today"}) | (
        expected.keys() - ALWAYS - ON_WISH
    )
    missing = ALWAYS - expected.keys()
    if unknown or missing:
        raise ValueError(f"unknown: {sorted(unknown)}; missing: {sorted(missing)}")
    library = library_of({part: case[part] for part in PARTS & case.keys()})
    today = parse_day(case["today"]) if "today" in case else TODAY
    evidence = Assessments(library, Settings(), today)
    lesson = this_lesson(library)
    assessment, explanation = evidence.of(lesson), evidence.explain(lesson)
    practice, research = explanation.axes
    said = list(texts_of(explanation))
    everything: dict[str, Any] = {
        "mark": str(assessment.derivation.mark or "unsupported"),
        "practice": str(assessment.practice),
        "research": str(assessment.research),
        "contested": "yes" if assessment.contested else "no",
        "rules": [
            reason.rule for reason in (*practice.reasons, *research.reasons, *explanation.contested)
        ],
        "statement": explanation.statement,
        "strip": plain(evidence.strip(lesson)),
        "to raise practice": practice.higher,
        "to raise research": research.higher,
        "override": explanation.override,
        "says": [text for text in expected.get("says", ()) if text in said] or said,
    }
    return {name: everything[name] for name in expected}


def texts_of(explanation: Explanation) -> Iterator[str]:
    """Yield every reason and every fact of an explanation."""
    for axis in explanation.axes:
        yield from (reason.text for reason in axis.reasons)
        yield from (fact.text for fact in axis.facts)
    yield from (reason.text for reason in explanation.contested)


@pytest.mark.parametrize("name", EVERY_CASE, ids=list(EVERY_CASE))
@pytest.mark.practice("e32")
def test_facts_give_what_the_case_says(name: str) -> None:
    assert found(EVERY_CASE[name]) == EVERY_CASE[name]["gives"]


def test_no_case_stands_there_twice() -> None:
    written = sum(len(read_texts(file)) for file in CASES.glob("*.yml") if file != CAST)
    assert len(EVERY_CASE) == written


@pytest.mark.parametrize("rule", RULES)
def test_rule_has_cases_in_which_it_fires_and_does_not(rule: str) -> None:
    fires = Counter(rule in case["gives"]["rules"] for case in EVERY_CASE.values())
    assert fires[True]
    assert fires[False]


def test_cases_name_no_rule_that_the_list_has_not() -> None:
    assert {rule for case in EVERY_CASE.values() for rule in case["gives"]["rules"]} == set(RULES)


A_CASE = next(iter(EVERY_CASE.values()))


@pytest.mark.parametrize(
    "change",
    [
        {"resues": []},
        {
            "reuses": [
                {"team": "south", "outcome": "worked", "measure": "opinion", "setings": "ward"}
            ]
        },
        {"lesson": {"teem": "north"}},
        {"source assist": {"hots": "north"}},
        {"citations": [{"design": "pre-post", "concern": ["small"]}]},
        {"other lessons": {"other": {"citation": []}}},
        {"gives": {**A_CASE["gives"], "to rise practice": ""}},
        {"gives": {}},
    ],
    ids=["part", "reuse", "lesson", "assist", "citation", "other-lesson", "result", "no-result"],
)
def test_case_with_a_word_that_nothing_reads_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"unknown|no such part|Extra inputs|extra_forbidden"):
        found({**A_CASE, **change})


# --- the worked example: paired learning of doctors and managers, in the lessons that ship


@pytest.fixture(scope="module")
def paired_learning() -> tuple[list[str], Explanation]:
    """Return the rules and the explanation of the lesson, as they are without reading the clock."""
    loaded = load(read_project(REPOSITORY))
    lesson = loaded.library.lesson("paired-learning-doctors-and-managers")
    assert lesson is not None
    evidence = Assessments(loaded.library, Settings(), TODAY)
    derivation = evidence.of(lesson).derivation
    steps = (*derivation.practice_steps, *derivation.research_steps)
    return [step.rule for step in steps], evidence.explain(lesson)


def test_paired_learning_is_said_in_one_line(
    paired_learning: tuple[list[str], Explanation],
) -> None:
    _rules, explanation = paired_learning
    assert explanation.statement == (
        "Tried: worked for 2 teams in 2 organisations (practice 2 of 4). Studied: before and "
        "after, no control group (research 2 of 5). Not confirmed since June 2017."
    )


def test_paired_learning_fires_the_rules_of_the_worked_example(
    paired_learning: tuple[list[str], Explanation],
) -> None:
    rules, _explanation = paired_learning
    assert rules == ["practice-repeated", "ceiling-reported", "research-best-design"]


@pytest.mark.practice("e37")
def test_paired_learning_is_repeated_by_the_cohorts_of_the_second_trust(
    paired_learning: tuple[list[str], Explanation],
) -> None:
    _rules, explanation = paired_learning
    texts = [reason.text for reason in explanation.axes[0].reasons]
    assert texts == [
        "it worked again: Guy's and St Thomas'",
        "no higher than 2 until a success is observed by others or measured",
    ]


def test_paired_learning_counts_no_adoption_without_a_stated_outcome(
    paired_learning: tuple[list[str], Explanation],
) -> None:
    _rules, explanation = paired_learning
    assert not [text for text in texts_of(explanation) if "Great Ormond Street" in text]
