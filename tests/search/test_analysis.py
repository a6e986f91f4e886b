"""Text to tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.analysis import Synonyms, fold, placed_tokens, tokens
from tests.search.queries import FOREIGN, NASTY

texts = st.one_of(st.text(max_size=40), st.sampled_from([*FOREIGN, *NASTY]))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Naïve CAFÉ", "naive cafe"),
        ("cafe\u0301", "cafe"),
        ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
        ("İstanbul", "istanbul"),
        ("ﬁne", "fine"),
        ("\u210ceat \U0001d407\U0001d41e\U0001d41a\U0001d42d", "heat heat"),
        ("\uff26\uff35\uff2c\uff2c", "full"),
        ("Straße", "straße"),
    ],
)
def test_case_accents_and_forms_of_letters_do_not_count(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("well-being, don’t", ["well", "being", "don", "t"]),
        ("A&E in 24/7", ["a", "e", "in", "24", "7"]),
        ("snake_case v1.2", ["snake_case", "v1", "2"]),
        ("½ x²", ["1", "2", "x2"]),
        ("水泵 冬天。", ["水泵", "冬天"]),
        ("— … !", []),
    ],
)
def test_tokens_are_runs_of_letters_numbers_and_underscores(written: str, found: list[str]) -> None:
    assert tokens(written) == found


def test_vowel_signs_do_not_part_a_word() -> None:
    assert len(tokens("हिन्दी में पम्प")) == 3


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts, texts)
def test_letters_fold_one_by_one(first: str, second: str) -> None:
    assert tokens(f"{first} {second}") == [*tokens(first), *tokens(second)]


@given(texts)
def test_placed_tokens_are_the_tokens(text: str) -> None:
    assert [token.text for token in placed_tokens(text)] == tokens(text)


@given(texts)
def test_placed_tokens_stand_one_after_another(text: str) -> None:
    places = [place for token in placed_tokens(text) for place in (token.start, token.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The cafe\u0301s, naïve", ["The", "cafe\u0301s", "naïve"]),
        ("a½b", ["a½", "b"]),
        ("don’t", ["don", "t"]),
        ("\u0301a", ["a"]),
    ],
)
def test_a_placed_token_is_cut_out_of_the_text_as_written(text: str, words: list[str]) -> None:
    assert [text[token.start : token.end] for token in placed_tokens(text)] == words


PHRASES = {
    "Emergency department": "emergency-department",
    "A&E": "emergency-department",
    "Casualty": "emergency-department",
    "Casualty ward": "ward",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("our A&E is full", [("emergency-department", 1, 3)]),
        ("the EMERGENCY-department", [("emergency-department", 1, 3)]),
        ("casualty ward casualty", [("ward", 0, 2), ("emergency-department", 2, 3)]),
        ("emergency exit", []),
        ("emergency", []),
        ("", []),
    ],
)
def test_a_topic_is_found_by_its_longest_name(text: str, found: list[tuple[str, int, int]]) -> None:
    assert list(Synonyms(PHRASES).found_in(tokens(text))) == found


def test_names_survive_being_kept() -> None:
    kept = Synonyms(PHRASES).phrases
    assert Synonyms(kept).phrases == kept
