"""The model all-MiniLM-L6-v2 in whole numbers, so that every front end gets the same vectors.

Every sum is of whole numbers that fit, exactly and in any order: below 2 to the power of 24 in
single precision, of 53 in double precision. All else is one addition, multiplication, division or
square root at a time, which IEEE 754 rounds the same everywhere; powers of e and GELU are tables.
``meaning.js`` has the same steps: change both or neither.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from site_builder.meaning.arrays import np
from site_builder.meaning.packing import WIDTH
from site_builder.meaning.tables import GELU_MOST, GELU_STEPS
from site_builder.meaning.weights import LAYERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.meaning.arrays import Doubles, Singles, Whole
    from site_builder.meaning.weights import Weights

LENGTH = 2_048
"""Length of a vector."""
_FIXED = 4_096.0
"""What one is in the numbers between layers."""
TOP = 511.0
"""Largest whole number that an input of a matrix is taken to: ten bits with the sign."""
STEP = 768
"""Most products in one sum of single precision. With these weights it stays below 2 to the power of
24 whatever their inputs are: 511 times the sum of the weights without their signs does."""
_HEADS = 12
_QUERY, _VALUE = 64.0, 256.0
"""What one is in queries and keys, and in values."""


class Engine:
    """Makes vectors of texts with some weights."""

    def __init__(self, weights: Weights) -> None:
        """Take the weights."""
        self.weights = weights
        self._numbers = {name: it.astype(np.float64) for name, it in weights.numbers.items()}
        self._matrices: dict[str, Singles] = {}
        self._exp = np.append(weights.exp, 0).astype(np.float64)
        self._gelu = np.append(0, weights.gelu).astype(np.float64)
        scales = self._numbers["places.scale"][:, None]
        self._places = weights.matrices["places"].astype(np.float64) * scales

    def vector(self, tokens: Sequence[int]) -> Whole:
        """Return the vector of a text as whole numbers, of length 2,048 within rounding.

        Args:
            tokens: At most 128 tokens of :class:`~site_builder.meaning.wordpiece.WordPiece`.
        """
        found: Whole = self.vectors([tokens])[0]
        return found

    def vectors(self, texts: Sequence[Sequence[int]]) -> Whole:
        """Return the vectors of several texts, worked out side by side: a row a text.

        Args:
            texts: Of each its tokens; the vector of one does not depend on the others.
        """
        ends = np.cumsum([len(tokens) for tokens in texts])
        places = np.concatenate([self._places[: len(tokens)] for tokens in texts])
        x = self.weights.rows(np.concatenate(texts)) + places + self._numbers["kind"]
        x = self._normed(_rounded(x * (_FIXED * 8)), "norm")
        for layer in range(LAYERS):
            parts = np.split(self._times(x / _FIXED, f"{layer}.qkv"), ends[:-1])
            mixed = np.concatenate([self._mixed(part) for part in parts])
            x += _rounded(self._times(mixed, f"{layer}.out") * _FIXED)
            x = self._normed(x, f"{layer}.norm1")
            bent = self._bent(self._times(x / _FIXED, f"{layer}.up"))
            x += _rounded(self._times(bent / _FIXED, f"{layer}.down") * _FIXED)
            x = self._normed(x, f"{layer}.norm2")
        return np.array([unit(_rounded(one.sum(0) / len(one))) for one in np.split(x, ends[:-1])])

    def _normed(self, x: Doubles, name: str) -> Doubles:
        mean = x.sum(1, keepdims=True) / WIDTH
        variance = (x * x).sum(1, keepdims=True) / WIDTH - mean * mean
        inverse = 1.0 / np.sqrt(variance + 1e-12 * _FIXED * _FIXED)
        x = x - mean
        x *= inverse
        x *= self._numbers[f"{name}.scale"]
        x += self._numbers[f"{name}.add"]
        x *= _FIXED
        return _rounded(x)

    def _times(self, x: Doubles, name: str) -> Doubles:
        """Return the product with a matrix, each row of ``x`` taken to ten bits."""
        matrix = self._matrices.get(name)
        if matrix is None:
            self._matrices[name] = matrix = self.weights.matrices[name].astype(np.float32)
        most = np.maximum(x.max(1, keepdims=True), -x.min(1, keepdims=True))
        most = np.maximum(most, 1e-9)
        whole = _rounded(x * (TOP / most)).astype(np.float32)
        total = np.zeros((len(x), len(matrix)))
        for start in range(0, whole.shape[1], STEP):
            some = slice(start, start + STEP)
            total += whole[:, some] @ matrix[:, some].T
        total *= self._numbers[f"{name}.scale"]
        total *= most / TOP
        total += self._numbers[f"{name}.add"]
        return total

    def _mixed(self, x: Doubles) -> Doubles:
        """Return what each token of a text takes from the others."""
        count = len(x)
        parts = x.reshape(count, 3, _HEADS, -1).transpose(1, 2, 0, 3)
        factors = (_QUERY, _QUERY, _VALUE)
        query, key, value = (_rounded(it * by) for it, by in zip(parts, factors, strict=True))
        far = query @ key.transpose(0, 2, 1)
        np.subtract(far.max(2, keepdims=True), far, out=far)
        far *= 64 / (_QUERY * _QUERY * math.sqrt(WIDTH // _HEADS))
        # The last power in the table is none at all.
        steps = np.minimum(_rounded(far), len(self._exp) - 1).astype(np.int64)
        powers = self._exp.take(steps)
        taken: Doubles = (powers @ value) / (powers.sum(2, keepdims=True) * _VALUE)
        return np.concatenate(list(taken), axis=1)

    def _bent(self, x: Doubles) -> Doubles:
        """Return GELU of each number, by the table: nothing below it, the number itself above."""
        most = GELU_STEPS * GELU_MOST
        steps = _rounded(x * GELU_STEPS)
        steps += most + 1
        bent: Doubles = self._gelu.take(steps.astype(np.int64), mode="clip")
        above = steps > 2 * most + 1
        bent[above] = _rounded(x[above] * _FIXED)
        return bent


def unit(x: Doubles) -> Whole:
    """Return a vector of whole numbers at the length that vectors have."""
    return _rounded(x * (LENGTH / np.sqrt((x * x).sum()))).astype(np.int64)


def _rounded(x: Doubles) -> Doubles:
    x = x + 0.5
    return np.floor(x, out=x)
