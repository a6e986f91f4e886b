"""The searchable text of a lesson, and what results show of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from itertools import chain, compress, pairwise
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from site_builder.meaning.passages import passages_of
from site_builder.search.analysis import APART, STOP_WORDS, Words, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from site_builder.library.evidence.parts import Part
    from site_builder.meaning.passages import Passages


class Card(NamedTuple):
    """What a result shows of a lesson."""

    title: str
    problem: str
    takeaway: str
    body: str
    contact: str
    statement: str
    strip: tuple[Part, ...]


@dataclass(frozen=True)
class SearchText:
    """A lesson as it is indexed."""

    id: str
    title: str
    problem: str
    takeaway: str
    body: str
    statement: str
    """Its evidence in a few short sentences."""
    strip: tuple[Part, ...]
    """Its evidence at a glance."""
    date: str
    """Day of the record, ``YYYY-MM-DD``."""
    facets: dict[str, tuple[str, ...]]
    """Its values by facet."""
    contact: str
    topics: tuple[str, ...]
    """Topics from tags and from the text, repeated as often as they occur."""
    joined: tuple[str, ...] = ()
    """Pairs of its words that others write as one word, as that word."""
    headings: str = ""
    """The headings of its body that are its own, and what names its source."""

    @property
    def is_draft(self) -> bool:
        """Whether it has not been reviewed yet."""
        return self.facets["status"] == ("draft",)

    @property
    def head(self) -> str:
        """Title and problem, which score once more at half weight."""
        return f"{self.title}\n{self.problem}"

    @property
    def text(self) -> str:
        """Everything that is searched."""
        return f"{self.title}\n{self.problem}\n{self.takeaway}\n{self.body}"

    @property
    def card(self) -> Card:
        """What a result shows of it."""
        return Card(
            *(self.title, self.problem, self.takeaway, self.body, self.contact),
            self.statement,
            self.strip,
        )

    @property
    def passages(self) -> Passages:
        """What its vector is made of."""
        return passages_of(self.title, self.problem, self.takeaway, self.body)

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Its words, each once, but for pairs that only others write as one."""
        words = words_of(self.text)
        whole = (intern(form.text) for form in words.forms if form.parts)
        return tuple(dict.fromkeys(chain(words.tokens, whole)))

    @cached_property
    def distinct(self) -> tuple[str, ...]:
        """Its words as written, each once, by first occurrence."""
        if not self.joined:
            return self.written
        return tuple(dict.fromkeys(chain(self.written, self.joined)))

    def with_joined(self, joined: tuple[str, ...]) -> SearchText:
        """Return the same with the pairs of its words that are one."""
        text = replace(self, joined=joined)
        text.__dict__["written"] = self.written
        return text

    @cached_property
    def digest(self) -> str:
        """Digest of all fields."""
        # Nothing in it changes, so it needs none of the copies that `astuple` makes.
        return hashlib.sha256(repr(VALUES(self)).encode()).hexdigest()[:16]


VALUES = attrgetter(*(field.name for field in fields(SearchText)))
"""The values of all fields of a lesson."""


MOST_WORDS = 6_000
"""Most words that a query is compared with, to join and to mend its own."""
_LESSONS_A_HOLDER = 50
_MOST_HOLDERS = 3


@lru_cache(maxsize=1 << 12)
def words_of(text: str) -> Words:
    """Return the words of a text, kept since topics, joined words and postings ask for the same."""
    return words_in(text)


def meeting(lessons: Iterable[SearchText]) -> Iterator[SearchText]:
    """Yield lessons with the pairs of their words that any of them writes as one word."""
    listed: list[SearchText] = []
    known: set[str] = set()
    for lesson in lessons:
        listed.append(lesson)
        known.update(lesson.distinct)
    halves = halves_of(known, known)
    for lesson in listed:
        has = joined_in(lesson, halves)
        yield lesson if lesson.joined == has else lesson.with_joined(has)


def halves_of(words: Iterable[str], known: AbstractSet[str]) -> dict[str, set[str]]:
    """Return of words that are two known ones written together the second by the first."""
    halves: dict[str, set[str]] = {}
    # Far fewer than there are pairs of neighbours in the lessons.
    parts = known - APART
    # To cut a word of a hundred thousand letters at each of them would take minutes.
    lengths = frozenset(map(len, parts))
    for word in words:
        if word not in STOP_WORDS:
            for end in lengths:
                if len(word) - end in lengths and word[:end] in parts and word[end:] in parts:
                    halves.setdefault(word[:end], set()).add(word[end:])
    return halves


def halves_in(lesson: SearchText, halves: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return the halves of words of which a lesson has both."""
    written = frozenset(lesson.written)
    return {
        first: halves[first]
        for first in halves.keys() & written
        if not written.isdisjoint(halves[first])
    }


def joined_in(lesson: SearchText, halves: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the pairs of a lesson's words that are known as one word, sorted."""
    return tuple(sorted({pair for pair, _last in _pairs(words_of(lesson.text).tokens, halves)}))


def pairs_among(words: Sequence[str], some: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield those of :func:`pairs_of` that are among some words."""
    return _pairs(words, halves_of(some, frozenset(words)))


def _pairs(
    words: Sequence[str], halves: Mapping[str, AbstractSet[str]]
) -> Iterator[tuple[str, int]]:
    # Few words are the first half of another.
    for at in compress(range(1, len(words)), map(halves.__contains__, words)):
        if words[at] in halves[words[at - 1]]:
            yield words[at - 1] + words[at], at


def pairs_of(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield pairs of neighbours that may be one word, joined, with the position of the second."""
    for at, (first, second) in enumerate(pairwise(words), 1):
        if first not in APART and second not in APART:
            yield first + second, at


def frequent_words(lessons: Sequence[SearchText]) -> list[str]:
    """Return the words that most lessons have: in one text those that equally many have.

    A text holds the words of between 2 to the power of n and twice as many lessons; the largest n
    comes first. With a base grows the number of lessons that a word must have to be listed.
    """
    counted = Counter(chain.from_iterable(lesson.distinct for lesson in lessons))
    least = min(_MOST_HOLDERS, 1 + len(lessons) // _LESSONS_A_HOLDER)
    ranked = sorted(
        (-count.bit_length(), word)
        for word, count in counted.items()
        if count >= least and word not in STOP_WORDS
    )
    grouped: dict[int, list[str]] = {}
    for size, word in ranked[:MOST_WORDS]:
        grouped.setdefault(size, []).append(word)
    return [" ".join(words) for words in grouped.values()]
