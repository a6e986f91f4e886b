"""The network measures by hand, and what is withheld so that nobody can be made out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.assists.network import MEASURES, Meetings, Network, gini, network, pielou
from site_builder.assists.withheld import LEAST, NOTHING, WITHHELD, Figure, Measured, cells, whole
from tests.insight_bases import assist, libraries, library, people

if TYPE_CHECKING:
    from site_builder.library.library import Library

NORTH, SOUTH = "n1 n2 n3 n4 n5", "s1 s2 s3 s4 s5 s6"
TWO_TEAMS = people(**dict.fromkeys(f"{NORTH} {SOUTH}".split(), 3))


@pytest.fixture
def two_meetings() -> Network:
    """Return the network of seven people who met in 2024 and seven in 2025, three of them twice."""
    return network(
        library(
            [
                assist("first", f"{NORTH} s1 s2", happened="2024-05"),
                assist("second", f"{SOUTH} n1", happened="2025"),
            ],
            TWO_TEAMS,
        )
    )


def small() -> Library:
    """Return a base of five people: three of the north, one each of the south and the west."""
    return library(
        [
            assist("first", "n1 n2 n3 s1", happened="2025"),
            assist("second", "n1 w1", happened="2025"),
        ],
        people(n1=3, n2=4, n3=3, s1=5, w1=3),
    )


def values(figures: dict[str, Figure]) -> dict[str, float | None]:
    """Return the values of figures by name."""
    return {name: figure.value for name, figure in figures.items()}


class TestMeasures:
    def test_size_is_the_mean_of_distinct_colleagues_met(self, two_meetings: Network) -> None:
        # n1, s1 and s2 met 10 each, n2 to n5 and s3 to s6 met 6 each: 78 by 11 people.
        assert two_meetings.base["size"] == Figure(7.1)

    def test_size_by_team_counts_everybody_whom_its_people_met(self, two_meetings: Network) -> None:
        # North: 10 + 4 x 6 = 34 by 5. South: 2 x 10 + 4 x 6 = 44 by 6.
        assert values(two_meetings.teams["size"]) == {"north": 6.8, "south": 7.3, "west": None}

    def test_size_by_year_counts_those_met_in_that_year(self, two_meetings: Network) -> None:
        assert two_meetings.years["size"] == {2024: Figure(6.0), 2025: Figure(6.0)}

    @pytest.mark.practice("b22")
    def test_a_colleague_met_twice_counts_once(self) -> None:
        meetings = [assist(name, "n1 n2 n3 n4 n5") for name in ("first", "second")]
        assert network(library(meetings)).base["size"] == Figure(4.0)

    def test_a_person_with_two_roles_is_one_person(self) -> None:
        twice = [{"person": "n1", "role": role} for role in ("host", "scribe")]
        others = [{"person": f"n{number}", "role": "visitor"} for number in range(2, 6)]
        found = network(library([assist("first", participants=(*twice, *others))]))
        assert found.base["size"] == Figure(4.0)

    def test_teams_met_leave_out_a_persons_own(self) -> None:
        # n1 met the south and the west, each of the others one team: 6 by 5.
        assert network(small()).base["teams"] == Figure(1.2)

    @pytest.mark.practice("b23")
    def test_organisations_met_leave_out_a_persons_own(self) -> None:
        # The west is of the same organisation as the north: 1 + 1 + 1 + 1 + 0 by 5.
        assert network(small()).base["organisations"] == Figure(0.8)

    @pytest.mark.practice("b4")
    def test_evenness_is_pielous_index_of_ties_to_other_teams(self) -> None:
        # North is met 4 times, south 3 times, west once: H = 0.974, ln 3 = 1.099.
        assert network(small()).base["evenness"] == Figure(0.89)

    @pytest.mark.practice("b24")
    def test_lifting_is_the_share_of_ties_to_a_higher_grade(self) -> None:
        # Seven pairs are fourteen ties. n1 and n3 look up to n2, and all three to s1.
        assert network(small()).base["lifting"] == Figure(0.36)

    def test_lifting_leaves_out_ties_with_people_of_unknown_grade(self) -> None:
        known = people(n1=1, n2=2, n3=None, n4=2, n5=2, n6=2)
        meeting = assist("first", "n1 n2 n3 n4 n5 n6")
        # Of the twenty ties among the five, four lead up from n1.
        assert network(library([meeting], known)).base["lifting"] == Figure(0.2)

    @pytest.mark.practice("a12", "d16")
    def test_first_meetings_count_a_pair_in_the_year_in_which_it_first_met(
        self, two_meetings: Network
    ) -> None:
        # Seven people are 21 pairs; three of the second 21 had met before.
        assert two_meetings.first_meetings == Figure(39)
        assert two_meetings.first_by_year == {2024: Figure(21), 2025: Figure(18)}

    def test_an_earlier_year_wins_whatever_the_order_of_the_records(self) -> None:
        names = "n1 n2 n3 n4 n5"
        meetings = [assist("a", names, happened="2026"), assist("b", names, happened="2024")]
        found = network(library(meetings))
        assert found.first_by_year[2024] == Figure(10)
        assert found.first_by_year[2026].value is None

    def test_assists_of_unknown_date_count_in_the_total_alone(self) -> None:
        found = network(library([assist("a", "n1 n2 n3 n4 n5"), assist("b", happened="2025")]))
        assert found.first_meetings == Figure(10)
        assert found.first_by_year == {}

    def test_an_assist_that_did_not_take_place_makes_no_tie(self) -> None:
        plan = assist("plan", NORTH, status="open", planned_for="2026-05")
        ended = assist("ended", NORTH, status="closed", closed_as="solved-already")
        assert network(library([plan, ended])).nobody

    @pytest.mark.practice("b9")
    def test_invitations_count_assists_of_other_teams_and_people_never_asked(self) -> None:
        hosted = assist("a", "n1 s1 s2", host_team="north")
        again = assist("b", "s2 n2", host_team="north")
        third = assist("c", "s2", host_team="north")
        found = network(library([hosted, again, third], people(n1=1, n2=1, n3=1, s1=1, s2=1)))
        # Three of the north never, s1 once, s2 three times: (2 x 1 + 4 x 3) / (5 x 4).
        assert found.invitations == Figure(0.7)

    @pytest.mark.parametrize(
        ("counts", "index"),
        [((5, 5), 1.0), ((9, 1), 0.47), ((7,), None), ((), None), ((0, 3), None)],
    )
    def test_pielous_index(self, counts: tuple[int, ...], index: float | None) -> None:
        assert pielou(counts) == index

    @pytest.mark.parametrize(
        ("counts", "index"), [((1, 1, 1), 0.0), ((3, 0, 1, 0, 1), 0.56), ((0, 0, 0, 9), 0.75)]
    )
    def test_ginis_coefficient(self, counts: tuple[int, ...], index: float) -> None:
        assert gini(counts) == index

    def test_nothing_invited_has_no_coefficient(self) -> None:
        assert gini((0, 0)) is None


class TestTeams:
    def test_people_yml_tells_a_persons_team(self) -> None:
        there = {"person": "n1", "role": "visitor", "team": "south"}
        meetings = Meetings(library([assist("a", participants=[there])], people(n1=1)))
        assert meetings.team["n1"] == "north"

    def test_the_latest_assist_tells_it_of_anybody_else(self) -> None:
        early = {"person": "x1", "role": "visitor", "team": "south"}
        late = {"person": "x1", "role": "visitor", "team": "west"}
        meetings = Meetings(
            library(
                [
                    assist("a", participants=[late], happened="2025"),
                    assist("b", participants=[early], happened="2024"),
                ]
            )
        )
        assert meetings.team["x1"] == "west"

    def test_a_person_of_no_known_team_is_in_no_team_figure(self) -> None:
        found = network(library([assist("a", "x1 n1 n2 n3 n4 n5")], people(n1=1, n2=1, n3=1)))
        assert all(figure.value is None for figure in found.teams["size"].values())


def measured(count: int, letter: str = "p", value: float = 1) -> Measured:
    """Return a figure over so many people."""
    return Measured(frozenset(f"{letter}{number}" for number in range(count)), value)


class TestWithheld:
    def test_a_figure_over_four_is_withheld(self) -> None:
        assert whole(measured(4)) == Figure(None, WITHHELD)

    def test_a_figure_over_five_is_told(self) -> None:
        assert whole(measured(5, value=2.5)) == Figure(2.5)

    def test_nobody_at_all_is_nothing_to_measure(self) -> None:
        assert whole(Measured(frozenset(), None)) == Figure(None, NOTHING)

    def test_a_small_team_takes_the_smallest_other_with_it(self) -> None:
        found = cells({"a": measured(9, "a"), "b": measured(6, "b"), "c": measured(2, "c")})
        assert values(found) == {"a": 1, "b": None, "c": None}

    def test_two_small_teams_hide_each_other(self) -> None:
        found = cells({"a": measured(9, "a"), "b": measured(3, "b"), "c": measured(2, "c")})
        assert values(found) == {"a": 1, "b": None, "c": None}

    def test_people_of_no_named_part_are_hidden_as_well(self) -> None:
        parts = {"a": measured(9, "a"), "b": measured(6, "b")}
        assert values(cells(parts, frozenset({"x"}))) == {"a": 1, "b": None}

    def test_both_kinds_of_withheld_are_said_in_the_same_words(self) -> None:
        found = cells({"a": measured(9, "a"), "b": measured(6, "b"), "c": measured(2, "c")})
        assert found["b"] == found["c"] == Figure(None, WITHHELD)

    def test_an_empty_part_says_no_more_than_a_small_one(self) -> None:
        found = cells({"a": measured(9, "a"), "b": Measured(frozenset(), None)})
        assert values(found) == {"a": 1, "b": None}
        assert found["b"].withheld

    def test_the_same_people_in_two_years_are_pooled_once(self) -> None:
        found = cells({2024: measured(4), 2025: measured(3), 2026: measured(7, "q")})
        assert all(figure.withheld for figure in found.values())

    @given(
        st.dictionaries(st.integers(0, 6), st.frozensets(st.integers(0, 20))),
        st.frozensets(st.integers(15, 25)),
    )
    def test_those_withheld_together_are_never_one_to_four(
        self, parts: dict[int, frozenset[int]], unnamed: frozenset[int]
    ) -> None:
        groups = {name: frozenset(map(str, group)) for name, group in parts.items()}
        strangers = frozenset(map(str, unnamed))
        found = cells({name: Measured(group, 1) for name, group in groups.items()}, strangers)
        hidden = [groups[name] for name, figure in found.items() if figure.withheld]
        pooled = strangers.union(*hidden)
        told = [name for name, figure in found.items() if not figure.withheld]
        assert all(len(groups[name]) >= LEAST for name in told)
        assert not told or not pooled or len(pooled) >= LEAST


@given(libraries())
def test_no_figure_over_few_people_can_be_taken_from_the_others(base: Library) -> None:
    found = network(base)
    meetings = Meetings(base)
    of_team: defaultdict[str, set[str]] = defaultdict(set)
    of_year: defaultdict[str, set[str]] = defaultdict(set)
    for name in meetings.everybody:
        of_team[meetings.team.get(name, "nobody")].add(name)
    for meeting in meetings.meetings:
        of_year[str(meeting.year)].update(meeting.people)
    for groups, figures in ((of_team, found.teams["size"]), (of_year, found.years["size"])):
        told = {str(name) for name, figure in figures.items() if figure.value is not None}
        left = set().union(*(group for name, group in groups.items() if name not in told))
        assert all(len(groups[name]) >= LEAST for name in told)
        assert not told or not left or len(left) >= LEAST


@given(libraries())
def test_a_told_figure_lies_where_it_can(base: Library) -> None:
    found = network(base)
    for one in MEASURES:
        figures = [found.base[one.id], *found.teams[one.id].values(), *found.years[one.id].values()]
        told = [figure.value for figure in figures if figure.value is not None]
        most = 1 if one.id in {"evenness", "lifting"} else 17
        assert all(0 <= value <= most for value in told)
    lifting = found.base["lifting"].value
    assert lifting is None or lifting <= 0.5


def test_at_a_congress_nobody_counts_as_having_met_the_others() -> None:
    found = network(library([assist("first", " ".join(f"n{number}" for number in range(201)))]))

    assert found.base["size"] == Figure(0.0)
    assert found.first_meetings == Figure(0)
