"""The searchable text of a lesson, and what results show of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from itertools import chain, islice, pairwise
from operator import add, attrgetter
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from site_builder.markdown.body import plain_text
from site_builder.meaning.passages import passages_of
from site_builder.records.lesson import SECTIONS
from site_builder.search.analysis import APART, STOP_WORDS, Synonyms, Words, words_in
from site_builder.search.facets import facets_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.evidence.strip import Part
    from site_builder.library.library import Library
    from site_builder.meaning.passages import Passages
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.records.vocabulary import Vocabulary


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
    """The headings of its body that are its own."""

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

    @cached_property
    def passages(self) -> Passages:
        """What its vector is made of."""
        return passages_of(self.title, self.problem, self.takeaway, self.body)

    @cached_property
    def distinct(self) -> tuple[str, ...]:
        """Its words as written, each once, by first occurrence."""
        words = words_of(self.text)
        whole = (form.text for form in words.forms if form.parts)
        return tuple(map(intern, dict.fromkeys(chain(words.tokens, whole, self.joined))))

    @cached_property
    def digest(self) -> str:
        """Digest of all fields."""
        # Nothing in it changes, so it needs none of the copies that `astuple` makes.
        return hashlib.sha256(repr(_VALUES(self)).encode()).hexdigest()[:16]


_VALUES = attrgetter(*(field.name for field in fields(SearchText)))


MOST_WORDS = 6_000
"""Most words that a query is compared with, to join and to mend its own."""
_LESSONS_A_HOLDER = 50
_MOST_HOLDERS = 3


@lru_cache(maxsize=1)
def words_of(text: str) -> Words:
    """Return the words of a text, cached since topics and postings ask for the same in turn."""
    return words_in(text)


def meeting(lessons: Iterable[SearchText]) -> list[SearchText]:
    """Return lessons with the pairs of their words that any of them writes as one word."""
    listed = list(lessons)
    known = set(chain.from_iterable(lesson.distinct for lesson in listed)) - STOP_WORDS
    met = []
    for lesson in listed:
        words = words_of(lesson.text).tokens
        joined: set[str] = set()
        # Nearly no pair is a word.
        if not known.isdisjoint(map(add, words, islice(words, 1, None))):
            joined = {pair for pair, _last in pairs_of(words)} & known
        has = tuple(sorted(joined))
        met.append(lesson if lesson.joined == has else replace(lesson, joined=has))
    return met


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


def synonyms_of(vocabulary: Vocabulary) -> Synonyms:
    """Return the phrases that name topics: ids, labels and synonyms."""
    phrases: dict[str, str] = {}
    for tag_id, tag in vocabulary.tags.items():
        for phrase in (tag_id.replace("-", " "), tag.label, *tag.synonyms):
            phrases.setdefault(phrase, tag_id)
    return Synonyms(phrases)


def search_text(
    lesson: Record[Lesson], synonyms: Synonyms, evidence: Assessments, vocabulary: Vocabulary
) -> SearchText:
    """Return a lesson as it is indexed."""
    fields = lesson.fields
    headings = [heading.title for heading in lesson.body.headings]
    body = "\n".join([*_blocks(lesson.body.words, headings), *_details(fields, vocabulary)])
    takeaway = plain_text(fields.takeaway or "")
    searched = f"{fields.title}\n{fields.problem}\n{takeaway}\n{body}"
    named = [topic for topic, _start, _end in synonyms.found_in(words_of(searched).tokens)]
    return SearchText(
        id=lesson.id,
        title=fields.title,
        problem=fields.problem,
        takeaway=takeaway,
        body=body,
        statement=evidence.statement(lesson),
        strip=evidence.strip(lesson),
        date=fields.date.isoformat(),
        facets=facets_of(lesson, evidence.of(lesson)),
        contact=fields.contact or fields.owner or "",
        topics=tuple(sorted([*fields.tags, *named])),
        headings="\n".join(title for title in headings if title not in SECTIONS),
    )


def _blocks(words: str, headings: Collection[str]) -> Iterator[str]:
    """Yield the blocks of a body, without headings that all lessons have."""
    for block in words.splitlines():
        if block not in headings:
            yield block
        elif block not in SECTIONS:
            # A snippet has it on one line with the text that follows.
            yield f"{block}:" if block[-1:].isalnum() else block


def _details(fields: Lesson, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what the page of a lesson shows beside its text."""
    team = vocabulary.teams.get(fields.team or "")
    if team:
        yield team.label
    if fields.context:
        setting = vocabulary.settings.get(fields.context.setting or "")
        stated = (setting.label if setting else "", fields.context.scale, fields.context.cost)
        yield from (plain_text(text) for text in stated if text)
    stated_below = (fields.enablers, fields.core, fields.adaptable, fields.barriers, fields.tools)
    yield from map(plain_text, chain(*stated_below, fields.embedded_in))


def search_texts(library: Library, evidence: Assessments) -> Iterator[SearchText]:
    """Yield every searchable lesson as it is indexed, sorted by id."""
    synonyms = synonyms_of(library.vocabulary)
    for lesson in library.searched:
        yield search_text(lesson, synonyms, evidence, library.vocabulary)
