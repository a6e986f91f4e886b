"""The people whom a plan could invite: ``people.yml``, and what past assists show about them.

This is about people by pseudonym. It is shown in the terminal of the person who asks, and nowhere
else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_builder.records.assist import OPEN_STAGES, Assist

if TYPE_CHECKING:
    from site_builder.library.library import Library
    from site_builder.records.kinds import Record

VISITING = frozenset({"visitor", "challenger", "critical-friend"})
"""Roles of people who come to help."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who could be invited."""

    name: str
    """Pseudonym."""
    team: str
    """Id of their team; empty if unknown."""
    organisation: str | None
    grade: int | None
    knows: frozenset[str]
    """Topics of the plan that they know, by ``people.yml``."""
    helped: frozenset[str]
    """Other topics of the plan with which they helped at an assist."""
    challenger: bool
    visits: int
    """Assists visited, or to be visited, in the last ``usual_days``."""
    is_new: bool
    """Whether no assist names them yet."""

    @property
    def topics(self) -> frozenset[str]:
        """Topics of the plan that they know or helped with."""
        return self.knows | self.helped


@dataclass(frozen=True, slots=True)
class Host:
    """The team that asks for help."""

    teams: frozenset[str]
    people: frozenset[str]
    """Everybody of the team, and everybody whom the plan names as host."""
    organisations: frozenset[str]
    ceiling: int | None
    """Highest grade among them, if any is known."""


@dataclass(frozen=True, slots=True)
class CandidatePool:
    """A plan, and everybody in ``people.yml``."""

    host: Host
    topics: tuple[str, ...]
    invited: tuple[Candidate, ...]
    """Visitors whom the plan names already."""
    present: frozenset[str]
    """Everybody whom the plan names in any role."""
    candidates: tuple[Candidate, ...]
    """Everybody else, sorted by pseudonym."""
    managers: dict[str, str]
    """Line manager of each person who has one."""
    strangers: int
    """Number of people of past assists who are not in ``people.yml``."""


def candidate_pool(library: Library, plan: Record[Assist], days: int, today: date) -> CandidatePool:
    """Return the people whom a plan could invite.

    Args:
        library: Every record, and everybody by pseudonym.
        plan: The plan.
        days: How far back a visit counts as recent.
        today: The day from which days are counted.
    """
    people, participants = library.people, plan.fields.participants
    topics = tuple(dict.fromkeys(plan.fields.tags))
    visits, helped = _history(library, plan, today - timedelta(days=days))
    named = {
        participant.person
        for assist in library.assists
        if assist is not plan
        for participant in assist.fields.participants
    }

    def candidate(name: str, team: str | None = None, *, challenges: bool = False) -> Candidate:
        person = people.get(name)
        team = team or (person.team if person else "")
        known_team = library.vocabulary.teams.get(team)
        knows = frozenset(person.topics if person else ()).intersection(topics)
        return Candidate(
            name=name,
            team=team,
            organisation=known_team.organisation if known_team else None,
            grade=person.grade if person else None,
            knows=knows,
            helped=frozenset(helped[name]).intersection(topics) - knows,
            challenger=challenges or bool(person and person.challenger),
            visits=visits[name],
            is_new=name not in named,
        )

    present = frozenset(participant.person for participant in participants)
    invited = {
        visitor.person: candidate(
            visitor.person, visitor.team, challenges=visitor.role == "challenger"
        )
        for visitor in participants
        if visitor.role in VISITING
    }
    return CandidatePool(
        host=_host(library, plan.fields),
        topics=topics,
        invited=tuple(invited[name] for name in sorted(invited)),
        present=present,
        candidates=tuple(candidate(name) for name in sorted(people) if name not in present),
        managers={
            name: person.line_manager
            for name, person in sorted(people.items())
            if person.line_manager
        },
        strangers=len(named - people.keys()),
    )


def _host(library: Library, plan: Assist) -> Host:
    known = library.people
    named = {participant.person for participant in plan.participants if participant.role == "host"}
    teams = {known[name].team for name in named if name in known}
    teams |= {plan.host_team} if plan.host_team else set()
    people = named | {name for name, person in known.items() if person.team in teams}
    grades = (known[name].grade for name in people if name in known)
    labels = library.vocabulary.teams
    return Host(
        frozenset(teams),
        frozenset(people),
        frozenset(labels[team].organisation for team in teams if team in labels),
        max((grade for grade in grades if grade is not None), default=None),
    )


def _history(
    library: Library, plan: Record[Assist], since: date
) -> tuple[Counter[str], defaultdict[str, set[str]]]:
    """Return each person's recent visits, and the topics that they ever helped with."""
    visits: Counter[str] = Counter()
    helped: defaultdict[str, set[str]] = defaultdict(set)
    for assist in library.assists:
        fields = assist.fields
        if assist is plan or not (fields.took_place or fields.status in OPEN_STAGES):
            continue
        when = fields.happened or fields.planned_for
        day = (when.latest if when else None) or fields.date
        for name in {seat.person for seat in fields.participants if seat.role in VISITING}:
            visits[name] += day > since
            if fields.took_place:
                helped[name].update(fields.tags)
    return visits, helped
