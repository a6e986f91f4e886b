"""A proposal whom to invite to an assist: the reasons for each person, and the promises kept.

The same records and the same seed give the same proposal. Nobody is proposed who is of the host
team, known to be senior to it, or the line manager or report of somebody present. All other
promises are aims: as many of them are met as can be, and the proposal shows which.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from site_builder.assists.selection import MOST_OF_A_TEAM, Wanted, best_selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.assists.candidates import Candidate, CandidatePool
    from site_builder.settings import AssistLimits

_TEAM, _ORGANISATION, _NEW_TOPIC, _CROWDED = 4, 3, 8, -30
_NEW, _TOPIC, _VISIT, _GRADE_UNKNOWN, _OFTEN = 1, 1, -2, -3, -20
_TIE = 100
"""Numbers drawn between equals are below it, so that all that a selection draws is less than one
point of worth."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A person who is proposed, and why."""

    candidate: Candidate
    topics: tuple[str, ...]
    """Topics of the plan that they know or helped with."""
    new_topics: tuple[str, ...]
    """Those that nobody chosen before covers."""
    first_of_team: bool
    first_of_organisation: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A condition on a proposal, and whether it holds."""

    text: str
    state: Literal["kept", "not met", "not known"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whom to invite."""

    picks: tuple[Pick, ...]
    promises: tuple[Promise, ...]


def propose(
    pool: CandidatePool, limits: AssistLimits, seed: int, count: int | None = None
) -> Proposal:
    """Return whom to invite to a plan.

    Args:
        pool: The plan, and everybody in ``people.yml``.
        limits: The numbers above or below which a plan gets advice.
        seed: Decides between people who add as much.
        count: Number of visitors in all, those already invited among them; by default the number
            within the limits with which most promises are kept.
    """
    group = _Group(pool, limits)
    least, most = (count, count) if count else (limits.visitors_least, limits.visitors_most)
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    wanted = Wanted(
        least=least,
        most=most,
        topics=pool.topics,
        teams=limits.teams_least,
        often=limits.usual_assists,
        home=pool.host.organisations,
        managers=pool.managers,
        worth={
            person.name: _worth(person, limits) * _TIE * most + draw.randrange(_TIE)
            for person in pool.candidates
        },
        first_of_team=_TEAM * _TIE * most,
        first_of_organisation=_ORGANISATION * _TIE * most,
        new_topic=_NEW_TOPIC * _TIE * most,
        crowded=_CROWDED * _TIE * most,
    )
    able = [candidate for candidate in pool.candidates if group.may_join(candidate)]
    chosen = best_selection(able, pool.invited, wanted)
    picks = []
    for person in sorted(chosen, key=lambda person: (-len(person.topics), person.name)):
        picks.append(group.pick(person))
        group.members.append(person)
    number = str(count) if count else f"{least} to {most}"
    return Proposal(tuple(picks), tuple(group.promises(number, least)))


def _worth(person: Candidate, limits: AssistLimits) -> int:
    """Return what speaks for a person, whoever else comes."""
    return (
        _TOPIC * (2 * len(person.knows) + len(person.helped))
        + _NEW * person.is_new
        + _VISIT * person.visits
        + _OFTEN * (person.visits >= limits.usual_assists)
        + _GRADE_UNKNOWN * (person.grade is None)
    )


class _Group:
    """The visitors of a plan, and the promises that they keep."""

    def __init__(self, pool: CandidatePool, limits: AssistLimits) -> None:
        self._pool = pool
        self._limits = limits
        self.members = list(pool.invited)

    @property
    def _covered(self) -> frozenset[str]:
        return frozenset().union(*(member.topics for member in self.members))

    @property
    def _teams(self) -> Counter[str]:
        return Counter(member.team for member in self.members if member.team)

    def may_join(self, person: Candidate) -> bool:
        """Return whether a person keeps the promises that are never broken."""
        host = self._pool.host
        return not (
            person.team in host.teams
            or person.name in host.people
            or self._is_senior(person)
            or self._is_beside_manager(person)
        )

    def pick(self, person: Candidate) -> Pick:
        """Return a person as proposed, with what they add to the group."""
        topics = [topic for topic in self._pool.topics if topic in person.topics]
        return Pick(
            person,
            tuple(topics),
            tuple(topic for topic in topics if topic not in self._covered),
            person.team not in self._teams,
            self._is_of_new_organisation(person),
        )

    def promises(self, number: str, least_visitors: int) -> Iterator[Promise]:
        """Yield the promises: three that only people invited before can break, and the aims."""
        pool, limits, members, teams = self._pool, self._limits, self.members, self._teams
        hosts = [member for member in members if member.team in pool.host.teams]
        seniors = [member for member in members if self._is_senior(member)]
        beside = [member for member in members if self._is_beside_manager(member)]
        ungraded = sum(member.grade is None for member in members)
        seniority = f"the grade of {ungraded} is not stated" if ungraded and not seniors else ""
        if pool.host.ceiling is None:
            seniority = "no grade of the host team is known"
        missing = [topic for topic in pool.topics if topic not in self._covered]
        often = [member for member in members if member.visits >= limits.usual_assists]
        crowded = [team for team, number in sorted(teams.items()) if number > MOST_OF_A_TEAM]
        no_hosts = "" if pool.host.teams else "the plan names no host team"
        no_topics = "" if pool.topics else "the plan has no `tags`"
        nowhere = "" if pool.host.organisations else "the host's organisation is not known"
        most = f"{limits.usual_assists} or more assists in {limits.usual_days} days"
        least, named, nobody = limits.teams_least, ", already named in the plan", "nobody available"
        rows = (
            ("Nobody of the host team.", not hosts, _names(hosts) + named, no_hosts),
            ("Nobody senior to the host team.", not seniors, _names(seniors) + named, seniority),
            ("Nobody beside their line manager.", not beside, _names(beside) + named, ""),
            (
                f"{number} visitors.",
                len(members) >= least_visitors,
                f"only {len(members)} found",
                "",
            ),
            (
                "Every topic of the plan is known to somebody.",
                not missing,
                f"nobody for {', '.join(missing)}",
                no_topics,
            ),
            (f"At least {least} teams.", len(teams) >= least, f"only {len(teams)}", ""),
            (
                "Somebody from another organisation.",
                any(map(self._is_outside, members)),
                nobody,
                nowhere,
            ),
            (
                f"At most {MOST_OF_A_TEAM} of one team.",
                not crowded,
                f"more of {', '.join(crowded)}",
                "",
            ),
            (
                "Somebody who likes to question things.",
                any(member.challenger for member in members),
                nobody,
                "",
            ),
            (f"Nobody who visits {most}.", not often, _names(often), ""),
        )
        for text, kept, note, unknown in rows:
            if unknown:
                yield Promise(text, "not known", unknown)
            else:
                yield Promise(text, "kept") if kept else Promise(text, "not met", note)

    def _is_senior(self, person: Candidate) -> bool:
        ceiling = self._pool.host.ceiling
        return person.grade is not None and ceiling is not None and person.grade > ceiling

    def _is_beside_manager(self, person: Candidate) -> bool:
        managers = self._pool.managers
        others = self._pool.host.people | self._pool.present
        others = others.union(member.name for member in self.members) - {person.name}
        return managers.get(person.name) in others or any(
            managers.get(name) == person.name for name in others
        )

    def _is_of_new_organisation(self, person: Candidate) -> bool:
        known = {member.organisation for member in self.members}
        return person.organisation is not None and person.organisation not in known

    def _is_outside(self, person: Candidate) -> bool:
        host = self._pool.host.organisations
        return bool(host) and person.organisation is not None and person.organisation not in host


def _names(people: Iterable[Candidate]) -> str:
    return ", ".join(person.name for person in people)
