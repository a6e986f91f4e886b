"""Lists of lessons, each on as many pages as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.addresses import ALL_LESSONS, FINDER, LESSONS_FEED
from site_builder.publish.cards import mark_of, newest_first
from site_builder.publish.generated import GeneratedPage
from site_builder.publish.views import Link, LinkGroup, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.library.library import Library
    from site_builder.publish.cards import Cards
    from site_builder.publish.views import Count
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Evidence, Lesson
    from site_builder.settings import Settings

BY_TITLE = f"{ALL_LESSONS}by-title/"


class Listings:
    """Makes the pages of lists."""

    def __init__(self, library: Library, cards: Cards, settings: Settings) -> None:
        """Keep what lists are made from.

        Args:
            library: Every record.
            cards: Records as they stand in lists.
            settings: Options of the plugin.
        """
        self._library = library
        self._cards = cards
        self._settings = settings

    def all_lessons(self, topics: Sequence[Count]) -> Iterator[GeneratedPage]:
        """Yield the list of all lessons, in both of its orders.

        Args:
            topics: Topics with counts, to which readers can go on.
        """
        lessons = self._library.published
        by_title = sorted(lessons, key=lambda one: (one.fields.title.casefold(), one.id))
        marked = self._library.marked.items()
        narrower = (
            LinkGroup("By topic", tuple(_counted(count) for count in topics)),
            LinkGroup(
                "By evidence", tuple(_counted_mark(mark, len(ones)) for mark, ones in marked)
            ),
        )
        for url, order, ordered in (
            (ALL_LESSONS, "Newest first", newest_first(lessons)),
            (BY_TITLE, "By title", by_title),
        ):
            orders = (
                Link("Newest first", "" if order == "Newest first" else ALL_LESSONS),
                Link("By title", "" if order == "By title" else BY_TITLE),
            )
            lead = f"Every lesson of the base: {len(lessons):,}."
            yield from self.pages(
                url,
                "All lessons",
                lead,
                "lessons",
                ordered,
                orders=orders,
                narrower=narrower,
                finder=Link("Search and filter all lessons", FINDER),
                brief=order == "By title",
                feed=LESSONS_FEED,
                share_url=self._settings.share_uri_template,
            )

    def pages(  # noqa: PLR0913 - one parameter for each thing a list can differ in
        self,
        url: str,
        title: str,
        lead: str,
        section: str,
        lessons: Sequence[Record[Lesson]],
        *,
        finder: Link,
        orders: tuple[Link, ...] = (),
        narrower: tuple[LinkGroup, ...] = (),
        brief: bool = False,
        topics: bool = True,
        feed: str = "",
        share_url: str = "",
    ) -> Iterator[GeneratedPage]:
        """Yield the pages of a list; what each argument means, :class:`Listing` says."""
        size = self._settings.page_size
        count = max(1, -(-len(lessons) // size))
        pages = tuple(Link(str(n), url if n == 1 else f"{url}{n}/") for n in range(1, count + 1))
        for number in range(1, count + 1):
            view = Listing(
                lead=lead,
                cards=self._cards.lessons(lessons[(number - 1) * size : number * size]),
                total=len(lessons),
                number=number,
                page_count=count,
                previous=pages[number - 2] if number > 1 else None,
                next=pages[number] if number < count else None,
                pages=pages,
                orders=orders,
                narrower=narrower,
                finder=finder,
                brief=brief,
                topics=topics,
                feed=feed,
                share_url=share_url,
            )
            numbered = title if number == 1 else f"{title}, page {number}"
            yield GeneratedPage(
                pages[number - 1].url, numbered, "listing.html", "listing", view, lead, section
            )


def _counted(count: Count) -> Link:
    return Link(f"{count.link.title} ({count.count:,})", count.link.url)


def _counted_mark(evidence: Evidence, count: int) -> Link:
    mark = mark_of(evidence)
    return Link(f"{mark.label} ({count:,})", mark.url)
