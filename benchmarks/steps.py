"""How fine the weights for queries should be: the steps in ``site_builder.meaning.packing``.

``python -m benchmarks.steps DIR…`` takes queries of collections in the layout of BEIR, rounds one
matrix of the model after the other to coarse steps, and sees how far that moves the vectors of the
queries. It prints the steps with which a bit more or less would do as much in any matrix, at the
size that is wanted of the file, and how like the vectors are that come of all of them together.
"""

from __future__ import annotations

import argparse
import math
import random
import zlib
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.judged import read_collection
from benchmarks.measure import progress
from site_builder.meaning.arrays import np
from site_builder.meaning.engine import Engine
from site_builder.meaning.packing import STEP_ONE, STEPS, packed_layers, stepped
from site_builder.meaning.publishing import deflated
from site_builder.meaning.weights import eight_bits, read_model
from site_builder.meaning.wordpiece import wordpiece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.meaning.arrays import Doubles
    from site_builder.meaning.weights import Weights

_COARSE = 3.0
"""Steps in a standard deviation of a matrix that is rounded to see what that does."""
_EACH = 10
"""Queries of each collection."""
_MOST = 6.45
"""Chromium keeps no file of more than 6.55 MB in a private window, and would load it each time."""
_ENOUGH = 1.01


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steps", description=__doc__)
    add = parser.add_argument
    add("folders", type=Path, nargs="+", metavar="DIR", help="folder of a collection")
    add("--megabytes", type=float, default=_MOST, help="size of the deflated file of layers")
    options = parser.parse_args(arguments)
    texts = list(chain.from_iterable(map(_queries, options.folders)))
    weights = eight_bits(read_model())
    right = _vectors(weights, texts)
    relative = {}
    for name in STEPS:
        coarse = _deviation(weights, name) / _COARSE
        moved = 1 - _likeness(right, _vectors(stepped(weights, {name: coarse}), texts))
        progress(f"{name}: {moved:.6f}")
        relative[name] = coarse * math.sqrt(weights.matrices[name].size / moved)
    steps = _of_size(weights, relative, options.megabytes * 1e6)
    for name, step in steps.items():
        print(f"{name}: {round(step * STEP_ONE)}")
    likeness = _likeness(right, _vectors(stepped(weights, steps), texts))
    print(f"likeness of the vectors of {len(texts)} queries: {likeness:.4f}")


def _queries(folder: Path) -> list[str]:
    texts = sorted(read_collection(folder).queries.values())
    return random.Random(1).sample(texts, _EACH)


def _vectors(weights: Weights, texts: Sequence[str]) -> Doubles:
    vectors = Engine(weights).vectors([wordpiece().tokens(text) for text in texts])
    directions: Doubles = vectors / np.sqrt((vectors * vectors).sum(1, keepdims=True))
    return directions


def _likeness(vectors: Doubles, others: Doubles) -> float:
    return float((vectors * others).sum(1).mean())


def _deviation(weights: Weights, name: str) -> float:
    return float((weights.matrices[name] * weights.numbers[f"{name}.scale"][:, None]).std())


def _of_size(weights: Weights, relative: dict[str, float], most: float) -> dict[str, float]:
    """Return the finest steps, of some relation to each other, whose file is small enough."""
    low, high = 0.0, 1.0 / max(relative.values())
    while low == 0 or high > low * _ENOUGH:
        factor = (low + high) / 2
        steps = {
            name: round(step * factor * STEP_ONE) / STEP_ONE for name, step in relative.items()
        }
        if len(deflated(packed_layers(weights, steps), zlib.Z_HUFFMAN_ONLY)) > most:
            low = factor
        else:
            high, best = factor, steps
    return best


if __name__ == "__main__":
    main()
