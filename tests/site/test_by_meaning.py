"""The choice to search by meaning too, in a real browser behind a strict policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.meaning.vectors import VECTOR_BYTES
from site_builder.project import read_project
from site_builder.search.answer import Filters, answer
from site_builder.search.by_meaning import meaning_of
from site_builder.search.open import open_search
from site_builder.search.query import parse_query
from tests.reading import read_yaml
from tests.site.browsing import PATIENCE, computed, followed, settled
from tests.site.built import REPOSITORY
from tests.site.server import STRICT_POLICY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from site_builder.search.store import Opened
    from tests.site.built import BuiltSite

pytestmark = pytest.mark.browser

ASKED = "?q=people+do+not+have+the+hours+to+take+part"
SAVING = """
localStorage.setItem("beforehand-meaning", "on");
Object.defineProperty(navigator, "connection", { value: { saveData: true } });
"""
BLOCKED = """
Object.defineProperty(window, "localStorage", { get() { throw new Error("blocked") } });
"""
WEIGHTS = re.compile(r"/meaning/(layers|vectors)\.bin$|meaning-worker\.js$")


@pytest.fixture(scope="module")
def served(repository_site: BuiltSite) -> Iterator[Server]:
    with serving(repository_site.folder, STRICT_POLICY) as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as fresh:
        fresh.set_default_timeout(PATIENCE)
        yield fresh


def opened(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.goto(f"{server.address}/solved/{ASKED}")
    page.wait_for_selector("#bh-by-meaning:enabled")
    return settled(page)


def choose(page: Page) -> None:
    """Choose to search by meaning, and wait for the new order."""
    page.check("#bh-by-meaning")
    wait_for(page, "#bh-status", "In a new order, by meaning too.")
    settled(page)


def wait_for(page: Page, selector: str, text: str) -> None:
    page.wait_for_function(
        "([selector, text]) => document.querySelector(selector).textContent.includes(text)",
        arg=[selector, text],
    )


def order(page: Page) -> list[str]:
    return page.locator("#bh-found h2").all_inner_texts()


def test_nothing_of_it_is_loaded_until_it_is_chosen(
    context: BrowserContext, served: Server
) -> None:
    log = followed(page := context.new_page())
    page.goto(f"{served.address}/solved/{ASKED}")
    page.wait_for_selector("#bh-by-meaning:enabled")
    settled(page)
    assert page.inner_text("#bh-meaning-told") == "(6.6 MB once)"
    assert not [url for url in log.requests if WEIGHTS.search(url)]
    by_words = order(page)
    choose(page)
    assert order(page) != by_words
    assert [url for url in log.requests if WEIGHTS.search(url)]
    assert all(url.startswith((served.address, "blob:")) for url in log.requests)
    assert log.wrong == []


def test_the_choice_is_remembered_and_can_be_given_up(
    context: BrowserContext, served: Server
) -> None:
    page = opened(context, served)
    choose(page)
    page.reload()
    page.wait_for_function("() => document.getElementById('bh-by-meaning').checked")
    page.uncheck("#bh-by-meaning")
    page.reload()
    page.wait_for_selector("#bh-by-meaning:enabled")
    assert not page.is_checked("#bh-by-meaning")


@pytest.mark.parametrize(("script", "told"), [(SAVING, "to save data"), (BLOCKED, "once")])
def test_it_does_not_load_by_itself(
    context: BrowserContext, served: Server, script: str, told: str
) -> None:
    context.add_init_script(script)
    page = opened(context, served)
    wait_for(page, "#bh-meaning-told", told)
    assert not page.is_checked("#bh-by-meaning")
    choose(page)


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("**/meaning/layers.bin", 404, b""),
        ("**/search/meaning/*.bin", 200, b"\0" * 35 * VECTOR_BYTES),
        ("**/search/meaning/*.json", 200, b"<html>"),
        ("**/meaning/rows/*.bin", 200, b"\1" * 388 * 64),
        ("**/meaning-worker.js", 404, b""),
    ],
)
def test_what_goes_wrong_leaves_the_answer_by_words_and_a_sentence(
    context: BrowserContext, served: Server, path: str, status: int, body: bytes
) -> None:
    context.route(path, lambda route: route.fulfill(status=status, body=body))
    page = opened(context, served)
    by_words = order(page)
    page.check("#bh-by-meaning")
    wait_for(page, "#bh-meaning-told", "the answer is by words alone")
    assert not page.is_checked("#bh-by-meaning")
    assert order(settled(page)) == by_words


def test_it_works_without_a_network_once_it_was_loaded(
    context: BrowserContext, served: Server
) -> None:
    page = opened(context, served)
    choose(page)
    by_meaning = order(page)
    context.set_offline(True)
    page.uncheck("#bh-by-meaning")
    page.wait_for_function(
        "() => !document.getElementById('bh-status').textContent.includes('by meaning too')"
    )
    assert order(settled(page)) != by_meaning
    choose(page)
    assert order(page) == by_meaning


def test_a_new_order_takes_nobody_from_the_lesson_they_are_at(
    context: BrowserContext, served: Server
) -> None:
    page = opened(context, served)
    link = page.locator("#bh-found h2 a").nth(1)
    link.focus()
    address = link.get_attribute("href")
    page.evaluate("document.getElementById('bh-by-meaning').click()")
    wait_for(page, "#bh-status", "In a new order, by meaning too.")
    settled(page)
    assert page.evaluate("document.activeElement.getAttribute('href')") == address
    top = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert 0 <= top < 900


def test_focus_stays_in_the_list_if_its_lesson_leaves_it(
    context: BrowserContext, served: Server
) -> None:
    page = opened(context, served)
    page.locator("#bh-found h2 a").nth(3).focus()
    page.evaluate("document.getElementById('bh-by-meaning').click()")
    wait_for(page, "#bh-status", "In a new order, by meaning too.")
    settled(page)
    assert page.evaluate("document.activeElement.matches('#bh-found h2 a')")


# The same lessons as in the terminal

_CASES = read_yaml(REPOSITORY / "tests/search_cases.yml")["cases"]
QUERIES = [
    *(case["ask"] for case in _CASES[::5]),
    *(
        '"peer assist" -meeting',
        "tag:peer-assist nobody listens",
        "learn*",
        "the of and",
        "日本 ½ C++",
    ),
]
FILTERS = [{}, {"basis": ["tried"]}, {"basis": ["advice"], "outcome": ["worked"]}]
_ANSWERS = """
async ([asked, limit]) => {
  const { Index } = await import("/assets/beforehand/search.js");
  const { meaningOf } = await import("/assets/beforehand/search/fusion.js");
  const index = await Index.open("/search/");
  const worker = new Worker("/assets/beforehand/meaning-worker.js", { type: "module" });
  const tell = (message) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { answer, problem } }) => {
      if (problem) reject(new Error(problem));
      else if (answer) resolve(answer);
    };
    worker.postMessage({ id: 1, ...message });
  });
  const { known } = await tell({ index: index.meaning.index, folder: index.base });
  const answers = [];
  for (const [text, values] of asked) {
    const query = index.parse(text);
    const { near } = await tell({ text: query.said });
    const found = await index.answer(query, { values }, limit, meaningOf(near, known));
    const cards = await index.cards(found.matches.map(({ row }) => row));
    const { verdict, total, by_meaning } = found;
    const only = found.matches.map(({ byMeaning }) => byMeaning);
    answers.push({ ids: cards.map(({ id }) => id), only, total, by_meaning, verdict });
  }
  worker.terminate();
  return answers;
}
"""


def expected(opened: Opened, text: str, values: dict[str, list[str]], limit: int) -> dict[str, Any]:
    """Return what a query finds in the terminal, in the browser's shape."""
    query = parse_query(text)
    filters = Filters({name: frozenset(some) for name, some in values.items()})
    found = answer(opened, query, filters, limit, meaning_of(opened, query.said))
    said = found.verdict
    return {
        "ids": [opened.rows[match.row].id for match in found.matches],
        "only": [match.by_meaning for match in found.matches],
        "total": found.total,
        "by_meaning": found.by_meaning,
        "verdict": {"word": said.word, "close": said.close, "nearness": said.nearness},
    }


def test_lessons_are_ranked_and_judged_by_meaning_as_in_the_terminal(
    context: BrowserContext, served: Server
) -> None:
    opened = open_search(read_project(REPOSITORY))
    asked = [(text, FILTERS[at % len(FILTERS)]) for at, text in enumerate(QUERIES)]
    page = context.new_page()
    page.goto(f"{served.address}/solved/")
    answers = computed(page, _ANSWERS, [asked, 20])
    for (text, values), found in zip(asked, answers, strict=True):
        assert found == expected(opened, text, values, 20), text
