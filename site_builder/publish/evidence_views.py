"""What the templates are handed about evidence: plain values, ready to show.

As in :mod:`site_builder.publish.views`, every ``url`` is relative to the root of the site and every
text is plain text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from site_builder.publish.views import Count, Link, MarkCount


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule that fired, in a sentence."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact, and where it is stated."""

    sentence: str
    source: str
    """``the event`` or ``in print``; empty for an outcome, which is told further down."""
    url: str
    """Empty for a publication, which stands further down on the same page."""


@dataclass(frozen=True, slots=True)
class AxisView:
    """One of the two levels, explained."""

    name: str
    url: str
    """The list of lessons at the level that readers are shown."""
    level: str
    """``2 of 4, repeated``."""
    rules: tuple[RuleView, ...]
    facts: tuple[FactView, ...]
    higher: str
    """What would raise it, or empty where nothing would."""


@dataclass(frozen=True, slots=True)
class BadgeView:
    """How far to trust a lesson, opening to why."""

    mark: str
    """``experiential``, ``research``, ``both`` or ``unsupported``, for the shape."""
    statement: str
    axes: tuple[AxisView, ...]
    contested: tuple[RuleView, ...]
    override: str
    has_outcomes: bool
    """Whether the page tells further down how teams fared."""


@dataclass(frozen=True, slots=True)
class UseView:
    """How a team fared with a lesson, as one record tells it."""

    team: Link
    """Titled with the team's name; leads to the record."""
    cycle: str
    setting: str
    when: str
    kind: Literal["worked", "partly", "failed"]
    """For the shape beside the words."""
    outcome: str
    measure: str
    counting: str
    """Whether this is the outcome that counts, where there are several of the team."""
    changed: str
    reply: str
    unanswered: bool
    """Whether it did harm and the owner has not replied."""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """How teams fared in a setting."""

    setting: str
    worked: int
    partly: int
    failed: int


@dataclass(frozen=True, slots=True)
class PlacesView:
    """In which settings a lesson worked, and in which nobody tried it."""

    sentence: str
    rows: tuple[PlaceView, ...]
    """Empty for one setting, of which the sentence says all."""
    untried: str
    """``Not tried in: Care home, Online``, or empty."""
    unplaced: str
    """How many outcomes name no setting, or empty."""


@dataclass(frozen=True, slots=True)
class SuspectView:
    """Something a record relies on that is not what it was."""

    link: Link
    reason: str
    """What became of it since: ``has changed``."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A level, what it takes and how many lessons reached it."""

    count: Count
    """Titled with the level and its name."""
    takes: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels of one axis, and what holds or lowers them."""

    id: str
    title: str
    lead: str
    rungs: tuple[Rung, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """What marks and levels mean, and how many lessons carry each."""

    balance: tuple[MarkCount, ...]
    lesson_count: int
    ladders: tuple[Ladder, ...]
    contested: tuple[str, ...]
    """What makes a lesson contested, in clauses."""
    contested_count: int
    age: str
    gaps: Link


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, and where."""

    link: Link
    note: str


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Gaps of one kind."""

    id: str
    title: str
    lead: str
    none: str
    """What to say when there is none."""
    total: int
    items: tuple[Gap, ...]
    """The first of them."""
    rest: str
    """How many more there are, or empty."""


@dataclass(frozen=True, slots=True)
class GapsPage:
    """What the base lacks."""

    groups: tuple[GapGroup, ...]
