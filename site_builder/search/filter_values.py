"""What the value of a filter means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.errors import BeforehandError
from site_builder.search.analysis import fold, tokens
from site_builder.search.topics import phrase_of

if TYPE_CHECKING:
    from site_builder.search.store import Opened

_MOST_LISTED = 12
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(eq=False)
class UnknownValueError(BeforehandError):
    """No lesson can have the value that a filter asks for."""

    name: str
    """Name of the facet."""
    value: str
    hint: str
    """A guess, or what is allowed."""

    def __str__(self) -> str:
        return f"there is no {self.name} `{self.value}`; {self.hint}"


def meant_value(opened: Opened, name: str, value: str) -> str:
    """Return the code of a value of a facet that is named by its code, its label or a synonym.

    Args:
        opened: The index.
        name: Name of the facet.
        value: What was written.

    Raises:
        UnknownValueError: It names no value that lessons of this base can have.
    """
    labels = opened.facts.labels.get(name, {})
    in_use = {it for row in range(len(opened.rows)) for it in opened.rows.values(name, row)}
    codes = {fold(code): code for code in (*labels, *in_use)}
    called = {fold(label): code for code, label in labels.items()}
    topic = opened.facts.phrases.get(phrase_of(tokens(value))) if name == "tag" else None
    if code := codes.get(fold(value)) or called.get(fold(value)) or topic:
        return code
    if name == "year" and _YEAR.fullmatch(value):
        return value
    raise UnknownValueError(name, value, _hint(value, {**called, **codes}))


def _hint(value: str, codes: dict[str, str]) -> str:
    """Return a guess at what was meant by code, or the codes."""
    from site_builder.records.guess import nearest  # noqa: PLC0415 - paid for only once it is wrong

    if near := nearest(fold(value), codes):
        return f"did you mean `{codes[near[0]]}`?"
    known = sorted(set(codes.values()))
    more = f" and {len(known) - _MOST_LISTED} more" if len(known) > _MOST_LISTED else ""
    return f"one of: {', '.join(known[:_MOST_LISTED])}{more}" if known else "no lesson has any"
