"""What stands beside answers and forms counts meaning where that was chosen, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from site_builder.meaning.vectors import VECTOR_BYTES
from site_builder.project import read_project
from site_builder.search.by_meaning import meaning_of
from site_builder.search.hits import related_assists
from site_builder.search.open import open_search
from site_builder.search.query import parse_query
from site_builder.search.verdict import ONE
from tests.builders import lesson_text
from tests.site.browsing import PATIENCE, Log, followed, settled
from tests.site.built import build, lessons, write_project
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from site_builder.search.store import Opened

pytestmark = pytest.mark.browser

CHOSEN = 'localStorage.setItem("beforehand-meaning", "on");'
SAVING = f"""
{CHOSEN}
Object.defineProperty(navigator, "connection", {{ value: {{ saveData: true }} }});
"""
CONFIG = """\
site_name: Invented base
docs_dir: lessons
theme: {name: material, font: false}
plugins: [lessons: {meaning: on, submit: ["mailto:lessons@example.org"]}]
"""
PROBLEMS = {
    "ice": "The water pumps turn to ice when winter comes",
    "freeze": "Pumps freeze in the cold nights of the plant",
    "letters": "Patients do not understand the letters that we send them",
    "managers": "Doctors and managers never meet",
    "badges": "Visitors wait for a badge at the gate",
}
IN_OTHER_WORDS = "Our writing confuses the sick people it is for"
BODY = "## What happened\n\n{}\n\n## What was learned\n\n{}\n"
FILES = {
    "shed.md": lesson_text(title="Heat the shed", problem="Pumps freeze when nights turn cold"),
    "letter.md": lesson_text(
        title="Write as one speaks",
        problem="Patients do not understand our letters",
        body=BODY.format("Nobody understood them.", "Ask a reader."),
        date="2026-03-01",
    ),
    "badge.md": lesson_text(
        title="Send badges ahead",
        problem="Guests queue at the gate",
        body=BODY.format("They stood in line.", "Send badges."),
    ),
    **{
        f"assists/{name}.md": f"""\
---
title: Invented meeting {number}
problem: {problem}
format: peer-assist
status: open
date: 2026-02-20
host_team: south
purpose: Learn how others do it
deliverables: [Two ways to try]
receipts: [{{query: {IN_OTHER_WORDS}, date: 2026-02-20, index: 0123456789ab}}]
room_to_change: Nothing is bought yet
join: Write to the head of the plant
---
"""
        for number, (name, problem) in enumerate(PROBLEMS.items())
    },
}
ASKED = (
    "water pumps freeze in winter",
    "equipment stops working because of frost",
    "physicians and administrators do not talk to each other",
    "sick people cannot read what the hospital writes to them",
    "guests stand in line at the entrance",
    "the colour of the curtains",
    "日本 ½ C++",
)
"""Problems in the words of meetings, in other words, and of nothing that is there."""
WEIGHTS = re.compile(r"/meaning/[^/]+\.bin$|/(by-meaning|meaning-worker)\.js$")
_NEAR = """
async (asked) => {
  const { Index } = await import("/assets/beforehand/search.js");
  const { ByMeaning } = await import("/assets/beforehand/search/by-meaning.js");
  const index = await Index.open("/search/");
  const meaning = await ByMeaning.load(index);
  const told = [];
  for (const text of asked) told.push((await meaning.near(index.parse(text).said)).open);
  return told;
}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an invented base with meetings that are open."""
    return write_project(tmp_path_factory.mktemp("near"), FILES, CONFIG)


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[Server]:
    with serving(build(root, root / "site").folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture
def base(root: Path, served: Server) -> Opened:
    """Return the base as the terminal searches it, once a build has worked out what it means."""
    assert served.address
    return open_search(read_project(root))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as fresh:
        fresh.set_default_timeout(PATIENCE)
        yield fresh


def found(context: BrowserContext, server: Server, text: str) -> tuple[list[str], Log]:
    """Return what the finder says of open meetings, and what the browser did."""
    log = followed(page := context.new_page())
    page.goto(f"{server.address}/solved/")
    page.wait_for_selector("#bh-by-meaning:enabled")
    page.wait_for_function(
        "() => !document.getElementById('bh-by-meaning').checked"
        " || !document.getElementById('bh-meaning-told').textContent"
    )
    page.fill("#bh-search", text)
    settled(page)
    told = page.locator("#bh-assists p").all_inner_texts()
    page.close()
    return told, log


def expected(opened: Opened, text: str, *, words_only: bool = False) -> list[str]:
    """Return the same of the terminal."""
    meaning = None if words_only else meaning_of(opened, parse_query(text).said)
    return [
        f"Possibly related, and open now: {assist['title']}"
        f"{' (found by meaning)' if assist['by_meaning'] else ''}."
        for assist in related_assists(opened, text, meaning)
    ]


def test_open_meetings_are_told_of_by_meaning_as_in_the_terminal(
    context: BrowserContext, served: Server, base: Opened
) -> None:
    context.add_init_script(CHOSEN)
    by_meaning = 0
    for text in ASKED:
        told, log = found(context, served, text)
        assert told == expected(base, text), text
        assert log.wrong == []
        assert all(url.startswith((served.address, "blob:")) for url in log.requests)
        by_meaning += sum("found by meaning" in one for one in told)
    assert by_meaning >= 3


def test_open_meetings_are_as_near_as_in_the_terminal(
    context: BrowserContext, served: Server, base: Opened
) -> None:
    page = context.new_page()
    page.goto(f"{served.address}/solved/")
    for text, near in zip(ASKED, page.evaluate(_NEAR, ASKED), strict=True):
        meaning = meaning_of(base, parse_query(text).said)
        assert meaning
        assert near == [one * ONE for one in meaning.open], text


def test_by_words_alone_open_meetings_are_told_of_by_words(
    context: BrowserContext, served: Server, base: Opened, root: Path
) -> None:
    for text in ASKED[:2]:
        told, log = found(context, served, text)
        assert told == expected(base, text, words_only=True)
        assert not [url for url in log.requests if WEIGHTS.search(url)]
    text = "physicians and administrators do not talk to each other"
    assert "Invented meeting 3 (managers, found by meaning)" in lessons(root, "solved", text).stdout
    assert "Invented meeting" not in lessons(root, "solved", text, "--words-only").stdout


def test_a_build_from_nothing_tells_on_the_board_what_may_answer_a_problem(
    context: BrowserContext, served: Server
) -> None:
    page = context.new_page()
    page.goto(f"{served.address}/board/")
    told = page.locator("[aria-labelledby=bh-problems] a[href$='lesson/letter/']")
    assert told.count() == len(PROBLEMS)


# The nearest lessons beside a form

IN_ITS_WORDS = "Pumps freeze when nights are cold"


def typed(page: Page, text: str) -> None:
    page.fill("#bh-answer-problem", text)


def near(page: Page) -> list[str]:
    return page.locator("#bh-near li a:not([href*=used])").all_inner_texts()


def opened(context: BrowserContext, server: Server) -> tuple[Page, Log]:
    log = followed(page := context.new_page())
    page.goto(f"{server.address}/share/")
    page.wait_for_selector("#bh-go:enabled")
    return page, log


def test_a_form_shows_lessons_that_are_near_in_meaning_where_that_was_chosen(
    context: BrowserContext, served: Server
) -> None:
    context.add_init_script(CHOSEN)
    page, log = opened(context, served)
    typed(page, IN_OTHER_WORDS)
    page.locator("#bh-near a", has_text="Write as one speaks").wait_for()
    # By keyboard, from the text to the lessons and on to the report of their use.
    page.focus("#bh-answer-problem")
    for name in ("Write as one speaks", "This is it"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent").startswith(name)
    assert all(url.startswith((served.address, "blob:")) for url in log.requests)
    assert log.wrong == []


@pytest.mark.parametrize("script", ["", SAVING])
def test_a_form_loads_nothing_of_it_where_it_was_not_chosen_or_data_is_saved(
    context: BrowserContext, served: Server, script: str
) -> None:
    context.add_init_script(script)
    page, log = opened(context, served)
    typed(page, IN_OTHER_WORDS)
    with page.expect_response("**/cards/*.json"):
        typed(page, IN_ITS_WORDS)
    page.locator("#bh-near a", has_text="Heat the shed").wait_for()
    assert len(near(page)) == 1
    assert not [url for url in log.requests if WEIGHTS.search(url)]
    assert log.wrong == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("**/meaning/layers.bin", b""),
        ("**/meaning/open.bin", b"\0" * 5 * VECTOR_BYTES),
        ("**/meaning/rows/*.bin", b"\1" * 388 * 64),
        ("**/meaning-worker.js", b"throw 1"),
        ("**/search/by-meaning.js", b"throw 1"),
    ],
)
def test_what_goes_wrong_leaves_a_form_the_lessons_that_words_find(
    context: BrowserContext, served: Server, path: str, body: bytes
) -> None:
    context.add_init_script(CHOSEN)
    kind = "text/javascript" if path.endswith("js") else "application/octet-stream"
    context.route(path, lambda route: route.fulfill(body=body, content_type=kind))
    page, _log = opened(context, served)
    for text in (IN_ITS_WORDS, f"{IN_ITS_WORDS} and warm"):
        typed(page, text)
        assert near(settled(page)) == ["Heat the shed (opens in a new tab)"]


def test_nobody_is_taken_from_the_lesson_they_are_at(
    context: BrowserContext, served: Server
) -> None:
    context.add_init_script(CHOSEN)
    page, _log = opened(context, served)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    context.route("**/meaning/layers.bin", hold)
    typed(page, IN_ITS_WORDS)
    page.locator("#bh-near a", has_text="Heat the shed").focus()
    page.evaluate("() => { window.at = document.activeElement; }")
    with page.expect_response("**/meaning/rows/*.bin"):
        for route in held:
            route.continue_()
    context.unroute("**/meaning/layers.bin")
    # What the form asked first is answered once the same, asked later, is.
    page.evaluate(_NEAR, [IN_ITS_WORDS])
    assert page.evaluate("document.activeElement === window.at")
    page.fill("#bh-answer-problem", IN_OTHER_WORDS)
    page.locator("#bh-near a", has_text="Write as one speaks").wait_for()
