"""The rules on wording find most of what they are for, and little else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.wording import FALSE, HALVES, RECALL, RULES, measured
from site_builder.library.wording import claims
from site_builder.library.words import in_small_letters
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    import re

HERE = Path(__file__).parent

FEWEST = 40


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_most_of_what_it_is_for_and_little_else(rule: str, half: str) -> None:
    result = measured(rule, half)

    assert result.recall >= RECALL, result.missed
    assert result.false_rate <= FALSE, result.false


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_measured_on_enough_sentences(rule: str) -> None:
    halves = [measured(rule, half) for half in HALVES]

    assert sum(half.wrong for half in halves) >= FEWEST
    assert sum(half.right for half in halves) >= FEWEST


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (claims._LINKS, claims._LINK_WORDS),
        (claims._TRANSITIVE, claims._EFFECT_WORDS),
    ],
    ids=["links", "effects"],
)
def test_sentences_without_any_word_of_a_claim_hold_none(
    pattern: re.Pattern[str], words: frozenset[str]
) -> None:
    """What is looked through is less than the text, and nothing is missed by it."""
    texts = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "lessons").rglob("*.md")]
    texts += [path.read_text(encoding="utf-8") for path in (HERE / "wording").glob("*.yml")]
    lowered = [in_small_letters(text) for text in texts]
    everywhere = [[match.span() for match in pattern.finditer(text)] for text in lowered]
    near = [[match.span() for match in claims._found(pattern, words, text)] for text in lowered]
    assert near == everywhere
    assert sum(map(len, near)) > 50
