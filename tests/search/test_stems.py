"""Lessons are taken into terms as Whoosh's own tokenizer and filters would, in one pass."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import assume, example, given
from whoosh.analysis import RegexTokenizer, StemFilter, StopFilter

from site_builder.search.analysis import STOP_WORDS, fold, words_in
from site_builder.search.memory import MemoryIndex
from site_builder.search.stems import stem
from tests.search.making import made
from tests.strategies import texts

_THREE_PASSES: Any = (
    RegexTokenizer(r"\w+") | StopFilter(STOP_WORDS, minsize=1, renumber=False) | StemFilter()
)


@given(texts)
@example("the pumps of the old shed were freezing, and the heaters failed")
def test_stems_and_positions_are_those_of_whoosh(text: str) -> None:
    # Names with signs, words with hyphens and scripts without spaces are taken apart by us alone.
    assume(list(words_in(text).tokens) == re.findall(r"\w+", fold(text)))
    assume(not words_in(text).forms)
    by_whoosh = [(token.text, token.pos) for token in _THREE_PASSES(fold(text), positions=True)]
    index = MemoryIndex(())
    index.add(0, made("a", text))
    ours = index.postings["text"].items()
    assert sorted((place, stem) for stem, postings in ours for place in postings.places) == [
        (place, stem) for stem, place in by_whoosh
    ]


@given(texts)
@example("yes, dies, skies, ably, y's")
def test_a_stem_begins_as_its_word_does(text: str) -> None:
    assert all(stem(word)[:1] == word[:1] for word in words_in(text).tokens)
