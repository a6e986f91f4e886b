"""How near an answer comes is said in a word, whatever stands around the problem."""

from __future__ import annotations

import pytest

from site_builder.search.scores import LARGEST
from site_builder.search.verdict import CLOSE, NOTHING, SOME, verdict
from tests.search.making import ask, index_of, made

PUMP = index_of(made("a", title="The pump in the barn freezes"), made("b", "A shed with tools."))


@pytest.mark.parametrize(
    "message",
    [
        "Dear Sam, the pump in the barn freezes. Kind regards, Tom",
        "Hi Priya!\nHope you are well. The pump in the barn freezes.\nThanks, Idriss (Kigali)",
        "Good morning Dr Meyer, the pump in the barn freezes. Yours sincerely\nJ. Okafor",
        "FW: the pump in the barn freezes\n\nSent from my iPhone",
        "pump barn freezes on Monday, again last week, pls anyone??",
    ],
)
def test_greetings_names_times_and_courtesy_tell_nothing(message: str) -> None:
    found = ask(PUMP, message)
    assert set(found.words) - {"well", "morning"} == {"pump", "barn", "freezes"}
    assert found.verdict.word == CLOSE


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ("Dear Barn, it freezes", "barn"),
        ("The pump freezes and the barn is cold and the tools are wet. Thanks, Pump", "pump"),
        ("hello", "hello"),
        ("thanks what do we owe to Zanzibar", "zanzibar"),
    ],
)
def test_a_word_that_a_lesson_has_or_that_stands_elsewhere_is_no_name(
    message: str, word: str
) -> None:
    assert word in ask(PUMP, message).words


@pytest.mark.parametrize("greeting", ["Hi Bar", "Dear Fre", "hello Pumb", "Good morning Dr Pumb"])
def test_a_name_is_no_unfinished_or_misspelt_word(greeting: str) -> None:
    assert ask(PUMP, greeting).verdict.word == NOTHING


def test_a_lesson_without_a_telling_word_is_not_found() -> None:
    found = ask(
        index_of(made("a", "They know what they want anyway"), made("b", "pump")), "anyway pump"
    )
    assert (found.total, found.matches[0].row) == (1, 1)


def test_length_is_taken_out() -> None:
    """Four times the words with twice the score are as near."""
    few = verdict([LARGEST], ["a"] * 4, [], 0)
    many = verdict([2 * LARGEST], ["a"] * 16, [], 0)
    assert few.nearness == many.nearness


def test_a_word_that_no_lesson_has_counts_twice() -> None:
    known = verdict([LARGEST], ["a"] * 4, [], 0)
    assert verdict([LARGEST], ["a"] * 2, ["a"] * 2, 0).nearness == known.nearness


def test_the_lessons_that_come_close_are_counted() -> None:
    found = verdict([LARGEST, LARGEST // 2, 10], ["a"], [], 0)
    assert (found.word, found.close) == (CLOSE, 2)


@pytest.mark.parametrize(
    ("words", "complete", "word"),
    [(1, 2, CLOSE), (2, 2, CLOSE), (3, 2, SOME), (1, 0, NOTHING), (3, 0, NOTHING)],
)
def test_a_lesson_with_all_words_is_never_far_off(words: int, complete: int, word: str) -> None:
    """A common word tells little, and a lesson that has it is what was looked up."""
    found = verdict([10, 10], ["common"] * words, [], complete)
    assert (found.word, found.close) == (word, 2 if word == CLOSE else 0)
