"""Who works on the same problem: open plans beside each other, and beside recent lessons.

What a program can only suspect is worded so: possibly related, maybe answered. A person judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.library.likeness import grouped, likeness, related
from site_builder.search.hits import telling_stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.library import Library
    from site_builder.records.assist import Assist, Receipt
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


@dataclass(frozen=True, slots=True)
class Overlap:
    """Open plans that are possibly about the same problem."""

    plans: tuple[Record[Assist], ...]
    """The one with the earliest decision first."""
    shared: tuple[str, ...]
    """Telling words that all of them have."""


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """A problem that was searched for, and that no lesson helped with."""

    plan: Record[Assist]
    receipt: Receipt
    answers: tuple[Record[Lesson], ...]
    """Lessons recorded since then that may answer it; nobody has judged them."""


class Radar:
    """Compares the open plans of a library."""

    def __init__(self, library: Library) -> None:
        """Keep the library."""
        self._library = library

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Groups of open plans that are possibly about the same problem."""
        plans = {plan.id: plan for plan in self._library.open_assists}
        words = {plan_id: telling_stems(plan.fields.problem) for plan_id, plan in plans.items()}
        groups = grouped(plans, related(words))
        found = [sorted((plans[plan_id] for plan_id in group), key=by_decision) for group in groups]
        return tuple(
            Overlap(tuple(group), _shared([words[plan.id] for plan in group]))
            for group in sorted(found, key=lambda group: by_decision(group[0]))
            if len(group) > 1
        )

    @cached_property
    def open_problems(self) -> tuple[OpenProblem, ...]:
        """Problems for which a search found nothing that helps, the latest search first."""
        found = [
            OpenProblem(plan, receipt, tuple(self._answers(plan.fields, receipt)))
            for plan in self._library.open_assists
            if (receipt := plan.fields.latest_receipt) and not _helped(receipt)
        ]
        return tuple(sorted(found, key=lambda one: (-one.receipt.date.toordinal(), one.plan.id)))

    def _answers(self, plan: Assist, receipt: Receipt) -> Iterator[Record[Lesson]]:
        judged = {hit.id for one in plan.receipts for hit in one.hits}
        asked = telling_stems(receipt.query)
        for lesson in self._library.published:
            if lesson.id in judged or lesson.fields.date < receipt.date:
                continue
            offered = telling_stems(f"{lesson.fields.title} {lesson.fields.problem}")
            if likeness(asked, offered).is_related:
                yield lesson


def _shared(sets: list[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset.intersection(*sets)))


def _helped(receipt: Receipt) -> bool:
    return any(hit.judgement != "no" for hit in receipt.hits)


def by_decision(plan: Record[Assist]) -> tuple[bool, str, str]:
    """Sort key of plans: the earliest decision first, those without a day last."""
    day = plan.fields.decision_date
    return day is None, str(day or ""), plan.id
