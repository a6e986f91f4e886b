"""The terms of a lesson: stems of its words, its stop words and its topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.search.analysis import STOP_WORDS
from site_builder.search.stems import stem
from site_builder.search.text import pairs_among

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.search.analysis import Words


class _Stems(dict[str, str]):
    """The term of each word: its stem, or a stop word after a sign."""

    def __missing__(self, word: str) -> str:
        self[word] = f"={word}" if word in STOP_WORDS else stem(word)
        return self[word]


STEMS = _Stems()


def other_terms(words: Words, joined: Iterable[str]) -> list[tuple[str, int]]:
    """Return the terms of other forms of words, with the position of the last word of each.

    Args:
        words: The words of a text.
        joined: Pairs of them that others write as one word, as that word.
    """
    forms = {(form.text, form.last) for form in words.forms}
    if joined:
        forms.update(pairs_among(words.tokens, joined))
    return [(STEMS[text], at) for text, at in sorted(forms)]
