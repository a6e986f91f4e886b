"""Meetings, decisions and reviews to come, as iCalendar files (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from site_builder.library.addresses import record_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from icalendar import Event

    from site_builder.library.library import Library
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


def plans_calendar(library: Library, name: str, site_url: str) -> str:
    """Return the calendar of open plans.

    Args:
        library: Every record.
        name: Name of the site.
        site_url: Address of the site with its slash, or nothing where none is set.
    """
    events = (event for plan in library.open_assists for event in _events(plan, site_url))
    return _calendar("Open plans", name, events)


def reviews_calendar(lessons: Iterable[Record[Lesson]], name: str, site_url: str) -> str:
    """Return the calendar of reviews, each on a whole day marked as free time.

    An overdue review stays on its day, so that the same base gives the same file on any day.

    Args:
        lessons: Lessons; those without a day of review are left out.
        name: Name of the site.
        site_url: Address of the site with its slash, or nothing where none is set.
    """

    def events() -> Iterator[Event]:
        for lesson in lessons:
            if day := lesson.fields.review_by:
                event = _event(lesson, "review", f"Review: {lesson.fields.title}", day, site_url)
                event.add("transp", "TRANSPARENT")
                yield event

    return _calendar("Reviews", name, events())


def _calendar(title: str, name: str, events: Iterable[Event]) -> str:
    from icalendar import Calendar  # noqa: PLC0415 - most commands do without

    calendar = Calendar()
    calendar.add("prodid", f"-//Beforehand//{title}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{name}: {title.lower()}")
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


def _events(plan: Record[Assist], site_url: str) -> Iterator[Event]:
    fields = plan.fields
    planned = fields.planned_for
    join = [f"To join: {fields.join}"] if fields.join else []
    # A plan for a month or a year has no place in a calendar of days.
    if planned and planned.earliest and planned.earliest == planned.latest:
        yield _event(plan, "meeting", fields.title, planned.earliest, site_url, join)
    if fields.decision_date:
        title = f"Decision due: {fields.title}"
        yield _event(plan, "decision", title, fields.decision_date, site_url, join)


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
