"""Texts of new records, from answers that may hold any sign."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_ID = 60
_UNWRITABLE = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Signs that cannot stand in YAML, none of which can be seen."""


def record_text(fields: Mapping[str, str], body: str) -> str:
    """Return the text of a record.

    Args:
        fields: Values by name, in the order in which they are to stand; empty ones are left out.
        body: The text below the header.
    """
    lines = [f"{name}: {scalar(value)}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", "", body.strip(), ""]).rstrip("\n") + "\n"


def id_from(title: str, otherwise: str) -> str:
    """Return an id that tells of a title, or another where no letter of it can stand in an id."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain.replace("'", ""))
    kept = "-".join(words)[:_LONGEST_ID]
    whole = kept.rpartition("-")[0] if len("-".join(words)) > _LONGEST_ID else kept
    return (whole or kept).strip("-") or otherwise


def scalar(value: str) -> str:
    """Return a value as YAML on one line, with quotes where it could mean anything else."""
    line = one_line(value)
    plain = all(letter.isalnum() or letter in " -" for letter in line) and line[:1].isalnum()
    # To YAML this is nothing at all.
    nothing = line.casefold() == "null"
    return line if plain and not nothing else quoted(line)


def quoted(value: str) -> str:
    """Return a text in quotes, as YAML on one line."""
    # JSON's strings are YAML's, so that no sign in the text can break the header.
    return json.dumps(one_line(value), ensure_ascii=False)


def one_line(value: str) -> str:
    """Return a text on one line, single-spaced, without signs that cannot stand in YAML."""
    return " ".join(_UNWRITABLE.sub("", " ".join(value.split())).split())
