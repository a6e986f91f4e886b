"""Opens the engine: with packed weights for queries, as in a browser, eight bits for lessons."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from site_builder.meaning.engine import Engine
from site_builder.meaning.packed import packed
from site_builder.meaning.packing import unpacked
from site_builder.meaning.weights import eight_bits, read_model
from site_builder.meaning.wordpiece import wordpiece

if TYPE_CHECKING:
    from site_builder.meaning.arrays import Whole


@cache
def query_engine() -> Engine:
    """Return the engine for queries.

    Raises:
        MeaningMissingError: What it needs is not installed.
    """
    return Engine(unpacked(*packed()))


@cache
def lesson_engine() -> Engine:
    """Return the engine for lessons.

    Raises:
        MeaningMissingError: What it needs is not installed.
    """
    return Engine(eight_bits(read_model()))


def query_vector(text: str) -> Whole:
    """Return the vector of a query."""
    return query_engine().vector(wordpiece().tokens(text))
