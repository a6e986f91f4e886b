"""What a lesson rests on, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from site_builder.library.evidence.assessment import Assessment
    from site_builder.library.evidence.explanation import Axis, Explanation


def as_json(found: Assessment, explained: Explanation) -> dict[str, Any]:
    """Return what a lesson rests on, with facts and rules, as a JSON document.

    ``basis`` (advice, tried, studied or both) and ``evidence_level`` are what readers are shown;
    ``mark`` is the one of the front matter, as the facts give it.
    """
    return {
        "id": found.lesson.id,
        "title": found.lesson.fields.title,
        "basis": str(found.basis),
        "mark": str(found.derivation.mark or "unsupported"),
        "evidence_level": {"practice": found.practice, "research": found.research},
        "used_by": list(found.derivation.used_by),
        "contested": [{"rule": one.rule, "text": one.text} for one in explained.contested],
        "confirmed": str(found.confirmed) if found.confirmed else None,
        "statement": explained.statement,
        "override": explained.override or None,
        **{axis.name.lower(): _axis(axis) for axis in explained.axes},
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "derived": axis.level,
        "label": axis.label,
        "rules": [{"rule": one.rule, "text": one.text} for one in axis.reasons],
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
