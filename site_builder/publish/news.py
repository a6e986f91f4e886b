"""Feeds of lessons: arrivals and withdrawals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.addresses import ALL_LESSONS, LESSONS_FEED, record_url, topic_url
from site_builder.publish import words
from site_builder.publish.cards import lesson_card
from site_builder.publish.feeds import Entry, Feed
from site_builder.publish.names import topic_link
from site_builder.records.dates import spoken_day
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.publish.context import Context
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

NEWEST = 50
"""Most entries of a feed."""


def lesson_feeds(context: Context) -> Iterator[Feed]:
    """Yield the feed of all lessons, and that of each topic; drafts are in none.

    A withdrawal is news under an address of its own, so that it reaches readers who have the
    lesson: it gives the reason, and nothing of what the lesson said.
    """
    library, name = context.library, context.identity.name
    entries_and_tags: list[tuple[Entry, tuple[str, ...]]] = []
    for lesson in library.lessons:
        if lesson.fields.status is Status.PUBLISHED:
            entries_and_tags.append((_arrival(context, lesson), lesson.fields.tags))
        elif lesson.fields.status is Status.WITHDRAWN:
            entries_and_tags.append((_withdrawal(context, lesson), lesson.fields.tags))
    entries_and_tags.sort(key=lambda pair: (-pair[0].updated.toordinal(), pair[0].id))
    entries = _newest(entry for entry, _tags in entries_and_tags)
    yield Feed(f"{name}: all lessons", LESSONS_FEED, ALL_LESSONS.url, name, entries)
    by_tag: dict[str, list[Entry]] = {}
    for entry, tags in entries_and_tags:
        for tag in dict.fromkeys(tags):
            by_tag.setdefault(tag, []).append(entry)
    for tag in sorted(by_tag.keys() & library.vocabulary.tags.keys()):
        url = topic_url(tag)
        title = f"{name}: {topic_link(library, tag).title}"
        # Where all lessons of a topic are withdrawn it has no page any more.
        page = url if tag in library.tagged else ALL_LESSONS.url
        yield Feed(title, f"{url}feed", page, name, _newest(by_tag[tag]))


def _newest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(entries)[:NEWEST]


def _arrival(context: Context, lesson: Record[Lesson]) -> Entry:
    fields = lesson.fields
    card = lesson_card(context, lesson)
    takeaway = f" In short: {fields.takeaway}" if fields.takeaway else ""
    return Entry(
        card.url,
        fields.title,
        f"{fields.problem}{takeaway} Evidence: {card.mark.label.lower()}.",
        fields.date,
        tuple(tag.title for tag in card.tags),
    )


def _withdrawal(context: Context, lesson: Record[Lesson]) -> Entry:
    withdrawn = lesson.fields.withdrawn
    day = withdrawn.date if withdrawn else lesson.fields.date
    text = f"This lesson was withdrawn on {spoken_day(day)}"
    if withdrawn:
        text += f": {words.WITHDRAWAL_REASONS[withdrawn.reason]}"
    note = f" {withdrawn.note}" if withdrawn and withdrawn.note else ""
    return Entry(
        f"{record_url(Kind.LESSON, lesson.id)}#withdrawn",
        f"Withdrawn: {lesson.fields.title}",
        f"{text}.{note}",
        day,
        tuple(topic_link(context.library, tag).title for tag in dict.fromkeys(lesson.fields.tags)),
    )
