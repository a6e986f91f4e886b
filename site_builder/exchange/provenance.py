"""Digests of imported records, which tell whether a row or a file has changed since."""

from __future__ import annotations

import hashlib
import re

_DIGITS = 12
_WRITTEN = re.compile(r"^  written: [0-9a-f]{12}\n", re.MULTILINE)


def digest(text: str) -> str:
    """Return the digest of the text that a record was made from."""
    return digest_of_bytes(text.encode())


def digest_of_bytes(data: bytes) -> str:
    """Return the digest of the contents of a file."""
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def digest_of_text(text: str) -> str:
    """Return the digest of a record's file without the line that contains it."""
    return digest(_WRITTEN.sub("", text, count=1))
