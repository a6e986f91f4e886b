"""One order from two signals: the words of a query, and its meaning.

With M how near each lesson is (:meth:`Vectors.near`) and W the sum of the scores of its words, a
lesson's rank is by ``65,536 M + k W``, ties by id. ``k`` lets one standard deviation of W count as
0.45 of one of M, over all lessons of the base, whatever a filter leaves. All are whole numbers.
``meaning.js`` has the same rules: change both or neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.meaning.arrays import np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.meaning.arrays import Whole

_ONE = 65_536
_SHARE = 0.45
_COARSE = 16
"""What scores of words are divided by, so that the squares of their sums stay exact."""


def fused(words: Mapping[int, int], near: Whole) -> Whole:
    """Return the score of every lesson.

    Args:
        words: The sum of the scores of its words by the number of a lesson, where there is any.
        near: How near each lesson is by meaning.
    """
    scores = np.zeros(len(near), np.int64)
    scores[list(words.keys())] = list(words.values())
    by_words, by_meaning = _deviation(scores // _COARSE) * _COARSE, _deviation(near)
    factor = 1
    if by_words > 0 and by_meaning > 0:
        factor = int(np.floor(_ONE * _SHARE * by_meaning / by_words + 0.5))
    return near * _ONE + factor * scores


def _deviation(numbers: Whole) -> float:
    """Return the standard deviation, of exact sums around the mean rounded down."""
    count = max(len(numbers), 1)
    mean = int(numbers.sum()) // count
    return float(np.sqrt(float(((numbers - mean) ** 2).sum()) / count))
