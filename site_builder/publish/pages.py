"""Which pages exist beside the records: home, lists, topics, evidence, assists and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.assists.insights import insights
from site_builder.assists.plans import plan_skeleton
from site_builder.library import addresses
from site_builder.publish.board import board_page
from site_builder.publish.cards import balance, mark_of, newest_first
from site_builder.publish.gaps import Gaps
from site_builder.publish.generated import GeneratedPage
from site_builder.publish.insights import insights_page
from site_builder.publish.ladders import Levels
from site_builder.publish.linked_data import site_data
from site_builder.publish.listings import Listings
from site_builder.publish.markup import script_text
from site_builder.publish.practices import practices_page
from site_builder.publish.rule_pages import rule_pages
from site_builder.publish.tools import tools_page
from site_builder.publish.views import (
    AssistGroup,
    AssistsPage,
    Count,
    FinderPage,
    HomePage,
    Link,
    TopicRow,
    TopicsPage,
)
from site_builder.records.header.write import UNWRITABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.publish.cards import Cards
    from site_builder.publish.identity import Identity
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.settings import Settings


class SitePages:
    """Makes every generated page of a base."""

    def __init__(
        self,
        library: Library,
        evidence: Assessments,
        cards: Cards,
        settings: Settings,
        today: date,
        identity: Identity,
    ) -> None:
        """Keep what pages are made from.

        Args:
            library: Every record.
            evidence: What the library makes of each lesson.
            cards: Records as they stand in lists.
            settings: Options of the plugin.
            today: The day from which a review is overdue.
            identity: What the site calls itself, and where it stands.
        """
        self._library = library
        self._cards = cards
        self._settings = settings
        self._assessments = evidence
        self._today = today
        self._identity = identity
        self._lists = Listings(library, cards, settings)

    def home(self) -> HomePage:
        """Return what the home page shows below its introduction."""
        library = self._library
        return HomePage(
            lesson_count=len(library.published),
            newest=self._cards.lessons(newest_first(library.published)[: self._settings.newest]),
            topics=self._topic_counts(),
            balance=balance(library.published),
            open_assists=tuple(self._cards.assist(assist) for assist in library.open_assists),
            all_lessons=Link("All lessons", addresses.ALL_LESSONS),
            share_url=self._settings.share_uri_template,
            linked_data=script_text(site_data(self._identity)),
        )

    def home_page(self) -> GeneratedPage:
        """Return the home page of a base that has no ``index.md``."""
        return GeneratedPage("", "Home", "home.html", "home", self.home(), "", "home")

    def generate(self) -> Iterator[GeneratedPage]:
        """Yield every generated page but the home page, whose file the base mostly holds."""
        yield self._finder()
        yield from self._lists.all_lessons(self._topic_counts())
        yield from self._topics()
        yield from self._evidence()
        yield self._missing()
        yield self._assists()
        yield self._board()
        yield self._insights()
        yield self._tools()
        if self._library.shows_practices:
            yield self._practices()
        yield from rule_pages()

    def _topic_counts(self) -> tuple[Count, ...]:
        counts = [
            Count(self._cards.topic(tag), len(lessons))
            for tag, lessons in self._library.tagged.items()
        ]
        return tuple(sorted(counts, key=lambda count: count.link.title.casefold()))

    def _finder(self) -> GeneratedPage:
        view = FinderPage(
            self._topic_counts(),
            Link("All lessons", addresses.ALL_LESSONS),
            plan_skeleton(hits=True),
            plan_skeleton(hits=False),
            UNWRITABLE,
        )
        return GeneratedPage(
            addresses.FINDER,
            "Has this problem been solved before?",
            "solved.html",
            "finder",
            view,
            "Describe your problem, and see which lessons come near, and why.",
            "solved",
        )

    def _topics(self) -> Iterator[GeneratedPage]:
        tags = self._library.vocabulary.tags
        rows = []
        for tag, lessons in self._library.tagged.items():
            if tag not in tags:
                continue
            link = self._cards.topic(tag)
            rows.append(
                TopicRow(
                    Count(link, len(lessons)),
                    tags[tag].description,
                    tags[tag].synonyms,
                    balance(lessons),
                )
            )
            convener = tags[tag].convener
            lead = tags[tag].description + (f" Convener: {convener}." if convener else "")
            yield from self._lists.pages(
                link.url,
                link.title,
                lead,
                "topics",
                newest_first(lessons),
                finder=_finder_link(tag=tag),
                topics=False,
                feed=f"{link.url}feed",
            )
        rows.sort(key=lambda row: row.count.link.title.casefold())
        yield GeneratedPage(
            addresses.TOPICS,
            "Topics",
            "topics.html",
            "topics",
            TopicsPage(tuple(rows)),
            "What the lessons are about.",
            "topics",
        )

    def _evidence(self) -> Iterator[GeneratedPage]:
        levels = Levels(self._library, self._assessments, self._settings)
        for evidence, lessons in self._library.marked.items():
            mark = mark_of(evidence)
            title = f"Lessons that rest on {mark.label.lower()}"
            yield from self._lists.pages(
                mark.url,
                title,
                mark.meaning,
                "evidence",
                newest_first(lessons),
                finder=_finder_link(evidence=evidence),
                brief=True,
            )
        yield GeneratedPage(
            addresses.EVIDENCE,
            "Evidence",
            "evidence.html",
            "evidence",
            levels.page(),
            "What the evidence marks and levels mean, and how many lessons carry each.",
            "evidence",
        )
        for url, title, lead, ones, finder in levels.lists():
            yield from self._lists.pages(
                url, title, lead, "evidence", newest_first(ones), finder=finder, brief=True
            )

    def _missing(self) -> GeneratedPage:
        return GeneratedPage(
            addresses.GAPS,
            "What is missing",
            "gaps.html",
            "gaps",
            Gaps(self._library, self._assessments, self._cards, self._today).page(),
            "What this base does not know yet, what is disputed and what is overdue.",
            "evidence",
        )

    def _board(self) -> GeneratedPage:
        return GeneratedPage(
            addresses.BOARD,
            "Board of open plans",
            "board.html",
            "board",
            board_page(self._library, self._cards),
            "Who plans what, by when, and how to join.",
            "assists",
        )

    def _insights(self) -> GeneratedPage:
        told = insights(self._library, self._settings, self._today)
        return GeneratedPage(
            addresses.INSIGHTS,
            "What the records tell",
            "insights.html",
            "insights",
            insights_page(told, self._library),
            "Who learns from whom, and what comes of it, worked out from the records alone.",
            "assists",
        )

    def _tools(self) -> GeneratedPage:
        return GeneratedPage(
            addresses.TOOLS,
            "Tools",
            "tools.html",
            "tools",
            tools_page(self._library),
            "What teams used and took home, and who tells of it.",
            "topics",
        )

    def _practices(self) -> GeneratedPage:
        return GeneratedPage(
            addresses.PRACTICES,
            "Practices",
            "practices.html",
            "practices",
            practices_page(self._library),
            "What the documents behind this base ask for, and what makes it work here.",
            "guide",
        )

    def _assists(self) -> GeneratedPage:
        assists = self._library.assists
        open_ones = set(self._library.open_assists)
        held = {assist for assist in assists if assist.fields.took_place}
        groups = (
            (
                "Open now",
                "Planned, and still to be joined or answered.",
                [assist for assist in assists if assist in open_ones],
            ),
            (
                "Held",
                "What was learned there is in the lessons.",
                [assist for assist in assists if assist in held],
            ),
            (
                "Others",
                "Ideas, and plans that ended without a meeting.",
                [assist for assist in assists if assist not in open_ones | held],
            ),
        )
        view = AssistsPage(
            tuple(
                AssistGroup(title, lead, tuple(self._cards.assist(one) for one in _latest(ones)))
                for title, lead, ones in groups
                if ones
            )
        )
        return GeneratedPage(
            addresses.ASSISTS,
            "Assists",
            "assists.html",
            "assists",
            view,
            "Meetings at which teams help each other: planned, open and held.",
            "assists",
        )


def _finder_link(**facet: str) -> Link:
    return Link("Search and filter these lessons", addresses.finder_url(**facet))


def _latest(assists: Sequence[Record[Assist]]) -> list[Record[Assist]]:
    return sorted(assists, key=lambda one: (-one.fields.date.toordinal(), one.id))
