"""Formats of events that a base defines for itself work wherever the built-in ones do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from site_builder.assists.agenda import agenda_of
from site_builder.assists.capture import FIELDS
from site_builder.assists.formats import FORMATS, format_of
from site_builder.assists.ledger import ledger
from site_builder.publish.cards import assist_card
from site_builder.records.assist import Assist, Format
from site_builder.records.formats import SheetField
from site_builder.records.vocabulary import Vocabulary
from tests.builders import VOCABULARY, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

OWN = """\
formats:
  secondment:
    label: Secondment
    about: Invented weeks of work in another team.
    gives: host
    parts:
      - {part: Settle in, minutes: 60, lead: host}
      - {part: Work along, minutes: 300, lead: host, flexible: yes, listens: visitor}
      - {part: Look back, minutes: 60, lead: visitor, yields: a lesson}
    rules: [You are a colleague here.]
    roles:
      - {role: Visitor, task: You work along., dos: [Compare.]}
    sheets:
      - {title: Surprises, scribe: The visitor, fields: [surprises, reflections]}
      - {title: Options, scribe: Both, fields: [options]}
  open-house:
    label: Open house
    about: A visit for whoever likes to come.
    like: visit
"""
EVENT = """\
---
title: Invented weeks at the mill
problem: Nobody at the invented plant knows how the mill works
format: secondment
status: held
date: 2026-01-10
happened: 2025-12
host_team: north
teams: [south]
---
An invented secondment.
"""
FILES = {"vocabulary.yml": VOCABULARY + OWN, "assists/mill.md": EVENT, "shed.md": lesson_text()}


@pytest.fixture
def base(make_base: MakeBase) -> Base:
    """Return a base with two formats of its own and one event of the first."""
    return make_base(FILES)


def kit(base: Base) -> BeautifulSoup:
    result = base.run("assist", "kit", "mill", "-o", "-")
    assert result.exit_code == 0, result.output
    return BeautifulSoup(result.stdout, "lxml")


def test_a_record_may_have_a_format_of_the_vocabulary(base: Base) -> None:
    assert [found for found in base.load().diagnostics if found.severity == "error"] == []


def test_the_card_of_an_event_names_its_format(base: Base) -> None:
    library = base.load().library
    assert [assist_card(library, assist).format for assist in library.assists] == [
        "Secondment",
        "Event",
    ]


@pytest.mark.practice("b17")
@pytest.mark.practice("b27")
def test_the_kit_has_the_agenda_roles_rules_and_sheets_of_the_format(base: Base) -> None:
    text = kit(base).get_text(" ")
    assert "Secondment." in text
    assert "7 hours" in text
    for words in ("Work along", "You are a colleague here.", "Compare.", "Surprises", "Challenger"):
        assert words in text
    assert "First quarter" not in text


@pytest.mark.parametrize("hours", ["7", "3.5"])
def test_a_plan_is_made_with_the_parts_of_the_format(base: Base, hours: str) -> None:
    problem = "nobody knows how invented sluices work"
    options = ("--format=Secondment", f"--hours={hours}", "--judge=*=no:other", "--title=Sluice")
    result = base.run("assist", "new", problem, *options)
    assert result.exit_code == 0, result.output
    plan = base.load().library.assist("sluice")
    assert plan
    assert plan.fields.format == "secondment"
    assert sum(part.minutes for part in plan.fields.agenda) == float(hours) * 60
    assert plan.fields.agenda[2].yields == "a lesson"


def test_a_sheet_may_have_the_title_of_a_field_and_is_read_back(base: Base) -> None:
    base.run("assist", "kit", "mill", "-o", str(base.root / "kit.html"))
    (sheet,) = base.root.glob("*.md")
    text = sheet.read_text(encoding="utf-8")
    heading = "### What surprised us\n\n<!-- One per line. -->\n\n- "
    assert heading in text
    sheet.write_text(text.replace(heading, heading + "The mill is quiet"), encoding="utf-8")
    result = base.run("assist", "ingest", "mill", str(sheet))
    assert result.exit_code == 0, result.output
    mill = base.load().library.assist("mill")
    assert mill
    assert mill.fields.surprises == ("The mill is quiet",)


def test_who_gives_is_as_the_format_says(base: Base) -> None:
    (entry,) = ledger(base.load().library).meetings
    assert (entry.giver, entry.taker) == ("north", "south")


@pytest.mark.practice("b11")
def test_shadowing_takes_half_a_day_or_a_day_and_not_a_programme(base: Base) -> None:
    options = ("--format=shadowing", "--judge=*=no:other", "--title=Along")
    result = base.run("assist", "new", "nobody knows how invented sluices work", *options)
    assert result.exit_code == 0, result.output
    result = base.run("assist", "kit", "along", "-o", "-")
    text = BeautifulSoup(result.stdout, "lxml").get_text(" ")
    assert "4 hours" in text
    assert "Day 2" not in text
    assert "the visitor goes along" in text
    assert "Conversations: each other" not in text


def test_a_format_takes_from_the_one_that_it_is_like_what_it_does_not_say(base: Base) -> None:
    vocabulary = base.load().library.vocabulary
    open_house, visit = format_of(vocabulary, "open-house"), FORMATS[Format.VISIT]
    assert (open_house.parts, open_house.sheets) == (visit.parts, visit.sheets)
    assert (open_house.label, open_house.folder) == ("Open house", "open-house")
    assert vocabulary.nature_of("open-house") is Format.VISIT


def test_an_unknown_format_is_guessed_at(make_base: MakeBase) -> None:
    base = make_base(FILES | {"assists/mill.md": EVENT.replace("secondment\n", "secondmnt\n")})
    (found,) = [found for found in base.load().diagnostics if found.rule == "value-unknown"]
    assert (found.span.file, found.span.line) == ("lessons/assists/mill.md", 4)
    assert found.described == "`format` has no value `secondmnt` (did you mean `secondment`?)"


def test_a_plan_of_an_unknown_format_is_not_written(base: Base) -> None:
    options = ("--format=secondmnt", "--judge=*=no:other")
    result = base.run("assist", "new", "nobody knows how invented sluices work", *options)
    assert result.exit_code != 0
    assert "--format: `format` has no value `secondmnt` (did you mean `secondment`?)" in (
        result.output
    )


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "said"),
    [
        ("fields: [options]", "fields: [option]", "value-unknown", "did you mean `options`?"),
        ("like: visit", "like: vist", "value-unknown", "did you mean `visit`?"),
        ("    like: visit\n", "", "field-missing", "a format needs `parts`, or `like`"),
        ("minutes: 300", "minutes: 0", "value-out-of-range", "more than 0"),
        ("part: Settle in, ", "", "field-missing", "what happens"),
        ("gives: host", "gives: hosts", "value-unknown", "did you mean `host`?"),
        ("scribe: Both", "scribes: Both", "field-unknown", "did you mean `scribe`?"),
    ],
)
def test_a_mistake_in_a_format_is_told_with_its_place(
    make_base: MakeBase, right: str, wrong: str, rule: str, said: str
) -> None:
    text = VOCABULARY + OWN
    assert right in text
    base = make_base(FILES | {"vocabulary.yml": text.replace(right, wrong)})
    found = next(found for found in base.load().diagnostics if found.rule == rule)
    assert found.span.file == "lessons/vocabulary.yml"
    assert found.span.line > VOCABULARY.count("\n")
    assert said in found.described


def test_a_sheet_of_a_format_may_ask_for_what_a_sheet_can_capture() -> None:
    assert set(SheetField.__args__) == set(FIELDS)  # type: ignore[attr-defined]


def test_a_template_without_flexible_parts_fills_the_time() -> None:
    vocabulary = Vocabulary.model_validate(
        {
            "formats": {
                "walk": {
                    "label": "Walk",
                    "about": "An invented walk.",
                    "parts": [{"part": "Out", "minutes": 7}, {"part": "Back", "minutes": 11}],
                }
            }
        }
    )
    fields = {
        "title": "W",
        "problem": "p",
        "format": "walk",
        "status": "held",
        "date": "2026-01-01",
    }
    walk = Assist.model_validate(fields | {"duration_hours": "1"})
    assert sum(part.minutes for part in agenda_of(walk, format_of(vocabulary, "walk"))) == 60
