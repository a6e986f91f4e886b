"""Addresses on the site: by kind and id, wherever a file lies."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from site_builder.library.evidence.assessment import Basis
from site_builder.library.evidence.derive import HIGHEST_PRACTICE, HIGHEST_RESEARCH
from site_builder.records.kinds import Kind
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

LESSONS_FEED = "feed"
"""The feed of all lessons, without the ending that names its format."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page that the build adds; its view and its template are named in ``publish/pages.py``."""

    url: str
    title: str
    lead: str
    """What is on it, in a sentence."""
    section: str = ""
    """Address of the page that the header marks as the part of the site it belongs to."""
    nav: str = ""
    """What the navigation calls it; empty for a page that is not in the navigation."""
    foot: str = ""
    """What the foot of every page calls it; empty for a page that is not there."""
    for_keepers: bool = False
    """Whether it is there among what keepers need."""
    further: str = ""
    """Address below which its further pages lie, if ids of records have the place below its own."""

    def below(self, name: str) -> str:
        """Return the address of a page below this one."""
        return f"{self.url}{name}/"


FINDER = SitePage(
    "solved/",
    "Has this problem been solved before?",
    "Describe your problem, and see which lessons come near, and why.",
    "solved/",
    nav="Find",
)
ALL_LESSONS = SitePage("all/", "All lessons", "Every lesson of the base.", "all/", nav="Lessons")
TOPICS = SitePage(
    "topics/",
    "Topics",
    "What the lessons are about.",
    "topics/",
    nav="Topics",
    further="all-topics/",
)
NEWS = SitePage(
    "new/",
    "New and changed",
    "What was recorded, reviewed, replaced or withdrawn lately, and how teams fared.",
    "all/",
    foot="New and changed",
)
NEWS_FEED = f"{NEWS.url}feed"
FAILURES = SitePage(
    "did-not-work/",
    "What did not work",
    "What teams tried without success, what is disputed and what was withdrawn, with the reasons.",
    "all/",
    foot="What did not work",
)
EVIDENCE = SitePage(
    "evidence/",
    "How far to trust a lesson",
    "What the evidence marks and levels mean, and how many lessons carry each.",
    "evidence/",
    nav="Trust",
)
ASSISTS = SitePage(
    "assists/",
    "Meetings",
    "Meetings at which teams help each other: planned, open and held.",
    "assists/",
    nav="Meetings",
)
BOARD = SitePage(
    "board/", "Board of open plans", "Who plans what, by when, and how to join.", "assists/"
)
BOARD_FEED = f"{BOARD.url}feed"
TOOLS = SitePage("tools/", "Tools", "What teams used and took home, and who reports it.", "topics/")
NEWCOMERS = SitePage(
    "who-knows-what/",
    "Who knows what",
    "For people who are new: which teams and roles to ask about a topic.",
    "topics/",
)
GLOSSARY = SitePage(
    "words/",
    "What the words mean",
    "The words that this site uses in a sense of its own, each in a sentence.",
    "evidence/",
    foot="What the words mean",
)
GAPS = SitePage(
    "gaps/",
    "What is missing",
    "What this base does not know yet, what is disputed and what is overdue.",
    "evidence/",
    foot="What is missing",
    for_keepers=True,
)
INSIGHTS = SitePage(
    "insights/",
    "What the records tell",
    "Who learns from whom, and what comes of it, derived from the records alone.",
    "assists/",
    foot="What the records tell",
    for_keepers=True,
)
REVIEWS = SitePage(
    "reviews/",
    "Reviews",
    "When each lesson is to be looked at again, and which of them first.",
    "evidence/",
    foot="Reviews",
    for_keepers=True,
)
RULES_LIST = SitePage(
    "rules/",
    "Rules",
    "Everything that is checked before a lesson is published.",
    "rules/",
    foot="Rules for records",
    for_keepers=True,
)
SHARE = SitePage(
    "share/",
    "Share a lesson",
    "Your team learned something that others could use. Ten minutes, and no program is needed.",
    "share/",
)
USED = SitePage(
    "used/",
    "We used a lesson",
    "Whether it worked or not, say so. Five answers, two minutes.",
    "share/",
)
PLAN = SitePage(
    "plan/",
    "Plan a meeting",
    "You face a problem, and want to learn from others before you act.",
    "assists/",
)
COMPARE = SitePage(
    "compare/",
    "Compare lessons",
    "Up to four lessons side by side.",
    "all/",
)
READING_LIST = SitePage(
    "reading-list/",
    "Reading list",
    "Lessons that you keep. The list is in this browser alone: nobody else can see it.",
    "all/",
    foot="Reading list",
)
PRACTICES = SitePage(
    "guide/practices/",
    "Practices",
    "What the documents behind this base ask for, line by line, and what makes it work here.",
    "guide/",
)
SITE_PAGES = (
    *(FINDER, ALL_LESSONS, NEWS, FAILURES, COMPARE, READING_LIST, TOPICS, NEWCOMERS, EVIDENCE),
    *(GLOSSARY, ASSISTS, BOARD),
    *(TOOLS, GAPS, SHARE, USED, PLAN, INSIGHTS, REVIEWS, RULES_LIST, PRACTICES),
)
"""Every page that the build adds, in the order of the foot of pages."""
NAVIGATION = (FINDER, ALL_LESSONS, TOPICS, ASSISTS, EVIDENCE)
"""The pages that the header leads to, in order; a guide comes last."""
topic_url = TOPICS.below
"""Address of a tag's page."""
basis_url = EVIDENCE.below
"""Address of the lessons that are advice, were tried, were studied, or both."""
rule_url = RULES_LIST.below
"""Address of a rule's page."""


def record_url(kind: Kind, record_id: str) -> str:
    """Return a record's address from the root of the site."""
    if kind is Kind.PAGE:
        folder, name = posixpath.split(record_id)
        return f"{folder}/" * bool(folder) if name == "index" else f"{record_id}/"
    return f"{kind}/{record_id}/"


def finder_url(**chosen: str | int) -> str:
    """Return the address of the finder with facets chosen, by the names in its form."""
    return f"{FINDER.url}?{urlencode(chosen)}" if chosen else FINDER.url


def practice_url(level: int) -> str:
    """Return the address of the lessons at a practice level."""
    return EVIDENCE.below(f"practice-{level}")


def research_url(level: int) -> str:
    """Return the address of the lessons at a research level.

    The further pages of studied lessons are ``evidence/studied/2/`` and on.
    """
    return EVIDENCE.below(f"research-{level}")


def source_of(url: str) -> str:
    """Return the path below the lessons folder that a generated page pretends to come from."""
    return f"{url}index.md"


def generated_sources(tags: Iterable[str], *, practices: bool = False) -> frozenset[str]:
    """Return the paths below the lessons folder to which authors may link besides real files.

    Args:
        tags: Every tag of the vocabulary.
        practices: Whether the base has a page of practices.
    """
    urls = [page.url for page in SITE_PAGES if practices or page is not PRACTICES]
    urls += [topic_url(tag) for tag in tags]
    urls += [basis_url(basis) for basis in Basis]
    urls += [practice_url(level) for level in range(HIGHEST_PRACTICE + 1)]
    urls += [research_url(level) for level in range(HIGHEST_RESEARCH + 1)]
    urls += [rule_url(rule_id) for rule_id in RULES]
    return frozenset(source_of(url) for url in urls)
