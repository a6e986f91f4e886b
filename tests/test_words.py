"""Telling words of a sentence."""

from __future__ import annotations

import pytest

from site_builder.library.words import STOP_WORDS, content_words


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
