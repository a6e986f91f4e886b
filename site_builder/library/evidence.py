"""What a lesson rests on, from its facts. Pure: no files, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.records.lesson import EXPERIENCE_DESIGNS, Evidence, Lesson

if TYPE_CHECKING:
    from site_builder.library.library import Library
    from site_builder.records.kinds import Record


def derive_mark(lesson: Record[Lesson], library: Library) -> Evidence | None:
    """Return the mark that a lesson's facts allow, or None when it has none of either kind.

    Experience is a source assist that took place, a report of use, or a citation of design
    ``experience-report`` or ``guidance``; research is an unretracted citation of any other design.
    """
    designs = {
        citation.design
        for citation in lesson.fields.citations
        if citation.design and not citation.retracted
    }
    source = library.assist(lesson.fields.source_assist or "")
    held = source is not None and source.fields.took_place
    experience = held or bool(designs & EXPERIENCE_DESIGNS) or lesson.id in library.reports
    research = bool(designs - EXPERIENCE_DESIGNS)
    if experience and research:
        return Evidence.BOTH
    if experience:
        return Evidence.EXPERIENTIAL
    return Evidence.RESEARCH if research else None
