"""Breakout groups of equal size, each of as many teams and places as possible."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.records.assist import Assist
    from site_builder.records.people import Person

_APART = frozenset({"facilitator", "sponsor"})
"""Roles that are in no group, since they look after all of them."""
_SCRIBE = "scribe"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a group."""

    person: str
    team: str = ""
    place: str = ""
    is_scribe: bool = False


@dataclass(frozen=True, slots=True)
class BreakoutGroup:
    """A group, and the member who takes notes."""

    members: tuple[Member, ...]
    """Sorted by team and pseudonym."""
    scribe: Member


def members_of(assist: Assist, people: Mapping[str, Person]) -> tuple[Member, ...]:
    """Return the people to draw into groups, each once, sorted by pseudonym."""
    members: dict[str, Member] = {}
    for participant in assist.participants:
        if participant.role in _APART:
            continue
        known = people.get(participant.person)
        team = participant.team or (known.team if known else "")
        place = (known.place or "") if known else ""
        before = members.get(participant.person)
        scribe = participant.role == _SCRIBE or (before is not None and before.is_scribe)
        members[participant.person] = Member(
            participant.person, before.team if before else team, place, scribe
        )
    return tuple(members[person] for person in sorted(members))


def draw(members: Iterable[Member], count: int, seed: int) -> tuple[BreakoutGroup, ...]:
    """Return groups whose sizes, and numbers of people of each team, differ by at most one.

    Then people are swapped as long as a swap separates people of one place. The same members and
    the same seed give the same groups, whatever the order of the members.

    Args:
        members: Everybody who takes part, each once.
        count: Number of groups, at most that of members.
        seed: Any number; another gives another draw.
    """
    # The members of a team follow one another, so that each group gets its share of them.
    order = sorted(
        members,
        key=lambda member: (
            _lot(seed, f"team {member.team}"),
            member.team,
            _lot(seed, member.person),
        ),
    )
    groups = [order[number::count] for number in range(count)]
    _mix_places(groups)
    return tuple(_group(group, seed) for group in groups if group)


def _lot(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed} {name}".encode("utf-8", "surrogatepass")).digest()


def _group(members: Sequence[Member], seed: int) -> BreakoutGroup:
    scribes = [member for member in members if member.is_scribe] or list(members)
    scribe = min(scribes, key=lambda member: _lot(seed, f"scribe {member.person}"))
    by_team = sorted(members, key=lambda member: (member.team, member.person))
    return BreakoutGroup(tuple(by_team), scribe)


def _mix_places(groups: list[list[Member]]) -> None:
    """Swap people between groups as long as that spreads places and keeps teams spread."""
    teams = [Counter(member.team for member in group) for group in groups]
    places = [Counter(member.place for member in group if member.place) for group in groups]
    pairs = list(combinations(range(len(groups)), 2))
    swapped = True
    while swapped:
        swapped = False
        for a, b in pairs:
            for i, member in enumerate(groups[a]):
                for j, other in enumerate(groups[b]):
                    if _gain(places[a], places[b], member.place, other.place) <= 0:
                        continue
                    if _gain(teams[a], teams[b], member.team, other.team, nothing=None) < 0:
                        continue
                    groups[a][i], groups[b][j] = other, member
                    for counts, was, now in ((a, member, other), (b, other, member)):
                        teams[counts].subtract([was.team])
                        teams[counts].update([now.team])
                        places[counts].subtract([was.place] * bool(was.place))
                        places[counts].update([now.place] * bool(now.place))
                    swapped = True
                    break


def _gain(
    here: Counter[str], there: Counter[str], leaves: str, comes: str, nothing: str | None = ""
) -> int:
    """Return half of what a swap takes off the sum of squares of counts.

    The sum is least when counts are most equal.
    """
    if leaves == comes:
        return 0
    gain = 0
    if leaves != nothing:
        gain += here[leaves] - there[leaves] - 1
    if comes != nothing:
        gain += there[comes] - here[comes] - 1
    return gain
