"""What the records tell on a built site: drawings with tables, and nobody who can be made out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.insight_bases import PERSONS
from tests.site.axe import faults
from tests.site.browsing import followed
from tests.site.built import BuiltSite, attribute, contents, words
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag
    from playwright.sync_api import Browser

ADDRESS = "insights/"


@pytest.fixture(scope="module")
def site(told_site: BuiltSite) -> BuiltSite:
    """Return the site of a base with figures that are told and figures that are withheld."""
    return told_site


@pytest.fixture(scope="module")
def served(site: BuiltSite) -> Iterator[Server]:
    """Serve it behind a strict policy."""
    with serving(site.folder, STRICT_POLICY) as server:
        yield server


def drawings(site: BuiltSite) -> list[Tag]:
    """Return every drawing of the page."""
    return site.page(ADDRESS).select("main svg")


def rows(site: BuiltSite, caption: str) -> list[list[str]]:
    """Return the cells of the table with a caption."""
    (table,) = (
        one
        for one in site.page(ADDRESS).select("main table")
        if words(one.select_one("caption")) == caption
    )
    return [[words(cell) for cell in row.select("th, td")] for row in table.select("tbody tr")]


def test_every_drawing_stands_beside_a_table(site: BuiltSite) -> None:
    assert len(drawings(site)) == 11
    for drawing in drawings(site):
        panel = drawing.find_parent(class_="bh-drawn")
        assert panel is not None
        assert panel.select("table tbody tr")


def test_every_drawing_is_an_image_with_a_title_and_a_description(site: BuiltSite) -> None:
    for drawing in drawings(site):
        assert attribute(drawing, "role") == "img"
        for name, tag in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
            said = drawing.select_one(f"#{attribute(drawing, name)}")
            assert said is not None
            assert said.name == tag
            assert words(said)


def test_ids_of_the_page_are_distinct(site: BuiltSite) -> None:
    ids = [attribute(tag, "id") for tag in site.page(ADDRESS).select("[id]")]
    assert len(set(ids)) == len(ids)


def test_no_drawing_has_a_style_of_its_own(site: BuiltSite) -> None:
    page = site.page(ADDRESS)
    assert not page.select("main [style], main style")


def test_a_name_that_looks_like_html_is_shown_as_text(site: BuiltSite) -> None:
    page = site.page(ADDRESS)
    assert not page.select("main svg b, main table b")
    assert "South <b>team</b>" in words(page.select_one("main"))


def test_the_ledger_has_a_row_for_each_team_and_one_that_balances(site: BuiltSite) -> None:
    assert rows(site, "The ledger") == [
        ["North team", "2", "2", "2", "1", "1", "0"],
        ["South <b>team</b>", "2", "1", "1", "2", "0", "1"],
        ["All teams", "4", "3", "3", "3", "1", "1"],
    ]


def test_figures_over_few_people_and_those_that_would_tell_them_are_withheld(
    site: BuiltSite,
) -> None:
    told = {row[0]: row[1:] for row in rows(site, "By team")}
    assert told["North team"] == told["West team"] == ["Withheld"] * 5
    assert told["South <b>team</b>"][0] == "7.7"


def test_the_drawing_by_team_leaves_out_who_is_withheld(site: BuiltSite) -> None:
    (drawing,) = (one for one in drawings(site) if "bh-size-title" in str(one))
    assert "7.7" in words(drawing)
    assert "North team" not in words(drawing)


def test_meetings_avoided_come_first(site: BuiltSite) -> None:
    first = site.page(ADDRESS).select_one(".bh-headlines > div")
    assert words(first).startswith("meeting avoided 1")


def test_what_is_measured_is_defined_on_the_page(site: BuiltSite) -> None:
    said = words(site.page(ADDRESS).select_one("section[aria-labelledby=bh-network] dl"))
    for wanted in ("Network size", "Pielou's index J = H / ln S", "Gini's coefficient"):
        assert wanted in said


def test_a_problem_that_recurs_leads_to_its_records(site: BuiltSite) -> None:
    links = site.page(ADDRESS).select("section[aria-labelledby=bh-recurring] li a")
    targets = {site.target(f"{ADDRESS}index.html", attribute(link, "href"))[0] for link in links}
    assert targets == {
        "assist/pump-review/index.html",
        "assist/first/index.html",
        "assist/second/index.html",
        "assist/third/index.html",
        "lesson/pumps/index.html",
    }


def test_the_page_is_reached_from_the_assists_and_from_every_footer(site: BuiltSite) -> None:
    for address in ("assists/", "topics/"):
        page = site.page(address)
        within = page.select("main a") if address == "assists/" else page.select("footer a")
        targets = {site.target(f"{address}index.html", attribute(a, "href"))[0] for a in within}
        assert f"{ADDRESS}index.html" in targets


def test_no_file_of_the_site_names_anybody(site: BuiltSite) -> None:
    for path, data in contents(site.folder).items():
        assert not [name for name in PERSONS if name.encode() in data], path
    assert not [name for name in PERSONS if name in site.log]


def test_what_records_do_not_tell_is_left_out(repository_site: BuiltSite) -> None:
    page = repository_site.page(ADDRESS)
    assert [words(heading) for heading in page.select("main h2")] == [
        "Over time",
        "What was done with it",
        "What meetings took, and what came of them",
        "Who gives, and who takes",
        "What topics rest on",
    ]
    said = words(page.select_one("main"))
    assert "nothing to measure" not in said.casefold()
    assert "Not known" not in words(page.select_one(".bh-headlines"))


@pytest.mark.browser
def test_axe_finds_nothing(browser: Browser, site: BuiltSite) -> None:
    with serving(site.folder) as server, browser.new_page() as page:
        page.goto(f"{server.address}/{ADDRESS}")
        assert faults(page, [1280, 390]) == {}


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_window_or_against_the_policy(
    browser: Browser, served: Server, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    log = followed(page)
    page.goto(f"{served.address}/{ADDRESS}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert log.wrong == []
    page.close()


@pytest.mark.browser
def test_drawings_are_seen_in_either_colour_scheme(browser: Browser, served: Server) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{served.address}/{ADDRESS}")
        colours.add(
            page.evaluate(
                "[...document.querySelectorAll('svg rect, svg text')]"
                ".map(one => getComputedStyle(one).fill).join()"
            )
        )
        page.close()
    assert len(colours) == 2
