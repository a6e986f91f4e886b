"""The evidence for a lesson, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from site_builder.library.evidence.assessment import Assessment
    from site_builder.library.evidence.explanation import Explanation


def as_json(assessment: Assessment, explained: Explanation) -> dict[str, Any]:
    """Return the evidence for a lesson, with facts and rules, as a JSON document.

    ``basis`` (advice, tried, studied or both) and ``evidence_level`` are shown to readers; ``mark``
    is that of the front matter, as the facts give it.
    """
    lesson, derivation = assessment.lesson, assessment.derivation
    document: dict[str, Any] = {
        "id": lesson.id,
        "title": lesson.fields.title,
        "basis": str(assessment.basis),
        "mark": str(derivation.mark or "unsupported"),
        "evidence_level": {"practice": assessment.practice, "research": assessment.research},
        "used_by": list(derivation.used_by),
        "contested": [{"rule": reason.rule, "text": reason.text} for reason in explained.contested],
        "confirmed": str(assessment.confirmed) if assessment.confirmed else None,
        "statement": explained.statement,
        "override": explained.override or None,
    }
    for axis in explained.axes:
        document[axis.name.lower()] = {
            "derived": axis.level,
            "label": axis.label,
            "rules": [{"rule": reason.rule, "text": reason.text} for reason in axis.reasons],
            "facts": [
                {
                    "text": fact.text,
                    "kind": str(fact.key[0]) if fact.key else "citation",
                    "id": fact.key[1] if fact.key else None,
                }
                for fact in axis.facts
            ],
            "would_raise_it": axis.higher or None,
        }
    return document
