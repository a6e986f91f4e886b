"""The terms of an index in shards, each with a file of postings and one of positions."""

from __future__ import annotations

from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from site_builder.search.named import Part
from site_builder.search.packing import joined, packed_positions, packed_postings, shared_length
from site_builder.search.scores import MARKS, PLACED

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Sequence

    from site_builder.search.memory import MemoryIndex, Postings

SHARD_BYTES = 2_500
"""About the most bytes of a shard of postings, but for a common word, which has one to itself.

It goes by how many lessons have a term: to pack all takes longer than to see which have changed.
"""
_FEW = 128
"""In a term that fewer than one lesson in so many has, a difference takes two bytes."""


class Term(NamedTuple):
    """A term with its postings."""

    term: str
    """With the mark of its field."""
    name: str
    """Of its field."""
    postings: Postings
    head: Postings | None
    """Of a stem, those in heads."""


def shards_of(index: MemoryIndex) -> list[list[Term]]:
    """Return all terms by code point, in shards."""
    shards: list[list[Term]] = []
    size = SHARD_BYTES
    for term in sorted(_terms(index)):
        holders = len(term.postings.rows)
        bytes_each = 2 + (holders * _FEW < len(index.lessons))
        more = 2 + len(term.term.encode()) + holders * bytes_each
        if size + more > SHARD_BYTES:
            shards.append([])
            size = 0
        shards[-1].append(term)
        size += more
    return shards


def _terms(index: MemoryIndex) -> Iterator[Term]:
    heads = index.postings["head"]
    for mark, name in (("", "text"), *MARKS.items()):
        for term, postings in index.postings[name].items():
            yield Term(mark + term, name, postings, None if mark else heads.get(term))


def beginnings(shards: Sequence[Sequence[Term]]) -> list[str]:
    """Return the fewest letters that tell the terms of each shard from all before."""
    found, before = [], ""
    for shard in shards:
        first = shard[0].term
        found.append(first[: shared_length(before, first) + 1])
        before = shard[-1].term
    return found


def postings_part(shard: Sequence[Term]) -> Part:
    """Return the file with the postings of a shard."""
    hasher = blake2b(digest_size=16)
    for term in shard:
        for postings in (term.postings, term.head) if term.head else (term.postings,):
            _add(hasher, term.term, postings.rows, postings.counts)
    return Part(hasher.digest(), partial(_postings, shard))


def positions_part(shard: Sequence[Term]) -> Part:
    """Return the file with the positions of a shard."""
    placed = [term for term in shard if term.name in PLACED]
    hasher = blake2b(digest_size=16)
    for term, _name, postings, _head in placed:
        _add(hasher, term, postings.rows, postings.counts, postings.places)
    return Part(hasher.digest(), partial(_positions, placed))


def _add(hasher: blake2b, term: str, *arrays: array[int]) -> None:
    hasher.update(f"{term} {len(arrays[0])} {len(arrays[-1])} ".encode())
    for numbers in arrays:
        hasher.update(numbers)


def _postings(shard: Sequence[Term]) -> bytes:
    return joined((it.term, packed_postings(it.postings, it.name, it.head)) for it in shard)


def _positions(shard: Sequence[Term]) -> bytes:
    return joined((it.term, packed_positions(it.postings)) for it in shard)
