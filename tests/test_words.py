"""Telling words of a sentence, and sentences that share most of theirs."""

from __future__ import annotations

import pytest

from site_builder.library.words import STOP_WORDS, alike, content_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The pumps, and THE valves", ["pumps", "valves"]),
        ("Don't we know why?", ["know"]),
        ("the nurse’s round", ["nurse’s", "round"]),
        ("ward 3, bed 12", ["ward", "3", "bed", "12"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("re-open snake_case", ["re", "open", "snake", "case"]),
        ("水泵 fails", ["水", "泵", "fails"]),
        ("café", ["café"]),
        ("", []),
        ("to be or not to be", []),
        ("🙂 – …", []),
    ],
)
def test_content_words_are_what_tells_a_text_from_others(text: str, words: list[str]) -> None:
    assert content_words(text) == words


def test_phrases_that_say_nothing_are_taken_out_in_any_case() -> None:
    words = content_words("Lack of Time in the night shift", ["lack of time"])

    assert words == ["night", "shift"]


def test_every_stop_word_is_left_out_as_it_is_listed() -> None:
    assert content_words(" ".join(sorted(STOP_WORDS))) == []


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
