"""What the base lacks: evidence that is missing, old or disputed, and where nobody has tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.addresses import GAPS
from site_builder.library.evidence.words import RESEARCH, counted
from site_builder.publish.names import record_link, topic_link
from site_builder.publish.rows import Group, GroupsPage, Link, Row, group
from site_builder.records.dates import spoken_day
from site_builder.records.lesson import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.publish.context import Context
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

MOST_ROWS = 20
"""Gaps of one kind that are shown."""


def gaps_page(context: Context) -> GroupsPage:
    """Return everything that the base lacks, what is disputed first."""
    groups = (
        _contested(context),
        _overdue(context),
        _without_research(context),
        _untried(context),
        _not_reused(context),
        _settings(context),
    )
    return GroupsPage(GAPS.lead, groups)


def _contested(context: Context) -> Group:
    def row(lesson: Record[Lesson]) -> Row:
        reasons = context.evidence.explain(lesson).contested
        return _lesson_row(context, lesson, " ".join(reason.sentence for reason in reasons))

    return group(
        "contested",
        "Contested lessons",
        "Something as good speaks against them, or a harm is unanswered.",
        [lesson for lesson in context.library.published if context.evidence.of(lesson).contested],
        row,
        most=MOST_ROWS,
        none="No lesson is contested.",
    )


def _overdue(context: Context) -> Group:
    due = [
        (lesson.fields.review_by, lesson)
        for lesson in context.library.published
        if lesson.fields.review_by and lesson.fields.review_by < context.today
    ]
    due.sort(key=lambda pair: (pair[0], pair[1].id))
    return group(
        "overdue",
        "Overdue reviews",
        f"Their review was due before {spoken_day(context.today)}; the longest overdue first.",
        due,
        lambda pair: _lesson_row(context, pair[1], f"Due {spoken_day(pair[0])}."),
        most=MOST_ROWS,
        none="No review is overdue.",
    )


def _without_research(context: Context) -> Group:
    topics = [
        (tag, lessons)
        for tag, lessons in context.library.tagged.items()
        if {_mark(context, lesson) for lesson in lessons} == {Evidence.EXPERIENTIAL}
    ]
    return group(
        "without-research",
        "Topics with experience but no research",
        "People have tried what these lessons say; no study of it is cited here.",
        sorted(topics, key=lambda pair: (-len(pair[1]), pair[0])),
        lambda pair: Row(
            topic_link(context.library, pair[0]), counted(len(pair[1]), "lesson") + "."
        ),
        most=MOST_ROWS,
        none="Every topic has a lesson that rests on research.",
    )


def _untried(context: Context) -> Group:
    def level(lesson: Record[Lesson]) -> int:
        return context.evidence.of(lesson).research

    lessons = [
        lesson
        for lesson in context.library.published
        if _mark(context, lesson) is Evidence.RESEARCH
    ]
    return group(
        "untried",
        "Research that nobody here has tried",
        "A study speaks of it, and no team has yet said how it went. The best studied first.",
        sorted(lessons, key=lambda lesson: (-level(lesson), lesson.id)),
        lambda lesson: _lesson_row(
            context, lesson, f"Research {level(lesson)}: {RESEARCH[level(lesson)]}."
        ),
        most=MOST_ROWS,
        none="Every lesson that rests on research has been tried by somebody.",
    )


def _not_reused(context: Context) -> Group:
    reports = context.library.reports
    lessons = [lesson for lesson in context.library.published if lesson.id not in reports]
    return group(
        "not-reused",
        "Lessons that nobody has reused",
        "No team has reported that it used them. One report is a file of a few lines. Those "
        "that worked most often first.",
        sorted(lessons, key=lambda lesson: (-context.evidence.of(lesson).practice, lesson.id)),
        lambda lesson: _lesson_row(context, lesson),
        most=MOST_ROWS,
        none="Every lesson has a report of its use.",
    )


def _settings(context: Context) -> Group:
    tried = set(_places(context))
    untried = [
        setting
        for setting_id, setting in context.library.vocabulary.settings.items()
        if setting_id not in tried
    ]
    return group(
        "settings",
        "Settings in which nothing was tried",
        "No lesson was learned there, and no outcome is reported from there.",
        sorted(untried, key=lambda setting: setting.label.casefold()),
        lambda setting: Row(Link(setting.label, ""), setting.description or ""),
        most=MOST_ROWS,
        none="Something was tried in every setting of the vocabulary.",
    )


def _places(context: Context) -> Iterator[str]:
    """Yield the settings in which something was learned or tried."""
    for lesson in context.library.published:
        where = lesson.fields.context
        if where and where.setting:
            yield where.setting
        for outcome in context.evidence.derivation(lesson).facts.outcomes:
            yield outcome.setting


def _mark(context: Context, lesson: Record[Lesson]) -> Evidence | None:
    return context.evidence.derivation(lesson).mark


def _lesson_row(context: Context, lesson: Record[Lesson], note: str = "") -> Row:
    return Row(record_link(context.library, lesson), note)
