"""Records as they stand in lists, each made once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.library.addresses import mark_url, record_url, topic_url
from site_builder.publish import words
from site_builder.publish.views import AssistCard, LessonCard, Link, Mark, MarkCount, Reference
from site_builder.records import identifiers, labels
from site_builder.records.dates import PartialDate, spoken_day
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Citation, Evidence, Lesson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.records.assist import Assist


@cache
def mark_of(evidence: Evidence) -> Mark:
    """Return an evidence mark in words."""
    return Mark(str(evidence), evidence.label, words.MEANINGS[evidence], mark_url(evidence))


class Cards:
    """Makes the card of each record once, and keeps it."""

    def __init__(self, library: Library, evidence: Assessments) -> None:
        """Keep the library that cards are made from, and what it makes of each lesson."""
        self._library = library
        self._evidence = evidence
        self._lessons: dict[str, LessonCard] = {}
        self._topics = {
            tag_id: Link(tag.label, topic_url(tag_id)) if tag_id in library.tagged else None
            for tag_id, tag in library.vocabulary.tags.items()
        }

    def lesson(self, lesson: Record[Lesson]) -> LessonCard:
        """Return a lesson's card."""
        card = self._lessons.get(lesson.id)
        if card is None:
            card = self._lessons[lesson.id] = self._make(lesson)
        return card

    def lessons(self, lessons: Iterable[Record[Lesson]]) -> tuple[LessonCard, ...]:
        """Return the cards of lessons, in the order given."""
        return tuple(self.lesson(lesson) for lesson in lessons)

    def assist(self, assist: Record[Assist]) -> AssistCard:
        """Return an assist's card."""
        fields = assist.fields
        ending = words.ENDINGS.get(fields.closed_as or "", "")
        return AssistCard(
            id=assist.id,
            title=fields.title,
            problem=fields.problem,
            url=record_url(Kind.ASSIST, assist.id),
            format=words.FORMATS[fields.format],
            status=ending or words.STAGES[fields.status],
            when=self._when(fields),
            host=self.team(fields.host_team),
            lesson_count=len(self._library.from_assist.get(assist.id, ())),
        )

    def team(self, team_id: str | None) -> str:
        """Return a team's name with its organisation, or nothing."""
        team = self._library.vocabulary.teams.get(team_id or "")
        if team is None:
            return team_id or ""
        same = team.label == team.organisation
        return team.label if same else f"{team.label}, {team.organisation}"

    def role(self, text: str | None) -> str:
        """Return a role as it is written, and nothing where a person stands in its place."""
        return "" if text in self._library.people else text or ""

    def setting(self, setting_id: str | None) -> str:
        """Return a setting's name, or nothing."""
        setting = self._library.vocabulary.settings.get(setting_id or "")
        return setting.label if setting else setting_id or ""

    def topic(self, tag_id: str) -> Link:
        """Return a tag's name, and its page if it has one."""
        tag = self._library.vocabulary.tags.get(tag_id)
        return self._topics.get(tag_id) or Link(tag.label if tag else tag_id, "")

    def _when(self, fields: Assist) -> str:
        if fields.happened:
            return fields.happened.spoken
        return f"planned for {fields.planned_for.spoken}" if fields.planned_for else ""

    def _make(self, lesson: Record[Lesson]) -> LessonCard:
        fields = lesson.fields
        assessment = self._evidence.of(lesson)
        return LessonCard(
            id=lesson.id,
            title=fields.title,
            problem=fields.problem,
            url=record_url(Kind.LESSON, lesson.id),
            mark=mark_of(fields.evidence),
            statement=self._evidence.statement(lesson),
            practice=assessment.practice,
            research=assessment.research,
            outcome=fields.outcome.label if fields.outcome else "",
            tags=tuple(self.topic(tag) for tag in dict.fromkeys(fields.tags)),
            recorded=spoken_day(fields.date),
            recorded_iso=fields.date.isoformat(),
            notice=words.NOTICES[fields.status],
        )


def balance(lessons: Sequence[Record[Lesson]]) -> tuple[MarkCount, ...]:
    """Return how many of some lessons carry each mark."""
    total = len(lessons)
    counts = {mark: sum(lesson.fields.evidence is mark for lesson in lessons) for mark in Evidence}
    return tuple(
        MarkCount(mark_of(mark), count, round(100 * count / total) if total else 0)
        for mark, count in counts.items()
    )


def references(citations: Iterable[Citation]) -> tuple[Reference, ...]:
    """Return citations as a reader expects them."""
    return tuple(
        Reference(
            authors=", ".join(citation.authors),
            title=citation.title,
            publisher=citation.publisher or "",
            when=_spoken(citation.happened),
            identifiers=tuple(_identifiers(citation)),
            design=labels.DESIGNS[citation.design] if citation.design else "",
            direction=words.DIRECTIONS[citation.supports],
            concerns=citation.concerns,
            retracted=citation.retracted,
        )
        for citation in citations
    )


def _spoken(happened: PartialDate | None) -> str:
    return happened.spoken if happened and happened.known else ""


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


def newest_first(lessons: Sequence[Record[Lesson]]) -> list[Record[Lesson]]:
    """Return lessons by the day they were recorded, the latest first."""
    return sorted(lessons, key=lambda one: (-one.fields.date.toordinal(), one.id))
