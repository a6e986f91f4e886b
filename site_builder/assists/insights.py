"""What the records tell, all of it together; no figure shows a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.assists import activity
from site_builder.assists.ledger import Ledger, ledger
from site_builder.assists.network import Network, network

if TYPE_CHECKING:
    from datetime import date

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.settings import Settings


@dataclass(frozen=True, slots=True)
class Insights:
    """What the records of a base tell on a day."""

    day: date
    avoided: tuple[str, ...]
    """Plans that ended without a meeting because the problem had been solved already."""
    held: int
    """Assists that took place."""
    actions: activity.Actions
    reuses: activity.Reuses
    network: Network
    ledger: Ledger
    topics: tuple[activity.TopicEvidence, ...]
    years: tuple[activity.YearCounts, ...]
    recurring: tuple[activity.Recurring, ...]


def insights(library: Library, evidence: Assessments, settings: Settings, today: date) -> Insights:
    """Work out what the records tell.

    Args:
        library: Every record.
        evidence: What is made of each lesson.
        settings: Options of the plugin.
        today: The day from which an action is overdue.
    """
    return Insights(
        day=today,
        avoided=activity.avoided(library),
        held=sum(assist.fields.took_place for assist in library.assists),
        actions=activity.actions(library, today),
        reuses=activity.reuses(library, evidence),
        network=network(library),
        ledger=ledger(library),
        topics=activity.topics(library, evidence),
        years=activity.years(library),
        recurring=activity.recurring(library, settings.empty_phrases),
    )
