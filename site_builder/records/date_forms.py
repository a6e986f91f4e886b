"""Dates in other forms than that of records, where only one day or month can be meant."""

from __future__ import annotations

import calendar
import re

from site_builder.records.dates import parse_partial

_NAMES = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_NAME = r"(?P<name>[a-z]+)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.]{_YEAR}",
        rf"(?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})[-/.]{_YEAR}",
        rf"{_DAY}[ -]{_NAME}[ -],? ?{_YEAR}",
        rf"{_NAME} {_DAY},? {_YEAR}",
        rf"{_NAME},? {_YEAR}",
    )
)
_DAY_LENGTH = len("YYYY-MM-DD")


def meant_date(text: str, *, partial: bool) -> str | None:
    """Return a date as records have it, from another form that can mean only one.

    So ``2026/03/14``, ``14 March 2026`` and ``14/03/2026`` are the same day, and ``03/04/2026`` is
    ambiguous.

    Args:
        text: What was written.
        partial: Whether a month without a day is a date too.
    """
    words = " ".join(text.casefold().split())
    dates = {_date(match) for form in _FORMS if (match := form.fullmatch(words))} - {None}
    date = dates.pop() if len(dates) == 1 else None
    return date if date and (partial or len(date) == _DAY_LENGTH) else None


def _date(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month = int(parts.get("month") or _NAMES.get(parts.get("name") or "", 0))
    day = f"-{int(parts['day']):02}" if parts.get("day") else ""
    try:
        return str(parse_partial(f"{parts['year']}-{month:02}{day}"))
    except ValueError:
        return None
