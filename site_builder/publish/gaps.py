"""What the base lacks: evidence that is missing, old or disputed, and where nobody has tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.addresses import GAPS
from site_builder.library.evidence.assessment import Basis
from site_builder.library.evidence.words import research_label, sentence
from site_builder.publish.names import record_link, topic_link
from site_builder.publish.rows import Group, GroupsPage, Link, Row, group
from site_builder.records.dates import spoken_day

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
        _not_used(context),
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
        if not any(context.evidence.of(lesson).is_studied for lesson in lessons)
    ]
    return group(
        "without-research",
        "Topics without a study",
        "What these lessons say is advice, or was tried; no study of it is cited here.",
        sorted(topics, key=lambda pair: (-len(pair[1]), pair[0])),
        lambda pair: Row(
            topic_link(context.library, pair[0]), counted(len(pair[1]), "lesson") + "."
        ),
        most=MOST_ROWS,
        none="Every topic has a lesson that was studied.",
    )


def _untried(context: Context) -> Group:
    lessons = [
        lesson
        for lesson in context.library.published
        if context.evidence.of(lesson).basis is Basis.STUDIED
    ]

    def row(lesson: Record[Lesson]) -> Row:
        label = research_label(context.evidence.derivation(lesson))
        return _lesson_row(context, lesson, sentence(label))

    return group(
        "untried",
        "Studied, and tried by nobody here",
        "A study speaks of it, and no team has reported trying it. The best studied first.",
        sorted(lessons, key=lambda lesson: (-context.evidence.of(lesson).research, lesson.id)),
        row,
        most=MOST_ROWS,
        none="Every lesson that was studied has been tried by a team.",
    )


def _not_used(context: Context) -> Group:
    lessons = [
        lesson for lesson in context.library.published if not context.evidence.of(lesson).is_tried
    ]
    return group(
        "not-reused",
        "Lessons that no team has reported using",
        "Nobody has told how they went, whether well or badly. One report is a file of a few "
        "lines. The best studied first.",
        sorted(lessons, key=lambda lesson: (-context.evidence.of(lesson).research, lesson.id)),
        lambda lesson: _lesson_row(context, lesson),
        most=MOST_ROWS,
        none="Every lesson has been used by a team.",
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
        "No team tried a lesson there, and no outcome is reported from there.",
        sorted(untried, key=lambda setting: setting.label.casefold()),
        lambda setting: Row(Link(setting.label, ""), setting.description or ""),
        most=MOST_ROWS,
        none="Something was tried in every setting of the vocabulary.",
    )


def _places(context: Context) -> Iterator[str]:
    """Yield the settings in which something was tried."""
    for lesson in context.library.published:
        where = lesson.fields.context
        if where and where.setting and context.evidence.of(lesson).is_tried:
            yield where.setting
        for outcome in context.evidence.derivation(lesson).facts.counted:
            yield outcome.setting


def _lesson_row(context: Context, lesson: Record[Lesson], note: str = "") -> Row:
    return Row(record_link(context.library, lesson), note)
