"""How near an answer comes to what was meant: one verdict in few words, and never a percentage.

``theme_overrides/assets/beforehand/search/verdict.js`` gives the same.
``python -m benchmarks.verdicts`` shows how often each word is right, and fits the two lines between
them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.likeness import MEANT_A_LOOK
from site_builder.search.scores import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

CLOSE = "close"
"""At least one lesson comes as close as lessons do that answer a problem."""
SOME = "some words in common"
"""The best lesson has words in common with the problem, as related and unrelated lessons have."""
ALIKE = "some likeness in meaning"
"""The same, where no word is shared and meaning alone found lessons."""
NOTHING = "nothing near"
"""Even the best lesson has less in common with the problem than lessons that answer one."""

CLOSE_FROM = 0.35
"""Least nearness of a lesson that comes close."""
NEAR_FROM = 0.135
"""Least nearness of a lesson that is not far off."""
ONE = 16_384
"""The likeness of the very same meaning."""
BOTH_CLOSE_FROM = 1.0
"""Least sum of nearness by words and by meaning of a lesson that comes close by both."""
BOTH_NEAR_FROM = MEANT_A_LOOK
"""Least such sum of a lesson that is not far off."""
LEAST_NEAR = math.ceil(BOTH_NEAR_FROM * ONE)
"""Least likeness in meaning of a lesson that is not far off by that alone."""
LOOKED_UP = 2
"""Most telling words of a query that looks something up, and describes no problem."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said of an answer."""

    word: str = ""
    """One of the four above; empty if nothing was asked."""
    close: int = 0
    """Number of lessons that come close."""
    nearness: float = 0.0
    """That of the nearest lesson, for comparing measures; it is shown to nobody."""


def verdict(
    scores: Sequence[int],
    words: Sequence[str],
    unknown: Sequence[str],
    complete: int,
    near: Sequence[int] = (),
) -> Verdict:
    """Return what may be said of an answer.

    The nearness of a lesson is its score by the telling words, in which a rare word counts more,
    over the root of their number, so that it does not grow with length. A word that no lesson has
    counts twice there. Where the likeness in meaning is known, it is added.

    Args:
        scores: Score of each lesson found, by the telling words of the query alone.
        words: Those words.
        unknown: Those of them that no lesson has.
        complete: Number of lessons found that have all of them. Such a lesson is never far off,
            and comes close if there are only one or two words, which may be common ones.
        near: Likeness in meaning of each lesson found, if it is known.
    """
    if not words:
        return Verdict()
    length = LARGEST * math.sqrt(len(words) + len(unknown))
    each = [score / length for score in scores]
    both = [one + it / ONE for one, it in zip(each, near, strict=True)] if near else each
    close_from, near_from = (BOTH_CLOSE_FROM, BOTH_NEAR_FROM) if near else (CLOSE_FROM, NEAR_FROM)
    close = sum(one >= CLOSE_FROM or it >= close_from for one, it in zip(each, both, strict=True))
    nearest = max(both, default=0.0)
    if len(words) <= LOOKED_UP:
        close = max(close, complete)
    if close:
        return Verdict(CLOSE, close, nearest)
    if not complete and nearest < near_from:
        return Verdict(NOTHING, 0, nearest)
    return Verdict(SOME if any(scores) else ALIKE, 0, nearest)
