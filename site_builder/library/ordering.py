"""The longest increasing subsequence."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the positions of the longest run of rising numbers, of equals an early one.

    The numbers of a run need not be adjacent. Takes n log n steps.
    """
    last: list[int] = []
    """Position of the smallest number that ends a run of each length."""
    before: list[int] = []
    for position, number in enumerate(numbers):
        length = bisect_left([numbers[at] for at in last], number)
        before.append(last[length - 1] if length else -1)
        if length == len(last):
            last.append(position)
        elif numbers[last[length]] > number:
            last[length] = position
    run, at = [], last[-1] if last else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]
