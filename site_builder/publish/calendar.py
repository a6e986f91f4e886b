"""Meetings, decisions and reviews to come, as iCalendar files (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from site_builder.clock import today
from site_builder.diagnostics import counted
from site_builder.library.addresses import REVIEWS, record_url
from site_builder.publish.paging import divided
from site_builder.publish.rows import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from icalendar import Event

    from site_builder.library.library import Library
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

Thing = TypeVar("Thing")

PLANS = "calendar.ics"
REVIEWS_CALENDAR = f"{REVIEWS.url}calendar.ics"
MOST_EVENTS = 1_000
"""Most days in a calendar; of more, it has those near today, and there is one for each year."""
_FURTHER = "with -2 and so on before .ics"
_BACK = timedelta(days=90)
"""How far back such a calendar reaches."""


def plans_calendar(library: Library, name: str, site_url: str) -> Iterator[tuple[str, str]]:
    """Yield the address and text of each file of the calendar of open plans.

    Args:
        library: Every record.
        name: Name of the site.
        site_url: Address of the site with its slash, or nothing where none is set.
    """
    events = [event for plan in library.open_assists for event in _events(plan, site_url)]
    yield from _files(PLANS, "Open plans", name, events)


def reviews_calendar(
    lessons: Iterable[Record[Lesson]], name: str, site_url: str
) -> Iterator[tuple[str, str]]:
    """Yield the files of the calendar of reviews, each on a whole day marked as free time.

    An overdue review stays on its day, so that the same base gives the same days on any day.

    Args:
        lessons: Lessons; those without a day of review are left out.
        name: Name of the site.
        site_url: Address of the site with its slash, or nothing where none is set.
    """
    events = []
    for lesson in lessons:
        if day := lesson.fields.review_by:
            event = _event(lesson, "review", f"Review: {lesson.fields.title}", day, site_url)
            event.add("transp", "TRANSPARENT")
            events.append(event)
    yield from _files(REVIEWS_CALENDAR, "Reviews", name, events)


def by_year(calendar: str, days: Iterable[date]) -> list[Link]:
    """Return the calendars of single years, if there are more days than one calendar takes."""
    listed = sorted(days)
    if len(listed) <= MOST_EVENTS:
        return []
    links: list[Link] = []
    for year, parts in groupby(_years(calendar, listed, lambda day: day), key=itemgetter(0)):
        (_year, url, _part), *more = parts
        after = f", and {counted(len(more), 'further part')} ({_FURTHER})" if more else ""
        links.append(Link(f"{year}", url, after=after))
    return links


def plan_days(library: Library) -> list[date]:
    """Return the days of all open plans that the calendar has."""
    return [day for plan in library.open_assists for _what, day in _days(plan)]


def _files(calendar: str, title: str, name: str, events: list[Event]) -> Iterator[tuple[str, str]]:
    if len(events) <= MOST_EVENTS:
        yield calendar, _calendar(title, name, events)
        return
    ordered = sorted(events, key=_day)
    near = [event for event in ordered if _day(event) >= today() - _BACK]
    yield calendar, _calendar(title, name, near[:MOST_EVENTS])
    for year, url, part in _years(calendar, ordered, _day):
        yield url, _calendar(f"{title}, {year}", name, part)


def _years(
    calendar: str, ordered: Sequence[Thing], day: Callable[[Thing], date]
) -> Iterator[tuple[int, str, Sequence[Thing]]]:
    """Yield year, address and things of each part of each year."""
    for year, of_year in groupby(ordered, key=lambda thing: day(thing).year):
        for number, part in enumerate(divided(list(of_year), MOST_EVENTS), 1):
            further = f"-{number}" if number > 1 else ""
            yield year, f"{calendar.removesuffix('.ics')}-{year}{further}.ics", part


def _day(event: Event) -> date:
    day: date = event.decoded("dtstart")
    return day


def _calendar(title: str, name: str, events: Iterable[Event]) -> str:
    from icalendar import Calendar  # noqa: PLC0415 - most commands do without

    calendar = Calendar()
    calendar.add("prodid", f"-//Beforehand//{title}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{name}: {title.lower()}")
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


def _days(plan: Record[Assist]) -> Iterator[tuple[str, date]]:
    planned = plan.fields.planned_for
    # A plan for a month or a year has no place in a calendar of days.
    if planned and planned.earliest and planned.earliest == planned.latest:
        yield "meeting", planned.earliest
    if plan.fields.decision_date:
        yield "decision", plan.fields.decision_date


def _events(plan: Record[Assist], site_url: str) -> Iterator[Event]:
    fields = plan.fields
    join = [f"To join: {fields.join}"] if fields.join else []
    for what, day in _days(plan):
        is_meeting = what == "meeting"
        title = fields.title if is_meeting else f"Decision due: {fields.title}"
        yield _event(plan, what, title, day, site_url, join if is_meeting else ())


def _event(
    record: Record[Lesson] | Record[Assist],
    what: str,
    title: str,
    day: date,
    site_url: str,
    more: Sequence[str] = (),
) -> Event:
    """Return a day on which something about a record is due, with its problem and address."""
    from icalendar import Event  # noqa: PLC0415 - see above

    address = f"{site_url}{record_url(record.kind, record.id)}"
    event = Event()
    event.add("uid", f"{record.id}-{what}@beforehand")
    event.add("summary", title)
    event.add("dtstart", day)
    # The day of the record, so that the same record gives the same bytes.
    event.add("dtstamp", datetime.combine(record.fields.date, time(), UTC))
    event.add("description", "\n".join([record.fields.problem, *more, address]))
    if site_url:
        event.add("url", address)
    return event
