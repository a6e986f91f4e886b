"""What the records tell: the ledger, what came of lessons, and the command that prints it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from site_builder.assists import activity
from site_builder.assists.activity import Actions, Recurring, Reuses, YearCounts
from site_builder.assists.insights import as_json, insights
from site_builder.assists.ledger import Account, ledger
from site_builder.assists.withheld import WITHHELD
from site_builder.library.evidence.assess import Assessments
from site_builder.publish.insights import insights_page
from site_builder.records.kinds import Kind
from site_builder.settings import Settings
from tests.insight_bases import (
    DAY,
    FILES,
    PEOPLE,
    PERSONS,
    PSEUDONYM,
    assist,
    libraries,
    library,
    record,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library.library import Library
    from site_builder.records.kinds import Record
    from tests.conftest import Base


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return the base on disk, with its file of people."""
    made = make_base(FILES)
    (made.root / "lessons/assists/pump-review.md").unlink()
    (made.root / "people.yml").write_text(PEOPLE, encoding="utf-8")
    return made


def pairs(**fields: object) -> list[tuple[str, str]]:
    """Return who gave to whom at one assist."""
    found = ledger(library([assist("one", "", **fields)])).meetings
    return [(entry.giver, entry.taker) for entry in found]


STUDY = [{"title": "Invented study", "design": "pre-post"}]


def assessed(records: list[Record[Any]]) -> tuple[Library, Assessments]:
    """Return a base, and what is made of its lessons."""
    base = library(records)
    return base, Assessments(base, Settings(), DAY)


class TestLedger:
    def test_visitors_of_a_peer_assist_give_to_the_host(self) -> None:
        teams = ("north", "south", "west")
        assert pairs(host_team="north", teams=teams) == [("south", "north"), ("west", "north")]

    @pytest.mark.parametrize("form", ["visit", "shadowing"])
    def test_a_host_who_shows_its_work_gives(self, form: str) -> None:
        given_to = pairs(host_team="north", teams=("south",), format=form)
        assert given_to == [("north", "south")]

    @pytest.mark.parametrize("form", ["workshop", "paired-learning"])
    def test_at_other_events_every_team_gives_to_every_other(self, form: str) -> None:
        assert pairs(teams=("north", "south"), format=form) == [
            ("north", "south"),
            ("south", "north"),
        ]

    def test_an_assist_without_a_host_is_not_counted(self) -> None:
        found = ledger(library([assist("one", teams=("north", "south"))]))
        assert (found.meetings, found.uncounted) == ((), 1)

    def test_an_assist_that_did_not_take_place_has_no_entry(self) -> None:
        plan = assist("plan", host_team="north", teams=("south",), status="open")
        assert ledger(library([plan])).accounts == ()

    def test_a_lesson_used_elsewhere_is_lent_by_the_team_that_learned_it(self) -> None:
        records = [
            assist("source", host_team="north"),
            record(Kind.LESSON, "own", team="west", source_assist="source"),
            record(Kind.LESSON, "of-host", source_assist="source"),
            record(Kind.REUSE, "a", lesson="own", team="south"),
            record(Kind.REUSE, "b", lesson="of-host", team="south"),
            record(Kind.REUSE, "c", lesson="own", team="west"),
        ]
        assert [(entry.giver, entry.taker) for entry in ledger(library(records)).lessons] == [
            ("west", "south"),
            ("north", "south"),
        ]

    @pytest.mark.practice("c9")
    def test_an_account_adds_up_both_sides(self) -> None:
        records = [
            assist("a", host_team="north", teams=("north", "south", "west")),
            assist("b", host_team="south", teams=("north",)),
        ]
        north, south, west = ledger(library(records)).accounts
        assert north == Account("north", hosted=1, visited=1, gave=1, took=2, lent=0, used=0)
        assert south == Account("south", hosted=1, visited=1, gave=1, took=1, lent=0, used=0)
        assert west == Account("west", hosted=0, visited=1, gave=1, took=0, lent=0, used=0)

    def test_the_map_counts_how_often_one_team_learned_from_another(self) -> None:
        twice = [assist(name, host_team="north", teams=("south",)) for name in ("a", "b")]
        assert ledger(library(twice)).learned_from == {("north", "south"): 2}

    @given(libraries())
    def test_it_balances(self, base: Library) -> None:
        found = ledger(base)
        gave, took, lent, used = (
            sum(account.counts[column] for account in found.accounts) for column in (2, 3, 4, 5)
        )
        assert gave == took == len(found.meetings) == sum(found.learned_from.values())
        assert lent == used == len(found.lessons)
        assert all(entry.giver != entry.taker for entry in (*found.meetings, *found.lessons))


class TestActivity:
    def test_an_open_action_is_overdue_from_the_day_after_it_was_due(self) -> None:
        actions = [
            {"do": "a", "status": "done", "due": "2026-01-01"},
            {"do": "b", "due": "2026-02-28"},
            {"do": "c", "due": "2026-03-01"},
            {"do": "d"},
            {"do": "e", "status": "dropped", "due": "2026-01-01"},
        ]
        found = activity.actions(library([assist("one", actions=actions)]), DAY)
        assert found == Actions(done=1, open=2, overdue=1, dropped=1)
        assert found.total == 5

    @pytest.mark.practice("a8")
    def test_the_time_to_first_use_is_the_median_over_lessons_used(self) -> None:
        records = [
            record(Kind.LESSON, "a", date=date(2026, 1, 1)),
            record(Kind.LESSON, "b", date=date(2026, 1, 1)),
            record(Kind.LESSON, "unused"),
            record(Kind.REUSE, "a1", lesson="a", team="south", date=date(2026, 1, 11)),
            record(Kind.REUSE, "a2", lesson="a", team="west", date=date(2026, 2, 1)),
            record(Kind.REUSE, "b1", lesson="b", team="south", date=date(2026, 1, 31)),
        ]
        # Ten days and thirty days.
        assert activity.reuses(*assessed(records)) == Reuses(
            reports=3, lessons=2, published=3, first_after_days=20, most_used=(("a", 2), ("b", 1))
        )

    def test_a_lesson_is_used_when_an_event_tells_how_it_went(self) -> None:
        outcome = {"team": "south", "result": "worked", "measure": "opinion", "lessons": ["a"]}
        event = assist("e", status="held", outcomes=[outcome])
        found = activity.reuses(*assessed([record(Kind.LESSON, "a"), event]))
        assert (found.lessons, found.reports, found.most_used) == (1, 0, (("a", 1),))

    def test_only_plans_closed_as_solved_already_avoided_a_meeting(self) -> None:
        endings = ("solved-already", "merged", "too-late", "withdrawn", "done")
        plans = [assist(end, status="closed", closed_as=end) for end in endings]
        assert insights(*assessed(plans), Settings(), DAY).avoided == ("solved-already",)

    def test_a_lesson_is_counted_with_the_meetings_that_it_spared(self) -> None:
        hits = [{"id": "a", "judgement": "reuse"}, {"id": "b", "judgement": "partly"}]
        receipt = {"query": "frost", "date": "2026-01-02", "index": "0" * 12, "hits": hits}
        solved: dict[str, Any] = {
            "status": "closed",
            "closed_as": "solved-already",
            "receipts": [receipt],
        }
        plans = [
            assist("one", **solved),
            assist("two", **solved),
            assist("open", **{**solved, "status": "searched", "closed_as": None}),
        ]
        lessons = [record(Kind.LESSON, name) for name in "ab"]
        found = insights(*assessed([*lessons, *plans]), Settings(), DAY)
        assert found.spared == (("a", 2),)
        assert as_json(found)["meetings_avoided"]["lessons"] == [{"lesson": "a", "meetings": 2}]
        page = insights_page(found, library([*lessons, *plans]))
        assert "Lessons that made meetings unnecessary" in {
            panel.table.caption for chapter in page.chapters for panel in chapter.panels
        }

    def test_a_topic_says_what_is_missing(self) -> None:
        lessons = [record(Kind.LESSON, "a", tags=("pumps",))]
        handover, pumps = activity.topics(*assessed(lessons))
        assert (handover.gap, pumps.gap) == ("no lesson", "nothing but advice")

    def test_a_topic_that_was_studied_and_not_tried_says_so(self) -> None:
        lessons = [record(Kind.LESSON, "a", tags=("pumps",), citations=STUDY)]
        assert activity.topics(*assessed(lessons))[1].gap == "tried by nobody"

    def test_a_topic_that_was_tried_and_not_studied_says_so(self) -> None:
        used = record(Kind.REUSE, "r", lesson="a", team="south")
        lessons = [record(Kind.LESSON, "a", tags=("pumps",)), used]
        assert activity.topics(*assessed(lessons))[1].gap == "no study"

    def test_a_lesson_that_was_tried_and_another_that_was_studied_leave_no_gap(self) -> None:
        lessons = [
            record(Kind.LESSON, "a", tags=("pumps",)),
            record(Kind.REUSE, "r", lesson="a", team="south"),
            record(Kind.LESSON, "b", tags=("pumps",), citations=STUDY),
        ]
        assert activity.topics(*assessed(lessons))[1].gap == ""

    def test_years_count_events_when_held_and_records_when_made(self) -> None:
        records = [
            assist("a", happened="2024"),
            assist("b", happened="unknown"),
            record(Kind.LESSON, "c", date=date(2025, 5, 1)),
        ]
        assert activity.years(library(records)) == (
            YearCounts(2024, held=1, lessons=0, reuses=0),
            YearCounts(2025, held=0, lessons=1, reuses=0),
        )


class TestRecurring:
    def test_two_events_with_the_same_problem_are_found(self) -> None:
        records = [
            assist("a", problem="Invented pumps freeze in winter"),
            assist("b", problem="In winter the invented pumps freeze"),
            assist("c", problem="Invented bells ring at night"),
        ]
        assert activity.recurring(library(records)) == (
            Recurring(((Kind.ASSIST, "a"), (Kind.ASSIST, "b")), cases=2),
        )

    def test_a_lesson_and_its_own_event_are_one_case(self) -> None:
        problem = "Invented pumps freeze in winter"
        records = [
            assist("a", problem=problem),
            record(Kind.LESSON, "b", problem=problem, source_assist="a"),
        ]
        assert activity.recurring(library(records)) == ()

    def test_a_lesson_from_elsewhere_makes_it_recur(self) -> None:
        problem = "Invented pumps freeze in winter"
        records = [
            assist("a", problem=problem),
            record(Kind.LESSON, "b", problem=problem, source_assist="a"),
            record(Kind.LESSON, "c", problem=problem),
        ]
        (found,) = activity.recurring(library(records))
        assert (found.cases, len(found.records)) == (2, 3)

    def test_a_plan_merged_into_another_is_the_same_case(self) -> None:
        problem = "Invented pumps freeze in winter"
        merged = {"status": "closed", "closed_as": "merged", "merged_into": "a"}
        records = [assist("a", problem=problem), assist("b", problem=problem, **merged)]
        assert activity.recurring(library(records)) == ()


class TestCommand:
    def test_it_prints_the_headline_figures(self, base: Base) -> None:
        lines = [" ".join(line.split()) for line in base.run("insights").output.splitlines()]
        assert "Meeting avoided 1" in lines
        assert "Overdue 1" in lines
        assert "From a lesson to its first use 10 days" in lines

    @pytest.mark.practice("b25")
    def test_it_prints_a_row_for_each_team(self, base: Base) -> None:
        lines = [" ".join(line.split()) for line in base.run("insights").output.splitlines()]
        # West is one person, so the smallest other team goes with it.
        assert "North team Withheld Withheld Withheld Withheld Withheld" in lines
        assert "West team Withheld Withheld Withheld Withheld Withheld" in lines
        assert any(line.startswith("South <b>team</b> 7.7 ") for line in lines)

    def test_it_says_what_the_page_says_with_every_row(self, base: Base) -> None:
        loaded = base.load()
        page = insights_page(
            insights(loaded.library, loaded.evidence, loaded.settings, loaded.today), loaded.library
        )
        words = base.run("insights").output.split()
        for chapter in page.chapters:
            for panel in chapter.panels:
                assert {word for row in panel.table.rows for word in " ".join(row).split()} <= set(
                    words
                )

    def test_json_holds_null_and_the_reason_where_a_figure_is_withheld(self, base: Base) -> None:
        told = json.loads(base.run("insights", "--format", "json").output)
        assert told["format_version"] == 2
        sizes = told["network"]["teams"]["size"]
        assert sizes["west"] == sizes["north"] == {"value": None, "reason": WITHHELD}
        assert sizes["south"] == {"value": 7.7, "reason": None}

    def test_a_year_with_few_people_is_withheld_and_takes_another_with_it(self, base: Base) -> None:
        years = json.loads(base.run("insights", "--format", "json").output)["network"]["years"]
        assert years["size"]["2026"]["value"] is None
        told = [year for year, figure in years["size"].items() if figure["value"] is not None]
        assert len(told) == 1

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_nobody_is_named(self, base: Base, form: str) -> None:
        output = base.run("insights", "--format", form).output
        assert not [name for name in PERSONS if name in output]

    def test_the_same_base_gives_the_same_text(self, base: Base) -> None:
        assert base.run("insights").output == base.run("insights").output

    def test_a_base_without_participants_says_so(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        output = make_base({}).run("insights").output
        assert "No assist that took place names who took part" in output

    def test_an_empty_vocabulary_is_no_obstacle(
        self, make_base: Callable[[dict[str, str]], Base]
    ) -> None:
        base = make_base({"vocabulary.yml": ""})
        assert base.run("insights").exit_code == 0


@given(libraries())
def test_no_output_shows_a_person_and_all_withhold_the_same(base: Library) -> None:
    told = insights(base, Assessments(base, Settings(), DAY), Settings(), DAY)
    as_text = json.dumps(as_json(told))
    page = insights_page(told, base)
    assert PSEUDONYM not in as_text
    assert PSEUDONYM not in str(asdict(page))
    if told.network.nobody:
        return
    (chapter,) = (one for one in page.chapters if one.id == "network")
    by_team = chapter.panels[1].table
    labels = {team.label: team_id for team_id, team in base.vocabulary.teams.items()}
    for label, *row in by_team.rows:
        for cell, measure in zip(row, told.network.teams, strict=True):
            figure = as_json(told)["network"]["teams"][measure][labels[label]]
            assert (cell == "Withheld") == (figure["reason"] == WITHHELD)
            assert figure["reason"] is None or figure["value"] is None


@given(libraries())
def test_a_drawing_shows_no_figure_that_is_withheld(base: Library) -> None:
    page = insights_page(insights(base, Assessments(base, Settings(), DAY), Settings(), DAY), base)
    for panel in (panel for chapter in page.chapters for panel in chapter.panels):
        if panel.drawing and any(shape.tag == "circle" for shape in panel.drawing.shapes):
            texts = (shape for shape in panel.drawing.shapes if shape.style == "bh-middle")
            heights = {shape.text for shape in texts}
            assert "Withheld" not in heights
            cells = {cell for row in panel.table.rows for cell in row} | {"0"}
            assert heights <= cells
