"""The selection of visitors is the best of all, as trying every one shows."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from site_builder.assists.candidates import Candidate
from site_builder.assists.selection import MOST_OF_A_TEAM, Wanted, best_selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEAMS = {"a": "North", "b": "North", "c": "South", "d": None, "": None}
TOPICS = ("handover", "pumps")


@st.composite
def candidates(draw: st.DrawFn, most: int, prefix: str) -> list[Candidate]:
    """Draw people who could be invited."""
    people = []
    for number in range(draw(st.integers(0, most))):
        team = draw(st.sampled_from(sorted(TEAMS)))
        person = Candidate(
            name=f"{prefix}{number}",
            team=team,
            organisation=TEAMS[team],
            grade=None,
            knows=frozenset(draw(st.sets(st.sampled_from(TOPICS)))),
            helped=frozenset(),
            challenger=draw(st.booleans()),
            visits=draw(st.integers(0, 3)),
            is_new=True,
        )
        people.append(person)
    return people


@st.composite
def tasks(draw: st.DrawFn) -> tuple[list[Candidate], list[Candidate], Wanted]:
    """Draw people who may be invited, those invited already, and what is wanted."""
    able, invited = draw(candidates(8, "p")), draw(candidates(2, "i"))
    names = [person.name for person in able]
    least = draw(st.integers(1, 4))
    wanted = Wanted(
        least=least,
        most=max(least + draw(st.integers(0, 2)), len(invited)),
        topics=TOPICS[: draw(st.integers(0, 2))],
        teams=draw(st.integers(1, 3)),
        often=3,
        home=draw(st.sampled_from([frozenset(), frozenset({"North"})])),
        managers={
            name: draw(st.sampled_from(names)) for name in names if draw(st.integers(0, 2)) == 0
        },
        worth={name: draw(st.integers(-5, 5)) for name in names},
        first_of_team=2,
        first_of_organisation=3,
        new_topic=8,
        crowded=-30,
    )
    return able, invited, wanted


def selections(
    able: Sequence[Candidate], invited: Sequence[Candidate], wanted: Wanted
) -> Iterator[tuple[Candidate, ...]]:
    """Yield every selection in which nobody sits beside their line manager."""
    for size in range(wanted.most - len(invited) + 1):
        for chosen in combinations(able, size):
            names = {person.name for person in chosen}
            bosses = ((name, wanted.managers.get(name)) for name in names)
            if not any(boss in names and boss != name for name, boss in bosses):
                yield chosen


def score(
    chosen: Sequence[Candidate], invited: Sequence[Candidate], wanted: Wanted
) -> tuple[int, ...]:
    """Return how good a selection is, written down anew from its definition."""
    everybody = [*invited, *chosen]
    covered = {topic for person in everybody for topic in person.topics} & set(wanted.topics)
    before = {topic for person in invited for topic in person.topics} & set(wanted.topics)
    teams = Counter(person.team for person in everybody if person.team)
    started = Counter(person.team for person in invited if person.team)
    places = {person.organisation for person in everybody if person.organisation}
    seen = {person.organisation for person in invited if person.organisation}
    kept = (
        covered == set(wanted.topics),
        len(teams) >= wanted.teams,
        bool(wanted.home) and any(places - wanted.home),
        any(person.challenger for person in everybody),
        max(teams.values(), default=0) <= MOST_OF_A_TEAM,
        all(person.visits < wanted.often for person in everybody),
    )
    extra = sum(
        max(number - max(started[team], MOST_OF_A_TEAM), 0) for team, number in teams.items()
    )
    worth = (
        sum(wanted.worth[person.name] for person in chosen)
        + wanted.new_topic * len(covered - before)
        + wanted.first_of_team * len(teams.keys() - started.keys())
        + wanted.first_of_organisation * len(places - seen)
        + wanted.crowded * extra
    )
    middle = (wanted.least + wanted.most) // 2
    size = len(everybody)
    return min(size, wanted.least), sum(kept), -abs(size - middle), worth


@given(tasks())
def test_no_other_selection_is_better(
    task: tuple[list[Candidate], list[Candidate], Wanted],
) -> None:
    able, invited, wanted = task
    every = list(selections(able, invited, wanted))
    chosen = best_selection(able, invited, wanted)
    assert {*chosen} in [set(one) for one in every]
    assert score(chosen, invited, wanted) == max(score(one, invited, wanted) for one in every)
