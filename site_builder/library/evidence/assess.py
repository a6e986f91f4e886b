"""What a whole library makes of each lesson: its levels, whether it is contested, any override."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.evidence import explanation, words
from site_builder.library.evidence.assessment import Assessment
from site_builder.library.evidence.derive import Derivation, Step, derive, study_level
from site_builder.library.evidence.gather import gather
from site_builder.library.evidence.strip import strip
from site_builder.records.lesson import Design
from site_builder.records.noted import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_builder.library.evidence.explanation import Explanation, Reason
    from site_builder.library.evidence.facts import Facts
    from site_builder.library.evidence.parts import Part
    from site_builder.library.library import Library
    from site_builder.records.dates import PartialDate
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.settings import Settings, Thresholds


class Assessments:
    """Assesses the lessons of a library, each once and when it is asked for."""

    def __init__(self, library: Library, settings: Settings, today: date) -> None:
        """Keep what assessments are made from.

        Args:
            library: Every record.
            settings: What each level takes, and after how long age is said otherwise.
            today: The day on which overrides have to hold, and from which age is told.
        """
        self._library = library
        self._thresholds = settings.evidence
        self._stale_years = settings.stale_years
        self._today = today
        self._derived = Remembered[str, "Derivation"]()
        self._assessed = Remembered[str, "Assessment"]()
        self._said: dict[str, str] = {}
        self._strips: dict[str, tuple[Part, ...]] = {}

    def of(self, lesson: Record[Lesson]) -> Assessment:
        """Return the assessment of a lesson."""
        return self._assessed.of(lesson.id, lambda: self._assess(lesson))

    def derivation(self, lesson: Record[Lesson]) -> Derivation:
        """Return what the facts about a lesson amount to."""
        return self._derived.of(lesson.id, lambda: self._derive(lesson))

    def statement(self, lesson: Record[Lesson]) -> str:
        """Return what a lesson rests on in a few short sentences, for a list."""
        assessment = self.of(lesson)
        if lesson.id not in self._said:
            teams = self._library.vocabulary.teams
            said = words.statement(assessment, self._stale_years, self._today, teams)
            self._said[lesson.id] = said
        return self._said[lesson.id]

    def strip(self, lesson: Record[Lesson]) -> tuple[Part, ...]:
        """Return what a lesson rests on at a glance, for a list."""
        assessment = self.of(lesson)
        if lesson.id not in self._strips:
            self._strips[lesson.id] = strip(assessment, self._today)
        return self._strips[lesson.id]

    def confirmed(self, lesson: Record[Lesson]) -> PartialDate | None:
        """Return when a fact last spoke for a lesson; never a time that lies ahead."""
        return self.of(lesson).confirmed_by(self._today)

    def confirmation(self, lesson: Record[Lesson]) -> str:
        """Return when a fact last spoke for a lesson, as a sentence."""
        return words.confirmation(self.of(lesson), self._stale_years, self._today)

    def contested(self, lesson: Record[Lesson]) -> tuple[Reason, ...]:
        """Return why a lesson is contested, in words."""
        return explanation.contested_by(self.of(lesson), self._library, self._thresholds)

    def explain(self, lesson: Record[Lesson]) -> Explanation:
        """Return everything about a lesson's evidence in words."""
        said = self.statement(lesson)
        return explanation.explain(self.of(lesson), self._library, self._thresholds, said)

    def _derive(self, lesson: Record[Lesson]) -> Derivation:
        # Whether a report is independent, roles tell, in place of which some write pseudonyms.
        whole = self._library.with_people
        facts = gather(whole.lesson(lesson.id) or lesson, whole, self._today)
        return derive(facts, self._thresholds)

    def _assess(self, lesson: Record[Lesson]) -> Assessment:
        derivation = self.derivation(lesson)
        against = tuple(self._contradicting(lesson, derivation))
        contested = tuple(_contested(derivation, self._thresholds))
        if against:
            contested = (*contested, Step("contradicted-by-lesson", 0))
        override = lesson.fields.override
        holds = (
            override is not None
            and lesson.fields.evidence_level is not None
            and self._today <= override.expires
        )
        return Assessment(lesson, derivation, contested, against, holds)

    def _contradicting(self, lesson: Record[Lesson], derivation: Derivation) -> Iterator[str]:
        for other in self._library.contradicting.get(lesson.id, ()):
            theirs = self.derivation(other)
            as_tried = 0 < theirs.practice >= derivation.practice
            if as_tried or 0 < theirs.research >= derivation.research:
                yield other.id


def _contested(derivation: Derivation, thresholds: Thresholds) -> Iterator[Step]:
    facts: Facts = derivation.facts
    harms = tuple(
        outcome for outcome in facts.counted if outcome.result == "harmed" and not outcome.answered
    )
    if harms:
        yield Step("harm-unanswered", 0, harms)
    studies = tuple(
        study
        for study in facts.studies
        if study.supports == "against"
        and study.counts
        and study_level(study, thresholds) >= derivation.research
    )
    if studies:
        yield Step("contrary-research", 0, studies)
    accounts = tuple(
        place
        for place in facts.seen
        if place.against and not place.of_problem and place.design is Design.EXPERIENCE_REPORT
    )
    if accounts and derivation.practice <= 1:
        yield Step("contrary-experience", 0, accounts)
