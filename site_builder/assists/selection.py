"""The search for the visitors who keep most rules, exact as long as its budget lasts.

For one decision on the rules that a further visitor can only break (nobody who visits too often, at
most two of a team), a dynamic program over people, team by team, finds the best selection. It knows
nothing of line managers: where its answer seats somebody beside theirs, the search branches into
"without the one" and "without the other". What ignores a rule is an upper bound of what keeps it,
so the first answer without such a pair is the best (Land and Doig, "An automatic method of solving
discrete programming problems", 1960).
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import count, product
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from site_builder.assists.candidates import Candidate

MOST_OF_A_TEAM = 2
"""People of one team from which on further ones break a rule."""
_MOST_BRANCHES = 200
"""Dynamic programs run before the best selection so far is taken."""

Score: TypeAlias = "tuple[int, int, int, int]"
"""Visitors up to the fewest wanted; rules kept; nearness to the usual number; worth."""
_Chain: TypeAlias = "tuple[Candidate, _Chain] | None"
_State: TypeAlias = "tuple[int, int, int, bool, bool, int, bool]"
"""Visitors, topics covered, teams, an outsider, a challenger; visitors of the current team, and
whether the current organisation is among them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a selection is to be like."""

    least: int
    """Fewest visitors, those already invited among them."""
    most: int
    topics: Sequence[str]
    teams: int
    """Fewest teams."""
    often: int
    """Visits from which on somebody is asked too often."""
    home: frozenset[str]
    """Organisations of the host; empty if they are not known."""
    managers: Mapping[str, str]
    """Line manager of each person who has one."""
    worth: Mapping[str, int]
    """What speaks for each person beside the rules."""
    first_of_team: int
    """Worth of the first visitor of a team."""
    first_of_organisation: int
    new_topic: int
    """Worth of a topic that nobody else covers."""
    crowded: int
    """Worth, below zero, of each visitor beyond :data:`MOST_OF_A_TEAM` of a team."""


def best_selection(
    able: Sequence[Candidate], invited: Sequence[Candidate], wanted: Wanted
) -> tuple[Candidate, ...]:
    """Return the people to invite beside those invited already.

    As many are chosen as are wanted, if there are so many. Of these selections, one that keeps most
    rules is returned; among equals the one whose number is nearest the middle, then that of the
    greatest worth.
    """
    names = {candidate.name for candidate in able}
    managing = {boss for name, boss in wanted.managers.items() if name in names and boss != name}
    search = _Search(able, invited, wanted)
    # Without anybody who manages another, no pair can be left.
    best = search.best(frozenset(managing & names))
    number = count()
    open_: list[tuple[tuple[int, ...], int, frozenset[str], tuple[Candidate, ...]]] = []

    def branch(without: frozenset[str]) -> None:
        score, chosen = search.best(without)
        if score > best[0]:
            negated = tuple(-part for part in score)
            heapq.heappush(open_, (negated, next(number), without, chosen))

    branch(frozenset())
    seen = {frozenset[str]()}
    while open_ and len(seen) < _MOST_BRANCHES:
        _score, _number, without, chosen = heapq.heappop(open_)
        pair = _manager_and_report(chosen, wanted.managers)
        if pair is None:
            return chosen
        for name in pair:
            if (fewer := without | {name}) not in seen:
                seen.add(fewer)
                branch(fewer)
    return best[1]


def _manager_and_report(
    chosen: Iterable[Candidate], managers: Mapping[str, str]
) -> tuple[str, str] | None:
    names = {candidate.name for candidate in chosen}
    pairs = ((managers.get(name, name), name) for name in sorted(names))
    return next(((boss, name) for boss, name in pairs if boss in names and boss != name), None)


class _Search:
    """The dynamic program, for one set of people."""

    def __init__(
        self, able: Sequence[Candidate], invited: Sequence[Candidate], wanted: Wanted
    ) -> None:
        self._able = able
        self._invited = invited
        self._wanted = wanted
        self._bits = {topic: 1 << number for number, topic in enumerate(wanted.topics)}
        self._started = Counter(person.team for person in invited)
        self._organisations = {person.organisation for person in invited}

    def best(self, without: frozenset[str]) -> tuple[Score, tuple[Candidate, ...]]:
        """Return the best selection that leaves some people out, and its score."""
        answers = []
        for keeps_rare, keeps_spread in product((True, False), repeat=2):
            people = self._people(without, keeps_rare=keeps_rare)
            answers.append(self._best(people, keeps_spread=keeps_spread))
            if answers[-1][0][:2] == (self._wanted.least, self._most_rules):
                break
        return max(answers, key=lambda answer: answer[0])

    @cached_property
    def _most_rules(self) -> int:
        """Most rules that a selection can keep: what everybody together keeps, and the last two.

        A selection that keeps so many keeps the last two, so no other decision on them is better.
        """
        return sum(self._kept((*self._invited, *self._able))[:4]) + 2

    def _people(self, without: frozenset[str], *, keeps_rare: bool) -> dict[str, list[Candidate]]:
        """Return people by team, teams of one organisation together.

        Of people whom the rules do not tell apart, there are never more than there are seats.
        """
        alike: Counter[tuple[object, ...]] = Counter()
        teams: defaultdict[str, list[Candidate]] = defaultdict(list)
        for person in sorted(self._able, key=lambda person: -self._wanted.worth[person.name]):
            kind = (person.team, person.topics, person.challenger, self._is_often(person))
            if person.name in without or (keeps_rare and self._is_often(person)):
                continue
            if alike[kind] < self._wanted.most:
                alike[kind] += 1
                teams[person.team].append(person)
        return dict(
            sorted(teams.items(), key=lambda team: (team[1][0].organisation or "", team[0]))
        )

    def _best(
        self, teams: Mapping[str, Sequence[Candidate]], *, keeps_spread: bool
    ) -> tuple[Score, tuple[Candidate, ...]]:
        states: dict[_State, tuple[int, _Chain]] = {self._start: (0, None)}
        organisation: str | None = None
        for team, people in teams.items():
            is_new = people[0].organisation != organisation
            organisation = people[0].organisation
            states = self._at_team(states, team, organisation, is_new=is_new)
            for person in people:
                for state, (worth, chain) in list(states.items()):
                    if state[0] < self._wanted.most and not (
                        keeps_spread and person.team and state[5] >= MOST_OF_A_TEAM
                    ):
                        after, gain = self._joined(state, person)
                        if worth + gain > states.get(after, (-(10**9), None))[0]:
                            states[after] = (worth + gain, (person, chain))
        return max(self._scored(states), key=lambda answer: answer[0])

    @property
    def _start(self) -> _State:
        invited = self._invited
        covered = 0
        for person in invited:
            covered |= self._covered(person)
        return (
            len(invited),
            covered,
            min(len(self._started.keys() - {""}), self._wanted.teams),
            any(map(self._is_outside, invited)),
            any(person.challenger for person in invited),
            0,
            False,
        )

    def _at_team(
        self,
        states: Mapping[_State, tuple[int, _Chain]],
        team: str,
        organisation: str | None,
        *,
        is_new: bool,
    ) -> dict[_State, tuple[int, _Chain]]:
        """Return the states before the people of a team: what is known of the last is dropped."""
        merged: dict[_State, tuple[int, _Chain]] = {}
        for state, kept in states.items():
            is_known = organisation in self._organisations or (state[6] and not is_new)
            before = (*state[:5], min(self._started[team], MOST_OF_A_TEAM), is_known)
            if before not in merged or kept[0] > merged[before][0]:
                merged[before] = kept
        return merged

    def _joined(self, state: _State, person: Candidate) -> tuple[_State, int]:
        """Return a state with one more person, and what they are worth in it."""
        wanted = self._wanted
        size, covered, teams, outsider, challenger, of_team, of_organisation = state
        added = self._covered(person) & ~covered
        is_first = bool(person.team) and not of_team
        opens = person.organisation is not None and not of_organisation
        gain = (
            wanted.worth[person.name]
            + wanted.new_topic * added.bit_count()
            + wanted.first_of_team * is_first
            + wanted.first_of_organisation * opens
            + wanted.crowded * (bool(person.team) and of_team >= MOST_OF_A_TEAM)
        )
        after = (
            size + 1,
            covered | added,
            min(teams + is_first, wanted.teams),
            outsider or self._is_outside(person),
            challenger or person.challenger,
            min(of_team + 1, MOST_OF_A_TEAM),
            of_organisation or opens,
        )
        return after, gain

    def _scored(
        self, states: Mapping[_State, tuple[int, _Chain]]
    ) -> Iterator[tuple[Score, tuple[Candidate, ...]]]:
        wanted = self._wanted
        for (size, *_rest), (worth, chain) in states.items():
            chosen = tuple(_people_of(chain))
            kept = self._kept((*self._invited, *chosen))
            middle = (wanted.least + wanted.most) // 2
            yield (min(size, wanted.least), sum(kept), -abs(size - middle), worth), chosen

    def _kept(self, everybody: Sequence[Candidate]) -> tuple[bool, ...]:
        """Return which rules visitors keep: four that more people help, two that they break."""
        topics = frozenset().union(*(person.topics for person in everybody))
        spread = Counter(person.team for person in everybody if person.team)
        return (
            topics.issuperset(self._wanted.topics),
            len(spread) >= self._wanted.teams,
            any(map(self._is_outside, everybody)),
            any(person.challenger for person in everybody),
            max(spread.values(), default=0) <= MOST_OF_A_TEAM,
            not any(map(self._is_often, everybody)),
        )

    def _covered(self, person: Candidate) -> int:
        return sum(self._bits[topic] for topic in person.topics if topic in self._bits)

    def _is_outside(self, person: Candidate) -> bool:
        home = self._wanted.home
        return bool(home) and person.organisation is not None and person.organisation not in home

    def _is_often(self, person: Candidate) -> bool:
        return person.visits >= self._wanted.often


def _people_of(chain: _Chain) -> Iterator[Candidate]:
    while chain is not None:
        person, chain = chain
        yield person
