"""The terms of a lesson: stems of its words, its stop words and its topics."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from site_builder.search.analysis import STOP_WORDS, words_in
from site_builder.search.stems import stem
from site_builder.search.text import pairs_among, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.search.analysis import Words
    from site_builder.search.text import SearchText


class _Stems(dict[str, str]):
    """The term of each word: its stem, or a stop word after a sign."""

    def __missing__(self, word: str) -> str:
        self[word] = f"={word}" if word in STOP_WORDS else stem(word)
        return self[word]


STEMS = _Stems()


class LessonTerms(NamedTuple):
    """The terms of a lesson."""

    places: Mapping[str, list[int]]
    """Positions of each stem in the text."""
    common: Mapping[str, list[int]]
    """Positions of each stop word in the text."""
    counts: dict[str, Mapping[str, int]]
    """By other field, how often each term occurs."""


def terms_of(lesson: SearchText) -> LessonTerms:
    """Return the terms of a lesson."""
    joined = frozenset(lesson.joined)
    places = _places(words_of(lesson.text), joined)
    common = {word: places.pop(f"={word}") for word in STOP_WORDS if f"={word}" in places}
    head = {
        term: len(found)
        for term, found in _places(words_in(lesson.head), joined).items()
        if term[0] != "="
    }
    return LessonTerms(places, common, {"head": head, "topics": Counter(lesson.topics)})


def _places(words: Words, joined: frozenset[str]) -> dict[str, list[int]]:
    """Return the positions of each term: of a word that is several, that of the last of them."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, term in enumerate(map(STEMS.__getitem__, words.tokens)):
        places[term].append(at)
    forms = {(form.text, form.last) for form in words.forms}
    if joined:
        forms.update(pairs_among(words.tokens, joined))
    for text, at in sorted(forms):
        insort(places[STEMS[text]], at)
    return places
