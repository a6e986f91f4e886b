"""Texts of other systems as YAML that gives back every sign of them."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[ _-][A-Za-z0-9]+)*", re.ASCII)
_LONG = 80
"""Characters from which a text stands below its name."""
# All else YAML reads as something else, or not at all, unless it is escaped.
_ESCAPED = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BREAKING = re.compile(_ESCAPED.pattern.replace("[^", "[^\n\t"))
# An editor may take such spaces away, or YAML take them for the margin.
_LOOSE = re.compile(r"\A[ \t\n]|[ \t]$|\n\Z", re.MULTILINE)


def verbatim(text: str, margin: str) -> str:
    """Return a text as a YAML value that reads as exactly the same text.

    Long texts stand as they are, below the name; others on its line, in quotes where they need it.

    Args:
        text: Any text without lone surrogates, which no file can hold.
        margin: Spaces before the name that the value belongs to.
    """
    is_long = len(text) > _LONG or "\n" in text
    if is_long and not _BREAKING.search(text) and not _LOOSE.search(text):
        lines = (f"{margin}  {line}" if line else "" for line in text.split("\n"))
        return "\n".join(["|-", *lines])
    return name(text)


def name(text: str) -> str:
    """Return a text on one line of YAML that reads as exactly the same text."""
    if _PLAIN.fullmatch(text) and text.casefold() != "null":
        return text
    # JSON's strings are YAML's, but for signs that YAML knows by number only.
    written = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
