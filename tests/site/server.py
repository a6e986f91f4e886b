"""A web server for one built site, which keeps a record of what it was asked for."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STRICT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'"
)


@dataclass
class Server:
    """A running server."""

    address: str
    """Where it answers, without a slash at the end."""
    answers: list[tuple[str, int]] = field(default_factory=list)
    """Path and status of every answer, in order."""


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as plain web hosts do, the site's own page for what is not there."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the type of the base class
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
    }

    def __init__(self, *args: Any, record: list[tuple[str, int]], policy: str, **more: Any) -> None:  # noqa: ANN401
        self._record = record
        self._policy = policy
        super().__init__(*args, **more)

    def end_headers(self) -> None:
        if self._policy:
            self.send_header("Content-Security-Policy", self._policy)
        # Files of the search are named after what is in them.
        lasting = re.match(r"/assets/|/search/\w+/", self.path)
        self.send_header("Cache-Control", "max-age=600" if lasting else "no-store")
        super().end_headers()

    def send_response(self, code: int, message: str | None = None) -> None:
        self._record.append((self.path, int(code)))
        super().send_response(code, message)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        with open(f"{self.directory}/404.html", "rb") as file:  # noqa: PTH123 - a str here
            body = file.read()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - names of the base class
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Say nothing of browsers that hang up."""


@contextmanager
def serving(folder: Path, policy: str = "") -> Iterator[Server]:
    """Serve a folder on a free port of this machine until the block ends."""
    answers: list[tuple[str, int]] = []
    handler = partial(_Handler, directory=str(folder), record=answers, policy=policy)
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Server(f"http://127.0.0.1:{server.server_address[1]}", answers)
        finally:
            server.shutdown()
            thread.join()
