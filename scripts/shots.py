"""Takes pictures of every kind of page for review: ``make shots`` puts them in ``shots/``.

The tour is photographed at both widths and in both schemes; git ignores the pictures. Needs
Chromium: the variable ``CHROMIUM`` names it, or it is found on the PATH.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from scripts.picture import REPOSITORY, built, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

SHOTS = REPOSITORY / "shots"
SIZES = {1440: 900, 390: 844}
"""Heights of the screen by its width; a picture is as high as its page."""
SCHEMES = ("light", "dark")
ASKED = ("solved/?q=the+ramp+is+icy+in+the+morning", "solved/?q=xylophone", "no/such/page/")


def addresses(site: Path) -> Iterator[str]:
    """Yield the address of each page of the top level, and of two pages below each of these."""
    yield ""
    for folder in sorted(path for path in site.iterdir() if path.is_dir()):
        if (folder / "index.html").is_file():
            yield f"{folder.name}/"
        below = sorted(folder.glob("*/index.html"))
        if below:
            # The first is as good as any; the longest shows most of what a page can have.
            chosen = {below[0], max(below, key=lambda page: page.stat().st_size)}
            yield from (f"{folder.name}/{page.parent.name}/" for page in sorted(chosen))
    yield from ASKED


def main() -> None:
    """Build the tour, and photograph it."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        site = built(REPOSITORY / "examples/tour", Path(folder))
        browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = play.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        with served(site) as address:
            for scheme in SCHEMES:
                for width in SIZES:
                    _photograph(browser, address, [*addresses(site)], scheme, width)
        browser.close()
    sys.stdout.write(f"{len(list(SHOTS.iterdir()))} pictures are in {SHOTS.name}/\n")


def _photograph(browser: Browser, address: str, pages: list[str], scheme: str, width: int) -> None:
    with browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        color_scheme="dark" if scheme == "dark" else "light",
    ) as context:
        page = context.new_page()
        for name in pages:
            page.goto(f"{address}/{name}")
            page.wait_for_load_state("networkidle")
            stem = name.strip("/").replace("/", "-").replace("?", "") or "home"
            page.screenshot(path=SHOTS / f"{stem}-{width}-{scheme}.png", full_page=True)


if __name__ == "__main__":
    main()
