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
_TOP = 511.0
"""Largest whole number that an input of a matrix is taken to: ten bits with the sign."""
_STEP = 256
"""Most products in one sum of single precision: 511 x 127 x 256 is below 2 to the power of 24."""
_HEADS = 12
_QUERY, _VALUE = 64.0, 256.0
"""What one is in queries and keys, and in values."""


class Engine:
    """Makes vectors of texts with some weights."""

    def __init__(self, weights: Weights) -> None:
        """Take the weights."""
        self._weights = weights
        self._numbers = {name: it.astype(np.float64) for name, it in weights.numbers.items()}
        self._matrices: dict[str, Singles] = {}
        self._exp = np.append(weights.exp, 0).astype(np.float64)
        self._gelu = weights.gelu.astype(np.float64)
        scales = self._numbers["places.scale"][:, None]
        self._places = weights.matrices["places"].astype(np.float64) * scales

    def vector(self, tokens: Sequence[int]) -> Whole:
        """Return the vector of a text as whole numbers, of length 2,048 within rounding.

        Args:
            tokens: At most 128 tokens of :class:`~site_builder.meaning.wordpiece.WordPiece`.
        """
        ids = np.array(tokens)
        begun = self._weights.rows(ids) + self._places[: len(ids)] + self._numbers["kind"]
        x = _rounded(self._normed(_rounded(begun * (_FIXED * 8)), "norm") * _FIXED)
        for layer in range(LAYERS):
            mixed = self._times(
                self._mixed(self._times(x / _FIXED, f"{layer}.qkv")), f"{layer}.out"
            )
            x = _rounded(self._normed(x + _rounded(mixed * _FIXED), f"{layer}.norm1") * _FIXED)
            bent = self._bent(self._times(x / _FIXED, f"{layer}.up"))
            down = self._times(bent / _FIXED, f"{layer}.down")
            x = _rounded(self._normed(x + _rounded(down * _FIXED), f"{layer}.norm2") * _FIXED)
        return unit(_rounded(x.sum(0) / len(ids)))

    def _normed(self, x: Doubles, name: str) -> Doubles:
        mean = x.sum(1, keepdims=True) / WIDTH
        variance = (x * x).sum(1, keepdims=True) / WIDTH - mean * mean
        inverse = 1.0 / np.sqrt(variance + 1e-12 * _FIXED * _FIXED)
        scale, add = self._numbers[f"{name}.scale"], self._numbers[f"{name}.add"]
        normed: Doubles = (x - mean) * inverse * scale + add
        return normed

    def _times(self, x: Doubles, name: str) -> Doubles:
        """Return the product with a matrix, each row of ``x`` taken to ten bits."""
        matrix = self._matrices.get(name)
        if matrix is None:
            self._matrices[name] = matrix = self._weights.matrices[name].astype(np.float32)
        most = np.maximum(np.abs(x).max(1, keepdims=True), 1e-9)
        whole = _rounded(x * (_TOP / most)).astype(np.float32)
        total = np.zeros((len(x), len(matrix)))
        for start in range(0, whole.shape[1], _STEP):
            some = slice(start, start + _STEP)
            total += whole[:, some] @ matrix[:, some].T
        scale, add = self._numbers[f"{name}.scale"], self._numbers[f"{name}.add"]
        product: Doubles = total * scale * (most / _TOP) + add
        return product

    def _mixed(self, x: Doubles) -> Doubles:
        """Return what each token takes from the others."""
        count = len(x)
        parts = x.reshape(count, 3, _HEADS, -1).transpose(1, 2, 0, 3)
        factors = (_QUERY, _QUERY, _VALUE)
        query, key, value = (_rounded(it * by) for it, by in zip(parts, factors, strict=True))
        near = query @ key.transpose(0, 2, 1)
        far = near.max(2, keepdims=True) - near
        steps = _rounded(far * (64 / (_QUERY * _QUERY * math.sqrt(WIDTH // _HEADS))))
        # The last power in the table is none at all.
        powers = self._exp[np.minimum(steps, len(self._exp) - 1).astype(np.int64)]
        taken: Doubles = (powers @ value) / (powers.sum(2, keepdims=True) * _VALUE)
        return np.concatenate(list(taken), axis=1)

    def _bent(self, x: Doubles) -> Doubles:
        """Return GELU of each number, by the table."""
        most = GELU_STEPS * GELU_MOST
        steps = _rounded(x * GELU_STEPS)
        looked_up = self._gelu[np.clip(steps + most, 0, 2 * most).astype(np.int64)]
        return np.where(steps > most, _rounded(x * _FIXED), np.where(steps < -most, 0, looked_up))


def unit(x: Doubles) -> Whole:
    """Return a vector of whole numbers at the length that vectors have."""
    return _rounded(x * (LENGTH / np.sqrt((x * x).sum()))).astype(np.int64)


def _rounded(x: Doubles) -> Doubles:
    return np.floor(x + 0.5)
