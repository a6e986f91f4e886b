"""Figures over people, and when they are withheld.

A figure over fewer than five people says something of each of them, so it is withheld. A figure
over more is withheld as well where it could be taken from the whole to leave such a one: the cells
that are withheld together hold nobody, or at least five people. This is primary and complementary
suppression as statistical offices practise it: A. Hundepool and others, "Statistical Disclosure
Control", Wiley 2012, chapter 4. How many people a figure rests on is never told, for two such
numbers can be taken from each other; and both kinds of suppression are said in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    Cell = TypeVar("Cell", bound=str | int)

LEAST = 5
"""Fewest people over which a figure is told."""
WITHHELD = "withheld: fewer than five people would show"
NOTHING = "nothing to measure"
EXPLANATION = (
    "No figure here shows a person. A figure over fewer than five people is withheld, and so is "
    "one from which such a figure could be worked out by taking one from another. How many "
    "people a figure rests on is not told, for the same reason. Who gives and who takes is "
    "counted from the teams that the page of each event names."
)
"""What readers are told of all this."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, or why there is none."""

    value: float | None
    reason: str = ""
    """Why there is no value; empty where there is one."""

    @property
    def withheld(self) -> bool:
        """Whether there is a figure that is not told."""
        return self.reason == WITHHELD


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure before anybody has asked whether it may be told."""

    people: frozenset[str]
    """Everybody of whom it says something."""
    value: float | None
    """None where there is nothing to measure."""


def whole(measured: Measured) -> Figure:
    """Return a figure over everybody, if it may be told."""
    return _told(measured, hidden=0 < len(measured.people) < LEAST)


def cells(
    parts: Mapping[Cell, Measured], unnamed: frozenset[str] = frozenset()
) -> dict[Cell, Figure]:
    """Return the figures of the parts of a whole, each if it may be told, sorted by name.

    A part that nobody belongs to counts as one that holds too few, so that its emptiness is not
    told either. While those withheld hold one to four people together, the smallest of the others
    is withheld as well.

    Args:
        parts: Measured figures by the name of the part.
        unnamed: People of the whole whose part has no name; their figure is never told.
    """
    hidden = {name for name, part in parts.items() if len(part.people) < LEAST}
    pooled = unnamed.union(*(parts[name].people for name in hidden))
    told = sorted(parts.keys() - hidden, key=lambda name: (-len(parts[name].people), name))
    while told and 0 < len(pooled) < LEAST:
        smallest = told.pop()
        hidden.add(smallest)
        pooled |= parts[smallest].people
    return {name: _told(parts[name], hidden=name in hidden) for name in sorted(parts)}


def _told(measured: Measured, *, hidden: bool) -> Figure:
    if hidden:
        return Figure(None, WITHHELD)
    return Figure(measured.value, "" if measured.value is not None else NOTHING)
