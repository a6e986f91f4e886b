"""What the theme's templates are handed: plain values, ready to show, nothing left to work out.

Every ``url`` is relative to the root of the site; templates pass it through MkDocs' ``url`` filter.
Every text is plain text, which the templates escape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_builder.publish.evidence_views import (
        BadgeView,
        PlacesView,
        SuspectView,
        UseView,
    )
    from site_builder.publish.outward import Outward


@dataclass(frozen=True, slots=True)
class Link:
    """A title and where it leads."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An evidence mark in words."""

    id: str
    """``experiential``, ``research`` or ``both``."""
    label: str
    meaning: str
    url: str


@dataclass(frozen=True, slots=True)
class LessonCard:
    """A lesson in a list."""

    id: str
    title: str
    problem: str
    url: str
    mark: Mark
    statement: str
    """What it rests on, in a few short sentences, contested or not among them."""
    practice: int
    """Practice level, 0 to 4."""
    research: int
    """Research level, 0 to 5."""
    outcome: str
    """In words, or empty when not stated."""
    tags: tuple[Link, ...]
    recorded: str
    """Day of the record in words: ``21 November 2026``."""
    recorded_iso: str
    notice: str
    """``Draft``, ``Superseded``, ``Withdrawn``, or empty for a lesson that stands."""


@dataclass(frozen=True, slots=True)
class AssistCard:
    """An assist in a list."""

    id: str
    title: str
    problem: str
    url: str
    format: str
    status: str
    when: str
    host: str
    lesson_count: int


@dataclass(frozen=True, slots=True)
class Detail:
    """A named fact with one or more values."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DetailGroup:
    """Named facts under a heading."""

    title: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation as a reader expects it."""

    authors: str
    title: str
    publisher: str
    when: str
    identifiers: tuple[Link, ...]
    """Each with its name and number as title (``DOI 10.1136/bmj.n71``); empty url where none."""
    design: str
    """How the work was done, in words, or empty."""
    direction: str
    """``speaks against this lesson``, ``mixed findings``, or empty when it supports."""
    concerns: tuple[str, ...]
    retracted: bool


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links of one kind, such as all lessons that this one replaces."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class BacklinkView:
    """A record that links here, with the sentence in which it does."""

    link: Link
    kind: str
    """Kind of the record in words: ``Lesson``, ``Peer assist``, ``Guide``."""
    sentence: str


@dataclass(frozen=True, slots=True)
class ReuseView:
    """What a team reports that used a lesson, on the page of its report."""

    link: Link
    """Titled with the name of the team."""
    outcome: str
    measure: str
    setting: str
    when: str
    changed: str
    reply: str


@dataclass(frozen=True, slots=True)
class NearView:
    """A lesson near to this one, and why."""

    link: Link
    reason: str


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson's own page, around its body."""

    card: LessonCard
    takeaway: str
    warning: str
    """Why not to rely on it: withdrawn, superseded or a draft; empty for a lesson that stands."""
    successors: tuple[Link, ...]
    badge: BadgeView
    suspects: tuple[SuspectView, ...]
    """What it relies on that is not what it was."""
    source: AssistCard | None
    team: str
    ask: str
    """Whom to ask, or empty."""
    details: tuple[Detail, ...]
    """Setting, scale, barriers, enablers, tools and the like, where stated."""
    references: tuple[Reference, ...]
    relations: tuple[LinkGroup, ...]
    near: tuple[NearView, ...]
    """The nearest lessons by their words, topics and source; no author named them."""
    uses: tuple[UseView, ...]
    """How teams fared with it, the latest first."""
    places: PlacesView | None
    inverted: bool
    """Whether it says what to avoid, so that “worked” means that avoiding it helped."""
    backlinks: tuple[BacklinkView, ...]
    review: tuple[Detail, ...]
    """Who keeps it, when it was last looked at and when it will be, where stated."""
    outward: Outward


@dataclass(frozen=True, slots=True)
class AssistPage:
    """An assist's own page, around its body."""

    card: AssistCard
    suspects: tuple[SuspectView, ...]
    """What it relies on that is not what it was."""
    purpose: str
    details: tuple[Detail, ...]
    groups: tuple[DetailGroup, ...]
    """Agenda, options, decision, actions, outcomes, reflections, review, where stated."""
    lessons: tuple[LessonCard, ...]
    series: tuple[Link, ...]
    """Other assists of its series."""
    references: tuple[Reference, ...]
    backlinks: tuple[BacklinkView, ...]
    ask: str
    outward: Outward


@dataclass(frozen=True, slots=True)
class ReusePage:
    """A reuse report's own page, around its body."""

    title: str
    lesson: LessonCard
    suspects: tuple[SuspectView, ...]
    """What it relies on that is not what it was."""
    report: ReuseView
    reported_by: str
    outward: Outward


@dataclass(frozen=True, slots=True)
class Count:
    """How many lessons stand under a link."""

    link: Link
    count: int


@dataclass(frozen=True, slots=True)
class MarkCount:
    """How many lessons carry a mark."""

    mark: Mark
    count: int
    percent: int
    """Of all lessons, rounded; the three may not add up to 100."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page, below its introduction."""

    lesson_count: int
    newest: tuple[LessonCard, ...]
    topics: tuple[Count, ...]
    balance: tuple[MarkCount, ...]
    open_assists: tuple[AssistCard, ...]
    all_lessons: Link
    share_url: str
    linked_data: str  # safe to stand in a script element as it is


@dataclass(frozen=True, slots=True)
class FinderPage:
    """The page that asks whether a problem has been solved, for readers without JavaScript too."""

    topics: tuple[Count, ...]
    all_lessons: Link
    plan: str
    """Skeleton of a plan, as `site_builder.assists.plans.plan_skeleton` has it."""
    plan_without_hits: str
    unwritable: str
    """Pattern of characters that cannot be part of a plan."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list of lessons."""

    lead: str
    """A sentence that says what is listed."""
    cards: tuple[LessonCard, ...]
    total: int
    number: int
    """Number of this page, from 1."""
    page_count: int
    previous: Link | None
    next: Link | None
    pages: tuple[Link, ...]
    """Every page of the list, titled with its number."""
    orders: tuple[Link, ...]
    """The same list in other orders; the one shown has an empty url."""
    narrower: tuple[LinkGroup, ...]
    """Shorter lists to go to, such as by topic; titles carry counts."""
    finder: Link
    """The finder with the same lessons, where they can be searched and filtered."""
    brief: bool
    """Whether a card says no more than title, problem and evidence."""
    topics: bool
    """Whether a card names the topics of its lesson."""
    feed: str
    """Address of its feed without the ending that names the format, or empty."""
    share_url: str


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in the list of topics."""

    count: Count
    description: str
    synonyms: tuple[str, ...]
    balance: tuple[MarkCount, ...]


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """Every topic that has lessons."""

    topics: tuple[TopicRow, ...]


@dataclass(frozen=True, slots=True)
class AssistGroup:
    """Assists of one state."""

    title: str
    lead: str
    assists: tuple[AssistCard, ...]


@dataclass(frozen=True, slots=True)
class AssistsPage:
    """Every assist by state."""

    groups: tuple[AssistGroup, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the list of rules."""

    id: str
    url: str
    severity: str
    summary: str


@dataclass(frozen=True, slots=True)
class RuleFamily:
    """Rules about one matter."""

    title: str
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Every rule by family."""

    families: tuple[RuleFamily, ...]
