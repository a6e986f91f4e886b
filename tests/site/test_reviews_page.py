"""The review calendar on a built site: what is due, in which month, and as a file to follow."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from tests.builders import lesson_text, write_base
from tests.site.built import BuiltSite, attribute, build, words, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

CONFIG = """\
site_name: Invented base
site_url: https://base.example/
docs_dir: lessons
theme: {name: material, font: false}
plugins:
  - lessons: {licence: Invented Public Licence <2>}
"""
PERSON = "heron-seven"


def lesson(title: str, header: str = "", **fields: str) -> str:
    """Return an invented lesson whose problem nobody else has."""
    problem = f"Nobody at the invented plant knows about {title.lower()}"
    return lesson_text(title=title, problem=problem, header=header, **fields)


FILES = {
    "late.md": lesson("Late one", owner="Head of pumps", review_by="2026-02-01"),
    "late-used.md": lesson("Late and used", review_by="2026-02-01"),
    "soon.md": lesson(
        "Soon <b>one</b>; really",
        "contact: The desk\nreviewed: 2025-03-01",
        owner="Head of pumps",
        review_by="2026-04-30",
        licence="CC0 1.0",
    ),
    "later.md": lesson("Later one", owner=PERSON, review_by="2026-04-01"),
    "never.md": lesson("Never one", "relations: {related: [late-used]}"),
    "draft.md": lesson("Draft one", status="draft", review_by="2026-04-02"),
    "gone.md": lesson(
        "Gone one",
        "withdrawn: {date: 2026-02-02, reason: wrong}",
        status="withdrawn",
        review_by="2026-04-03",
    ),
    "guide/look-after-lessons.md": "---\ntitle: Look after\n---\n\nLook after them.\n",
}
BESIDE = {"people.yml": f"people:\n  {PERSON}: {{team: south}}\n"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return the site of an invented base with reviews of every state."""
    root = write_project(tmp_path_factory.mktemp("reviews"), FILES, CONFIG, BESIDE)
    return build(root, root / "site")


@pytest.fixture(scope="module")
def sections(site: BuiltSite) -> dict[str, Tag]:
    """Return the parts of the page by heading, in order."""
    found = site.page("reviews/").select("main section")
    return {words(section.select_one("h2")): section for section in found}


def read(site: BuiltSite, path: str) -> str:
    """Return the text of a file of the site."""
    return (site.folder / path).read_text(encoding="utf-8")


def side(site: BuiltSite, lesson_id: str) -> dict[str, str]:
    """Return the facts of a lesson's page, by their terms."""
    facts = site.page(f"lesson/{lesson_id}/").select(":is(.bh-glance, .bh-about) dt")
    return {words(term): words(term.find_next_sibling("dd")) for term in facts}


def test_overdue_comes_first_then_months_and_at_the_end_what_has_no_day(
    sections: dict[str, Tag],
) -> None:
    assert [*sections] == ["Overdue", "April 2026", "Without a day"]


def test_on_the_same_day_what_is_used_most_comes_first(sections: dict[str, Tag]) -> None:
    titles = [words(link) for link in sections["Overdue"].select("li a")]
    assert titles == ["Late and used", "Late one"]


def test_a_month_goes_by_day_and_names_owners_and_reasons(sections: dict[str, Tag]) -> None:
    rows = [words(row) for row in sections["April 2026"].select("li")]
    assert rows == [
        "Later one 1 April 2026 Last confirmed December 2025.",
        "Soon <b>one</b>; really 30 April 2026 Head of pumps Last confirmed December 2025.",
    ]


def test_drafts_and_withdrawn_lessons_are_not_reviewed(site: BuiltSite) -> None:
    text = words(site.page("reviews/").select_one("main"))
    assert "Draft one" not in text
    assert "Gone one" not in text
    assert "reviewed" not in side(site, "gone")
    assert "Next review" not in side(site, "gone")


def test_a_pseudonym_in_the_place_of_a_role_is_on_no_list_of_reviews(site: BuiltSite) -> None:
    assert PERSON not in read(site, "reviews/index.html")
    assert PERSON not in read(site, "reviews/calendar.ics")


def test_it_says_how_many_have_no_owner_and_leads_to_the_guide(site: BuiltSite) -> None:
    page = site.page("reviews/")
    # To a reader from outside, a pseudonym is no owner.
    assert "3 lessons have no owner." in words(page.select_one("main"))
    targets = {site.target("reviews/index.html", attribute(a, "href"))[0] for a in page.select("a")}
    assert {"guide/look-after-lessons/index.html", "reviews/calendar.ics"} <= targets


def test_the_page_is_reached_from_the_foot_of_every_page(site: BuiltSite) -> None:
    for path, page in site.pages.items():
        links = [attribute(link, "href") for link in page.select("footer a")]
        assert "reviews/index.html" in {site.target(path, link)[0] for link in links}, path


def test_the_calendar_has_a_day_for_each_review_and_names_nobody(site: BuiltSite) -> None:
    calendar = Calendar.from_ical(read(site, "reviews/calendar.ics"))
    events = calendar.walk("VEVENT")
    assert [(str(event["summary"]), event.decoded("dtstart")) for event in events] == [
        ("Review: Late and used", date(2026, 2, 1)),
        ("Review: Late one", date(2026, 2, 1)),
        ("Review: Later one", date(2026, 4, 1)),
        ("Review: Soon <b>one</b>; really", date(2026, 4, 30)),
    ]
    assert len({str(event["uid"]) for event in events}) == 4
    assert {str(event["transp"]) for event in events} == {"TRANSPARENT"}
    assert str(events[1]["url"]) == "https://base.example/lesson/late/"
    assert "Head of pumps" not in read(site, "reviews/calendar.ics")


def test_the_calendar_of_meetings_has_no_reviews(site: BuiltSite) -> None:
    assert Calendar.from_ical(read(site, "calendar.ics")).walk("VEVENT") == []


def test_a_lesson_says_who_keeps_it_and_when_it_is_looked_at(site: BuiltSite) -> None:
    facts = side(site, "soon")
    assert facts["Owner"] == "Head of pumps"
    assert facts["Whom to ask"] == "The desk"
    assert facts["Last reviewed"] == "1 March 2025"
    assert facts["Next review"] == "April 2026"


def test_an_overdue_review_is_said_in_words(site: BuiltSite) -> None:
    facts = side(site, "late")
    assert facts["Review"] == "Overdue since 1 February 2026"
    assert "Next review" not in facts


def test_a_lesson_names_its_own_licence_or_that_of_the_base(site: BuiltSite) -> None:
    assert side(site, "soon")["Licence"] == "CC0 1.0"
    assert side(site, "late")["Licence"] == "Invented Public Licence <2>"


def test_the_licence_of_the_base_is_at_the_foot_of_every_page(site: BuiltSite) -> None:
    for path, page in site.pages.items():
        foot = words(page.select_one("footer"))
        assert "Texts: Invented Public Licence <2>, unless a page names another licence" in foot, (
            path
        )


def test_a_base_without_days_has_no_calendar_file(tmp_path: Path) -> None:
    root = write_base(tmp_path, {"never.md": lesson("Never one")})
    site = build(root, root / "site")
    assert "reviews/calendar.ics" not in site.files
    page = site.page("reviews/")
    assert [words(heading) for heading in page.select("main h2")] == ["Without a day"]
    assert "calendar.ics" not in " ".join(attribute(a, "href") for a in page.select("main a"))
    assert "Texts:" not in words(page.select_one("footer"))


def test_a_base_without_lessons_says_so(tmp_path: Path) -> None:
    root = write_base(tmp_path, {})
    text = words(build(root, root / "site").page("reviews/").select_one("main"))
    assert "There is no lesson to look at yet." in text
