"""No sentence claims more than the study behind it can show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, shortened
from site_builder.library.checks.problems import at_field, at_text, is_current
from site_builder.records import labels
from site_builder.records.lesson import EXPERIENCE_DESIGNS, Design, Lesson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base

_ALLOWED = {
    Design.MECHANISM: "“… is expected to …”, “… may …”",
    Design.EXPERT_CONSENSUS: "“experts agree that …”",
    Design.CASE_SERIES: "“in these cases, …”, “… was followed by …”",
    Design.CASE_CONTROL: "“… was associated with …”",
    Design.PRE_POST: "“after …, participants reported …”, “… was followed by …”",
}
"""What may be said on the strength of each design that compares nothing, weakest first.

A study of any other design has a comparison, which is what a claim about causes takes.
"""
_CAUSAL = re.compile(
    r"\b(?:"
    r"(?:occurred|happened|improved|fell|rose|decreased|increased|came about)"
    r"(?:\s+\w+){0,2}?\s+(?:as\s+a\s+(?:direct\s+)?(?:result|consequence)\s+of|because\s+of|due\s+to)"
    r"|as\s+a\s+(?:direct\s+)?(?:result|consequence)\s+of"
    r"|(?:has|have|had)?\s*(?:resulted\s+in|led\s+(?:directly\s+)?to|brought\s+about)"
    r"|(?:proves?|proved|proven|demonstrates?|demonstrated)\s+that"
    r"|(?:was|were|is|are)\s+caused\s+by"
    r")\b",
    re.IGNORECASE,
)
_CUES = (
    *("result", "consequence of", "because of", "due to", " led ", "brought about", "prove"),
    *("demonstrate", "caused by"),
)
"""Words without which there is no such claim, in small letters."""
_GUARDED = re.compile(
    r"\b(?:not|no|never|cannot|nothing|whether|may|might|could|would|should|perhaps|probably|"
    r"report(?:s|ed)?|said|says?|felt|feel|believed?|expect(?:s|ed)?|thought|hoped?|"
    r"own\s+account|opinion)\b|n[’']t\b",
    re.IGNORECASE,
)
"""Words by which a sentence says itself that it is no proof, or whose opinion it tells."""


def strong_claims(base: Base) -> Iterator[Diagnostic]:
    """A lesson that rests on studies without a comparison does not speak of causes."""
    for lesson in base.library.lessons:
        design = _best_without_comparison(lesson.fields)
        if design is None or not is_current(lesson):
            continue
        shown = labels.DESIGNS[design].lower()
        message = f"“{{}}” claims a cause, which a study of this kind does not show: {shown}"
        hint = f"say it as far as it was seen: {_ALLOWED[design]}"
        lowered = lesson.document.text.lower().replace("\n", " ")
        if not any(cue in lowered for cue in _CUES):
            continue
        takeaway = lesson.fields.takeaway or ""
        found = _CAUSAL.search(takeaway)
        if found and not _GUARDED.search(takeaway):
            claimed = shortened(found[0].strip())
            place = ("takeaway",)
            yield at_field(lesson, "claim-too-strong", place, message.format(claimed), hint)
        for found in _CAUSAL.finditer(lesson.body.prose):
            start = found.end() - len(found[0].lstrip())
            if not _GUARDED.search(lesson.body.sentence_at(start, found.end())):
                said = message.format(shortened(found[0].strip()))
                yield at_text(lesson, "claim-too-strong", start, found.end(), said, hint)


def _best_without_comparison(fields: Lesson) -> Design | None:
    """Return the best design that a lesson cites, if it is research and compares nothing."""
    designs = {
        citation.design
        for citation in fields.citations
        if citation.design and not citation.retracted and citation.design not in EXPERIENCE_DESIGNS
    }
    if not designs or designs - _ALLOWED.keys():
        return None
    return max(designs, key=list(_ALLOWED).index)


CHECKS = (strong_claims,)
