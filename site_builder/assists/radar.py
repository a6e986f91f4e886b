"""Open plans that are possibly about the same problem, and lessons that may answer one.

A program can only suspect this, so pages say "possibly" and "maybe"; a person judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.assists.receipts import judged_ids
from site_builder.library.likeness import RECURRING, grouped, likeness, related
from site_builder.records.assist import OPEN_STAGES, Stage
from site_builder.search.hits import telling_stems

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from site_builder.library.library import Library
    from site_builder.records.assist import Assist, Receipt
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

    MeantAlike = Callable[[Mapping[str, str]], Mapping[tuple[str, str], float]]
    """Returns the cosine of pairs of problems that mean nearly the same, as far as it is known."""
    MeantLessons = Callable[[str, Sequence[Record[Lesson]]], Collection[str]]
    """Returns the ids of those of some lessons that are near to a text in meaning."""


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """A problem for which the latest search found no lesson that helps."""

    plan: Record[Assist]
    receipt: Receipt
    answers: tuple[Record[Lesson], ...]
    """Lessons recorded since then that may answer it and have not been judged."""


def overlaps(library: Library, meant_alike: MeantAlike) -> list[list[Record[Assist]]]:
    """Return groups of open plans that are possibly about the same problem.

    Plans and groups are sorted by decision, the earliest first.
    """
    plans = {plan.id: plan for plan in library.open_assists}
    problems = {plan_id: plan.fields.problem for plan_id, plan in plans.items()}
    words = {plan_id: telling_stems(problem) for plan_id, problem in problems.items()}
    groups = [
        sorted((plans[plan_id] for plan_id in group), key=by_decision)
        for group in grouped(plans, related(words, meant_alike(problems)))
        if len(group) > 1
    ]
    return sorted(groups, key=lambda group: by_decision(group[0]))


def plans_like(
    library: Library, problem: str, meant_alike: MeantAlike
) -> list[tuple[Record[Assist], bool]]:
    """Return plans that lie ahead and are possibly about a problem.

    Each comes with whether it says nearly the same; those that do come first.
    """
    asked = telling_stems(problem)
    ahead = [plan for plan in library.assists if plan.fields.status in {Stage.IDEA, *OPEN_STAGES}]
    # The empty id is that of none, and comes first.
    meant = meant_alike({"": problem, **{plan.id: plan.fields.problem for plan in ahead}})
    found = []
    for plan in ahead:
        near = meant.get(("", plan.id), 0.0)
        likeness_ = likeness(asked, telling_stems(plan.fields.problem), near)
        is_same = likeness_.of_both >= RECURRING
        if is_same or likeness_.is_related:
            found.append((plan, is_same))
    return sorted(found, key=lambda pair: (not pair[1], pair[0].id))


def open_problems(library: Library, meant_lessons: MeantLessons) -> tuple[OpenProblem, ...]:
    """Return problems for which no lesson was found that helps, the latest search first."""
    problems = [
        (plan, receipt)
        for plan in library.open_assists
        if (receipt := plan.fields.latest_receipt)
        and all(hit.judgement == "no" for hit in receipt.hits)
    ]
    problems.sort(key=lambda pair: (-pair[1].date.toordinal(), pair[0].id))
    return tuple(
        OpenProblem(plan, receipt, tuple(_answers(library, plan.fields, receipt, meant_lessons)))
        for plan, receipt in problems
    )


def _answers(
    library: Library, plan: Assist, receipt: Receipt, meant_lessons: MeantLessons
) -> Iterator[Record[Lesson]]:
    judged, asked = judged_ids(plan), telling_stems(receipt.query)
    later = [
        lesson
        for lesson in library.published
        if lesson.id not in judged and lesson.fields.date >= receipt.date
    ]
    meant = meant_lessons(receipt.query, later)
    for lesson in later:
        offered = telling_stems(f"{lesson.fields.title} {lesson.fields.problem}")
        if lesson.id in meant or likeness(asked, offered).is_related:
            yield lesson


def by_decision(plan: Record[Assist]) -> tuple[bool, str, str]:
    """Return the sort key of a plan: the earliest decision first, plans without a day last."""
    day = plan.fields.decision_date
    return day is None, str(day or ""), plan.id
