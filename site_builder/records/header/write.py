"""Values as YAML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNWRITABLE = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Signs that cannot stand in YAML, none of which can be seen."""

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


def record_text(fields: Mapping[str, str], body: str) -> str:
    """Return the text of a record.

    Args:
        fields: Values by name, in the order in which they are to stand; empty ones are left out.
        body: The text below the header.
    """
    lines = [f"{name}: {scalar(value)}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", "", body.strip(), ""]).rstrip("\n") + "\n"


def scalar(value: str) -> str:
    """Return a value as YAML on one line, with quotes where it could mean anything else."""
    line = one_line(value)
    plain = all(letter.isalnum() or letter in " -" for letter in line) and line[:1].isalnum()
    # To YAML this is nothing at all.
    nothing = line.casefold() == "null"
    return line if plain and not nothing else quoted(line)


def quoted(value: str) -> str:
    """Return a text in quotes, as YAML on one line."""
    # JSON's strings are YAML's, so that no sign in the text can break the header.
    return json.dumps(one_line(value), ensure_ascii=False)


def one_line(value: str) -> str:
    """Return a text on one line, single-spaced, without signs that cannot stand in YAML."""
    return " ".join(_UNWRITABLE.sub("", " ".join(value.split())).split())


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
