"""The home page: the question, what is new, what there is, and what can be joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.assists.radar import by_decision
from site_builder.diagnostics import counted
from site_builder.library import addresses
from site_builder.library.addresses import finder_url
from site_builder.publish.cards import assist_card, balance
from site_builder.publish.failures import failures_page
from site_builder.publish.linked_data import site_data
from site_builder.publish.listings import topic_links
from site_builder.publish.markup import script_text
from site_builder.publish.news import changes
from site_builder.publish.rows import Link
from site_builder.records.assist import Stage
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from datetime import date

    from site_builder.publish.context import SiteContext
    from site_builder.publish.rows import Row
    from site_builder.publish.views import AssistCard, MarkCount
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

MOST_OPEN = 5
"""Most meetings to join on the page; the board has all plans."""
QUESTION = "Has this problem been solved before?"
_EXAMPLES = 3
_TOPICS = 12
_SHORTEST, _USUAL, _LONG, _LONGEST = 20, 70, 100, 160
"""Characters of a problem that reads well as an example; one of usual length is taken first."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page, below its introduction."""

    description: str
    """What the site is, in a line."""
    examples: tuple[Link, ...]
    """Problems of this base, each leading to the search for it."""
    news: tuple[Row, ...]
    drafts: Link | None
    """How many drafts wait, with the way to the search, if there are any."""
    balance: tuple[MarkCount, ...]
    lesson_count: int
    topics: tuple[Link, ...]
    open_assists: tuple[AssistCard, ...]
    more_assists: Link | None
    """The board, where the page does not show all plans on it."""
    tells_failures: bool
    """Whether the page of what did not work has anything on it."""
    share_url: str
    linked_data: str
    feed: str = addresses.NEWS_FEED


def home_page(context: SiteContext) -> HomePage:
    """Return what the home page shows below its introduction."""
    library = context.library
    plans = sorted(library.open_assists, key=by_decision)
    joinable = [plan for plan in plans if _is_joinable(plan.fields, context.today)]
    shown = joinable[:MOST_OPEN]
    drafts = sum(lesson.fields.status is Status.DRAFT for lesson in library.lessons)
    return HomePage(
        description=context.identity.description or QUESTION,
        examples=_examples(context),
        news=tuple(change.row for change in changes(context)[: context.settings.newest]),
        drafts=_waiting(drafts),
        balance=tuple(part for part in balance(context, library.published) if part.count),
        lesson_count=len(library.published),
        topics=topic_links(context, _TOPICS),
        open_assists=tuple(assist_card(library, plan) for plan in shown),
        more_assists=Link(f"All {counted(len(plans), 'open plan')}", addresses.BOARD.url)
        if len(plans) > len(shown)
        else None,
        tells_failures=bool(failures_page(context).groups),
        share_url=context.settings.share_uri_template,
        linked_data=script_text(site_data(context.identity)),
    )


def _waiting(drafts: int) -> Link | None:
    if not drafts:
        return None
    verb, them = ("waits", "it") if drafts == 1 else ("wait", "them")
    before = f"{counted(drafts, 'draft')} {verb} for review;"
    return Link("search", addresses.FINDER.url, before=before, after=f" finds {them}.")


def _examples(context: SiteContext) -> tuple[Link, ...]:
    """Return problems that a search here answers: of different topics, the best founded first."""
    library, evidence = context.library, context.evidence

    def order(lesson: Record[Lesson]) -> tuple[bool, bool, bool, int, int, str]:
        found, problem = evidence.of(lesson), lesson.fields.problem
        # A number is mostly that of one day or one machine, which nobody else would type.
        special = any(map(str.isdigit, problem))
        whole = problem.endswith((".", "?", "!"))
        far = abs(len(problem) - _USUAL)
        level = found.practice + found.research
        return len(problem) > _LONG, special, not whole, -level, far, lesson.id

    lessons = library.published or library.searched
    fit = sorted((it for it in lessons if _reads_well(it.fields.problem)), key=order)
    chosen: list[Record[Lesson]] = []
    for apart in (True, False):
        for lesson in fit:
            taken = {tag for other in chosen for tag in other.fields.tags}
            same = {other.fields.problem for other in chosen}
            if len(chosen) < _EXAMPLES and lesson.fields.problem not in same:
                chosen += [] if apart and taken & {*lesson.fields.tags} else [lesson]
    return tuple(Link(it.fields.problem, finder_url(q=it.fields.problem)) for it in chosen)


def _reads_well(problem: str) -> bool:
    """Return whether a problem is one whole sentence of a length that a reader might type."""
    ends = problem.rstrip(".?!")
    return (
        _SHORTEST <= len(problem) <= _LONGEST
        and not problem.endswith(("…", "..."))
        and not any(stop in ends for stop in (". ", "? ", "! ", "\n"))
    )


def _is_joinable(plan: Assist, today: date) -> bool:
    """Return whether a plan invites visitors to a meeting that lies ahead."""
    last = plan.planned_for.latest if plan.planned_for else None
    return plan.status in {Stage.OPEN, Stage.CONFIRMED} and (last is None or last >= today)
