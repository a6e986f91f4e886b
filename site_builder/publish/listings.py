"""Lists of lessons, divided into pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from site_builder.library.addresses import (
    ALL_LESSONS,
    EVIDENCE,
    FINDER,
    LESSONS_FEED,
    TOPICS,
    SitePage,
    finder_url,
)
from site_builder.library.evidence.assessment import Basis
from site_builder.publish.cards import balance, lesson_cards, mark_of, newest_first
from site_builder.publish.ladders import ladders
from site_builder.publish.names import topic_link
from site_builder.publish.paging import GeneratedPage, divided, paged
from site_builder.publish.rows import Link
from site_builder.publish.views import LessonCard, LinkGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_builder.publish.context import SiteContext
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

_TITLES = {
    Basis.ADVICE: "Lessons that are advice",
    Basis.TRIED: "Lessons that were tried",
    Basis.STUDIED: "Lessons that were studied",
    Basis.BOTH: "Lessons that were tried and studied",
}
MOST_TOPICS = 24
"""Most topics beside something else; the page of topics has all."""
BY_TITLE = replace(
    ALL_LESSONS,
    url=f"{ALL_LESSONS.url}by-title/",
    title="All lessons by title",
    lead="Every lesson of the base, in the order of titles.",
)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list of lessons."""

    lead: str
    """What is listed, in a sentence."""
    finder: Link
    """The finder with the same lessons, where they can be searched and filtered."""
    cards: tuple[LessonCard, ...] = ()
    orders: tuple[Link, ...] = ()
    """The same list in other orders; the one shown has an empty url."""
    narrower: tuple[LinkGroup, ...] = ()
    """Shorter lists, such as by topic."""
    brief: bool = False
    """Whether a card is only title, problem and evidence."""
    topics: bool = True
    """Whether a card names the topics of its lesson."""
    feed: str = ""
    """Address of its feed without the ending that names the format, or empty."""
    share_url: str = ""


def lists(context: SiteContext) -> dict[str, Callable[[], Iterator[GeneratedPage]]]:
    """Return what makes the pages of every list: all lessons, each topic, marks and levels."""
    library = context.library
    tags = [tag for tag in library.tagged if tag in library.vocabulary.tags]
    return {
        "all": partial(_all_lessons, context),
        **{f"topic {tag}": partial(_topic, context, tag) for tag in tags},
        "marks and levels": partial(_marks_and_levels, context),
    }


def topic_links(context: SiteContext, most: int = MOST_TOPICS) -> tuple[Link, ...]:
    """Return the topics with most lessons by title, each with their number, then the way to all."""
    tagged = context.library.tagged
    busiest = sorted(tagged, key=lambda tag: (-len(tagged[tag]), tag))[:most]
    links = [
        topic_link(context.library, tag)._replace(after=f" {len(tagged[tag]):,}") for tag in busiest
    ]
    links.sort(key=lambda link: link.title.casefold())
    every = [Link(f"All {len(tagged):,} topics", TOPICS.url)] if len(tagged) > most else []
    return (*links, *every)


def _all_lessons(context: SiteContext) -> Iterator[GeneratedPage]:
    lessons = context.library.published
    marks = tuple(
        Link(part.mark.label, part.mark.url, after=f" {part.count:,}")
        for part in balance(context, lessons)
    )
    listing = Listing(
        f"Every lesson of the base: {len(lessons):,}.",
        Link("Search and filter all lessons", FINDER.url),
        narrower=(
            LinkGroup("By topic", topic_links(context)),
            LinkGroup("By evidence", marks),
        ),
        feed=LESSONS_FEED,
        share_url=context.settings.share_uri_template,
    )
    newest = (Link("Newest first", ""), Link("By title", BY_TITLE.url))
    by_title = (Link("Newest first", ALL_LESSONS.url), Link("By title", ""))
    yield from _pages(context, ALL_LESSONS, newest_first(lessons), replace(listing, orders=newest))
    yield from _pages(
        context,
        BY_TITLE,
        sorted(lessons, key=lambda lesson: (lesson.fields.title.casefold(), lesson.id)),
        replace(listing, orders=by_title, brief=True),
    )


def _topic(context: SiteContext, tag_id: str) -> Iterator[GeneratedPage]:
    tag, link = context.library.vocabulary.tags[tag_id], topic_link(context.library, tag_id)
    lead = tag.description + (f" Convener: {tag.convener}." if tag.convener else "")
    finder = Link("Search and filter these lessons", finder_url(tag=tag_id))
    yield from _pages(
        context,
        SitePage(link.url, link.title, lead or f"Lessons on {link.title}.", TOPICS.section),
        newest_first(context.library.tagged[tag_id]),
        Listing(lead, finder, topics=False, feed=f"{link.url}feed"),
    )


def _marks_and_levels(context: SiteContext) -> Iterator[GeneratedPage]:
    published = context.library.published
    by_id = {lesson.id: lesson for lesson in published}
    for basis in Basis:
        mark = mark_of(basis)
        lessons = [lesson for lesson in published if context.evidence.of(lesson).basis is basis]
        finder = Link("Search and filter these lessons", finder_url(basis=basis))
        yield from _evidence_list(context, mark.url, _TITLES[basis], mark.meaning, lessons, finder)
    for ladder in ladders(context):
        for level, rung in enumerate(ladder.rungs):
            chosen = {f"min-{ladder.id}": level} if level else {}
            finder = Link("Search and filter lessons at this level or above", finder_url(**chosen))
            name = rung.link.title
            title = f"Lessons at {name[0].lower()}{name[1:]}"
            lessons = [by_id[lesson_id] for lesson_id in rung.lessons]
            yield from _evidence_list(context, rung.link.url, title, rung.takes, lessons, finder)


def _evidence_list(
    context: SiteContext,
    url: str,
    title: str,
    lead: str,
    lessons: Sequence[Record[Lesson]],
    finder: Link,
) -> Iterator[GeneratedPage]:
    page = SitePage(url, title, lead, EVIDENCE.section)
    yield from _pages(context, page, newest_first(lessons), Listing(lead, finder, brief=True))


def _pages(
    context: SiteContext, page: SitePage, lessons: Sequence[Record[Lesson]], listing: Listing
) -> Iterator[GeneratedPage]:
    """Yield the pages of a list, as copies of a listing without lessons."""
    parts = divided(lessons, context.settings.page_size)
    for own, part, place in paged(page, parts):
        view = replace(listing, cards=lesson_cards(context, part))
        yield GeneratedPage(own, "listing.html", view, paging=place)
