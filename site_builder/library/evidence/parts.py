"""The parts of the line that gives a lesson's evidence at a glance, which a search shows too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["flag", "tried", "advice", "studied", "note", "when"]


class Part(NamedTuple):
    """A part of the line: a word, a level if it has one, and what is said of it."""

    kind: Kind
    word: str
    text: str = ""
    level: int = 0
    highest: int = 0
    """0 where there is no level."""

    @property
    def plain(self) -> str:
        """The part in letters, as terminals show it and screen readers say it."""
        if self.kind == "when":
            return self.text
        level = f" {self.level} of {self.highest}" if self.highest else ""
        return ", ".join(filter(None, (f"{self.word}{level}", self.text)))


def plain(parts: Iterable[Part]) -> str:
    """Return the line in letters."""
    return " · ".join(part.plain for part in parts)
