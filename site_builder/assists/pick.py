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
    return Proposal(tuple(picks), (*group.rules(), *group.aims(count)))


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

    def rules(self) -> Iterator[Promise]:
        """Yield the promises that only people invited before can break."""
        host = self._pool.host
        seniors = [member for member in self.members if self._is_senior(member)]
        ungraded = sum(member.grade is None for member in self.members)
        unknown = f"the grade of {ungraded} is not stated" if ungraded and not seniors else ""
        rows = (
            (
                "Nobody of the host team.",
                [member for member in self.members if member.team in host.teams],
                "" if host.teams else "the plan names no host team",
            ),
            (
                "Nobody senior to the host team.",
                seniors,
                unknown if host.ceiling is not None else "no grade of the host team is known",
            ),
            (
                "Nobody beside their line manager.",
                [member for member in self.members if self._is_beside_manager(member)],
                "",
            ),
        )
        for text, against, not_known in rows:
            note = f"{_names(against)}, already named in the plan"
            yield _promise(text, kept=not against, note=note, unknown=not_known)

    def aims(self, count: int) -> Iterator[Promise]:
        """Yield the promises that people to choose from may be too few to keep."""
        limits, teams = self._limits, self._teams
        missing = [topic for topic in self._pool.topics if topic not in self._covered]
        often = [member for member in self.members if member.visits >= limits.usual_assists]
        crowded = [team for team, number in sorted(teams.items()) if number > MOST_OF_A_TEAM]
        yield _promise(
            f"{count} visitors.",
            kept=len(self.members) >= count,
            note=f"only {len(self.members)} found",
        )
        yield _promise(
            "Every topic of the plan is known to somebody.",
            kept=not missing,
            note=f"nobody for {', '.join(missing)}",
            unknown="" if self._pool.topics else "the plan has no `tags`",
        )
        yield _promise(
            f"At least {limits.teams_least} teams.",
            kept=len(teams) >= limits.teams_least,
            note=f"only {len(teams)}",
        )
        yield _promise(
            "Somebody from another organisation.",
            kept=self._has_outsider,
            note="nobody available",
            unknown="" if self._pool.host.organisations else "the host's organisation is not known",
        )
        yield _promise(
            f"At most {MOST_OF_A_TEAM} of one team.",
            kept=not crowded,
            note=f"more of {', '.join(crowded)}",
        )
        yield _promise(
            "Somebody who likes to question things.",
            kept=self._has_challenger,
            note="no challenger available",
        )
        yield _promise(
            f"Nobody who visits {limits.usual_assists} or more assists in {limits.usual_days} "
            "days.",
            kept=not often,
            note=_names(often),
        )

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


def _promise(text: str, *, kept: bool, note: str, unknown: str = "") -> Promise:
    if unknown:
        return Promise(text, "not known", unknown)
    return Promise(text, "kept") if kept else Promise(text, "not met", note)
