"""When the index of a base is made anew: files, settings or the day say otherwise of a lesson."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.library.evidence import words
from site_builder.library.loader import unchecked
from site_builder.project import read_project
from site_builder.search import writing
from site_builder.search.open import LONGEST, last_day, open_search
from tests.builders import CONFIG, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.library.base import Base as LoadedBase
    from site_builder.project import Project
    from site_builder.search.text import SearchText
    from tests.conftest import Base

STALE = date(2028, 12, 31)
"""First day on which December 2025 is more than three years ago."""
SET = """
evidence_level: {practice: 3, research: 0}
override: {by: Invented board, why: We have seen more than is written., expires: 2026-05-31}
"""
FILES = {
    "heat.md": lesson_text(title="Heat the shed", problem="Pumps freeze"),
    "letters.md": lesson_text(title="Shorter letters", problem="Nobody reads them"),
    "print.md": lesson_text(
        title="Drain pumps",
        problem="Valves burst",
        evidence="research",
        source_assist="",
        header="citations:\n  - {title: Invented study, design: pre-post, happened: 2024-06}",
    ),
}


def report(lesson: str, outcome: str) -> str:
    """Return a report of another team on a lesson."""
    return (
        f"---\nlesson: {lesson}\nteam: south\nreported_by: shift lead\ndate: 2026-02-20\n"
        f"happened: 2026-01\noutcome: {outcome}\nmeasure: measured\n---\nInvented.\n"
    )


class Searched:
    """A base, what was indexed of it, and how often it was read."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.indexed: list[str] = []
        self.readings = 0

    def statements(self) -> dict[str, str]:
        """Return what is said of each lesson, by id."""
        opened = open_search(read_project(self.base.root))
        ids = [row.id for row in opened.rows]
        cards = map(opened.index.card, range(len(ids)))
        return {lesson_id: card.statement for lesson_id, card in zip(ids, cards, strict=True)}

    def again(self) -> dict[str, str]:
        """Forget what was indexed and read until now; return what is said of each lesson."""
        self.indexed.clear()
        self.readings = 0
        return self.statements()

    def write(self, path: str, text: str) -> None:
        file = self.base.root / "lessons" / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def set(self, options: str) -> None:
        config = CONFIG.replace("  - lessons\n", f"  - lessons:\n{options}")
        (self.base.root / "mkdocs.yml").write_text(config, encoding="utf-8")


@pytest.fixture
def searched(
    make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch
) -> Searched:
    """Return a base that has been searched on 1 March 2026."""
    watched = Searched(make_base(FILES))
    write = writing.write_index

    def noted(
        files: dict[str, Any], lessons: Iterable[SearchText], gone: Iterable[int] = ()
    ) -> None:
        listed = list(lessons)
        watched.indexed += [lesson.id for lesson in listed]
        write(files, listed, gone)

    def counted(project: Project) -> LoadedBase:
        watched.readings += 1
        return unchecked(project)

    monkeypatch.setattr(writing, "write_index", noted)
    monkeypatch.setattr("site_builder.library.loader.unchecked", counted)
    watched.statements()
    return watched


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Make it a day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


# Files


def test_nothing_is_read_again_where_nothing_changed(searched: Searched) -> None:
    searched.again()
    assert (searched.indexed, searched.readings) == ([], 0)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("worked", "Tried: worked for South team (practice 2 of 4)."),
        (
            "no-effect",
            "Tried: by North team, no result stated; failed for South team (practice 1 of 4).",
        ),
        ("harmed", "Contested. Tried:"),
    ],
)
def test_of_a_new_report_of_use_its_lesson_alone_is_indexed(
    searched: Searched, outcome: str, said: str
) -> None:
    before = searched.statements()
    searched.write("reuse/south.md", report("heat", outcome))
    after = searched.again()
    assert said in after["heat"]
    assert searched.indexed == ["heat"]
    assert {**before, "heat": ""} == {**after, "heat": ""}


def test_a_report_that_is_taken_back_counts_no_more(searched: Searched) -> None:
    before = searched.statements()
    searched.write("reuse/south.md", report("heat", "worked"))
    searched.statements()
    (searched.base.root / "lessons/reuse/south.md").unlink()
    assert searched.again() == before
    assert searched.indexed == ["heat"]


def test_of_two_lessons_that_now_contradict_each_other_both_are_indexed(
    searched: Searched,
) -> None:
    text = lesson_text(
        title="Heat the shed",
        problem="Pumps freeze",
        header="relations: {contradicts: [letters]}",
    )
    searched.write("heat.md", text)
    said = searched.again()
    assert searched.indexed == ["heat", "letters"]
    assert [lesson for lesson in said if said[lesson].startswith("Contested.")] == [
        "heat",
        "letters",
    ]


# Settings


def test_another_level_of_a_design_is_noticed(searched: Searched) -> None:
    searched.set("      evidence: {designs: {pre-post: 3}}\n")
    assert "(research 3 of 5)" in searched.again()["print"]
    assert searched.indexed == ["print"]


def test_another_age_from_which_lessons_are_stale_is_noticed(searched: Searched) -> None:
    searched.set("      stale_years: 1\n")
    assert "Not confirmed since June 2024." in searched.again()["print"]
    assert searched.indexed == ["print"]


def test_a_setting_that_says_nothing_of_evidence_changes_nothing(searched: Searched) -> None:
    searched.set("      page_size: 20\n")
    searched.again()
    assert searched.readings == 0


# The day


def test_the_next_day_nothing_is_read_again(
    searched: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2026, 3, 2))
    searched.again()
    assert searched.readings == 0


def test_on_the_day_on_which_a_lesson_becomes_stale_it_is_said_so(
    searched: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, STALE - timedelta(days=1))
    assert "Last confirmed December 2025." in searched.again()["heat"]
    on(monkeypatch, STALE)
    assert "Not confirmed since December 2025." in searched.again()["heat"]
    assert searched.indexed == ["heat", "letters"]


def test_on_an_earlier_day_it_is_said_as_it_was_then(
    searched: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, STALE)
    searched.statements()
    on(monkeypatch, STALE - timedelta(days=1))
    assert "Last confirmed December 2025." in searched.again()["heat"]


def test_levels_set_by_a_person_lapse_on_their_day(
    searched: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched.write("heat.md", lesson_text(title="Heat", problem="Pumps freeze", header=SET))
    assert "practice 3 of 4" in searched.again()["heat"]
    on(monkeypatch, date(2026, 5, 31))
    assert "practice 3 of 4" in searched.again()["heat"]
    assert searched.readings == 0
    on(monkeypatch, date(2026, 6, 1))
    assert "practice 1 of 4" in searched.again()["heat"]
    assert searched.indexed == ["heat"]


# Until when it holds


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2027, 1, 1), date(2028, 12, 30)])
def test_words_hold_to_the_last_day_and_not_a_day_longer(
    make_base: Callable[[dict[str, str]], Base], day: date
) -> None:
    loaded = make_base(FILES).load()
    assessments = [loaded.evidence.of(lesson) for lesson in loaded.library.published]
    last = last_day(assessments, 3, day)
    today, then, after = (
        [words.statement(one, 3, when) for one in assessments]
        for when in (day, last, last + timedelta(days=1))
    )
    assert then == today
    assert (after != today) == (last < day + LONGEST)


def test_where_nothing_is_to_change_a_year_is_looked_ahead() -> None:
    assert last_day([], 3, date(2026, 3, 1)) == date(2027, 3, 1)
