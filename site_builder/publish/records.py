"""A record's own page, as the theme is handed it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.clock import today
from site_builder.library.addresses import record_url
from site_builder.library.graph import LinkType
from site_builder.publish import words
from site_builder.publish.assist_details import AssistDetails, facts
from site_builder.publish.cards import references
from site_builder.publish.evidence_views import SuspectView
from site_builder.publish.views import (
    AssistPage,
    BacklinkView,
    Detail,
    LessonPage,
    Link,
    LinkGroup,
    NearView,
    ReusePage,
    ReuseView,
)
from site_builder.records import labels
from site_builder.records.assist import Assist
from site_builder.records.dates import spoken_day, spoken_month
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Lesson, Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from site_builder.library.base import Base
    from site_builder.library.graph import RecordLink
    from site_builder.publish.cards import Cards
    from site_builder.publish.evidence import EvidenceViews
    from site_builder.publish.outward import Outwards
    from site_builder.records.fields import Part
    from site_builder.records.reuse import Reuse
    from site_builder.search.related import RelatedLesson
    from site_builder.settings import Settings


class RecordPages:
    """Makes the page of any record."""

    def __init__(
        self,
        loaded: Base,
        cards: Cards,
        evidence: EvidenceViews,
        settings: Settings,
        related: Callable[[], Mapping[str, Sequence[RelatedLesson]]],
        outwards: Outwards,
    ) -> None:
        """Keep what pages are made from.

        Args:
            loaded: The base.
            cards: Records as they stand in lists.
            evidence: What is shown of a lesson's evidence.
            settings: Options of the plugin.
            related: Gives the nearest lessons of each, worked out when it is first called.
            outwards: Makes what pages offer to other systems.
        """
        self._library = loaded.library
        self._graph = loaded.graph
        self._reliances = loaded.reliances
        self._prefix = loaded.prefix
        self._cards = cards
        self._assists = AssistDetails(loaded.library, cards)
        self._evidence = evidence
        self._settings = settings
        self._related = related
        self._outwards = outwards

    def lesson(self, lesson: Record[Lesson]) -> LessonPage:
        """Return a lesson's page."""
        fields = lesson.fields
        source = self._library.assist(fields.source_assist or "")
        return LessonPage(
            card=self._cards.lesson(lesson),
            takeaway=fields.takeaway or "",
            warning=_warning(fields),
            successors=self._lesson_links(self._graph.successors(lesson.id)),
            badge=self._evidence.badge(lesson),
            suspects=self.suspects(lesson),
            source=self._cards.assist(source) if source else None,
            team=self._cards.team(fields.team),
            ask=self._cards.role(fields.contact) or self._cards.role(fields.owner),
            details=tuple(self._lesson_details(fields)),
            references=references(fields.citations),
            relations=self._relations(lesson),
            near=tuple(self._near(lesson)),
            uses=self._evidence.uses(lesson),
            places=self._evidence.places(lesson),
            inverted=fields.outcome is Outcome.DID_NOT_WORK,
            backlinks=self._backlinks(lesson),
            review=tuple(self._review(fields)),
            outward=self._outwards.lesson(lesson, self.edit_url(lesson)),
        )

    def assist(self, assist: Record[Assist]) -> AssistPage:
        """Return an assist's page."""
        fields = assist.fields
        return AssistPage(
            card=self._cards.assist(assist),
            suspects=self.suspects(assist),
            purpose=fields.purpose or "",
            details=tuple(self._assists.details(fields)),
            groups=tuple(self._assists.groups(fields)),
            lessons=self._cards.lessons(self._library.from_assist.get(assist.id, ())),
            series=tuple(self._others_of_series(assist)),
            references=references(fields.citations),
            backlinks=self._backlinks(assist),
            ask=self._cards.role(fields.contact) or self._cards.role(fields.owner),
            outward=self._outwards.assist(assist, self.edit_url(assist)),
        )

    def _others_of_series(self, assist: Record[Assist]) -> Iterator[Link]:
        for other in self._library.series.get(assist.fields.series or "", ()):
            if other is not assist:
                yield Link(other.fields.title, record_url(Kind.ASSIST, other.id))

    def reuse(self, reuse: Record[Reuse]) -> ReusePage | None:
        """Return a reuse report's page, or None when its lesson does not exist."""
        lesson = self._library.lesson(reuse.fields.lesson)
        if lesson is None:
            return None
        return ReusePage(
            title=self.reuse_title(reuse),
            lesson=self._cards.lesson(lesson),
            suspects=self.suspects(reuse),
            report=self._reuse_view(reuse),
            reported_by=self._cards.role(reuse.fields.reported_by),
            outward=self._outwards.other(self.edit_url(reuse)),
        )

    def reuse_title(self, reuse: Record[Reuse]) -> str:
        """Return a title for a reuse report, which has none of its own."""
        lesson = self._library.lesson(reuse.fields.lesson)
        used = lesson.fields.title if lesson else reuse.fields.lesson
        return f"{self._cards.team(reuse.fields.team)} used “{used}”"

    def _reuse_view(self, reuse: Record[Reuse]) -> ReuseView:
        fields = reuse.fields
        return ReuseView(
            link=Link(self._cards.team(fields.team), record_url(Kind.REUSE, reuse.id)),
            outcome=labels.RESULTS[fields.outcome],
            measure=labels.MEASURES[fields.measure],
            setting=self._cards.setting(fields.setting),
            when=fields.happened.spoken if fields.happened else "",
            changed=fields.changed or "",
            reply=fields.reply or "",
        )

    def _lesson_links(self, lesson_ids: Iterable[str]) -> tuple[Link, ...]:
        found = [self._library.lesson(lesson_id) for lesson_id in dict.fromkeys(lesson_ids)]
        cards = [self._cards.lesson(lesson) for lesson in found if lesson]
        return tuple(Link(card.title, card.url) for card in cards)

    def _relations(self, lesson: Record[Lesson]) -> tuple[LinkGroup, ...]:
        key = (Kind.LESSON, lesson.id)
        groups: dict[str, list[str]] = {}
        for link in self._graph.outgoing[key]:
            if link.type in words.LINKS_OUT:
                groups.setdefault(words.LINKS_OUT[link.type], []).append(link.target[1])
        for link in self._graph.incoming.get(key, ()):
            if link.type in words.LINKS_IN:
                groups.setdefault(words.LINKS_IN[link.type], []).append(link.source[1])
        labels = dict.fromkeys([*words.LINKS_OUT.values(), *words.LINKS_IN.values()])
        made = (LinkGroup(label, self._lesson_links(groups.get(label, ()))) for label in labels)
        return tuple(group for group in made if group.links)

    def _backlinks(self, record: Record[Part]) -> tuple[BacklinkView, ...]:
        views = []
        for link in self._graph.incoming.get((record.kind, record.id), ()):
            source = self._library.get(*link.source)
            if link.type is not LinkType.MENTIONS or source is None or _is_draft(source):
                continue
            title = getattr(source.fields, "title", None) or source.id
            view = BacklinkView(
                Link(title, record_url(source.kind, source.id)),
                _kind_in_words(source),
                self._graph.sentence(link),
            )
            views.append(view)
        return tuple(dict.fromkeys(views))

    def _near(self, lesson: Record[Lesson]) -> Iterator[NearView]:
        key = (Kind.LESSON, lesson.id)
        links = (*self._graph.outgoing[key], *self._graph.incoming.get(key, ()))
        linked = {end for link in links if link.type in words.LINKS_OUT for end in _ends(link)}
        for near in self._related().get(lesson.id, ()):
            other = self._library.lesson(near.id)
            if other and near.id not in linked:
                card = self._cards.lesson(other)
                reason = near.reason(self._library.vocabulary)
                yield NearView(Link(card.title, card.url), reason)

    def suspects(self, record: Record[Part]) -> tuple[SuspectView, ...]:
        """Return what a record relies on that is not what it was when it was relied on."""
        found = self._reliances.suspects(record)
        return tuple(
            SuspectView(
                Link(suspect.lesson.fields.title, record_url(Kind.LESSON, suspect.lesson.id)),
                words.CHANGES[suspect.change],
            )
            for suspect in found
        )

    def edit_url(self, record: Record[Part]) -> str:
        """Return the address at which a record is edited, or nothing."""
        path = record.path.removeprefix(self._prefix)
        return self._settings.edit_uri_template.replace("{path}", quote(path))

    def _lesson_details(self, fields: Lesson) -> Iterator[Detail]:
        context, brought = fields.context, fields.imported
        if context:
            yield from facts(
                ("Setting", self._cards.setting(context.setting)),
                ("Scale", context.scale),
                ("Mode", words.MODES[context.mode] if context.mode else ""),
                ("Cost", context.cost),
                ("How far it had come", (context.maturity or "").capitalize()),
            )
        yield from facts(
            ("An image for it", fields.image),
            ("Better seen than read", fields.tacit),
            ("What helped", fields.enablers),
            ("What stood in the way", fields.barriers),
            ("Tools", fields.tools),
            ("Now part of", fields.embedded_in),
            ("Licence", fields.licence or self._settings.licence),
            ("Imported from", f"{brought.from_}, {brought.key}" if brought else ""),
        )

    def _review(self, fields: Lesson) -> Iterator[Detail]:
        due = fields.review_by if fields.status is Status.PUBLISHED else None
        overdue = due is not None and due < today()
        # Without a contact, the owner stands under "Whom to ask".
        yield from facts(
            ("Owner", self._cards.role(fields.owner) if fields.contact else ""),
            ("Last reviewed", spoken_day(fields.reviewed) if fields.reviewed else ""),
            ("Next review", spoken_month(due) if due and not overdue else ""),
            ("Review", f"Overdue since {spoken_day(due)}" if due and overdue else ""),
        )


def _ends(link: RecordLink) -> tuple[str, str]:
    return link.source[1], link.target[1]


def _warning(fields: Lesson) -> str:
    if fields.status is Status.DRAFT:
        return "This lesson is a draft. It is not reviewed yet: a search finds it, lists do not."
    if fields.status is Status.SUPERSEDED:
        return "A newer lesson replaces this one."
    if fields.status is Status.WITHDRAWN and fields.withdrawn:
        withdrawn = fields.withdrawn
        reason = words.WITHDRAWAL_REASONS[withdrawn.reason]
        note = f" {withdrawn.note}" if withdrawn.note else ""
        return f"This lesson was withdrawn on {spoken_day(withdrawn.date)}: {reason}.{note}"
    return ""


def _is_draft(record: Record[Part]) -> bool:
    return isinstance(record.fields, Lesson) and record.fields.status is Status.DRAFT


def _kind_in_words(record: Record[Part]) -> str:
    if isinstance(record.fields, Assist):
        return words.FORMATS[record.fields.format]
    return {Kind.LESSON: "Lesson", Kind.REUSE: "Report of use"}.get(record.kind, "Guide")
