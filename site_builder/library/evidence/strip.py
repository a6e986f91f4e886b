"""A lesson's evidence at a glance: one line of shapes and words, for lists, pages and terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.evidence.derive import HIGHEST_PRACTICE, HIGHEST_RESEARCH
from site_builder.library.evidence.parts import Part
from site_builder.library.evidence.words import ADVICE, design_words, study_words, tally
from site_builder.records.lesson import Design, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_builder.library.evidence.assessment import Assessment
    from site_builder.library.evidence.facts import Study

_ADVISED, _UNTRIED = ADVICE.split(": ")
_SEVERAL = 2
_BRIEFLY = {Design.PRE_POST: "before and after"}


def strip(assessment: Assessment, today: date) -> tuple[Part, ...]:
    """Return what a lesson rests on as a line; failures, partial success and doubts included.

    Args:
        assessment: Of the lesson.
        today: The day on which it is read.
    """
    return tuple(_parts(assessment, today))


def _parts(assessment: Assessment, today: date) -> Iterator[Part]:
    if assessment.contested:
        yield Part("flag", "Contested")
    said = assessment.lesson.fields.outcome
    # Of what nobody tried, the owner's word of how it went would say that somebody did.
    if said is Outcome.DID_NOT_WORK and assessment.is_tried:
        yield Part("flag", said.label)
    if assessment.overridden:
        yield Part("flag", "Levels set by hand")
    yield from _tried(assessment)
    yield from _studied(assessment)
    if assessment.is_studied and not assessment.is_tried:
        yield Part("note", "", _UNTRIED)
    when = assessment.confirmed_by(today)
    if when and when.latest:
        yield Part("when", "last confirmed", when.text[:4])


def _tried(assessment: Assessment) -> Iterator[Part]:
    level = (assessment.practice, HIGHEST_PRACTICE)
    if assessment.is_tried:
        yield Part("tried", "Tried", tally(assessment), *level)
    elif not assessment.is_studied:
        # A level that somebody set by hand is shown even where no fact gives it.
        yield Part("advice", _ADVISED, _UNTRIED, *(level if assessment.practice else ()))


def _studied(assessment: Assessment) -> Iterator[Part]:
    derivation = assessment.derivation
    studies = [study for study in derivation.facts.studies if study.counts]
    level = (assessment.research, HIGHEST_RESEARCH)
    against = [study for study in studies if study.supports == "against"]
    if best := derivation.best_study:
        other = f"; {counted(len(against), 'study', 'studies')} against it" if against else ""
        yield Part("studied", "Studied", f"{_brief(best)}{other}", *level)
    elif against:
        told = f"a study speaks against it: {_brief(against[0])}"
        yield Part("studied", "Studied", told, *level)
    elif studies:
        yield Part("studied", "Studied", f"mixed findings: {_brief(studies[0])}", *level)
    else:
        yield from _unstudied(assessment, level)


def _brief(study: Study) -> str:
    """Return the design of a study, and what lowered it or how much did."""
    # The level beside it says that there was no control group.
    full, brief = design_words(study), _BRIEFLY.get(study.design, design_words(study))
    if len(study.concerns) < _SEVERAL:
        return study_words(study).replace(full, brief, 1)
    return f"{brief}; lowered for {len(study.concerns)} concerns"


def _unstudied(assessment: Assessment, level: tuple[int, int]) -> Iterator[Part]:
    studies = assessment.derivation.facts.studies
    told = "the study that it cites was retracted" if studies else ""
    if any(not study.retracted for study in studies):
        told = "only the problem was studied"
    if assessment.research:
        yield Part("studied", "Not studied", told, *level)
    elif told:
        yield Part("note", "", told)
