"""Breakout groups are equal in size, mix teams and places, and come out alike for one seed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.assists.groups import BreakoutGroup, Member, draw

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

members = st.lists(
    st.builds(
        Member,
        st.integers(0, 999).map(lambda number: f"invented-{number}"),
        st.sampled_from(["", "north", "south", "east", "west"]),
        st.sampled_from(["", "mill", "quay", "hill"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=24,
    unique_by=lambda member: member.person,
)
seeds = st.integers(-5, 2**40)


@st.composite
def drawn(make: st.DrawFn) -> tuple[list[Member], tuple[BreakoutGroup, ...]]:
    people = make(members)
    count = make(st.integers(1, len(people)))
    return people, draw(people, count, make(seeds))


@given(drawn())
def test_everybody_is_in_one_group(result: tuple[list[Member], tuple[BreakoutGroup, ...]]) -> None:
    people, groups = result
    inside = [member for group in groups for member in group.members]
    assert sorted(one.person for one in inside) == sorted(one.person for one in people)


@given(drawn())
def test_sizes_differ_by_one_at_most(
    result: tuple[list[Member], tuple[BreakoutGroup, ...]],
) -> None:
    sizes = [len(group.members) for group in result[1]]
    assert max(sizes) - min(sizes) <= 1


@given(drawn())
@pytest.mark.practice("d10")
def test_each_team_is_spread_evenly(result: tuple[list[Member], tuple[BreakoutGroup, ...]]) -> None:
    people, groups = result
    for team in {member.team for member in people}:
        counts = [sum(one.team == team for one in group.members) for group in groups]
        assert max(counts) - min(counts) <= 1


@given(drawn())
def test_no_swap_within_a_team_would_spread_places_better(
    result: tuple[list[Member], tuple[BreakoutGroup, ...]],
) -> None:
    _people, groups = result
    places = [Counter(one.place for one in group.members if one.place) for group in groups]
    for here, a in zip(places, groups, strict=True):
        for there, b in zip(places, groups, strict=True):
            for one in a.members:
                for other in b.members:
                    if a is b or one.team != other.team or one.place == other.place:
                        continue
                    gain = (here[one.place] - there[one.place] - 1) * bool(one.place)
                    gain += (there[other.place] - here[other.place] - 1) * bool(other.place)
                    assert gain <= 0


@given(drawn())
@pytest.mark.practice("d9")
def test_each_group_has_a_scribe_of_its_own(
    result: tuple[list[Member], tuple[BreakoutGroup, ...]],
) -> None:
    for group in result[1]:
        assert group.scribe in group.members
        assert group.scribe.is_scribe or not any(one.is_scribe for one in group.members)


@given(members, seeds)
def test_the_order_in_which_people_are_listed_changes_nothing(
    people: list[Member], seed: int
) -> None:
    count = (len(people) + 1) // 2
    assert draw(people, count, seed) == draw(reversed(people), count, seed)


@pytest.mark.practice("d2")
def test_another_seed_gives_another_draw() -> None:
    people = [Member(f"invented-{number}", "north") for number in range(20)]
    assert draw(people, 4, 1) != draw(people, 4, 2)


PEOPLE = """\
people:
  heron: {team: north, place: mill}
  otter: {team: north, place: quay}
  raven: {team: south, place: mill}
  stoat: {team: south, place: quay}
  finch: {team: south}
"""
HEAD = """\
---
title: Invented workshop
problem: Pumps at the invented plant fail every winter
format: workshop
status: open
date: 2026-01-10
"""
INVITED = """\
participants:
  - {person: heron, role: host}
  - {person: otter, role: visitor}
  - {person: raven, role: visitor}
  - {person: stoat, role: scribe}
  - {person: finch, role: facilitator}
  - {person: raven, role: challenger}
"""


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with a workshop of four people and a facilitator."""
    base = make_base(
        {"assists/winter.md": f"{HEAD}{INVITED}---\n", "assists/empty.md": f"{HEAD}---\n"}
    )
    (base.root / "people.yml").write_text(PEOPLE, encoding="utf-8")
    return base


@pytest.mark.practice("d1")
def test_the_command_prints_groups_that_mix_teams_and_places(base: Base) -> None:
    result = base.run("assist", "groups", "winter", "--groups=2", "--seed=3")
    assert result.exit_code == 0
    first, second = result.output.split("Group 2")
    assert [first.count("north"), second.count("north")] == [1, 1]
    assert [first.count("mill"), second.count("mill")] == [1, 1]


def test_who_facilitates_is_in_no_group_and_nobody_is_in_two(base: Base) -> None:
    output = base.run("assist", "groups", "winter", "--size=2").output
    assert "finch" not in output
    assert output.count("raven") == 1


def test_the_command_writes_nothing(base: Base) -> None:
    before = sorted(path.name for path in base.root.rglob("*"))
    base.run("assist", "groups", "winter")
    assert sorted(path.name for path in base.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["winter", "--groups=5"], "there are only 4 people to draw from"),
        (["winter", "--groups=2", "--size=2"], "give --groups or --size, not both"),
        (["empty"], "has no participants"),
        (["wnter"], "did you mean winter?"),
    ],
)
def test_what_cannot_be_drawn_is_said(base: Base, arguments: list[str], said: str) -> None:
    result = base.run("assist", "groups", *arguments)
    assert result.exit_code == 2
    assert said in result.output
