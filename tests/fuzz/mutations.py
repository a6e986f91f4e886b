"""Inputs that were valid once: bytes, lines and tokens of them deleted, repeated or replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.strategies import SIGNS, TROUBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNS = [sign.encode() for sign in SIGNS + TROUBLE]
_WORDS = [
    *(b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"---\n", b"```\n", b"<!--", b"]]>", b"{{", b"{%"),
    *(b"null", b"-1", b"1e999", b"9" * 400, b"2026-02-30", b"../../kept.txt", b"/etc/passwd"),
    *(b"javascript:", b"=cmd()", b"\r\n\r\n", b"943 476 5919", b"&amp;", b"%2e%2e/", b"\\u0000"),
]
LONGEST = 100_000
"""Most bytes of an input."""
_EDITS = ("delete", "repeat", "swap", "insert", "replace", "cut", "splice")
_TIMES = (1, 1, 1, 2, 40, 700)


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """Return a seed after a few edits, each of bytes or of whole lines."""

    def one_of(many: Sequence[bytes]) -> bytes:
        return many[draw(st.integers(0, len(many) - 1))]

    def span() -> tuple[int, int]:
        at = draw(st.integers(0, len(data)))
        if draw(st.booleans()):
            at = data.rfind(b"\n", 0, at) + 1
            return at, data.find(b"\n", at) + 1 or len(data)
        return at, min(at + draw(st.integers(0, 30)), len(data))

    def replacement(edit: str, part: bytes) -> bytes:
        times = draw(st.sampled_from(_TIMES))
        if edit == "repeat":
            return part * (times + 1)
        if edit == "swap":
            start, end = span()
            return data[start:end]
        token = one_of(one_of_pools()) * times if edit in {"insert", "replace"} else b""
        return token + part * (edit == "insert")

    def one_of_pools() -> Sequence[bytes]:
        return draw(st.sampled_from([_SIGNS, _WORDS, tokens or _WORDS]))

    data = one_of(seeds)
    for edit in draw(st.lists(st.sampled_from(_EDITS), min_size=1, max_size=6)):
        start, end = span()
        data, after = data[:start] + replacement(edit, data[start:end]), data[end:]
        if edit == "splice":
            other = one_of(seeds)
            after = other[draw(st.integers(0, len(other))) :]
        data += after * (edit != "cut")
    return data[:LONGEST]
