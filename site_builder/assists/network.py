"""The network of people who met at assists: its size, its diversity, and ties upward.

The measures are those of ``peer-learning-analytics``, one of the documents that the project was
made from, defined so that records alone answer them. Two people have met when both took part in an
assist that took place; that is a tie, counted once however often they meet and seen from either
side. A person's team is the one in ``people.yml``, or else the one of their latest assist.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from site_builder.assists.withheld import NOTHING, Figure, Measured, cells, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_builder.library.library import Library

    Ties = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure is called, what it is exactly, and where it comes from."""

    id: str
    label: str
    definition: str


MEASURES = (
    Measure(
        "size",
        "Network size",
        "Distinct colleagues whom a person has met at assists that took place, averaged over "
        "everybody who took part in one. Colleagues of their own team count.",
    ),
    Measure(
        "teams",
        "Teams met",
        "Network diversity: distinct teams other than their own whose people a person has met, "
        "averaged over everybody whose team is known.",
    ),
    Measure(
        "organisations",
        "Organisations met",
        "Distinct organisations other than their own whose people a person has met, averaged over "
        "everybody whose team is known.",
    ),
    Measure(
        "evenness",
        "Evenness",
        "Pielou's index J = H / ln S. S is the number of other teams met, H Shannon's index "
        "-Σ p ln p, and p the share of all ties to people of other teams that leads to one of "
        "them. 1: every team is met as often; near 0: nearly all ties lead to one. "
        "(E. C. Pielou, J. Theor. Biol. 13, 1966, 131-144, doi 10.1016/0022-5193(66)90013-0.)",
    ),
    Measure(
        "lifting",
        "Lifting interactions",
        "Share of ties that lead to somebody of a higher grade, among ties between people whose "
        "grades are known. Each tie is seen from both sides, so over everybody it is at most a "
        "half. Reported, not a target: an assist looks across, not up.",
    ),
)
"""What is measured of every group of people, in the order in which it is told."""
FIRST_MEETINGS = Measure(
    "first_meetings",
    "First meetings",
    "Pairs of people who met at an assist for the first time. Pairs who have met only at assists "
    "of unknown date count in the total alone.",
)
INVITATIONS = Measure(
    "invitations",
    "Unevenness of invitations",
    "Gini's coefficient of how often each person took part in an assist of another team, over "
    "everybody in people.yml or at an assist. 0: everybody as often; near 1: nearly all the "
    "seats went to one person. (C. Gini, Variabilità e mutabilità, 1912.)",
)


@dataclass(frozen=True, slots=True)
class Network:
    """What the records tell of who met whom; nobody can be made out."""

    base: dict[str, Figure]
    """Figures over everybody, by the id of the measure."""
    teams: dict[str, dict[str, Figure]]
    """Figures by measure and team of the vocabulary."""
    years: dict[str, dict[int, Figure]]
    """Figures by measure and year in which assists took place."""
    first_meetings: Figure
    first_by_year: dict[int, Figure]
    invitations: Figure

    @property
    def nobody(self) -> bool:
        """Whether no assist that took place names anybody."""
        return self.base["size"].reason == NOTHING


@dataclass(frozen=True, slots=True)
class _Meeting:
    year: int | None
    people: tuple[str, ...]
    """Everybody there, sorted, each once."""
    visitors: frozenset[str]


class Meetings:
    """Who met whom. It knows people by pseudonym: nothing of it may be shown."""

    def __init__(self, library: Library) -> None:
        """Gather everybody who took part in an assist that took place."""
        self._known = library.people
        self._vocabulary = library.vocabulary
        self._team = {name: person.team for name, person in library.people.items()}
        self.meetings: list[_Meeting] = []
        latest: dict[str, tuple[int, str]] = {}
        for assist in library.assists:
            fields = assist.fields
            if not fields.took_place or not fields.participants:
                continue
            happened = fields.happened.earliest if fields.happened else None
            day = happened.toordinal() if happened else 0
            for participant in fields.participants:
                if participant.team and participant.person not in library.people:
                    latest[participant.person] = max(
                        latest.get(participant.person, (0, "")), (day, participant.team)
                    )
            people = tuple(sorted({participant.person for participant in fields.participants}))
            at_home = {
                participant.person
                for participant in fields.participants
                if participant.role == "host"
                or (
                    fields.host_team
                    and fields.host_team in {participant.team, self._team.get(participant.person)}
                )
            }
            year = happened.year if happened else None
            self.meetings.append(_Meeting(year, people, frozenset(people) - at_home))
        self._team |= {name: team for name, (_day, team) in latest.items()}

    @cached_property
    def everybody(self) -> frozenset[str]:
        """All who took part in an assist."""
        return frozenset(name for meeting in self.meetings for name in meeting.people)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years of which a meeting is known."""
        return tuple(
            sorted({meeting.year for meeting in self.meetings if meeting.year is not None})
        )

    def ties(self, year: int | None = None, *, undated: bool = False) -> Ties:
        """Return whom each person has met: ever, in a year, or at assists of unknown date."""
        met: defaultdict[str, set[str]] = defaultdict(set)
        for meeting in self.meetings:
            if (year is None and not undated) or meeting.year == year:
                for name in meeting.people:
                    met[name].update(meeting.people)
        return {name: frozenset(met[name] - {name}) for name in sorted(met)}

    def firsts(self) -> dict[tuple[str, str], int | None]:
        """Return every pair that has met, with the first year that is known."""
        first: dict[tuple[str, str], int | None] = {}
        for meeting in self.meetings:
            for pair in combinations(meeting.people, 2):
                before = first.setdefault(pair, meeting.year)
                if meeting.year is not None and (before is None or meeting.year < before):
                    first[pair] = meeting.year
        return first

    def visits(self) -> dict[str, int]:
        """Return how often each known person was at an assist of another team."""
        counts = dict.fromkeys(sorted(self.everybody | self._known.keys()), 0)
        for meeting in self.meetings:
            for name in meeting.visitors:
                counts[name] += 1
        return counts

    def team(self, name: str) -> str | None:
        """Return the id of a person's team, if it is known."""
        return self._team.get(name)

    def organisation(self, name: str) -> str | None:
        """Return a person's organisation, if it is known."""
        team = self._vocabulary.teams.get(self._team.get(name, ""))
        return team.organisation if team else None

    def grade(self, name: str) -> int | None:
        """Return a person's grade, if it is known."""
        person = self._known.get(name)
        return person.grade if person else None

    # Each measure takes the people of a group and whom they have met.

    def size(self, group: Iterable[str], ties: Ties) -> Measured:
        """Measure the network size of a group: see ``MEASURES``."""
        people = [name for name in group if name in ties]
        return Measured(frozenset(people), _mean([len(ties[name]) for name in people]))

    def diversity(
        self, group: Iterable[str], ties: Ties, belongs: Callable[[str], str | None]
    ) -> Measured:
        """Measure how many other teams or organisations a group has met: see ``MEASURES``."""
        people = [name for name in group if name in ties and self.team(name)]
        counts = [
            len({belongs(other) for other in ties[name]} - {None, belongs(name)}) for name in people
        ]
        return Measured(frozenset(people), _mean(counts))

    def evenness(self, group: Iterable[str], ties: Ties) -> Measured:
        """Measure how evenly a group's ties to other teams are spread: see ``MEASURES``."""
        people: set[str] = set()
        met: Counter[str] = Counter()
        for name in group:
            own = self.team(name)
            for other in ties.get(name, ()):
                team = self.team(other)
                if own and team and team != own:
                    people.add(name)
                    met[team] += 1
        return Measured(frozenset(people), pielou(tuple(met.values())))

    def lifting(self, group: Iterable[str], ties: Ties) -> Measured:
        """Measure the share of a group's ties that lead upward: see ``MEASURES``."""
        people: set[str] = set()
        total = up = 0
        for name in group:
            own = self.grade(name)
            for other in ties.get(name, ()):
                grade = self.grade(other)
                if own is not None and grade is not None:
                    people.add(name)
                    total += 1
                    up += grade > own
        return Measured(frozenset(people), round(up / total, 2) if total else None)

    def measured(self, group: Iterable[str], ties: Ties) -> dict[str, Measured]:
        """Return every measure of a group, by its id."""
        people = tuple(group)
        return {
            "size": self.size(people, ties),
            "teams": self.diversity(people, ties, self.team),
            "organisations": self.diversity(people, ties, self.organisation),
            "evenness": self.evenness(people, ties),
            "lifting": self.lifting(people, ties),
        }


def network(library: Library) -> Network:
    """Return the network measures of a base, for everybody, by team and by year."""
    meetings = Meetings(library)
    ties = meetings.ties()
    groups: dict[str, list[str]] = {team: [] for team in sorted(library.vocabulary.teams)}
    strangers: list[str] = []
    for name in ties:
        groups.get(meetings.team(name) or "", strangers).append(name)
    of_team = {team: meetings.measured(group, ties) for team, group in groups.items()}
    teamless = meetings.measured(strangers, ties)
    yearly = {year: meetings.ties(year) for year in meetings.years}
    of_year = {year: meetings.measured(met, met) for year, met in yearly.items()}
    met = meetings.ties(undated=True)
    undated = meetings.measured(met, met)
    firsts = meetings.firsts()
    return Network(
        base={name: whole(one) for name, one in meetings.measured(ties, ties).items()},
        teams={
            measure.id: cells(
                {team: parts[measure.id] for team, parts in of_team.items()},
                teamless[measure.id].people,
            )
            for measure in MEASURES
        },
        years={
            measure.id: cells(
                {year: parts[measure.id] for year, parts in of_year.items()},
                undated[measure.id].people,
            )
            for measure in MEASURES
        },
        first_meetings=whole(_pairs(list(firsts))),
        first_by_year=cells(
            {
                year: _pairs([pair for pair, first in firsts.items() if first == year])
                for year in meetings.years
            },
            _pairs([pair for pair, first in firsts.items() if first is None]).people,
        ),
        invitations=whole(
            Measured(frozenset(meetings.visits()), gini(tuple(meetings.visits().values())))
        ),
    )


def pielou(counts: Sequence[int]) -> float | None:
    """Return how evenly a total is spread over kinds, 0 to 1, or None for fewer than two kinds.

    J = H / ln S with H = -Σ p ln p: E. C. Pielou, "The measurement of diversity in different types
    of biological collections", Journal of Theoretical Biology 13, 1966, 131-144.
    """
    total = sum(counts)
    kinds = [count / total for count in counts if count]
    if len(kinds) < 2:  # noqa: PLR2004 - ln 1 is 0
        return None
    return round(-sum(share * math.log(share) for share in kinds) / math.log(len(kinds)), 2)


def gini(counts: Sequence[int]) -> float | None:
    """Return Gini's coefficient of some counts, 0 to 1, or None where all are 0.

    With counts sorted upward, G = Σ (2 i - n - 1) x_i / (n Σ x_i).
    """
    total, number = sum(counts), len(counts)
    if not total:
        return None
    ranked = enumerate(sorted(counts), start=1)
    weighted = sum((2 * rank - number - 1) * count for rank, count in ranked)
    return round(weighted / (number * total), 2)


def _mean(counts: Sequence[int]) -> float | None:
    return round(sum(counts) / len(counts), 1) if counts else None


def _pairs(pairs: Sequence[tuple[str, str]]) -> Measured:
    return Measured(frozenset(name for pair in pairs for name in pair), len(pairs))
