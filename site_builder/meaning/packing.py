"""Packs the weights for queries, and reads them again: the files that a browser loads.

A file of layers is the length of its description in four bytes, the description as JSON, and the
arrays that it places: ``i1`` bytes, ``f4`` numbers and ``i4`` tables. A weight is a multiple of the
step of its matrix. Most are small multiples, so that a weight takes five bits once the file is
deflated. All is one division, product or rounding at a time, and every machine packs the same
bytes.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from site_builder.meaning.arrays import np
from site_builder.meaning.weights import Weights, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.meaning.arrays import Array, Doubles

ROWS_A_SHARD = 64
"""Rows of the vocabulary in a shard: a reader loads those of the query's tokens."""
WIDTH = 384
_ROW_STEP = 6
"""What weights of the vocabulary are multiples of."""
_TYPES = {"i1": "i1", "f4": "<f4", "i4": "<i4"}
STEP_ONE = 65_536
_MATRICES = ("qkv", "out", "up", "down")
_STEPS = (
    (1184, 547, 797, 699),
    (945, 588, 827, 751),
    (964, 606, 767, 744),
    (715, 568, 558, 602),
    (576, 493, 374, 502),
    (337, 195, 474, 315),
)
STEPS = {
    f"{layer}.{name}": step / STEP_ONE
    for layer, steps in enumerate(_STEPS)
    for name, step in zip(_MATRICES, steps, strict=True)
}
"""The step of each matrix: the more its rounding moves the vectors of queries, the finer.

``python -m benchmarks.steps`` works them out.
"""


def packed_layers(weights: Weights, steps: Mapping[str, float] = STEPS) -> bytes:
    """Return the file of layers with weights that are multiples of the steps of their matrices."""
    weights = stepped(weights, steps)
    arrays: dict[str, tuple[str, Array]] = {}
    for name, matrix in weights.matrices.items():
        arrays[name] = ("i1", matrix)
    for name, numbers in weights.numbers.items():
        arrays[name] = ("f4", numbers)
    for name, table in (("exp", weights.exp), ("gelu", weights.gelu)):
        arrays[name] = ("i4", table)
    return _file(arrays)


def stepped(weights: Weights, steps: Mapping[str, float]) -> Weights:
    """Return weights in which those of each matrix are multiples of a step.

    A row in which one is more than 127 steps keeps what it has.

    Args:
        weights: Weights of eight bits.
        steps: The step of a matrix by its name; others stay as they are.
    """
    matrices, numbers = dict(weights.matrices), dict(weights.numbers)
    for name, step in steps.items():
        scales = numbers[f"{name}.scale"].astype(np.float64)
        wider = np.maximum(scales, step)
        whole = np.floor(matrices[name] * (scales / wider)[:, None] + 0.5)
        matrices[name] = whole.astype(np.int8)
        numbers[f"{name}.scale"] = wider.astype(np.float32)
    return replace(weights, matrices=matrices, numbers=numbers)


def _file(arrays: dict[str, tuple[str, Array]]) -> bytes:
    described: dict[str, list[Any]] = {}
    content: list[bytes] = []
    at = 0
    for name, (kind, array) in arrays.items():
        part = array.astype(_TYPES[kind]).tobytes()
        described[name] = [kind, at, list(array.shape)]
        # An array of a browser begins at a multiple of its width.
        part += bytes(-len(part) % 4)
        content.append(part)
        at += len(part)
    head = json.dumps(described, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 4)
    return b"".join((len(head).to_bytes(4, "little"), head, *content))


def shards(arrays: dict[str, Array]) -> Iterator[bytes]:
    """Yield the rows of the vocabulary of a model: in each shard the rows, then their scales."""
    rows, scales = vocabulary(arrays)
    for start in range(0, len(rows), ROWS_A_SHARD):
        some = slice(start, start + ROWS_A_SHARD)
        whole = np.floor(rows[some] / _ROW_STEP + 0.5).astype(np.int8)
        yield whole.tobytes() + (scales[some] * np.float32(_ROW_STEP)).astype("<f4").tobytes()


def unpacked(layers: memoryview, rows: memoryview) -> Weights:
    """Return the weights in a file of layers and in all shards, joined."""
    size = int.from_bytes(layers[:4], "little")
    described = json.loads(bytes(layers[4 : 4 + size]))

    found: dict[str, Array] = {}
    for name, (kind, at, shape) in described.items():
        array = np.frombuffer(layers, _TYPES[kind], math.prod(shape), 4 + size + at)
        found[name] = array.reshape(shape)
    kinds = {name: kind for name, (kind, _at, _shape) in described.items()}
    matrices = {name: array for name, array in found.items() if kinds[name] == "i1"}
    numbers = {name: array for name, array in found.items() if kinds[name] == "f4"}
    return Weights(matrices, numbers, found["exp"], found["gelu"], partial(_rows, rows))


def _rows(content: memoryview, ids: Array) -> Doubles:
    """Return the rows of some tokens in all shards, joined, each times its scale."""
    each = ROWS_A_SHARD * (WIDTH + 4)
    found = []
    for shard, place in zip(*divmod(ids, ROWS_A_SHARD), strict=True):
        start = int(shard) * each
        count = min(each, len(content) - start) // (WIDTH + 4)
        row = np.frombuffer(content, np.int8, WIDTH, start + int(place) * WIDTH)
        scale = np.frombuffer(content, "<f4", 1, start + count * WIDTH + int(place) * 4)
        found.append(row * scale.astype(np.float64))
    return np.array(found)
