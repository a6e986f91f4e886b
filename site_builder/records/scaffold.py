"""Texts of new records, from answers that may hold any sign."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNWRITABLE = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Signs that cannot stand in YAML, none of which can be seen."""


def record_text(fields: Mapping[str, str], body: str) -> str:
    """Return the text of a record.

    Args:
        fields: Values by name, in the order in which they are to stand; empty ones are left out.
        body: The text below the header.
    """
    lines = [f"{name}: {_scalar(value)}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", "", body.strip(), ""]).rstrip("\n") + "\n"


def _scalar(value: str) -> str:
    """Return a value as YAML on one line, with quotes where it could mean anything else."""
    line = _UNWRITABLE.sub("", " ".join(value.split()))
    if not line:
        return '""'
    plain = all(letter.isalnum() or letter in " -" for letter in line) and line[0].isalnum()
    # JSON's strings are YAML's, so that no sign in the text can break the header.
    return line if plain else json.dumps(line, ensure_ascii=False)
