"""Dates as far as a source knows them: a day, a month, a year, or unknown."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

UNKNOWN = "unknown"

_MONTHS = (
    *("", "January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
"""The names of the months: those of the calendar module follow the locale, and are slow."""


class MalformedDateError(ValueError):
    """The text does not have the form of a date."""


class ImpossibleDateError(ValueError):
    """The text has the form of a date but is not in the calendar, such as 2024-02-30.

    Its message says what the calendar has.
    """


@dataclass(frozen=True, slots=True)
class PartialDate:
    """When something happened, as far as the source says."""

    text: str
    """As written: ``2017-06-14``, ``2017-06``, ``2017`` or ``unknown``."""

    @property
    def known(self) -> bool:
        """Whether the source gives at least a year."""
        return self.text != UNKNOWN

    @property
    def year(self) -> int | None:
        """The year, or None when unknown."""
        return int(self.text[:4]) if self.known else None

    @property
    def earliest(self) -> date | None:
        """The first day it can have been, or None when unknown."""
        return _bounds(self.text)[0]

    @property
    def latest(self) -> date | None:
        """The last day it can have been, or None when unknown."""
        return _bounds(self.text)[1]

    @property
    def spoken(self) -> str:
        """As people say it: ``14 June 2017``, ``June 2017``, ``2017``, ``date not stated``."""
        return _spoken(self.text)

    def __str__(self) -> str:
        """Return the date as written."""
        return self.text


@lru_cache(maxsize=10_000)
def _spoken(text: str) -> str:
    """Return a date as people say it; the same texts come often."""
    if text == UNKNOWN:
        return "date not stated"
    year, *rest = text.split("-")
    month = (_MONTHS[int(number)] for number in rest[:1])
    return " ".join([*(str(int(day)) for day in rest[1:]), *month, year])


@lru_cache(maxsize=10_000)
def _bounds(text: str) -> tuple[date, date] | tuple[None, None]:
    """Return the first and the last day that a date can have been; the same texts come often."""
    if text == UNKNOWN:
        return None, None
    year, *rest = map(int, text.split("-"))
    first, last = (rest[0], rest[0]) if rest else (1, 12)
    if len(rest) > 1:
        return date(year, first, rest[1]), date(year, last, rest[1])
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def spoken_day(day: date) -> str:
    """Return a day as people say it: ``14 June 2017``."""
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


def spoken_month(day: date) -> str:
    """Return the month of a day as people say it: ``June 2017``."""
    return f"{_MONTHS[day.month]} {day.year}"


def parse_day(text: str) -> date:
    """Return the day written as ``YYYY-MM-DD``.

    Raises:
        MalformedDateError: The text is not of that form.
        ImpossibleDateError: It is, but there is no such day.
    """
    match = _DAY.fullmatch(text)
    if not match:
        raise MalformedDateError(text)
    return _in_calendar(*map(int, match.groups()))


def parse_partial(text: str) -> PartialDate:
    """Return a day, month or year (``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY``), or ``unknown``.

    Raises:
        MalformedDateError: The text is of none of these forms.
        ImpossibleDateError: It is, but there is no such day or month.
    """
    if text == UNKNOWN:
        return PartialDate(text)
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise MalformedDateError(text)
    _in_calendar(*(int(part or 1) for part in match.groups()))
    return PartialDate(text)


def _in_calendar(year: int, month: int, day: int) -> date:
    if year < 1:
        raise ImpossibleDateError("years begin with 0001")
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise ImpossibleDateError("months run from 01 to 12")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ImpossibleDateError(f"{_MONTHS[month]} {year} has {days} days")
    return date(year, month, day)
