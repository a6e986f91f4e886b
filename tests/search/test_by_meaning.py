"""Lessons are found by what they mean too, where that is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from site_builder.exchange.forms.similar import nearest_lessons
from site_builder.meaning.arrays import np
from site_builder.project import read_project
from site_builder.search.answer import Answer, Filters, answer
from site_builder.search.by_meaning import MOST, Meaning
from site_builder.search.open import open_search
from site_builder.search.query import parse_query, plain_query
from site_builder.search.scores import LARGEST
from site_builder.search.verdict import ALIKE, CLOSE, LEAST_NEAR, NOTHING, ONE, SOME, verdict
from tests.builders import PLAN, QUIET_ASSIST, lesson_text
from tests.search.making import index_of, made

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.search.store import Opened
    from tests.conftest import Base

FAR, NEAR, NEARER = 0, LEAST_NEAR, LEAST_NEAR + 1
OPENED = index_of(
    made("a", "The pump froze"),
    made("b", "Letters are long", tags=("ward",)),
    made("c", "A pump, and more of the pump"),
    made("d", "Badges queue"),
)


def found(query: str, near: list[int], filters: Filters | None = None) -> Answer:
    meaning = Meaning(np.array(near), frozenset(range(len(near))))
    return answer(OPENED, parse_query(query), filters or Filters(), 10, meaning)


def ids(opened: Opened, result: Answer) -> list[str]:
    return [opened.rows[match.row].id for match in result.matches]


def test_a_lesson_without_a_word_is_found_by_its_meaning_and_said_so() -> None:
    result = found("pump", [NEAR, ONE, NEAR, FAR])
    assert set(ids(OPENED, result)) == {"a", "b", "c"}
    assert {match.row for match in result.matches if match.by_meaning} == {1}
    assert (result.total, result.by_meaning) == (3, 1)


def test_what_no_word_found_and_means_something_else_is_not_found() -> None:
    assert ids(OPENED, found("pump", [FAR, NEAR - 1, FAR, FAR])) == ["c", "a"]


def test_both_signals_make_one_order() -> None:
    assert ids(OPENED, found("pump", [ONE, FAR, FAR, FAR])) == ["a", "c"]


def test_filters_hold_for_what_meaning_found() -> None:
    ward = Filters({"tag": frozenset({"ward"})})
    assert ids(OPENED, found("pump", [ONE, NEAR, ONE, ONE], ward)) == ["b"]
    assert ids(OPENED, found("frost -pump", [ONE, NEARER, ONE, NEAR])) == ["b", "d"]


def test_filters_alone_mean_nothing() -> None:
    assert ids(OPENED, found("tag:ward", [ONE] * 4)) == ["b"]


def test_no_more_than_some_are_found_by_meaning_alone() -> None:
    many = index_of(*(made(f"n{at:02}", "Badges") for at in range(MOST + 5)))
    meaning = Meaning(np.full(MOST + 5, ONE), frozenset(range(MOST + 5)))
    assert answer(many, plain_query("frost"), Filters(), 1, meaning).total == MOST


def test_a_lesson_without_a_vector_is_found_by_words_alone() -> None:
    meaning = Meaning(np.array([ONE] * 4), frozenset({0}))
    assert ids(OPENED, answer(OPENED, plain_query("frost"), Filters(), 10, meaning)) == ["a"]


@pytest.mark.parametrize(
    ("near", "word"), [(FAR, NOTHING), (NEAR - 1, NOTHING), (NEAR, ALIKE), (ONE, CLOSE)]
)
def test_the_verdict_counts_meaning(near: int, word: str) -> None:
    assert verdict([0], ["frost"] * 3, ["frost"] * 3, 0, [near]).word == word


def test_the_verdict_speaks_of_words_where_any_is_shared() -> None:
    assert verdict([1, 0], ["frost"] * 3, [], 0, [NEAR, NEAR]).word == SOME


def test_what_is_close_by_words_stays_close() -> None:
    assert verdict([LARGEST], ["a"], [], 0, [FAR]).word == CLOSE


def test_operators_are_not_part_of_what_is_said() -> None:
    assert parse_query('a "frozen pump" -shed tag:ward').said == "a frozen pump"


def test_a_lesson_is_near_by_half_of_the_words_or_by_meaning() -> None:
    result = found("pump froze hard again", [FAR, NEAR, NEAR, NEAR - 1])
    assert {ids(OPENED, result)[at] for at, it in enumerate(result.matches) if it.is_near} == {
        *("a", "b", "c")
    }
    assert not any(it.is_meant for it in found("pump", [NEAR - 1] * 4).matches)
    unknown = Meaning(np.array([ONE] * 4), frozenset({1}))
    answered = answer(OPENED, plain_query("pump"), Filters(), 10, unknown)
    assert {it.row for it in answered.matches if it.is_meant} == {1}


QUIET = {"tags": "[handover]", "body": "## What happened\n\nCold.\n"}
MACHINE = lesson_text(title="Keep machines warm", problem="Water machines fail in frost", **QUIET)
ASKED = "Our pumps freeze every winter"


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base that is to be searched by meaning too."""
    base = make_base(
        {
            "pump.md": MACHINE,
            "badge.md": lesson_text(title="Badges", problem="Visitors queue at the door", **QUIET),
            "assists/pump-review.md": QUIET_ASSIST,
        }
    )
    config = base.root / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("- lessons", "- lessons: {meaning: on}"), "utf-8"
    )
    return base


def test_a_meeting_is_told_of_by_meaning_once_that_is_worked_out(base: Base) -> None:
    plan = PLAN.replace("Invented assist on frozen pumps", "Meet")
    cold = "Pumps at the invented plant freeze when the nights turn cold"
    for name, problem in (("ice", "Water machines fail in frost"), ("door", "Nobody finds us")):
        (base.root / f"lessons/assists/{name}.md").write_text(plan.replace(cold, problem), "utf-8")
    asked = ("solved", ASKED, "--format", "json")
    assert json.loads(base.run(*asked).stdout)["open_assists"] == []
    assert base.run("meaning").exit_code == 0
    (told,) = json.loads(base.run(*asked).stdout)["open_assists"]
    assert (told["id"], told["by_meaning"]) == ("ice", True)
    assert (
        "Meet (ice, decision due 2026-07-01, found by meaning)" in base.run("solved", ASKED).stdout
    )
    assert json.loads(base.run(*asked, "--words-only").stdout)["open_assists"] == []
    # By their words, as before.
    (told,) = json.loads(base.run("solved", "machines in frost", "--format=json").stdout)[
        "open_assists"
    ]
    assert (told["id"], told["by_meaning"]) == ("ice", False)


def test_a_lesson_in_other_words_makes_a_receipt_stale(base: Base) -> None:
    machine = base.root / "lessons/pump.md"
    machine.unlink()
    assert base.run("meaning").exit_code == 0
    planned = base.run("assist", "new", ASKED, "--judge", "*=no:of something else")
    assert planned.exit_code == 0, planned.output
    assert "receipt is stale" not in base.run("check").output
    machine.write_text(MACHINE.replace("date: 2026", "date: 2036"), "utf-8")
    assert "receipt is stale" not in base.run("check").output
    assert base.run("meaning").exit_code == 0
    assert "the receipt is stale: `pump` would be among" in base.run("check").output


def test_a_new_lesson_is_near_in_meaning_to_one_in_other_words(base: Base) -> None:

    def near() -> list[tuple[str, str]]:
        opened = open_search(read_project(base.root))
        found = nearest_lessons("Wrap them", ASKED, base.load().library, 0.75, opened)
        return [(lesson.id, lesson.how) for lesson in found]

    assert near() == []
    assert base.run("meaning").exit_code == 0
    assert near() == [("pump", "near in meaning, in other words")]


def test_the_command_finds_by_meaning_once_it_is_worked_out(base: Base) -> None:
    assert base.run("meaning").exit_code == 0
    asked = ("solved", ASKED, "--format", "json")
    hit, *_others = json.loads(base.run(*asked).stdout)["hits"]
    assert (hit["id"], hit["by_meaning"]) == ("pump", True)
    assert hit["snippet"] == "Water machines fail in frost"
    assert not json.loads(base.run(*asked, "--words-only").stdout)["hits"]
    told = base.run("solved", ASKED).output
    assert "1 only by meaning" in told
    assert "Found by meaning: Water machines fail in frost" in told
