"""Lists on a record's page that have no end: the page shows their beginning, others show all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from site_builder.library.addresses import ALL_LESSONS, ASSISTS, SitePage, record_url
from site_builder.library.audience import is_tombstone
from site_builder.library.evidence.explanation import Said
from site_builder.publish.names import record_link, record_title
from site_builder.publish.paging import groups_pages
from site_builder.publish.rows import Fact, Group, GroupsPage, Link, Row, group
from site_builder.publish.views import LessonPage
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_builder.publish.context import SiteContext
    from site_builder.publish.paging import GeneratedPage
    from site_builder.publish.views import AssistPage, Badge, LessonCard, Use
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

    Page = TypeVar("Page", LessonPage, AssistPage)

MOST = 40
"""Most rows of a list on a record's page, and most facts in its badge."""
_NAMES = {
    "uses": "reports of use",
    "plans": "plans",
    "relations": "lessons",
    "backlinks": "links",
    "lessons": "lessons",
    "series": "others of the series",
}
"""What the rows of each list are."""


def shortened(page: Page) -> Page:
    """Return a page with the beginning of each list, and a way to the rest."""
    changes: dict[str, object] = {"backlinks": _rows(page, "backlinks", page.backlinks)}
    if isinstance(page, LessonPage):
        relations = (
            it._replace(links=_links(page, f"relations-{number}", it.links))
            for number, it in enumerate(page.relations, 1)
        )
        changes |= {
            "badge": _badge(page.badge),
            "uses": page.uses[:MOST],
            "plans": _rows(page, "plans", page.plans),
            "relations": tuple(relations),
            # Its relations tell of all.
            "successors": page.successors[:MOST],
            "rest": _rest(page, "uses", len(page.uses)),
        }
    else:
        changes |= {
            "lessons": page.lessons[:MOST],
            "rest": _rest(page, "lessons", len(page.lessons)),
            "series": _links(page, "series", page.series),
        }
    return replace(page, **changes)  # type: ignore[arg-type]


def list_pages_of_records(
    context: SiteContext,
    lesson_page: Callable[[SiteContext, Record[Lesson]], LessonPage],
    assist_page: Callable[[SiteContext, Record[Assist]], AssistPage],
) -> Iterator[GeneratedPage]:
    """Yield the pages that hold whole lists, of records whose own page shows their beginning.

    Args:
        context: What pages are made from.
        lesson_page: Returns the page of a lesson with whole lists.
        assist_page: Returns the page of an assist with whole lists.
    """
    library = context.library
    for lesson in library.lessons:
        outcomes = context.evidence.derivation(lesson).facts.outcomes
        if _linked(context, lesson) + len(outcomes) > MOST and not is_tombstone(lesson.fields):
            groups = _groups_of_lesson(lesson_page(context, lesson))
            yield from _pages(context, lesson, groups, ALL_LESSONS.section)
    for assist in library.assists:
        lessons = library.from_assist.get(assist.id, ())
        series = library.series.get(assist.fields.series or "", ())
        if _linked(context, assist) + len(lessons) + len(series) > MOST:
            groups = _groups_of_assist(assist_page(context, assist))
            yield from _pages(context, assist, groups, ASSISTS.section)


def _badge(badge: Badge) -> Badge:
    practice, research = badge.explained.axes
    more = len(practice.facts) - MOST
    if more <= 0:
        return badge
    facts = (*practice.facts[:MOST], Said(f"{more:,} more", None, is_outcome=True))
    axes = (replace(practice, facts=facts), research)
    return replace(badge, explained=replace(badge.explained, axes=axes))


def _linked(context: SiteContext, record: Record[Lesson] | Record[Assist]) -> int:
    graph, key = context.base.graph, (record.kind, record.id)
    return len(graph.incoming.get(key, ())) + len(graph.outgoing.get(key, ()))


def _pages(
    context: SiteContext,
    record: Record[Lesson] | Record[Assist],
    groups: Iterator[Group],
    section: str,
) -> Iterator[GeneratedPage]:
    long = tuple(group for group in groups if len(group.rows) > MOST)
    if not long:
        return
    title, lead = record_title(context.library, record), "Every report, and all that links to it."
    page = SitePage(_url(record.kind, record.id), f"{title}: all of it", lead, section)
    about = record_link(context.library, record)._replace(before="Belongs to")
    view = GroupsPage(lead, long, (about,), has_contents=len(long) > 1)
    yield from groups_pages(page, "groups.html", view, context.settings.page_size)


def _groups_of_lesson(page: LessonPage) -> Iterator[Group]:
    yield group("uses", "Who has used it", "", page.uses, _use)
    yield group("plans", "Plans that found it", "", page.plans, _itself)
    for number, relation in enumerate(page.relations, 1):
        yield group(f"relations-{number}", relation.label, "", relation.links, Row)
    yield group("backlinks", "Linked from", "", page.backlinks, _itself)


def _groups_of_assist(page: AssistPage) -> Iterator[Group]:
    yield group("lessons", "Lessons from it", "", page.lessons, _card)
    yield group("series", "Others of its series", "", page.series, Row)
    yield group("backlinks", "Linked from", "", page.backlinks, _itself)


def _itself(row: Row) -> Row:
    return row


def _use(use: Use) -> Row:
    # Several are of one team, and lead to different records.
    named = ", ".join(filter(None, (use.team.title, use.cycle, use.when)))
    told = (Fact(text) for text in (use.measure, use.setting) if text)
    texts = (
        use.counting,
        f"Changed: {use.changed}" if use.changed else "",
        "The owner has not replied." if use.unanswered else "",
        f"Reply of the owner: {use.reply}" if use.reply else "",
    )
    return Row(
        use.team._replace(title=named),
        facts=(Fact(use.outcome, f"bh-result bh-{use.kind}"), *told),
        texts=tuple(filter(None, texts)),
    )


def _card(card: LessonCard) -> Row:
    return Row(Link(card.title, card.url), texts=(card.problem,), strip=card.strip)


def _rows(page: LessonPage | AssistPage, name: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    rest = _rest(page, name, len(rows))
    return (*rows[:MOST], Row(rest)) if rest else rows


def _links(page: LessonPage | AssistPage, name: str, links: Sequence[Link]) -> tuple[Link, ...]:
    rest = _rest(page, name, len(links))
    return (*links[:MOST], rest) if rest else tuple(links)


def _rest(page: LessonPage | AssistPage, name: str, count: int) -> Link | None:
    kind = Kind.LESSON if isinstance(page, LessonPage) else Kind.ASSIST
    url = f"{_url(kind, page.card.id)}#bh-{name}"
    return Link(f"All {count:,} {_NAMES[name.partition('-')[0]]}", url) if count > MOST else None


def _url(kind: Kind, record_id: str) -> str:
    return f"{record_url(kind, record_id)}all/"
