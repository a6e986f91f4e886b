"""Writes ``site_builder/meaning/letters.json``: what becomes of each character.

The rules are those of BERT without capitals. A character whose letters no word of the vocabulary
has is left out: its word is unknown in any case. So are ideographs and Korean syllables, which
follow rules of their own.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from site_builder.meaning.wordpiece import LETTERS, SYLLABLES, VOCABULARY, packaged

_DROPPED = {"Cc", "Cf", "Mn"}
_SIGNS = "$+<=>^`|~"
"""What Unicode calls symbols and BERT punctuation."""


def letters() -> dict[str, Any]:
    """Return the table by the Unicode of this Python."""
    known = set(packaged(VOCABULARY).decode())
    codes: dict[str, list[int]] = {"dropped": [], "spaces": [], "apart": []}
    folded: dict[str, str] = {}
    for code in range(0x110000):
        letter = chr(code)
        kind = unicodedata.category(letter)
        if letter.isspace():
            codes["spaces"].append(code)
        elif kind in _DROPPED or letter == "\ufffd":
            codes["dropped"].append(code)
        elif kind.startswith("P") or letter in _SIGNS:
            codes["apart"].append(code)
        if code not in SYLLABLES and kind not in _DROPPED:
            text = _plain(letter)
            if text not in {letter, ""} and known.issuperset(text):
                folded[text] = folded.get(text, "") + letter
    return {
        "unicode": unicodedata.unidata_version,
        **{name: _runs(some) for name, some in codes.items()},
        "folded": dict(sorted(folded.items())),
    }


def _plain(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return "".join(it.lower() for it in parts if unicodedata.category(it) != "Mn")


def _runs(codes: list[int]) -> list[list[int]]:
    """Return the first and the last of each run of numbers."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return runs


if __name__ == "__main__":
    file = Path("site_builder/meaning") / LETTERS
    file.write_text(json.dumps(letters(), separators=(",", ":")) + "\n", encoding="utf-8")
