"""Cards of lessons and assists, and citations, as lists show them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.assists.formats import format_label
from site_builder.clock import today
from site_builder.diagnostics import counted
from site_builder.library.addresses import basis_url, record_url
from site_builder.library.evidence.assessment import Basis
from site_builder.publish import words
from site_builder.publish.names import team_name, topic_link
from site_builder.publish.rows import Fact, Link, Row
from site_builder.publish.views import AssistCard, LessonCard, Mark, MarkCount, Reference
from site_builder.records import identifiers, labels
from site_builder.records.concerns import distinct, spoken
from site_builder.records.dates import spoken_day
from site_builder.records.kinds import Kind, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeVar

    from site_builder.library.library import Library
    from site_builder.publish.context import SiteContext
    from site_builder.records.assist import Assist
    from site_builder.records.lesson import Citation, Lesson

    Dated = TypeVar("Dated", Record[Lesson], Record[Assist])


@cache
def mark_of(basis: Basis) -> Mark:
    """Return in words what a lesson rests on."""
    return Mark(str(basis), basis.label, words.MEANINGS[basis], basis_url(basis))


def lesson_card(context: SiteContext, lesson: Record[Lesson]) -> LessonCard:
    """Return a lesson's card, made once."""
    made: LessonCard = context.made.of(("card", lesson.id), lambda: _lesson_card(context, lesson))
    return made


def _lesson_card(context: SiteContext, lesson: Record[Lesson]) -> LessonCard:
    fields, is_tried = lesson.fields, context.evidence.of(lesson).is_tried
    return LessonCard(
        id=lesson.id,
        title=fields.title,
        problem=fields.problem,
        url=record_url(Kind.LESSON, lesson.id),
        mark=mark_of(context.evidence.of(lesson).basis),
        strip=context.evidence.strip(lesson),
        # Of what nobody tried, the owner's word of how it went would say that somebody did.
        outcome=fields.outcome.label if fields.outcome and is_tried else "",
        tags=tuple(topic_link(context.library, tag) for tag in dict.fromkeys(fields.tags)),
        recorded=spoken_day(fields.date),
        recorded_iso=fields.date.isoformat(),
        notice=words.NOTICES[fields.status],
    )


def lesson_cards(context: SiteContext, lessons: Iterable[Record[Lesson]]) -> tuple[LessonCard, ...]:
    """Return the cards of lessons, in the order given."""
    return tuple(lesson_card(context, lesson) for lesson in lessons)


def assist_card(library: Library, assist: Record[Assist]) -> AssistCard:
    """Return an assist's card."""
    fields = assist.fields
    ending = words.ENDINGS.get(fields.closed_as or "", "")
    when = planned_words(fields)
    return AssistCard(
        id=assist.id,
        title=fields.title,
        problem=fields.problem,
        url=record_url(Kind.ASSIST, assist.id),
        format=format_label(library.vocabulary, fields.format),
        status=ending or words.STAGES[fields.status],
        when=fields.happened.spoken if fields.happened else when,
        host=team_name(library, fields.host_team),
        lesson_count=len(library.from_assist.get(assist.id, ())),
    )


def planned_words(fields: Assist) -> str:
    """Return for when an assist is, or was, planned; or nothing."""
    planned = fields.planned_for
    if not planned:
        return ""
    has_passed = planned.latest is not None and planned.latest < today()
    return f"{'Was planned' if has_passed else 'Planned'} for {planned.spoken}"


def assist_row(
    library: Library, assist: Record[Assist], texts: Iterable[str] = (), facts: Iterable[str] = ()
) -> Row:
    """Return an assist as a row of a list, with more paragraphs and facts about it."""
    card = assist_card(library, assist)
    count = counted(card.lesson_count, "lesson") if card.lesson_count else ""
    stated = filter(None, (card.format, card.status, card.when, card.host, count, *facts))
    return Row(
        Link(card.title, card.url),
        texts=tuple(filter(None, (card.lead, *texts))),
        facts=tuple(map(Fact, stated)),
    )


def balance(context: SiteContext, lessons: Sequence[Record[Lesson]]) -> tuple[MarkCount, ...]:
    """Return how many of some lessons are advice, were tried, were studied, or both."""
    total = len(lessons)
    counts = Counter(context.evidence.of(lesson).basis for lesson in lessons)
    return tuple(
        MarkCount(mark_of(basis), counts[basis], round(100 * counts[basis] / total) if total else 0)
        for basis in Basis
    )


def references(citations: Iterable[Citation]) -> tuple[Reference, ...]:
    """Return citations as a reader expects them."""
    return tuple(
        Reference(
            authors=", ".join(citation.authors),
            title=citation.title,
            publisher=citation.publisher or "",
            when=citation.happened.spoken if citation.happened and citation.happened.known else "",
            identifiers=tuple(_identifiers(citation)),
            design=labels.DESIGNS[citation.design] if citation.design else "",
            direction=words.ABOUT_PROBLEM
            if citation.about == "problem"
            else words.DIRECTIONS[citation.supports],
            concerns=tuple(map(spoken, distinct(citation.concerns))),
            retracted=citation.retracted,
        )
        for citation in citations
    )


def _identifiers(citation: Citation) -> Iterable[Link]:
    if citation.doi:
        yield Link(f"DOI {citation.doi}", f"https://doi.org/{quote(citation.doi, safe='/:;()')}")
    if citation.pmid:
        yield Link(f"PubMed {citation.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{citation.pmid}/")
    if citation.isbn:
        address = f"https://openlibrary.org/isbn/{identifiers.compact_isbn(citation.isbn)}"
        yield Link(f"ISBN {identifiers.hyphenated_isbn(citation.isbn)}", address)
    if citation.issn:
        issn = identifiers.hyphenated_issn(citation.issn)
        yield Link(f"ISSN {issn}", f"https://portal.issn.org/resource/ISSN/{issn}")
    if citation.url:
        yield Link(citation.url, citation.url)


def newest_first(records: Iterable[Dated]) -> list[Dated]:
    """Return lessons or assists by the day they were recorded, the latest first."""
    return sorted(records, key=lambda record: (-record.fields.date.toordinal(), record.id))
