"""The views of records' own pages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from site_builder.assists.effort import effort
from site_builder.assists.formats import format_label
from site_builder.library.asking import whom_to_ask
from site_builder.library.graph import LinkType
from site_builder.publish import words
from site_builder.publish.assist_details import assist_details, assist_groups, facts
from site_builder.publish.cards import assist_card, lesson_card, lesson_cards, references
from site_builder.publish.contact import ways_to_ask
from site_builder.publish.evidence import badge, places, uses
from site_builder.publish.long_lists import shortened
from site_builder.publish.names import record_link, record_title, setting_name, team_name
from site_builder.publish.outward import assist_outward, lesson_outward, record_outward
from site_builder.publish.pace import reading_time
from site_builder.publish.plan_links import plans_about, relied_on, spared
from site_builder.publish.rows import Link, Row
from site_builder.publish.views import (
    AssistPage,
    Detail,
    DetailGroup,
    LessonPage,
    LinkGroup,
    ReusePage,
)
from site_builder.records import labels
from site_builder.records.assist import Assist
from site_builder.records.dates import spoken_day, spoken_month
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Lesson, Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from site_builder.library.library import Library
    from site_builder.publish.context import SiteContext
    from site_builder.records.fields import Part
    from site_builder.records.reuse import Reuse


_LINK_TITLES = tuple(dict.fromkeys([*words.LINKS_OUT.values(), *words.LINKS_IN.values()]))


def lesson_page(context: SiteContext, lesson: Record[Lesson]) -> LessonPage:
    """Return a lesson's page, with the beginning of long lists."""
    return shortened(whole_lesson_page(context, lesson))


def assist_page(context: SiteContext, assist: Record[Assist]) -> AssistPage:
    """Return an assist's page, with the beginning of long lists."""
    return shortened(whole_assist_page(context, assist))


def whole_lesson_page(context: SiteContext, lesson: Record[Lesson]) -> LessonPage:
    """Return a lesson's page with all that its lists hold."""
    library, fields = context.library, lesson.fields
    source = library.assist(fields.source_assist or "")
    return LessonPage(
        card=lesson_card(context, lesson),
        takeaway=fields.takeaway or "",
        reading_time=reading_time(lesson.body.words),
        warning=_warning(fields, context.today),
        successors=_lesson_links(context, context.base.graph.successors(lesson.id)),
        badge=badge(context, lesson),
        suspects=_suspects(context, lesson),
        source=assist_card(library, source) if source else None,
        team=team_name(library, fields.team),
        ask=ways_to_ask(whom_to_ask(fields, library.vocabulary), fields.title),
        interests=fields.interests or "",
        details=tuple(_lesson_details(context, lesson)),
        references=references(fields.citations),
        relations=_relations(context, lesson),
        near=tuple(_near(context, lesson)),
        uses=uses(context, lesson),
        places=places(context, lesson),
        inverted=fields.outcome is Outcome.DID_NOT_WORK,
        plans=tuple(plans_about(context, lesson)),
        spared=spared(context, lesson),
        backlinks=_backlinks(context, lesson),
        review=tuple(_review(context, fields)),
        outward=lesson_outward(context, lesson),
    )


def whole_assist_page(context: SiteContext, assist: Record[Assist]) -> AssistPage:
    """Return an assist's page with all that its lists hold."""
    library, fields = context.library, assist.fields
    series = library.series.get(fields.series or "", ())
    return AssistPage(
        card=assist_card(library, assist),
        purpose=fields.purpose or "",
        suspects=_suspects(context, assist),
        details=tuple(assist_details(library, fields)),
        groups=(*assist_groups(library, fields), *_effort(context, assist)),
        relies_on=tuple(relied_on(context, assist)),
        lessons=lesson_cards(context, library.from_assist.get(assist.id, ())),
        series=tuple(record_link(library, other) for other in series if other is not assist),
        references=references(fields.citations),
        backlinks=_backlinks(context, assist),
        ask=ways_to_ask(whom_to_ask(fields, library.vocabulary), fields.title),
        outward=assist_outward(context, assist),
    )


def _effort(context: SiteContext, assist: Record[Assist]) -> Iterator[DetailGroup]:
    """Yield what the event took and what came of it, if it is known how much it took."""
    event = effort(context.library, context.evidence, assist)
    if event.took:
        texts = (f"{event.took}.", f"{event.yielded}.")
        yield DetailGroup("What it took, and what came of it", (Detail("", texts),))


def reuse_page(context: SiteContext, reuse: Record[Reuse]) -> ReusePage | None:
    """Return a reuse report's page, or None when its lesson does not exist."""
    library, fields = context.library, reuse.fields
    lesson = library.lesson(fields.lesson)
    if lesson is None:
        return None
    details = facts(
        ("Outcome", f"{labels.RESULTS[fields.outcome]}, {labels.MEASURES[fields.measure]}"),
        ("Setting", setting_name(library, fields.setting)),
        ("When", fields.happened.spoken if fields.happened else ""),
        ("What they changed", fields.changed),
        ("Core parts among it", fields.changed_core),
        ("Reply of the lesson's owner", fields.reply),
        ("Team", team_name(library, fields.team)),
        ("Reported by", fields.reported_by),
    )
    return ReusePage(
        title=record_title(library, reuse),
        lesson=lesson_card(context, lesson),
        suspects=_suspects(context, reuse),
        details=tuple(details),
        outward=record_outward(context, reuse),
    )


def _lesson_links(context: SiteContext, lesson_ids: Iterable[str]) -> tuple[Link, ...]:
    lessons = (context.library.lesson(lesson_id) for lesson_id in dict.fromkeys(lesson_ids))
    return tuple(record_link(context.library, lesson) for lesson in lessons if lesson)


def _relations(context: SiteContext, lesson: Record[Lesson]) -> tuple[LinkGroup, ...]:
    key, graph = (Kind.LESSON, lesson.id), context.base.graph
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for link in graph.outgoing[key]:
        groups[words.LINKS_OUT.get(link.type, "")].append(link.target[1])
    for link in graph.incoming.get(key, ()):
        if link.source[0] is Kind.LESSON:
            groups[words.LINKS_IN.get(link.type, "")].append(link.source[1])
    linked = (
        LinkGroup(title, _lesson_links(context, groups[title]))
        for title in _LINK_TITLES
        if title in groups
    )
    return tuple(group for group in linked if group.links)


def _backlinks(context: SiteContext, record: Record[Part]) -> tuple[Row, ...]:
    graph, library = context.base.graph, context.library
    backlinks = []
    for link in graph.incoming.get((record.kind, record.id), ()):
        source = library.get(*link.source)
        if link.type is LinkType.MENTIONS and source and not _is_draft(source):
            after = f" ({_kind_in_words(library, source)})"
            titled = record_link(library, source)._replace(after=after)
            backlinks.append(Row(titled, graph.sentence(link)))
    return tuple(dict.fromkeys(backlinks))


def _near(context: SiteContext, lesson: Record[Lesson]) -> Iterator[Row]:
    key, graph = (Kind.LESSON, lesson.id), context.base.graph
    links = (*graph.outgoing[key], *graph.incoming.get(key, ()))
    related = [link for link in links if link.type in words.LINKS_OUT]
    linked = {end[1] for link in related for end in (link.source, link.target)}
    for near in context.near(lesson.id):
        other = context.library.lesson(near.id)
        if other and near.id not in linked:
            reason = near.reason(context.library.vocabulary)
            yield Row(record_link(context.library, other), reason)


def _suspects(context: SiteContext, record: Record[Part]) -> tuple[Row, ...]:
    """Return the lessons that a record relies on and that have changed since."""
    return tuple(
        Row(record_link(context.library, suspect.lesson), words.CHANGES[suspect.change])
        for suspect in context.base.reliances.suspects(record)
    )


def _lesson_details(context: SiteContext, lesson: Record[Lesson]) -> Iterator[Detail]:
    fields = lesson.fields
    setting, brought = fields.context, fields.imported
    # Of advice nobody can say what helped.
    is_tried = context.evidence.of(lesson).is_tried
    if setting:
        yield from facts(
            ("Setting", setting_name(context.library, setting.setting)),
            ("Scale", setting.scale),
            ("Mode", words.MODES[setting.mode] if setting.mode else ""),
            ("Cost", setting.cost),
            ("How far it had come", (setting.maturity or "").capitalize()),
        )
    yield from facts(
        ("An image for it", fields.image),
        ("Better seen than read", fields.tacit),
        ("What helped" if is_tried else "What may help", fields.enablers),
        ("Core parts, to be kept", fields.core),
        ("What may be adapted", fields.adaptable),
        ("What stood in the way" if is_tried else "What may stand in the way", fields.barriers),
        ("Tools", fields.tools),
        ("Now part of", fields.embedded_in),
        ("Licence", fields.licence or context.settings.licence),
        ("Imported from", f"{brought.from_}, {brought.key}" if brought else ""),
    )


def _review(context: SiteContext, fields: Lesson) -> Iterator[Detail]:
    due = fields.review_by if fields.status is Status.PUBLISHED else None
    overdue = due is not None and due < context.today
    # Without a contact, "Whom to ask" already names the owner.
    yield from facts(
        ("Owner", fields.owner if fields.contact else ""),
        ("Holds until", spoken_day(fields.holds_until) if fields.holds_until else ""),
        ("Last reviewed", spoken_day(fields.reviewed) if fields.reviewed else ""),
        ("Next review", spoken_month(due) if due and not overdue else ""),
        ("Review", f"Overdue since {spoken_day(due)}" if due and overdue else ""),
    )


def _warning(fields: Lesson, today: date) -> str:
    if fields.status is Status.DRAFT:
        return "This lesson is a draft. It is not reviewed yet: a search finds it, lists do not."
    if fields.status is Status.SUPERSEDED:
        return "A newer lesson replaces this one."
    if fields.status is Status.WITHDRAWN and fields.withdrawn:
        withdrawn = fields.withdrawn
        reason = words.WITHDRAWAL_REASONS[withdrawn.reason]
        note = f" {withdrawn.note}" if withdrawn.note else ""
        return f"This lesson was withdrawn on {spoken_day(withdrawn.date)}: {reason}.{note}"
    if fields.holds_until and fields.holds_until < today:
        return f"This lesson was made to hold until {spoken_day(fields.holds_until)}."
    return ""


def _is_draft(record: Record[Part]) -> bool:
    return isinstance(record.fields, Lesson) and record.fields.status is Status.DRAFT


def _kind_in_words(library: Library, record: Record[Part]) -> str:
    if isinstance(record.fields, Assist):
        return format_label(library.vocabulary, record.fields.format)
    return {Kind.LESSON: "Lesson", Kind.REUSE: "Report of use"}.get(record.kind, "Guide")
