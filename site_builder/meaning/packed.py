"""The packed weights, kept for all bases of a user, since packing takes a second."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import NamedTuple

from site_builder.meaning.weights import MeaningMissingError, eight_bits, read_model
from site_builder.places import put
from site_builder.seals import read_own, user_cache

DIGEST = "0abb18c8b70fc9e09600179f308cef4a3893547d03f4d4a66c465a90a0d927cb"
"""SHA-256 of the packed weights: of the layers, then of all shards."""
_LAYERS_BYTES = 10_888_496


class Packed(NamedTuple):
    """The packed weights, as :mod:`~site_builder.meaning.packing` describes them."""

    layers: memoryview
    rows: memoryview
    """All shards, joined."""


def packed() -> Packed:
    """Return the packed weights: those that were kept, or packed now and kept.

    Raises:
        MeaningMissingError: They are not installed.
    """
    content = b""
    with suppress(OSError):
        content = read_own(user_cache() / f"meaning-{DIGEST[:16]}.bin")
    if hashlib.sha256(content).hexdigest() != DIGEST:
        content = _pack()
    whole = memoryview(content)
    return Packed(whole[:_LAYERS_BYTES], whole[_LAYERS_BYTES:])


def _pack() -> bytes:
    from site_builder.meaning.packing import packed_layers, shards  # noqa: PLC0415 - imports NumPy

    arrays = read_model()
    content = b"".join((packed_layers(eight_bits(arrays)), *shards(arrays)))
    if hashlib.sha256(content).hexdigest() != DIGEST:
        raise MeaningMissingError("packed its weights into other bytes than it should have")
    with suppress(OSError):
        folder = user_cache()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        put(folder / f"meaning-{DIGEST[:16]}.bin", content)
    return content
