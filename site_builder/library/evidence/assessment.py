"""How far to trust a lesson, as a whole library has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from site_builder.library.evidence.derive import Derivation, Step
    from site_builder.records.dates import PartialDate
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson, Level, Override


class Basis(StrEnum):
    """What readers are told that a lesson rests on; one that was tried and studied has both."""

    ADVICE = "advice"
    TRIED = "tried"
    STUDIED = "studied"
    BOTH = "both"

    @property
    def label(self) -> str:
        """The word as readers see it."""
        return "Tried and studied" if self is Basis.BOTH else self.value.capitalize()


@dataclass(frozen=True)
class Assessment:
    """How far to trust a lesson, and why."""

    lesson: Record[Lesson]
    derivation: Derivation
    contested: tuple[Step, ...]
    """Why it is contested; empty when it is not."""
    contradicted_by: tuple[str, ...]
    """Ids of lessons that say otherwise on evidence as good."""
    overridden: bool
    """Whether levels set by a person hold today."""

    @property
    def override(self) -> Override | None:
        """Who set other levels, and why, whether or not they hold today."""
        return self.lesson.fields.override

    @property
    def practice(self) -> int:
        """Practice level, 0 to 4, as readers are shown it."""
        set_level = self._set_level
        return set_level.practice if set_level else self.derivation.practice

    @property
    def research(self) -> int:
        """Research level, 0 to 5, as readers are shown it."""
        set_level = self._set_level
        return set_level.research if set_level else self.derivation.research

    @property
    def is_tried(self) -> bool:
        """Whether a named team reports trying it, whatever came of it."""
        return bool(self.derivation.used_by)

    @property
    def is_studied(self) -> bool:
        """Whether research looked at it, and not only at the problem, whatever it found."""
        return any(study.counts for study in self.derivation.facts.studies)

    @property
    def basis(self) -> Basis:
        """Advice, tried or studied."""
        if self.is_tried:
            return Basis.BOTH if self.is_studied else Basis.TRIED
        return Basis.STUDIED if self.is_studied else Basis.ADVICE

    @property
    def _set_level(self) -> Level | None:
        return self.lesson.fields.evidence_level if self.overridden else None

    def confirmed_by(self, day: date) -> PartialDate | None:
        """Return when a fact last spoke for the lesson, up to a day; None if no record says."""
        past = (when for when in self._confirmations if when.earliest and when.earliest <= day)
        return next(past, None)

    @cached_property
    def _confirmations(self) -> list[PartialDate]:
        """When facts spoke for the lesson, the latest first."""
        facts = self.derivation.facts
        times = [success.when for team in self.derivation.successes for success in team.successes]
        times += [seen.when for seen in facts.seen if seen.shows_trial]
        times += [study.when for study in facts.studies if study.supports == "for" and study.counts]
        known = [when for when in times if when and when.latest]
        return sorted(known, key=lambda when: (when.latest, when.text), reverse=True)
