"""The site as a reader meets it: in a real browser, behind a strict policy, with keys alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from tests.site.browsing import followed
from tests.site.built import REPOSITORY, BuiltSite, headers, words
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = pytest.mark.browser

MISSING = "no/such/page/"
PAGES = (
    "",
    "all/",
    "all/2/",
    "all/by-title/",
    "all/?q=pumps",
    "solved/?q=pumps+freeze+in+winter",
    "solved/?q=xylophone",
    "topics/",
    "topics/pumps/",
    "evidence/",
    "evidence/both/",
    "evidence/practice-1/",
    "gaps/",
    "board/",
    "insights/",
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
    "guide/how/",
    "rules/",
    "rules/raw-html/",
    MISSING,
)
"""One page of each kind, of the invented base that has them all."""

SCHEMES = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
HOSTILE = "<img src=x onerror=alert(1)> \"'{{7*7}}"


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
        fresh.set_default_timeout(10_000)
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


def settled(page: Page, address: str) -> None:
    """Open an address, and wait until its scripts have done what they do unasked."""
    page.goto(address)
    if "?q=" in address:
        page.get_by_role("status").filter(has_text=re.compile(r"\w")).first.wait_for()


# Every kind of page


def test_the_list_of_pages_has_every_kind(rich_site: BuiltSite) -> None:
    tops = {path.split("/")[0] for path in rich_site.pages} - {"404.html", "index.html"}
    assert {address.split("/")[0] for address in PAGES if address and address != MISSING} >= tops


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_this_host_alone_and_breaks_no_policy(
    served: Server, rich_site: BuiltSite, page: Page, address: str
) -> None:
    if address not in pages_of(rich_site):
        pytest.skip("this site has no such page")
    log = followed(page)
    settled(page, f"{served.address}/{address}")
    document = f"{served.address}/{address}"
    expected = 404 if address == MISSING else 200
    assert log.statuses.pop(document) == expected
    assert [url for url in log.requests if not url.startswith(f"{served.address}/")] == []
    assert set(log.statuses.values()) == {200}, log.statuses
    if address == MISSING:
        log.wrong = [text for text in log.wrong if "status of 404" not in text]
    assert log.wrong == []


def test_the_policy_under_test_forbids_what_it_should(served: Server, page: Page) -> None:
    """Otherwise no page could break it."""
    log = followed(page)
    page.goto(f"{served.address}/")
    page.evaluate("document.body.setAttribute('onclick', 'alert(1)'); document.body.click()")
    assert any("Content Security Policy" in text for text in log.wrong)


@pytest.mark.parametrize(("scheme", "width"), SCHEMES)
def test_axe_finds_nothing(
    served: Server, rich_site: BuiltSite, browser: Browser, scheme: str, width: int
) -> None:
    found: dict[str, str] = {}
    with browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
        # The script of axe is put into the page, which the policy would forbid.
        bypass_csp=True,
    ) as context:
        page = context.new_page()
        for address in pages_of(rich_site):
            settled(page, f"{served.address}/{address}")
            results = Axe().run(page)
            if results.violations_count:
                found[address] = results.generate_report()
            assert _scheme(page) == ("slate" if scheme == "dark" else "default")
    assert not found, "\n".join(f"{address}\n{report}" for address, report in found.items())


def test_axe_would_find_something(served: Server, page: Page) -> None:
    """Otherwise the tests above would be blind."""
    page.goto(f"{served.address}/")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert "image-alt" in Axe().run(page).generate_snapshot()


def test_no_page_scrolls_sideways(served: Server, rich_site: BuiltSite, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    wide = {}
    for address in pages_of(rich_site):
        settled(page, f"{served.address}/{address}")
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > 320:
            wide[address] = across
    assert wide == {}


def test_no_page_of_this_repository_scrolls_sideways(
    lessons_served: Server, repository_site: BuiltSite, page: Page
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    wide = {}
    for path in sorted(repository_site.pages):
        if path.startswith(("rules/", "topics/", "evidence/")):
            continue  # the same as in the invented base
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
        assert plain.locator("button:visible:not([type=submit])").count() == 0, address
        assert plain.locator("select:visible").count() == 0, address


@pytest.mark.parametrize("address", ["", "lesson/warm-sheds/"])
def test_the_search_form_leads_to_a_list_without_scripts(
    served: Server, plain: Page, address: str
) -> None:
    plain.goto(f"{served.address}/{address}")
    plain.locator("input[name=q]:visible").fill("cold pumps")
    plain.keyboard.press("Enter")
    plain.wait_for_url(f"{served.address}/*/?q=cold+pumps")
    assert plain.locator("noscript").count() == 1
    assert plain.locator("main a[href*='topics/']:visible").count() > 0


# The list of all lessons, filtered


def matching(
    *words_wanted: str, evidence: str = "", topic: str = "", outcome: str = ""
) -> list[str]:
    """Return titles of the repository's lessons that a filter should show, worked out here."""
    vocabulary = yaml.safe_load((REPOSITORY / "lessons/vocabulary.yml").read_text(encoding="utf-8"))
    shown = []
    for header in headers(REPOSITORY / "lessons").values():
        tags = header["tags"]
        assert isinstance(tags, list)
        labels = [vocabulary["tags"][tag]["label"] for tag in tags]
        text = " ".join([str(header["title"]), str(header["problem"]), *labels]).lower()
        said = re.findall(r"\w+", text)
        if (
            all(any(one.startswith(word) for one in said) for word in words_wanted)
            and (not evidence or header["evidence"] == evidence)
            and (not topic or topic in labels)
            and (not outcome or header.get("outcome") == outcome)
        ):
            shown.append(str(header["title"]))
    return sorted(shown)


class Listing:
    """The list of all lessons, as a reader works with it."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self._address = f"{server.address}/all/"
        self.box = page.locator("main input[name=q]:visible")
        self.status = page.get_by_role("status").first
        self.cards = page.locator("main li:visible > h2 a")

    def open(self, **query: str) -> None:
        """Open the list, and wait until it can be filtered."""
        self.page.goto(self._address + (f"?{urlencode(query)}" if query else ""))
        self.page.locator("select[name=topic] option:nth-child(2)").wait_for(state="attached")

    def choose(self, name: str, label: str) -> None:
        self.page.locator(f"select[name={name}]").select_option(label=label)

    def says(self, text: str) -> None:
        """Wait until the line that is read aloud says something."""
        self.status.get_by_text(text).or_(self.status.filter(has_text=text)).first.wait_for()

    @property
    def titles(self) -> list[str]:
        return self.cards.all_inner_texts()

    @property
    def query(self) -> str:
        found: str = self.page.evaluate("location.search")
        return found


@pytest.fixture
def listing(lessons_served: Server, page: Page) -> Listing:
    """Return the list of all lessons, open and ready."""
    made = Listing(page, lessons_served)
    made.open()
    return made


def test_typing_filters_the_list_and_says_how_many(listing: Listing) -> None:
    expected = matching("doctor")
    assert 1 < len(expected) < 30
    listing.box.press_sequentially("Doctor")
    listing.says(f"{len(expected)} lessons match.")
    assert sorted(listing.titles) == expected


def test_every_word_narrows_the_list(listing: Listing) -> None:
    expected = matching("doctor", "hardly")
    assert len(expected) == 1
    listing.box.fill("hardly doctor")
    listing.says("1 lesson matches.")
    assert listing.titles == expected


def test_the_number_found_is_announced(listing: Listing) -> None:
    region = listing.status
    live = region.evaluate("one => one.role ?? one.getAttribute('role')")
    assert live == "status", "which is polite and atomic by itself"
    assert region.evaluate("one => one.getAttribute('aria-live')") in {None, "polite"}


def test_the_address_holds_what_is_asked(listing: Listing) -> None:
    expected = matching("meeting")
    listing.box.fill("meeting")
    listing.says(f"{len(expected)} lessons match.")
    assert listing.query == "?q=meeting"
    listing.page.reload()
    listing.says(f"{len(expected)} lessons match.")
    assert listing.box.input_value() == "meeting"
    assert sorted(listing.titles) == expected


def test_the_way_back_from_a_lesson_leads_to_what_was_asked(listing: Listing) -> None:
    listing.box.fill("meeting")
    listing.says("lessons match.")
    before = listing.titles
    listing.cards.first.click()
    listing.page.wait_for_url("**/lesson/**")
    listing.page.go_back()
    listing.says("lessons match.")
    assert listing.box.input_value() == "meeting"
    assert listing.titles == before


def test_the_way_back_undoes_one_choice_at_a_time(listing: Listing) -> None:
    everything = listing.titles
    listing.choose("evidence", "Experience and research")
    chosen = listing.titles
    listing.choose("sort", "Title")
    listing.page.go_back()
    assert listing.page.locator("select[name=sort]").input_value() == ""
    assert listing.titles == chosen
    listing.page.go_back()
    assert listing.page.locator("select[name=evidence]").input_value() == ""
    assert listing.titles == everything


def test_the_list_is_filtered_by_evidence(listing: Listing) -> None:
    listing.choose("evidence", "Experience and research")
    assert sorted(listing.titles) == matching(evidence="both")
    assert listing.query == "?evidence=both"


@pytest.mark.parametrize(("axis", "of"), [("practice", 4), ("research", 5)])
def test_the_list_is_filtered_by_level_and_higher(listing: Listing, axis: str, of: int) -> None:
    select = listing.page.locator(f"select[name={axis}]")
    select.select_option(value="1")
    listing.says("match")
    said = listing.page.locator("main li:visible .bh-mark").all_inner_texts()
    levels = {re.findall(rf"{axis.title()} (\d) of {of}", text)[0] for text in said}
    assert levels
    assert "0" not in levels
    assert listing.query == f"?{axis}=1"


def test_the_list_is_filtered_by_topic(listing: Listing) -> None:
    expected = matching(topic="Leadership and hierarchy")
    assert expected
    listing.choose("topic", "Leadership and hierarchy")
    assert sorted(listing.titles) == expected


def test_the_list_is_filtered_by_outcome(listing: Listing) -> None:
    listing.choose("outcome", "Worked")
    assert sorted(listing.titles) == matching(outcome="worked")


def test_filters_and_words_add_up(listing: Listing) -> None:
    expected = matching("doctor", topic="Doctors and managers", evidence="both")
    listing.open(q="doctor", topic="Doctors and managers", evidence="both")
    listing.says(f"{len(expected)} lesson")
    assert sorted(listing.titles) == expected


def test_the_list_is_sorted_by_title(listing: Listing) -> None:
    listing.choose("sort", "Title")
    assert listing.titles == sorted(matching(), key=str.casefold)


def test_the_list_is_sorted_by_evidence(listing: Listing) -> None:
    listing.choose("sort", "Evidence")
    said = listing.page.locator("main li:visible .bh-mark").all_inner_texts()
    order = [next(i for i, mark in enumerate(_MARKS) if text.startswith(mark)) for text in said]
    assert order == sorted(order)
    assert len(set(order)) > 1


_MARKS = ("Both experience and research", "Research", "Experience")


def test_a_query_that_finds_nothing_is_told_so(listing: Listing) -> None:
    listing.box.fill("xylophone")
    listing.says("No lessons match.")
    assert listing.titles == []


def test_clearing_brings_the_whole_list_back(listing: Listing) -> None:
    everything = listing.titles
    listing.box.fill("xylophone")
    listing.choose("evidence", "Research")
    listing.says("No lessons match.")
    listing.page.get_by_role("button", name="Clear").click()
    listing.page.wait_for_url("**/all/")
    assert listing.titles == everything
    assert listing.box.input_value() == ""
    assert listing.page.locator("select[name=evidence]").input_value() == ""


def test_a_hostile_query_is_text(listing: Listing) -> None:
    log = followed(listing.page)
    listing.open(q=HOSTILE, topic=HOSTILE, evidence=HOSTILE, sort=HOSTILE)
    listing.says("No lessons match.")
    assert listing.box.input_value() == HOSTILE
    assert listing.page.locator("main img").count() == 0
    assert log.wrong == []


def test_marks_and_capital_letters_do_not_matter(listing: Listing) -> None:
    assert matching("doctors")
    listing.box.fill("dÓCTORS")
    listing.says(f"{len(matching('doctors'))} lessons match.")


def test_the_list_can_be_worked_with_keys_alone(listing: Listing) -> None:
    title = matching("hardly")[0]
    _press_until(listing.page, "Tab", listing.box)
    listing.page.keyboard.type("hardly")
    listing.says("1 lesson matches.")
    _press_until(listing.page, "Tab", listing.cards.first)
    listing.page.keyboard.press("Enter")
    listing.page.wait_for_url("**/lesson/**")
    assert listing.page.locator("h1").inner_text() == title


def _press_until(page: Page, key: str, wanted: Locator) -> None:
    for _ in range(40):
        page.keyboard.press(key)
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{key} does not lead to {wanted}")


def test_a_card_that_is_found_looks_like_one_that_was_there(listing: Listing) -> None:
    def card(title: str) -> list[str]:
        found: Locator = listing.page.locator("main li:visible").filter(has_text=title)
        return found.first.inner_text().split()

    title = matching("hardly")[0]
    before = card(title)
    listing.box.fill("hardly")
    listing.says("1 lesson matches.")
    assert card(title) == before


def test_the_list_stays_when_its_rows_cannot_be_had(lessons_served: Server, page: Page) -> None:
    page.route("**/rows-*.json", lambda route: route.abort())
    page.goto(f"{lessons_served.address}/all/?q=doctor")
    page.get_by_role("status").filter(has_text="could not be loaded").first.wait_for()
    assert page.locator("main li:visible > h2 a").count() == len(matching())


def test_the_search_box_of_a_page_asks_where_it_leads(
    served: Server, rich_site: BuiltSite, page: Page
) -> None:
    page.goto(f"{served.address}/lesson/warm-sheds/")
    page.locator("input[name=q]:visible").fill("freeze")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.address}/*/?q=freeze")
    page.locator("main li:visible").filter(has_text="Heat the sheds").first.wait_for()
    assert words(rich_site.page("lesson/warm-sheds/").select_one("h1")).startswith("Heat")
