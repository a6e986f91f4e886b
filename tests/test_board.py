"""The board of open plans: who, by when, together with whom; as a page, a calendar and a feed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from site_builder.assists.radar import open_problems, overlaps, plans_like
from site_builder.project import read_project
from site_builder.publish.board import board_page
from site_builder.publish.calendar import plans_calendar
from site_builder.publish.feeds import atom_text, plans_feed
from site_builder.publish.rows import Link, Row
from site_builder.records.assist import Stage
from site_builder.search.lesson_vectors import meant_alike
from site_builder.search.meant_lessons import MeantLessons
from tests.builders import lesson_text
from tests.insight_bases import DAY, assist, library
from tests.test_publish_views import context_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.publish.rows import GroupsPage
    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/base/"
RECEIPT = "receipts:\n  - {{query: {query}, date: 2026-02-10, index: abc{hits}}}"


def plan(problem: str, team: str = "north", **fields: str) -> str:
    """Return the text of an open plan."""
    values = {
        "title": f"Invented plan of {team}",
        "problem": problem,
        "format": "peer-assist",
        "status": "open",
        "date": "2026-02-10",
        "host_team": team,
        "purpose": "Learn how others do it",
        **fields,
    }
    header = "\n".join(f"{name}: {value}" for name, value in values.items() if name != "receipts")
    receipts = values.get("receipts", RECEIPT.format(query="pumps", hits=""))
    return f"---\n{header}\n{receipts}\n---\nInvented.\n"


def board(base: Base) -> GroupsPage:
    """Return the board of a base."""
    return board_page(context_of(base))


def rows(base: Base, group_id: str) -> tuple[Row, ...]:
    """Return the rows of a group of the board; none where the group is left out."""
    groups = [group for group in board(base).groups if group.id == group_id]
    return groups[0].rows if groups else ()


def addresses(rows_or_links: Sequence[Row] | Sequence[Link]) -> list[str]:
    """Return where some rows or links lead."""
    links = (to.link if isinstance(to, Row) else to for to in rows_or_links)
    return [link.url for link in links]


class TestPlans:
    @pytest.mark.practice("a2", "c16", "d3")
    def test_a_plan_says_what_others_need_to_join(self, make_base: MakeBase) -> None:
        text = plan(
            "Invented pumps freeze in the shed",
            decision_date="2026-05-04",
            seats_wanted="2",
            join="write to the duty desk",
            room_to_change="the order of pipes",
        )
        (row,) = rows(make_base({"assists/a.md": text}), "plans")
        assert [fact.text for fact in row.facts] == [
            "Peer assist",
            "Open to join",
            "North team, Invented Water",
            "Decision due 4 May 2026",
            "2 visitors wanted",
        ]
        assert row.texts == (
            "Invented pumps freeze in the shed",
            "Purpose: Learn how others do it",
            "Can still change: the order of pipes",
            "To join: write to the duty desk",
        )

    def test_the_earliest_decision_comes_first_and_those_without_last(
        self, make_base: MakeBase
    ) -> None:
        base = make_base(
            {
                "assists/a.md": plan("Invented pumps freeze"),
                "assists/b.md": plan("Invented doors stick", decision_date="2026-06-01"),
                "assists/c.md": plan("Invented lamps flicker", decision_date="2026-05-01"),
            }
        )
        assert addresses(rows(base, "plans")) == ["assist/c/", "assist/b/", "assist/a/"]

    def test_what_is_over_or_only_an_idea_is_not_on_it(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "assists/a.md": plan("Invented pumps freeze", status="idea"),
                "assists/b.md": plan(
                    "Invented pumps freeze", status="cancelled", cancelled="no money"
                ),
            }
        )
        (plans,) = board(base).groups
        assert (plans.rows, plans.none) == ((), "No plan is open at present.")

    def test_meetings_that_were_not_needed_are_counted(self, make_base: MakeBase) -> None:
        text = plan("Invented pumps freeze", status="closed", closed_as="solved-already")
        notes = [note.before for note in board(make_base({"assists/a.md": text})).notes]
        assert "1 plan closed without a meeting: a lesson had the answer." in notes


class TestRadar:
    SHED = "Invented pumps in the old shed freeze every winter night"

    @pytest.mark.practice("a24")
    def test_plans_on_the_same_problem_are_shown_together(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "assists/a.md": plan(self.SHED, decision_date="2026-05-04"),
                "assists/b.md": plan(
                    "Every winter the pumps of our shed freeze", "south", decision_date="2026-03-14"
                ),
                "assists/c.md": plan("Invented doctors never meet their managers", "south"),
            }
        )
        (overlap,) = rows(base, "overlaps")
        assert overlap.link.title == (
            "2 teams, possibly the same problem; earliest decision 14 March 2026"
        )
        assert addresses(overlap.links) == ["assist/b/", "assist/a/"]
        assert overlap.links[0].after == ", South team, Invented Hospital"

    def test_plans_that_mean_the_same_in_other_words_are_shown_together(
        self, make_base: MakeBase
    ) -> None:
        base = make_base(
            {
                "assists/a.md": plan("Water pumps freeze in the shed each winter"),
                "assists/b.md": plan("Our pumps turn to ice when winter comes", "south"),
                "assists/c.md": plan("Doctors never meet their managers", "south"),
            }
        )
        project = read_project(base.root)
        on = replace(project, settings=replace(project.settings, meaning=True))
        library = base.load().library
        assert overlaps(library, partial(meant_alike, project)) == []
        ((first, second),) = overlaps(library, partial(meant_alike, on))
        assert {first.id, second.id} == {"a", "b"}
        again = [
            plan.id
            for plan, _same in plans_like(
                library, "The pumps freeze every winter", partial(meant_alike, on)
            )
        ]
        assert again == ["a", "b"]

    def test_three_plans_of_which_each_is_like_one_other_are_one_group(
        self, make_base: MakeBase
    ) -> None:
        base = make_base(
            {
                "assists/a.md": plan("Alpha beta gamma delta epsilon zeta"),
                "assists/b.md": plan("Delta epsilon zeta eta theta iota"),
                "assists/c.md": plan("Eta theta iota kappa lambda sigma"),
            }
        )
        (plans,) = overlaps(base.load().library, lambda _problems: {})
        assert [plan.id for plan in plans] == ["a", "b", "c"]

    def test_two_shared_words_are_not_enough(self, make_base: MakeBase) -> None:
        base = make_base(
            {
                "assists/a.md": plan("Pumps freeze"),
                "assists/b.md": plan("Pumps freeze", "south"),
            }
        )
        assert rows(base, "overlaps") == ()

    @pytest.mark.practice("c17", "c28")
    def test_a_search_that_found_nothing_is_an_open_problem(self, make_base: MakeBase) -> None:
        receipts = RECEIPT.format(query="zebra crossings fade", hits="")
        base = make_base({"assists/a.md": plan("Zebra crossings fade", receipts=receipts)})
        (problem,) = rows(base, "problems")
        assert problem.texts == ("“zebra crossings fade”, searched 10 February 2026.",)
        assert problem.links == ()

    def test_a_search_that_helped_is_none(self, make_base: MakeBase) -> None:
        hits = ", hits: [{id: a, judgement: partly}]"
        receipts = RECEIPT.format(query="pumps freeze", hits=hits)
        base = make_base(
            {"a.md": lesson_text(), "assists/a.md": plan("Pumps freeze", receipts=receipts)}
        )
        assert rows(base, "problems") == ()

    @pytest.mark.parametrize(
        ("date", "hits", "answers"),
        [
            ("2026-02-11", "", ["lesson/paint/"]),
            ("2026-02-09", "", []),
            ("2026-02-11", ", hits: [{id: paint, judgement: no}]", []),
        ],
    )
    def test_a_lesson_that_came_later_is_maybe_an_answer_until_it_is_judged(
        self, make_base: MakeBase, date: str, hits: str, answers: list[str]
    ) -> None:
        receipts = RECEIPT.format(query="zebra crossings fade quickly", hits=hits)
        base = make_base(
            {
                "assists/a.md": plan("Zebra crossings fade", receipts=receipts),
                "paint.md": lesson_text(
                    title="Use other paint", problem="Invented zebra crossings fade", date=date
                ),
            }
        )
        (problem,) = rows(base, "problems")
        assert addresses(problem.links) == answers
        assert ("Maybe answered, not judged yet:" in problem.texts) is bool(answers)

    def test_a_later_lesson_in_other_words_is_maybe_an_answer_too(
        self, make_base: MakeBase
    ) -> None:
        receipts = RECEIPT.format(query="Our pumps freeze every winter", hits="")
        problem, body = "Water machines fail in frost", "## What happened\n\nCold.\n"
        base = make_base(
            {
                "assists/a.md": plan("Ice", receipts=receipts),
                "warm.md": lesson_text(
                    title="Stay warm", problem=problem, date="2026-02-11", body=body
                ),
                "early.md": lesson_text(
                    title="Stay warm", problem=problem, date="2026-02-09", body=body
                ),
                "rota.md": lesson_text(
                    title="Rotas", problem="Nobody is on call", date="2026-02-11", body=body
                ),
            }
        )
        config = base.root / "mkdocs.yml"
        text = config.read_text("utf-8").replace("- lessons", "- lessons: {meaning: on}")
        config.write_text(text, "utf-8")
        loaded = base.load()
        near = MeantLessons(read_project(base.root), loaded.library).near
        (before,) = open_problems(loaded.library, near)
        assert before.answers == ()
        assert base.run("meaning").exit_code == 0
        near = MeantLessons(read_project(base.root), loaded.library).near
        (after,) = open_problems(loaded.library, near)
        assert [lesson.id for lesson in after.answers] == ["warm"]


@given(st.lists(st.text("ab ,;:\\^\"'%äß€\u0301日😀", max_size=90), min_size=1, max_size=3))
def test_a_calendar_says_what_was_put_in(names: list[str]) -> None:
    plans = [
        assist(f"a-{number}", title=f"x{name}x", status=Stage.CONFIRMED, decision_date=DAY)
        for number, name in enumerate(names)
    ]
    ((_url, text),) = plans_calendar(library(plans), "Invented base", SITE)
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [
        f"Decision due: x{name}x" for name in names
    ]
    assert max(len(line.encode()) for line in text.split("\r\n")) < 76


class TestCalendar:
    def text(self, base: Base, site: str = SITE) -> str:
        """Return the calendar of a base, with its folded lines joined."""
        ((_url, text),) = plans_calendar(base.load().library, "Invented base", site)
        assert text.startswith("BEGIN:VCALENDAR\r\n")
        return text.replace("\r\n ", "")

    def test_meeting_and_decision_are_days_in_it(self, make_base: MakeBase) -> None:
        fields = {"planned_for": "2026-04-20", "decision_date": "2026-05-04"}
        text = self.text(make_base({"assists/a.md": plan("Invented pumps; freeze", **fields)}))
        assert "DTSTART;VALUE=DATE:20260420" in text
        assert "DTSTART;VALUE=DATE:20260504" in text
        assert "SUMMARY:Decision due: Invented plan of north" in text
        assert r"Invented pumps\; freeze" in text
        assert f"{SITE}assist/a/" in text

    def test_a_month_is_no_day(self, make_base: MakeBase) -> None:
        base = make_base({"assists/a.md": plan("Invented pumps", planned_for="2026-04")})
        assert "BEGIN:VEVENT" not in self.text(base)

    def test_the_same_base_gives_the_same_bytes(self, make_base: MakeBase) -> None:
        base = make_base({"assists/a.md": plan("Invented pumps", decision_date="2026-05-04")})
        assert self.text(base) == self.text(base)

    def test_a_base_without_an_address_has_a_calendar_too(self, make_base: MakeBase) -> None:
        base = make_base({"assists/a.md": plan("Invented pumps", decision_date="2026-05-04")})
        assert "URL" not in self.text(base, "")


class TestFeed:
    def text(self, base: Base, site: str) -> str:
        """Return the feed of a base, in Atom."""
        return atom_text(plans_feed(base.load().library, "Invented base"), site)

    @pytest.mark.practice("a23")
    def test_open_plans_are_entries(self, make_base: MakeBase) -> None:
        base = make_base({"assists/a.md": plan("Invented <b>pumps</b> & doors")})
        root = ET.fromstring(self.text(base, SITE))  # noqa: S314 - our own
        (entry,) = root.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}id") == f"{SITE}assist/a/"
        assert entry.findtext(f"{ATOM}summary") == "Invented <b>pumps</b> & doors"
        assert entry.findtext(f"{ATOM}updated") == "2026-02-10T00:00:00Z"

    def test_without_an_address_ids_are_names_and_links_lead_there(
        self, make_base: MakeBase
    ) -> None:
        base = make_base({"assists/a.md": plan("Invented pumps")})
        root = ET.fromstring(self.text(base, ""))  # noqa: S314 - our own
        (entry,) = root.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}id") == "urn:beforehand:assist:a"
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href") == "../assist/a/"

    def test_an_empty_feed_is_a_feed(self, make_base: MakeBase) -> None:
        root = ET.fromstring(self.text(make_base({}), SITE))  # noqa: S314 - our own
        assert root.findall(f"{ATOM}entry") == []
        assert root.findtext(f"{ATOM}updated")


def test_a_day_that_has_passed_is_told_in_the_past(make_base: MakeBase) -> None:
    texts = {"planned_for": "2026-02-27", "decision_date": "2026-02-28"}
    (row,) = rows(make_base({"assists/a.md": plan("Pumps freeze", **texts)}), "plans")
    said = [fact.text for fact in row.facts]
    assert "Was planned for 27 February 2026" in said
    assert "Decision was due 28 February 2026" in said


def test_a_problem_that_is_the_title_too_is_said_once(make_base: MakeBase) -> None:
    (row,) = rows(
        make_base({"assists/a.md": plan("Pumps freeze.", title="Pumps  freeze")}), "plans"
    )
    assert row.texts == ("Purpose: Learn how others do it",)
