"""What the base lacks: evidence that is missing, old or disputed, and where nobody has tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.evidence.words import RESEARCH, counted
from site_builder.publish.evidence import rules
from site_builder.publish.evidence_views import Gap, GapGroup, GapsPage
from site_builder.publish.views import Link
from site_builder.records.dates import spoken_day
from site_builder.records.lesson import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from typing import TypeVar

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.publish.cards import Cards
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

    Thing = TypeVar("Thing")

MOST_ITEMS = 20
"""Gaps of one kind that are shown."""


class Gaps:
    """Finds what a base lacks."""

    def __init__(self, library: Library, evidence: Assessments, cards: Cards, today: date) -> None:
        """Keep what gaps are found in.

        Args:
            library: Every record.
            evidence: What the library makes of each lesson.
            cards: Records as they stand in lists.
            today: The day from which a review is overdue.
        """
        self._library = library
        self._evidence = evidence
        self._cards = cards
        self._today = today

    def page(self) -> GapsPage:
        """Return everything that the base lacks, what is disputed first."""
        return GapsPage(
            (
                self._contested(),
                self._overdue(),
                self._without_research(),
                self._untried(),
                self._not_reused(),
                self._settings(),
            )
        )

    def _contested(self) -> GapGroup:
        found = [one for one in self._library.published if self._evidence.of(one).contested]
        return _group(
            "contested",
            "Contested lessons",
            "Something as good speaks against them, or a harm is unanswered.",
            "No lesson is contested.",
            found,
            self._disputed,
        )

    def _disputed(self, lesson: Record[Lesson]) -> Gap:
        reasons = rules(self._evidence.explain(lesson).contested)
        return Gap(self._link(lesson), " ".join(reason.sentence for reason in reasons))

    def _overdue(self) -> GapGroup:
        due = [
            (one.fields.review_by, one)
            for one in self._library.published
            if one.fields.review_by and one.fields.review_by < self._today
        ]
        due.sort(key=lambda pair: (pair[0], pair[1].id))
        return _group(
            "overdue",
            "Overdue reviews",
            f"To have been looked at again before {spoken_day(self._today)}, the longest overdue "
            "first.",
            "No review is overdue.",
            due,
            lambda pair: Gap(self._link(pair[1]), f"Due {spoken_day(pair[0])}."),
        )

    def _without_research(self) -> GapGroup:
        found = [
            (tag, lessons)
            for tag, lessons in self._library.tagged.items()
            if {self._mark(one) for one in lessons} == {Evidence.EXPERIENTIAL}
        ]
        return _group(
            "without-research",
            "Topics with experience but no research",
            "People have tried what these lessons say; no study of it is cited here.",
            "Every topic has a lesson that rests on research.",
            sorted(found, key=lambda pair: (-len(pair[1]), pair[0])),
            lambda pair: Gap(self._cards.topic(pair[0]), counted(len(pair[1]), "lesson") + "."),
        )

    def _untried(self) -> GapGroup:
        found = [one for one in self._library.published if self._mark(one) is Evidence.RESEARCH]
        found.sort(key=lambda one: (-self._evidence.of(one).research, one.id))
        return _group(
            "untried",
            "Research that nobody here has tried",
            "A study speaks of it, and no team has yet said how it went. The best studied first.",
            "Every lesson that rests on research has been tried by somebody.",
            found,
            self._studied,
        )

    def _studied(self, lesson: Record[Lesson]) -> Gap:
        level = self._evidence.of(lesson).research
        return Gap(self._link(lesson), f"Research {level}: {RESEARCH[level]}.")

    def _not_reused(self) -> GapGroup:
        reports = self._library.reports
        found = [one for one in self._library.published if one.id not in reports]
        found.sort(key=lambda one: (-self._evidence.of(one).practice, one.id))
        return _group(
            "not-reused",
            "Lessons that nobody has reused",
            "No team has reported that it used them. One report is a file of a few lines. Those "
            "that worked most often first.",
            "Every lesson has a report of its use.",
            found,
            lambda one: Gap(self._link(one), ""),
        )

    def _settings(self) -> GapGroup:
        tried = set(self._places())
        found = [
            setting
            for setting_id, setting in self._library.vocabulary.settings.items()
            if setting_id not in tried
        ]
        return _group(
            "settings",
            "Settings in which nothing was tried",
            "No lesson was learned there, and no outcome is reported from there.",
            "Something was tried in every setting of the vocabulary.",
            sorted(found, key=lambda setting: setting.label.casefold()),
            lambda setting: Gap(Link(setting.label, ""), setting.description or ""),
        )

    def _places(self) -> Iterator[str]:
        """Yield the settings in which something was learned or tried."""
        for lesson in self._library.published:
            context = lesson.fields.context
            if context and context.setting:
                yield context.setting
            for outcome in self._evidence.derivation(lesson).facts.outcomes:
                yield outcome.setting

    def _mark(self, lesson: Record[Lesson]) -> Evidence | None:
        return self._evidence.derivation(lesson).mark

    def _link(self, lesson: Record[Lesson]) -> Link:
        card = self._cards.lesson(lesson)
        return Link(card.title, card.url)


def _group(
    group_id: str,
    title: str,
    lead: str,
    none: str,
    found: Sequence[Thing],
    item: Callable[[Thing], Gap],
) -> GapGroup:
    more = len(found) - MOST_ITEMS
    return GapGroup(
        group_id,
        title,
        lead,
        none,
        len(found),
        tuple(item(one) for one in found[:MOST_ITEMS]),
        f"{more:,} more are not shown." if more > 1 else "One more is not shown." * (more == 1),
    )
