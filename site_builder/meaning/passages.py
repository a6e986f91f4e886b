"""The texts of a lesson whose vectors stand for it."""

from __future__ import annotations

import hashlib
from typing import TypeAlias

Passages: TypeAlias = tuple[str, ...]
KEY_BYTES = 16
_LETTERS = 400
"""Letters after the title: more of them blur what a lesson is about."""


def passages_of(title: str, problem: str, takeaway: str, body: str) -> Passages:
    """Return the beginning of a lesson, its title, and its problem if there is one."""
    told = " ".join(filter(None, (problem, takeaway, body)))
    return f"{title}. {told[:_LETTERS]}", *filter(None, (title, problem))


def key_of(passages: Passages) -> str:
    """Return the digest by which the vector of a lesson is kept."""
    told = "\0".join(passages).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=KEY_BYTES).hexdigest()
