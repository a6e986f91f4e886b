"""Lessons are found by what they mean too, where that is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from site_builder.meaning.arrays import np
from site_builder.search.answer import Answer, Filters, answer
from site_builder.search.by_meaning import MOST, Meaning
from site_builder.search.query import parse_query, plain_query
from site_builder.search.scores import LARGEST
from site_builder.search.verdict import ALIKE, CLOSE, LEAST_NEAR, NOTHING, ONE, SOME, verdict
from tests.builders import QUIET_ASSIST, lesson_text
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


def test_the_command_finds_by_meaning_once_it_is_worked_out(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    quiet = {"tags": "[handover]", "body": "## What happened\n\nCold.\n"}
    base = make_base(
        {
            "pump.md": lesson_text(
                title="Keep machines warm", problem="Water machines fail in frost", **quiet
            ),
            "badge.md": lesson_text(title="Badges", problem="Visitors queue at the door", **quiet),
            "assists/pump-review.md": QUIET_ASSIST,
        }
    )
    config = base.root / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("- lessons", "- lessons: {meaning: on}"), "utf-8"
    )
    assert base.run("meaning").exit_code == 0
    asked = ("solved", "Our pumps freeze every winter", "--format", "json")
    hit, *_others = json.loads(base.run(*asked).stdout)["hits"]
    assert (hit["id"], hit["by_meaning"]) == ("pump", True)
    assert hit["snippet"] == "Water machines fail in frost"
    assert not json.loads(base.run(*asked, "--words-only").stdout)["hits"]
    told = base.run("solved", "Our pumps freeze every winter").output
    assert "1 only by meaning" in told
    assert "Found by meaning: Water machines fail in frost" in told
