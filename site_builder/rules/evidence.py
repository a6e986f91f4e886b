"""Rules about what a lesson rests on."""

from __future__ import annotations

from site_builder.diagnostics import Severity
from site_builder.rules.rule import Rule

RULES = (
    Rule(
        "origin-missing",
        Severity.ERROR,
        "The lesson says neither where it was learned nor what it cites.",
        "A lesson without an origin is an opinion. Nobody can ask further, and nobody can judge it.",
        "Name the assist in which it was learned (`source_assist`) or a publication (`citations`).",
        "title: Keep the agenda short",
        "title: Keep the agenda short\nsource_assist: pump-review",
    ),
    Rule(
        "evidence-mismatch",
        Severity.ERROR,
        "The evidence mark says something else than the facts of the record.",
        "The mark is a promise to the reader. A held assist, or a citation of design `experience-report` or `guidance`, is experience; an unretracted citation of any other design is research.",
        "Change the mark, or add the fact that it needs: the assist, or the citation with its `design`.",
        "evidence: research\nsource_assist: pump-review",
        "evidence: experiential\nsource_assist: pump-review",
    ),
    Rule(
        "design-missing",
        Severity.WARNING,
        "A citation does not say how the work was done.",
        "Without its design a citation counts neither as experience nor as research.",
        "Give the citation a `design`, such as `experience-report`, `pre-post` or `systematic-review`.",
        "citations:\n  - title: Report on meetings",
        "citations:\n  - title: Report on meetings\n    design: experience-report",
    ),
)
