"""Whom ``lessons assist pick`` proposes, and that its promises hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.assists import selection
from site_builder.assists.candidates import candidate_pool
from site_builder.assists.pick import Proposal
from site_builder.assists.pick import propose as proposal_for
from site_builder.records.people import Person
from site_builder.settings import AssistLimits
from tests.builders import lesson_text
from tests.insight_bases import DAY, assist, library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from tests.conftest import Base

LIMITS = AssistLimits()
TEAM_IDS = ("north", "south", "west")


def plan(names: str = "", **fields: object) -> Record[Assist]:
    """Return an open plan of the north."""
    usual = {"status": "open", "host_team": "north", "tags": ("pumps", "handover")}
    return assist("plan", names, **{**usual, **fields})


def propose(
    known: Mapping[str, Person],
    asked: Record[Assist] | None = None,
    *past: Record[Any],
    count: int = 6,
    seed: int = 0,
) -> Proposal:
    """Return whom to invite to a plan."""
    asked = asked or plan()
    pool = candidate_pool(library([asked, *past], known), asked, LIMITS.usual_days, DAY)
    return proposal_for(pool, LIMITS, seed, count)


def crowd(count: int, **fields: object) -> dict[str, Person]:
    """Return people of the south, all alike."""
    person = Person.model_validate({"team": "south", "grade": 3, **fields})
    return {f"s{number}": person for number in range(count)}


def names(proposal: Proposal) -> list[str]:
    """Return the pseudonyms of those proposed."""
    return [one.candidate.name for one in proposal.picks]


def state(proposal: Proposal, text: str) -> str:
    """Return how a promise stands, by the beginning of its text."""
    (found,) = (one for one in proposal.promises if one.text.startswith(text))
    return found.state


HOST = Person(team="north", grade=4, line_manager="boss")


class TestNever:
    def test_nobody_of_the_host_team_is_proposed(self) -> None:
        known = {"n1": HOST, "n2": Person(team="north", topics=("pumps", "handover"))}
        assert sorted(names(propose(known | crowd(2)))) == ["s0", "s1"]

    def test_nobody_senior_to_the_host_team_is_proposed(self) -> None:
        known = {"n1": HOST, "peer": Person(team="south", grade=4)}
        chief = Person(team="south", grade=5, topics=("pumps", "handover"), challenger=True)
        found = propose(known | {"chief": chief})
        assert names(found) == ["peer"]
        assert state(found, "Nobody senior") == "kept"

    def test_no_line_manager_of_the_host_team_is_proposed(self) -> None:
        boss = Person(team="south", grade=2, topics=("pumps", "handover"))
        found = propose({"n1": HOST, "boss": boss, "other": Person(team="south", grade=2)})
        assert names(found) == ["other"]

    def test_nobody_is_proposed_beside_their_line_manager(self) -> None:
        known = {"a": Person(team="south", line_manager="b"), "b": Person(team="west")}
        assert len(names(propose(known))) == 1

    def test_nobody_who_is_invited_already_is_proposed_again(self) -> None:
        found = propose(crowd(3), plan("s0 s1"))
        assert names(found) == ["s2"]


class TestAims:
    def test_topics_of_the_plan_are_covered_first(self) -> None:
        experts = {
            "p": Person(team="south", topics=("pumps",)),
            "h": Person(team="south", topics=("handover",)),
        }
        found = propose(crowd(9) | experts)
        assert {"p", "h"} <= set(names(found))
        assert state(found, "Every topic") == "kept"

    def test_having_helped_with_a_topic_covers_it(self) -> None:
        past = assist("past", "s3", tags=("handover",), happened="2020")
        found = propose(crowd(9, topics=("pumps",)), None, past)
        (helper,) = (one for one in found.picks if one.candidate.name == "s3")
        assert helper.candidate.helped == {"handover"}
        assert state(found, "Every topic") == "kept"

    def test_a_topic_that_nobody_knows_is_said(self) -> None:
        found = propose(crowd(9, topics=("pumps",)))
        (topics,) = (one for one in found.promises if one.text.startswith("Every topic"))
        assert (topics.state, topics.note) == ("not met", "nobody for handover")

    def test_teams_and_organisations_are_spread(self) -> None:
        others = {name: Person(team="west", grade=3) for name in ("w1", "w2")}
        found = propose(crowd(9) | others)
        assert {"w1", "w2"} <= set(names(found))
        assert state(found, "At least 2 teams") == "kept"
        assert state(found, "Somebody from another") == "kept"

    def test_a_challenger_is_among_them(self) -> None:
        experts = crowd(9, topics=("pumps", "handover"))
        found = propose(experts | {"doubter": Person(team="south", challenger=True)})
        assert "doubter" in names(found)

    def test_a_missing_challenger_is_said(self) -> None:
        assert state(propose(crowd(9)), "Somebody who likes") == "not met"

    def test_the_usual_suspects_stay_at_home(self) -> None:
        often = [assist(f"past-{n}", "s0", happened="2026-01") for n in range(3)]
        found = propose(crowd(7), None, *often)
        assert "s0" not in names(found)
        assert state(found, "Nobody who visits 3") == "kept"

    def test_a_usual_suspect_comes_when_there_is_nobody_else_and_it_is_said(self) -> None:
        often = [assist(f"past-{n}", "s0", happened="2026-01") for n in range(3)]
        found = propose(crowd(6), None, *often)
        assert "s0" in names(found)
        assert state(found, "Nobody who visits 3") == "not met"

    @pytest.mark.parametrize("happened", ["2026-01", "2020"])
    def test_who_has_been_before_gives_way_to_who_has_not(self, happened: str) -> None:
        past = assist("past", "s0", happened=happened)
        for seed in range(4):
            assert "s0" not in names(propose(crowd(7), None, past, seed=seed))

    def test_visits_of_long_ago_do_not_count(self) -> None:
        often = [assist(f"past-{n}", "s0", happened="2020") for n in range(3)]
        assert state(propose(crowd(6), None, *often), "Nobody who visits 3") == "kept"

    def test_too_few_people_are_said(self) -> None:
        assert state(propose(crowd(4)), "6 visitors") == "not met"

    def test_an_unknown_grade_is_said(self) -> None:
        found = propose({"n1": HOST, **crowd(6, grade=None)})
        assert state(found, "Nobody senior") == "not known"

    def test_a_senior_whom_the_plan_names_already_is_said(self) -> None:
        found = propose({"n1": HOST, "chief": Person(team="south", grade=9)}, plan("chief"))
        assert state(found, "Nobody senior") == "not met"


# Made once: to make strategies for each draw takes longer than the draws.
@cache
def _person(of: int) -> st.SearchStrategy[Person]:
    return st.builds(
        Person,
        team=st.sampled_from(TEAM_IDS),
        grade=st.none() | st.integers(1, 5),
        line_manager=st.none() | st.sampled_from([f"p{number}" for number in range(of)]),
        topics=st.sets(st.sampled_from(["handover", "pumps"])).map(tuple),
        challenger=st.booleans(),
    )


_NUMBERS = st.integers(0, 14)


@st.composite
def populations(draw: st.DrawFn) -> dict[str, Person]:
    """Draw people, most of whose grades and some of whose managers are known."""
    count = draw(_NUMBERS)
    return {f"p{number}": draw(_person(count)) for number in range(count)}


@given(populations(), st.integers(0, 5), st.integers(6, 8))
def test_picks_keep_their_promises(known: dict[str, Person], seed: int, count: int) -> None:
    found = propose(known, seed=seed, count=count)
    picked = names(found)
    host = [person for person in known.values() if person.team == "north"]
    ceiling = max((person.grade for person in host if person.grade is not None), default=None)
    assert len(set(picked)) == len(picked) <= count
    for name in picked:
        person = known[name]
        assert person.team != "north"
        assert person.grade is None or ceiling is None or person.grade <= ceiling
        assert name not in {other.line_manager for other in host}
        assert person.line_manager not in picked or person.line_manager == name
    kept = state(found, "Somebody who likes") == "kept"
    assert kept == any(known[name].challenger for name in picked)
    covered = {topic for name in picked for topic in known[name].topics}
    assert (state(found, "Every topic") == "kept") == (covered == {"handover", "pumps"})
    assert (state(found, f"{count} visitors") == "kept") == (len(picked) == count)


def aims_kept(known: Mapping[str, Person], chosen: tuple[str, ...]) -> int:
    """Return how many aims a selection meets, counted without the program."""
    people = [known[name] for name in chosen]
    of_team = [sum(other.team == person.team for other in people) for person in people]
    return sum(
        (
            {topic for person in people for topic in person.topics} == {"handover", "pumps"},
            len({person.team for person in people}) >= LIMITS.teams_least,
            any(person.team in ORGANISATIONS_ELSEWHERE for person in people),
            any(person.challenger for person in people),
            max(of_team, default=0) <= 2,
        )
    )


ORGANISATIONS_ELSEWHERE = frozenset(
    team
    for team, known in library([]).vocabulary.teams.items()
    if known.organisation != library([]).vocabulary.teams["north"].organisation
)


@settings(max_examples=80)
@given(populations(), st.integers(0, 3))
def test_no_other_selection_keeps_more_aims(known: dict[str, Person], seed: int) -> None:
    from itertools import combinations  # noqa: PLC0415

    pool = candidate_pool(library([plan()], known), plan(), LIMITS.usual_days, DAY)
    host = pool.host
    able = [
        name
        for name, person in known.items()
        if person.team != "north"
        and (person.grade is None or host.ceiling is None or person.grade <= host.ceiling)
        and not any(known[other].line_manager == name for other in host.people)
        and (person.line_manager or "") not in host.people
    ]
    allowed = [
        chosen
        for size in range(LIMITS.visitors_most + 1)
        for chosen in combinations(able, size)
        if not any(
            known[name].line_manager in chosen and known[name].line_manager != name
            for name in chosen
        )
    ]
    best = max(
        (min(len(chosen), LIMITS.visitors_least), aims_kept(known, chosen)) for chosen in allowed
    )
    found = tuple(names(proposal_for(pool, LIMITS, seed)))
    assert found in {tuple(sorted(one, key=found.index)) for one in allowed if set(one) == {*found}}
    assert (min(len(found), LIMITS.visitors_least), aims_kept(known, found)) == best


def test_the_number_of_visitors_is_the_one_that_keeps_most_aims() -> None:
    """Seven would seat three of one team; six do not."""
    known = {
        f"{team}{number}": Person(
            team=team, topics=("pumps", "handover"), challenger=not number, grade=2
        )
        for team in ("south", "west", "east")
        for number in range(5)
    }
    found = proposal_for(
        candidate_pool(library([plan()], known), plan(), LIMITS.usual_days, DAY), LIMITS, 0
    )
    assert len(found.picks) == 6
    assert state(found, "6 to 8 visitors") == "kept"
    assert state(found, "At most 2 of one team") == "kept"


def test_three_hundred_people_are_searched_within_the_budget_of_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = {
        f"p{number}": Person(
            team=TEAM_IDS[number % 3],
            grade=number % 5 + 1,
            line_manager=f"p{number // 6}" if number else None,
            topics=(("pumps",), ("handover",), ())[number % 7 % 3],
            challenger=number % 11 == 0,
        )
        for number in range(300)
    }
    runs: list[frozenset[str]] = []
    best = selection._Search.best

    def counted(search: selection._Search, without: frozenset[str]) -> object:
        runs.append(without)
        return best(search, without)

    monkeypatch.setattr(selection._Search, "best", counted)
    found = propose(known)
    assert state(found, "6 visitors") == "kept"
    assert len(runs) <= 202


@given(populations(), st.integers(0, 5))
def test_the_same_seed_gives_the_same_people(known: dict[str, Person], seed: int) -> None:
    backwards = dict(reversed(known.items()))
    assert propose(known, seed=seed) == propose(backwards, seed=seed)


@given(populations())
def test_a_challenger_who_manages_nobody_is_never_left_out(known: dict[str, Person]) -> None:
    alone = {
        name: person.model_copy(update={"line_manager": None, "grade": 1})
        for name, person in known.items()
    }
    able = any(one.challenger for one in alone.values() if one.team != "north")
    assert (state(propose(alone), "Somebody who likes") == "kept") == able


def test_another_seed_chooses_otherwise_between_people_alike() -> None:
    drawn = {tuple(sorted(names(propose(crowd(12), seed=seed)))) for seed in range(5)}
    assert len(drawn) > 1


PLAN = """\
---
title: Invented plan
problem: Invented pumps freeze in winter
format: peer-assist
status: open
date: 2026-02-01
host_team: north
tags: [pumps]
participants: [{person: heron, role: visitor}]
---
"""
PEOPLE = "people:\n  heron: {team: south, grade: 2}\n" + "".join(
    f"  bird-{n}: {{team: south, grade: 2, topics: [pumps], challenger: true}}\n" for n in range(9)
)


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with a plan and ten people."""
    made = make_base({"assists/plan.md": PLAN})
    (made.root / "people.yml").write_text(PEOPLE, encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


class TestCommand:
    def test_it_proposes_as_many_as_are_advised_with_a_reason_for_each(self, base: Base) -> None:
        output = base.run("assist", "pick", "plan").output
        # Seven, one of whom the plan names already.
        assert "6. bird-" in output
        assert "7. " not in output
        assert "heron, South team (Invented Hospital)" in output
        assert output.count("knows Pumps") == 6
        assert "NOT MET    At most 2 of one team. (more of south)" in output

    def test_it_prints_lines_that_make_the_plan_complete_when_pasted(self, base: Base) -> None:
        plan = base.root / "lessons/assists/plan.md"
        plan.write_text(PLAN.replace("participants: [{person: heron, role: visitor}]\n", ""))
        output = base.run("assist", "pick", "plan").output
        lines = output[output.index("participants:") :]
        plan.write_text(plan.read_text().replace("\n---\n", f"\n{lines.rstrip()}\n---\n"))
        loaded = base.load()
        found = loaded.library.assist("plan")
        assert found
        assert len(found.fields.participants) == 7
        assert [one.role for one in found.fields.participants].count("challenger") == 1
        assert not [one for one in loaded.diagnostics if one.rule == "person-unknown"]

    @pytest.mark.practice("a22")
    @pytest.mark.parametrize("knows", [True, False], ids=["with-people", "without"])
    def test_it_names_who_tried_the_lessons_that_help_and_whom_to_ask(
        self, base: Base, *, knows: bool
    ) -> None:
        lessons = base.root / "lessons"
        shed = lesson_text(title="Heat the shed", header="contact: duty desk\nteam: north")
        (lessons / "shed.md").write_text(shed, encoding="utf-8")
        (lessons / "keys.md").write_text(lesson_text(title="Keep the keys"), encoding="utf-8")
        (lessons / "reuse").mkdir()
        (lessons / "reuse/west.md").write_text(
            "---\nlesson: shed\nteam: south\nreported_by: lead\ndate: 2026-02-01\n"
            "outcome: worked\nmeasure: observed\n---\n",
            encoding="utf-8",
        )
        hits = "hits: [{id: shed, judgement: reuse}, {id: keys, judgement: 'no'}]"
        receipt = f"receipts: [{{query: ice, date: 2026-02-01, index: 0a1b, {hits}}}]\n---\n"
        (lessons / "assists/plan.md").write_text(PLAN.removesuffix("---\n") + receipt)
        if not knows:
            (base.root / "people.yml").unlink()

        output = base.run("assist", "pick", "plan").output

        assert "“Heat the shed”: tried by South team; ask duty desk." in output
        assert "Keep the keys" not in output

    def test_where_nobody_may_be_invited_there_is_nothing_to_paste(self, base: Base) -> None:
        people = "people:\n  heron: {team: north}\n"
        (base.root / "people.yml").write_text(people, encoding="utf-8")
        plan = PLAN.replace("participants: [{person: heron, role: visitor}]\n", "")
        (base.root / "lessons/assists/plan.md").write_text(plan, encoding="utf-8")
        output = base.run("assist", "pick", "plan").output
        assert "people.yml lists nobody whom these aims let you invite" in output
        assert "participants:" not in output

    def test_it_writes_nothing(self, base: Base) -> None:
        before = {file: file.read_bytes() for file in base.root.rglob("*") if file.is_file()}
        base.run("assist", "pick", "plan")
        after = {file: file.read_bytes() for file in base.root.rglob("*") if file.is_file()}
        assert after == before

    def test_it_prints_the_same_again(self, base: Base) -> None:
        arguments = ("assist", "pick", "plan", "--seed", "7", "--count", "8")
        assert base.run(*arguments).output == base.run(*arguments).output

    def test_it_does_not_run_where_others_read_the_log(
        self, base: Base, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CI", "true")
        result = base.run("assist", "pick", "plan")
        assert result.exit_code == 2
        assert "heron" not in result.output

    @pytest.mark.parametrize("count", ["5", "9"])
    def test_a_number_that_is_not_good_is_refused(self, base: Base, count: str) -> None:
        result = base.run("assist", "pick", "plan", "--count", count)
        assert result.exit_code == 2
        assert "6 to 8" in result.output

    def test_an_assist_that_was_held_invites_nobody(self, base: Base) -> None:
        result = base.run("assist", "pick", "pump-review")
        assert result.exit_code == 2
        assert "pump-review is reported" in result.output

    def test_a_base_without_people_says_how_to_list_them(self, base: Base) -> None:
        (base.root / "people.yml").unlink()
        result = base.run("assist", "pick", "plan")
        assert result.exit_code == 2
        assert "people.yml at the project root lists nobody" in result.output
        example = result.output[result.output.index("people:\n") :]
        (base.root / "people.yml").write_text(example, encoding="utf-8")
        loaded = base.load()
        assert loaded.library.people["quiet-otter"].line_manager == "grey-heron"
        assert not [one for one in loaded.diagnostics if one.span.file == "people.yml"]

    def test_an_unknown_plan_offers_the_nearest(self, base: Base) -> None:
        result = base.run("assist", "pick", "plam")
        assert result.exit_code == 2
        assert "did you mean plan?" in result.output
