"""Meetings that are planned and decisions that are due, as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from site_builder.library.addresses import record_url
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar import Event

    from site_builder.library.library import Library
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record


def calendar_text(library: Library, name: str, site_url: str) -> str:
    """Return the calendar of open plans.

    Args:
        library: Every record.
        name: Name of the site.
        site_url: Address of the site with its slash, or nothing where none is set.
    """
    from icalendar import Calendar  # noqa: PLC0415 - a build without plans does without

    calendar = Calendar()
    calendar.add("prodid", "-//Beforehand//Open plans//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{name}: open plans")
    for plan in library.open_assists:
        for event in _events(plan, site_url):
            calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


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
    from icalendar import Event  # noqa: PLC0415 - see above

    fields = plan.fields
    address = f"{site_url}{record_url(Kind.ASSIST, plan.id)}"
    told = [fields.problem, f"To join: {fields.join}" if fields.join else "", address]
    event = Event()
    event.add("uid", f"{plan.id}-{what}@beforehand")
    event.add("summary", title)
    event.add("dtstart", day)
    # The day of the record, so that the same record gives the same bytes.
    event.add("dtstamp", datetime.combine(fields.date, time(), UTC))
    event.add("description", "\n".join(filter(None, told)))
    if site_url:
        event.add("url", address)
    return event
