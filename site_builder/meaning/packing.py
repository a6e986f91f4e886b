"""Packs weights into four bits each, and reads them again: the files that a browser loads.

A file of layers is the length of its description in four bytes, the description as JSON, and the
arrays that it places: ``i1`` and ``u1`` bytes, ``f4`` numbers, ``i4`` tables, and ``q4`` weights
of four bits, the lower half of a byte first, each 8 more than it is. Every 32 weights of a row
have a multiplier in the array of the same name with ``.times``. All is chosen in whole numbers,
so that every machine packs the same bytes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from site_builder.meaning.arrays import np
from site_builder.meaning.tables import exponentials, gelu
from site_builder.meaning.weights import LAYERS, Weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.meaning.arrays import Array, Bytes, Singles, WholeBytes

ROWS_A_SHARD = 16
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
    for name, table in (("exp", exponentials()), ("gelu", gelu())):
        arrays[name] = ("i4", [len(table)], np.array(table))
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


def shards(weights: Weights) -> Iterator[bytes]:
    """Yield the rows of the vocabulary: in each shard the rows, then their scales."""
    for start in range(0, len(weights.rows), ROWS_A_SHARD):
        some = slice(start, start + ROWS_A_SHARD)
        yield weights.rows[some].tobytes() + weights.scales[some].astype("<f4").tobytes()


def unpacked(layers: bytes, rows: bytes) -> Weights:
    """Return the weights in a file of layers and in all shards, joined."""
    size = int.from_bytes(layers[:4], "little")
    matrices: dict[str, WholeBytes] = {}
    numbers: dict[str, Singles] = {}
    described = json.loads(layers[4 : 4 + size])

    def array(name: str) -> Array:
        kind, at, shape = described[name]
        count = int(np.prod(shape)) // (2 if kind == "q4" else 1)
        begin = 4 + size + at
        return np.frombuffer(layers, _TYPES.get(kind, "u1"), count, begin)

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
    return Weights(matrices, numbers, *_rows(rows))


def _rows(content: bytes) -> tuple[WholeBytes, Singles]:
    """Return the rows of the vocabulary and their scales."""
    each = ROWS_A_SHARD * (WIDTH + 4)
    whole, left = divmod(len(content), each)
    parts = []
    for count, some, start in (
        (ROWS_A_SHARD, whole, 0),
        (left // (WIDTH + 4), 1, whole * each),
    ):
        bytes_of = np.frombuffer(content, np.uint8, some * count * (WIDTH + 4), start)
        table = bytes_of.reshape(some, count * (WIDTH + 4))
        rows = table[:, : count * WIDTH].view(np.int8).reshape(-1, WIDTH)
        scales = np.ascontiguousarray(table[:, count * WIDTH :]).view("<f4").ravel()
        parts.append((rows, scales))
    return (
        np.concatenate([rows for rows, _scales in parts]),
        np.concatenate([scales for _rows, scales in parts]),
    )
