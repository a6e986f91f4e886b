"""Whom to invite to an assist: a proposal with reasons, and what it promises.

People are chosen one after the other, each time whoever adds most to those chosen before. The same
records and the same seed give the same proposal. Whoever is proposed is not of the host team, not
known to be senior to it, and not beside their line manager. All else is an aim, and the proposal
says of each whether it is met.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.assists.candidates import Candidate, CandidatePool
    from site_builder.settings import AssistLimits

_KNOWN_TOPIC, _HELPED_TOPIC = 8, 5
_CHALLENGER, _TEAM, _OUTSIDE, _ORGANISATION = 6, 4, 4, 3
_NEW, _MORE_OF_A_TOPIC = 1, 1
_VISIT, _GRADE_UNKNOWN, _TOO_OFTEN, _CROWDED = -2, -3, -20, -30
MOST_OF_A_TEAM = 2
"""People of one team from which a further one is chosen only if there is nobody else."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Somebody who is proposed, and why."""

    candidate: Candidate
    topics: tuple[str, ...]
    """Topics of the plan that they know or helped with."""
    new_topics: tuple[str, ...]
    """Those among them that nobody before them covers."""
    first_of_team: bool
    first_of_organisation: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that a proposal should hold to, and whether it does."""

    text: str
    state: Literal["kept", "not met", "not known"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whom to invite."""

    picks: tuple[Pick, ...]
    promises: tuple[Promise, ...]


@dataclass(slots=True)
class _Guests:
    """Those who come, as they are chosen."""

    members: list[Candidate] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    teams: Counter[str] = field(default_factory=Counter)
    organisations: set[str] = field(default_factory=set)

    def add(self, one: Candidate) -> None:
        self.members.append(one)
        self.covered |= one.knows | one.helped
        if one.team:
            self.teams[one.team] += 1
        self.organisations |= {one.organisation} - {None}  # type: ignore[arg-type]


class Picker:
    """Chooses people for one plan."""

    def __init__(self, choice: CandidatePool, limits: AssistLimits, seed: int) -> None:
        """Keep whom there is to choose from.

        Args:
            choice: The plan, and everybody in ``people.yml``.
            limits: From where on a plan gets advice.
            seed: Decides between people who add as much.
        """
        self._choice = choice
        self._limits = limits
        order = [candidate.name for candidate in choice.candidates]
        random.Random(seed).shuffle(order)  # noqa: S311 - nothing secret
        self._order = {name: number for number, name in enumerate(order)}
        self._group = _Guests()
        for one in choice.invited:
            self._group.add(one)

    def propose(self, count: int) -> Proposal:
        """Return a proposal for so many visitors, those already invited among them."""
        picks = []
        for left in range(count - len(self._choice.invited), 0, -1):
            able = [candidate for candidate in self._choice.candidates if self._may_come(candidate)]
            if not able:
                break
            best = max(self._pressing(able, left), key=self._rank)
            picks.append(self._pick(best))
            self._group.add(best)
        return Proposal(tuple(picks), tuple(self._promises(count)))

    def _may_come(self, one: Candidate) -> bool:
        """Return whether somebody keeps the three promises that are never broken."""
        host, managers = self._choice.host, self._choice.managers
        if one in self._group.members or one.team in host.teams or one.name in host.people:
            return False
        if one.grade is not None and host.ceiling is not None and one.grade > host.ceiling:
            return False
        there = host.people | self._choice.present | {who.name for who in self._group.members}
        return managers.get(one.name) not in there and not any(
            managers.get(name) == one.name for name in there
        )

    def _pressing(self, able: Sequence[Candidate], left: int) -> Sequence[Candidate]:
        """Return those who meet an aim that can only just be met, or everybody."""
        needs = []
        if not any(member.challenger for member in self._group.members):
            needs.append([one for one in able if one.challenger])
        if not self._has_outsider():
            needs.append([one for one in able if self._is_outside(one)])
        needs = [able_to for able_to in needs if able_to]
        if left > len(needs):
            return able
        return [one for one in able if any(one in able_to for able_to in needs)] or able

    def _rank(self, one: Candidate) -> tuple[int, int]:
        return self._worth(one), -self._order[one.name]

    def _worth(self, one: Candidate) -> int:
        group = self._group
        again = len((one.knows | one.helped) & group.covered)
        worth = _KNOWN_TOPIC * len(one.knows - group.covered)
        worth += _HELPED_TOPIC * len(one.helped - group.covered)
        worth += _MORE_OF_A_TOPIC * min(again, 2) + _NEW * one.is_new + _VISIT * one.visits
        worth += _TEAM * (one.team not in group.teams)
        worth += _ORGANISATION * self._new_organisation(one)
        worth += _OUTSIDE * (self._is_outside(one) and not self._has_outsider())
        worth += _CHALLENGER * (
            one.challenger and not any(other.challenger for other in group.members)
        )
        worth += _TOO_OFTEN * (one.visits >= self._limits.usual_assists)
        worth += _CROWDED * (group.teams[one.team] >= MOST_OF_A_TEAM)
        return worth + _GRADE_UNKNOWN * (one.grade is None)

    def _pick(self, one: Candidate) -> Pick:
        topics = one.knows | one.helped
        return Pick(
            one,
            tuple(topic for topic in self._choice.topics if topic in topics),
            tuple(topic for topic in self._choice.topics if topic in topics - self._group.covered),
            one.team not in self._group.teams,
            self._new_organisation(one),
        )

    def _new_organisation(self, one: Candidate) -> bool:
        return one.organisation is not None and one.organisation not in self._group.organisations

    def _is_outside(self, one: Candidate) -> bool:
        host = self._choice.host.organisations
        return bool(host) and one.organisation is not None and one.organisation not in host

    def _has_outsider(self) -> bool:
        return any(self._is_outside(member) for member in self._group.members)

    def _promises(self, count: int) -> list[Promise]:
        return [*self._always(), *self._aims(count)]

    def _always(self) -> list[Promise]:
        host, members = self._choice.host, self._group.members
        unknown = sum(member.grade is None for member in members)
        senior = self._checked(_SENIOR, [member for member in members if self._is_senior(member)])
        if host.ceiling is None:
            senior = Promise(_SENIOR, "not known", "no grade of the host team is known")
        elif unknown and senior.state == "kept":
            senior = Promise(_SENIOR, "not known", f"the grade of {unknown} is not stated")
        return [
            self._checked("Nobody of the host team.", [o for o in members if o.team in host.teams])
            if host.teams
            else Promise("Nobody of the host team.", "not known", "the plan names no host team"),
            senior,
            self._checked(_MANAGER, [member for member in members if self._beside_manager(member)]),
        ]

    def _is_senior(self, one: Candidate) -> bool:
        ceiling = self._choice.host.ceiling
        return one.grade is not None and ceiling is not None and one.grade > ceiling

    def _beside_manager(self, one: Candidate) -> bool:
        managers = self._choice.managers
        there = self._choice.host.people | self._choice.present
        there |= {other.name for other in self._group.members}
        return managers.get(one.name) in there or any(
            managers.get(name) == one.name for name in there
        )

    @staticmethod
    def _checked(text: str, against: Sequence[Candidate]) -> Promise:
        """Return a promise that only those invited before can break."""
        names = ", ".join(one.name for one in against)
        return _promise(text, kept=not against, note=f"{names}, whom the plan names already")

    def _aims(self, count: int) -> list[Promise]:
        group, limits = self._group, self._limits
        missing = [topic for topic in self._choice.topics if topic not in group.covered]
        often = [member.name for member in group.members if member.visits >= limits.usual_assists]
        crowded = [team for team, n in sorted(group.teams.items()) if n > MOST_OF_A_TEAM]
        topics = "Every topic of the plan is known to somebody."
        outside = "Somebody from another organisation."
        return [
            _promise(
                f"{count} visitors.",
                kept=len(group.members) >= count,
                note=f"only {len(group.members)} could be found",
            ),
            _promise(topics, kept=not missing, note=f"nobody for {', '.join(missing)}")
            if self._choice.topics
            else Promise(topics, "not known", "the plan has no `tags`"),
            _promise(
                f"At least {limits.teams_least} teams.",
                kept=len(group.teams) >= limits.teams_least,
                note=f"only {len(group.teams)}",
            ),
            _promise(outside, kept=self._has_outsider(), note="nobody who could come is")
            if self._choice.host.organisations
            else Promise(outside, "not known", "the host's organisation is not known"),
            _promise(
                f"At most {MOST_OF_A_TEAM} of one team.",
                kept=not crowded,
                note=f"more of {', '.join(crowded)}",
            ),
            _promise(
                "Somebody who likes to question things.",
                kept=any(member.challenger for member in group.members),
                note="nobody who could come is known for it",
            ),
            _promise(
                f"Nobody who visits {limits.usual_assists} or more assists in "
                f"{limits.usual_days} days.",
                kept=not often,
                note=", ".join(often),
            ),
        ]


_SENIOR = "Nobody senior to the host team."
_MANAGER = "Nobody beside their line manager."


def _promise(text: str, *, kept: bool, note: str = "") -> Promise:
    return Promise(text, "kept") if kept else Promise(text, "not met", note)
