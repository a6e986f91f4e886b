"""The finder page in a real browser, behind a strict policy, over this repository's lessons."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import yaml

from site_builder.assists.plans import plan_title
from site_builder.records.assist import Assist
from site_builder.records.header.write import one_line
from tests.builders import lesson_text
from tests.reading import checked_text
from tests.site.browsing import PATIENCE, Log, followed, settled
from tests.site.built import REPOSITORY, BuiltSite, build, run, write_project
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = pytest.mark.browser

BUSY = "everyone is too busy to learn"
NOWHERE = "turbine blade corrosion in salt water"
DISPUTED = {
    "heat.md": lesson_text(title="Heat the shed", problem="Pumps freeze at the invented plant"),
    "drain.md": lesson_text(title="Drain pumps", problem="Valves burst at the invented plant"),
    "sketch.md": lesson_text(
        title="A sketch", problem="Gates stick at the invented plant", status="draft"
    ),
    "salt.md": lesson_text(
        title="Salt the sluices",
        problem="Sluices ice over",
        status="withdrawn",
        header="withdrawn: {date: 2026-02-20, reason: wrong, note: It corrodes them}",
    ),
    "reuse/south.md": "---\nlesson: heat\nteam: south\nreported_by: shift lead\ndate: 2026-02-20\n"
    "happened: 2026-01\noutcome: harmed\nmeasure: observed\n---\nThe invented shed burnt.\n",
}
"""Two lessons, a draft, one that was withdrawn, and a report of harm that nobody has answered."""
HOSTILE = "<img src=x onerror=alert(1)> busy \"'{{7*7}}"


@pytest.fixture(scope="module")
def served(repository_site: BuiltSite) -> Iterator[Server]:
    with serving(repository_site.folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the site of two invented lessons, one of which is contested."""
    root = write_project(tmp_path_factory.mktemp("disputed"), DISPUTED)
    with serving(build(root, root / "site").folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}) as fresh:
        fresh.set_default_timeout(PATIENCE)
        yield fresh


class Finder:
    """The finder, and what a reader does there."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.log: Log = followed(page)

    def open(self, query: str = "") -> Finder:
        self.page.goto(f"{self.server.address}/solved/{query}")
        self.page.wait_for_selector("#bh-facets fieldset", state="attached")
        self.settle()
        return self

    def ask(self, text: str) -> None:
        self.page.fill("#bh-search", text)
        self.page.wait_for_function(
            "wanted => new URLSearchParams(location.search).get('q') === wanted", arg=text
        )
        self.settle()

    def tick(self, name: str, value: str) -> None:
        self.page.check(f'#bh-facets input[name="{name}"][value="{value}"]')
        self.page.wait_for_function(
            "([n, v]) => new URLSearchParams(location.search).getAll(n).includes(v)",
            arg=[name, value],
        )
        self.settle()

    def settle(self) -> None:
        """Wait until all that follows from what was done last is shown."""
        settled(self.page)

    @property
    def found(self) -> list[str]:
        links = self.page.locator("#bh-found h2 a").all()
        return [(link.get_attribute("href") or "").rstrip("/").rpartition("/")[2] for link in links]

    @property
    def status(self) -> str:
        return self.page.inner_text("#bh-status")

    @property
    def total(self) -> int:
        """Number of lessons found; there may be words before it that say how near they come."""
        return int(re.findall(r"\d+", self.status)[-1])


@pytest.fixture
def finder(context: BrowserContext, served: Server) -> Iterator[Finder]:
    finder = Finder(context.new_page(), served)
    yield finder
    assert finder.log.wrong == []


def on_the_command_line(*arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "site_builder", "-C", str(REPOSITORY), *arguments],
        capture_output=True,
        check=True,
    )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.practice("a21")
def test_it_finds_what_the_command_line_finds(finder: Finder) -> None:
    finder.open().ask(BUSY)
    answer = on_the_command_line("search", BUSY, "--words-only", "--format", "json")
    hits = answer["hits"]
    assert isinstance(hits, list)
    assert finder.found == [hit["id"] for hit in hits]
    assert f", {answer['total']} share a word." in finder.status


def test_it_searches_while_one_types(finder: Finder) -> None:
    finder.open()
    finder.page.locator("#bh-search").press_sequentially("facilit")
    finder.settle()
    assert "facilitator-from-outside" in finder.found


def test_words_that_were_asked_for_are_marked(finder: Finder) -> None:
    finder.open().ask(BUSY)
    marked = finder.page.locator("#bh-found li").first.locator("mark").all_inner_texts()
    assert {"busy", "learning"} <= {text.lower() for text in marked}


def test_each_result_says_which_words_it_has_and_which_not(finder: Finder) -> None:
    finder.open().ask("busy doctors need turbines")
    lines = finder.page.locator(".bh-coverage").all_inner_texts()
    assert lines
    assert all("turbines" in line.partition("Has not: ")[2] for line in lines)


def test_facets_work_before_anything_is_typed(finder: Finder) -> None:
    finder.open().tick("basis", "both")
    assert set(finder.found) == {
        "paired-learning-doctors-and-managers",
        "barriers-between-doctors-and-managers",
    }


def test_values_of_one_facet_are_alternatives_and_facets_add_up(finder: Finder) -> None:
    finder.open().tick("basis", "both")
    finder.tick("basis", "tried")
    either = finder.total
    finder.tick("outcome", "worked")
    assert either == 10
    assert finder.total < either


def test_each_result_says_what_it_rests_on(finder: Finder) -> None:
    finder.open().ask(BUSY)
    hits = on_the_command_line("search", BUSY, "--words-only", "--format", "json")["hits"]
    assert isinstance(hits, list)
    strips = finder.page.locator("#bh-found .bh-strip")
    assert [heard(strip) for strip in strips.all()] == [hit["strip"] for hit in hits]


def heard(strip: Locator) -> str:
    """Return a trust strip as a screen reader has it, in the form that the terminal prints."""
    words = strip.evaluate(
        "line => [...line.children].map(part => [...part.childNodes].map(node => node.ariaLabel"
        " ?? (node.className === 'bh-heard' ? '' : node.textContent)).join('').trim()).join(' · ')"
    )
    return re.sub(r"(\d of \d) (?=[^·])", r"\1, ", str(words))


def test_a_result_has_the_shapes_of_its_levels(finder: Finder) -> None:
    finder.open().tick("basis", "both")
    drawn = finder.page.locator("#bh-found .bh-tried data").evaluate_all(
        "all => all.map(it => [it.value, getComputedStyle(it, '::before').content])"
    )
    assert len(drawn) == finder.total
    for level, shapes in drawn:
        steps = int(level)
        assert shapes == f'"{"●" * steps}{"○" * (4 - steps)}" / ""'


@pytest.mark.parametrize(("axis", "level"), [("practice", "2"), ("research", "1")])
def test_a_lowest_level_narrows_as_on_the_command_line(
    finder: Finder, axis: str, level: str
) -> None:
    finder.open().tick(f"min-{axis}", level)
    answer = on_the_command_line("search", f"--min-{axis}", level, "--format", "json")
    assert isinstance(answer["hits"], list)
    assert finder.found == [hit["id"] for hit in answer["hits"]]
    assert finder.total == answer["total"]


def test_a_lowest_level_is_offered_in_words_with_its_count(finder: Finder) -> None:
    finder.open()
    choice = finder.page.locator('#bh-facets label:has(input[name="min-practice"][value="2"])')
    answer = on_the_command_line("search", "--min-practice", "2", "--format", "json")
    assert choice.locator("span").all_inner_texts() == [
        "At least 2 of 4: repeated",
        str(answer["total"]),
    ]


def test_a_lowest_level_can_be_given_up_again(finder: Finder) -> None:
    finder.open().ask(BUSY)
    total = finder.total
    finder.tick("min-practice", "2")
    assert finder.total < total
    finder.page.check('#bh-facets input[name="min-practice"][value=""]')
    finder.page.wait_for_function("() => !location.search.includes('min-')")
    finder.settle()
    assert finder.total == total


def test_an_address_with_a_lowest_level_can_be_sent_to_somebody(finder: Finder) -> None:
    finder.open("?min-practice=1&min-research=1")
    assert finder.page.is_checked('#bh-facets input[name="min-practice"][value="1"]')
    assert finder.page.is_checked('#bh-facets input[name="min-research"][value="1"]')
    assert set(finder.found) == {
        "paired-learning-doctors-and-managers",
        "barriers-between-doctors-and-managers",
    }


def test_clearing_takes_lowest_levels_back(finder: Finder) -> None:
    finder.open("?q=busy&min-practice=2")
    finder.page.click("#bh-finder button[type=reset]")
    finder.page.wait_for_function("() => !location.search")
    assert finder.page.is_checked('#bh-facets input[name="min-practice"][value=""]')


def test_a_contested_lesson_is_called_so_and_can_be_filtered(
    context: BrowserContext, disputed: Server
) -> None:
    finder = Finder(context.new_page(), disputed).open("?q=plant")
    assert set(finder.found) == {"heat", "drain", "sketch"}
    finder.tick("contested", "yes")
    assert finder.found == ["heat"]
    assert finder.page.inner_text("#bh-found .bh-strip").startswith("Contested")
    assert finder.log.wrong == []


def test_a_lesson_that_was_withdrawn_is_told_of_where_its_title_is_asked_for(
    context: BrowserContext, disputed: Server
) -> None:
    finder = Finder(context.new_page(), disputed).open("?q=salt+the+sluices")
    panel = finder.page.locator("#bh-gone")
    panel.wait_for()
    assert panel.inner_text() == "“Salt the sluices” was withdrawn."
    assert (panel.locator("a").get_attribute("href") or "").endswith("lesson/salt/")
    assert finder.log.wrong == []


def test_a_filter_that_names_nothing_is_told_with_a_guess(
    context: BrowserContext, disputed: Server
) -> None:
    finder = Finder(context.new_page(), disputed).open("?q=plant+tag:pums")
    assert "Topic: no lesson has “pums”; did you mean “pumps”?" in finder.status
    assert finder.log.wrong == []


def test_a_draft_is_found_called_so_and_can_be_left_out(
    context: BrowserContext, disputed: Server
) -> None:
    finder = Finder(context.new_page(), disputed).open("?q=gates+stick+plant")
    assert finder.found[0] == "sketch"
    assert finder.page.inner_text("#bh-found li:first-child h2") == "Draft: A sketch"
    assert "sketch" not in finder.page.input_value("#bh-plan-text")
    finder.tick("status", "published")
    assert "sketch" not in finder.found
    assert finder.log.wrong == []


def test_counts_follow_what_is_asked(finder: Finder) -> None:
    finder.open()
    count = finder.page.locator('#bh-facets label:has(input[value="advice"]) .bh-count')
    before = count.inner_text()
    finder.ask("turbine cost")
    assert int(count.inner_text()) < int(before)


def test_what_is_asked_survives_a_reload(finder: Finder) -> None:
    finder.open().ask(BUSY)
    finder.tick("basis", "both")
    found = finder.found
    finder.page.reload()
    finder.settle()
    assert finder.page.input_value("#bh-search") == BUSY
    assert finder.page.is_checked('#bh-facets input[value="both"]')
    assert finder.found == found


def test_a_list_leads_to_the_same_lessons_with_the_facet_chosen(
    finder: Finder, repository_site: BuiltSite
) -> None:
    listed = repository_site.lesson_links("topics/leadership/")
    finder.page.goto(f"{finder.server.address}/topics/leadership/")
    finder.page.get_by_role("link", name="Search and filter these lessons").click()
    finder.page.wait_for_url("**/solved/**")
    finder.settle()
    assert finder.total == len(listed)
    assert set(finder.found) <= set(listed)


def test_filters_and_words_of_an_address_add_up(finder: Finder) -> None:
    tried = finder.open("?basis=tried").total
    assert 0 < finder.open("?q=doctor&basis=tried").total < tried


def test_the_way_back_from_a_lesson_leads_to_what_was_asked(finder: Finder) -> None:
    finder.open().ask(BUSY)
    before = finder.found
    finder.page.locator("#bh-found h2 a").first.click()
    finder.page.wait_for_url("**/lesson/**")
    finder.page.go_back()
    finder.page.wait_for_url("**/solved/**")
    finder.settle()
    assert finder.page.input_value("#bh-search") == BUSY
    assert finder.found == before


def test_the_way_back_undoes_a_filter(finder: Finder) -> None:
    finder.open().ask(BUSY)
    total = finder.total
    finder.tick("basis", "both")
    assert finder.total < total
    finder.page.go_back()
    finder.page.wait_for_function("() => !location.search.includes('basis')")
    finder.settle()
    assert not finder.page.is_checked('#bh-facets input[value="both"]')
    assert finder.total == total


def test_an_address_can_be_sent_to_somebody(finder: Finder) -> None:
    finder.open("?q=busy&basis=both")
    assert finder.page.input_value("#bh-search") == "busy"
    assert finder.page.is_checked('#bh-facets input[value="both"]')


def test_the_header_box_of_any_page_leads_here(finder: Finder) -> None:
    finder.page.goto(f"{finder.server.address}/topics/")
    finder.page.fill("header #bh-search", BUSY)
    finder.page.press("header #bh-search", "Enter")
    finder.page.wait_for_url("**/solved/?q=*")
    finder.settle()
    assert finder.page.input_value("#bh-search") == BUSY


def test_arrow_keys_go_through_the_results_and_back(finder: Finder) -> None:
    finder.open().ask(BUSY)
    focused = "document.activeElement.getAttribute('href') ?? document.activeElement.id"
    finder.page.focus("#bh-search")
    finder.page.keyboard.press("Control+End")
    finder.page.keyboard.press("ArrowDown")
    first = finder.page.evaluate(focused)
    finder.page.keyboard.press("ArrowDown")
    second = finder.page.evaluate(focused)
    finder.page.keyboard.press("ArrowUp")
    finder.page.keyboard.press("ArrowUp")
    assert [finder.found[0] in first, finder.found[1] in second] == [True, True]
    assert finder.page.evaluate(focused) == "bh-search"


def test_enter_on_a_result_opens_the_lesson(finder: Finder) -> None:
    finder.open().ask(BUSY)
    finder.page.focus("#bh-search")
    finder.page.keyboard.press("Control+End")
    finder.page.keyboard.press("ArrowDown")
    finder.page.keyboard.press("Enter")
    finder.page.wait_for_url("**/lesson/*/")
    assert finder.page.url.endswith("/lesson/too-busy-to-pair/")


def test_a_poor_match_says_so_and_leads_to_ways_on(finder: Finder) -> None:
    finder.open().ask(NOWHERE)
    assert finder.status.startswith("Nothing near: ")
    finder.page.click("#bh-answer a")
    panel = finder.page.locator("#bh-poor")
    assert panel.is_visible()
    assert [text.rstrip(".") for text in panel.locator("li strong").all_inner_texts()] == [
        "Widen it",
        "Ask",
        "Plan a meeting",
        "Share",
    ]
    plan = urlsplit(panel.locator(".bh-to-plan").get_attribute("href") or "")
    assert (plan.path, parse_qs(plan.query)) == ("/plan/", {"q": [NOWHERE]})


@pytest.mark.parametrize(
    ("asked", "status"),
    [(BUSY, "Close: "), ("the country director drops in on our calls", "Some words in common: ")],
)
def test_ways_on_are_offered_only_where_nothing_is_near(
    finder: Finder, asked: str, status: str
) -> None:
    finder.open().ask(asked)
    assert finder.status.startswith(status)
    assert not finder.page.locator("#bh-poor").is_visible()


@pytest.mark.practice("d18")
def test_the_plan_is_a_record_that_can_be_saved_as_it_is(finder: Finder) -> None:
    finder.open().ask('night: staff "move" beds # twice')
    plan = finder.page.input_value("#bh-plan-text")
    header = yaml.load(plan.split("---")[1], Loader=yaml.BaseLoader)
    assist = Assist.model_validate(header)
    assert assist.problem == 'night: staff "move" beds # twice'
    assert assist.receipts[0].query == assist.problem
    assert [hit.id for hit in assist.receipts[0].hits] == finder.found[:5]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ('plant: "{id}" and "{title}" \\ # $& {{7*7}} 水 😀\x85\x7f\u2028\ufeff - end', 2),
        ("plant " + "😀 'quoted': words, [a] {b} & *c !d % @e `f` | > ? " * 3, 2),
        ("'nothing': comes #near", 0),
    ],
)
def test_no_check_has_anything_against_a_plan_whatever_was_asked(
    context: BrowserContext, disputed: Server, tmp_path: Path, text: str, hits: int
) -> None:
    finder = Finder(context.new_page(), disputed)
    finder.page.clock.set_fixed_time("2026-03-01T12:00:00Z")
    finder.open().ask(text)
    plan = finder.page.input_value("#bh-plan-text")
    root = write_project(tmp_path, {**DISPUTED, "assists/asked.md": plan})
    checked = run(
        "site_builder", "-C", str(root), "check", "lessons/assists", "--format=json", cwd=root
    )
    problems = json.loads(checked.stdout)["diagnostics"]
    assert [one for one in problems if one["severity"] != "note"] == []
    fields, _problems = checked_text(Assist, "asked.md", plan)
    assert fields
    assert fields.problem == one_line(text)
    assert fields.title == plan_title(one_line(text))
    assert fields.receipts[0].query == fields.problem
    assert len(fields.receipts[0].hits) == hits


def test_the_number_found_is_announced_politely(finder: Finder) -> None:
    finder.open().ask(BUSY)
    assert finder.page.locator("[role=status]:has(#bh-status)").count() == 1
    assert re.fullmatch(r"Close: \d+ comes? close, \d+ share a word\.", finder.status)


def test_a_hostile_query_is_text(finder: Finder) -> None:
    finder.open().ask(HOSTILE)
    assert finder.page.locator("main img").count() == 0
    assert finder.page.input_value("#bh-search") == HOSTILE


def test_hostile_filters_in_an_address_choose_nothing(finder: Finder) -> None:
    hostile = urlencode({"q": "busy", "tag": HOSTILE, "basis": HOSTILE, "min-practice": HOSTILE})
    finder.open(f"?{hostile}")
    assert finder.page.locator("#bh-facets input[type=checkbox]:checked").count() == 0
    assert finder.total > 1


def test_more_results_are_shown_when_asked_for(finder: Finder) -> None:
    finder.open().ask("people learn from peers")
    assert len(finder.found) == 10
    finder.page.click("#bh-more")
    finder.settle()
    assert len(finder.found) == 20


def test_clearing_empties_box_filters_and_results(finder: Finder) -> None:
    finder.open("?q=busy&basis=both")
    finder.page.click("#bh-finder button[type=reset]")
    finder.page.wait_for_function("() => !location.search")
    finder.settle()
    assert finder.found == []
    assert finder.page.locator("#bh-facets input[type=checkbox]:checked").count() == 0


def test_filters_can_be_opened_on_a_small_screen(browser: Browser, served: Server) -> None:
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        finder = Finder(context.new_page(), served).open("?q=doctors")
        assert not finder.page.locator("#bh-facets").is_visible()
        finder.page.click("#bh-narrow summary")
        finder.tick("basis", "both")
        assert finder.total == 2


def test_without_scripts_topics_and_the_whole_list_are_offered(
    browser: Browser, served: Server
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served.address}/solved/")
        assert page.locator("#bh-browse").is_visible()
        assert page.locator('a[href="../all/"]').count()
        assert page.locator('.bh-counts a[href^="../topics/"]').count() > 10
        assert page.locator("noscript").inner_text().startswith("Searching needs JavaScript")


def test_an_index_that_cannot_be_had_is_told_of(context: BrowserContext, served: Server) -> None:
    page = context.new_page()
    page.route("**/search/index.json", lambda route: route.abort())
    page.goto(f"{served.address}/solved/?q=busy")
    page.wait_for_function(
        "() => document.getElementById('bh-status').textContent.includes('could not')"
    )
    assert page.locator("#bh-browse").is_visible()
