"""The evidence mark that a lesson's facts allow, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.library.evidence import derive_mark
from site_builder.library.library import Library
from site_builder.records.assist import Assist
from site_builder.records.body import Body
from site_builder.records.frontmatter import Document
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Design, Evidence, Lesson
from site_builder.records.reuse import Reuse
from site_builder.records.vocabulary import Vocabulary

DOCUMENT = Document("lessons/a.md", "", {}, 0, 0, 0)


def mark(
    *,
    designs: tuple[str | None, ...] = (),
    retracted: bool = False,
    source: str | None = None,
    ending: str | None = None,
    reused: bool = False,
) -> Evidence | None:
    """Return the mark of a lesson with these facts.

    Args:
        designs: Designs of its citations; None for a citation without one.
        retracted: Whether all its citations are retracted.
        source: Status of its source assist, or None for a lesson without one.
        ending: How that assist closed.
        reused: Whether another team reports that it used the lesson.
    """
    citations = [{"title": "C", "design": design, "retracted": retracted} for design in designs]
    fields: dict[str, Any] = {"title": "T", "problem": "P", "tags": ["t"], "date": "2026-01-01"}
    assist = {**fields, "format": "visit", "status": source or "held", "closed_as": ending}
    lesson = {
        **fields,
        "evidence": "both",
        "citations": citations,
        "source_assist": "s" if source else None,
    }
    reuse = {
        "lesson": "l",
        "team": "t",
        "reported_by": "r",
        "date": "2026-01-01",
        "outcome": "worked",
        "measure": "opinion",
    }
    body = Body("")
    subject = Record(Kind.LESSON, "l", Lesson.model_validate(lesson), DOCUMENT, body)
    records: list[Record[Any]] = [
        subject,
        Record(Kind.ASSIST, "s", Assist.model_validate(assist), DOCUMENT, body),
    ]
    if reused:
        records.append(Record(Kind.REUSE, "u", Reuse.model_validate(reuse), DOCUMENT, body))
    return derive_mark(subject, Library(records, Vocabulary()))


@pytest.mark.parametrize("status", ["held", "reported", "closed"])
def test_an_assist_that_took_place_is_experience(status: str) -> None:
    assert mark(source=status) is Evidence.EXPERIENTIAL


@pytest.mark.parametrize("status", ["idea", "searched", "open", "confirmed", "cancelled"])
def test_an_assist_that_did_not_take_place_is_nothing(status: str) -> None:
    assert mark(source=status) is None


def test_an_assist_that_closed_without_a_meeting_is_nothing() -> None:
    assert mark(source="closed", ending="solved-already") is None


@pytest.mark.parametrize("design", ["guidance", "experience-report"])
def test_experience_in_print_is_experience(design: str) -> None:
    assert mark(designs=(design,)) is Evidence.EXPERIENTIAL


@pytest.mark.parametrize(
    "design", sorted(set(map(str, Design)) - {"guidance", "experience-report"})
)
def test_every_other_design_is_research(design: str) -> None:
    assert mark(designs=(design,)) is Evidence.RESEARCH


@pytest.mark.parametrize(
    ("designs", "source"),
    [
        (("pre-post", "guidance"), None),
        (("pre-post",), "held"),
        (("guidance", "controlled"), "held"),
    ],
)
def test_experience_and_research_are_both(designs: tuple[str, ...], source: str | None) -> None:
    assert mark(designs=designs, source=source) is Evidence.BOTH


@pytest.mark.parametrize(("source", "expected"), [(None, None), ("held", Evidence.EXPERIENTIAL)])
def test_a_retracted_study_is_nothing(source: str | None, expected: Evidence | None) -> None:
    assert mark(designs=("randomised-trial",), retracted=True, source=source) is expected


def test_a_citation_without_a_design_is_nothing() -> None:
    assert mark(designs=(None,)) is None


def test_a_report_of_use_is_experience() -> None:
    assert mark(reused=True) is Evidence.EXPERIENTIAL
    assert mark(reused=True, designs=("case-series",)) is Evidence.BOTH


def test_a_lesson_without_facts_has_no_mark() -> None:
    assert mark() is None
