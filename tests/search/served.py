"""An index as a browser meets it: published files on a server, and the module that reads them."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.search.answer import Filters, answer
from site_builder.search.query import parse_query
from tests.site.browsing import computed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

    from site_builder.search.store import Opened

MODULES = Path(__file__).parents[2] / "theme_overrides" / "assets" / "beforehand"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
"""What a page may do: run and read files of its own site, and no code from strings."""

Asked = tuple[str, Filters]
"""A query, and filters beside it."""

_OPEN = """
async () => {
  const paths = ["search", "search/words", "search/query"];
  const modules = await Promise.all(paths.map((path) => import(`/assets/${path}.js`)));
  window.search = Object.assign({}, ...modules);
  window.index = await search.Index.open("/search/");
}
"""
_ANSWERS = """
async ([asked, limit]) => {
  const answers = [];
  for (const [query, filters] of asked) {
    const { matches, counts, by_meaning, ...rest } = await index.answer(query, filters, limit);
    const facets = await counts();
    const cards = await index.cards(matches.map(({ row }) => row));
    answers.push({
      ids: cards.map(({ id }) => id),
      scores: matches.map(({ score }) => score),
      covered: matches.map(({ covered }) => covered),
      not_covered: matches.map(({ notCovered }) => notCovered),
      facets: Object.entries(facets).map(([name, some]) => [name, [...some]]),
      ...rest,
    });
  }
  return answers;
}
"""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder from this machine until the block ends; yield its address."""
    handler = partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - as in the base class
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".json": "application/json",
        "": "application/octet-stream",
    }

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the base class
        """Say nothing."""


class InBrowser:
    """The published index of a state in a page of a browser."""

    def __init__(self, opened: Opened, page: Page, address: str, folder: Path) -> None:
        self.opened = opened
        self.page = page
        self.address = address
        """Of the site that it stands in."""
        self.folder = folder
        """Of that site."""

    def answers(self, asked: Sequence[Asked], limit: int = 10) -> list[dict[str, Any]]:
        """Return what each query finds in the browser."""
        listed = [[query, _as_json(filters)] for query, filters in asked]
        answers: list[dict[str, Any]] = computed(self.page, _ANSWERS, [listed, limit])
        return answers

    def expected(self, asked: Sequence[Asked], limit: int = 10) -> list[dict[str, Any]]:
        """Return what each query finds on the command line, in the browser's shape."""
        return [self._expected(query, filters, limit) for query, filters in asked]

    def _expected(self, query: str, filters: Filters, limit: int) -> dict[str, Any]:
        found = answer(self.opened, parse_query(query), filters, limit)
        return {
            "ids": [self.opened.rows[match.row].id for match in found.matches],
            "scores": [match.score for match in found.matches],
            "covered": [list(match.covered) for match in found.matches],
            "not_covered": [list(match.not_covered) for match in found.matches],
            "facets": [
                [name, [list(pair) for pair in counts.items()]]
                for name, counts in found.facets.items()
            ],
            "total": found.total,
            "words": list(found.words),
            "unknown": list(found.unknown),
            "verdict": asdict(found.verdict),
            "also": [list(pair) for pair in found.also],
        }


@contextmanager
def in_browser(opened: Opened, browser: Browser, folder: Path) -> Iterator[InBrowser]:
    """Serve an index that is published in a folder, and open it in a page until the block ends."""
    shutil.copytree(MODULES, folder / "assets")
    (folder / "index.html").write_text("<!doctype html><title>Test</title>", encoding="utf-8")
    with serving(folder) as address, browser.new_page() as page:
        open_in(page, address)
        yield InBrowser(opened, page, address, folder)


def open_in(page: Page, address: str) -> None:
    """Open the index of a site in a page, as ``index`` beside the module as ``search``."""
    page.goto(f"{address}/index.html")
    page.evaluate(_OPEN)


def _as_json(filters: Filters) -> dict[str, Any]:
    values = {name: sorted(some) for name, some in filters.values.items()}
    return {
        "values": values,
        "least": filters.least,
        "after": filters.after,
        "before": filters.before,
    }
