"""Nothing of a site grows without end: more records make more files and no larger ones."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from site_builder.publish import (
    api,
    calendar,
    feeds,
    insight_views,
    llms,
    long_lists,
    news,
    sitemap,
)
from site_builder.search import open as opening
from site_builder.search import postings
from tests.builders import CONFIG, PLAN, lesson_text, write_base
from tests.conftest import Base
from tests.search.naming import paths_of
from tests.site.browsing import PATIENCE
from tests.site.server import STRICT_POLICY, serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

FEW, MANY = 30, 90
_LIMITS = (
    (api, "MOST_BYTES", 8_000),
    (calendar, "MOST_EVENTS", 3),
    (feeds, "NEWEST", 8),
    (insight_views, "MOST_ROWS", 8),
    (insight_views, "MOST_PROBLEMS", 4),
    (llms, "NEWEST", 8),
    (long_lists, "MOST", 8),
    (news, "MOST_CHANGES", 8),
    (opening, "MOST_GONE", 8),
    (opening, "MOST_OPEN", 8),
    (postings, "FACETS_A_SHARD", 8),
    (sitemap, "MOST", 8),
)
WITHOUT_BOUND = {
    # What the last build wrote; no reader asks for it.
    ".lessons-site.json",
    # The links of a record to and from others are what it is.
    "api/lesson/*.json",
    "api/assist/*.json",
    # A part holds one lesson at least.
    "api/lessons/*.json",
    # The parts of the whole are named.
    "api/lessons.json",
    "sitemap.xml",
    # Terms are looked up in the list of shards; what most lessons have takes a number for each.
    "search/index.json",
    "search/terms/*-*.bin",
    "search/lengths/*-*.bin",
    "search/common/*-*.bin",
    "search/positions/*-*.bin",
    "search/placed/*-*.json",
}
"""Files that may grow with a base, each of which the guide names."""


def _files(count: int) -> dict[str, str]:
    """Return records of which one lesson, one assist, one topic, one tool has all there is."""
    files = {"hub.md": lesson_text(title="Hub", problem="The hub of all pumps stands still")}
    for n in range(count):
        body = f"## What happened\n\nSee [the hub](hub.md), {n}.\n\n## What was learned\n\nHeat.\n"
        files[f"a{n:03}.md"] = lesson_text(
            title=f"Lesson {n:03}",
            problem="Pumps at the invented plant fail every winter",
            outcome="did-not-work",
            owner=f"Head of shed {n:03}",
            review_by=f"20{20 + n % 10}-05-0{1 + n % 9}",
            tools=f"[Pump board, tool {n:03}]",
            relations="{related: [hub]}",
            body=body,
        )
        files[f"gone{n:03}.md"] = lesson_text(
            title=f"Gone {n:03}",
            problem=f"Shed {n:03} is gone",
            status="withdrawn",
            withdrawn="{date: 2026-02-02, reason: wrong}",
        )
        files[f"reuse/r{n:03}.md"] = (
            f"---\nlesson: hub\nteam: south\nreported_by: shift lead\ndate: 2026-02-20\n"
            f"happened: 2026-01-{1 + n % 28:02}\noutcome: harmed\nmeasure: observed\n"
            "setting: ward\n---\nInvented.\n"
        )
        files[f"assists/p{n:03}.md"] = PLAN.replace(
            "index: 0123456789ab}]",
            "index: 0123456789ab, hits: [{id: hub, judgement: partly, because: It is near}]}]\n"
            "series: Nights\ncontact: Head of night "
            f"{n:03}\ntags: [pumps]\nrelies_on: [{{id: hub}}]",
        ).replace("frozen pumps\n", f"frozen pumps {n:03}\n", 1)
    return files


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Return the sites of a base and of a larger one, both beyond every limit."""
    built = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1772323200")
        for module, name, value in _LIMITS:
            patch.setattr(module, name, value)
        for count in (FEW, MANY):
            root = write_base(tmp_path_factory.mktemp("grown"), _files(count))
            config = CONFIG.replace("  - lessons", "  - lessons: {page_size: 4, meaning: off}")
            config += "site_url: https://invented.example/\n"
            (root / "mkdocs.yml").write_text(config, encoding="utf-8")
            ended = Base(root).run("build", "--quiet")
            assert ended.exit_code == 0, ended.output
            built[count] = root / "site"
    return built


def _kind(path: str) -> str:
    """Return what a file is, whichever record, number or state it is of."""
    path = re.sub(r"^(search/\w+)/\w{7}-", r"\1/*-", path)
    path = re.sub(r"^(api/)?(lesson|assist|reuse)/[^/.]+", r"\1\2/*", path)
    path = re.sub(r"-20\d\d(-\d+)?\.ics$", "-YEAR.ics", path)
    return re.sub(r"(?<=[/-])\d+(?=[/.])", "*", path)


def _largest(site: Path) -> dict[str, int]:
    largest: dict[str, int] = defaultdict(int)
    for file in site.rglob("*"):
        if file.is_file():
            kind = _kind(file.relative_to(site).as_posix())
            largest[kind] = max(largest[kind], file.stat().st_size)
    return largest


def test_no_file_grows_but_those_that_are_named(sites: dict[int, Path]) -> None:
    few, many = _largest(sites[FEW]), _largest(sites[MANY])

    grown = {
        kind: (few.get(kind, 0), size)
        for kind, size in many.items()
        # Numbers of pages have more digits, and a page with gaps has more links to others.
        if size > 1.1 * few.get(kind, 0) + 500
    }
    assert grown.keys() <= WITHOUT_BOUND, grown


def test_what_a_page_leaves_out_is_on_pages_of_its_own(sites: dict[int, Path]) -> None:
    site = sites[FEW]
    lesson = BeautifulSoup((site / "lesson/hub/index.html").read_bytes(), "html.parser")
    links = [str(link["href"]) for link in lesson.select("a")]
    ways = [link for link in links if "lesson/hub/all/" in link]

    assert len({way.partition("#")[2] for way in ways}) == len(ways) >= 3
    found = set()
    for page in (site / "lesson/hub/all").rglob("index.html"):
        soup = BeautifulSoup(page.read_bytes(), "html.parser")
        found |= {str(link["href"]).split("/", 1)[1] for link in soup.select(".bh-rows a")}
    reached = "\n".join(found)
    for n in range(FEW):
        for address in (f"reuse/r{n:03}/", f"lesson/a{n:03}/", f"assist/p{n:03}/"):
            assert address in reached, address
    assert {way.partition("#")[2] for way in ways} <= {
        str(anchor["id"])
        for page in (site / "lesson/hub/all").rglob("index.html")
        for anchor in BeautifulSoup(page.read_bytes(), "html.parser").select("[id]")
    }


def test_every_day_is_in_the_calendar_of_its_year(sites: dict[int, Path]) -> None:
    folder = sites[MANY] / "reviews"
    by_year = {path.name: path.read_text() for path in folder.glob("calendar-*.ics")}
    page = (folder / "index.html").read_text()

    assert sum(text.count("BEGIN:VEVENT") for text in by_year.values()) == MANY
    assert (folder / "calendar.ics").read_text().count("BEGIN:VEVENT") == 3
    assert all(f"calendar-20{year}.ics" in by_year for year in range(20, 30))
    assert all(f'href="../reviews/calendar-20{year}.ics"' in page for year in range(20, 30))


@pytest.mark.browser
def test_facets_of_a_large_base_are_fetched_when_they_are_opened(
    sites: dict[int, Path], browser: Browser
) -> None:
    with serving(sites[MANY], STRICT_POLICY) as server, browser.new_page() as page:
        page.goto(f"{server.address}/solved/?q=pumps+fail")
        page.wait_for_selector("#bh-found li")
        page.wait_for_selector("#bh-narrow:not([hidden])")

        def fetched() -> list[str]:
            return [path for path, _status in server.answers if "/facets/" in path]

        assert fetched() == []
        page.click("#bh-narrow summary")
        page.wait_for_selector("#bh-facets label:visible")
        parts = paths_of(sites[MANY] / "search")["facets"]
        assert len(parts) == -(-(MANY + 1) // 8)
        # What is the same in several parts is one file.
        assert {path.removeprefix("/search/") for path in fetched()} == {*parts}
        assert page.locator("#bh-narrow").get_attribute("open") is not None
        page.check("#bh-facets input[name=outcome]")
        expect(page.locator("#bh-status")).to_contain_text(f"{MANY}", timeout=PATIENCE)
