"""The pages that the build adds beside the records: which template shows which view."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from site_builder.assists.insights import insights
from site_builder.assists.plans import plan_skeleton
from site_builder.diagnostics import counted
from site_builder.library import addresses
from site_builder.library.addresses import SitePage, finder_url, rule_url
from site_builder.publish.board import board_page
from site_builder.publish.cards import assist_row, balance, newest_first
from site_builder.publish.failures import failures_page
from site_builder.publish.forms import FORM_PAGES, form_page
from site_builder.publish.gaps import gaps_page
from site_builder.publish.glossary import glossary_page
from site_builder.publish.home import home_page
from site_builder.publish.insights import insights_page
from site_builder.publish.ladders import evidence_page
from site_builder.publish.listings import lists, topic_links
from site_builder.publish.long_lists import list_pages_of_records
from site_builder.publish.names import record_link, topic_link
from site_builder.publish.newcomers import newcomers_page
from site_builder.publish.news import news_page
from site_builder.publish.paging import GeneratedPage, groups_pages
from site_builder.publish.practices import practices_page
from site_builder.publish.records import whole_assist_page, whole_lesson_page
from site_builder.publish.reviews import reviews_page
from site_builder.publish.rows import Fact, GroupsPage, Link, Row, group, some_of
from site_builder.records.assist import Assist, Stage
from site_builder.records.header.write import UNWRITABLE
from site_builder.rules import FAMILIES, RULES, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.publish.context import SiteContext
    from site_builder.publish.insight_views import InsightsPage
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.rules.rule import Rule

MADE = "added"
"""First word of the keys under which what is added is remembered."""
_MOST_USERS = 12
"""Most records named with a tool."""


@dataclass(frozen=True, slots=True)
class FinderPage:
    """The page that asks whether a problem has been solved, for readers without JavaScript too."""

    topics: tuple[Link, ...]
    all_lessons: Link
    plan: str
    """Skeleton of a plan, as :func:`site_builder.assists.plans.plan_skeleton` has it."""
    plan_without_hits: str
    unwritable: str
    """Pattern of characters that cannot be part of a plan."""
    meaning: bool
    """Whether the base is to be searched by meaning, too."""


def families(
    context: SiteContext, is_empty: Callable[[str], bool], *, home: bool
) -> dict[str, Callable[[], Iterable[GeneratedPage]]]:
    """Return what makes the pages that the build adds, by the name of what is made together.

    Args:
        context: What pages are made from.
        is_empty: Returns whether the page of an address has nothing to show.
        home: Whether the base has no home page of its own.
    """
    made: dict[str, Callable[[], Iterable[GeneratedPage]]] = {}
    if home:
        made["home"] = partial(_home, context)
    for page in _PAGES:
        if page is not addresses.PRACTICES or context.library.shows_practices:
            made[page.url] = partial(_pages_of, context, page, is_empty)
    made |= lists(context)
    made["whole lists"] = partial(
        list_pages_of_records, context, whole_lesson_page, whole_assist_page
    )
    made["rules"] = _rules
    return made


def shows_nothing(context: SiteContext, url: str) -> bool:
    """Return whether the page of an address has nothing to show."""
    page = _BY_URL.get(url)
    return bool(page and getattr(_view(context, page), "is_empty", False))


def _view(context: SiteContext, page: SitePage) -> object:
    _template, make = _PAGES[page]
    return context.made.of((MADE, page.url), lambda: make(context))


def _home(context: SiteContext) -> Iterator[GeneratedPage]:
    view = home_page(context)
    page = SitePage("", context.identity.name or "Lessons", view.description, "./")
    yield GeneratedPage(page, "home.html", view)


def _pages_of(
    context: SiteContext, page: SitePage, is_empty: Callable[[str], bool]
) -> Iterator[GeneratedPage]:
    template, view = _PAGES[page][0], _view(context, page)
    if isinstance(view, GroupsPage):
        notes = tuple(note for note in view.notes if not is_empty(note.url))
        whole = replace(view, notes=notes)
        yield from groups_pages(page, template, whole, context.settings.page_size)
    else:
        yield GeneratedPage(page, template, view)


def _rules() -> Iterator[GeneratedPage]:
    for rule in RULES.values():
        lead = f"{rule.id}: {rule.summary}"
        page = SitePage(rule_url(rule.id), rule.id, lead, addresses.RULES_LIST.section)
        yield GeneratedPage(page, "", markdown=explain(rule))


def finder_page(context: SiteContext) -> FinderPage:
    """Return what the finder shows beside its form."""
    return FinderPage(
        topic_links(context),
        _link(addresses.ALL_LESSONS),
        plan_skeleton(hits=True),
        plan_skeleton(hits=False),
        UNWRITABLE,
        context.settings.meaning,
    )


def topics_page(context: SiteContext) -> GroupsPage:
    """Return every topic that has lessons, by title."""
    library = context.library
    tags = library.vocabulary.tags

    def row(topic: tuple[str, tuple[Record[Lesson], ...]]) -> Row:
        tag, lessons = topic
        synonyms = tags[tag].synonyms
        texts = (
            tags[tag].description,
            f"Also called: {', '.join(synonyms)}" if synonyms else "",
        )
        marks = (
            Fact(f"{part.mark.label}: {part.count}", f"bh-mark bh-{part.mark.id}")
            for part in balance(context, lessons)
            if part.count
        )
        return Row(
            topic_link(library, tag),
            texts=tuple(filter(None, texts)),
            facts=(Fact(counted(len(lessons), "lesson"), "bh-strong"), *marks),
        )

    topics = [topic for topic in library.tagged.items() if topic[0] in tags]
    topics.sort(key=lambda topic: tags[topic[0]].label.casefold())
    none = "No topic has a lesson yet."
    tools = Link(addresses.TOOLS.title, addresses.TOOLS.url, after=": what teams used.")
    who = Link(
        addresses.NEWCOMERS.title, addresses.NEWCOMERS.url, after=": teams and roles to ask."
    )
    groups = (group("topics", "", "", topics, row, none=none),)
    return GroupsPage("", groups, (tools, who), cards=True)


def assists_page(context: SiteContext) -> GroupsPage:
    """Return every assist by state, the latest first."""
    library = context.library
    assists = newest_first(library.assists)
    open_now = set(library.open_assists)
    held = {assist for assist in assists if assist.fields.took_place}
    states = (
        ("open", "Open now", "Planned, and still to be joined or answered.", open_now),
        ("held", "Held", "What was learned there is in the lessons.", held),
        (
            "others",
            "Others",
            "Ideas, and plans that ended without a meeting.",
            set(assists) - open_now - held,
        ),
    )

    groups = tuple(
        group(
            name,
            title,
            lead,
            [assist for assist in assists if assist in members],
            partial(assist_row, library),
        )
        for name, title, lead, members in states
        if members
    )
    notes = tuple(
        Link(page.title, page.url, after=f": {page.lead[0].lower()}{page.lead[1:]}")
        for page in (addresses.PLAN, addresses.BOARD, addresses.INSIGHTS)
    )
    none = "No assist has been recorded yet."
    return GroupsPage("", groups, notes, none=none, cards=True)


def tools_page(context: SiteContext) -> GroupsPage:
    """Return every tool of published lessons and of assists that were not cancelled, by name.

    Names that differ only in case are one tool, under the first of these names.
    """
    library = context.library
    assists = [assist for assist in library.assists if assist.fields.status is not Stage.CANCELLED]
    names: dict[str, str] = {}
    links: defaultdict[str, dict[Link, None]] = defaultdict(dict)
    records: tuple[Record[Lesson | Assist], ...] = (*library.published, *assists)
    for record in records:
        for tool in record.fields.tools:
            names.setdefault(tool.casefold(), tool)
            links[tool.casefold()][record_link(library, record)] = None

    def row(key: str) -> Row:
        ordered = sorted(links[key], key=lambda link: (link.title, link.url))
        found = some_of(ordered, _MOST_USERS, finder_url(q=names[key]))
        return Row(Link(names[key], ""), links=found)

    none = "No lesson and no event names a tool yet."
    groups = (group("tools", "", "", sorted(names), row, none=none),)
    return GroupsPage(addresses.TOOLS.lead, groups)


def _insights(context: SiteContext) -> InsightsPage:
    library = context.library
    return insights_page(
        insights(library, context.evidence, context.settings, context.today), library
    )


def rules_page(_context: SiteContext) -> GroupsPage:
    """Return every rule by family."""

    def row(rule: Rule) -> Row:
        link = Link(rule.id, rule_url(rule.id), code=True)
        return Row(link, texts=(rule.summary,), facts=(Fact(str(rule.severity)),))

    groups = tuple(
        group(f"family-{number}", title, "", rules, row)
        for number, (title, rules) in enumerate(FAMILIES.items(), start=1)
    )
    return GroupsPage("", groups, has_contents=True, is_whole=True)


def _link(page: SitePage) -> Link:
    return Link(page.title, page.url)


_PAGES: dict[SitePage, tuple[str, Callable[[SiteContext], object]]] = {
    addresses.FINDER: ("solved.html", finder_page),
    addresses.COMPARE: ("compare.html", lambda _context: addresses.COMPARE),
    addresses.READING_LIST: ("reading-list.html", lambda _context: addresses.READING_LIST),
    addresses.NEWS: ("groups.html", news_page),
    addresses.FAILURES: ("groups.html", failures_page),
    addresses.GLOSSARY: ("groups.html", glossary_page),
    addresses.TOPICS: ("groups.html", topics_page),
    addresses.NEWCOMERS: ("groups.html", newcomers_page),
    addresses.EVIDENCE: ("evidence.html", evidence_page),
    addresses.ASSISTS: ("groups.html", assists_page),
    addresses.BOARD: ("groups.html", board_page),
    addresses.TOOLS: ("groups.html", tools_page),
    addresses.GAPS: ("groups.html", gaps_page),
    addresses.INSIGHTS: ("insights.html", _insights),
    addresses.REVIEWS: ("groups.html", reviews_page),
    addresses.RULES_LIST: ("groups.html", rules_page),
    addresses.PRACTICES: ("groups.html", practices_page),
    **{page: ("form.html", partial(form_page, name)) for page, name in FORM_PAGES.items()},
}
"""Template and view of each page of :data:`addresses.SITE_PAGES`, except the list of lessons."""
_BY_URL = {page.url: page for page in _PAGES}
