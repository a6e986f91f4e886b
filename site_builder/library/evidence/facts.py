"""The facts about a lesson: where it was learned, how it went elsewhere, and what studies say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from site_builder.records.kinds import Kind
from site_builder.records.lesson import Design

if TYPE_CHECKING:
    from datetime import date

    from site_builder.records.assist import Measure, Result
    from site_builder.records.dates import PartialDate

WORST_FIRST: tuple[Result, ...] = ("harmed", "abandoned", "no-effect", "partly", "worked")
FAILURES: frozenset[Result] = frozenset({"harmed", "abandoned", "no-effect"})
STRONGEST_FIRST: tuple[Measure, ...] = ("measured", "observed", "self-report", "opinion")

Discount: TypeAlias = Literal["", "hearsay", "early"]
"""Why an outcome does not count: the lesson's owner tells of another team's success, or it ended
before the lesson was learned. Empty for one that counts."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a lesson was learned: a held assist, or an account or guidance in print."""

    title: str
    assist: str
    """Id of the assist, or empty for a publication."""
    design: Design | None
    """Of a publication; None for an assist."""
    teams: tuple[str, ...]
    """The teams that saw it, as far as the lesson or the event names them."""
    against: bool
    """Whether it speaks against the lesson."""
    of_problem: bool
    """Whether it speaks of the problem only."""
    when: PartialDate | None

    @property
    def shows_trial(self) -> bool:
        """Whether it tells that somebody acted on the lesson; guidance does not."""
        return self.design is not Design.GUIDANCE and not self.against and not self.of_problem


@dataclass(frozen=True, slots=True)
class TeamOutcome:
    """How one team fared, as one record tells it."""

    team: str
    organisation: str
    """Name of the team's organisation; empty when the vocabulary does not have the team."""
    result: Result
    measure: Measure
    setting: str
    earliest: date
    """First day on which it can have been."""
    latest: date
    when: PartialDate | None
    """As far as the record says; of a report that does not say, the day of the report."""
    kind: Kind
    record: str
    """Id of the assist or the reuse report that tells it."""
    cycle: str
    at_source: bool
    """Whether it is told of the event at which the lesson was learned."""
    owning: bool
    """Whether the team wrote the lesson or hosted its source."""
    independent: bool
    """Whether another team reports it of its own work, not through the lesson's owner."""
    answered: bool
    """Whether the owner replied, as a harm needs."""
    discount: Discount = ""

    def is_apart(self, other: TeamOutcome) -> bool:
        """Return whether it was certainly at another time."""
        return self.latest < other.earliest or other.latest < self.earliest

    def is_other_cycle(self, other: TeamOutcome) -> bool:
        """Return whether it was certainly another cycle: another time, or another place of work.

        Outcomes of one event with the same cycle, or on the same day, are one cycle. Of two reports
        of use, another team is another place of work.
        """
        if self.record == other.record and self.kind is Kind.ASSIST is other.kind:
            if self.cycle and other.cycle:
                same_day = self.earliest == self.latest == other.earliest == other.latest
                return self.cycle.casefold() != other.cycle.casefold() and not same_day
            return self.is_apart(other)
        return self.team != other.team or self.is_apart(other)

    @property
    def order(self) -> tuple[date, date, tuple[str, ...], tuple[bool, bool], str]:
        """Where it stands among others: by all that is said of it, and by its file's name last."""
        when = self.when.text if self.when else ""
        ways = (self.result, self.measure, self.setting, self.discount)
        said = (self.team, when, self.cycle, *ways)
        return self.earliest, self.latest, said, (self.independent, self.answered), self.record


@dataclass(frozen=True, slots=True)
class Study:
    """A publication of a research design."""

    title: str
    design: Design
    supports: str
    """``for``, ``against`` or ``mixed``."""
    concerns: tuple[str, ...]
    """Each domain once."""
    retracted: bool
    of_problem: bool
    """Whether it looked at the problem only, and so says nothing of the lesson."""
    when: PartialDate | None

    @property
    def counts(self) -> bool:
        """Whether it says anything of the lesson, for or against it."""
        return not self.retracted and not self.of_problem


Fact: TypeAlias = Seen | TeamOutcome | Study


@dataclass(frozen=True)
class Facts:
    """All that the levels of one lesson are derived from, in an order of its own."""

    seen: tuple[Seen, ...] = ()
    outcomes: tuple[TeamOutcome, ...] = ()
    studies: tuple[Study, ...] = ()
    ahead: tuple[Fact, ...] = ()
    """What is dated after today, and so gives nothing."""

    @cached_property
    def counted(self) -> tuple[TeamOutcome, ...]:
        """Outcomes that count."""
        return tuple(outcome for outcome in self.outcomes if not outcome.discount)
