"""The board: who plans what, by when, how to join; who works on the same; what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.assists.radar import by_decision, open_problems, overlaps
from site_builder.clock import today
from site_builder.diagnostics import counted
from site_builder.library.addresses import BOARD_FEED, PLAN, finder_url
from site_builder.publish.calendar import PLANS, by_year, plan_days
from site_builder.publish.cards import assist_row
from site_builder.publish.names import record_link, team_name
from site_builder.publish.rows import GroupsPage, Link, Row, group, some_of
from site_builder.records.dates import spoken_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from site_builder.assists.radar import OpenProblem
    from site_builder.library.library import Library
    from site_builder.publish.context import SiteContext
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record

_MOST_ALIKE = 12
"""Most plans named as possibly the same; each of them is on the board."""
_MOST_ANSWERS = 12
"""Most lessons named that may answer a problem; a search finds all."""


def board_page(context: SiteContext) -> GroupsPage:
    """Return the board: open plans, plans alike, and problems without an answer."""
    library = context.library
    groups = (
        group(
            "plans",
            "Open plans",
            "",
            sorted(library.open_assists, key=by_decision),
            lambda plan: _plan(library, plan),
            none="No plan is open at present.",
        ),
        group(
            "overlaps",
            "Possibly related plans",
            "Found by what they say; nobody has judged it. It may be worth meeting once.",
            overlaps(library, context.meant_alike),
            lambda plans: _overlap(library, plans),
        ),
        group(
            "problems",
            "Problems that nobody has answered",
            "A team searched, and no lesson helped. If you have solved one of these, they would "
            "like to hear how.",
            open_problems(library, context.meant_lessons),
            lambda problem: _problem(library, problem),
        ),
    )
    avoided = sum(assist.fields.closed_as == "solved-already" for assist in library.assists)
    closed = f"{counted(avoided, 'plan')} closed without a meeting: a lesson had the answer."
    return GroupsPage(
        "What teams are planning now. Join one that has your problem too, before you plan your "
        "own.",
        tuple(group for group in groups if group.rows or group.none),
        (
            Link(
                "plan a meeting", PLAN.url, before="You face a problem?", after=" and others join."
            ),
            *([Link("", "", before=closed)] if avoided else []),
            Link("calendar of meetings and decisions", PLANS, before="Subscribe to the"),
            *by_year(PLANS, plan_days(library)),
        ),
        cards=True,
        feed=BOARD_FEED,
    )


def _plan(library: Library, plan: Record[Assist]) -> Row:
    fields = plan.fields
    decision, seats = fields.decision_date, fields.seats_wanted
    stated = (
        ("Purpose", fields.purpose),
        ("Can still change", fields.room_to_change),
        ("To join", fields.join),
    )
    return assist_row(
        library,
        plan,
        texts=[f"{label}: {text}" for label, text in stated if text],
        facts=[
            _due(decision) if decision else "",
            f"{counted(seats, 'visitor')} wanted" if seats else "",
        ],
    )


def _due(decision: date) -> str:
    return f"Decision {'was due' if decision < today() else 'due'} {spoken_day(decision)}"


def _overlap(library: Library, plans: Sequence[Record[Assist]]) -> Row:
    teams = len({plan.fields.host_team for plan in plans})
    who = f"{teams} teams" if teams > 1 else f"{len(plans)} plans"
    first = plans[0].fields.decision_date
    decision = f"; earliest decision {spoken_day(first)}" if first else ""
    hosts = (team_name(library, plan.fields.host_team) for plan in plans)
    links = [
        record_link(library, plan)._replace(after=f", {host}" if host else "")
        for plan, host in zip(plans, hosts, strict=True)
    ]
    return Row(
        Link(f"{who}, possibly the same problem{decision}", ""), links=some_of(links, _MOST_ALIKE)
    )


def _problem(library: Library, problem: OpenProblem) -> Row:
    asked = f"“{problem.receipt.query}”, searched {spoken_day(problem.receipt.date)}."
    answers = tuple(record_link(library, lesson) for lesson in problem.answers)
    maybe = ["Maybe answered, not judged yet:"] if answers else []
    links = some_of(answers, _MOST_ANSWERS, finder_url(q=problem.receipt.query))
    return Row(record_link(library, problem.plan), texts=(asked, *maybe), links=links)
