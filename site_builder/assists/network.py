"""The network of people who met at assists: its size, its diversity and ties to higher grades.

The measures are those of ``peer-learning-analytics``, one of the documents that the project was
created from, defined so that records alone suffice. Two people have met if both took part in an
assist that took place. That is a tie, seen from both sides and counted once however often they
meet. A person's team is the one in ``people.yml``, or else the one at their latest assist.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import TYPE_CHECKING

from site_builder.assists.withheld import NOTHING, Figure, Measured, cells, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.assists.withheld import Cell
    from site_builder.library.library import Library

    Ties = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """The name of a measure, and its definition with the source."""

    id: str
    label: str
    definition: str


MEASURES = (
    Measure(
        "size",
        "Network size",
        "Distinct colleagues whom a person has met at assists that took place, averaged over "
        "everybody who took part in one. Colleagues of their own team count. At an assist of more "
        "than 200 people nobody counts as having met the others.",
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
"""Measures of every group of people, in the order of their tables."""
_MOST_MET = 200
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
    """Figures over who met whom; none shows a person."""

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

    @property
    def acquainted(self) -> tuple[str, ...]:
        """Everybody there, if they were so few that each met each."""
        return self.people if len(self.people) <= _MOST_MET else ()


class Meetings:
    """Who met whom, by pseudonym: never shown."""

    def __init__(self, library: Library) -> None:
        """Collect everybody who took part in an assist that took place."""
        registered = {name: person.team for name, person in library.people.items()}
        self.meetings: list[_Meeting] = []
        latest: dict[str, tuple[int, str]] = {}
        for fields in (assist.fields for assist in library.assists):
            if not fields.took_place or not fields.participants:
                continue
            happened = fields.happened.earliest if fields.happened else None
            day = happened.toordinal() if happened else 0
            people: set[str] = set()
            hosts: set[str] = set()
            for participant in fields.participants:
                name, team = participant.person, participant.team
                people.add(name)
                if team and name not in registered:
                    latest[name] = max(latest.get(name, (0, "")), (day, team))
                of_host = fields.host_team and fields.host_team in {team, registered.get(name)}
                if participant.role == "host" or of_host:
                    hosts.add(name)
            year = happened.year if happened else None
            self.meetings.append(_Meeting(year, tuple(sorted(people)), frozenset(people - hosts)))
        self.team = registered | {name: team for name, (_day, team) in latest.items()}
        """Id of each person's team, if known."""
        teams = library.vocabulary.teams
        self.organisation = {
            name: teams[team].organisation for name, team in self.team.items() if team in teams
        }
        self.grade = {
            name: person.grade
            for name, person in library.people.items()
            if person.grade is not None
        }
        self._known = library.people.keys()

    @cached_property
    def everybody(self) -> frozenset[str]:
        """All who took part in an assist."""
        return frozenset(name for meeting in self.meetings for name in meeting.people)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years of which a meeting is known."""
        years = {meeting.year for meeting in self.meetings}
        return tuple(sorted(year for year in years if year is not None))

    def ties(self, year: int | None = None, *, undated: bool = False) -> Ties:
        """Return whom each person has met: ever, in a year, or at assists of unknown date."""
        met: defaultdict[str, set[str]] = defaultdict(set)
        for meeting in self.meetings:
            if (year is None and not undated) or meeting.year == year:
                for name in meeting.people:
                    met[name].update(meeting.acquainted)
        return {name: frozenset(met[name] - {name}) for name in sorted(met)}

    def firsts(self) -> dict[tuple[str, str], int | None]:
        """Return every pair that has met, with the first year that is known."""
        first: dict[tuple[str, str], int | None] = {}
        for meeting in self.meetings:
            for pair in combinations(meeting.acquainted, 2):
                before = first.setdefault(pair, meeting.year)
                if meeting.year is not None and (before is None or meeting.year < before):
                    first[pair] = meeting.year
        return first

    def visits(self) -> Counter[str]:
        """Return how often each known person was at an assist of another team."""
        counts = Counter(dict.fromkeys(sorted(self.everybody | self._known), 0))
        counts.update(name for meeting in self.meetings for name in meeting.visitors)
        return counts

    def measured(self, group: Iterable[str], ties: Ties) -> dict[str, Measured]:
        """Return every measure of a group by its id: see ``MEASURES``.

        Args:
            group: The people.
            ties: Whom each person has met.
        """
        people = [name for name in group if name in ties]
        of_team = [name for name in people if name in self.team]
        pairs = [(name, other) for name in people for other in ties[name]]
        outward = [
            (name, team)
            for name, other in pairs
            if name in self.team
            and (team := self.team.get(other)) is not None
            and team != self.team[name]
        ]
        graded = [
            (name, self.grade[other] > self.grade[name])
            for name, other in pairs
            if name in self.grade and other in self.grade
        ]
        met = Counter(team for _name, team in outward)
        upward = sum(up for _name, up in graded)
        return {
            "size": Measured(frozenset(people), _mean([len(ties[name]) for name in people])),
            "teams": _diversity(of_team, ties, self.team),
            "organisations": _diversity(of_team, ties, self.organisation),
            "evenness": Measured(
                frozenset(name for name, _team in outward), pielou(tuple(met.values()))
            ),
            "lifting": Measured(
                frozenset(name for name, _up in graded),
                round(upward / len(graded), 2) if graded else None,
            ),
        }


def network(library: Library) -> Network:
    """Return the network measures of a base, for everybody, by team and by year."""
    meetings = Meetings(library.with_people)
    ties = meetings.ties()
    groups: dict[str, list[str]] = {team: [] for team in sorted(library.vocabulary.teams)}
    strangers: list[str] = []
    for name in ties:
        groups.get(meetings.team.get(name, ""), strangers).append(name)
    yearly = {year: meetings.ties(year) for year in meetings.years}
    undated = meetings.ties(undated=True)
    pairs: defaultdict[int | None, list[tuple[str, str]]] = defaultdict(list)
    for pair, year in meetings.firsts().items():
        pairs[year].append(pair)
    visits = meetings.visits()
    return Network(
        base={name: whole(measure) for name, measure in meetings.measured(ties, ties).items()},
        teams=_figures(
            {team: meetings.measured(group, ties) for team, group in groups.items()},
            meetings.measured(strangers, ties),
        ),
        years=_figures(
            {year: meetings.measured(met, met) for year, met in yearly.items()},
            meetings.measured(undated, undated),
        ),
        first_meetings=whole(_pairs(list(chain.from_iterable(pairs.values())))),
        first_by_year=cells(
            {year: _pairs(pairs[year]) for year in meetings.years}, _pairs(pairs[None]).people
        ),
        invitations=whole(Measured(frozenset(visits), gini(tuple(visits.values())))),
    )


def _figures(
    parts: Mapping[Cell, Mapping[str, Measured]], unnamed: Mapping[str, Measured]
) -> dict[str, dict[Cell, Figure]]:
    """Return the figures of parts by measure and part; the last part has no name."""
    return {
        measure.id: cells(
            {part: measured[measure.id] for part, measured in parts.items()},
            unnamed[measure.id].people,
        )
        for measure in MEASURES
    }


def _diversity(people: Sequence[str], ties: Ties, belongs: Mapping[str, str]) -> Measured:
    """Count the other teams or organisations that people have met, on average."""
    counts = [
        len({belongs.get(other) for other in ties[name]} - {None, belongs.get(name)})
        for name in people
    ]
    return Measured(frozenset(people), _mean(counts))


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
