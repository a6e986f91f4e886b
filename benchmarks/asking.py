"""Asking a page in a real browser: what crosses the wire, and when the first result is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from benchmarks.chromium import serving

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from benchmarks.chromium import Served

_FOUND = "#bh-found li"
_WATCH = """
new MutationObserver((_, watching) => {
  if (!document.querySelector("#bh-found li")) return;
  window.firstResult = performance.now();
  watching.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
_SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
"""A telephone far from the next mast: 400 kbit and 400 ms, as Chromium imitates it."""
_MARK = "for (const one of document.querySelectorAll('#bh-found li')) one.className = 'before'"


@dataclass(frozen=True, slots=True)
class Finder:
    """A page with the finder's field and list of results."""

    name: str
    page: str
    """Its path."""
    search: re.Pattern[str]
    """Paths of what is there for searching alone."""


OURS = Finder("ours", "/solved/", re.compile(r"^/search/|/beforehand/(?:search/|search|finder)"))


@dataclass(frozen=True, slots=True)
class Costs:
    """What asking a page costs, medians over several queries."""

    page_kb: float
    """Of the page itself, without what is there for searching."""
    first_kb: float
    """Of the first query, with the program that searches."""
    later_kb: float
    """Of the second query of a page."""
    largest_first_kb: float
    largest_later_kb: float
    seconds: float
    """From navigation to the first result."""
    fastest: float
    slowest: float


@dataclass(frozen=True, slots=True)
class _Once:
    page: int
    first: int
    later: int
    seconds: float


def costs(browser: Browser, site: Path, finder: Finder, queries: Sequence[str]) -> Costs:
    """Return what it costs to ask a page: each query first on a page of its own, then the next."""
    with serving(site) as served:
        # The first of all finds no file packed and the browser just started.
        _ask(browser, served, finder, queries[-1], queries[0])
        pairs = zip(queries, [*queries[1:], queries[0]], strict=True)
        runs = [_ask(browser, served, finder, query, later) for query, later in pairs]
    return Costs(
        page_kb=median(run.page for run in runs) / 1e3,
        first_kb=median(run.first for run in runs) / 1e3,
        later_kb=median(run.later for run in runs) / 1e3,
        largest_first_kb=max(run.first for run in runs) / 1e3,
        largest_later_kb=max(run.later for run in runs) / 1e3,
        seconds=median(run.seconds for run in runs),
        fastest=min(run.seconds for run in runs),
        slowest=max(run.seconds for run in runs),
    )


def seconds_on_a_slow_line(browser: Browser, site: Path, queries: Sequence[str]) -> list[float]:
    """Return the seconds from navigation to the first result, nothing kept from before."""
    with serving(site) as served:
        _ask(browser, served, OURS, queries[-1], queries[0])
        return [_ask_slowly(browser, served, query) for query in queries]


def _ask_slowly(browser: Browser, served: Served, query: str) -> float:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", _SLOW)
        page.goto(f"{served.address}{OURS.page}?q={quote_plus(query)}", wait_until="commit")
        page.wait_for_selector(_FOUND)
        seconds: float = page.evaluate("window.firstResult") / 1e3
        return seconds


def _ask(browser: Browser, served: Served, finder: Finder, query: str, later: str) -> _Once:
    """Ask a page two queries, nothing kept from before."""
    served.sent.clear()
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(f"{served.address}{finder.page}?q={quote_plus(query)}", wait_until="networkidle")
        page.wait_for_selector(_FOUND)
        seconds = page.evaluate("window.firstResult") / 1e3
        first = _sizes(served, finder)
        _ask_again(page, later)
        both = _sizes(served, finder)
    return _Once(first[0], first[1], both[1] - first[1], seconds)


def _ask_again(page: Page, query: str) -> None:
    """Ask another query on the same page, and wait until all that is found has been fetched."""
    page.evaluate(_MARK)
    page.fill("#bh-search", query)
    page.wait_for_selector(f"{_FOUND}:not(.before)")


def _sizes(served: Served, finder: Finder) -> tuple[int, int]:
    """Return the bytes sent for the page itself, and for searching."""
    searching = sum(size for path, size in served.sent if finder.search.search(path))
    return sum(size for _, size in served.sent) - searching, searching
