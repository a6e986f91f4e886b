"""Reads the arrays of an ONNX file without the package ``onnx``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.meaning.arrays import np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.meaning.arrays import Array

_GRAPH, _INITIALIZER = 7, 5
"""Fields of ``ModelProto`` and ``GraphProto``."""
_DIMENSIONS, _TYPE, _NAME, _CONTENT = 1, 2, 8, 9
"""Fields of ``TensorProto``."""
_TYPES = {1: "<f4", 3: "i1", 7: "<i8"}
"""Types of numbers by their code; arrays of others are passed over."""
_FIXED = {1: 8, 5: 4}
"""Bytes of a field of fixed width, by its wire type."""
_COUNTED = 2


def arrays_in(model: bytes) -> dict[str, Array]:
    """Return the stored arrays of a model by name.

    Raises:
        ValueError: It is no such file.
        IndexError: It is cut off.
    """
    found = {}
    for number, graph in _fields(memoryview(model)):
        if number == _GRAPH and isinstance(graph, memoryview):
            for inner, tensor in _fields(graph):
                if inner == _INITIALIZER and isinstance(tensor, memoryview):
                    found.update(_array(tensor))
    return found


def _array(tensor: memoryview) -> dict[str, Array]:
    shape: list[int] = []
    kind, name, content = 0, "", memoryview(b"")
    for number, value in _fields(tensor):
        if isinstance(value, int):
            if number == _DIMENSIONS:
                shape.append(value)
            elif number == _TYPE:
                kind = value
        elif number == _DIMENSIONS:
            shape += _varints(value)
        elif number == _NAME:
            name = bytes(value).decode()
        elif number == _CONTENT:
            content = value
    if kind not in _TYPES or not content:
        return {}
    return {name: np.frombuffer(content, _TYPES[kind]).reshape(shape)}


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield number and value of each field of a message in the wire format of protobuf."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        wire = key & 7
        if wire == 0:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        if wire == _COUNTED:
            size, at = _varint(message, at)
        elif wire in _FIXED:
            size = _FIXED[wire]
        else:
            message_text = f"a field has the unknown wire type {wire}"
            raise ValueError(message_text)
        yield key >> 3, message[at : at + size]
        at += size


def _varints(content: memoryview) -> Iterator[int]:
    at = 0
    while at < len(content):
        value, at = _varint(content, at)
        yield value


def _varint(content: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:  # noqa: PLR2004 - seven bits
            return value, at
        shift += 7
