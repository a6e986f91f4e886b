"""Whether everything in a text stands where its body says."""

from __future__ import annotations

import html
import re

from site_builder.markdown.body import Body


def assert_places_are_right(text: str) -> None:
    """Assert that everything stands where the body says it does."""
    body = Body(text)
    for link in body.links:
        whole, written = text[link.start : link.end], text[link.target_start : link.target_end]
        assert link.start <= link.text_start <= link.text_end <= link.end
        assert whole[0] in "[!<" or link.start == link.text_start
        if whole[0] in "[!":
            assert whole.startswith("![" if link.is_image else "[")
            assert text[link.text_end] == "]"
        resolved = html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written))
        assert link.target in {written, resolved, f"mailto:{written}", f"http://{written}"} or (
            "\\" in written or "&" in written
        )
    for heading in body.headings:
        written = text[heading.start : heading.end]
        assert written.startswith("#") or re.search(r"\n[ \t>]*[-=]+\Z", written)
    for start, end in (*body.html, *body.comments):
        assert text[start] == "<"
        assert start < end
