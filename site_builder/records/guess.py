"""What an author probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR = 70.0
"""Least similarity (0 to 100) at which a guess helps more than it distracts."""


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

    found = process.extract(
        word.lower(),
        sorted(set(candidates)),
        scorer=fuzz.WRatio,
        processor=str.lower,
        score_cutoff=least,
        limit=limit,
    )
    return [candidate for candidate, _score, _index in found]


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return ``did you mean `x`?`` for the nearest candidate, or nothing when none is near."""
    found = nearest(word, candidates)
    return f"did you mean `{found[0]}`?" if found else ""
