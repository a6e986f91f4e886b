"""Guesses at what an author meant."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_NEAR = 70.0
"""Least similarity (0 to 100) of a guess."""


def nearest(
    word: str, candidates: Iterable[str], limit: int = 1, least: float = _NEAR
) -> list[str]:
    """Return the candidates most like the word, nearest first, ties by alphabet.

    Args:
        word: What was written.
        candidates: What could have been meant.
        limit: Most candidates to return.
        least: Least similarity, 0 to 100.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - paid for only once something is wrong

    matches = process.extract(
        word.lower(),
        sorted(set(candidates)),
        scorer=fuzz.WRatio,
        processor=str.lower,
        score_cutoff=least,
        limit=limit,
    )
    return [candidate for candidate, _score, _index in matches]


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return ``did you mean `x`?`` for the nearest candidate, or nothing when none is near."""
    matches = nearest(word, candidates)
    return f"did you mean `{matches[0]}`?" if matches else ""


def guess_or(word: str, candidates: Iterable[str], listed: str) -> str:
    """Return what is allowed, after the nearest candidate if one is near."""
    guess = did_you_mean(word, candidates) if word else ""
    return f"{guess} ({listed})" if guess else listed


def same_word(written: str, allowed: Iterable[str]) -> str | None:
    """Return the only allowed word that differs at most in case, hyphens and spaces, or None."""
    wanted = folded(written)
    same = [word for word in allowed if folded(word) == wanted]
    return same[0] if len(same) == 1 else None


@lru_cache(maxsize=1024)
def folded(word: str) -> str:
    """Return a word in lower case with each run of hyphens, spaces and underscores as `_`."""
    return "_".join(word.casefold().replace("-", " ").replace("_", " ").split())


def bare_words(text: str) -> str:
    """Return the words of a text alone, in lower case, with a space between them."""
    return " ".join(_WORD.findall(text.casefold()))


def unaccented(text: str) -> str:
    """Return a text with letters such as `é` without their marks."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not unicodedata.combining(character))


def spelled_alike(one: str, other: str, least: float) -> bool:
    """Return whether two words are at least so similar, 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - paid for only once something is missing

    return fuzz.ratio(one, other) >= least
