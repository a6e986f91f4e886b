"""Feeds: in the format Atom (RFC 4287), and as JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from site_builder.library.addresses import (
    ALL_LESSONS,
    BOARD,
    BOARD_FEED,
    LESSONS_FEED,
    NEWS,
    NEWS_FEED,
    record_url,
    topic_url,
)
from site_builder.publish.cards import lesson_card, newest_first
from site_builder.publish.names import topic_link
from site_builder.publish.news import changes, withdrawal
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_builder.library.library import Library
    from site_builder.publish.context import SiteContext
    from site_builder.publish.news import Change
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

NEWEST = 50
"""Most entries of a feed."""
_NAMESPACE = "http://www.w3.org/2005/Atom"
_JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    id: str
    """Address of its subject, from the root of the site."""
    title: str
    summary: str
    updated: date
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """What can be followed."""

    title: str
    url: str
    """Its address from the root of the site, without the ending that names the format."""
    page: str
    """Address of the page that shows the same, from the root of the site."""
    author: str
    """Name of the base, never of a person."""
    entries: tuple[Entry, ...]
    """In the order of the feed."""


def lesson_feeds(context: SiteContext) -> Iterator[Feed]:
    """Yield the feed of all lessons, and that of each topic; drafts are in none.

    A withdrawal is news under an address of its own, so that it reaches readers who have the
    lesson: it gives the reason, and no content of the lesson.
    """
    library, name = context.library, context.identity.name
    entries_by_status = {Status.PUBLISHED: _arrival, Status.WITHDRAWN: _withdrawal}
    entries_and_tags = [
        (entry_of(context, lesson), lesson.fields.tags)
        for lesson in library.lessons
        if (entry_of := entries_by_status.get(lesson.fields.status))
    ]
    entries_and_tags.sort(key=lambda pair: (-pair[0].updated.toordinal(), pair[0].id))
    entries = tuple(entry for entry, _tags in entries_and_tags[:NEWEST])
    yield Feed(f"{name}: all lessons", LESSONS_FEED, ALL_LESSONS.url, name, entries)
    by_tag: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry, tags in entries_and_tags:
        for tag in dict.fromkeys(tags):
            by_tag[tag].append(entry)
    for tag in sorted(by_tag.keys() & library.vocabulary.tags.keys()):
        url = topic_url(tag)
        title = f"{name}: {topic_link(library, tag).title}"
        # Where all lessons of a topic are withdrawn it has no page any more.
        page = url if tag in library.tagged else ALL_LESSONS.url
        yield Feed(title, f"{url}feed", page, name, tuple(by_tag[tag][:NEWEST]))


def plans_feed(library: Library, name: str) -> Feed:
    """Return the feed of open plans, the latest first."""
    entries = tuple(
        Entry(
            record_url(Kind.ASSIST, plan.id),
            plan.fields.title,
            plan.fields.problem,
            plan.fields.date,
        )
        for plan in newest_first(library.open_assists)[:NEWEST]
    )
    return Feed(f"{name}: open plans", BOARD_FEED, BOARD.url, name, entries)


def news_feed(context: SiteContext) -> Feed:
    """Return the feed of all that is new or has changed."""
    name, latest = context.identity.name, changes(context)[:NEWEST]
    title = f"{name}: {NEWS.title[0].lower()}{NEWS.title[1:]}"
    return Feed(title, NEWS_FEED, NEWS.url, name, tuple(map(_news, latest)))


def feed_files(feed: Feed, site_url: str) -> Iterator[tuple[str, str]]:
    """Yield the address and text of a feed in each of its formats.

    Args:
        feed: Its title and entries.
        site_url: Address of the site with its slash, or nothing where none is set; then ids are
            names, and links are relative to the feed.
    """
    yield f"{feed.url}.xml", atom_text(feed, site_url)
    yield f"{feed.url}.json", json_text(feed, site_url)


def atom_text(feed: Feed, site_url: str) -> str:
    """Return a feed as XML; ``site_url`` as for :func:`feed_files`."""
    latest = max((entry.updated for entry in feed.entries), default=None)
    start = _start(feed, site_url)
    itself = f"{site_url}{feed.url}.xml"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="{_NAMESPACE}">',
        f"<id>{_xml(_identity(f'{feed.url}.xml', site_url))}</id>",
        f"<title>{_xml(feed.title)}</title>",
        f"<updated>{_moment(latest) if latest else '1970-01-01T00:00:00Z'}</updated>",
        f"<author><name>{_xml(feed.author)}</name></author>",
        *([f'<link rel="self" href="{_xml(itself)}"/>'] if site_url else []),
        f'<link rel="alternate" href="{_xml(start + feed.page)}"/>',
    ]
    for entry in feed.entries:
        lines += [
            "<entry>",
            f"<id>{_xml(_identity(entry.id, site_url))}</id>",
            f"<title>{_xml(entry.title)}</title>",
            f"<updated>{_moment(entry.updated)}</updated>",
            f"<summary>{_xml(entry.summary)}</summary>",
            *(f'<category term="{_xml(topic)}"/>' for topic in entry.topics),
            f'<link href="{_xml(start + entry.id)}"/>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def json_text(feed: Feed, site_url: str) -> str:
    """Return a feed as JSON; ``site_url`` as for :func:`feed_files`."""
    start = _start(feed, site_url)
    document = {
        "version": _JSON_FEED,
        "title": _plain(feed.title),
        "home_page_url": f"{start}{feed.page}",
        **({"feed_url": f"{site_url}{feed.url}.json"} if site_url else {}),
        "authors": [{"name": _plain(feed.author)}],
        "items": [
            {
                "id": _identity(entry.id, site_url),
                "url": f"{start}{entry.id}",
                "title": _plain(entry.title),
                "content_text": _plain(entry.summary),
                "date_published": _moment(entry.updated),
                **({"tags": [_plain(topic) for topic in entry.topics]} if entry.topics else {}),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def _start(feed: Feed, site_url: str) -> str:
    """Return the way from the feed to the root of the site."""
    return site_url or "../" * feed.url.count("/") or "./"


def _xml(text: str) -> str:
    """Return a text escaped for an element or an attribute."""
    return escape(_plain(text))


def _plain(text: str) -> str:
    """Return a text without unprintable characters, many of which XML forbids."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter.isprintable())


def _identity(url: str, site_url: str) -> str:
    if site_url:
        return f"{site_url}{url}"
    address, _, part = url.partition("#")
    name = f"urn:beforehand:{address.strip('/').replace('/', ':')}"
    return f"{name}#{part}" if part else name


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _arrival(context: SiteContext, lesson: Record[Lesson]) -> Entry:
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


def _withdrawal(context: SiteContext, lesson: Record[Lesson]) -> Entry:
    topics = tuple(
        topic_link(context.library, tag).title for tag in dict.fromkeys(lesson.fields.tags)
    )
    return _news(withdrawal(context, lesson), topics)


def _news(change: Change, topics: tuple[str, ...] = ()) -> Entry:
    title = f"{change.what}: {change.link.title}"
    return Entry(change.id, title, change.text, change.day, topics)
