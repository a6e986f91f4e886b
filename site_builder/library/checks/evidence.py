"""What a lesson rests on agrees with what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.checks.base import Base, at_field
from site_builder.records.lesson import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic

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
                    "without it the citation counts neither as experience nor as research",
                )


CHECKS = (missing_origins, mismatched_marks, missing_designs)
