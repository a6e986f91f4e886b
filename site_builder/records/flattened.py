"""Reads numbers as people do: in the digits of any script, across marks, tags and line ends."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_UNSEEN = "\xad"
_MANY_SIGNS = 20
"""Signs above which one slow pass over a text is faster than one fast pass for each of them."""
_PIECE = (
    rf"(?:[ \t\n>{_UNSEEN}*_`~\\\"'\[-]|\](?!\()|%20|<[^<>\n]{{0,200}}>"
    r"|&(?:[a-z]{0,6}sp|shy|zwj|zwnj);|\]\([^()\s]{0,200}\))"
)
# What needs no change is left out first, each begins with a character, and nothing is taken back:
# all three make it fast, whatever a text holds.
BETWEEN = (
    re.compile(rf"[0-9](?![ -]?[0-9A-Z])((?:{_PIECE}){{1,40}}+)(?=[0-9A-Z])"),
    re.compile(rf"[A-Z](?![ -]?[0-9])((?:{_PIECE}){{1,40}}+)(?=[0-9])"),
)
UNREAD = r"[\t\n \x{22}'*\-./>\[\\\]_`~\x{80}-\x{10FFFF}]|%20|<[^<>\n]*>|&[a-z]*;|\]\([^()\s]*\)"
"""Whatever may stand between two signs of a number, for a :class:`~site_builder.sieve.Sieve`."""
AROUND = r"(?:^|[^0-9A-Za-z_]|%20)", r"(?:[^0-9A-Za-z_]|$)"
"""Whatever may stand before and after a number that is no part of a longer word."""
SPACE = re.compile(r"[ \t\n]|%20|&nbsp;|&[a-z]*sp;|<br", re.IGNORECASE)
ENTITY = re.compile(r"&#(?:[0-9]{1,6}|[xX][0-9a-fA-F]{1,5});")


def flattened(text: str) -> tuple[str, Callable[[int], int]]:
    """Return a text whose numbers are written in one plain form, and where each place was before.

    Digits become those of ASCII, and spaces and dashes the usual ones. What stands between the
    digits of a number and is not read becomes nothing or one space: marks of emphasis, tags,
    characters that are not seen, and the end of one line.
    """
    pieces = [(*found.span(), html.unescape(found[0])) for found in ENTITY.finditer(text)]
    even, decoded = _replaced(text, pieces)
    if not even.isascii():
        known = {ord(sign): _plain(sign) for sign in set(even) if not sign.isascii()}
        changed = {sign: plain for sign, plain in known.items() if chr(sign) != plain}
        if len(changed) > _MANY_SIGNS:
            even = even.translate(changed)
        else:
            # No plain character is one of these signs, so the order does not matter.
            for sign, plain in changed.items():
                even = even.replace(chr(sign), plain)
    between = (found for pattern in BETWEEN for found in pattern.finditer(even))
    joints = sorted((*found.span(1), _joint(found[1])) for found in between)
    flat, joined = _replaced(even, joints)
    return flat, lambda at: decoded(joined(at))


def _plain(sign: str) -> str:
    """Return the plain character that a character is read as; always one."""
    digit, kind = unicodedata.digit(sign, None), unicodedata.category(sign)
    if digit is not None:
        return str(digit)
    if kind in {"Zs", "Zl", "Zp"}:
        return " "
    if kind == "Pd" or sign == "\u2212":
        return "-"
    if kind in {"Cf", "Mn", "Me"}:
        return _UNSEEN
    alike = unicodedata.normalize("NFKC", sign)
    return alike if len(alike) == 1 and alike.isascii() else sign


def _joint(between: str) -> str:
    """Return how what stands between two digits is read: as it is, a space, a dash or nothing."""
    if between.count("\n") > 1:
        return between
    if SPACE.search(between):
        return between if "-" in between else " "
    return "-" if "-" in between else ""


def _replaced(text: str, pieces: list[tuple[int, int, str]]) -> tuple[str, Callable[[int], int]]:
    """Return a text with other words in some places, and where each of its places was before."""
    if not pieces:
        return text, lambda at: at
    parts, starts, shifts, done, shift = [], [0], [0], 0, 0
    for start, end, instead in pieces:
        parts += [text[done:start], instead]
        done, shift = end, shift + end - start - len(instead)
        starts.append(end - shift)
        shifts.append(shift)
    parts.append(text[done:])
    return "".join(parts), lambda at: at + shifts[bisect_right(starts, at) - 1]
