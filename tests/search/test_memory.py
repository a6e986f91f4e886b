"""Postings in memory are those of Whoosh, so the published index holds Whoosh's scores."""

from __future__ import annotations

import tempfile
from array import array
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.search.memory import MemoryIndex
from site_builder.search.postings import publish
from site_builder.search.scores import PLACED, B
from site_builder.search.store import in_memory
from tests.search.making import EMERGENCY, as_kept, facts, found_by, made
from tests.search.queries import FOREIGN, LONG, MANY
from tests.strategies import texts

if TYPE_CHECKING:
    from site_builder.search.store import Opened
    from site_builder.search.text import SearchText

BASES = {
    "no lesson": [],
    "an empty lesson": [made("empty")],
    "one lesson": [made("one", "The pump froze.", title="Pumps", problem="A pump froze in winter")],
    "an empty lesson among others": [made("a", "A pump."), made("b"), made("c", "The pump")],
    "nothing but stop words": [made("a", "it is the"), made("b", "the of")],
    "foreign scripts": [
        made(f"n{at}", f"{text} a & e", title=text[:9], phrases=EMERGENCY, tags=("ward",))
        for at, text in enumerate([*FOREIGN, *MANY.split(), LONG])
    ],
    # Whoosh keeps the length of a field in a byte: exactly up to some forty tokens.
    "long lessons": [
        made(f"n{at}", "pump shed " * (at * at), title="pump " * at) for at in range(0, 60, 3)
    ],
}


def from_whoosh(opened: Opened) -> MemoryIndex:
    """Return in memory what the Whoosh index of some lessons says."""
    assert isinstance(opened.index, MemoryIndex)
    kept = as_kept(opened)
    read = MemoryIndex([])
    read.lessons, read.lengths = opened.index.lessons, kept.lengths
    for name in B:
        for term in kept.index.terms(name):
            postings = read.postings[name][term]
            for row, weight in kept.index.weights(name, term):
                postings.rows.append(row)
                postings.counts.append(int(weight))
            if name in PLACED:
                found = kept.index.positions(name, term).values()
                postings.counts = array("I", map(len, found))
                postings.places.extend(chain.from_iterable(found))
    return read


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def assert_same_bytes(opened: Opened) -> None:
    """Assert that an index in memory and a Whoosh index give the same published files."""
    assert isinstance(opened.index, MemoryIndex)
    with tempfile.TemporaryDirectory(prefix="beforehand-") as name:
        direct, whoosh = Path(name, "direct"), Path(name, "whoosh")
        publish(opened.facts, opened.index, direct)
        publish(opened.facts, from_whoosh(opened), whoosh)
        assert contents(direct) == contents(whoosh)


@pytest.mark.parametrize("lessons", BASES.values(), ids=BASES.keys())
def test_a_small_base_is_published_as_from_whoosh(lessons: list[SearchText]) -> None:
    assert_same_bytes(in_memory(facts(EMERGENCY), lessons))


def test_a_generated_base_is_published_as_from_whoosh(large_memory: Opened) -> None:
    assert_same_bytes(large_memory)


def test_the_lessons_of_this_repository_are_published_as_from_whoosh(own_memory: Opened) -> None:
    assert_same_bytes(own_memory)


bases = st.lists(st.tuples(texts, texts, st.sampled_from(FOREIGN), st.booleans()), max_size=5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(bases)
def test_any_texts_are_published_as_from_whoosh(base: list[tuple[str, str, str, bool]]) -> None:
    lessons = [
        made(f"n{at}", f"{body} {more}", title=title, tags=("ward",) * tagged, phrases=EMERGENCY)
        for at, (title, body, more, tagged) in enumerate(base)
    ]
    assert_same_bytes(in_memory(facts(EMERGENCY), lessons))


@pytest.mark.parametrize("beginning", ["", "p", "pu", "pump", "zz", "\U00010330"])
def test_terms_that_begin_alike_are_those_of_whoosh(own_memory: Opened, beginning: str) -> None:
    kept = as_kept(own_memory)
    assert own_memory.index.terms("text", beginning) == kept.index.terms("text", beginning)


def test_frequent_words_and_cards_are_those_of_the_kept_index(own_memory: Opened) -> None:
    kept = as_kept(own_memory)
    assert own_memory.facts.words == kept.facts.words
    for row in range(len(own_memory.rows)):
        assert own_memory.index.card(row) == kept.index.card(row)


@pytest.mark.parametrize("query", ["pump", "pum", '"red pump"', "pump -shed", "tag:ward", "the"])
def test_an_index_in_memory_finds_what_the_kept_one_finds(query: str) -> None:
    lessons = [
        made("a", "A red pump", tags=("ward",)),
        made("b", "The pump, red"),
        made("c", "shed"),
    ]
    opened = in_memory(facts(), lessons)
    assert found_by(opened, query) == found_by(as_kept(opened), query)


def test_the_places_of_a_word_rise_however_it_is_written() -> None:
    written = "A followup after the follow-up, then they follow up, and a followup"
    before = made("a", "It froze. Followup, followup, followup and followup")
    index = MemoryIndex([before, made("b", written), made("c", "One more followup")])
    places = index.positions("text", "followup")
    assert places == {0: [2, 3, 4, 6], 1: [1, 5, 9, 12], 2: [2]}
