"""Stages of an assist: what each needs, and which steps there are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library.stages import ORDER, WITHOUT_MEETING, needs, obstacle
from site_builder.records.assist import Assist, Format, Hit, Receipt, Review, Stage
from site_builder.records.dates import PartialDate

DAY = date(2026, 2, 1)
REUSE = Hit(id="warm-sheds", judgement="reuse", because=None)
FIELDS: dict[str, Any] = {
    "receipts": (Receipt(query="frozen pumps", date=DAY, index="0123456789ab", hits=(REUSE,)),),
    "purpose": "Learn how others do it",
    "host_team": "north",
    "planned_for": PartialDate("2026-05"),
    "facilitator": "Head of training",
    "happened": PartialDate("2026-05-04"),
    "review": Review(intended="A", happened="B", why="C", next_time="D"),
    "closed_as": "done",
}
"""What stages need, in the order in which they need it."""
COUNTS = {
    Stage.IDEA: 0,
    Stage.SEARCHED: 1,
    Stage.OPEN: 3,
    Stage.CONFIRMED: 5,
    Stage.HELD: 6,
    Stage.REPORTED: 7,
    Stage.CLOSED: 8,
}
"""How many of them each stage needs."""


def invented(status: Stage = Stage.IDEA, **fields: object) -> Assist:
    """Return an invented assist that holds no more than it must."""
    values: dict[str, Any] = {
        "title": "Invented assist",
        "problem": "Pumps at the invented plant freeze",
        "format": Format.PEER_ASSIST,
        "status": status,
        "date": DAY,
        **fields,
    }
    return Assist(**values)


def fields_needed(assist: Assist, stage: Stage) -> list[str]:
    return [need.field for need in needs(assist, stage)]


class TestNeeds:
    @pytest.mark.parametrize("stage", ORDER)
    def test_a_stage_needs_what_all_before_it_need(self, stage: Stage) -> None:
        assert fields_needed(invented(), stage) == list(FIELDS)[: COUNTS[stage]]

    @pytest.mark.parametrize("stage", ORDER)
    def test_what_is_there_is_needed_no_more(self, stage: Stage) -> None:
        kept = dict(list(FIELDS.items())[: COUNTS[stage]])
        assert needs(invented(**kept), stage) == ()

    @pytest.mark.parametrize("missing", FIELDS)
    def test_a_gap_is_told_however_far_the_rest_goes(self, missing: str) -> None:
        rest = {name: value for name, value in FIELDS.items() if name != missing}
        assert fields_needed(invented(**rest), Stage.CLOSED) == [missing]

    def test_outcomes_report_as_well_as_a_review(self) -> None:
        told = {**FIELDS, "review": None}
        outcome = {"team": "north", "result": "worked", "measure": "opinion"}
        assert needs(invented(**told, outcomes=(outcome,)), Stage.REPORTED) == ()

    def test_a_need_is_said_in_a_sentence(self) -> None:
        every = (*needs(invented(), Stage.CLOSED), *needs(invented(), Stage.CANCELLED))
        assert len(every) == len(FIELDS) + 1
        assert all(need.sentence and not need.sentence.endswith(".") for need in every)

    def test_cancelling_needs_a_reason_and_no_more(self) -> None:
        assert fields_needed(invented(), Stage.CANCELLED) == ["cancelled"]
        assert needs(invented(cancelled="The plant was closed"), Stage.CANCELLED) == ()

    def test_closing_as_solved_needs_a_lesson_that_was_judged_fit(self) -> None:
        solved = invented(closed_as="solved-already")
        assert fields_needed(solved, Stage.CLOSED) == ["receipts"]
        found = solved.model_copy(update={"receipts": FIELDS["receipts"]})
        assert needs(found, Stage.CLOSED) == ()

    def test_a_lesson_that_was_judged_otherwise_does_not_solve_it(self) -> None:
        hit = Hit(id="warm-sheds", judgement="partly", because=None)
        receipt = Receipt(query="frozen pumps", date=DAY, index="0123456789ab", hits=(hit,))
        solved = invented(closed_as="solved-already", receipts=(receipt,))
        assert fields_needed(solved, Stage.CLOSED) == ["receipts"]

    def test_closing_as_merged_needs_the_other_assist(self) -> None:
        assert fields_needed(invented(closed_as="merged"), Stage.CLOSED) == ["merged_into"]

    @pytest.mark.parametrize("ending", ["too-late", "withdrawn"])
    def test_other_endings_without_a_meeting_need_nothing(self, ending: str) -> None:
        assert needs(invented(closed_as=ending), Stage.CLOSED) == ()


class TestSteps:
    @given(st.sampled_from(ORDER), st.sampled_from(ORDER))
    def test_status_moves_forward_only(self, before: Stage, after: Stage) -> None:
        forward = ORDER.index(after) > ORDER.index(before)
        assert (obstacle(invented(before), after) == "") == forward

    @pytest.mark.parametrize("status", [Stage.IDEA, Stage.SEARCHED, Stage.OPEN, Stage.CONFIRMED])
    def test_what_was_not_held_can_be_cancelled(self, status: Stage) -> None:
        assert obstacle(invented(status), Stage.CANCELLED) == ""

    @pytest.mark.parametrize("status", [Stage.HELD, Stage.REPORTED, Stage.CLOSED, Stage.CANCELLED])
    def test_what_was_held_or_has_ended_cannot_be_cancelled(self, status: Stage) -> None:
        assert obstacle(invented(status), Stage.CANCELLED)

    @pytest.mark.parametrize("stage", ORDER)
    def test_nothing_comes_after_the_end(self, stage: Stage) -> None:
        assert obstacle(invented(Stage.CANCELLED), stage) == "it is cancelled, which is the end"

    @pytest.mark.parametrize("ending", sorted(WITHOUT_MEETING))
    def test_an_ending_without_a_meeting_is_for_what_was_not_held(self, ending: str) -> None:
        assert obstacle(invented(Stage.CONFIRMED, closed_as=ending), Stage.CLOSED) == ""
        assert ending in obstacle(invented(Stage.HELD, closed_as=ending), Stage.CLOSED)
