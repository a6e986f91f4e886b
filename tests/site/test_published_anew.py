"""A page that was opened before a site was published anew goes on with the new index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import lesson_text
from tests.site.browsing import followed, settled
from tests.site.built import build, write_project
from tests.site.server import STRICT_POLICY, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

BEFORE = {
    "heat.md": lesson_text(title="Heat the shed", problem="Pumps freeze at the invented plant"),
    "drain.md": lesson_text(title="Drain pumps", problem="Valves burst at the invented plant"),
}
AFTER = {
    # Every lesson has another number.
    "bury.md": lesson_text(title="Bury the pipes", problem="Pipes thaw at the invented plant"),
    "heat.md": lesson_text(title="Heat the shed", problem="Pumps and pipes at the plant thaw"),
}


@pytest.fixture
def opened(tmp_path: Path, browser: Browser) -> Iterator[tuple[Page, str, Callable[[], None]]]:
    """Return a page, the address of a site, and what publishes it anew."""
    root = write_project(tmp_path / "base", BEFORE)
    folder = build(root, root / "site").folder

    def change() -> None:
        (root / "lessons/drain.md").unlink()
        for name, text in AFTER.items():
            (root / "lessons" / name).write_text(text, encoding="utf-8")
        build(root, folder)

    with serving(folder, STRICT_POLICY) as server, browser.new_page() as page:
        yield page, server.address, change


def test_the_finder_answers_from_the_new_index(
    opened: tuple[Page, str, Callable[[], None]],
) -> None:
    page, address, change = opened
    page.goto(f"{address}/solved/?q=freeze")
    settled(page)
    assert page.locator("#bh-found h2").all_inner_texts() == ["Heat the shed"]
    change()
    page.fill("#bh-search", "pipes thaw")
    page.locator("#bh-found h2", has_text="Bury the pipes").wait_for()
    settled(page)
    assert sorted(page.locator("#bh-found h2").all_inner_texts()) == [
        "Bury the pipes",
        "Heat the shed",
    ]
    assert "could not be loaded" not in page.inner_text("#bh-status")


def test_a_page_that_has_all_it_needs_goes_on_as_it_began(
    opened: tuple[Page, str, Callable[[], None]],
) -> None:
    page, address, change = opened
    page.goto(f"{address}/solved/?q=pumps+freeze")
    settled(page)
    before = page.locator("#bh-found h2").all_inner_texts()
    change()
    page.fill("#bh-search", "freeze pumps")
    page.wait_for_function("() => location.search.includes('freeze+pumps')")
    settled(page)
    assert (
        page.locator("#bh-found h2").all_inner_texts() == before == ["Heat the shed", "Drain pumps"]
    )


def test_a_file_that_is_missing_from_the_index_itself_is_told_once(
    opened: tuple[Page, str, Callable[[], None]], tmp_path: Path
) -> None:
    page, address, _change = opened
    log = followed(page)
    page.goto(f"{address}/solved/")
    settled(page)
    for file in (tmp_path / "base/site/search/terms").iterdir():
        file.unlink()
    page.fill("#bh-search", "freeze")
    page.locator("#bh-status", has_text="Try again").wait_for()
    assert sum("/terms/" in url for url in log.requests) < 5


def test_a_form_shows_what_the_new_index_has(
    opened: tuple[Page, str, Callable[[], None]],
) -> None:
    page, address, change = opened
    page.goto(f"{address}/share/")
    page.wait_for_selector("#bh-go:enabled")
    page.fill("#bh-answer-problem", "freeze")
    page.locator("#bh-near a", has_text="Heat the shed").wait_for()
    change()
    page.fill("#bh-answer-problem", "Pipes thaw at the plant")
    page.locator("#bh-near a", has_text="Bury the pipes").wait_for()
    settled(page)
    assert page.locator("#bh-near a", has_text="Drain pumps").count() == 0
