"""The page of practices on a built site: states in words, links that lead on, readable anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.axe import faults
from tests.site.browsing import followed
from tests.site.built import BuiltSite, build, words, write_project
from tests.site.server import STRICT_POLICY, serving
from tests.test_practices import TABLE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

ADDRESS = "guide/practices/"
WIDTHS = (1280, 390)


def test_every_practice_has_a_row_with_its_state_in_words(repository_site: BuiltSite) -> None:
    rows = repository_site.page(ADDRESS).select("main .bh-rows > li")
    assert len(rows) == 212
    states = {words(row.select_one(".bh-result")) for row in rows}
    assert states == {"Done", "Partly", "Not done"}


def test_the_counts_of_the_lead_are_those_of_the_rows(repository_site: BuiltSite) -> None:
    page = repository_site.page(ADDRESS)
    states = [words(state) for state in page.select("main .bh-rows .bh-result")]
    said = ", ".join(
        f"{states.count(state)} {state.lower()}" for state in ("Done", "Partly", "Not done")
    )
    assert f"Of 212 practices: {said}." in words(page.select_one(".bh-lead"))


def test_the_guide_leads_to_it(repository_site: BuiltSite) -> None:
    links = repository_site.page("guide/").select("main a[href]")
    targets = {repository_site.target("guide/index.html", str(link["href"]))[0] for link in links}
    assert f"{ADDRESS}index.html" in targets


def test_hostile_text_is_shown_as_it_was_written(tmp_path: Path) -> None:
    site = build(write_project(tmp_path, {"practices.yml": TABLE}), tmp_path / "site")
    page = site.page(ADDRESS)
    assert "look <b>before</b> you leap" in words(page.select_one("main"))
    assert page.select("main b, main i") == []


@pytest.mark.browser
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, repository_site: BuiltSite
) -> None:
    with serving(repository_site.folder) as server, browser.new_page() as page:
        page.goto(f"{server.address}/{ADDRESS}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page, WIDTHS) == {}


@pytest.mark.browser
def test_the_page_breaks_no_policy(browser: Browser, repository_site: BuiltSite) -> None:
    with serving(repository_site.folder, STRICT_POLICY) as server:
        page = browser.new_page()
        log = followed(page)
        page.goto(f"{server.address}/{ADDRESS}")
        assert log.wrong == []
        page.close()
