"""Gathers the facts that a lesson's records state, from all of them into one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from site_builder.library.evidence.facts import (
    FAILURES,
    Discount,
    Fact,
    Facts,
    Seen,
    Study,
    TeamOutcome,
)
from site_builder.records.concerns import distinct
from site_builder.records.dates import PartialDate
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import EXPERIENCE_DESIGNS, Lesson, Outcome
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library.library import Library
    from site_builder.records.assist import Assist, CycleOutcome, Result


def gather(lesson: Record[Lesson], library: Library, today: date) -> Facts:
    """Return the facts about a lesson that the records of a library state.

    Args:
        lesson: The lesson.
        library: Every record.
        today: The day after which nothing can have happened or been recorded.
    """
    fields = lesson.fields
    source = library.assist(fields.source_assist or "")
    held = source if source and source.fields.took_place else None
    owners = owners_of(fields, library)
    outcomes = [_of_reuse(report, lesson, owners, library) for report in _reports(lesson, library)]
    outcomes += [
        _of_cycle(outcome, event, lesson, owners, library)
        for event in _events_about(lesson, held, library)
        for outcome in event.fields.outcomes
        if speaks_for(outcome, lesson, is_source=event is held)
    ]
    learned = held.fields.happened if held else None
    outcomes = [_discounted(outcome, learned) for outcome in outcomes]
    outcomes.sort(key=lambda outcome: outcome.order)
    seen = sorted(_seen(fields, held), key=lambda place: (place.assist, place.title))
    studies = sorted(
        _studies(fields), key=lambda study: (study.design, study.title, study.supports)
    )
    facts: tuple[Fact, ...] = (*seen, *outcomes, *studies)
    ahead = tuple(fact for fact in facts if _is_ahead(fact, library, today))
    return Facts(
        tuple(place for place in seen if place not in ahead),
        tuple(outcome for outcome in outcomes if outcome not in ahead),
        tuple(study for study in studies if study not in ahead),
        ahead,
    )


def _is_ahead(fact: Fact, library: Library, today: date) -> bool:
    """Return whether a fact happened after today, or is of a report that is dated after it.

    The date of an event's record is when it was written down, which says nothing of the event.
    """
    happened = fact.when.earliest if fact.when else None
    days = [happened] if happened else []
    report = library.get(fact.kind, fact.record) if isinstance(fact, TeamOutcome) else None
    if report and isinstance(report.fields, Reuse):
        days.append(report.fields.date)
    return any(day > today for day in days)


def owners_of(lesson: Lesson, library: Library) -> frozenset[str]:
    """Return the teams that wrote a lesson or hosted the event at which it was learned."""
    source = library.assist(lesson.source_assist or "")
    host = source.fields.host_team if source and source.fields.took_place else None
    return frozenset(team for team in (lesson.team, host) if team)


def _reports(lesson: Record[Lesson], library: Library) -> tuple[Record[Reuse], ...]:
    return library.reports.get(lesson.id, ())


def speaks_for(outcome: CycleOutcome, lesson: Record[Lesson], *, is_source: bool) -> bool:
    """Return whether an outcome of an event says anything of a lesson.

    One that names lessons speaks for those. Any other speaks for the lessons of its event that
    state an outcome of their own, unless that is "did not work": then what was tried is the
    opposite of the advice, which only those who took it can judge.
    """
    if outcome.lessons:
        return bool({lesson.id, *lesson.fields.aliases} & set(outcome.lessons))
    return is_source and lesson.fields.outcome in {Outcome.WORKED, Outcome.MIXED}


def _events_about(
    lesson: Record[Lesson], held: Record[Assist] | None, library: Library
) -> Iterable[Record[Assist]]:
    """Return the event at which a lesson was learned, and those of which an outcome names it."""
    named = (
        event
        for name in (lesson.id, *lesson.fields.aliases)
        for event in library.told_of.get(name, ())
    )
    return {event.id: event for event in (*([held] if held else ()), *named)}.values()


def _discounted(outcome: TeamOutcome, learned: PartialDate | None) -> TeamOutcome:
    """Return an outcome that does not count where it ended before the lesson was learned."""
    if learned and learned.earliest and outcome.latest < learned.earliest:
        return replace(outcome, discount="early")
    return outcome


def _who_saw(fields: Lesson, event: Assist) -> tuple[str, ...]:
    """Return the teams that saw at an event what a lesson tells of.

    A lesson names its team. Where it does not, it was the host, unless the lesson was learned in
    another setting than the event's: then it is of somebody who told of it there. What is an idea
    still was seen by nobody.
    """
    if fields.context and fields.context.maturity == "idea":
        return ()
    if fields.team:
        return (fields.team,)
    where = fields.context.setting if fields.context else None
    if where and event.setting and where != event.setting:
        return ()
    return (event.host_team,) if event.host_team else event.teams


def _seen(fields: Lesson, held: Record[Assist] | None) -> Iterator[Seen]:
    if held:
        event = held.fields
        teams = _who_saw(fields, event)
        yield Seen(
            event.title, held.id, None, teams, against=False, of_problem=False, when=event.happened
        )
    for citation in fields.citations:
        if citation.design in EXPERIENCE_DESIGNS and not citation.retracted:
            yield Seen(
                citation.title,
                "",
                citation.design,
                teams=(fields.team,) if fields.team else (),
                against=citation.supports == "against",
                of_problem=citation.about == "problem",
                when=citation.happened,
            )


def _studies(fields: Lesson) -> Iterator[Study]:
    for citation in fields.citations:
        if citation.design and citation.design not in EXPERIENCE_DESIGNS:
            yield Study(
                citation.title,
                citation.design,
                citation.supports,
                distinct(citation.concerns),
                citation.retracted,
                citation.about == "problem",
                citation.happened,
            )


def _of_reuse(
    report: Record[Reuse], lesson: Record[Lesson], owners: frozenset[str], library: Library
) -> TeamOutcome:
    fields = report.fields
    owning, by_owner = fields.team in owners, reported_by_owner(fields, lesson.fields)
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
        at_source=False,
        owning=owning,
        independent=not owning and not by_owner,
        answered=bool(fields.reply),
        discount=_hearsay(fields.outcome, told_by_owner=by_owner and not owning),
    )


def _of_cycle(
    outcome: CycleOutcome,
    assist: Record[Assist],
    lesson: Record[Lesson],
    owners: frozenset[str],
    library: Library,
) -> TeamOutcome:
    event, team = assist.fields, outcome.team
    happened = outcome.happened or event.happened
    earliest, latest = _period(happened, date.min, event.date)
    is_source = assist.id == lesson.fields.source_assist
    by_owner = _same_role(event.owner, lesson.fields.owner)
    # Where nobody is named as host, whoever is told of was there.
    owning = team in owners or (is_source and not owners)
    return TeamOutcome(
        team=team,
        organisation=_organisation(team, library),
        result=outcome.result,
        measure=outcome.measure,
        setting=event.setting or "" if team == event.host_team else "",
        earliest=earliest,
        latest=latest,
        when=happened,
        kind=Kind.ASSIST,
        record=assist.id,
        cycle=outcome.cycle or "",
        at_source=is_source,
        owning=owning,
        # An event is told by its host, of whichever team.
        independent=not owning and not by_owner and not is_source and team == event.host_team,
        answered=bool(outcome.reply),
        discount=_hearsay(
            outcome.result,
            told_by_owner=by_owner and not owning and team not in {event.host_team, *event.teams},
        ),
    )


def _hearsay(result: Result, *, told_by_owner: bool) -> Discount:
    """Return why what the owner tells of another team does not count; a failure counts."""
    return "hearsay" if told_by_owner and result not in FAILURES else ""


def reported_by_owner(report: Reuse, lesson: Lesson) -> bool:
    """Return whether the role that reports a use is the role that owns the lesson."""
    return _same_role(report.reported_by, lesson.owner)


def _same_role(role: str | None, other: str | None) -> bool:
    """Return whether two roles are the same, whatever their capitals and spaces."""
    names = [" ".join((name or "").casefold().split()) for name in (role, other)]
    return bool(names[0]) and names[0] == names[1]


def _period(happened: PartialDate | None, earliest: date, latest: date) -> tuple[date, date]:
    """Return the days between which something happened, or those given when nobody knows."""
    if happened and happened.earliest and happened.latest:
        return happened.earliest, happened.latest
    return earliest, latest


def _organisation(team_id: str, library: Library) -> str:
    team = library.vocabulary.teams.get(team_id)
    return team.organisation if team else ""
