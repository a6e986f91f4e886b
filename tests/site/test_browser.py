"""The site as a reader meets it: in a real browser, behind a strict policy, with keys alone."""

from __future__ import annotations

import gzip
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.site.axe import faults
from tests.site.browsing import PATIENCE, followed, settled
from tests.site.built import BuiltSite, words
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.site.browsing import Log

pytestmark = pytest.mark.browser

MISSING = "no/such/page/"
PAGES = (
    "",
    "all/",
    "all/2/",
    "all/by-title/",
    "compare/?lesson=warm-sheds&lesson=count-first",
    "reading-list/",
    "solved/?tag=pumps",
    "solved/?q=pumps+freeze+in+winter",
    "solved/?q=xylophone",
    "topics/",
    "topics/pumps/",
    "evidence/",
    "evidence/both/",
    "evidence/practice-1/",
    "gaps/",
    "who-knows-what/",
    "board/",
    "insights/",
    "new/",
    "did-not-work/",
    "words/",
    "reviews/",
    "tools/",
    "assists/",
    "assist/night-visit/",
    "assist/next-meeting/",
    "lesson/warm-sheds/",
    "lesson/half-thought/",
    "lesson/sing-to-the-pumps/",
    "lesson/wrap-the-pipes/",
    "reuse/south-heats/",
    "share/",
    "used/",
    "plan/",
    "guide/how/",
    "rules/",
    "rules/raw-html/",
    MISSING,
)
"""One page of each kind, of the invented base that has them all."""


@pytest.fixture(scope="module")
def served(rich_site: BuiltSite) -> Iterator[Server]:
    """Serve the invented base that has one of everything, behind a strict policy."""
    with serving(rich_site.folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture(scope="module")
def lessons_served(repository_site: BuiltSite) -> Iterator[Server]:
    """Serve the site of this repository, behind a strict policy."""
    with serving(repository_site.folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser as a reader opens it for the first time."""
    with browser.new_context(locale="en-GB") as fresh:
        fresh.set_default_timeout(PATIENCE)
        yield fresh


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return an empty page."""
    return context.new_page()


def pages_of(site: BuiltSite) -> list[str]:
    """Return an address of each kind of page, leaving out what this site does not have."""
    return [
        address
        for address in PAGES
        if address == MISSING or f"{address.partition('?')[0]}index.html" in site.files
    ]


def opened(page: Page, address: str) -> None:
    """Open an address, and wait until its scripts have done what they do unasked."""
    page.goto(address)
    path = address.partition("?")[0]
    if path.endswith(("/solved/", "/compare/", "/reading-list/", "/share/", "/used/", "/plan/")):
        settled(page)


# Every kind of page


def test_the_list_of_pages_has_every_kind(rich_site: BuiltSite) -> None:
    pages = (path for path in rich_site.files if path.endswith(".html"))
    tops = {path.split("/")[0] for path in pages} - {"404.html", "index.html"}
    assert {address.split("/")[0] for address in PAGES if address and address != MISSING} >= tops


@pytest.fixture(scope="module")
def visited(browser: Browser, served: Server) -> Callable[[str], Log]:
    """Return a function that gives what a page did in a fresh browser until it asked no more.

    Each page is opened once.
    """

    @cache
    def visit(address: str) -> Log:
        with browser.new_context(locale="en-GB") as fresh:
            fresh.set_default_timeout(PATIENCE)
            page = fresh.new_page()
            log = followed(page)
            opened(page, f"{served.address}/{address}")
            page.wait_for_load_state("networkidle")
            return log

    return visit


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_this_host_alone_and_breaks_no_policy(
    served: Server, rich_site: BuiltSite, visited: Callable[[str], Log], address: str
) -> None:
    if address not in pages_of(rich_site):
        pytest.skip("this site has no such page")
    log = visited(address)
    document = f"{served.address}/{address}"
    expected = 404 if address == MISSING else 200
    assert log.statuses[document] == expected
    assert [url for url in log.requests if not url.startswith(f"{served.address}/")] == []
    others = {url: status for url, status in log.statuses.items() if url != document}
    assert set(others.values()) == {200}, others
    wrong = log.wrong
    if address == MISSING:
        # Where no address is set, this page has a style of its own for hosts without a policy.
        known = ("status of 404", "inline style")
        wrong = [text for text in wrong if not any(part in text for part in known)]
    assert wrong == []


@pytest.mark.parametrize("address", [it for it in PAGES if it != MISSING])
def test_a_page_is_small(rich_site: BuiltSite, visited: Callable[[str], Log], address: str) -> None:
    """What it loads is counted packed, without pictures and without the index of the search."""
    if address not in pages_of(rich_site):
        pytest.skip("this site has no such page")
    paths = {urlsplit(url).path.lstrip("/") for url in visited(address).requests}
    files = [
        f"{path}index.html" if path.endswith("/") or not path else path
        for path in paths
        if not path.startswith("search/") and not path.endswith((".svg", ".png"))
    ]
    sizes = [len(gzip.compress((rich_site.folder / file).read_bytes(), 6)) for file in files]
    # The finder has more scripts than any other page.
    assert sum(sizes) <= (43_000 if address.startswith("solved/") else 29_000)


def test_the_policy_under_test_forbids_what_it_should(served: Server, page: Page) -> None:
    """Otherwise no page could break it."""
    log = followed(page)
    page.goto(f"{served.address}/")
    page.evaluate("document.body.setAttribute('onclick', 'alert(1)'); document.body.click()")
    assert any("Content Security Policy" in text for text in log.wrong)


@pytest.fixture(scope="module")
def inspected(browser: Browser) -> Iterator[Page]:
    """Return a page whose policy allows the script of axe."""
    with browser.new_context(bypass_csp=True) as context:
        yield context.new_page()


@pytest.mark.parametrize(
    "address",
    # In as many groups as there may be processes.
    [
        pytest.param(address, marks=pytest.mark.xdist_group(f"axe {at % 4}"))
        for at, address in enumerate(PAGES)
    ],
)
@pytest.mark.practice("a85")
def test_axe_finds_nothing(served: Server, inspected: Page, address: str) -> None:
    opened(inspected, f"{served.address}/{address}")
    assert faults(inspected) == {}


def test_axe_would_find_something(served: Server, inspected: Page) -> None:
    """Otherwise the tests above would be blind."""
    inspected.goto(f"{served.address}/")
    inspected.evaluate("document.body.append(document.createElement('img'))")
    found = faults(inspected, [390])
    assert found.keys() == {"light 390", "dark 390"}
    assert all("image-alt" in report for report in found.values())


def test_no_page_scrolls_sideways(served: Server, rich_site: BuiltSite, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    wide = {}
    for address in pages_of(rich_site):
        opened(page, f"{served.address}/{address}")
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > 320:
            wide[address] = across
    assert wide == {}


def test_no_page_of_this_repository_scrolls_sideways(
    lessons_served: Server, repository_site: BuiltSite, page: Page
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    wide = {}
    for path in sorted(repository_site.files):
        if not path.endswith(".html") or path.startswith(("rules/", "topics/", "evidence/")):
            continue  # no page, or the same as in the invented base
        page.goto(f"{lessons_served.address}/{path.removesuffix('index.html')}")
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > 320:
            wide[path] = across
    assert wide == {}


def test_an_old_address_leads_on(served: Server, page: Page) -> None:
    page.goto(f"{served.address}/lesson/cold-sheds/")
    page.wait_for_url(f"{served.address}/lesson/warm-sheds/")
    assert page.locator("h1").count() == 1


def test_a_column_stands_as_its_author_aligned_it(served: Server, page: Page) -> None:
    page.goto(f"{served.address}/lesson/warm-sheds/")
    cells = page.locator(".bh-body td")
    aligned = [
        cell.evaluate("cell => getComputedStyle(cell).textAlign").removeprefix("-webkit-")
        for cell in cells.all()
    ]
    assert aligned == ["left", "right"]


# Keys and colours


@pytest.mark.parametrize("address", ["", "all/", "lesson/warm-sheds/", MISSING])
@pytest.mark.practice("c35")
def test_the_first_key_stop_skips_to_the_content(served: Server, page: Page, address: str) -> None:
    page.goto(f"{served.address}/{address}")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Skip to content"
    assert focused.is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_every_key_stop_can_be_seen(served: Server, page: Page) -> None:
    page.goto(f"{served.address}/lesson/warm-sheds/")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.count():
            break
        outline = focused.evaluate(
            "one => { const style = getComputedStyle(one);"
            " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1; }"
        )
        if not outline or not focused.is_visible():
            unseen.append(focused.evaluate("one => one.outerHTML.slice(0, 100)"))
    assert unseen == []


def _scheme(page: Page) -> str | None:
    return page.locator("html").get_attribute("data-md-color-scheme")


def test_the_colours_can_be_chosen_and_stay_chosen(served: Server, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{served.address}/")
    button = page.get_by_role("button", name="Colours")
    assert (button.inner_text(), _scheme(page)) == ("Colours: automatic", "default")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert (button.inner_text(), _scheme(page)) == ("Colours: dark", "slate")
    page.reload()
    assert (button.inner_text(), _scheme(page)) == ("Colours: dark", "slate")
    page.goto(f"{served.address}/lesson/warm-sheds/")
    assert (button.inner_text(), _scheme(page)) == ("Colours: dark", "slate")
    button.click()
    assert (button.inner_text(), _scheme(page)) == ("Colours: automatic", "default")


def test_colours_follow_the_system_until_they_are_chosen(served: Server, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{served.address}/")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    assert _scheme(page) == "slate"
    page.emulate_media(color_scheme="light")
    page.locator("html[data-md-color-scheme=default]").wait_for()
    assert page.evaluate(background) != dark


@pytest.mark.parametrize("address", ["", "all/", "lesson/warm-sheds/", MISSING])
def test_the_slash_key_goes_to_the_search_box(served: Server, page: Page, address: str) -> None:
    page.goto(f"{served.address}/{address}")
    box = page.locator("[name=q]:visible").first
    box.wait_for()
    page.keyboard.press("/")
    assert box.evaluate("box => box === document.activeElement")
    assert box.input_value() == ""
    page.keyboard.type("a/b")
    assert box.input_value() == "a/b"


def test_the_slash_key_can_be_switched_off(served: Server, page: Page) -> None:
    page.goto(f"{served.address}/lesson/warm-sheds/")
    page.get_by_role("button", name="Key / goes to search").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


# Without scripts


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """Return an empty page of a browser that runs no scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def test_lists_and_links_are_there_without_scripts(
    lessons_served: Server, repository_site: BuiltSite, plain: Page
) -> None:
    plain.goto(f"{lessons_served.address}/all/")
    links = plain.locator("main li h2 a")
    assert links.count() == len(repository_site.lesson_links("all/"))
    assert links.last.is_visible()
    links.first.click()
    assert "/lesson/" in plain.url
    assert plain.locator("h1").is_visible()


def test_no_control_without_effect_is_shown_without_scripts(
    served: Server, rich_site: BuiltSite, plain: Page
) -> None:
    for address in pages_of(rich_site):
        plain.goto(f"{served.address}/{address}")
        without_effect = "button:visible:not([type=submit], [type=reset], [popovertarget])"
        assert plain.locator(without_effect).count() == 0, address
        assert plain.locator("select:visible").count() == 0, address


@pytest.mark.parametrize("address", ["", "lesson/warm-sheds/"])
def test_the_search_form_leads_to_a_list_without_scripts(
    served: Server, plain: Page, address: str
) -> None:
    plain.goto(f"{served.address}/{address}")
    plain.locator("[name=q]:visible").fill("cold pumps")
    plain.locator("form[role=search] button:visible").click()
    plain.wait_for_url(f"{served.address}/*/?q=cold+pumps")
    assert plain.locator("noscript").count() == 1
    assert plain.locator("main a[href*='topics/']:visible").count() > 0


def test_the_search_box_of_a_page_asks_where_it_leads(
    served: Server, rich_site: BuiltSite, page: Page
) -> None:
    page.goto(f"{served.address}/lesson/warm-sheds/")
    page.locator("input[name=q]:visible").fill("freeze")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.address}/*/?q=freeze")
    page.locator("main li:visible").filter(has_text="Heat the sheds").first.wait_for()
    assert words(rich_site.page("lesson/warm-sheds/").select_one("h1")).startswith("Heat")
