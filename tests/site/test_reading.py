"""Reading, keeping, comparing and printing lessons, in a real browser behind a strict policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders import lesson_text
from tests.site.browsing import PATIENCE, SHIFTS, followed, painted, settled
from tests.site.built import attribute, build, words, write_project
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page

    from tests.site.built import BuiltSite

pytestmark = pytest.mark.browser

SHEDS, COUNT = "lesson/warm-sheds/", "lesson/count-first/"
LONG = "w" * 90
CONFIG = """\
site_name: Invented base
site_url: https://base.example/sub/
docs_dir: lessons
theme: {name: material, font: false}
plugins:
  - lessons:
      title_max: 200
      personal: {allowed-domains: [water.example]}
"""
FILES = {
    "long.md": lesson_text(
        title=f"Title {LONG}",
        problem=f"{LONG} stands in the way",
        header="contact: The desk, desk@water.example, or https://water.example/desk",
        body="## What happened\n\nسقطت المضخة.\n\n### A *part* of it\n\nIt "
        + "did. " * 450
        + "\n\n## What was learned\n\nHeat it.\n",
    ),
    **{
        f"linked-{number}.md": lesson_text(
            title=f"Linked {number}",
            problem=f"Invented problem number {number} of five in a row",
            header="relations: {related: [long]}",
        )
        for number in range(5)
    },
}


@pytest.fixture(scope="module")
def served(rich_site: BuiltSite) -> Iterator[Server]:
    with serving(rich_site.folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Return a site with an address, a long lesson, and five that are related to it."""
    root = write_project(tmp_path_factory.mktemp("long"), FILES, CONFIG)
    return build(root, root / "site")


@pytest.fixture(scope="module")
def long_served(long_site: BuiltSite) -> Iterator[Server]:
    with serving(long_site.folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800}) as fresh:
        fresh.set_default_timeout(PATIENCE)
        yield fresh


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def box(locator: Locator) -> FloatRect:
    """Return where something stands."""
    found = locator.bounding_box()
    assert found
    return found


# The page of a lesson


def test_text_and_contents_stand_side_by_side(served: Server, page: Page) -> None:
    page.goto(f"{served.address}/{SHEDS}")
    text, beside = box(page.locator(".bh-body")), box(page.locator(".bh-contents"))
    assert (text["width"], beside["width"]) == (640, 288)
    assert beside["x"] - (text["x"] + text["width"]) == 48
    page.mouse.wheel(0, 500)
    page.wait_for_function("() => scrollY > 300")
    assert 0 <= box(page.locator(".bh-contents"))["y"] < 40


def test_a_text_runs_in_the_direction_of_its_script(long_served: Server, page: Page) -> None:
    page.goto(f"{long_served.address}/lesson/long/")
    gaps = page.locator(".bh-body p").first.evaluate(
        """text => {
            const range = document.createRange();
            range.selectNodeContents(text);
            const words = range.getBoundingClientRect(), around = text.getBoundingClientRect();
            return [words.left - around.left, around.right - words.right];
        }"""
    )
    assert gaps[0] > 300
    assert gaps[1] < 1


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_lessons_are_put_side_by_side(
    served: Server, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.add_init_script(SHIFTS)
    page.goto(f"{served.address}/compare/?lesson=warm-sheds&lesson=count-first")
    painted(settled(page))
    assert page.evaluate("window.shifted") <= 0.05


@pytest.mark.parametrize("address", ["assist/night-visit/", "reuse/south-heats/"])
def test_the_facts_of_an_event_and_of_a_report_go_along(
    served: Server, page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{served.address}/{address}")
    side = page.locator(".bh-side")
    assert box(side)["x"] > box(page.locator(".bh-body"))["x"] + 640
    before = box(side)["y"]
    page.mouse.wheel(0, before - 10)
    page.wait_for_function("y => scrollY >= y", arg=before - 20)
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.bh-side')).position") == "sticky"
    )
    assert 0 <= box(side)["y"] < 40


def test_the_answer_and_whom_to_ask_come_before_the_text(served: Server, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served.address}/{SHEDS}")
    asked = box(page.get_by_text("Head of the northern plant"))["y"]
    used = box(page.get_by_role("link", name="We used this"))["y"]
    assert asked < used < box(page.get_by_role("heading", name="What happened"))["y"] < 1300


def test_an_address_of_whom_to_ask_is_a_link(long_site: BuiltSite) -> None:
    links = long_site.page("lesson/long/").select(".bh-glance a")
    assert [attribute(link, "href") for link in links[:2]] == [
        f"mailto:desk@water.example?subject=Title%20{LONG}",
        "https://water.example/desk",
    ]


def test_where_nothing_comes_near_whom_to_ask_is_a_link(long_served: Server, page: Page) -> None:
    page.goto(f"{long_served.address}/solved/?q={LONG}")
    address = settled(page).evaluate(
        """async () => {
          const [beside, { withLinks }] = await Promise.all(
            ["beside", "results"].map((name) => import(`/assets/beforehand/finder/${name}.js`)),
          );
          beside.showWaysOn(true, [{ contact: "Desk (/guide/ask/)" }], false, withLinks);
          return document.querySelector("#bh-ask a").pathname;
        }"""
    )
    assert address == "/guide/ask/"


def test_a_result_of_the_finder_leads_to_whom_to_ask(long_served: Server, page: Page) -> None:
    page.goto(f"{long_served.address}/solved/?q={LONG}")
    asked = settled(page).locator("#bh-found .bh-help").first
    assert asked.inner_text().startswith("Ask: The desk, desk@water.example, or https://")
    assert asked.get_by_role("link").get_attribute("href") == "mailto:desk@water.example"
    # A page of the site stands last, in brackets; see tests/test_whom_to_ask.py.
    address = page.evaluate(
        """async () => {
          const { showResults } = await import("/assets/beforehand/finder/results.js");
          const card = { id: "a", url: "lesson/a/", title: "A", problem: "", tags: [], strip: [] };
          const match = { covered: [], notCovered: [] };
          showResults([{ ...card, contact: "Desk (/guide/ask/)" }], [match], []);
          return document.querySelector("#bh-found .bh-help a").pathname;
        }"""
    )
    assert address == "/guide/ask/"


def test_a_mail_says_title_and_address_and_goes_to_nobody(long_site: BuiltSite) -> None:
    link = long_site.page("lesson/long/").select_one("[data-act=mail]")
    mail = urlsplit(attribute(link, "href"))
    assert (mail.scheme, mail.path) == ("mailto", "")
    assert parse_qs(mail.query) == {
        "subject": [f"Title {LONG}"],
        "body": [f"Title {LONG}\r\nhttps://base.example/sub/lesson/long/"],
    }


def test_a_heading_links_to_itself_and_a_click_copies_the_address(
    served: Server, context: BrowserContext, page: Page
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{served.address}/{SHEDS}")
    page.get_by_role("link", name="Link to “What was learned”").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The link to this part is copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url == f"{served.address}/{SHEDS}#what-was-learned"
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("The link is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{served.address}/{SHEDS}"


def test_the_label_of_a_heading_holds_its_words_alone(long_site: BuiltSite) -> None:
    anchor = long_site.page("lesson/long/").select_one("h3 > a.bh-anchor")
    assert attribute(anchor, "aria-label") == "Link to “A part of it”"


def test_more_than_three_related_lessons_are_folded(long_site: BuiltSite) -> None:
    section = long_site.page("lesson/long/").select_one(".bh-related")
    assert section
    assert len(section.select(":scope > ul > li")) == 3
    assert words(section.select_one("details > summary")) == "2 more"
    assert len(section.select("details li")) == 2


def test_without_scripts_no_control_of_a_script_is_shown(served: Server, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as plain:
        page = plain.new_page()
        for address in (SHEDS, "all/", "compare/?lesson=warm-sheds", "reading-list/"):
            page.goto(f"{served.address}/{address}")
            assert page.locator("main button:visible, main .bh-scripted:visible").count() == 0
        page.goto(f"{served.address}/{SHEDS}")
        assert page.get_by_role("link", name="Link to “What happened”").is_visible()


# Printing


def test_a_lesson_prints_with_its_badge_open_and_its_address(
    long_served: Server, page: Page
) -> None:
    page.goto(f"{long_served.address}/lesson/long/")
    assert page.locator(".bh-address").is_hidden()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".bh-address svg").is_visible()
    assert page.get_by_text("https://base.example/sub/lesson/long/", exact=True).is_visible()
    assert page.locator(".bh-badge > h2").first.is_visible()
    assert page.locator(".bh-related details li").last.is_visible()
    for hidden in ("header.md-header", "footer", ".bh-contents", ".bh-acts", ".bh-used"):
        assert page.locator(hidden).is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("main details[open]").count() == 0


def test_a_lesson_of_the_usual_length_prints_on_two_pages(served: Server, page: Page) -> None:
    page.goto(f"{served.address}/{SHEDS}")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


# Previews


def test_a_preview_is_shown_on_hover_stays_under_the_pointer_and_goes_on_escape(
    served: Server, page: Page
) -> None:
    log = followed(page)
    page.clock.install()
    page.goto(f"{served.address}/{SHEDS}")
    height = page.evaluate("document.documentElement.scrollHeight")
    preview = page.get_by_role("tooltip")
    page.locator(".bh-body a[href*=count-first]").hover()
    preview.get_by_text("Nobody knows how many machines there are").wait_for()
    assert page.evaluate("document.documentElement.scrollHeight") == height
    preview.hover()
    page.clock.run_for(500)
    assert preview.is_visible()
    page.keyboard.press("Escape")
    assert preview.is_hidden()
    assert log.wrong == []


def test_a_preview_is_shown_on_focus_by_keyboard_and_describes_the_link(
    served: Server, page: Page
) -> None:
    page.goto(f"{served.address}/{SHEDS}")
    link = page.locator(".bh-body a[href*=count-first]")
    page.get_by_role("link", name="Link to “What happened”").focus()
    page.keyboard.press("Tab")
    page.get_by_role("tooltip").wait_for()
    assert link.get_attribute("aria-describedby") == "bh-preview"
    page.keyboard.press("Tab")
    page.get_by_role("tooltip").wait_for(state="hidden")
    assert link.get_attribute("aria-describedby") is None


def test_a_touch_shows_no_preview(served: Server, browser: Browser) -> None:
    with browser.new_context(has_touch=True, is_mobile=True) as touched:
        page = touched.new_page()
        log = followed(page)
        page.clock.install()
        page.goto(f"{served.address}/{SHEDS}")
        page.evaluate(
            "document.querySelector('main').addEventListener('click', it => it.preventDefault())"
        )
        page.locator(".bh-body a[href*=count-first]").tap()
        page.clock.run_for(600)
        assert painted(page).get_by_role("tooltip").count() == 0
        assert not any("count-first" in url for url in log.requests)


# Comparing


def test_lessons_are_compared_whatever_the_address_names(served: Server, page: Page) -> None:
    asked = [
        "cold-sheds",
        "warm-sheds",
        "no-such",
        "<b>",
        "sing-to-the-pumps",
        "short",
        "bell",
        "count-first",
    ]
    page.goto(f"{served.address}/compare/?" + "&".join(f"lesson={one}" for one in asked))
    settled(page)
    assert [words_of.split(" Take out")[0] for words_of in columns(page)] == [
        "Heat the sheds of the pumps",
        "Withdrawn. Sing to the pumps",
        "Keep the handover short",
        "Ring a bell when the shift changes",
    ]
    said = page.get_by_role("status").first.inner_text()
    for note in (
        "no lesson “no-such”",
        "no lesson “<b>”",
        "Count the pumps before you plan” is left",
    ):
        assert note in said
    assert page.get_by_role("rowheader", name="What stood in the way").is_visible()


def columns(page: Page) -> list[str]:
    """Return the words of the headings of the columns."""
    return [" ".join(text.split()) for text in page.get_by_role("columnheader").all_inner_texts()]


def test_a_comparison_grows_and_shrinks_by_links(served: Server, page: Page) -> None:
    page.goto(f"{served.address}/compare/?lesson=warm-sheds")
    page.get_by_role("link", name="Count the pumps before you plan").focus()
    page.keyboard.press("Enter")
    page.get_by_role("columnheader", name="Count the pumps").wait_for()
    page.get_by_role("link", name="Take out “Heat the sheds of the pumps”").click()
    page.wait_for_url("**/compare/?lesson=count-first")
    page.get_by_role("columnheader", name="Count the pumps").wait_for()
    assert page.get_by_role("columnheader", name="Heat the sheds").count() == 0


def test_on_a_small_screen_every_value_names_its_lesson(long_served: Server, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{long_served.address}/compare/?lesson=long&lesson=linked-1")
    cell = page.locator("tbody td").first
    assert cell.evaluate("each => getComputedStyle(each, '::before').content") == f'"Title {LONG}"'
    assert page.evaluate("document.documentElement.scrollWidth") == 320


# The reading list


def test_a_lesson_is_kept_read_again_and_taken_out(served: Server, page: Page) -> None:
    page.goto(f"{served.address}/{SHEDS}")
    page.get_by_role("button", name="Keep").click()
    page.goto(f"{served.address}/all/")
    button = page.get_by_role("button", name="Keep “Heat the sheds of the pumps”")
    other = page.locator("button[data-keep][aria-pressed=false]").first
    other.click()
    page.get_by_role("link", name="Reading list (2)").click()
    page.get_by_text("Pumps freeze when the nights turn cold").wait_for()
    page.get_by_role("button", name="Take out “Heat the sheds of the pumps”").click()
    assert page.locator("#bh-kept li").count() == 1
    page.reload()
    assert page.locator("#bh-kept li").count() == 1
    assert button.count() == 0


@pytest.mark.parametrize("stored", ["", "null", "{", "[1]", '[["../x","a"]]', '{"a":1}'])
def test_what_is_stored_and_no_list_counts_as_empty(
    served: Server, page: Page, stored: str
) -> None:
    log = followed(page)
    page.goto(f"{served.address}/all/")
    page.evaluate("text => localStorage.setItem('beforehand-reading-list:/', text)", stored)
    page.goto(f"{served.address}/reading-list/")
    page.get_by_text("It is empty.").wait_for()
    assert log.wrong == []


def test_the_list_says_what_has_become_of_lessons(served: Server, page: Page) -> None:
    entries = [
        ["cold-sheds", "Old"],
        ["warm-sheds", "New"],
        ["gone", "Gone"],
        ["sing-to-the-pumps", "Sing"],
    ]
    page.goto(f"{served.address}/all/")
    page.evaluate(
        "list => localStorage.setItem('beforehand-reading-list:/', JSON.stringify(list))", entries
    )
    page.goto(f"{served.address}/reading-list/")
    settled(page)
    assert page.get_by_text("It is no longer here.").is_visible()
    assert page.get_by_text("Withdrawn.").is_visible()
    assert page.get_by_role("link", name="Heat the sheds of the pumps").is_visible()
    # The old id and the new one are one lesson, once both have been read.
    assert page.locator("#bh-kept li").count() == 3
    page.evaluate("window.print = () => { window.printed = true; }")
    page.fill("#bh-pack-title", "For <i>Monday</i>")
    page.get_by_role("button", name="Print all as one pack").click()
    page.wait_for_function("() => window.printed")
    assert page.locator(".bh-cover li").all_inner_texts() == ["Heat the sheds of the pumps"]
    assert page.get_by_role("heading", name="For <i>Monday</i>").is_visible()
    cover = page.locator(".bh-cover").inner_text()
    assert "“Gone”, because it is no longer here" in cover
    assert "because it was withdrawn" in cover
    page.emulate_media(media="print")
    assert page.locator(".bh-kept").is_hidden()
    assert page.locator(".bh-packed").get_by_text("Heat the shed, see").is_visible()


def test_a_browser_that_keeps_nothing_says_so(served: Server, context: BrowserContext) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }});"
    )
    page = context.new_page()
    log = followed(page)
    page.goto(f"{served.address}/{SHEDS}")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Reading list (1)").wait_for()
    page.goto(f"{served.address}/reading-list/")
    page.get_by_text("Your browser keeps nothing for this site").wait_for()
    assert log.wrong == []
