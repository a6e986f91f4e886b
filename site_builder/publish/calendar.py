"""Meetings, decisions and reviews to come, as iCalendar files (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from site_builder.library.addresses import record_url
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icalendar import Calendar, Event

    from site_builder.library.library import Library
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


def calendar_text(library: Library, name: str, site_url: str) -> str:
    """Return the calendar of open plans.

    Args:
        library: Every record.
        name: Name of the site.
        site_url: Address of the site with its slash, or nothing where none is set.
    """
    calendar = _calendar("Open plans", f"{name}: open plans")
    for plan in library.open_assists:
        for event in _events(plan, site_url):
            calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


def reviews_text(lessons: Iterable[Record[Lesson]], name: str, site_url: str) -> str:
    """Return the calendar of reviews: a day for each, on which nobody is busy.

    A review that is overdue stays on its day, so that the file is the same whenever it is made.

    Args:
        lessons: Lessons; those without a day of review are left out.
        name: Name of the site.
        site_url: Address of the site with its slash, or nothing where none is set.
    """
    calendar = _calendar("Reviews", f"{name}: reviews")
    for lesson in lessons:
        if lesson.fields.review_by:
            calendar.add_component(_review(lesson, lesson.fields.review_by, site_url))
    return str(calendar.to_ical().decode("utf-8"))


def _calendar(product: str, title: str) -> Calendar:
    from icalendar import Calendar  # noqa: PLC0415 - most commands do without

    calendar = Calendar()
    calendar.add("prodid", f"-//Beforehand//{product}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    return calendar


def _events(plan: Record[Assist], site_url: str) -> Iterator[Event]:
    fields = plan.fields
    planned = fields.planned_for
    # A plan for a month or a year has no place in a calendar of days.
    if planned and planned.earliest and planned.earliest == planned.latest:
        yield _event(plan, "meeting", fields.title, planned.earliest, site_url)
    if fields.decision_date:
        title = f"Decision due: {fields.title}"
        yield _event(plan, "decision", title, fields.decision_date, site_url)


def _event(plan: Record[Assist], what: str, title: str, day: date, site_url: str) -> Event:
    fields = plan.fields
    address = f"{site_url}{record_url(Kind.ASSIST, plan.id)}"
    told = [fields.problem, f"To join: {fields.join}" if fields.join else "", address]
    event = _whole_day(f"{plan.id}-{what}", title, day, fields.date)
    event.add("description", "\n".join(filter(None, told)))
    if site_url:
        event.add("url", address)
    return event


def _review(lesson: Record[Lesson], day: date, site_url: str) -> Event:
    fields = lesson.fields
    address = f"{site_url}{record_url(Kind.LESSON, lesson.id)}"
    event = _whole_day(f"{lesson.id}-review", f"Review: {fields.title}", day, fields.date)
    event.add("transp", "TRANSPARENT")
    event.add("description", f"{fields.problem}\n{address}")
    if site_url:
        event.add("url", address)
    return event


def _whole_day(name: str, title: str, day: date, recorded: date) -> Event:
    from icalendar import Event  # noqa: PLC0415 - see above

    event = Event()
    event.add("uid", f"{name}@beforehand")
    event.add("summary", title)
    event.add("dtstart", day)
    # The day of the record, so that the same record gives the same bytes.
    event.add("dtstamp", datetime.combine(recorded, time(), UTC))
    return event
