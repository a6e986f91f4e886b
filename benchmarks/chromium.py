"""A real Chromium, and a web server that packs what it sends and counts it."""

from __future__ import annotations

import gzip
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_LEVEL = 6
"""How hard gzip tries; what web servers do unless told otherwise."""
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Served:
    """A folder that is served."""

    address: str = ""
    """Where, without a slash at the end."""
    sent: list[tuple[str, int]] = field(default_factory=list)
    """Path and bytes of every answer, in order."""
    packed: dict[str, bytes] = field(default_factory=dict)
    """Files that were sent before, so that none is packed while a browser waits a second time."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium until the block ends.

    Raises:
        SystemExit: It, or Playwright, is not installed here.
    """
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    executable = executable or shutil.which("google-chrome")
    if not executable:
        raise SystemExit("no Chromium on this machine; install the package `chromium`")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where needed
    except ImportError as error:
        raise SystemExit(f"{error}; install the group `test` of the project") from error
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        try:
            yield running
        finally:
            running.close()


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a folder on a free port of this machine until the block ends."""
    served = Served()
    handler = partial(_Handler, directory=str(folder), served=served)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        served.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body of an answer go out one after the other, at once.
    disable_nagle_algorithm = True

    def __init__(self, *args: Any, served: Served, **more: Any) -> None:  # noqa: ANN401 - the base class
        self._served = served
        super().__init__(*args, **more)

    def do_GET(self) -> None:
        """Send a file, packed."""
        path = urlsplit(self.path).path
        body = self._served.packed.get(path)
        if body is None:
            file = Path(self.translate_path(path))
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file():
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            body = self._served.packed[path] = gzip.compress(file.read_bytes(), _LEVEL, mtime=0)
        self._served.sent.append((path, len(body)))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", _type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the base class
        """Say nothing."""


def _type(path: str) -> str:
    types = {
        "": "text/html; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".css": "text/css",
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
    }
    return types.get(Path(path).suffix, "application/octet-stream")
