"""Days of rows, read as an import map says that its source writes them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.records.date_forms import ORDERS, Order, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIRST: dict[str, Order] = {f"{order} first": order for order in ORDERS}
"""Orders of the numbers in a date, as maps name them."""
_DAY_LENGTH = len("YYYY-MM-DD")


class DayReader:
    """Reads days in the forms that a map names, and in every other usual one."""

    def __init__(self, forms: tuple[str, ...], months: Mapping[str, int]) -> None:
        """Take the forms, and further names of months."""
        self._forms = tuple(form for form in forms if form not in FIRST)
        orders: Iterator[Order | None] = (FIRST.get(form) or _order_in(form) for form in forms)
        self._order: Order | None = next(filter(None, orders), None)
        self._months = months

    def partial(self, text: str) -> str | None:
        """Return a date to the precision of the source, or None if it cannot be read."""
        if stated := read_date(text, self._forms):
            return stated
        reading = read(text, self._months)
        if reading is None:
            return None
        order = self._order
        if order is None and "." in text and "/" not in text:
            # With dots the day comes first everywhere.
            order = "day"
        return reading.only or (None if order is None else reading.dates.get(order))

    def day(self, text: str) -> tuple[str, bool]:
        """Return a day, the first of its month or year if the text names none, and whether it does.

        Raises:
            ValueError: The text cannot be read, or can mean two days; the message says so.
        """
        date, reading = self.partial(text), read(text, self._months)
        if date is None and reading:
            meant = " or ".join(sorted(set(reading.dates.values())))
            listed = " or ".join(
                f"`dates: {first}`" for first in FIRST if FIRST[first] in reading.dates
            )
            raise ValueError(f"`{shortened(text)}` can be {meant}: say {listed} in the map")
        if date is None:
            raise ValueError(f"`{shortened(text)}` is no date that can be read")
        whole = reading.names_day(date) if reading else len(date) == _DAY_LENGTH
        return (date + "-01-01")[:_DAY_LENGTH], whole


def _order_in(form: str) -> Order | None:
    """Return what comes first in a form with a day and a month in figures, or None."""
    signs = re.findall("%([dmYy])", form)
    first: dict[str, Order] = {"d": "day", "m": "month"}
    return first.get(signs[0]) if {"d", "m"} <= set(signs) else None


def read_date(text: str, forms: tuple[str, ...]) -> str | None:
    """Return a date to the precision of the first form that fits (day, month or year), or None."""
    for form in forms:
        try:
            date = datetime.strptime(text.strip(), form)  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        has_day = any(sign in form for sign in ("%d", "%j", "%x", "%c"))
        has_month = has_day or any(sign in form for sign in ("%m", "%b", "%B"))
        day = f"{date.year:04}-{date.month:02}-{date.day:02}"
        return day if has_day else day[:7] if has_month else day[:4]
    return None
