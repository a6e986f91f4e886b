"""No sentence claims more than the study behind it can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, shortened
from site_builder.library.problems import at_field, at_text, is_current
from site_builder.library.wording.claims import claims
from site_builder.library.wording.sentences import Prose, prose_of
from site_builder.records import labels
from site_builder.records.lesson import EXPERIENCE_DESIGNS, Design, Lesson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.records.kinds import Record

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


def strong_claims(lesson: Record[Lesson]) -> Iterator[Diagnostic]:
    """A lesson that rests on studies without a comparison does not speak of causes."""
    design = _best_without_comparison(lesson.fields)
    if design is None or not is_current(lesson):
        return
    shown = labels.DESIGNS[design].lower()
    message = f"“{{}}” claims a cause, which a study of this kind does not show: {shown}"
    hint = f"say it as far as it was seen: {_ALLOWED[design]}"
    takeaway = lesson.fields.takeaway or ""
    found = next(claims(Prose(takeaway)), None)
    if found:
        said = message.format(shortened(takeaway[slice(*found)]))
        yield at_field(lesson, "claim-too-strong", ("takeaway",), said, hint)
    prose = lesson.body.prose
    for start, end in claims(prose_of(prose)):
        said = message.format(shortened(prose[start:end]))
        yield at_text(lesson, "claim-too-strong", start, end, said, hint)


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
