"""What a lesson rests on agrees with what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.library.problems import at_field
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.lesson import Evidence, Lesson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.kinds import Record

_FACTS = {
    None: "neither experience nor research",
    Evidence.EXPERIENTIAL: "experience only",
    Evidence.RESEARCH: "research only",
    Evidence.BOTH: "experience and research",
}
_NEEDS = {
    Evidence.EXPERIENTIAL: "a source assist that was held, or a citation of design "
    "`experience-report` or `guidance`",
    Evidence.RESEARCH: "a citation, not retracted, of a research design such as `pre-post`",
    Evidence.BOTH: "a held source assist or experience report, and a citation of a research design",
}


def missing_origins(base: Base) -> Iterator[Diagnostic]:
    """A lesson names its source assist or a citation."""
    for lesson in base.library.lessons:
        if not lesson.fields.source_assist and not lesson.fields.citations:
            yield at_field(
                lesson,
                "origin-missing",
                ("source_assist",),
                "the lesson has neither a source assist nor a citation",
                "name the assist in `source_assist`, or a publication in `citations`",
            )


def mismatched_marks(base: Base) -> Iterator[Diagnostic]:
    """The declared evidence mark is the one that the facts give."""
    for lesson in base.library.lessons:
        fields = lesson.fields
        if not fields.source_assist and not fields.citations:
            continue
        source = base.library.assist(fields.source_assist or "")
        if fields.source_assist and (source is None or not source.fields.took_place):
            # That is an error of its own, and mending it may mend the mark.
            continue
        derived = base.evidence.derivation(lesson).mark
        if derived is not fields.evidence:
            message = f"the mark is `{fields.evidence}`, but the facts give {_FACTS[derived]}"
            hint = f"`{fields.evidence}` needs {_NEEDS[fields.evidence]}"
            if derived:
                hint += f"; or write `{derived}`"
            yield at_field(lesson, "evidence-mismatch", ("evidence",), message, hint)


def missing_designs(base: Base) -> Iterator[Diagnostic]:
    """A lesson's citation says how the work was done."""
    for lesson in base.library.lessons:
        for number, citation in enumerate(lesson.fields.citations):
            if citation.design is None:
                yield at_field(
                    lesson,
                    "design-missing",
                    ("citations", number),
                    f"the citation of “{citation.title}” has no `design`",
                    "without it the citation counts for neither practice nor research",
                )


def wrong_levels(base: Base) -> Iterator[Diagnostic]:
    """A level that is written is the one that the facts give, unless a person set it."""
    if base.vocabulary_document is None:
        # Organisations and settings, on which levels rest, are in the vocabulary.
        return
    for lesson in base.library.lessons:
        written = lesson.fields.evidence_level
        if written is None or lesson.fields.override:
            continue
        derived = base.evidence.derivation(lesson)
        for axis, rank in (("practice", written.practice), ("research", written.research)):
            level = getattr(derived, axis)
            if rank == level:
                continue
            place = ("evidence_level", axis)
            facts = "; ".join(_facts(base, lesson, axis)) or "none is recorded"
            message = f"`{axis}` is {rank}, but the facts give {level}: {facts}"
            rule = "level-too-high" if rank > level else "level-too-low"
            hint = f"write {level}; `lessons evidence {lesson.id}` says what would raise it"
            found = at_field(lesson, rule, place, message, hint)
            yield replace(found, fix=HeaderEditor(lesson.document).set(place, level).fix())


def _facts(base: Base, lesson: Record[Lesson], axis: str) -> list[str]:
    explained = base.evidence.explain(lesson).axes[0 if axis == "practice" else 1]
    return [fact.text for fact in explained.facts]


def overrides(base: Base) -> Iterator[Diagnostic]:
    """An override sets a level that the facts do not give, and not for ever."""
    for lesson in base.library.lessons:
        override, written = lesson.fields.override, lesson.fields.evidence_level
        if override is None:
            continue
        derived = base.evidence.derivation(lesson)
        place = ("override",)
        if written is None:
            message = "the override sets no level: `evidence_level` is missing"
            yield at_field(lesson, "override-idle", place, message, key=True)
        elif (written.practice, written.research) == (derived.practice, derived.research):
            message = "the facts give the level that the override sets"
            yield at_field(lesson, "override-idle", place, message, "take it out", key=True)
        elif override.expires < base.today:
            message = f"the override lapsed on {override.expires}"
            hint = f"the facts give practice {derived.practice} and research {derived.research}"
            yield at_field(lesson, "override-lapsed", ("override", "expires"), message, hint)


def contested_lessons(base: Base) -> Iterator[Diagnostic]:
    """The owner of a contested lesson is told why it is contested."""
    for lesson in base.library.published:
        if base.evidence.of(lesson).contested:
            reasons = "; ".join(reason.text for reason in base.evidence.contested(lesson))
            message = f"the evidence is contested: {reasons}"
            yield at_field(lesson, "lesson-contested", ("evidence",), message)


CHECKS = (
    missing_origins,
    mismatched_marks,
    missing_designs,
    wrong_levels,
    overrides,
    contested_lessons,
)
