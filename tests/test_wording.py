"""The rules on wording find most of what they are for, and little else."""

from __future__ import annotations

import pytest

from benchmarks.wording import FALSE, HALVES, RECALL, RULES, measured

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
