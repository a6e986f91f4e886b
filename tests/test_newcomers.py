"""People who are new see which teams and roles to ask, and may be given a buddy."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.assists.buddies import draw_pairs
from site_builder.library.library import Library
from site_builder.publish.rows import GroupsPage, Link, LinkedText
from site_builder.records.people import Person
from tests.builders import generated, lesson_text
from tests.insight_bases import VOCABULARY, assist
from tests.test_publish_views import site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

EVENT = """\
---
title: Invented {title}
problem: Pumps at the invented plant {title}
format: other
status: {status}
date: 2026-01-10
{when}
host_team: south
tags: [pumps]
contact: {contact}
participants: [{{person: quiet-otter, role: visitor}}]
---
Text.
"""
PEOPLE = "people:\n  quiet-otter: {team: north}\n  grey-heron: {team: south}\n"
FILES = {
    "shed.md": lesson_text(title="Heat the shed", team="north", contact="Pump desk"),
    "draft.md": lesson_text(title="Not yet written", team="north", status="draft"),
    "assists/night.md": EVENT.format(
        title="night", status="held", when="happened: 2025-12", contact="quiet-otter"
    ),
    "assists/next.md": EVENT.format(
        title="next", status="open", when="planned_for: 2026-05", contact="Duty office"
    ),
}


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch) -> Base:
    """Return a base of two teams who know about pumps, and two people."""
    monkeypatch.delenv("CI", raising=False)
    base = make_base(FILES)
    (base.root / "people.yml").write_text(PEOPLE, encoding="utf-8")
    return base


def page_of(base: Base) -> GroupsPage:
    view = generated(site_of(base))["who-knows-what/index.md"].view
    assert isinstance(view, GroupsPage)
    return view


@pytest.mark.practice("b14")
def test_a_topic_lists_teams_and_roles_with_lessons_events_and_open_plans(base: Base) -> None:
    (pumps,) = [group for group in page_of(base).groups if group.title == "Pumps"]
    assert [
        (
            row.link.title,
            str(row.note),
            [fact.text for fact in row.facts],
            [to.title for to in row.links],
        )
        for row in pumps.rows
    ] == [
        (
            "South team, Invented Hospital",
            "Ask: Duty office.",
            ["1 open plan", "1 event"],
            ["Invented next", "Invented night"],
        ),
        ("North team, Invented Water", "Ask: Pump desk.", ["1 lesson"], ["Heat the shed"]),
    ]


def test_an_address_of_a_role_is_a_link_below_its_name(base: Base) -> None:
    words = base.root / "lessons/vocabulary.yml"
    role = "roles:\n  desk: {label: Pump desk, address: /guide/keep/}\n"
    words.write_text(words.read_text(encoding="utf-8") + role, encoding="utf-8")
    (pumps,) = [group for group in page_of(base).groups if group.title == "Pumps"]
    note = pumps.rows[1].note
    assert isinstance(note, LinkedText)
    address = Link("/guide/keep/", "/guide/keep/")
    assert note.parts == ("Ask: ", "Pump desk (", address, ")", ".")


def test_no_person_is_on_the_page(base: Base) -> None:
    assert "otter" not in repr(page_of(base))
    assert "heron" not in repr(page_of(base))


def test_an_empty_base_says_so(make_base: Callable[[dict[str, str]], Base]) -> None:
    page = page_of(make_base({"vocabulary.yml": "tags: {}\n"}))
    assert page.groups == ()
    assert page.none


def library_of(people: dict[str, Person], *events: str) -> Library:
    held = [assist(f"event-{number}", names) for number, names in enumerate(events)]
    return Library(held, VOCABULARY, people, ())


def person(team: str, manager: str | None = None) -> Person:
    return Person(team=team, line_manager=manager)


@pytest.mark.practice("b16")
def test_pairs_never_met_and_are_of_different_teams() -> None:
    people = {
        name: person({"n": "north", "s": "south"}[name[0]]) for name in ("na", "nb", "sa", "sb")
    }
    library = library_of(people, "na sa", "nb sb")
    assert draw_pairs(library, 1) == ([("na", "sb"), ("nb", "sa")], [])


def test_a_line_manager_is_no_buddy() -> None:
    library = library_of({"na": person("north", "sa"), "sa": person("south")})
    assert draw_pairs(library, 1) == ([], ["na", "sa"])


def test_a_newcomer_gets_a_buddy_who_is_not_new() -> None:
    people = {"na": person("north"), "sa": person("south"), "sb": person("south")}
    library = library_of(people, "na sb")
    assert draw_pairs(library, 1, ["na"]) == ([("na", "sa")], [])
    assert draw_pairs(library, 1, ["na", "sa"]) == ([], ["na", "sa"])


def test_another_seed_gives_other_pairs_and_the_same_the_same() -> None:
    people = {f"{team[0]}{n}": person(team) for team in ("north", "south") for n in range(8)}
    library = library_of(people)
    assert draw_pairs(library, 1) == draw_pairs(library, 1)
    assert len({tuple(draw_pairs(library, seed)[0]) for seed in range(5)}) > 1


@given(
    st.lists(st.sampled_from(["north", "south", "west"]), max_size=9),
    st.lists(st.sets(st.integers(0, 8), max_size=4), max_size=4),
    st.integers(0, 99),
)
def test_nobody_is_in_two_pairs_and_no_two_who_could_be_paired_are_left(
    teams: list[str], events: list[set[int]], seed: int
) -> None:
    people = {f"p{number}": person(team) for number, team in enumerate(teams)}
    library = library_of(people, *(" ".join(f"p{n}" for n in names) for names in events))
    pairs, left = draw_pairs(library, seed)
    paired = [name for pair in pairs for name in pair]
    assert sorted([*paired, *left]) == sorted(people)
    met = {pair for names in events for pair in combinations(sorted(f"p{n}" for n in names), 2)}
    for one, two in pairs:
        assert people[one].team != people[two].team
        assert (one, two) not in met
    for one, two in combinations(left, 2):
        assert people[one].team == people[two].team or (one, two) in met


@pytest.mark.practice("b14")
def test_the_command_prints_pairs_and_writes_nothing(base: Base) -> None:
    before = sorted(base.root.rglob("*.md"))
    result = base.run("assist", "buddies", "--seed=3")
    assert result.exit_code == 0
    assert result.output == "grey-heron (South team) and quiet-otter (North team)\n"
    assert base.run("assist", "buddies", "quiet-otter").output == (
        "quiet-otter (North team) and grey-heron (South team)\n"
    )
    assert sorted(base.root.rglob("*.md")) == before


def test_an_unknown_newcomer_is_guessed_at(base: Base) -> None:
    result = base.run("assist", "buddies", "quiet-oter")
    assert result.exit_code != 0
    assert "people.yml has no 'quiet-oter'; did you mean `quiet-otter`?" in result.output


def test_pairs_are_not_drawn_where_logs_are_shared(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    result = base.run("assist", "buddies")
    assert result.exit_code != 0
    assert "otter" not in result.output
