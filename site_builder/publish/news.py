"""What is new and what has changed, by the days that records state."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from site_builder.library.addresses import NEWS, NEWS_FEED
from site_builder.publish import words
from site_builder.publish.context import once
from site_builder.publish.names import record_link
from site_builder.publish.rows import Fact, GroupsPage, Link, Row, group
from site_builder.records import labels
from site_builder.records.dates import spoken_day, spoken_month
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_builder.library.evidence.parts import Part
    from site_builder.publish.context import SiteContext
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

MOST_CHANGES = 200
"""Most changes on the page; lists of lessons and assists have what is older."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is new or has changed."""

    day: date
    id: str
    """Address of what it is about, with a part of its own for what is not the first news of it."""
    link: Link
    what: str
    """What happened, in a few words."""
    text: str
    """More about it, in a sentence."""
    strip: tuple[Part, ...] = ()
    """What a new lesson rests on, at a glance."""

    @property
    def row(self) -> Row:
        """The change as a row of a list."""
        facts = (Fact(self.what, "bh-strong"), Fact(spoken_day(self.day)))
        return Row(self.link, texts=(self.text,), strip=self.strip, facts=facts)


@once
def changes(context: SiteContext) -> tuple[Change, ...]:
    """Return every change that a record dates, the latest first."""
    found = [*_of_lessons(context), *_of_uses(context), *_of_assists(context)]
    # Of a day, lessons come first, then uses, then meetings.
    found.sort(key=lambda change: -change.day.toordinal())
    return tuple(found)


def news_page(context: SiteContext) -> GroupsPage:
    """Return the latest changes, month by month."""
    latest = changes(context)[:MOST_CHANGES]
    months = groupby(latest, key=lambda change: change.day.replace(day=1))
    groups = tuple(
        group(f"{month:%Y-%m}", spoken_month(month), "", list(those), lambda change: change.row)
        for month, those in months
    )
    return GroupsPage(
        NEWS.lead, groups, none="Nothing has been recorded yet.", cards=True, feed=NEWS_FEED
    )


def _of_lessons(context: SiteContext) -> Iterator[Change]:
    for lesson in context.library.lessons:
        fields, link = lesson.fields, record_link(context.library, lesson)
        if fields.status is Status.PUBLISHED:
            text, strip = fields.takeaway or fields.problem, context.evidence.strip(lesson)
            yield Change(fields.date, link.url, link, "New lesson", text, strip)
            if fields.reviewed and fields.reviewed > fields.date:
                identity = f"{link.url}#reviewed-{fields.reviewed}"
                text = "Somebody looked whether it still holds."
                yield Change(fields.reviewed, identity, link, "Reviewed", text)
        elif fields.withdrawn:
            yield withdrawal(context, lesson)
        elif fields.status is Status.SUPERSEDED:
            yield from _replacement(context, lesson)


def withdrawal(context: SiteContext, lesson: Record[Lesson]) -> Change:
    """Return the news that a lesson was withdrawn, and why; its content is not told again."""
    link, withdrawn = record_link(context.library, lesson), lesson.fields.withdrawn
    text = "This lesson was withdrawn"
    if withdrawn:
        reason = words.WITHDRAWAL_REASONS[withdrawn.reason]
        text += f" on {spoken_day(withdrawn.date)}: {reason}"
    note = f" {withdrawn.note}" if withdrawn and withdrawn.note else ""
    day = withdrawn.date if withdrawn else lesson.fields.date
    return Change(day, f"{link.url}#withdrawn", link, "Withdrawn", f"{text}.{note}")


def _replacement(context: SiteContext, lesson: Record[Lesson]) -> Iterator[Change]:
    """Yield the news that others replaced a lesson, on the day of the first of them."""
    library = context.library
    found = (library.lesson(it) for it in context.base.graph.successors(lesson.id))
    others = sorted((it for it in found if it), key=lambda it: (it.fields.date, it.id))
    if others:
        link = record_link(library, lesson)
        titles = ", ".join(f"“{it.fields.title}”" for it in others)
        day = others[0].fields.date
        yield Change(day, f"{link.url}#replaced", link, "Replaced", f"Read instead: {titles}.")


def _of_uses(context: SiteContext) -> Iterator[Change]:
    for reuse in context.library.reuses:
        fields, link = reuse.fields, record_link(context.library, reuse)
        if context.library.lesson(fields.lesson):
            text = f"{labels.RESULTS[fields.outcome]}, {labels.MEASURES[fields.measure]}."
            yield Change(fields.date, link.url, link, "New report of use", text)


def _of_assists(context: SiteContext) -> Iterator[Change]:
    for assist in context.library.assists:
        fields, link = assist.fields, record_link(context.library, assist)
        what = "New meeting" if fields.took_place else "New plan"
        yield Change(fields.date, link.url, link, what, fields.problem)
