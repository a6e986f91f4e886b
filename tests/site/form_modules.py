"""The modules of the forms in a browser, to be compared with what Python does."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.site.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ASSETS = Path(__file__).parents[2] / "theme_overrides" / "assets"


@contextmanager
def page_with(browser: Browser, folder: Path, *modules: str) -> Iterator[Page]:
    """Open an empty page, served from a folder, that has modules of the forms as ``forms``."""
    shutil.copytree(ASSETS, folder / "assets")
    (folder / "index.html").write_text("<!doctype html><title>Forms</title>", "utf-8")
    with serving(folder) as server, browser.new_context() as browsing:
        page = browsing.new_page()
        page.goto(f"{server.address}/")
        page.evaluate(
            """async (names) => {
              const folder = "/assets/beforehand/forms";
              const loaded = await Promise.all(names.map((one) => import(`${folder}/${one}.js`)));
              window.forms = Object.assign({}, ...loaded);
            }""",
            modules,
        )
        yield page
