"""What a search returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A lesson that a query found."""

    id: str
    title: str
    problem: str
    url: str
    score: float
    evidence: str
    outcome: str
    """Code of the outcome, or empty."""
