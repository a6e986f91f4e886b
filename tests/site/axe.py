"""What axe has against a page, in both schemes and at every width, after loading it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

from tests.site.browsing import computed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

WIDTHS = (1440, 390, 320)
_SCHEMES = {"light": "default", "dark": "slate"}
_OPTIONS = {
    # Of WCAG 2.2, which axe leaves out unless it is asked.
    "rules": {"target-size": {"enabled": True}},
    # To describe every element that is all right takes half of the time.
    "resultTypes": ["violations"],
}
_RUN = "async (options) => (await axe.run(options)).violations"
# A colour on its way to another is neither.
_AT_REST = "document.getAnimations().forEach((each) => each.cancel())"


def faults(page: Page, widths: Sequence[int] = WIDTHS) -> dict[str, str]:
    """Return the report on an opened page by scheme and width, where axe finds something.

    Where there is a policy it has to be bypassed, since it forbids the script of axe.
    """
    page.evaluate(AXE_SCRIPT)
    found = {}
    for scheme, name in _SCHEMES.items():
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.locator(f"html[data-md-color-scheme={name}]").wait_for()
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(_AT_REST)
            results = AxeResults({"violations": computed(page, _RUN, _OPTIONS)})
            if results.violations_count:
                found[f"{scheme} {width}"] = results.generate_report()
    return found
