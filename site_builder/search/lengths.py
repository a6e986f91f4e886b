"""Lengths of fields as Whoosh keeps them, without what it needs to read or write an index."""

from __future__ import annotations

from whoosh.util.numeric import byte_to_length, length_to_byte


def rounded_length(length: int) -> int:
    """Return the length of a field as Whoosh keeps it, in one byte: exact for short fields."""
    return int(byte_to_length(length_to_byte(length)))
