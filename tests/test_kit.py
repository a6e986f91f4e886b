"""The pack of a meeting: one file with all that it takes, and nobody's name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from site_builder.assists.formats import FORMATS
from site_builder.publish.words import MODES
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

ASSIST = """\
---
title: Invented <b>pump</b> review & more
problem: Pumps at the invented plant fail every winter
format: peer-assist
status: open
date: 2026-01-10
planned_for: 2026-04-02
purpose: To learn how others keep pumps running
host_team: north
tags: [pumps]
decision_open: true
decision_date: 2026-05-20
room_to_change: The order has not been placed
join: Write to the invented duty office
duration_hours: 4
commit_back_by: 2026-04-20
thanks: Thank you, South team
participants:
  - {person: heron-of-the-mill, team: north, role: host}
  - {person: raven-of-the-quay, role: visitor}
receipts:
  - query: pumps fail in winter
    date: 2026-01-05
    index: 0a1b
    hits:
      - {id: shed, judgement: reuse, because: the same pump}
      - {id: keys, judgement: "no"}
      - {id: inside, judgement: partly}
      - {id: gone, judgement: reuse}
---
An invented meeting.
"""
FILES = {
    "assists/winter.md": ASSIST,
    "shed.md": lesson_text(title="Heat the invented shed", problem="The shed freezes"),
    "keys.md": lesson_text(title="Keep the invented keys", problem="Nobody finds the keys"),
    "inside.md": lesson_text(title="For us alone", problem="Only we have it", visibility="team"),
}


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch) -> Base:
    """Return a base with a plan, and stand in its folder."""
    base = make_base(FILES)
    (base.root / "people.yml").write_text(
        "people:\n  raven-of-the-quay: {team: south}\n", encoding="utf-8"
    )
    monkeypatch.chdir(base.root)
    return base


def pack(base: Base, *options: str) -> BeautifulSoup:
    result = base.run("assist", "kit", "winter", "-o", "-", *options)
    assert result.exit_code == 0
    return BeautifulSoup(result.stdout, "lxml")


def words(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    assert found
    return " ".join(found.get_text(" ").split())


@pytest.mark.practice("a17", "c5", "a46")
def test_the_invitation_says_what_a_guest_has_to_know(base: Base) -> None:
    invitation = words(pack(base), "#invitation")
    for said in (
        "To learn how others keep pumps running",
        "Pumps at the invented plant fail every winter",
        "The order has not been placed",
        "20 May 2026",
        "2 April 2026",
        "Write to the invented duty office",
        "North team, Invented Water",
        "4 hours",
    ):
        assert said in invitation


def test_the_briefing_holds_the_lessons_that_help_with_what_they_rest_on(base: Base) -> None:
    briefing = words(pack(base, "--site=https://example.org/"), "#briefing")
    assert "Heat the invented shed" in briefing
    assert "The shed freezes" in briefing
    assert "the same pump" in briefing
    assert "Tried 1 of 4" in briefing
    assert "https://example.org/lesson/shed/" in briefing
    assert "5 January 2026: “pumps fail in winter”" in briefing


def test_a_lesson_that_was_judged_not_to_help_is_left_out(base: Base) -> None:
    assert "Keep the invented keys" not in pack(base).get_text()


def test_a_lesson_for_one_team_is_in_a_private_pack_alone(base: Base) -> None:
    assert "For us alone" not in pack(base).get_text()
    assert "For us alone" in pack(base, "--private").get_text()


@pytest.mark.practice("b20")
def test_no_participant_is_named(base: Base) -> None:
    result = base.run("assist", "kit", "winter", "-o", "-")
    assert "of-the-" not in result.output


def test_a_private_pack_names_participants_with_team_and_role(base: Base) -> None:
    attendees = words(pack(base, "--private"), "#attendees")
    assert "heron-of-the-mill North team, Invented Water host" in attendees
    assert "raven-of-the-quay South team, Invented Hospital visitor" in attendees


def test_the_agenda_has_clock_times_once_it_is_known_when_it_begins(base: Base) -> None:
    agenda = words(pack(base, "--start=9:30"), "#agenda")
    assert "09:30 20 Coffee" in agenda
    assert "09:55 45 First quarter" in agenda


@pytest.mark.practice("a51", "c7", "c22")
def test_there_is_a_card_for_every_role(base: Base) -> None:
    cards = [heading.get_text() for heading in pack(base).select("#cards .card h2")]
    assert cards == ["Host", "Visitor", "Facilitator", "Scribe", "Challenger"]


@pytest.mark.practice("a56", "a67", "a69", "c29")
def test_there_is_a_capture_sheet_for_each_quarter_and_for_what_comes_after(base: Base) -> None:
    sheets = [heading.get_text() for heading in pack(base).select(".paper h2")]
    assert [sheet.partition(":")[0] for sheet in sheets] == [
        "First quarter",
        "Second quarter",
        "Third quarter",
        "Fourth quarter",
        "Afterwards",
        "After action review",
        "Lessons",
    ]


@pytest.mark.practice("b19")
def test_the_review_asks_the_four_questions(base: Base) -> None:
    review = next(one for one in pack(base).select(".paper") if "After action" in one.get_text())
    assert [heading.get_text(strip=True) for heading in review.select("h3")] == [
        "What was meant to happen?",
        "What happened?",
        "Why was there a difference?",
        "What will we do next time?",
    ]


def test_the_slip_gives_thanks_and_the_day_of_the_answer(base: Base) -> None:
    slips = words(pack(base), "#slips")
    assert "Thank you, South team" in slips
    assert "by 20 April 2026 ." in slips


def test_own_ground_rules_come_first(base: Base) -> None:
    file = base.root / "lessons/assists/winter.md"
    text = ASSIST.replace("tags:", "ground_rules: [An invented rule]\ntags:")
    file.write_text(text, encoding="utf-8")
    rules = [one.get_text() for one in pack(base).select(".rules li")]
    assert rules == ["An invented rule"]


def test_every_text_is_escaped(base: Base) -> None:
    soup = pack(base)
    assert soup.select("b") == []
    assert words(soup, "h1") == "Invented <b>pump</b> review & more"


def test_the_guide_is_named_where_there_is_one(base: Base) -> None:
    assert "guide/peer-assist/" not in words(pack(base), "#invitation")
    guide = base.root / "lessons/guide/peer-assist.md"
    guide.parent.mkdir()
    guide.write_text("An invented guide.\n", encoding="utf-8")
    assert "guide/peer-assist/" in words(pack(base), "#invitation")


def test_the_file_asks_for_nothing_and_runs_nothing(base: Base) -> None:
    result = base.run("assist", "kit", "winter", "-o", "-", "--site=https://example.org/")
    soup = BeautifulSoup(result.stdout, "lxml")
    assert soup.select("script, link, img, iframe, object, [src], [href], [onclick]") == []
    assert not re.search(r"@import|url\(", result.stdout)
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")
    assert policy
    assert "default-src 'none'" in policy["content"]


def test_the_same_record_gives_the_same_bytes(base: Base) -> None:
    first, second = (base.run("assist", "kit", "winter", "-o", "-").stdout for _ in range(2))
    assert first == second


def test_pack_and_capture_sheet_are_written_here(base: Base) -> None:
    result = base.run("assist", "kit", "winter")
    assert result.exit_code == 0
    assert (base.root / "winter-kit.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    sheet = (base.root / "winter-capture.md").read_text(encoding="utf-8")
    assert "### What surprised us" in sheet


def test_nothing_is_written_among_the_records(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(base.root / "lessons/assists")
    base.run("assist", "kit", "winter")
    assert (base.root / "winter-kit.html").exists()
    assert sorted(one.name for one in Path.cwd().iterdir()) == ["pump-review.md", "winter.md"]


def test_a_pack_that_is_there_is_not_written_over(base: Base) -> None:
    file = base.root / "winter-kit.html"
    file.write_text("mine", encoding="utf-8")
    result = base.run("assist", "kit", "winter")
    assert result.exit_code == 2
    assert "--force" in result.output
    assert file.read_text(encoding="utf-8") == "mine"
    assert not (base.root / "winter-capture.md").exists()


def test_force_writes_over_the_pack_and_never_over_a_sheet_that_was_not_named(base: Base) -> None:
    (base.root / "winter-kit.html").write_text("old", encoding="utf-8")
    sheet = base.root / "winter-capture.md"
    sheet.write_text("filled in", encoding="utf-8")
    result = base.run("assist", "kit", "winter", "--force")
    assert result.exit_code == 0
    assert "was left unchanged" in result.stderr
    assert sheet.read_text(encoding="utf-8") == "filled in"
    assert "doctype" in (base.root / "winter-kit.html").read_text(encoding="utf-8")


def test_the_capture_sheet_can_be_printed(base: Base) -> None:
    result = base.run("assist", "kit", "winter", "-o", "elsewhere/pack.html", "--capture", "-")
    assert "# Capture sheet:" in result.stdout
    assert (base.root / "elsewhere/pack.html").exists()
    assert not (base.root / "elsewhere/winter-capture.md").exists()


def test_what_a_guest_would_miss_is_said(base: Base) -> None:
    result = base.run("assist", "kit", "winter", "-o", "-")
    assert "the record does not say: facilitator" in result.stderr
    assert "the record does not say: purpose" not in result.stderr
    assert "lesson gone was found then and does not exist now" in result.stderr


@pytest.mark.parametrize("start", ["24:00", "9", "nine", "09:60", "٠٩:٣٠"])
def test_a_beginning_that_is_no_time_of_day_is_refused(base: Base, start: str) -> None:
    result = base.run("assist", "kit", "winter", f"--start={start}")
    assert result.exit_code == 2
    assert "is not a time of day" in result.output
    assert not (base.root / "winter-kit.html").exists()


@pytest.mark.parametrize(
    "form",
    ["visit", "workshop", "paired-learning", "shadowing", "after-action-review", "retrospect"],
)
def test_every_format_has_a_pack(base: Base, form: str) -> None:
    file = base.root / "lessons/assists/winter.md"
    file.write_text(ASSIST.replace("peer-assist", form), encoding="utf-8")
    soup = pack(base)
    assert len(soup.select("#cards .card")) == 5
    assert len(soup.select(".paper")) >= 4


@pytest.mark.practice("e15", "e16", "e20", "e24")
def test_a_pack_of_paired_learning_has_the_parts_of_the_programme(base: Base) -> None:
    file = base.root / "lessons/assists/winter.md"
    file.write_text(ASSIST.replace("peer-assist", "paired-learning"), encoding="utf-8")
    text = words(pack(base), "body")
    for part in (
        "Workshops: learning side by side",
        "Shadowing: expectations before, the work itself, a debrief after",
        "Be a critical friend",
        "Design surgeries: a drop-in hour",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("peer-assist", "Peer assist."),
        ("shadowing", "Shadowing."),
        ("retrospect", "Retrospect."),
        ("other", "Event. An event of another kind."),
    ],
)
def test_the_pack_is_called_by_the_format_of_the_record(base: Base, form: str, label: str) -> None:
    file = base.root / "lessons/assists/winter.md"
    file.write_text(ASSIST.replace("peer-assist", form), encoding="utf-8")
    assert words(pack(base), "#invitation .about").startswith(label)


@pytest.mark.parametrize(
    ("mode", "label"), [("hybrid", "In person and remote"), ("remote", "Remote")]
)
def test_how_people_meet_is_told_as_on_the_site(base: Base, mode: str, label: str) -> None:
    file = base.root / "lessons/assists/winter.md"
    file.write_text(ASSIST.replace("\nthanks:", f"\nmode: {mode}\nthanks:"), encoding="utf-8")
    assert MODES[mode] == label
    assert label in words(pack(base), "#invitation")


@pytest.mark.practice("c25")
def test_the_pack_gives_visitors_one_question_to_take_along(base: Base) -> None:
    assert "A question to take along and talk about:" in words(pack(base), "#slips")
    file = base.root / "lessons/assists/winter.md"
    text = ASSIST.replace("thanks:", "prompt: What would a mill do?\nthanks:")
    file.write_text(text, encoding="utf-8")
    assert "talk about: What would a mill do?" in words(pack(base), "#slips")


@pytest.mark.practice("c25")
def test_the_sheet_of_a_visit_asks_for_the_question_to_take_along(base: Base) -> None:
    file = base.root / "lessons/assists/winter.md"
    file.write_text(ASSIST.replace("format: peer-assist", "format: visit"), encoding="utf-8")
    headings = [heading.get_text() for heading in pack(base).select(".paper h3")]
    assert [text for text in headings if text.startswith("A question to take along")]


@pytest.mark.practice("a77")
@pytest.mark.parametrize("form", FORMATS)
def test_the_sheets_of_every_format_ask_what_studies_say(base: Base, form: str) -> None:
    file = base.root / "lessons/assists/winter.md"
    file.write_text(ASSIST.replace("format: peer-assist", f"format: {form}"), encoding="utf-8")

    assert "What studies say" in pack(base).get_text()
