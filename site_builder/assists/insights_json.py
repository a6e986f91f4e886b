"""What the records tell, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from site_builder.assists.network import FIRST_MEETINGS, INVITATIONS, MEASURES, Network

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.assists.insights import Insights
    from site_builder.assists.withheld import Figure

FORMAT_VERSION = 2


def as_json(told: Insights) -> dict[str, Any]:
    """Return all figures; each over people is a value, or null with the reason."""
    return {
        "format_version": FORMAT_VERSION,
        "day": told.day.isoformat(),
        "meetings_avoided": {"count": len(told.avoided), "plans": list(told.avoided)},
        "assists_held": told.held,
        "actions": {**asdict(told.actions), "total": told.actions.total},
        "reuse": {
            "reports": told.reuses.reports,
            "lessons_used": told.reuses.lessons,
            "lessons": told.reuses.published,
            "median_days_to_first_reuse": told.reuses.first_after_days,
            "most_used": [
                {"lesson": lesson, "teams": count} for lesson, count in told.reuses.most_used
            ],
        },
        "network": _network(told.network),
        "ledger": {
            "accounts": [asdict(account) for account in told.ledger.accounts],
            "learned_from": [
                {"team": taker, "from": giver, "times": times}
                for (taker, giver), times in told.ledger.learned_from.items()
            ],
            "uncounted": told.ledger.uncounted,
        },
        "topics": [{**asdict(topic), "gap": topic.gap or None} for topic in told.topics],
        "years": [asdict(year) for year in told.years],
        "recurring": [
            {
                "cases": problem.cases,
                "records": [
                    {"kind": str(kind), "id": record_id} for kind, record_id in problem.records
                ],
            }
            for problem in told.recurring
        ],
    }


def _network(found: Network) -> dict[str, Any]:
    return {
        "definitions": {one.id: one.definition for one in (*MEASURES, FIRST_MEETINGS, INVITATIONS)},
        "everybody": {
            **{name: _figure(figure) for name, figure in found.base.items()},
            FIRST_MEETINGS.id: _figure(found.first_meetings),
            INVITATIONS.id: _figure(found.invitations),
        },
        "teams": {name: _figures(figures) for name, figures in found.teams.items()},
        "years": {
            **{name: _figures(figures) for name, figures in found.years.items()},
            FIRST_MEETINGS.id: _figures(found.first_by_year),
        },
    }


def _figures(figures: Mapping[str, Figure] | Mapping[int, Figure]) -> dict[str, Any]:
    return {str(name): _figure(figure) for name, figure in figures.items()}


def _figure(figure: Figure) -> dict[str, Any]:
    return {"value": figure.value, "reason": figure.reason or None}
