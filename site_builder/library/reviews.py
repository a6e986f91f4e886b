"""Days of review, spread over the weeks of a year: days in, days out."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

A_YEAR = 52
"""Weeks within which everything is to have its turn, where so many reviews a week allow it."""
FARTHEST_YEARS = 10
"""Years ahead to which a review can be put off; a later one would be none."""
_FRIDAY = 4
_WEEK = timedelta(weeks=1)
_WIDEST = 4
"""Weeks by which a review may be moved, either way, to a week that has less to do."""
_SHARE = 6
"""The part of the time to a review by which it may be moved at most: a sixth."""
_SPAN = re.compile(r"([1-9]\d{0,3}) ?([dwmy])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lesson that waits for a day of review."""

    id: str
    owner: str
    """Who keeps it; empty where nobody does."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A review that has its day."""

    day: date
    owner: str


def spread(
    waiting: Sequence[Waiting],
    taken: Iterable[Taken],
    first: date,
    per_week: int,
    weeks: int = A_YEAR,
) -> dict[str, date]:
    """Return a day for each that waits: a Friday, in the earliest week that suits.

    No week is given more than ``per_week`` reviews, those that it has among them. A week suits if
    the owner has no more in it than in any other week with room. Where so few a week are too few
    for all of them within ``weeks``, the last come after that.

    Args:
        waiting: What waits, in the order in which it is to have its turn.
        taken: Reviews that have a day, which stays.
        first: The first day that can be given.
        per_week: Most reviews of a week.
        weeks: Weeks within which all are to have their turn, if so many a week allow it.
    """
    year = _Weeks(taken, first, per_week)
    year.weeks = year.enough_for(len(waiting), weeks)
    return {review.id: year.turn_of(review.owner) for review in waiting}


def least_per_week(count: int, taken: Iterable[Taken], first: date, weeks: int = A_YEAR) -> int:
    """Return the fewest reviews a week with which so many more have their turn within ``weeks``."""
    load = _Weeks(taken, first, 0).load
    per_week = 1
    while sum(max(per_week - load[week], 0) for week in range(weeks)) < count:
        per_week += 1
    return per_week


def near(wanted: date, taken: Iterable[Taken], today: date) -> date:
    """Return a day near to the one wanted, in the week around it that has least to do.

    It may be moved by four weeks, but by no more than a sixth of the time until then: what is to be
    looked at in a month is looked at on that day.
    """
    slack = min(_WIDEST, (wanted - today).days // 7 // _SHARE)
    if not slack:
        return wanted
    friday = _monday(wanted) + timedelta(_FRIDAY)
    load = Counter(_monday(one.day) for one in taken)
    around = (friday + _WEEK * step for step in range(-slack, slack + 1))
    return min(around, key=lambda day: (load[_monday(day)], abs(day - wanted), day))


def after(start: date, span: str) -> date:
    """Return the day that lies a span of time later: ``90d``, ``26w``, ``6m`` or ``1y``.

    Raises:
        ValueError: It is no span of time, or leads too far ahead.
    """
    found = _SPAN.fullmatch(span.strip().lower())
    if not found:
        raise ValueError(f"`{span}` is not a span of time; write 90d, 26w, 6m or 1y")
    number, unit = int(found[1]), found[2]
    if unit in "dw":
        day = start + timedelta(number if unit == "d" else number * 7)
    else:
        day = _months_later(start, number * (12 if unit == "y" else 1))
    return within_reach(day, start)


def within_reach(day: date, today: date) -> date:
    """Return a day on which a review can be due.

    Raises:
        ValueError: It is over, or too far ahead.
    """
    if day < today:
        raise ValueError(f"{day} is over; today is {today}")
    farthest = _months_later(today, FARTHEST_YEARS * 12)
    if day > farthest:
        raise ValueError(f"{day} is more than {FARTHEST_YEARS} years ahead; at most {farthest}")
    return day


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # A calendar ends; what leads beyond it is too far ahead in any case.
    year = min(year, date.max.year)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


class _Weeks:
    """Weeks from a day on, by number, with how much is to be done in each."""

    def __init__(self, taken: Iterable[Taken], first: date, per_week: int) -> None:
        self._friday = first + timedelta((_FRIDAY - first.weekday()) % 7)
        self._per_week = per_week
        self.weeks = A_YEAR
        self.load: Counter[int] = Counter()
        self._owned: Counter[tuple[int, str]] = Counter()
        self._reached: dict[str, tuple[int, int]] = {}
        start = _monday(self._friday)
        for one in taken:
            self._put((_monday(one.day) - start).days // 7, one.owner)

    def enough_for(self, count: int, weeks: int) -> int:
        """Return how many weeks have room for so many more: those given, or more if need be."""
        room = sum(self._room(week) for week in range(weeks))
        while room < count:
            room += self._room(weeks)
            weeks += 1
        return weeks

    def turn_of(self, owner: str) -> date:
        """Give the next turn of an owner, and return its day."""
        most, week = self._reached.get(owner, (0, 0))
        while not self._room(week) or (owner and self._owned[week, owner] > most):
            # No week gets emptier, so that none before it has to be looked at again.
            week += 1
            if week == self.weeks:
                most, week = most + 1, 0
        self._reached[owner] = (most, week)
        self._put(week, owner)
        return self._friday + _WEEK * week

    def _room(self, week: int) -> int:
        return max(self._per_week - self.load[week], 0)

    def _put(self, week: int, owner: str) -> None:
        self.load[week] += 1
        self._owned[week, owner] += 1
