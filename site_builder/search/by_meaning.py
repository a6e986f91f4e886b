"""The second signal of an answer: how near each lesson is to what a query means.

It is there where vectors of the lessons are kept. ``theme_overrides/assets/beforehand/search`` has
the same in ``fusion.js``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.search.verdict import LEAST_NEAR, ONE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from site_builder.meaning.arrays import Whole
    from site_builder.meaning.vectors import Vectors
    from site_builder.search.store import Opened

MOST = 50
"""Most lessons of an answer that only meaning found, so that its counts say something."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How near the lessons of a base are to a query."""

    near: Whole
    """By row, :data:`~site_builder.meaning.vectors.ONE` for the very same meaning."""
    known: frozenset[int]
    """Rows of the lessons that have a vector."""
    open: tuple[float, ...] = ()
    """How near each open assist is: 1 for the very same meaning, 0 where it is far or not known."""

    def has(self, row: int) -> bool:
        """Return whether a lesson is near."""
        return row in self.known and bool(self.near[row] >= LEAST_NEAR)


def meaning_of(opened: Opened, said: str) -> Meaning | None:
    """Return how near each lesson is to a text, or None where that cannot be told."""
    if not said.strip() or opened.vectors is None:
        return None
    from site_builder.meaning.opening import query_vector  # noqa: PLC0415 - NumPy and the weights

    query, assists = query_vector(said), opened.open_vectors
    meaning = meaning_by(opened.vectors, query)
    if assists is None:
        return meaning
    near = zip(assists.near(query).tolist(), assists.times.tolist(), strict=True)
    alike = (it / ONE if known and it >= LEAST_NEAR else 0.0 for it, known in near)
    return replace(meaning, open=tuple(alike))


def meaning_by(vectors: Vectors, query: Whole) -> Meaning:
    """Return how near each lesson is to the vector of a query."""
    return Meaning(vectors.near(query), frozenset(vectors.known.tolist()))


def ranked(
    words: Mapping[int, int], found: Collection[int], meaning: Meaning, allowed: Collection[int]
) -> list[int]:
    """Return the rows of an answer, the best first, ties by id.

    They are all that words found, and of those that only meaning found the best that come near.

    Args:
        words: The sum of the scores of its words by row, whatever a filter leaves.
        found: Rows that words found.
        meaning: How near each row is.
        allowed: Rows that meet every condition.
    """
    from site_builder.meaning.arrays import np  # noqa: PLC0415 - NumPy
    from site_builder.meaning.fusion import fused  # noqa: PLC0415 - NumPy

    scores = fused(words, meaning.near)
    rows, left = [], MOST
    for row in np.lexsort((np.arange(len(scores)), -scores)).tolist():
        if row not in allowed:
            continue
        if row not in found:
            if not left or not meaning.has(row):
                continue
            left -= 1
        rows.append(row)
    return rows
