"""The vectors of lessons: three bits a number, and one multiplier each.

A vector is 384 codes of three bits in 144 bytes, lowest bits first, eight codes in three bytes. A
code names one of eight levels; the multiplier takes them to the vector's length. Of a lesson
without a vector the multiplier is 0.
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
LEVELS = (-44, -27, -15, -5, 5, 15, 27, 44)
"""The levels by code: those with the least error for numbers that are normally distributed."""
CODE_BYTES = 144
VECTOR_BYTES = CODE_BYTES + 2
_DEVIATION = 20.4
"""Levels in a standard deviation."""
_TRIED = (0.8, 0.9, 1.0, 1.1, 1.2)
_AT_ONCE = 256
"""Lessons that are compared with all at a time."""
_SHIFT = 16
"""Bits that are dropped of a product."""
_ONE_TIMES = ONE * 2**_SHIFT // LENGTH


class Vector(NamedTuple):
    """The vector of a lesson, as it is kept and published."""

    codes: bytes
    times: int


def vector_of(parts: Sequence[Whole]) -> Vector:
    """Return the mean of the vectors of a lesson's texts in three bits a number."""
    total = np.sum(np.array(parts), axis=0)
    deviation = np.sqrt((total * total).sum() / len(total))
    found: list[tuple[float, Whole, Whole]] = []
    levels = np.array(LEVELS)
    for tried in _TRIED:
        bounds = (levels[1:] + levels[:-1]) / 2 * (deviation * tried / _DEVIATION)
        codes = np.searchsorted(bounds, total, side="right")
        product = (total * levels[codes]).sum()
        found.append((float(product * product / (levels[codes] ** 2).sum()), codes, product))
    _best, codes, product = max(found, key=lambda one: one[0])
    scale = _ONE_TIMES / (LENGTH * len(parts))
    times = np.floor(scale * product / (levels[codes] ** 2).sum() + 0.5)
    eights = (codes.reshape(-1, 8) << (3 * np.arange(8))).sum(1)
    packed = np.stack([eights & 255, eights >> 8 & 255, eights >> 16], axis=1)
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
        three = self.codes.reshape(-1, 3).astype(np.int32)
        eights = three[:, 0] | three[:, 1] << 8 | three[:, 2] << 16
        codes = eights[:, None] >> (3 * np.arange(8)) & 7
        levels: Singles = np.array(LEVELS, np.float32)[codes]
        return levels.reshape(len(self.codes), -1)

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
