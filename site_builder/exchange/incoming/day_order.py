"""How the days of a column are written, found out from all of them at once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.records.date_forms import ORDERS, Order, Reading, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_AM_PM = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)
COUNTED = {"serial", "seconds"}
"""Kinds of dates that are numbers."""


@dataclass(frozen=True, slots=True)
class DayOrder:
    """What was found out from the texts of a column."""

    order: Order
    """Which number comes first where it matters."""
    decided_by: str
    """Text that can be read in this order alone; empty if there is none."""
    against: str
    """Text that can be read in another order alone; empty if there is none."""
    ambiguous: int
    """Texts whose day depends on the order."""
    partial: int
    """Texts that name a month, a quarter, a week or a year only."""
    short_years: int
    example: str
    """Text whose day depends on the order; empty if there is none."""
    usual: str
    """The day in the middle of all."""
    unread: tuple[str, ...]
    """Texts that are no dates."""

    def deciding(self, other: DayOrder) -> DayOrder:
        """Return another column of the same table, in the order of this one."""
        return replace(other, order=self.order, decided_by=self.decided_by)


def order_of(texts: Sequence[str], months: Mapping[str, int] | None = None) -> DayOrder | None:
    """Return how a column writes its days, or None if it holds none."""
    readings = {text: reading for text in dict.fromkeys(texts) if (reading := read(text, months))}
    read_texts = [text for text in texts if text in readings]
    if not read_texts:
        return None
    numeric = [text for text in read_texts if _depends(readings[text])]
    votes: Counter[Order] = Counter(
        order for text in numeric for order in ORDERS if order in readings[text].dates
    )
    # With dots the day comes first everywhere; with AM and PM, the month.
    dotted = sum("." in text.lower().replace(".m.", "") for text in numeric) * 2 > len(numeric)
    american = sum(bool(_AM_PM.search(text)) for text in numeric) * 2 > len(numeric)
    order = max(
        ORDERS,
        key=lambda one: (
            votes[one],
            _compact(readings, numeric, one),
            american and one == "month",
            one == "day",
        ),
    )
    if dotted and votes["day"] == votes[order]:
        order = "day"
    others = [text for text in numeric if order not in readings[text].dates]
    alone = [text for text in numeric if set(readings[text].dates) == {order}]
    open_texts = [] if dotted else [text for text in numeric if readings[text].only is None]
    return DayOrder(
        order,
        (alone or [""])[0],
        (others or [""])[0],
        len(open_texts),
        sum(not one.names_day(meant(one, order)) for one in map(readings.__getitem__, read_texts)),
        sum(readings[text].kind == "short year" for text in read_texts),
        (open_texts or [""])[0],
        sorted(meant(readings[text], order) for text in read_texts)[len(read_texts) // 2],
        tuple(text for text in texts if text not in readings),
    )


def meant(reading: Reading, order: Order) -> str:
    """Return the date of a reading in an order; in another where that is impossible."""
    return reading.dates.get(order) or next(iter(reading.dates.values()))


def _depends(reading: Reading) -> bool:
    """Return whether the order of its numbers says which day it is, or could be."""
    return len(reading.dates) < len(ORDERS) or reading.only is None


def _compact(readings: Mapping[str, Reading], texts: Sequence[str], order: Order) -> int:
    """Return the fewer years a column spans in an order, the more likely it is."""
    years = {readings[text].dates[order][:4] for text in texts if order in readings[text].dates}
    return -(int(max(years)) - int(min(years))) if years else 0
