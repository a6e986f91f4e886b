"""The texts of a lesson whose vectors stand for it."""

from __future__ import annotations

import hashlib
from typing import TypeAlias

Passages: TypeAlias = tuple[str, ...]
KEY_BYTES = 16
_LETTERS = 500
"""Letters of a passage, nearly as many as the model reads at once."""
_MOST = 2
"""Passages of the text beside title and problem: more of them find no better."""


def passages_of(title: str, problem: str, takeaway: str, body: str) -> Passages:
    """Return the beginning of a lesson's text, its title, and its problem if there is one."""
    told = " ".join(filter(None, (f"{title}.", takeaway, body)))[: _MOST * _LETTERS]
    begun = (told[at : at + _LETTERS] for at in range(0, len(told), _LETTERS))
    return *begun, *filter(None, (title, problem))


def key_of(passages: Passages) -> str:
    """Return the digest by which the vector of a lesson is kept."""
    told = "\0".join(passages).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=KEY_BYTES).hexdigest()
