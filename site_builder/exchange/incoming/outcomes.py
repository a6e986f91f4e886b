"""Words that say whether something worked, in six languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exchange.incoming.words import word_lists
from site_builder.records.guess import folded, unaccented

if TYPE_CHECKING:
    from site_builder.exchange.incoming.columns import Column

_MOSTLY = 0.9


def outcomes_of(column: Column) -> dict[str, str]:
    """Return the outcome behind each different text of a column, or nothing if most are none.

    Yes and no are outcomes where the heading asks whether something worked.
    """
    known = {word: outcome for outcome, listed in word_lists("outcomes").items() for word in listed}
    if column.said.has("succeeded"):
        answers = word_lists("answers")
        known |= dict.fromkeys(answers["yes"], "worked")
        known |= dict.fromkeys(answers["no"], "did-not-work")
    meant = {text: known.get(_plain(text)) for text in dict.fromkeys(column.texts)}
    fitting = sum(meant[text] is not None for text in column.texts)
    if len(meant) < 2 or fitting < _MOSTLY * len(column.texts):  # noqa: PLR2004 - two sides
        return {}
    return {text: outcome for text, outcome in meant.items() if outcome}


def _plain(text: str) -> str:
    return folded(unaccented(text)).replace("_", " ").strip(" .!+-")
