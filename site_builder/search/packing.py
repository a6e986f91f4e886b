"""Postings as bytes, in the form that :mod:`site_builder.search.postings` describes."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import accumulate, chain
from operator import sub
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from site_builder.search.memory import Postings


def joined(terms: Iterable[tuple[str, bytes]]) -> bytes:
    """Return terms with what belongs to each, one after another."""
    whole, before = bytearray(), b""
    for term, packed in terms:
        name = term.encode()
        shared = shared_length(before, name)
        whole += _varints((shared, len(name) - shared)) + name[shared:] + packed
        before = name
    return bytes(whole)


def shared_length(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how long the beginning is that two sequences share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def packed_postings(postings: Postings, name: str, head: Postings | None) -> bytes:
    """Return which lessons have a term in a field, and how often; and how often in their heads."""
    rows = postings.rows
    packed = _varints([len(rows), *_differences(rows)])
    if name == "common":
        return packed
    if name != "text":
        return packed + _varints(postings.counts)
    both = [count * (count + 1) // 2 - 1 for count in postings.counts]
    for row, count in zip(head.rows, head.counts, strict=True) if head else ():
        both[bisect_left(rows, row)] += count
    return packed + _varints(both)


def packed_positions(postings: Postings) -> bytes:
    """Return where lessons have a term."""
    rows, counts, places = postings.rows, postings.counts, postings.places
    differences = array("q", _differences(places))
    for first in accumulate(counts[:-1]):
        differences[first] = places[first]
    packed = _varints([len(rows), *_differences(rows)]) + _varints(counts)
    return packed + _varints(differences)


def packed_lengths(lengths: Sequence[int]) -> bytes:
    """Return how long a field of each lesson is."""
    different = sorted(set(lengths))
    # Whoosh keeps a length in a byte, so there are few.
    place = {length: number for number, length in enumerate(different)}
    return _varints([len(different), *_differences(different)]) + bytes(
        map(place.__getitem__, lengths)
    )


def _differences(rising: Collection[int]) -> Iterator[int]:
    return map(sub, rising, chain((0,), rising))


def _varints(numbers: Sequence[int]) -> bytes:
    if len(numbers) > _AT_ONCE:
        # An object for each of the millions of positions of a frequent word would fill gigabytes.
        parts = (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))
        return b"".join(map(_varints, parts))
    try:
        return b"".join(map(_SHORT.__getitem__, numbers))
    except IndexError:
        return b"".join(map(_varint, numbers))


def _varint(number: int) -> bytes:
    packed = bytearray()
    while number > 127:  # noqa: PLR2004 - seven bits
        packed.append(number & 127 | 128)
        number >>= 7
    packed.append(number)
    return bytes(packed)


_AT_ONCE = 1 << 14
_SHORT = tuple(_varint(number) for number in range(1 << 14))
"""Numbers of one and two bytes, which nearly all are."""
