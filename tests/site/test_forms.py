"""The forms of the site in a real browser: what readers do, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from site_builder.library.trial import Trial
from site_builder.project import read_project
from tests.site.browsing import SHIFTS, followed, painted, settled
from tests.site.built import BuiltSite, lessons
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route

pytestmark = pytest.mark.browser

PROBLEM = "Pumps freeze at the invented plant when nights turn cold"
ANSWERS = {
    "title": "Heat the: #sheds",
    "problem": PROBLEM,
    "what_happened": "The plant heated its sheds.\n\n## Then\n\nNo pump <b>froze</b>.",
    "what_was_learned": "Begin in October.",
    "source": "Notes of the plant",
    "team": "Third team, Invented Hospital",
}


@pytest.fixture(scope="module")
def served(rich_site: BuiltSite) -> Iterator[Server]:
    """Serve the site of the invented base."""
    with serving(rich_site.folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser of a reader's own."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context


def opened(reader: BrowserContext, served: Server, address: str) -> Page:
    """Return a new tab with a form."""
    page = reader.new_page()
    page.goto(f"{served.address}/{address}")
    page.locator("#bh-go:enabled").wait_for()
    return page


def held_back(page: Page, address: str) -> list[Route]:
    """Return the requests of a page for an address, none of which is answered by itself."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(address, hold)
    return held


def answer(page: Page, answers: dict[str, str] = ANSWERS) -> None:
    """Answer the questions of a lesson."""
    for name, text in answers.items():
        page.fill(f"#bh-answer-{name}", text)
    page.check("input[value=experiential]")
    page.check("input[value=experience-report]")
    page.check("input[name=tags] >> nth=0")
    for box in page.locator("input[name=consent]").all():
        box.check()


def finish(page: Page) -> str:
    """Check the answers; return the text that comes of them."""
    settled(page).click("#bh-go")
    page.locator("#bh-ready").wait_for()
    return page.input_value("#bh-text")


def test_what_is_answered_becomes_a_lesson_that_a_check_passes(
    reader: BrowserContext, served: Server, rich_base: Path
) -> None:
    page = reader.new_page()
    log = followed(page)
    page.goto(f"{served.address}/share/")
    answer(page)
    text = finish(page)
    found = Trial(read_project(rich_base)).of("lessons/new-one.md", text).diagnostics
    assert [one for one in found if str(one.severity) == "error"] == []
    assert {one.rule for one in found} <= {"team-unknown", "date-future"}
    assert [url for url in log.requests if not url.startswith(served.address)] == []
    assert [one for one in log.wrong if not one.startswith("dialog: ")] == []


def test_by_keyboard_alone(reader: BrowserContext, served: Server) -> None:
    page = opened(reader, served, "used/?lesson=warm-sheds")
    page.locator("input[name=lesson]:checked").wait_for()
    page.focus("#bh-answer-lesson")
    for keys in ("Tab", "Tab", "Tab"):
        page.keyboard.press(keys)
    page.keyboard.type("South team")
    page.keyboard.press("Tab")
    page.keyboard.type("shift lead")
    for _question in ("outcome", "measure"):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    for _question in ("happened", "setting", "changed", "text", "consent"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#bh-ready").wait_for()
    assert page.evaluate("document.activeElement.id") == "bh-ready-title"
    text = page.input_value("#bh-text")
    assert "lesson: warm-sheds\nteam: south\nreported_by: shift lead\n" in text
    assert "outcome: worked\nmeasure: opinion\n" in text


def test_what_is_missing_is_said_in_a_summary_that_leads_there(
    reader: BrowserContext, served: Server
) -> None:
    page = opened(reader, served, "share/")
    page.click("#bh-go")
    page.locator("#bh-errors").wait_for()
    assert page.evaluate("document.activeElement.id") == "bh-errors"
    page.click("#bh-errors a >> nth=1")
    assert page.evaluate("document.activeElement.id") == "bh-answer-problem"
    described = page.get_attribute("#bh-answer-problem", "aria-describedby") or ""
    assert "bh-error-problem" in described.split()
    assert page.text_content("#bh-error-problem") == "Error: there is no answer."
    assert page.get_attribute("#bh-answer-problem", "aria-invalid") == "true"


def test_advice_stands_beside_the_result_and_a_number_of_a_person_before_it(
    reader: BrowserContext, served: Server
) -> None:
    page = opened(reader, served, "share/")
    answer(page, {**ANSWERS, "what_was_learned": "The nurse was careless."})
    finish(page)
    assert "“nurse was careless” blames somebody" in (page.text_content("#bh-advice") or "")
    page.fill("#bh-answer-what_was_learned", "NHS number 943 476 5919")
    page.click("#bh-go")
    page.locator("#bh-errors").get_by_text("`943 *** ****` looks like an NHS number").wait_for()
    assert page.locator("#bh-ready").is_hidden()


def test_one_question_at_a_time_on_a_phone(browser: Browser, served: Server) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = opened(context, served, "share/")
        shown = page.locator(".bh-question:visible")
        assert shown.count() == 1
        page.click("#bh-go")
        page.locator("#bh-error-title").wait_for()
        assert "there is no answer" in (page.text_content("#bh-error-title") or "")
        page.fill("#bh-answer-title", "Heat the sheds")
        page.click("#bh-go")
        page.locator("#bh-answer-problem").wait_for()
        assert shown.get_attribute("data-question") == "problem"
        assert page.text_content("#bh-step") == "Question 2 of 11"
        page.click("#bh-back")
        assert shown.get_attribute("data-question") == "title"
        assert page.input_value("#bh-answer-title") == "Heat the sheds"


def test_the_nearest_lessons_lead_to_the_report_of_their_use(
    reader: BrowserContext, served: Server
) -> None:
    page = opened(reader, served, "share/")
    page.fill("#bh-answer-problem", "Pumps freeze in winter")
    use = page.get_by_role("link", name="This is it: tell how it went").first
    use.wait_for()
    lesson = parse_qs(urlsplit(use.get_attribute("href") or "").query)["lesson"][0]
    reader.on("page", lambda other: other.close())
    page.on("dialog", lambda dialog: dialog.accept())
    use.click()
    page.locator("input[name=lesson]:checked").wait_for()
    assert page.input_value("input[name=lesson]:checked") == lesson


def test_the_lesson_that_was_chosen_stays_whatever_is_searched_for_next(
    reader: BrowserContext, served: Server
) -> None:
    page = opened(reader, served, "used/")
    page.goto(f"{served.address}/used/?lesson=warm-sheds")
    chosen = page.locator("input[name=lesson]:checked")
    chosen.wait_for()
    page.fill("#bh-answer-lesson", "Keep the handover short")
    page.locator("input[name=lesson] >> nth=1").wait_for()
    assert chosen.input_value() == "warm-sheds"


def test_a_plan_says_what_was_searched_for_and_what_came_of_it(
    reader: BrowserContext, served: Server
) -> None:
    page = opened(reader, served, "plan/?q=Pumps+freeze+in+winter")
    settled(page).locator("select").first.select_option("reuse")
    page.fill("#bh-answer-title", "Frozen pumps")
    page.check("input[value=visit]")
    page.fill("#bh-answer-host_team", "South team")
    page.check("input[name=agreed]")
    text = finish(page)
    assert "status: searched\n" in text
    assert "query: Pumps freeze in winter" in text
    assert "judgement: reuse" in text


def test_what_checks_the_answers_comes_once_somebody_answers_and_again_if_it_failed(
    reader: BrowserContext, served: Server
) -> None:
    page = reader.new_page()
    log = followed(page)
    page.goto(f"{served.address}/share/")
    settled(page)
    early = [url for url in log.requests if "/forms/" in url or "/search" in url or "/api/" in url]
    assert [url.partition("/beforehand/")[2] for url in early] == ["forms/page.js"]
    page.route("**/forms/handing.js", lambda route: route.abort())
    page.click("#bh-go")
    page.get_by_text("could not be loaded").wait_for()
    page.unroute("**/forms/handing.js")
    page.click("#bh-go")
    page.locator("#bh-errors").wait_for()


@pytest.mark.parametrize("address", ["share/", "plan/?q=Pumps+freeze+in+winter"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_the_form_is_made(
    reader: BrowserContext, served: Server, address: str, width: int
) -> None:
    page = reader.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.add_init_script(SHIFTS)
    held = held_back(page, "**/forms/page.js")
    with page.expect_request("**/forms/page.js"):
        page.goto(f"{served.address}/{address}", wait_until="commit")
    page.locator("#bh-form").wait_for()
    painted(page)
    held[0].continue_()
    painted(settled(page))
    assert page.evaluate("window.shifted") <= 0.05


def test_what_is_typed_before_the_program_is_there_is_kept(
    reader: BrowserContext, served: Server
) -> None:
    page = reader.new_page()
    held = held_back(page, "**/forms/page.js")
    with page.expect_request("**/forms/page.js"):
        page.goto(f"{served.address}/share/", wait_until="commit")
    page.fill("#bh-answer-title", "Typed early")
    assert page.locator("#bh-go").is_disabled()
    held[0].continue_()
    page.locator("#bh-go:enabled").wait_for()
    assert page.input_value("#bh-answer-title") == "Typed early"
    page.close(run_before_unload=False)
    assert opened(reader, served, "share/").input_value("#bh-answer-title") == "Typed early"


WAYS = {
    "file": (
        "https://forge.example/o/r/new/main/lessons",
        {"filename": "a.md", "value": "# Ä & b\n"},
    ),
    "gitlab-file": (
        "https://forge.example/o/r/-/new/main/lessons",
        {"file_name": "a.md", "content": "# Ä & b\n"},
    ),
    "issue": (
        "https://forge.example/o/r/issues/new",
        {"template": "share-a-lesson.yml", "title": "A & b", "problem": "Cold\nsheds"},
    ),
    "gitlab-issue": (
        "https://forge.example/o/r/-/issues/new",
        {
            "issue[title]": "A & b",
            "issue[description]": "### The problem\n\nCold\nsheds\n\n/label ~lesson",
        },
    ),
    "mail": ("mailto:desk@forge.example", {"subject": "A & b", "body": "# Ä & b\r\n"}),
}
"""What the handbooks of GitHub, Gitea and GitLab call the parts of such an address.

That of a new file on GitLab is in none.
"""


@pytest.mark.parametrize("kind", WAYS)
def test_each_way_fills_in_what_its_forge_calls_so(
    reader: BrowserContext, served: Server, kind: str
) -> None:
    page = reader.new_page()
    page.goto(f"{served.address}/share/")
    address, wanted = WAYS[kind]
    passed = {
        "form": "share-a-lesson",
        "label": "lesson",
        "ways": [{"kind": kind, "address": address}],
    }
    texts = {"lessons": "lessons/", "path": "a.md", "title": "A & b", "text": "# Ä & b\n"}
    record = {**texts, "fields": {"title": "A & b"}}
    told = [{"name": "problem", "label": "The problem", "answer": "Cold\nsheds"}]
    (way,) = page.evaluate(
        """async ([passed, record, told]) => {
          const { waysFor } = await import("/assets/beforehand/forms/submit.js");
          return waysFor(passed, record, told);
        }""",
        [passed, record, told],
    )
    before, _, query = way["address"].partition("?")
    assert before == address
    assert parse_qs(query, strict_parsing=True) == {name: [text] for name, text in wanted.items()}


# What is kept


def test_a_closed_tab_is_taken_up_by_the_next_and_no_tab_takes_that_of_another(
    reader: BrowserContext, served: Server
) -> None:
    first, second = (opened(reader, served, "share/") for _tab in range(2))
    first.fill("#bh-answer-title", "From the first tab")
    second.fill("#bh-answer-title", "From the second tab")
    assert opened(reader, served, "share/").input_value("#bh-answer-title") == ""
    first.goto("about:blank")
    first.close()
    third = opened(reader, served, "share/")
    assert third.input_value("#bh-answer-title") == "From the first tab"
    assert third.text_content("#bh-kept") == "Here is what you wrote before."
    second.reload()
    assert second.input_value("#bh-answer-title") == "From the second tab"


def test_what_was_chosen_is_kept_too(reader: BrowserContext, served: Server) -> None:
    page = opened(reader, served, "share/")
    answer(page)
    before = finish(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert finish(page) == before


def test_a_button_deletes_it(reader: BrowserContext, served: Server) -> None:
    page = opened(reader, served, "share/")
    answer(page)
    page.click("#bh-clear")
    assert page.input_value("#bh-answer-title") == ""
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('form:'))") == []


def test_who_leaves_with_a_text_that_is_not_handed_over_is_asked(
    reader: BrowserContext, served: Server
) -> None:
    page = opened(reader, served, "share/")
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    page.fill("#bh-answer-title", "Not yet sent")
    page.goto(f"{served.address}/all/")
    assert asked == ["beforeunload"]


def test_without_a_store_the_form_works_and_says_so(reader: BrowserContext, served: Server) -> None:
    reader.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    )
    page = opened(reader, served, "share/")
    assert "keeps nothing" in (page.text_content("#bh-kept") or "")
    answer(page)
    assert finish(page).startswith("---\n")


# Handing it over


def test_it_is_handed_over_in_the_order_of_the_keeper(
    reader: BrowserContext, served: Server
) -> None:
    page = opened(reader, served, "share/")
    answer(page)
    text = finish(page)
    file, issue, mail = (
        urlsplit(link.get_attribute("href") or "") for link in page.locator("#bh-ways a").all()
    )
    assert file.path == "/invented/base/new/main/lessons"
    assert parse_qs(file.query) == {"filename": ["heat-the-sheds.md"], "value": [text]}
    asked = parse_qs(issue.query)
    assert asked["template"] == ["share-a-lesson.yml"]
    assert asked["problem"] == [PROBLEM]
    assert asked["what_happened"] == [ANSWERS["what_happened"]]
    assert (mail.scheme, mail.path) == ("mailto", "lessons@example.org")
    assert parse_qs(mail.query)["body"] == [text.replace("\n", "\r\n")]


def test_a_long_text_falls_to_the_next_way(reader: BrowserContext, served: Server) -> None:
    page = opened(reader, served, "share/")
    answer(page, {**ANSWERS, "what_happened": "It was cold. " * 900})
    finish(page)
    (mail,) = page.locator("#bh-ways a").all()
    assert (mail.get_attribute("href") or "").startswith("mailto:lessons@example.org?")
    assert "too long for a link" in (page.text_content("#bh-ways") or "")
    assert len(mail.get_attribute("href") or "") < 2_000


def test_the_downloaded_file_becomes_a_draft(
    reader: BrowserContext, served: Server, rich_base: Path, tmp_path: Path
) -> None:
    page = opened(reader, served, "share/")
    answer(page)
    text = finish(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "heat-the-sheds.md"
    assert file.read_text("utf-8") == text
    done = lessons(rich_base, "from-issue", str(file))
    assert "have become a draft of a lesson" in done.stdout
    assert "### Then" in done.stderr


def test_the_preview_reads_nothing_as_html(reader: BrowserContext, served: Server) -> None:
    page = opened(reader, served, "share/")
    answer(page)
    finish(page)
    shown = page.locator("#bh-preview")
    assert shown.locator("b").count() == 0
    assert "No pump <b>froze</b>." in (shown.text_content() or "")
    assert (shown.locator(".bh-strip").text_content() or "").startswith("Tried")
    assert shown.locator(".bh-strip data").text_content() == "1 of 4"


# Other circumstances


def test_without_javascript_there_is_a_text_to_fill_in_and_an_address(
    browser: Browser, served: Server
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served.address}/used/")
        assert page.locator("#bh-form").is_hidden()
        assert "### How it went" in (page.text_content(".bh-template") or "")
        assert page.locator("a[href='mailto:lessons@example.org']").count() == 1


def test_on_a_slow_line_the_form_does_without_search_and_rules(
    reader: BrowserContext, served: Server
) -> None:
    reader.route("**/search/index.json", lambda _route: None)
    reader.route("**/form-rules.json", lambda _route: None)
    page = opened(reader, served, "share/")
    answer(page)
    page.click("#bh-go")
    page.locator("#bh-ready").wait_for()
    assert page.input_value("#bh-text").startswith("---\ntitle: ")
