"""The vectors of lessons: four bits a number, and one multiplier each.

A vector is 384 codes of four bits in 192 bytes, the lower half of a byte first. A code names one of
16 levels; the multiplier takes them to the vector's length. Of a lesson without a vector the
multiplier is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from site_builder.meaning.arrays import np
from site_builder.meaning.engine import LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.meaning.arrays import Bytes, Singles, Whole

ONE = 16_384
"""What :meth:`Vectors.near` gives where a text and a lesson mean exactly the same."""
_ABOVE = (6, 18, 31, 44, 58, 75, 96, 127)
LEVELS = (*(-level for level in reversed(_ABOVE)), *_ABOVE)
"""The levels by code: those with the least error for numbers that are normally distributed."""
CODE_BYTES = 192
VECTOR_BYTES = CODE_BYTES + 2
_DEVIATION = 46.5
"""Levels in a standard deviation."""
_TRIED = (0.8, 0.9, 1.0, 1.1, 1.2)
_AT_ONCE = 256
"""Lessons that are compared with all at a time."""
_SHIFT = 18
"""Bits that are dropped of a product."""
_ONE_TIMES = ONE * 2**_SHIFT // LENGTH


class Vector(NamedTuple):
    """The vector of a lesson, as it is kept and published."""

    codes: bytes
    times: int


def vector_of(parts: Sequence[Whole] | Whole) -> Vector:
    """Return the direction of the vectors of a lesson's texts in four bits a number."""
    total = np.sum(np.array(parts), axis=0)
    length = np.sqrt((total * total).sum())
    deviation = length / np.sqrt(len(total))
    found: list[tuple[float, Whole, Whole]] = []
    levels = np.array(LEVELS)
    for tried in _TRIED:
        bounds = (levels[1:] + levels[:-1]) / 2 * (deviation * tried / _DEVIATION)
        codes = np.searchsorted(bounds, total, side="right")
        product = (total * levels[codes]).sum()
        found.append((float(product * product / (levels[codes] ** 2).sum()), codes, product))
    _best, codes, product = max(found, key=lambda one: one[0])
    # Where texts say different things their sum is shorter, and the lesson a little less near.
    factor = np.sqrt(length / (LENGTH * len(parts))) / length
    times = np.floor(_ONE_TIMES * factor * product / (levels[codes] ** 2).sum() + 0.5)
    packed = codes[0::2] | codes[1::2] << 4
    return Vector(packed.astype(np.uint8).tobytes(), int(min(times, 65_535)))


@dataclass(frozen=True)
class Vectors:
    """The vectors of all lessons, in the order of ids."""

    codes: Bytes
    times: Whole

    @classmethod
    def of(cls, vectors: Sequence[Vector | None]) -> Vectors:
        """Return the vectors of lessons, None for one that has none yet."""
        codes = b"".join(one.codes if one else bytes(CODE_BYTES) for one in vectors)
        times = np.array([one.times if one else 0 for one in vectors], np.int64)
        return cls(np.frombuffer(codes, np.uint8).reshape(-1, CODE_BYTES), times)

    def published(self) -> bytes:
        """Return the codes of all lessons, then their multipliers, two bytes each."""
        return self.codes.tobytes() + self.times.astype("<u2").tobytes()

    @property
    def known(self) -> Whole:
        """The numbers of the lessons that have a vector."""
        return np.flatnonzero(self.times)

    @cached_property
    def _levels(self) -> Singles:
        pairs = np.array([(low, high) for high in LEVELS for low in LEVELS], np.float32)
        levels: Singles = pairs[self.codes].reshape(len(self.codes), -1)
        return levels

    def near(self, query: Whole) -> Whole:
        """Return how near the meaning of each lesson is to that of a text, as whole numbers.

        A lesson without a vector is as near as the others are in the mean.
        """
        # Below 2 to the power of 24, so single precision is exact in any order.
        products = (self._levels @ query.astype(np.float32)).astype(np.int64)
        near = products * self.times >> _SHIFT
        known = self.known
        if len(known) < len(near):
            near[self.times == 0] = int(near[known].sum()) // max(len(known), 1)
        return near

    def alike(self, least: float) -> Iterator[dict[int, float]]:
        """Yield of each lesson the others that have at least some cosine with it."""
        lengths = np.sqrt((self._levels.astype(np.float64) ** 2).sum(1))
        are_there = self.times > 0
        for start in range(0, len(lengths), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            # Whole numbers below 2 to the power of 24, too.
            cosines = self._levels[some] @ self._levels.T / np.outer(lengths[some], lengths)
            for number, row in enumerate(cosines, start):
                others = np.flatnonzero((row >= least) & are_there & are_there[number])
                yield {it: float(row[it]) for it in others.tolist() if it != number}
