"""Takes a text into the tokens of the model: the rules of BERT without capitals.

What becomes of each letter stands in ``letters.json``, made from one version of Unicode, since
Python and browsers know different ones; ``wordpiece.js`` reads the same file. A character that it
does not list stays as it is.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

VOCABULARY, LETTERS = "vocab.txt", "letters.json"
MOST_TOKENS = 128
_UNKNOWN, _BEGIN, _END = 100, 101, 102
_MOST_CHARACTERS = 10_000
"""Characters of a text that are read: 126 tokens are rarely more than 800."""
_MOST_OF_A_WORD = 100
_IDEOGRAPHS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))
SYLLABLES = range(0xAC00, 0xD7A4)


def packaged(name: str) -> bytes:
    """Return a file that lies beside this one."""
    return resources.files(__package__).joinpath(name).read_bytes()


class _Letters(dict[int, str]):
    """What becomes of each character, by code point."""

    def __init__(self, told: dict[str, Any]) -> None:
        for name, text in (("dropped", ""), ("spaces", " ")):
            for first, last in told[name]:
                self.update(dict.fromkeys(range(first, last + 1), text))
        signs = {chr(one) for first, last in told["apart"] for one in range(first, last + 1)}
        self.update((ord(sign), f" {sign} ") for sign in signs)
        for text, letters in told["folded"].items():
            for code in map(ord, letters):
                self[code] = f" {text} " if text in signs or _is_ideograph(code) else text

    def __missing__(self, code: int) -> str:
        if code in SYLLABLES:
            return _taken_apart(code)
        return f" {chr(code)} " if _is_ideograph(code) else chr(code)


def _is_ideograph(code: int) -> bool:
    return any(first <= code <= last for first, last in _IDEOGRAPHS)


def _taken_apart(code: int) -> str:
    """Return the letters of a Korean syllable."""
    rest, last = divmod(code - SYLLABLES.start, 28)
    first, middle = divmod(rest, 21)
    return chr(0x1100 + first) + chr(0x1161 + middle) + (chr(0x11A7 + last) if last else "")


class WordPiece:
    """Takes texts into tokens."""

    def __init__(self) -> None:
        """Read the vocabulary."""
        self._ids = {
            word: number
            for number, word in enumerate(packaged(VOCABULARY).decode().split("\n")[:-1])
        }
        self.table: dict[str, Any] = json.loads(packaged(LETTERS))
        """What becomes of characters, as it is published."""
        self._letters = _Letters(self.table)

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, 128 at most."""
        found: list[int] = []
        for word in text[:_MOST_CHARACTERS].translate(self._letters).split(" "):
            if word:
                found += self._pieces(word)
            if len(found) >= MOST_TOKENS - 2:
                break
        return [_BEGIN, *found[: MOST_TOKENS - 2], _END]

    def _pieces(self, word: str) -> list[int]:
        """Return the longest pieces that a word is made of, from its beginning."""
        pieces: list[int] = []
        start = 0
        while start < len(word) <= _MOST_OF_A_WORD:
            for end in range(len(word), start, -1):
                piece = self._ids.get(word[start:end] if start == 0 else f"##{word[start:end]}")
                if piece is not None:
                    break
            else:
                return [_UNKNOWN]
            pieces.append(piece)
            start = end
        return pieces or [_UNKNOWN]


@cache
def wordpiece() -> WordPiece:
    """Return the one that all share."""
    return WordPiece()
