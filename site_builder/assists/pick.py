"""A proposal whom to invite to an assist: the reasons for each person, and the promises kept.

People are chosen one after the other, each time the person who adds most to those chosen before.
The same records and the same seed give the same proposal. Nobody is proposed who is of the host
team, known to be senior to it, or the line manager or report of somebody present. All other
promises are aims, and the proposal shows which of them it meets.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.assists.candidates import Candidate, CandidatePool
    from site_builder.settings import AssistLimits

_KNOWN_TOPIC, _HELPED_TOPIC = 8, 5
_CHALLENGER, _TEAM, _OUTSIDE, _ORGANISATION = 6, 4, 4, 3
_NEW, _MORE_OF_A_TOPIC = 1, 1
_VISIT, _GRADE_UNKNOWN, _TOO_OFTEN, _CROWDED = -2, -3, -20, -30
MOST_OF_A_TEAM = 2
"""People of one team after which another is chosen only if there is nobody else."""


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


def propose(pool: CandidatePool, limits: AssistLimits, seed: int, count: int) -> Proposal:
    """Return whom to invite to a plan.

    Args:
        pool: The plan, and everybody in ``people.yml``.
        limits: The numbers above or below which a plan gets advice.
        seed: Decides between people who add as much.
        count: How many visitors in all, those already invited among them.
    """
    names = [candidate.name for candidate in pool.candidates]
    random.Random(seed).shuffle(names)  # noqa: S311 - nothing secret
    order = {name: number for number, name in enumerate(names)}
    group = _Group(pool, limits)
    picks = []
    for left in range(count - len(pool.invited), 0, -1):
        able = [candidate for candidate in pool.candidates if group.may_join(candidate)]
        if not able:
            break
        best = max(
            group.pressing(able, left),
            key=lambda person: (group.worth(person), -order[person.name]),
        )
        picks.append(group.pick(best))
        group.members.append(best)
    return Proposal(tuple(picks), tuple(group.promises(count)))


class _Group:
    """The visitors of a plan while they are chosen."""

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

    @property
    def _has_outsider(self) -> bool:
        return any(map(self._is_outside, self.members))

    @property
    def _has_challenger(self) -> bool:
        return any(member.challenger for member in self.members)

    def may_join(self, person: Candidate) -> bool:
        """Return whether a person keeps the promises that are never broken."""
        host = self._pool.host
        return not (
            person in self.members
            or person.team in host.teams
            or person.name in host.people
            or self._is_senior(person)
            or self._is_beside_manager(person)
        )

    def pressing(self, able: Sequence[Candidate], left: int) -> Sequence[Candidate]:
        """Return the people who meet an aim if few seats are left for it, or else everybody."""
        needs = []
        if not self._has_challenger:
            needs.append([person for person in able if person.challenger])
        if not self._has_outsider:
            needs.append([person for person in able if self._is_outside(person)])
        needs = [people for people in needs if people]
        if left > len(needs):
            return able
        return [person for person in able if any(person in people for people in needs)] or able

    def worth(self, person: Candidate) -> int:
        """Return how much a person adds to the group."""
        covered, crowd = self._covered, self._teams[person.team]
        return sum(
            (
                _KNOWN_TOPIC * len(person.knows - covered),
                _HELPED_TOPIC * len(person.helped - covered),
                _MORE_OF_A_TOPIC * min(len(person.topics & covered), 2),
                _NEW * person.is_new,
                _VISIT * person.visits,
                _TEAM * (not crowd),
                _ORGANISATION * self._is_of_new_organisation(person),
                _OUTSIDE * (self._is_outside(person) and not self._has_outsider),
                _CHALLENGER * (person.challenger and not self._has_challenger),
                _TOO_OFTEN * (person.visits >= self._limits.usual_assists),
                _CROWDED * (crowd >= MOST_OF_A_TEAM),
                _GRADE_UNKNOWN * (person.grade is None),
            )
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

    def promises(self, count: int) -> Iterator[Promise]:
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
            (f"{count} visitors.", len(members) >= count, f"only {len(members)} found", ""),
            (
                "Every topic of the plan is known to somebody.",
                not missing,
                f"nobody for {', '.join(missing)}",
                no_topics,
            ),
            (f"At least {least} teams.", len(teams) >= least, f"only {len(teams)}", ""),
            ("Somebody from another organisation.", self._has_outsider, nobody, nowhere),
            (
                f"At most {MOST_OF_A_TEAM} of one team.",
                not crowded,
                f"more of {', '.join(crowded)}",
                "",
            ),
            ("Somebody who likes to question things.", self._has_challenger, nobody, ""),
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
