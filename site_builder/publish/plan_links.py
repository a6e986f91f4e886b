"""Which plans rely on which lessons, from both ends, and the meetings that a lesson spared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.graph import LinkType
from site_builder.publish import words
from site_builder.publish.cards import assist_card
from site_builder.publish.names import record_link
from site_builder.publish.rows import Row
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.publish.context import SiteContext
    from site_builder.records.assist import Assist
    from site_builder.records.lesson import Lesson


def plans_about(context: SiteContext, lesson: Record[Lesson]) -> Iterator[Row]:
    """Yield the plans that rely on a lesson, or whose search found that it helps, each once."""
    library = context.library
    links = context.base.graph.incoming.get((Kind.LESSON, lesson.id), ())
    found = (link for link in links if link.type in {LinkType.RELIES_ON, LinkType.FOUND})
    for plan_id in dict.fromkeys(link.source[1] for link in found):
        if plan := library.assist(plan_id):
            spared = plan in library.spared.get(lesson.id, ())
            ending = "No meeting was needed" if spared else assist_card(library, plan).status
            yield Row(record_link(library, plan), f"{_judgement(plan.fields, lesson.id)} {ending}.")


def relied_on(context: SiteContext, plan: Record[Assist]) -> Iterator[Row]:
    """Yield the lessons that a plan relies on, each once."""
    for lesson_id in dict.fromkeys(reliance.id for reliance in plan.fields.relies_on):
        lesson = context.library.lesson(lesson_id)
        if lesson and lesson.fields.status is not Status.DRAFT:
            yield Row(record_link(context.library, lesson), _judgement(plan.fields, lesson_id))


def spared(context: SiteContext, lesson: Record[Lesson]) -> str:
    """Return how many meetings a lesson made unnecessary, or nothing."""
    number = len(context.library.spared.get(lesson.id, ()))
    plans = "a plan was" if number == 1 else f"{number} plans were"
    saved = f"It spared {counted(number, 'meeting')}:"
    return f"{saved} {plans} closed because a search found it." if number else ""


def _judgement(plan: Assist, lesson_id: str) -> str:
    """Return as a sentence how the last search of a plan judged a lesson."""
    hits = [hit for receipt in plan.receipts for hit in receipt.hits if hit.id == lesson_id]
    if not hits:
        return "The plan relies on it."
    return f"Judged: {words.JUDGEMENTS[hits[-1].judgement]}."
