"""Breakout groups: equal in size, each of as many teams and places as can be."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.records.assist import Assist
    from site_builder.records.people import Person

_APART = frozenset({"facilitator", "sponsor"})
"""Roles that are in no group: they look in on all of them."""
_SCRIBE = "scribe"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is drawn into a group."""

    person: str
    team: str = ""
    place: str = ""
    is_scribe: bool = False


@dataclass(frozen=True, slots=True)
class BreakoutGroup:
    """A group, and who writes in it."""

    members: tuple[Member, ...]
    """Sorted by team and pseudonym."""
    scribe: Member


def members_of(assist: Assist, people: Mapping[str, Person]) -> tuple[Member, ...]:
    """Return whoever is to be drawn into groups, each once, sorted by pseudonym."""
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
    """Return groups whose sizes differ by at most one, and so does each team's share in them.

    Among all such draws, people of one place are moved apart as far as swapping two of them can.
    The same members and the same seed give the same groups, in whatever order members come.

    Args:
        members: Whoever takes part, each once.
        count: How many groups; no more than members.
        seed: Any number; another one gives another draw.
    """
    teams: defaultdict[str, list[Member]] = defaultdict(list)
    for member in sorted(members, key=lambda one: _lot(seed, one.person)):
        teams[member.team].append(member)
    dealt: list[list[Member]] = [[] for _ in range(count)]
    number = 0
    for team in sorted(teams, key=lambda one: _lot(seed, f"team {one}")):
        # The members of a team follow one another, so that each group gets its share of them.
        for member in teams[team]:
            dealt[number % count].append(member)
            number += 1
    _mix_places(dealt)
    return tuple(_group(group, seed) for group in dealt if group)


def _lot(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed} {name}".encode("utf-8", "surrogatepass")).digest()


def _group(members: Sequence[Member], seed: int) -> BreakoutGroup:
    scribes = [member for member in members if member.is_scribe] or list(members)
    scribe = min(scribes, key=lambda one: _lot(seed, f"scribe {one.person}"))
    return BreakoutGroup(tuple(sorted(members, key=lambda one: (one.team, one.person))), scribe)


def _mix_places(groups: list[list[Member]]) -> None:
    """Swap people between groups while that spreads places and keeps teams as they are spread."""
    teams = [Counter(one.team for one in group) for group in groups]
    places = [Counter(one.place for one in group if one.place) for group in groups]
    pairs = [(a, b) for a in range(len(groups)) for b in range(a + 1, len(groups))]
    swapped = True
    while swapped:
        swapped = False
        for a, b in pairs:
            for i, one in enumerate(groups[a]):
                for j, other in enumerate(groups[b]):
                    if _gain(places[a], places[b], one.place, other.place) <= 0:
                        continue
                    if _gain(teams[a], teams[b], one.team, other.team, nothing=None) < 0:
                        continue
                    groups[a][i], groups[b][j] = other, one
                    for counts, was, now in ((a, one, other), (b, other, one)):
                        teams[counts].subtract([was.team])
                        teams[counts].update([now.team])
                        places[counts].subtract([was.place] * bool(was.place))
                        places[counts].update([now.place] * bool(now.place))
                    swapped = True
                    break


def _gain(
    here: Counter[str], there: Counter[str], leaves: str, comes: str, nothing: str | None = ""
) -> int:
    """Return by how much a swap lowers the sum of the squares of counts, over two.

    Squares are least where counts are most equal.
    """
    if leaves == comes:
        return 0
    gain = 0
    if leaves != nothing:
        gain += here[leaves] - there[leaves] - 1
    if comes != nothing:
        gain += there[comes] - here[comes] - 1
    return gain
