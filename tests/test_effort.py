"""What a meeting took in person-hours stands beside what came of it, and betrays no small group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.assists.effort import effort, efforts
from site_builder.assists.insights import as_json, insights
from site_builder.clock import today
from site_builder.library.evidence.assess import Assessments
from site_builder.library.library import Library
from site_builder.publish.insights import insights_page
from site_builder.publish.views import AssistPage
from site_builder.records.kinds import Kind
from site_builder.settings import Settings
from tests.insight_bases import DAY, VOCABULARY, assist, record
from tests.test_publish_views import site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from tests.conftest import Base

SEVEN = "na nb nc sa sb sc wa"
ACTIONS = [{"do": "Heat the shed", "status": "done"}, {"do": "Ask", "status": "open"}]


def assessed(*records: Record[Any]) -> tuple[Library, Assessments]:
    library = Library(records, VOCABULARY, {}, ())
    return library, Assessments(library, Settings(), DAY)


def person_hours(event: Record[Assist]) -> int | None:
    return effort(*assessed(event), event).person_hours


def test_person_hours_are_participants_times_hours_rounded() -> None:
    assert person_hours(assist("long", SEVEN, duration_hours=4)) == 20


@pytest.mark.parametrize("names", ["", "na", "na nb nc sa"])
def test_fewer_than_five_participants_have_no_figure(names: str) -> None:
    assert person_hours(assist("small", names, duration_hours=4)) is None


def test_an_event_without_a_length_or_that_did_not_take_place_has_no_figure() -> None:
    assert person_hours(assist("open-end", SEVEN)) is None
    assert person_hours(assist("ahead", SEVEN, duration_hours=4, status="open")) is None


@pytest.mark.parametrize("hours", [1, 4, 40])
def test_the_number_of_people_cannot_be_computed_from_the_figure(hours: float) -> None:
    figures = {
        person_hours(assist("x", names, duration_hours=hours)) for names in (SEVEN, SEVEN[:14])
    }
    assert len(figures) == 1


@pytest.mark.practice("a14")
def test_what_came_of_it_stands_beside_what_it_took() -> None:
    event = assist("winter", SEVEN, duration_hours=4, actions=ACTIONS)
    lesson = record(Kind.LESSON, "shed", source_assist="winter", status="published")
    use = record(Kind.REUSE, "used", lesson="shed", team="south", digest="0" * 12)
    library, evidence = assessed(event, lesson, use)
    (found,) = efforts(library, evidence)
    assert found.took == "About 20 person-hours"
    assert found.yielded == "1 lesson, 2 actions, 1 done, 1 team using a lesson"
    figures = insights(library, evidence, Settings(), today())
    page = insights_page(figures, library)
    (chapter,) = (chapter for chapter in page.chapters if chapter.id == "effort")
    assert chapter.panels[0].table.rows == (("Invented winter", "20", "1", "1 of 2", "1"),)
    assert as_json(figures)["effort"][0]["person_hours"] == 20


EVENT = """\
---
title: Invented winter
problem: Pumps at the invented plant freeze when the nights turn cold
format: other
status: held
date: 2026-01-10
happened: 2025-12
duration_hours: 4
participants: [{people}]
---
Text.
"""


@pytest.mark.parametrize(("count", "shown"), [(7, True), (4, False)])
def test_the_page_of_an_event_shows_it_from_five_participants_on(
    make_base: Callable[[dict[str, str]], Base], count: int, *, shown: bool
) -> None:
    people = ", ".join(f"{{person: heron-{n}, role: visitor}}" for n in range(count))
    event = EVENT.replace("{people}", people)
    base = make_base({"assists/winter.md": event})
    view = site_of(base).context("assists/winter.md")["assist"]
    assert isinstance(view, AssistPage)
    groups = {group.title: group for group in view.groups}
    title = "What it took, and what came of it"
    assert (title in groups) is shown
    if shown:
        assert groups[title].details[0].values[0] == "About 20 person-hours."
    output = base.run("insights").output
    assert bool(re.search(r"Invented winter +20 ", output)) is shown
    assert "heron" not in output
