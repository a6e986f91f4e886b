"""Lessons as they are indexed: everything that their pages show is searched."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from site_builder.library.asking import whom_to_ask
from site_builder.markdown.body import plain_text
from site_builder.meaning.passages import passages_of
from site_builder.records.lesson import SECTIONS
from site_builder.search.facets import facets_of
from site_builder.search.text import SearchText, words_of
from site_builder.search.topics import Topics, topic_phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.meaning.passages import Passages
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.records.vocabulary import Vocabulary


def search_text(
    lesson: Record[Lesson], topics: Topics, evidence: Assessments, library: Library
) -> SearchText:
    """Return a lesson as it is indexed."""
    fields = lesson.fields
    headings = [heading.title for heading in lesson.body.headings]
    source = _source(fields, library)
    body = _body(lesson, library)
    takeaway = plain_text(fields.takeaway or "")
    searched = f"{fields.title}\n{fields.problem}\n{takeaway}\n{body}"
    named = [topic for topic, _start, _end in topics.found_in(words_of(searched).tokens)]
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
        contact=whom_to_ask(fields, library.vocabulary),
        topics=tuple(sorted([*fields.tags, *named])),
        headings="\n".join([*(it for it in headings if it not in SECTIONS), *source]),
    )


def lesson_passages(lesson: Record[Lesson], library: Library) -> Passages:
    """Return what the vector of a lesson is made of."""
    fields, takeaway = lesson.fields, plain_text(lesson.fields.takeaway or "")
    return passages_of(fields.title, fields.problem, takeaway, _body(lesson, library))


def _body(lesson: Record[Lesson], library: Library) -> str:
    """Return the text of a lesson, and what its page shows beside it."""
    headings = [heading.title for heading in lesson.body.headings]
    details = _details(lesson.fields, library.vocabulary)
    blocks = _blocks(lesson.body.words, headings)
    return "\n".join([*blocks, *details, *_source(lesson.fields, library)])


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
    yield from filter(None, [fields.contact or fields.owner])
    stated_below = (fields.enablers, fields.core, fields.adaptable, fields.barriers, fields.tools)
    yield from map(plain_text, chain(*stated_below, fields.embedded_in))


def _source(fields: Lesson, library: Library) -> list[str]:
    """Return what the page of a lesson shows of the assist that it comes from."""
    assist = library.assist(fields.source_assist or "")
    host = library.vocabulary.teams.get(assist.fields.host_team or "") if assist else None
    return [assist.fields.title, *([host.label] if host else [])] if assist else []


def search_texts(library: Library, evidence: Assessments) -> Iterator[SearchText]:
    """Return every searchable lesson as it is indexed, sorted by id."""
    return map(text_maker(library, evidence), library.searched)


def text_maker(library: Library, evidence: Assessments) -> Callable[[Record[Lesson]], SearchText]:
    """Return what makes of a lesson what is indexed."""
    topics = Topics(topic_phrases(library.vocabulary))

    def made(lesson: Record[Lesson]) -> SearchText:
        with lesson.body.read_once():
            text = search_text(lesson, topics, evidence, library)
        _found_while_its_words_are_known = text.written
        return text

    return made
