"""What a person typed, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.query import Query, parse_query, plain_query
from tests.search.queries import FOREIGN, NASTY

texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from([*FOREIGN, *NASTY]),
    st.lists(st.sampled_from(['"', "“", "-", "*", "tag:", "a", "é", " ", "the"])).map("".join),
)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("pump pump shed", Query(words=("pump", "shed"))),
        (
            '"pump of the shed"',
            Query(("pump", "of", "the", "shed"), (), (("pump", "of", "the", "shed"),)),
        ),
        ("“pump shed” x", Query(("pump", "shed", "x"), (), (("pump", "shed"),))),
        ('"pump"', Query(words=("pump",))),
        ('"pump shed', Query(words=("pump", "shed"))),
        ("pum* shed", Query(words=("shed",), prefixes=("pum",))),
        ("re-us*", Query(words=("re",), prefixes=("us",))),
        ("pump -shed -re-use", Query(words=("pump",), excluded=("shed", "reuse"))),
        ('-"pump shed"', Query(excluded=("pump", "shed"))),
        (
            "well-being",
            Query(words=("well", "being"), joined=(("wellbeing", ("well", "being")),)),
        ),
        ("pump - shed", Query(words=("pump", "shed"))),
        ('5"-pipe', Query(words=("5", "pipe"))),
        ("tag:Pumps year:2026", Query(filters=(("tag", "pumps"), ("year", "2026")))),
        ("Tag:pumps", Query(words=("tag", "pumps"))),
        ("colour:red", Query(words=("colour", "red"))),
        ("-tag:pumps", Query(excluded=("pumps",))),
        ("tag:", Query(words=("tag",))),
        ("", Query()),
        ("-", Query()),
        ("*", Query()),
    ],
)
def test_operators(text: str, query: Query) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\u3000", "\x1c", "\x85", "\ufeff", "\u2028"])
def test_a_minus_after_any_white_space_leaves_a_word_out(space: str) -> None:
    assert parse_query(f"a{space}-b").excluded == ("b",)


def test_repeated_words_stay_in_the_sequence() -> None:
    assert parse_query("shift change shift").sequence == ("shift", "change", "shift")


def test_in_a_plain_text_every_sign_is_text() -> None:
    query = plain_query('-pump "two words" tag:x star*')
    assert query == Query(words=("pump", "two", "words", "tag", "x", "star"))


@given(texts)
def test_any_text_is_a_query(text: str) -> None:
    query = parse_query(text)
    assert set(query.words) == set(query.sequence)
    assert {word for phrase in query.phrases for word in phrase} <= set(query.words)
