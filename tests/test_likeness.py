"""Problems that are alike, compared by their telling words."""

from __future__ import annotations

import pytest

from site_builder.library.likeness import (
    MEANT,
    MEANT_A_LOOK,
    MOST_HOLDERS,
    alike,
    grouped,
    likeness,
    related,
)


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@pytest.mark.parametrize(
    ("first", "second", "shared", "of_both", "of_shorter"),
    [
        ("one two three", "two three four", 2, 0.5, 2 / 3),
        ("one two", "one two three four", 2, 0.5, 1.0),
        ("one", "one", 1, 1.0, 1.0),
        ("one", "two", 0, 0.0, 0.0),
        ("", "one", 0, 0.0, 0.0),
        ("", "", 0, 0.0, 0.0),
    ],
)
def test_likeness_counts_shared_words_and_both_shares(
    first: str, second: str, shared: int, of_both: float, of_shorter: float
) -> None:
    found = likeness(words(first), words(second))

    assert (found.shared, found.of_both, found.of_shorter) == (shared, of_both, of_shorter)


@pytest.mark.parametrize(
    ("first", "second", "is_related"),
    [
        ("a b c", "a b c d e f g h", True),
        ("a b", "a b", False),
        ("a b c d e f", "a b c x y z", True),
        ("a b c d e f g", "a b c t u v w", False),
    ],
)
def test_problems_are_related_by_three_words_and_half_of_the_shorter(
    first: str, second: str, *, is_related: bool
) -> None:
    assert likeness(words(first), words(second)).is_related is is_related
    assert list(related({1: words(first), 2: words(second)}, {})) == [(1, 2)] * is_related


def test_problems_are_related_by_what_they_mean_too() -> None:
    assert likeness(words("a b"), words("c d"), MEANT).is_related
    assert not likeness(words("a b"), words("c d"), MEANT - 0.01).is_related
    texts = {1: words("a b"), 2: words("c d"), 3: words("e f")}
    assert list(related(texts, {(1, 2): MEANT, (1, 3): MEANT - 0.01})) == [(1, 2)]


@pytest.mark.parametrize(("second", "is_worth_a_look"), [("a b x", True), ("a x y", False)])
def test_two_words_are_worth_a_look(second: str, *, is_worth_a_look: bool) -> None:
    assert likeness(words("a b c"), words(second)).is_worth_a_look is is_worth_a_look


def test_groups_are_what_a_chain_of_pairs_connects() -> None:
    assert grouped("edcba", [("a", "c"), ("d", "c")]) == [("a", "c", "d"), ("b",), ("e",)]


@pytest.mark.parametrize("count", [400, 800])
def test_pairs_of_near_equal_texts_grow_with_their_number_and_not_its_square(count: int) -> None:
    texts = {number: words(f"p q r s t u v w x y n{number}") for number in range(count)}

    pairs = list(alike(texts, 0.8))

    assert len(pairs) <= count * MOST_HOLDERS
    assert grouped(texts, ((first, second) for first, second, _score in pairs)) == [tuple(texts)]


class TestAlike:
    def pairs(self, threshold: float, **texts: str) -> list[tuple[str, str, float]]:
        """Return the like pairs of texts by name."""
        sets = {key: frozenset(text.split()) for key, text in texts.items()}
        return list(alike(sets, threshold))

    def test_a_pair_shares_at_least_the_threshold(self) -> None:
        assert self.pairs(0.5, a="one two three", b="two three four") == [("a", "b", 0.5)]

    def test_a_pair_below_the_threshold_is_left_out(self) -> None:
        assert self.pairs(0.51, a="one two three", b="two three four") == []

    def test_a_share_that_rounding_would_lose_counts(self) -> None:
        assert 0.56 * 25 > 14
        words = [f"w{number}" for number in range(25)]

        assert self.pairs(0.56, a=" ".join(words), b=" ".join(words[:14])) == [("a", "b", 0.56)]

    def test_texts_without_words_are_like_nothing(self) -> None:
        assert self.pairs(0.5, a="", b="", c="one") == []

    def test_the_first_of_equal_texts_stands_for_all(self) -> None:
        assert self.pairs(0.6, a="one two", b="one two", c="one two three", d="one two") == [
            ("a", "b", 1.0),
            ("a", "c", 2 / 3),
            ("a", "d", 1.0),
        ]

    def test_pairs_come_sorted_whatever_the_order_of_texts(self) -> None:
        forward = self.pairs(0.1, a="x y", b="x z", c="y z")
        backward = self.pairs(0.1, c="y z", b="x z", a="x y")

        assert forward == backward == sorted(forward)
        assert len(forward) == 3


@pytest.mark.parametrize(
    ("first", "meant", "is_worth_a_look", "is_by_meaning"),
    [
        ("one", MEANT_A_LOOK, True, True),
        ("one", MEANT_A_LOOK - 0.01, False, False),
        ("one two", 0.0, True, False),
        ("one two", 1.0, True, False),
    ],
)
def test_a_text_is_worth_a_look_for_its_words_or_for_its_meaning(
    first: str, meant: float, *, is_worth_a_look: bool, is_by_meaning: bool
) -> None:
    found = likeness(words(first), words("one two three"), meant)
    assert (found.is_worth_a_look, found.is_by_meaning) == (is_worth_a_look, is_by_meaning)
