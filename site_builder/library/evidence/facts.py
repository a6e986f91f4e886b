"""The facts that a lesson's records state, gathered from all of them into one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from site_builder.records.dates import PartialDate
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import EXPERIENCE_DESIGNS, Design, Lesson, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.library import Library
    from site_builder.records.assist import Assist, CycleOutcome, Measure, Result
    from site_builder.records.reuse import Reuse

WORST_FIRST: tuple[Result, ...] = ("harmed", "abandoned", "no-effect", "partly", "worked")
FAILURES: frozenset[Result] = frozenset({"harmed", "abandoned", "no-effect"})
STRONGEST_FIRST: tuple[Measure, ...] = ("measured", "observed", "self-report", "opinion")


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a lesson was learned: a held assist, or an account or guidance in print."""

    title: str
    assist: str
    """Id of the assist, or empty for a publication."""
    design: Design | None
    """Of a publication; None for an assist."""
    names_team: bool
    against: bool
    """Whether it speaks against the lesson."""
    when: PartialDate | None


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
    owning: bool
    """Whether the team wrote the lesson or hosted its source."""
    independent: bool
    """Whether another team reports it of its own work, not through the lesson's owner."""
    answered: bool
    """Whether the owner replied, as a harm needs."""

    @property
    def order(self) -> tuple[date, date, tuple[str, ...], tuple[bool, bool], str]:
        """Where it stands among others: by all that is said of it, and by its file's name last."""
        when = self.when.text if self.when else ""
        said = (self.team, when, self.cycle, self.result, self.measure, self.setting)
        return self.earliest, self.latest, said, (self.independent, self.answered), self.record


@dataclass(frozen=True, slots=True)
class Study:
    """A publication of a research design."""

    title: str
    design: Design
    supports: str
    """``for``, ``against`` or ``mixed``."""
    concerns: tuple[str, ...]
    retracted: bool
    when: PartialDate | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the levels of one lesson are derived from, in an order of its own."""

    seen: tuple[Seen, ...] = ()
    outcomes: tuple[TeamOutcome, ...] = ()
    studies: tuple[Study, ...] = ()


def gather(lesson: Record[Lesson], library: Library) -> Facts:
    """Return the facts about a lesson that the records of a library state."""
    fields = lesson.fields
    source = library.assist(fields.source_assist or "")
    held = source if source and source.fields.took_place else None
    owners = owners_of(fields, library)
    outcomes = [_of_reuse(report, fields, owners, library) for report in _reports(lesson, library)]
    # An outcome at the source judges what was tried there. A lesson that says "avoid it" gives the
    # opposite advice, which only those who took it can judge.
    if held and fields.outcome is not Outcome.DID_NOT_WORK:
        outcomes += [_of_cycle(one, held, owners, library) for one in held.fields.outcomes]
    outcomes.sort(key=lambda one: one.order)
    return Facts(
        tuple(sorted(_seen(fields, held), key=lambda one: (one.assist, one.title))),
        tuple(outcomes),
        tuple(sorted(_studies(fields), key=lambda one: (one.design, one.title, one.supports))),
    )


def owners_of(lesson: Lesson, library: Library) -> frozenset[str]:
    """Return the teams that wrote a lesson or hosted the event at which it was learned."""
    source = library.assist(lesson.source_assist or "")
    host = source.fields.host_team if source and source.fields.took_place else None
    return frozenset(team for team in (lesson.team, host) if team)


def _reports(lesson: Record[Lesson], library: Library) -> tuple[Record[Reuse], ...]:
    return library.reports.get(lesson.id, ())


def _seen(fields: Lesson, held: Record[Assist] | None) -> Iterator[Seen]:
    if held:
        event = held.fields
        named = bool(fields.team or event.host_team or event.teams)
        yield Seen(event.title, held.id, None, named, against=False, when=event.happened)
    for citation in fields.citations:
        if citation.design in EXPERIENCE_DESIGNS and not citation.retracted:
            yield Seen(
                citation.title,
                "",
                citation.design,
                names_team=bool(fields.team),
                against=citation.supports == "against",
                when=citation.happened,
            )


def _studies(fields: Lesson) -> Iterator[Study]:
    for citation in fields.citations:
        if citation.design and citation.design not in EXPERIENCE_DESIGNS:
            yield Study(
                citation.title,
                citation.design,
                citation.supports,
                citation.concerns,
                citation.retracted,
                citation.happened,
            )


def _of_reuse(
    report: Record[Reuse], lesson: Lesson, owners: frozenset[str], library: Library
) -> TeamOutcome:
    fields = report.fields
    earliest, latest = _period(fields.happened, fields.date, fields.date)
    return TeamOutcome(
        team=fields.team,
        organisation=_organisation(fields.team, library),
        result=fields.outcome,
        measure=fields.measure,
        setting=fields.setting or "",
        earliest=earliest,
        latest=latest,
        when=fields.happened or PartialDate(fields.date.isoformat()),
        kind=Kind.REUSE,
        record=report.id,
        cycle="",
        owning=fields.team in owners,
        independent=fields.team not in owners and not reported_by_owner(fields, lesson),
        answered=bool(fields.reply),
    )


def _of_cycle(
    outcome: CycleOutcome, assist: Record[Assist], owners: frozenset[str], library: Library
) -> TeamOutcome:
    happened = outcome.happened or assist.fields.happened
    earliest, latest = _period(happened, date.min, assist.fields.date)
    return TeamOutcome(
        team=outcome.team,
        organisation=_organisation(outcome.team, library),
        result=outcome.result,
        measure=outcome.measure,
        setting=assist.fields.setting or "" if outcome.team == assist.fields.host_team else "",
        earliest=earliest,
        latest=latest,
        when=happened,
        kind=Kind.ASSIST,
        record=assist.id,
        cycle=outcome.cycle or "",
        # Where nobody is named as host, whoever is told of was there.
        owning=outcome.team in owners or not owners,
        # The host tells it, of whichever team.
        independent=False,
        answered=bool(outcome.reply),
    )


def reported_by_owner(report: Reuse, lesson: Lesson) -> bool:
    """Return whether the role that reports a use is the role that owns the lesson."""
    return report.reported_by.casefold() == (lesson.owner or "").casefold()


def _period(happened: PartialDate | None, earliest: date, latest: date) -> tuple[date, date]:
    """Return the days between which something happened, or those given when nobody knows."""
    if happened and happened.earliest and happened.latest:
        return happened.earliest, happened.latest
    return earliest, latest


def _organisation(team_id: str, library: Library) -> str:
    team = library.vocabulary.teams.get(team_id)
    return team.organisation if team else ""
