"""The rules on wording find most of what they are for, and little else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.wording import FALSE, HALVES, RECALL, RULES, measured, sentences
from site_builder.library.wording import blame
from site_builder.library.wording.classes import class_of
from site_builder.library.wording.sentences import WORD, Prose

FEWEST = 40


MARKS = {"purpose-endorsement": "a20", "claim-too-strong": "e35"}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(rule, marks=[pytest.mark.practice(MARKS[rule])] if rule in MARKS else [])
        for rule in RULES
    ],
)
def test_a_rule_finds_most_of_what_it_is_for_and_little_else(rule: str, half: str) -> None:
    result = measured(rule, half)

    assert result.recall >= RECALL, result.missed
    assert result.false_rate <= FALSE, result.false


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_measured_on_enough_sentences(rule: str) -> None:
    halves = [measured(rule, half) for half in HALVES]

    assert sum(half.wrong for half in halves) >= FEWEST
    assert sum(half.right for half in halves) >= FEWEST


@pytest.mark.parametrize("rule", RULES)
def test_a_sentence_is_looked_through_for_each_claim_and_for_all_blame_that_is_in_it(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cues spare work, and nothing is missed by them."""
    wrong = [sentence for half in HALVES for sentence in sentences(rule, half)["wrong"]]
    found = [sentence for sentence in wrong if RULES[rule](sentence)]
    monkeypatch.setattr(Prose, "sentences", lambda prose, _cues: [(0, len(prose.text))])

    assert [sentence for sentence in wrong if RULES[rule](sentence)] == found


def test_no_word_that_blame_is_looked_for_by_is_hidden_by_its_class() -> None:
    words = set(re.findall(r"(?<![\\\w'-])[a-z][a-z'-]+", blame.PATTERN.pattern))

    assert sorted(word for word in words if class_of(word) != word) == []


@given(st.text(st.characters() | st.sampled_from("AaéÉİ\u017f'’_-1 \n\ud800")))
def test_words_are_told_apart_as_the_pattern_for_browsers_does(text: str) -> None:
    prose = Prose(text)

    assert prose.words == set(WORD.findall(prose.lowered))
