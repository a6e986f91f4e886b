"""All figures over the records of a base, for pages and for programs; none shows a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from site_builder.assists import activity
from site_builder.assists.effort import Effort, efforts
from site_builder.assists.ledger import Ledger, ledger
from site_builder.assists.network import FIRST_MEETINGS, INVITATIONS, MEASURES, Network, network

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from site_builder.assists.withheld import Figure
    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.settings import Settings

FORMAT_VERSION = 2
"""Version of the JSON, raised when a program that reads it has to change."""


@dataclass(frozen=True, slots=True)
class Insights:
    """The figures of a base on a day."""

    day: date
    avoided: tuple[str, ...]
    """Plans that ended without a meeting because the problem had been solved already."""
    spared: tuple[tuple[str, int], ...]
    """Lessons that solved such a problem, with the number of meetings; most meetings first."""
    held: int
    """Assists that took place."""
    efforts: tuple[Effort, ...]
    """What each of them took and what came of it."""
    actions: activity.Actions
    reuses: activity.Reuses
    network: Network
    ledger: Ledger
    topics: tuple[activity.TopicEvidence, ...]
    years: tuple[activity.YearCounts, ...]
    recurring: tuple[activity.Recurring, ...]


def insights(library: Library, evidence: Assessments, settings: Settings, today: date) -> Insights:
    """Compute the figures of a base.

    Args:
        library: Every record.
        evidence: The assessment of each lesson.
        settings: Options of the plugin.
        today: The day on which an action is overdue or not.
    """
    return Insights(
        day=today,
        avoided=tuple(
            assist.id for assist in library.assists if assist.fields.closed_as == "solved-already"
        ),
        spared=tuple(
            sorted(
                ((lesson, len(plans)) for lesson, plans in library.spared.items()),
                key=lambda counted: (-counted[1], counted[0]),
            )
        ),
        held=sum(assist.fields.took_place for assist in library.assists),
        efforts=efforts(library, evidence),
        actions=activity.actions(library, today),
        reuses=activity.reuses(library, evidence),
        network=network(library),
        ledger=ledger(library),
        topics=activity.topics(library, evidence),
        years=activity.years(library),
        recurring=activity.recurring(library, settings.empty_phrases),
    )


def as_json(figures: Insights) -> dict[str, Any]:
    """Return all figures for a program; a figure over people is a value, or null and a reason."""
    actions, reuses, balance = figures.actions, figures.reuses, figures.ledger
    return {
        "format_version": FORMAT_VERSION,
        "day": figures.day.isoformat(),
        "meetings_avoided": {
            "count": len(figures.avoided),
            "plans": list(figures.avoided),
            "lessons": [{"lesson": lesson, "meetings": n} for lesson, n in figures.spared],
        },
        "assists_held": figures.held,
        "effort": [asdict(event) for event in figures.efforts],
        "actions": {**asdict(actions), "total": actions.total},
        "reuse": {
            "reports": reuses.reports,
            "lessons_used": reuses.lessons,
            "lessons": reuses.published,
            "median_days_to_first_reuse": reuses.first_after_days,
            "most_used": [{"lesson": lesson, "teams": n} for lesson, n in reuses.most_used],
        },
        "network": _network(figures.network),
        "ledger": {
            "accounts": [asdict(account) for account in balance.accounts],
            "learned_from": [
                {"team": taker, "from": giver, "times": times}
                for (taker, giver), times in balance.learned_from.items()
            ],
            "uncounted": balance.uncounted,
        },
        "topics": [{**asdict(topic), "gap": topic.gap or None} for topic in figures.topics],
        "years": [asdict(year) for year in figures.years],
        "recurring": [
            {
                "cases": problem.cases,
                "records": [
                    {"kind": str(kind), "id": record_id} for kind, record_id in problem.records
                ],
            }
            for problem in figures.recurring
        ],
    }


def _network(network: Network) -> dict[str, Any]:
    measures = (*MEASURES, FIRST_MEETINGS, INVITATIONS)
    return {
        "definitions": {measure.id: measure.definition for measure in measures},
        "everybody": _figures(
            {
                **network.base,
                FIRST_MEETINGS.id: network.first_meetings,
                INVITATIONS.id: network.invitations,
            }
        ),
        "teams": {name: _figures(figures) for name, figures in network.teams.items()},
        "years": {
            **{name: _figures(figures) for name, figures in network.years.items()},
            FIRST_MEETINGS.id: _figures(network.first_by_year),
        },
    }


def _figures(figures: Mapping[str, Figure] | Mapping[int, Figure]) -> dict[str, Any]:
    return {
        str(name): {"value": figure.value, "reason": figure.reason or None}
        for name, figure in figures.items()
    }
