"""The searchable text of a lesson, and what results show of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from site_builder.markdown.body import plain_text
from site_builder.search.analysis import Synonyms, tokens
from site_builder.search.facets import facets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
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
    date: str
    """Day of the record, ``YYYY-MM-DD``."""
    facets: dict[str, tuple[str, ...]]
    """Its values by facet."""
    contact: str
    topics: tuple[str, ...]
    """Topics from tags and from the text, repeated as often as they occur."""

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
            self.title, self.problem, self.takeaway, self.body, self.contact, self.statement
        )

    @cached_property
    def digest(self) -> str:
        """Digest of all fields."""
        # Nothing in it changes, so it needs none of the copies that `astuple` makes.
        return hashlib.sha256(repr(_VALUES(self)).encode()).hexdigest()[:16]


_VALUES = attrgetter(*(field.name for field in fields(SearchText)))


@lru_cache(maxsize=1)
def words_of(text: str) -> tuple[str, ...]:
    """Return the tokens of a text, cached since topics and postings ask for the same in turn."""
    return tuple(tokens(text))


def synonyms_of(vocabulary: Vocabulary) -> Synonyms:
    """Return the phrases that name topics: ids, labels and synonyms."""
    phrases: dict[str, str] = {}
    for tag_id, tag in vocabulary.tags.items():
        for phrase in (tag_id.replace("-", " "), tag.label, *tag.synonyms):
            phrases.setdefault(phrase, tag_id)
    return Synonyms(phrases)


def search_text(lesson: Record[Lesson], synonyms: Synonyms, evidence: Assessments) -> SearchText:
    """Return a lesson as it is indexed."""
    fields = lesson.fields
    body = lesson.body.words
    takeaway = plain_text(fields.takeaway or "")
    searched = f"{fields.title}\n{fields.problem}\n{takeaway}\n{body}"
    named = [topic for topic, _start, _end in synonyms.found_in(words_of(searched))]
    return SearchText(
        id=lesson.id,
        title=fields.title,
        problem=fields.problem,
        takeaway=takeaway,
        body=body,
        statement=evidence.statement(lesson),
        date=fields.date.isoformat(),
        facets=facets_of(lesson, evidence.of(lesson)),
        contact=fields.contact or fields.owner or "",
        topics=tuple(sorted([*fields.tags, *named])),
    )


def search_texts(library: Library, evidence: Assessments) -> Iterator[SearchText]:
    """Yield every searchable lesson as it is indexed, sorted by id."""
    synonyms = synonyms_of(library.vocabulary)
    for lesson in library.searched:
        yield search_text(lesson, synonyms, evidence)
