"""How the finder page stands on the screen, in the history, on slow lines and without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.site.browsing import PATIENCE, SHIFTS, followed, settled
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

    from tests.site.built import BuiltSite

pytestmark = pytest.mark.browser

MANY = "?q=people+learn+from+peers"


@pytest.fixture(scope="module")
def served(repository_site: BuiltSite) -> Iterator[Server]:
    with serving(repository_site.folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


def opened(page: Page, server: Server, query: str) -> Page:
    """Open the finder, and wait until it has answered."""
    page.goto(f"{server.address}/solved/{query}")
    return settled(page)


@pytest.mark.parametrize(("width", "height", "most"), [(390, 844, 340), (1440, 900, 280)])
def test_the_first_answer_is_near_the_top_and_nothing_moves(
    page: Page, served: Server, width: int, height: int, most: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(SHIFTS)
    opened(page, served, "?q=everyone+is+too+busy+to+learn")
    top = page.evaluate("document.querySelector('#bh-found h2').getBoundingClientRect().top")
    assert top <= most
    assert page.evaluate("window.shifted") <= 0.05


def test_few_tab_stops_lie_between_the_box_and_the_first_answer(page: Page, served: Server) -> None:
    opened(page, served, MANY).focus("#bh-search")
    stops = 0
    while not page.evaluate("document.activeElement.matches('#bh-found a')"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops < 6
    assert page.locator("#bh-found ~ #bh-facets, .bh-body + .bh-side #bh-facets").count() == 1


def test_values_that_no_lesson_found_has_are_not_offered(page: Page, served: Server) -> None:
    opened(page, served, "?q=turbine+cost")
    settled(page)
    counts = page.locator("#bh-facets input[type=checkbox] ~ .bh-count").all()
    assert {count.inner_text() for count in counts if count.is_visible()}.isdisjoint({"0"})


def test_the_first_answer_asks_for_two_modules_and_no_file_twice(
    page: Page, served: Server
) -> None:
    log = followed(page)
    opened(page, served, MANY)
    # The buttons of the reading list come after.
    page.wait_for_load_state("networkidle")
    paths = [urlsplit(request).path for request in log.requests]
    first = paths[: next(at for at, path in enumerate(paths) if "/cards/" in path)]
    modules = [path for path in first if path.endswith(".js")]
    assert {path.partition("/beforehand/")[2] for path in modules} == {
        *("scheme.js", "finder.js", "finder/page.js", "site.js"),
    }
    assert sorted(paths) == sorted(set(paths))


def test_the_title_tells_one_query_from_another(page: Page, served: Server) -> None:
    opened(page, served, "?q=busy")
    assert page.title().startswith("busy - Has this problem been solved before? - ")
    page.fill("#bh-search", "x" * 200)
    page.wait_for_function("() => document.title.startsWith('xxx')")
    assert page.title().startswith("x" * 59 + "… - ")


def test_the_way_back_finds_the_longer_list_the_place_and_the_link(
    page: Page, served: Server
) -> None:
    opened(page, served, MANY).click("#bh-more")
    settled(page)
    link = page.locator("#bh-found h2 a").nth(14)
    link.scroll_into_view_if_needed()
    left, address = page.evaluate("scrollY"), link.get_attribute("href")
    link.click()
    page.wait_for_url("**/lesson/**")
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('#bh-found li').length > 15")
    page.wait_for_function("address => document.activeElement.href === address", arg=address)
    assert abs(page.evaluate("scrollY") - left) < 2


@pytest.mark.parametrize("times", [6])
def test_back_and_forward_many_times_show_what_the_address_asks(
    page: Page, served: Server, times: int
) -> None:
    opened(page, served, "?q=word0")
    for number in range(1, times):
        page.fill("#bh-search", f"word{number}")
        page.keyboard.press("Enter")
        page.wait_for_function("n => location.search === `?q=word${n}`", arg=number)
    for number in range(times - 2, -1, -1):
        page.go_back()
        page.wait_for_function(
            "n => document.getElementById('bh-search').value === `word${n}`", arg=number
        )
        assert page.title().startswith(f"word{number} - ")


def test_a_long_letter_is_searched_and_kept_where_no_server_has_to_take_it(
    page: Page, served: Server
) -> None:
    letter = "Dear all, everyone is too busy to learn on our ward. " * 400
    page.goto(f"{served.address}/solved/")
    page.fill("#bh-search", letter)
    page.keyboard.press("Enter")
    ten = "() => document.querySelectorAll('#bh-found h2').length === 10"
    page.wait_for_function(ten)
    assert len(page.evaluate("location.search")) == 0
    found = page.locator("#bh-found h2").all_inner_texts()
    page.reload()
    page.wait_for_function(ten)
    assert page.input_value("#bh-search") == letter
    assert page.locator("#bh-found h2").all_inner_texts() == found


def test_the_box_in_the_header_takes_a_pasted_letter(page: Page, served: Server) -> None:
    letter = (
        "Dear all,\n\neverybody is too busy\nto learn from others. " + "Yours sincerely. " * 400
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{served.address}/all/")
    page.evaluate("letter => navigator.clipboard.writeText(letter)", letter)
    page.focus("header #bh-search")
    page.keyboard.press("Control+v")
    page.keyboard.press("Enter")
    page.wait_for_url("**/solved/#q=*")
    page.wait_for_selector("#bh-found li")
    assert page.input_value("#bh-search").split() == letter.split()


@pytest.mark.parametrize("query", ["?q=%E0%A4%A", "#q=%E0%A4%A", "?q=&q=&tag=", "?" + "q=a&" * 50])
def test_an_odd_address_is_no_error(page: Page, served: Server, query: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{served.address}/solved/{query}")
    page.wait_for_selector("#bh-facets fieldset", state="attached")
    assert wrong == []


def test_it_says_at_once_that_it_searches(page: Page, served: Server) -> None:
    held: list[Route] = []
    let_go: list[bool] = []

    def hold(route: Route) -> None:
        if let_go:
            route.continue_()
        else:
            held.append(route)

    page.route("**/search/index.json", hold)
    page.goto(f"{served.address}/solved/?q=busy", wait_until="commit")
    page.wait_for_function(
        "() => document.getElementById('bh-status')?.textContent === 'Searching…'"
    )
    assert not page.locator("#bh-start").is_visible()
    assert page.locator("#bh-found").get_attribute("aria-busy") == "true"
    # Preload and program may ask one after the other.
    let_go.append(True)
    for route in held:
        route.continue_()
    settled(page)
    assert page.locator("#bh-found li").count()
