"""Dates as far as a source knows them: a day, a month, a year, or unknown."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

UNKNOWN = "unknown"


class MalformedDateError(ValueError):
    """The text does not have the form of a date."""


class ImpossibleDateError(ValueError):
    """The text has the form of a date that no calendar has, such as 2024-02-30.

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
        if not self.known:
            return None
        year, month, day = ([int(part) for part in self.text.split("-")] + [1, 1])[:3]
        return date(year, month, day)

    @property
    def latest(self) -> date | None:
        """The last day it can have been, or None when unknown."""
        if not self.known:
            return None
        parts = [int(part) for part in self.text.split("-")]
        year, month = parts[0], (parts[1] if len(parts) > 1 else 12)
        last = calendar.monthrange(year, month)[1]
        return date(year, month, parts[2] if len(parts) > 2 else last)  # noqa: PLR2004 - year, month, day

    @property
    def spoken(self) -> str:
        """As people say it: ``14 June 2017``, ``June 2017``, ``2017``, ``date not stated``."""
        if not self.known:
            return "date not stated"
        parts = self.text.split("-")
        names = [parts[0]]
        if len(parts) > 1:
            names.insert(0, calendar.month_name[int(parts[1])])
        if len(parts) > 2:  # noqa: PLR2004 - year, month, day
            names.insert(0, str(int(parts[2])))
        return " ".join(names)

    def __str__(self) -> str:
        """Return the date as written."""
        return self.text


def spoken_day(day: date) -> str:
    """Return a day as people say it: ``14 June 2017``."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def spoken_month(day: date) -> str:
    """Return the month of a day as people say it: ``June 2017``."""
    return f"{calendar.month_name[day.month]} {day.year}"


def parse_day(text: str) -> date:
    """Return the day written as ``YYYY-MM-DD``.

    Raises:
        MalformedDateError: The text is not of that form.
        ImpossibleDateError: It is, but there is no such day.
    """
    found = _DAY.fullmatch(text)
    if not found:
        raise MalformedDateError(text)
    return _in_calendar(*(int(part) for part in found.groups()))


def parse_partial(text: str) -> PartialDate:
    """Return a day, month or year (``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY``), or ``unknown``.

    Raises:
        MalformedDateError: The text is of none of these forms.
        ImpossibleDateError: It is, but there is no such day or month.
    """
    if text == UNKNOWN:
        return PartialDate(text)
    found = _PARTIAL.fullmatch(text)
    if not found:
        raise MalformedDateError(text)
    _in_calendar(*(int(part) if part else 1 for part in found.groups()))
    return PartialDate(text)


def _in_calendar(year: int, month: int, day: int) -> date:
    if year < 1:
        raise ImpossibleDateError("years begin with 0001")
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise ImpossibleDateError("months run from 01 to 12")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ImpossibleDateError(f"{calendar.month_name[month]} {year} has {days} days")
    return date(year, month, day)
