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
    from collections.abc import Callable, Iterator, Sequence

    from site_builder.publish.context import SiteContext
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


def gaps_page(context: SiteContext) -> GroupsPage:
    """Return everything that the base lacks, what is disputed first."""
    groups = (*_lessons_to_review(context), *_evidence(context), _settings(context))
    return GroupsPage(GAPS.lead, groups, has_contents=True)


def _lessons_to_review(context: SiteContext) -> Iterator[Group]:
    published, evidence = context.library.published, context.evidence
    yield _lesson_group(
        context,
        "contested",
        "Contested lessons",
        "Something as good speaks against them, or a harm is unanswered.",
        [lesson for lesson in published if evidence.of(lesson).contested],
        lambda lesson: " ".join(it.sentence for it in evidence.explain(lesson).contested),
        none="No lesson is contested.",
    )
    due = {
        lesson: day
        for lesson in published
        if (day := lesson.fields.review_by) and day < context.today
    }
    yield _lesson_group(
        context,
        "overdue",
        "Overdue reviews",
        f"Their review was due before {spoken_day(context.today)}; the longest overdue first.",
        sorted(due, key=lambda lesson: (due[lesson], lesson.id)),
        lambda lesson: f"Due {spoken_day(due[lesson])}.",
        none="No review is overdue.",
    )


def _evidence(context: SiteContext) -> Iterator[Group]:
    published, evidence = context.library.published, context.evidence
    topics = [
        (tag, lessons)
        for tag, lessons in context.library.tagged.items()
        if not any(evidence.of(lesson).is_studied for lesson in lessons)
    ]
    yield group(
        "without-research",
        "Topics without a study",
        "What these lessons say is advice, or was tried; no study of it is cited here.",
        sorted(topics, key=lambda pair: (-len(pair[1]), pair[0])),
        lambda pair: Row(
            topic_link(context.library, pair[0]), counted(len(pair[1]), "lesson") + "."
        ),
        none="Every topic has a lesson that was studied.",
    )
    studied = [lesson for lesson in published if evidence.of(lesson).basis is Basis.STUDIED]
    studied.sort(key=lambda lesson: (-evidence.of(lesson).research, lesson.id))
    yield _lesson_group(
        context,
        "untried",
        "Studied, and tried by nobody here",
        "A study speaks of it, and no team has reported trying it. The best studied first.",
        studied,
        lambda lesson: sentence(research_label(evidence.derivation(lesson))),
        none="Every lesson that was studied has been tried by a team.",
    )
    unused = [lesson for lesson in published if not evidence.of(lesson).is_tried]
    unused.sort(key=lambda lesson: (-evidence.of(lesson).research, lesson.id))
    yield _lesson_group(
        context,
        "not-reused",
        "Lessons that no team has reported using",
        "Nobody has told how they went, whether well or badly. One report is a file of a few "
        "lines. The best studied first.",
        unused,
        lambda _lesson: "",
        none="Every lesson has been used by a team.",
    )


def _settings(context: SiteContext) -> Group:
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
        none="Something was tried in every setting of the vocabulary.",
    )


def _places(context: SiteContext) -> Iterator[str]:
    """Yield the settings in which something was tried."""
    for lesson in context.library.published:
        where = lesson.fields.context
        if where and where.setting and context.evidence.of(lesson).is_tried:
            yield where.setting
        for outcome in context.evidence.derivation(lesson).facts.counted:
            yield outcome.setting


def _lesson_group(  # noqa: PLR0913 - as for `group`
    context: SiteContext,
    group_id: str,
    title: str,
    lead: str,
    lessons: Sequence[Record[Lesson]],
    note: Callable[[Record[Lesson]], str],
    *,
    none: str,
) -> Group:
    def row(lesson: Record[Lesson]) -> Row:
        return Row(record_link(context.library, lesson), note(lesson))

    return group(group_id, title, lead, lessons, row, none=none)
