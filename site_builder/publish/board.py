"""The board: who plans what, by when, how to join; who works on the same; what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.assists.radar import by_decision, open_problems, overlaps
from site_builder.diagnostics import counted
from site_builder.library.addresses import BOARD, BOARD_FEED, record_url
from site_builder.publish.assist_details import facts
from site_builder.publish.cards import assist_card, lesson_cards
from site_builder.publish.feeds import Entry, Feed
from site_builder.records.dates import spoken_day
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.assists.radar import OpenProblem
    from site_builder.library.library import Library
    from site_builder.publish.context import Context
    from site_builder.publish.views import AssistCard, Detail, LessonCard
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record


@dataclass(frozen=True, slots=True)
class PlanView:
    """An open plan as others need to see it."""

    card: AssistCard
    decision: str
    """Day of the decision in words, or empty."""
    seats: str
    """How many visitors are still wanted, or empty."""
    details: tuple[Detail, ...]
    """What it is to teach, what can still change and how to join, where stated."""


@dataclass(frozen=True, slots=True)
class OverlapView:
    """Plans that are possibly about the same problem."""

    sentence: str
    """``3 teams, possibly the same problem; earliest decision 14 March 2026``."""
    plans: tuple[AssistCard, ...]


@dataclass(frozen=True, slots=True)
class OpenProblemView:
    """A problem for which nothing was found."""

    plan: AssistCard
    asked: str
    searched: str
    """Day of the search in words."""
    answers: tuple[LessonCard, ...]
    """Lessons that came in later and may answer it."""


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Every open plan, and what the radar makes of them."""

    plans: tuple[PlanView, ...]
    overlaps: tuple[OverlapView, ...]
    problems: tuple[OpenProblemView, ...]
    solved_already: int
    """Plans that closed because a lesson solved the problem."""
    feed: str = BOARD_FEED


def board_page(context: Context) -> BoardPage:
    """Return the board of a base."""
    library = context.library
    return BoardPage(
        tuple(_plan(library, plan) for plan in sorted(library.open_assists, key=by_decision)),
        tuple(_overlap(library, plans) for plans in overlaps(library)),
        tuple(_problem(context, problem) for problem in open_problems(library)),
        sum(assist.fields.closed_as == "solved-already" for assist in library.assists),
    )


def plans_feed(library: Library, name: str) -> Feed:
    """Return the feed of open plans, the latest first."""
    plans = sorted(library.open_assists, key=lambda plan: (-plan.fields.date.toordinal(), plan.id))
    entries = tuple(
        Entry(
            record_url(Kind.ASSIST, plan.id),
            plan.fields.title,
            plan.fields.problem,
            plan.fields.date,
        )
        for plan in plans
    )
    return Feed(f"{name}: open plans", BOARD_FEED, BOARD.url, name, entries)


def _plan(library: Library, plan: Record[Assist]) -> PlanView:
    fields = plan.fields
    decision, seats = fields.decision_date, fields.seats_wanted
    details = facts(
        ("To learn", fields.purpose),
        ("Can still change", fields.room_to_change),
        ("To join", fields.join),
    )
    return PlanView(
        assist_card(library, plan),
        spoken_day(decision) if decision else "",
        f"{counted(seats, 'visitor')} wanted" if seats else "",
        tuple(details),
    )


def _overlap(library: Library, plans: Sequence[Record[Assist]]) -> OverlapView:
    teams = len({plan.fields.host_team for plan in plans})
    who = f"{teams} teams" if teams > 1 else f"{len(plans)} plans"
    first = plans[0].fields.decision_date
    decision = f"; earliest decision {spoken_day(first)}" if first else ""
    sentence = f"{who}, possibly the same problem{decision}"
    return OverlapView(sentence, tuple(assist_card(library, plan) for plan in plans))


def _problem(context: Context, problem: OpenProblem) -> OpenProblemView:
    return OpenProblemView(
        assist_card(context.library, problem.plan),
        problem.receipt.query,
        spoken_day(problem.receipt.date),
        lesson_cards(context, problem.answers),
    )
