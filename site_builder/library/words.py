"""Telling words of a sentence: those that set it apart from other sentences."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Scripts that put no space between words: each letter is counted as a word there.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"

STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below
    between both but by can cannot could did do does doing don't down during each even every few for
    from further had has have having he her here hers him his how however i if in into is it its
    itself just let like made make many may me might more most much must my need needs no nor not
    now of off often on once only or other our ours out over own per rather same she should so some
    such than that the their theirs them then there these they this those through to too under until
    up us use used very was way we well were what when where whether which while who whom why will
    with within without would yet you your yours
    """.split()  # noqa: SIM905 - a list of two hundred strings reads worse
)


@cache
def word() -> re.Pattern[str]:
    """Return the pattern of a word, which a search does without."""
    return re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['’][^\W_]+)?")


def content_words(text: str, without: Sequence[str] = ()) -> list[str]:
    """Return the words of a text in lower case, less stop words and the given phrases."""
    text = text.casefold()
    for phrase in without:
        text = text.replace(phrase.casefold(), " ")
    return [found for found in word().findall(text) if found not in STOP_WORDS]


def in_small_letters(text: str) -> str:
    """Return a text of the same length in small letters."""
    lowered = text.lower()
    # The small forms of a few letters have another length; such a text is searched as it is.
    return lowered if len(lowered) == len(text) else text
