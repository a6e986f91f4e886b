"""Dates in forms that people write, where only one day, month or year can be meant."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from site_builder.records.dates import parse_day, parse_partial

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = "(?P<name>[a-z]+)\\.?"
_DAY = "(?P<day>\\d{1,2})(?:st|nd|rd|th)?"
_YEAR = "(?P<year>\\d{4})"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"{_DAY}[ -]{_MONTH}[ -],? ?{_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
    )
)
_MONTHS = tuple(
    re.compile(form, re.ASCII)
    for form in (rf"{_YEAR}[-/.](?P<month>\d{{1,2}})", rf"{_MONTH},? {_YEAR}")
)
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)


def meant_date(text: str, *, partial: bool) -> str | None:
    """Return a date as records have it, from another form that can mean no other.

    So ``2026/03/14``, ``14 March 2026`` and ``14/03/2026`` are the same day, and ``03/04/2026`` is
    none: it can be two.

    Args:
        text: What was written.
        partial: Whether a month without a day is a date too.
    """
    words = " ".join(text.casefold().split())
    days = set(_days(words))
    if len(days) == 1:
        return next(iter(days))
    found = (form.fullmatch(words) for form in _MONTHS if partial)
    return next((month for one in found if one and (month := _month(one))), None)


def _days(words: str) -> Iterator[str]:
    for form in _FORMS:
        found = form.fullmatch(words)
        if found:
            yield from _day(found["year"], _month_of(found), found["day"])
    if numbers := _NUMBERS.fullmatch(words):
        first, second, year = numbers.groups()
        yield from _day(year, int(second), first)
        yield from _day(year, int(first), second)


def _day(year: str, month: int, day: str) -> Iterator[str]:
    try:
        yield parse_day(f"{year}-{month:02}-{int(day):02}").isoformat()
    except ValueError:
        return


def _month(found: re.Match[str]) -> str | None:
    try:
        return str(parse_partial(f"{found['year']}-{_month_of(found):02}"))
    except ValueError:
        return None


def _month_of(found: re.Match[str]) -> int:
    groups = found.groupdict()
    return int(groups["month"]) if groups.get("month") else _NAMES.get(groups.get("name") or "", 0)
