"""How long a text takes to read."""

from __future__ import annotations

import re

_WORDS_A_MINUTE = 200
_SIGNS_A_MINUTE = 400
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Signs of scripts that put no space between words."""
_WORD = re.compile(r"\w[\w'’-]*")


def reading_time(text: str) -> str:
    """Return in words how long a text takes to read."""
    spaced, signs = (text, 0) if text.isascii() else _UNSPACED.subn(" ", text)
    minutes = len(_WORD.findall(spaced)) / _WORDS_A_MINUTE + signs / _SIGNS_A_MINUTE
    if minutes < 1:
        return "Less than a minute to read"
    whole = round(minutes)
    return f"{whole} minute{'s' if whole > 1 else ''} to read"
