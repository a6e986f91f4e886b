"""Text to tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.analysis import (
    APART,
    STOP_WORDS,
    fold,
    placed_tokens,
    tokens,
    words_in,
)
from site_builder.search.text import halves_of
from site_builder.search.topics import Topics, phrases_of
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
        ("Straße Łódź Ørsted œuvre æther", "strasse lodz orsted oeuvre aether"),
    ],
)
def test_case_accents_and_forms_of_letters_do_not_count(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("well-being, don’t", ["well", "being", "don", "t"]),
        ("The nurse's, the nurses’ and it’s", ["the", "nurse", "the", "nurses", "and", "it"]),
        ("C++, C# and F#: .NET", ["c++", "c#", "and", "f#", "net"]),
        ("A&E, R & D, AT&T in 24/7 A/B", ["a&e", "r&d", "at&t", "in", "24/7", "a/b"]),
        ("and/or teams & partners", ["and", "or", "teams", "partners"]),
        ("snake_case v1.2 of 3.5. Next.", ["snake_case", "v1.2", "of", "3.5", "next"]),
        ("½ x²", ["1", "2", "x2"]),
        ("水泵 冬天が来る。", ["水泵", "冬天", "天か", "か来", "来る"]),
        ("น้ำท่วม", ["นา", "าท", "ทว", "วม"]),
        ("— … !", []),
    ],
)
def test_tokens_are_words_names_with_signs_and_pairs_of_unspaced_letters(
    written: str, found: list[str]
) -> None:
    assert tokens(written) == found


def test_vowel_signs_do_not_part_a_word() -> None:
    assert len(tokens("हिन्दी में पम्प")) == 3


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts, texts)
def test_letters_fold_one_by_one(first: str, second: str) -> None:
    # Of two texts on one line, "R &" and "D" may be one name.
    assert tokens(f"{first}\n{second}") == [*tokens(first), *tokens(second)]


@given(texts)
def test_placed_tokens_are_the_tokens(text: str) -> None:
    assert [token.text for token in placed_tokens(text)] == tokens(text)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("An e-mail", [("email", 2, 2)]),
        (
            "Follow\u2010up of up\u2011to\u2011date x-rays",
            [("followup", 1, 2), ("uptodate", 5, 3), ("xrays", 7, 2)],
        ),
        ("@home with .NET", [("@home", 0, 1), (".net", 2, 1)]),
        ("2020-2021 a-b-c-d-e", []),
        ("水泵", [("水", 0, 0), ("泵", 0, 0)]),
        ("停電の", [("停", 0, 0), ("電", 1, 0), ("の", 1, 0)]),
    ],
)
def test_words_have_other_forms(text: str, forms: list[tuple[str, int, int]]) -> None:
    assert list(words_in(text).forms) == forms


@given(texts)
def test_placed_tokens_stand_one_after_another(text: str) -> None:
    placed = list(placed_tokens(text))
    for places in ([token.start for token in placed], [token.end for token in placed]):
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
        ("our A&E is full", [("emergency-department", 1, 2)]),
        ("the EMERGENCY-department", [("emergency-department", 1, 3)]),
        ("casualty ward casualty", [("ward", 0, 2), ("emergency-department", 2, 3)]),
        ("two emergency departments", [("emergency-department", 1, 3)]),
        ("emergency exit", []),
        ("emergency", []),
        ("", []),
    ],
)
def test_a_topic_is_found_by_its_longest_name(text: str, found: list[tuple[str, int, int]]) -> None:
    assert list(Topics(phrases_of(PHRASES)).found_in(tokens(text))) == found


@given(st.sets(st.text("abc", min_size=1, max_size=6), max_size=12))
def test_the_halves_of_a_word_are_known_words_that_make_it_up(words: set[str]) -> None:
    found = {(first, second) for first, some in halves_of(words, words).items() for second in some}
    known = words - APART
    assert found == {
        (one, other)
        for one in known
        for other in known
        if one + other in words and one + other not in STOP_WORDS
    }


def test_a_word_of_a_million_letters_is_not_cut_at_each_of_them() -> None:
    words = {"night", "shift", "n" * 1_000_000}
    assert halves_of(words, words) == {}
