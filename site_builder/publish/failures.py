"""What did not work: lessons, uses and meetings that say so, with their reasons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from site_builder.library.addresses import FAILURES
from site_builder.library.evidence.facts import FAILURES as FAILING
from site_builder.publish.cards import newest_first
from site_builder.publish.context import once
from site_builder.publish.names import record_link, team_name
from site_builder.publish.news import withdrawal
from site_builder.publish.rows import Fact, Group, GroupsPage, Row, group
from site_builder.publish.text import opening
from site_builder.records import labels
from site_builder.records.lesson import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.publish.context import SiteContext
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.records.reuse import Reuse

_FAILED = "bh-result bh-failed"


@once
def failures_page(context: SiteContext) -> GroupsPage:
    """Return everything that did not work, as far as anything is there."""
    groups = tuple(group for group in _groups(context) if group.rows)
    none = "No record tells yet of anything that did not work."
    return GroupsPage(FAILURES.lead, groups, none=none, cards=True, has_contents=len(groups) > 1)


def _groups(context: SiteContext) -> Iterator[Group]:
    library, published = context.library, newest_first(context.library.published)
    for outcome, title, lead in (
        (Outcome.DID_NOT_WORK, "It did not work", "What these lessons say to avoid."),
        (Outcome.MIXED, "It worked in part", "For some, or in some ways."),
    ):
        lessons = [lesson for lesson in published if lesson.fields.outcome is outcome]
        yield group(str(outcome), title, lead, lessons, partial(_lesson, context))
    yield group(
        "uses",
        "It did not work elsewhere",
        "Teams used a lesson, and it had no effect, did harm or was given up.",
        sorted(
            (it for it in library.reuses if it.fields.outcome in FAILING),
            key=lambda it: (-it.fields.date.toordinal(), it.id),
        ),
        partial(_use, context),
    )
    yield group(
        "meetings",
        "It did not work after a meeting",
        "What came of events, where something had no effect, did harm or was given up.",
        [
            assist
            for assist in newest_first(library.assists)
            if assist.fields.took_place
            and any(outcome.result in FAILING for outcome in assist.fields.outcomes)
        ],
        partial(_event, context),
    )
    yield group(
        "contested",
        "Contested",
        "Something as good speaks against them, or a harm is unanswered.",
        [lesson for lesson in published if context.evidence.of(lesson).contested],
        partial(_contested, context),
    )
    wrong = [
        lesson
        for lesson in newest_first(library.lessons)
        if lesson.fields.withdrawn and lesson.fields.withdrawn.reason in {"wrong", "harmful"}
    ]
    lead = "They were wrong, or did harm."
    yield group("withdrawn", "Withdrawn", lead, wrong, lambda it: withdrawal(context, it).row)


def _lesson(context: SiteContext, lesson: Record[Lesson]) -> Row:
    texts = filter(None, (lesson.fields.problem, lesson.fields.takeaway))
    link, strip = record_link(context.library, lesson), context.evidence.strip(lesson)
    return Row(link, texts=tuple(texts), strip=strip)


def _use(context: SiteContext, reuse: Record[Reuse]) -> Row:
    fields = reuse.fields
    texts = (
        opening(reuse.body),
        f"They changed: {fields.changed}" if fields.changed else "",
        f"Reply of the lesson's owner: {fields.reply}" if fields.reply else "",
        "" if fields.reply or fields.outcome != "harmed" else "The owner has not replied.",
    )
    facts = (
        Fact(labels.RESULTS[fields.outcome], _FAILED),
        Fact(labels.MEASURES[fields.measure]),
        *([Fact(fields.happened.spoken)] if fields.happened else ()),
    )
    link = record_link(context.library, reuse)
    return Row(link, texts=tuple(filter(None, texts)), facts=facts)


def _event(context: SiteContext, assist: Record[Assist]) -> Row:
    library = context.library
    texts = []
    for outcome in assist.fields.outcomes:
        if outcome.result in FAILING:
            who = filter(None, (team_name(library, outcome.team), outcome.cycle))
            how = f"{labels.RESULTS[outcome.result]}, {labels.MEASURES[outcome.measure]}"
            reply = f" Reply: {outcome.reply}" if outcome.reply else ""
            texts.append(f"{', '.join(who)}: {how[0].lower()}{how[1:]}.{reply}")
    return Row(record_link(library, assist), texts=(assist.fields.problem, *texts))


def _contested(context: SiteContext, lesson: Record[Lesson]) -> Row:
    reasons = (step.sentence for step in context.evidence.explain(lesson).contested)
    return Row(record_link(context.library, lesson), texts=tuple(reasons))
