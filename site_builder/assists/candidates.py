"""Whom a plan could invite: everybody in ``people.yml``, with what past assists tell of them.

What stands here is of people by pseudonym; it goes to the terminal of whoever asks, and nowhere
else.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_builder.records.assist import OPEN_STAGES, Assist

if TYPE_CHECKING:
    from site_builder.library.library import Library
    from site_builder.records.kinds import Record

VISITING = frozenset({"visitor", "challenger", "critical-friend"})
"""Roles of those who come to help."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be invited."""

    name: str
    """Pseudonym."""
    team: str
    """Id of their team; empty where nobody says."""
    organisation: str | None
    grade: int | None
    knows: frozenset[str]
    """Topics of the plan that ``people.yml`` says they know."""
    helped: frozenset[str]
    """Other topics of the plan with which they helped at an assist."""
    challenger: bool
    visits: int
    """Assists visited, or to be visited, of late."""
    is_new: bool
    """Whether no assist names them yet."""


@dataclass(frozen=True, slots=True)
class Host:
    """The team that asks for help, as far as it matters to whom it invites."""

    teams: frozenset[str]
    people: frozenset[str]
    """Everybody of the team, and whoever the plan names as host."""
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
    """People of past assists who are not in ``people.yml``."""


def field_of(library: Library, plan: Record[Assist], days: int, today: date) -> CandidatePool:
    """Return whom a plan could invite.

    Args:
        library: Every record, and everybody by pseudonym.
        plan: The plan.
        days: How far back a visit is still of late.
        today: The day from which it is counted.
    """
    topics = tuple(dict.fromkeys(plan.fields.tags))
    visits, helped = _history(library, plan, today - timedelta(days=days))
    named = {
        participant.person
        for assist in library.assists
        if assist is not plan
        for participant in assist.fields.participants
    }

    def candidate(name: str, team: str | None = None, *, challenges: bool = False) -> Candidate:
        person = library.people.get(name)
        own = team or (person.team if person else "")
        found = library.vocabulary.teams.get(own)
        knows = frozenset(person.topics if person else ()).intersection(topics)
        return Candidate(
            name=name,
            team=own,
            organisation=found.organisation if found else None,
            grade=person.grade if person else None,
            knows=knows,
            helped=frozenset(helped[name]).intersection(topics) - knows,
            challenger=challenges or bool(person and person.challenger),
            visits=visits[name],
            is_new=name not in named,
        )

    present = frozenset(participant.person for participant in plan.fields.participants)
    invited = {
        participant.person: candidate(
            participant.person, participant.team, challenges=participant.role == "challenger"
        )
        for participant in plan.fields.participants
        if participant.role in VISITING
    }
    return CandidatePool(
        host=_host(library, plan),
        topics=topics,
        invited=tuple(invited[name] for name in sorted(invited)),
        present=present,
        candidates=tuple(candidate(name) for name in sorted(library.people) if name not in present),
        managers={
            name: person.line_manager
            for name, person in sorted(library.people.items())
            if person.line_manager
        },
        strangers=len(named - library.people.keys()),
    )


def _host(library: Library, plan: Record[Assist]) -> Host:
    named = {
        participant.person for participant in plan.fields.participants if participant.role == "host"
    }
    teams = {plan.fields.host_team} if plan.fields.host_team else set()
    teams |= {library.people[name].team for name in named if name in library.people}
    people = named | {name for name, person in library.people.items() if person.team in teams}
    known = library.vocabulary.teams
    grades = [
        grade
        for name in sorted(people)
        if name in library.people and (grade := library.people[name].grade) is not None
    ]
    return Host(
        frozenset(teams),
        frozenset(people),
        frozenset(known[team].organisation for team in teams if team in known),
        max(grades, default=None),
    )


def _history(
    library: Library, plan: Record[Assist], since: date
) -> tuple[defaultdict[str, int], defaultdict[str, set[str]]]:
    """Return how many visits each person makes of late, and the topics they ever helped with."""
    visits: defaultdict[str, int] = defaultdict(int)
    helped: defaultdict[str, set[str]] = defaultdict(set)
    for assist in library.assists:
        fields = assist.fields
        if assist is plan or not (fields.took_place or fields.status in OPEN_STAGES):
            continue
        when = fields.happened or fields.planned_for
        day = (when.latest if when else None) or fields.date
        for name in {
            participant.person
            for participant in fields.participants
            if participant.role in VISITING
        }:
            visits[name] += day > since
            if fields.took_place:
                helped[name].update(fields.tags)
    return visits, helped
