"""The lines of a first map that say where the days of lessons are, and how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import counted, shortened
from site_builder.exchange.incoming.columns import Column, placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_builder.exchange.incoming.casting import Casting
    from site_builder.exchange.incoming.day_order import DayOrder


def day_lines(casting: Casting, day: date) -> tuple[list[str], list[str]]:
    """Return comments on the days of a table, and the lines of the map.

    What has to be looked at is added to the casting; ``day`` is for rows without one.
    """
    column = next(iter(casting.dates), None)
    days = _settled(casting)
    if column is None or days is None:
        planned = "".join(f" but `{one.name}`, which is a plan" for one in casting.planned[:1])
        casting.doubt("date", f"no column holds days{planned}; all rows get {day}")
        return [], [f"date: {day}"]
    comments = [*_choice(casting, column), *_order(casting, days), *_gaps(casting, days, day)]
    if column.filled < 1 and not days.unread:
        comments.append(f"Rows without a day get {day}.")
    lines = [f"dates: [{days.order} first]"] if days.ambiguous or days.against else []
    template = placeholder(column)
    whole = column.filled == 1 and not days.unread
    return comments, [
        *lines,
        f"date: {template}" if whole else f"date: {{from: {template}, missing: {day}}}",
    ]


def _settled(casting: Casting) -> DayOrder | None:
    """Return how days are written, decided by another column if the own one leaves it open."""
    first, *others = [column.days for column in casting.dates] or [None]
    if first and not first.decided_by:
        deciding = (other for other in others if other and other.decided_by)
        return next((other.deciding(first) for other in deciding), first)
    return first


def _choice(casting: Casting, column: Column) -> Iterator[str]:
    others = [one for one in casting.dates[1:] if one.days and one.days.partial < len(one.texts)]
    names = ", ".join(f"`{other.name}`" for other in others)
    if not column.said.has("recorded") and any(not other.said.has("late") for other in others):
        casting.doubt("date", f"`{column.name}` is taken, and days are also in {names}")
    elif names:
        yield f"Days are also in {names}."
    if column.said.has("late") or "date" not in column.said.roles:
        text = f"`{column.name}` may not be the day on which it was recorded"
        casting.doubt("date", text)


def _order(casting: Casting, days: DayOrder) -> Iterator[str]:
    if days.against:
        text = f"some days have the {days.order} first, others such as `{days.against}` do not"
        casting.doubt("date", f"{text}; where both can be, the {days.order} is taken to come first")
    elif days.ambiguous and days.decided_by:
        yield f"The {days.order} comes first, as in {days.decided_by}."
    elif days.ambiguous:
        texts = f"{counted(days.ambiguous, 'day')} such as `{days.example}`"
        text = f"{texts} can be read in two ways; the {days.order} is taken to come first"
        casting.doubt("date", text)


def _gaps(casting: Casting, days: DayOrder, day: date) -> Iterator[str]:
    if days.short_years:
        yield "Of years with two digits, 69 to 99 are taken for 1969 to 1999."
    if days.partial:
        texts = counted(days.partial, "text")
        yield f"Of {texts} without a day the first one of the month, week or year is taken."
    if days.unread:
        texts = f"{counted(len(days.unread), 'text')} such as `{shortened(days.unread[0])}`"
        casting.doubt("date", f"{texts} cannot be read as a day; such rows get {day}")
