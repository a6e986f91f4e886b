"""The texts of a lesson whose vectors stand for it."""

from __future__ import annotations

_LETTERS = 400
"""Letters after the title: more of them blur what a lesson is about."""


def passages_of(title: str, problem: str, takeaway: str, body: str) -> tuple[str, str]:
    """Return the beginning of a lesson, and its title alone."""
    told = " ".join(filter(None, (problem, takeaway, body)))
    return f"{title}. {told[:_LETTERS]}", title
