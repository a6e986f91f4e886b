"""Packs weights into four bits each, and reads them again: the files that a browser loads.

A file of layers is the length of its description in four bytes, the description as JSON, and the
arrays that it places: ``i1`` and ``u1`` bytes, ``f4`` numbers, ``i4`` tables, and ``q4`` weights
of four bits, the lower half of a byte first, each 8 more than it is. Every 32 weights of a row
have a multiplier in the array of the same name with ``.times``. All is chosen in whole numbers,
so that every machine packs the same bytes.
"""

from __future__ import annotations

import json
import math
from functools import partial
from typing import TYPE_CHECKING, Any

from site_builder.meaning.arrays import np
from site_builder.meaning.weights import LAYERS, Weights, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.meaning.arrays import Array, Bytes, Doubles, Singles, WholeBytes

ROWS_A_SHARD = 64
"""Rows of the vocabulary in a shard: a reader loads those of the query's tokens."""
WIDTH = 384
_GROUP = 32
_TOP = 7
_MOST_TIMES = 18
_TYPES = {"i1": "i1", "u1": "u1", "f4": "<f4", "i4": "<i4"}
_PACKED = [f"{layer}.{name}" for layer in range(LAYERS) for name in ("qkv", "out", "up", "down")]


def packed_layers(weights: Weights) -> bytes:
    """Return the file of layers with four bits a weight."""
    arrays: dict[str, tuple[str, list[int], Array]] = {}
    for name, matrix in weights.matrices.items():
        shape = list(matrix.shape)
        if name not in _PACKED:
            arrays[name] = ("i1", shape, matrix)
            continue
        whole, times = _four_bits(matrix)
        raised = (whole + 8).astype(np.uint8).ravel()
        arrays[name] = ("q4", shape, raised[0::2] | raised[1::2] << 4)
        arrays[f"{name}.times"] = ("u1", list(times.shape), times)
    for name, numbers in weights.numbers.items():
        arrays[name] = ("f4", list(numbers.shape), numbers)
    for name, table in (("exp", weights.exp), ("gelu", weights.gelu)):
        arrays[name] = ("i4", [len(table)], table)
    return _file(arrays)


def _four_bits(matrix: WholeBytes) -> tuple[WholeBytes, Bytes]:
    """Return the nearest weights from -7 to 7, and the multiplier of each group of them."""
    weights = np.arange(-128, 128)
    indexes = matrix.astype(np.int16).reshape(-1, _GROUP) + 128
    best = np.full(len(indexes), np.iinfo(np.int32).max, np.int32)
    times = np.ones(len(indexes), np.uint8)
    for factor in range(1, _MOST_TIMES + 1):
        missed = weights - factor * _nearest(weights, factor)
        errors = (missed * missed).astype(np.int32)[indexes].sum(1, dtype=np.int32)
        times[errors < best] = factor
        best = np.minimum(best, errors)
    whole = _nearest(matrix.reshape(-1, _GROUP), times[:, None].astype(np.int16))
    return whole.astype(np.int8).reshape(matrix.shape), times.reshape(len(matrix), -1)


def _nearest(weights: Array, factor: Any) -> Array:  # noqa: ANN401 - one or many
    """Return weights divided by a factor, halves rounded up, within the range of four bits."""
    nearest: Array = np.clip((2 * weights.astype(np.int16) + factor) // (2 * factor), -_TOP, _TOP)
    return nearest


def _file(arrays: dict[str, tuple[str, list[int], Array]]) -> bytes:
    described: dict[str, list[Any]] = {}
    content: list[bytes] = []
    at = 0
    for name, (kind, shape, array) in arrays.items():
        part = array.astype(_TYPES.get(kind, "u1")).tobytes()
        described[name] = [kind, at, shape]
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
        yield rows[some].tobytes() + scales[some].astype("<f4").tobytes()


def unpacked(layers: memoryview, rows: memoryview) -> Weights:
    """Return the weights in a file of layers and in all shards, joined."""
    size = int.from_bytes(layers[:4], "little")
    described = json.loads(bytes(layers[4 : 4 + size]))

    def array(name: str) -> Array:
        kind, at, shape = described[name]
        count = math.prod(shape) // (2 if kind == "q4" else 1)
        return np.frombuffer(layers, _TYPES.get(kind, "u1"), count, 4 + size + at)

    matrices: dict[str, WholeBytes] = {}
    numbers: dict[str, Singles] = {}
    pairs = np.array([[low - 8, high - 8] for high in range(16) for low in range(16)], np.int8)
    for name, (kind, _at, shape) in described.items():
        if kind == "q4":
            whole = pairs.view(np.int16).ravel()[array(name)].view(np.int8)
            times = array(f"{name}.times").view(np.int8).reshape(-1, 1)
            matrices[name] = (whole.reshape(-1, _GROUP) * times).reshape(shape)
        elif kind == "i1":
            matrices[name] = array(name).reshape(shape)
        elif kind == "f4":
            numbers[name] = array(name).reshape(shape)
    return Weights(matrices, numbers, array("exp"), array("gelu"), partial(_rows, rows))


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
