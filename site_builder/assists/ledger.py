"""The ledger of learning between teams: every entry has a giver and a taker.

It is computed from what the page of each assist shows, its host and teams, and from reuse reports;
it names no person. Each entry counts once as given and once as taken, so both sums are equal.

Who gives depends on the format. At a peer assist the visitors give and the host takes. On a visit
and in shadowing the host gives and the visitors take. At all other events every team gives to every
other; a format of the vocabulary says who gives.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from site_builder.assists.formats import format_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.library import Library
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One team learned from another."""

    giver: str
    taker: str
    source: str
    """Id of the assist or reuse report."""


@dataclass(frozen=True, slots=True)
class Account:
    """Counts of what one team gave and took."""

    team: str
    hosted: int
    """Assists that the team hosted."""
    visited: int
    """Assists of other teams that the team took part in."""
    gave: int
    """Times that another team learned from this one at an event."""
    took: int
    """Times that this team learned from another at an event."""
    lent: int
    """Reports by other teams of having used a lesson of this one."""
    used: int
    """Reports by this team of having used a lesson of another."""

    @property
    def counts(self) -> tuple[int, ...]:
        """The six counts, in the order above."""
        return self.hosted, self.visited, self.gave, self.took, self.lent, self.used


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries, and the account of each team."""

    meetings: tuple[LedgerEntry, ...]
    lessons: tuple[LedgerEntry, ...]
    accounts: tuple[Account, ...]
    """Sorted by team."""
    uncounted: int
    """Assists and reuse reports that give no pair of teams."""

    @property
    def learned_from(self) -> dict[tuple[str, str], int]:
        """Number of times that a team learned at an event, by ``(taker, giver)``."""
        return dict(
            sorted(Counter((meeting.taker, meeting.giver) for meeting in self.meetings).items())
        )


def ledger(library: Library) -> Ledger:
    """Return the ledger of a base."""
    held = [assist for assist in library.assists if assist.fields.took_place]
    meetings = tuple(entry for assist in held for entry in _of_meeting(library.vocabulary, assist))
    lessons = tuple(_of_lessons(library))
    counted = {entry.source for entry in meetings}
    uncounted = sum(assist.id not in counted for assist in held)
    sides = (
        Counter(assist.fields.host_team for assist in held if assist.fields.host_team),
        Counter(
            team for assist in held for team in set(assist.fields.teams) - {assist.fields.host_team}
        ),
        Counter(entry.giver for entry in meetings),
        Counter(entry.taker for entry in meetings),
        Counter(entry.giver for entry in lessons),
        Counter(entry.taker for entry in lessons),
    )
    return Ledger(
        meetings,
        lessons,
        tuple(
            Account(team, *(side[team] for side in sides)) for team in sorted(set().union(*sides))
        ),
        uncounted + len(library.reuses) - len(lessons),
    )


def _of_meeting(vocabulary: Vocabulary, assist: Record[Assist]) -> Iterator[LedgerEntry]:
    host = assist.fields.host_team
    gives = format_of(vocabulary, assist.fields.format).gives
    teams = sorted({*assist.fields.teams, *([host] if host else [])})
    for giver, taker in permutations(teams, 2):
        if not ((gives == "visitors" and taker != host) or (gives == "host" and giver != host)):
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
