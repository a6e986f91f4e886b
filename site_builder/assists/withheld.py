"""Figures over people, and when they are withheld.

A figure over fewer than five people would tell something about each of them, so it is withheld. A
figure over more is withheld as well if subtracting it from the total would leave such a figure: the
cells withheld together hold nobody or at least five people. This is primary and complementary
suppression as statistical offices practise it: A. Hundepool and others, "Statistical Disclosure
Control", Wiley 2012, chapter 4. The number of people behind a figure is never published, since two
such numbers can be subtracted, and both kinds of suppression have the same text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    Cell = TypeVar("Cell", bound=str | int)

LEAST = 5
"""Fewest people over which a figure is published."""
WITHHELD = "withheld: it would describe fewer than five people"
NOTHING = "nothing to measure"
EXPLANATION = (
    "No figure here shows a person. A figure over fewer than five people is withheld, and so is "
    "one from which such a figure could be computed by subtraction. For the same reason the "
    "number of people behind a figure is not shown. Who gives and who takes is counted from the "
    "teams that the page of each event names."
)
"""The rules above, for readers."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, or why there is none."""

    value: float | None
    reason: str = ""
    """Why there is no value; empty if there is one."""

    @property
    def withheld(self) -> bool:
        """Whether there is a figure that may not be published."""
        return self.reason == WITHHELD


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure before it is known whether it may be published."""

    people: frozenset[str]
    """Everybody whom it describes."""
    value: float | None
    """None if there is nothing to measure."""


def whole(measured: Measured) -> Figure:
    """Return a figure over everybody, withheld if necessary."""
    return _figure(measured, hidden=0 < len(measured.people) < LEAST)


def cells(
    parts: Mapping[Cell, Measured], unnamed: frozenset[str] = frozenset()
) -> dict[Cell, Figure]:
    """Return the figures of the parts of a whole, withheld where necessary, sorted by name.

    A part without people counts as too small, so that its emptiness does not show either. While
    the withheld parts together hold one to four people, the smallest of the others is withheld as
    well.

    Args:
        parts: Measured figures by the name of the part.
        unnamed: People of the whole whose part has no name; their figure is never published.
    """
    hidden = {name for name, part in parts.items() if len(part.people) < LEAST}
    pooled = unnamed.union(*(parts[name].people for name in hidden))
    shown = sorted(parts.keys() - hidden, key=lambda name: (-len(parts[name].people), name))
    while shown and 0 < len(pooled) < LEAST:
        smallest = shown.pop()
        hidden.add(smallest)
        pooled |= parts[smallest].people
    return {name: _figure(parts[name], hidden=name in hidden) for name in sorted(parts)}


def _figure(measured: Measured, *, hidden: bool) -> Figure:
    if hidden:
        return Figure(None, WITHHELD)
    return Figure(measured.value, "" if measured.value is not None else NOTHING)
