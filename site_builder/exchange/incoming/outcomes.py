"""Words that say whether something worked, in six languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exchange.incoming.words import word_lists
from site_builder.records.guess import folded, unaccented

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOSTLY = 0.9


def outcomes_of(texts: Sequence[str]) -> dict[str, str]:
    """Return the outcome behind each different text, or nothing if most are none."""
    known = {word: outcome for outcome, listed in word_lists("outcomes").items() for word in listed}
    meant = {text: known.get(_plain(text)) for text in dict.fromkeys(texts)}
    fitting = sum(meant[text] is not None for text in texts)
    if len(meant) < 2 or fitting < _MOSTLY * len(texts):  # noqa: PLR2004 - two sides
        return {}
    return {text: outcome for text, outcome in meant.items() if outcome}


def _plain(text: str) -> str:
    return folded(unaccented(text)).replace("_", " ").strip(" .!+-")
