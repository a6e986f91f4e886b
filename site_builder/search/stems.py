"""Stems of words. Whoosh's stemmer is taken from nowhere else."""

from __future__ import annotations

from functools import lru_cache

from whoosh.lang.porter import stem as porter_stem


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word, by Porter's algorithm as Whoosh has it."""
    return str(porter_stem(word))
