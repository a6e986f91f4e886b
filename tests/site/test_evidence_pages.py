"""Evidence on a built site: badges that open, failures in sight, levels and gaps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.site.axe import faults
from tests.site.browsing import followed
from tests.site.built import BuiltSite, attribute, words
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag
    from playwright.sync_api import Browser, Page

STAIRS = "lesson/two-crews-for-stairs/"
NEAREST = "lesson/send-the-nearest-crew/"
GRIT = "lesson/grit-at-dusk/"
PAGES = (STAIRS, NEAREST, GRIT, "evidence/", "gaps/")
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def served(tour_site: BuiltSite) -> Iterator[Server]:
    """Serve the tour behind a strict policy."""
    with serving(tour_site.folder, STRICT_POLICY) as server:
        yield server


def badge(site: BuiltSite, address: str = NEAREST) -> Tag:
    """Return the badge on the page of a lesson."""
    (found,) = site.page(address).select("details.bh-badge")
    return found


def rows(site: BuiltSite, heading_id: str, address: str = STAIRS) -> list[str]:
    """Return the rows of the table of a section as text."""
    found = site.page(address).select(f"section:has(#{heading_id}) tbody tr")
    return [words(row) for row in found]


# The badge


def test_a_closed_badge_says_mark_and_both_levels_in_words(tour_site: BuiltSite) -> None:
    summary = badge(tour_site).select_one("summary")
    assert summary
    assert "Contested Tried 1 of 4 by 1 team" in words(summary)
    levels = summary.select(".bh-strip data")
    assert [(attribute(level, "value"), words(level)) for level in levels] == [
        ("1", "1 of 4"),
        ("1", "1 of 5"),
    ]


def test_an_open_badge_holds_rules_facts_and_what_would_raise_each_level(
    tour_site: BuiltSite,
) -> None:
    text = words(badge(tour_site, STAIRS)) + words(badge(tour_site))
    for said in (
        "practice-repeated",
        "failures-step-down",
        "concerns-step-down",
        "Heathmoor control room: did harm, as others observed, Control room, May 2024.",
    ):
        assert said in text
    assert text.count("What would raise it:") == 4


def test_the_facts_of_a_badge_lead_to_the_records_that_state_them(tour_site: BuiltSite) -> None:
    path = f"{STAIRS}index.html"
    targets = {
        tour_site.target(path, attribute(link, "href"))
        for link in badge(tour_site, STAIRS).select("li a, p a")
    }
    assert (path, "bh-uses") in targets
    uses = tour_site.page(STAIRS).select("section:has(#bh-uses) a")
    told = {tour_site.target(path, attribute(link, "href")) for link in uses}
    assert ("reuse/saltings-waits-for-hands/index.html", "") in told
    assert ("assist/desk-and-crew-pairs/index.html", "") in targets
    assert (path, "bh-references") in targets


@pytest.mark.parametrize(
    ("where", "wanted"),
    [(".bh-about a", "both"), (".bh-badge h2 a", "practice-1"), (".bh-badge h2 a", "research-1")],
)
def test_the_lists_of_its_mark_and_levels_are_reached(
    tour_site: BuiltSite, where: str, wanted: str
) -> None:
    path = f"{NEAREST}index.html"
    links = tour_site.page(NEAREST).select(where)
    targets = [tour_site.target(path, attribute(link, "href"))[0] for link in links]
    assert f"evidence/{wanted}/index.html" in targets


def test_a_contested_lesson_says_why_at_the_top(tour_site: BuiltSite) -> None:
    notice = tour_site.page(NEAREST).select_one("main header .bh-warning")
    assert words(notice).startswith("Contested. It did harm, and the lesson's owner")


def test_an_override_is_seen_with_the_badge_closed(tour_site: BuiltSite) -> None:
    head = tour_site.page(GRIT).select("main header > p")
    (said,) = (words(one) for one in head if "Levels set by hand" in words(one))
    assert "Set to practice 2 and research 0 until 1 April 2035" in said
    assert "The facts give practice 1 and research 0." in said


def test_what_a_lesson_relies_on_and_has_changed_is_said_at_the_top(
    tour_site: BuiltSite,
) -> None:
    notice = tour_site.page(GRIT).select_one("main header .bh-warning")
    assert (
        "Relies on Hang a spare key for each van in the crew room , which has changed since."
        in (words(notice))
    )


def test_a_card_says_what_its_lesson_rests_on(tour_site: BuiltSite) -> None:
    (card,) = (
        card
        for card in tour_site.page("all/").select("main li")
        if "Send the nearest crew" in words(card)
    )
    said = words(card.select_one(".bh-strip"))
    assert said.startswith("Contested Tried 1 of 4 by 1 team")


# Who used it, and where


def test_every_outcome_of_a_team_has_a_row_with_words_and_a_shape(tour_site: BuiltSite) -> None:
    results = [
        (words(cell), attribute(cell, "class").split()[-1])
        for cell in tour_site.page(STAIRS).select("section:has(#bh-uses) .bh-result")
    ]
    assert sorted(results) == [
        ("Did harm", "bh-failed"),
        ("Partly worked", "bh-partly"),
        ("Worked", "bh-worked"),
        ("Worked", "bh-worked"),
        ("Worked", "bh-worked"),
    ]


def test_a_harm_stands_with_the_reply_or_its_absence(tour_site: BuiltSite) -> None:
    (answered,) = (row for row in rows(tour_site, "bh-uses") if "Did harm" in row)
    (unanswered,) = rows(tour_site, "bh-uses", NEAREST)
    assert "Reply of the owner: We now say that the first crew starts" in answered
    assert "The owner has not replied." in unanswered


def test_what_a_team_changed_is_text(tour_site: BuiltSite) -> None:
    told = rows(tour_site, "bh-uses", "lesson/spare-key-board/")
    (changed,) = (row for row in told if "Changed:" in row)
    assert "Changed: Nine hooks <big ones>, and the tags are old name plates." in changed


def test_the_outcome_that_counts_of_a_team_is_said(tour_site: BuiltSite) -> None:
    told = rows(tour_site, "bh-uses", "lesson/red-end-of-the-shelf/")
    (counts,) = (row for row in told if "Counts, as the latest of this team." in row)
    assert "December 2025" in counts


@pytest.mark.practice("c19")
def test_where_it_works_is_counted_and_untried_settings_are_named(tour_site: BuiltSite) -> None:
    section = tour_site.page(STAIRS).select_one("section:has(#bh-places)")
    assert rows(tour_site, "bh-places") == [
        "Control room 1 team – –",
        "On the road 1 team – 1 team",
    ]
    assert "Worked in 2 settings, failed in 1." in words(section)
    assert "Not tried in: Ambulance station, Hospital, Island, Village clinic, Warehouse." in words(
        section
    )


def test_a_lesson_on_what_to_avoid_says_what_worked_means(tour_site: BuiltSite) -> None:
    section = tour_site.page("lesson/weekly-crew-rotation/").select_one("section:has(#bh-uses)")
    assert "“worked” means that avoiding it helped" in words(section)


def test_a_lesson_that_nobody_used_has_no_tables(tour_site: BuiltSite) -> None:
    assert tour_site.page("lesson/two-torches/").select("main table") == []


# Levels and gaps


def test_counts_on_the_page_on_evidence_are_those_of_the_lists(tour_site: BuiltSite) -> None:
    path, seen = "evidence/index.html", 0
    for row in tour_site.page("evidence/").select("main tbody tr"):
        link = row.select_one("a")
        address = tour_site.target(path, attribute(link, "href"))[0].removesuffix("index.html")
        listed = len(tour_site.lesson_links(address))
        assert words(row.select_one("td:last-child")) == str(listed), address
        seen += listed
    everything = [*tour_site.lesson_links("all/"), *tour_site.lesson_links("all/2/")]
    assert seen == 2 * len(everything)


def test_gaps_are_reached_from_the_foot_of_every_page(tour_site: BuiltSite) -> None:
    for path in tour_site.pages.keys() - tour_site.redirects:
        page = tour_site.pages[path]
        links = [attribute(link, "href") for link in page.select("footer a")]
        targets = {tour_site.target(path, link)[0] for link in links}
        assert "gaps/index.html" in targets, path


def test_the_page_of_gaps_names_them(tour_site: BuiltSite) -> None:
    pages = (tour_site.page(address) for address in ("gaps/", "gaps/2/"))
    text = " ".join(words(page.select_one("main")) for page in pages)
    for said in (
        "Send the nearest crew, whatever its skills It did harm",
        "Due 1 June 2025.",
        "Weigh the bag instead of counting what is in it Systematic review",
        "Village clinic",
    ):
        assert said in text


# In a browser


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_with_every_badge_open(
    served: Server, browser: Browser, address: str
) -> None:
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{served.address}/{address}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert faults(page, WIDTHS) == {}


@pytest.mark.browser
def test_the_keyboard_opens_the_badge_and_closes_it(served: Server, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{served.address}/{STAIRS}")
        raising = page.get_by_text("What would raise it:").first
        summary = page.locator(".bh-badge > summary")
        assert not raising.is_visible()
        for _ in range(20):
            page.keyboard.press("Tab")
            if summary.evaluate("one => one === document.activeElement"):
                break
        page.keyboard.press("Enter")
        assert raising.is_visible()
        page.keyboard.press("Space")
        assert not raising.is_visible()


@pytest.mark.browser
def test_the_badge_opens_without_scripts(served: Server, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served.address}/{STAIRS}")
        page.locator(".bh-badge > summary").click()
        assert page.get_by_text("What would raise it:").first.is_visible()


@pytest.mark.browser
def test_evidence_fits_a_narrow_screen(served: Server, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        wide = {}
        for address in PAGES:
            page.goto(f"{served.address}/{address}")
            _open_all(page)
            across = page.evaluate("document.documentElement.scrollWidth")
            if across > 320:
                wide[address] = across
    assert wide == {}


@pytest.mark.browser
def test_evidence_breaks_no_policy(served: Server, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        log = followed(page)
        for address in PAGES:
            page.goto(f"{served.address}/{address}")
            _open_all(page)
    assert log.wrong == []


@pytest.mark.browser
def test_on_a_narrow_screen_each_outcome_names_its_parts(served: Server, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{served.address}/{STAIRS}")
        cells = page.locator("#bh-uses + table tbody tr:first-child td")
        shown = cells.evaluate_all(
            "cells => cells.map(one => getComputedStyle(one, '::before').content)"
        )
        table = page.get_by_role("table").first
        assert table.get_by_role("columnheader").count() == 4
    assert [re.sub(r"\W+", " ", one).strip() for one in shown] == [
        "Setting",
        "When",
        "How it went",
    ]


def _open_all(page: Page) -> None:
    for summary in page.locator("main summary").all():
        summary.click()
