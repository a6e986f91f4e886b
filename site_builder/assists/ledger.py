"""The ledger: what teams gave each other and took, every entry with a giver and a taker.

It rests on what every assist's page tells, its host and the teams that took part, and on reuse
reports; no person enters it. Every entry stands once on either side, so the ledger balances.

Who gives depends on the kind of event. Visitors of a peer assist give, and the host takes. On a
visit and in shadowing the host shows, and the visitors take. At all other events people learn from
each other, so every team gives to every other one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from site_builder.records.assist import Assist, Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.library import Library
    from site_builder.records.kinds import Record

_HOST_TAKES = frozenset({Format.PEER_ASSIST})
_HOST_GIVES = frozenset({Format.VISIT, Format.SHADOWING})


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One team gave, another took."""

    giver: str
    taker: str
    source: str
    """Id of the assist or of the reuse report that tells it."""


@dataclass(frozen=True, slots=True)
class Account:
    """What one team gave and took."""

    team: str
    hosted: int
    """Assists that it hosted."""
    visited: int
    """Assists of other teams in which it took part."""
    gave: int
    """Times that another team learned from it at an event."""
    took: int
    """Times that it learned from another team at an event."""
    lent: int
    """Reports by other teams that used a lesson of its own."""
    used: int
    """Its own reports of having used another team's lesson."""

    @property
    def counts(self) -> tuple[int, ...]:
        """All six, in the order above."""
        return self.hosted, self.visited, self.gave, self.took, self.lent, self.used


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every entry, and the account of each team that has one."""

    meetings: tuple[LedgerEntry, ...]
    lessons: tuple[LedgerEntry, ...]
    accounts: tuple[Account, ...]
    """Sorted by team."""
    uncounted: int
    """Assists and reuse reports that do not tell two teams apart."""

    @property
    def learned_from(self) -> dict[tuple[str, str], int]:
        """How often a team learned from another at an event: ``(taker, giver)`` to times."""
        return dict(
            sorted(Counter((meeting.taker, meeting.giver) for meeting in self.meetings).items())
        )


def ledger(library: Library) -> Ledger:
    """Return the ledger of a base."""
    held = [assist for assist in library.assists if assist.fields.took_place]
    meetings = tuple(entry for assist in held for entry in _of_meeting(assist))
    lessons = tuple(_of_lessons(library))
    told = {entry.source for entry in meetings}
    uncounted = sum(assist.id not in told for assist in held)
    hosted = Counter(one.fields.host_team for one in held if one.fields.host_team)
    visited = Counter(
        team for one in held for team in set(one.fields.teams) - {one.fields.host_team}
    )
    gave, took = _sides(meetings)
    lent, used = _sides(lessons)
    teams = sorted({*hosted, *visited, *lent, *used})
    return Ledger(
        meetings,
        lessons,
        tuple(
            Account(team, *(side[team] for side in (hosted, visited, gave, took, lent, used)))
            for team in teams
        ),
        uncounted + len(library.reuses) - len(lessons),
    )


def _of_meeting(assist: Record[Assist]) -> Iterator[LedgerEntry]:
    fields, host = assist.fields, assist.fields.host_team
    teams = sorted({*fields.teams, *([host] if host else [])})
    for giver, taker in permutations(teams, 2):
        if (fields.format in _HOST_TAKES and taker != host) or (
            fields.format in _HOST_GIVES and giver != host
        ):
            continue
        yield LedgerEntry(giver, taker, assist.id)


def _of_lessons(library: Library) -> Iterator[LedgerEntry]:
    for reuse in library.reuses:
        lesson = library.lesson(reuse.fields.lesson)
        if lesson is None:
            continue
        source = library.assist(lesson.fields.source_assist or "")
        owner = lesson.fields.team or (source.fields.host_team if source else None)
        if owner and owner != reuse.fields.team:
            yield LedgerEntry(owner, reuse.fields.team, reuse.id)


def _sides(entries: tuple[LedgerEntry, ...]) -> tuple[Counter[str], Counter[str]]:
    return Counter(entry.giver for entry in entries), Counter(entry.taker for entry in entries)
