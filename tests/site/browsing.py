"""What a browser asks for and complains of while it shows a page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Dialog, Error, Page, Request, Response

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
"""Script that adds up in `window.shifted` how far the page moves by itself."""

PATIENCE = 60_000
"""Milliseconds to wait for what has to come, on a machine that does much else."""

_SETTLED = (
    "#bh-found[aria-busy=false], #bh-form[data-working=no], "
    "#bh-kept[aria-busy=false], #bh-compared[aria-busy=false]"
)


@dataclass
class Log:
    """What a browser asked for, and what went wrong."""

    requests: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    """Errors and warnings of the console, errors of scripts, breaches of the policy, dialogs."""

    def follow(self, page: Page) -> None:
        """Note what the page does from now on."""
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfailed", self._failed)
        page.on("pageerror", self._error)
        page.on("dialog", self._dialog)
        page.on("console", self._console)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _response(self, response: Response) -> None:
        self.statuses[response.url] = response.status

    def _failed(self, request: Request) -> None:
        # A reader who goes on to another page breaks off what is still on its way.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"{request.failure}: {request.url}")

    def _error(self, error: Error) -> None:
        self.wrong.append(f"script: {error}")

    def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"console: {message.text}")


def followed(page: Page) -> Log:
    """Return the log of what a page does from now on."""
    log = Log()
    log.follow(page)
    return log


def settled(page: Page) -> Page:
    """Wait until a page shows all that follows from what was done last; return it.

    The finder, a form, the comparison and the reading list say so themselves.
    """
    page.wait_for_selector(_SETTLED, state="attached")
    return page


def computed(page: Page, script: str, asked: object = None) -> Any:  # noqa: ANN401 - plain values
    """Return what a function of JavaScript makes of plain values.

    Both go as JSON: Playwright takes many times as long to hand over a list of thousands.
    """
    whole = f"async (asked) => JSON.stringify(await ({script})(JSON.parse(asked)))"
    return json.loads(page.evaluate(whole, json.dumps(asked)))


def painted(page: Page) -> Page:
    """Wait until a page has been drawn as it is now, and its shifts have been told."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    return page
