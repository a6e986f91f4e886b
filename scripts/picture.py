"""Takes the README's picture of the finder, with the lessons shipped here: ``make picture``.

The picture is committed, so that the README shows it anywhere; take it again when the page changes.
Needs Chromium: the variable ``CHROMIUM`` names it, or it is found on the PATH.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parent.parent
PICTURE = REPOSITORY / "scripts/finder.png"
PROBLEM = "Our doctors and managers hardly talk to each other"
WIDTH, HEIGHT, SCALE = 1280, 1090, 0.75
MOST_BYTES = 150_000


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing of each request."""


def built(root: Path, folder: Path) -> Path:
    """Build the site of a base into a folder, and return the folder."""
    build = [sys.executable, "-m", "site_builder", "build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(build, cwd=root, check=True)  # noqa: S603 - our own command
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder until the block ends, at the address that is returned."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def main() -> None:
    """Build the site, and photograph the finder."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(built(REPOSITORY, Path(folder))) as address,
    ):
        _photograph(f"{address}/solved/?q={quote_plus(PROBLEM)}")
    if PICTURE.stat().st_size > MOST_BYTES:
        sys.exit(f"{PICTURE} has more than {MOST_BYTES} bytes: make the picture smaller")


def _photograph(address: str) -> None:
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=SCALE,
            color_scheme="light",
        )
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
