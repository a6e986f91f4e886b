"""Expiry date of the cached index."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_builder.library.evidence.words import statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library.evidence.assessment import Assessment

LONGEST = timedelta(days=365)
"""How far ahead is looked."""


def last_day(assessments: Iterable[Assessment], stale_years: int, today: date) -> date:
    """Return the last day on which every lesson has its levels and statement of today.

    Age is said otherwise at most once, and a level that a person has set lapses once.

    Args:
        assessments: Of the lessons, as they are today.
        stale_years: Years after which a lesson is said to be not confirmed since.
        today: The day of the assessments.
    """
    last = today + LONGEST
    for one in assessments:
        if one.overridden and one.override is not None:
            last = min(last, one.override.expires)
        said = statement(one, stale_years, today)
        if statement(one, stale_years, last) == said:
            continue
        # The last day of the old words lies from the one to before the other.
        old, new = today, last
        while (new - old).days > 1:
            middle = old + (new - old) // 2
            if statement(one, stale_years, middle) == said:
                old = middle
            else:
                new = middle
        last = old
    return last
