"""Text of other systems, escaped as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from site_builder.markdown.body import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Part: TypeAlias = tuple[str, str]
"""Part of a line, and where it leads to; empty for text that leads nowhere."""

# Invisible characters, which records do not contain.
_UNWRITABLE = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# An underscore between letters does not begin emphasis.
_SIGNS = re.compile(r"[\\`*{}\[\]~]|_(?:(?<![^\W_]_)|(?![^\W_]))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# What other programs make something of, and our checks therefore mind.
_DOUBLED = re.compile(r"([=^+%$])\1+")
_STATEMENT = re.compile(r"\{(?=[%#])")
_LEADING = re.compile(r"\d{1,9}(?=[.)])|(?=[#>+\-!])")
_LEADING_RARE = re.compile(r"[=:|?^]|/(?=/)")

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<]*", re.IGNORECASE)
_ADDRESS_SIGN = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)


def paragraphs(text: str, parts_of: Callable[[str], Iterable[Part]] | None = None) -> str:
    """Return a text as Markdown, with a paragraph for each of its lines.

    ``parts_of`` splits a line into parts, each with the address that it links to.
    """
    written = []
    for unformatted in text.splitlines():
        line = " ".join(_UNWRITABLE.sub(" ", unformatted).split())
        parts = parts_of(line) if parts_of else ((line, ""),)
        written.append(_opening("".join(_linked(*part) for part in parts)))
    return "\n\n".join(filter(None, written))


def inline(line: str) -> str:
    """Return a line of text, escaped for use within a line of Markdown."""
    # Most lines have none, which is told sooner without the pattern.
    if "://" not in line and "www." not in line.lower():
        return _escaped(line)
    parts, done = [], 0
    for address in _ADDRESS.finditer(line):
        parts += [_escaped(line[done : address.start()]), address[0]]
        done = address.end()
    written = "".join([*parts, _escaped(line[done:])])
    # In an address every sign means itself; in what only looks like one it does not.
    if plain_text(written) == " ".join(line.split()):
        return written
    return _ADDRESS_SIGN.sub(lambda sign: f"&#{ord(sign[0])};", _escaped(line))


def _escaped(line: str) -> str:
    line = _ENTITY.sub("&amp;", line).replace("<", "&lt;")
    line = _STATEMENT.sub("&#123;", line)
    line = _SIGNS.sub(r"\\\g<0>", line)
    return _DOUBLED.sub(lambda signs: f"&#{ord(signs[1])};" * len(signs[0]), line)


def _linked(text: str, target: str) -> str:
    return f"[{_escaped(text)}]({target})" if target else inline(text)


def _opening(line: str) -> str:
    """Return a line of Markdown that does not begin a heading, list, code, rule or quotation."""
    if _LEADING_RARE.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    leading = _LEADING.match(line)
    return f"{leading[0]}\\{line[leading.end() :]}" if leading else line
