"""Ids of headings, as GitHub makes them.

GitHub lowers the case of a heading's text, drops what is neither a word character, a hyphen nor a
space, and turns spaces into hyphens (``TableOfContentsFilter`` of html-pipeline). Word characters
are Ruby's: letters, marks, decimal digits and connecting punctuation of any script.
"""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile(r"[^\w\- ]", re.ASCII)
_WORD_CATEGORIES = frozenset({"Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "Pc"})


class Anchors:
    """Gives each heading of a text an id of its own."""

    def __init__(self) -> None:
        self._uses: dict[str, int] = {}

    def anchor(self, title: str) -> str:
        """Return the id of the next heading; a title used before gets ``-1``, ``-2`` and so on."""
        wanted = anchor = slug(title)
        while anchor in self._uses:
            self._uses[wanted] += 1
            anchor = f"{wanted}-{self._uses[wanted]}"
        self._uses[anchor] = 0
        return anchor


def slug(title: str) -> str:
    """Return the id that GitHub gives the first heading with this text."""
    title = title.lower()
    if title.isascii():
        return _DROPPED.sub("", title).replace(" ", "-")
    kept = (
        sign for sign in title if sign in "- " or unicodedata.category(sign) in _WORD_CATEGORIES
    )
    return "".join(kept).replace(" ", "-")
