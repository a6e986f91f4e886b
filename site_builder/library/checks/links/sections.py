"""The sections of a lesson's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.checks.problems import at_header_end, at_text
from site_builder.library.ordering import longest_rising
from site_builder.records.guess import nearest
from site_builder.records.lesson import REQUIRED_SECTIONS, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.markdown.parts import Heading

_PLACES = {name.casefold(): number for number, name in enumerate(SECTIONS)}

_ALMOST = 85.0
"""Similarity from which a heading is taken for a slip in another's name."""


def missing_sections(base: Base) -> Iterator[Diagnostic]:
    """A lesson says what happened and what was learned."""
    for lesson in base.library.lessons:
        titles = {section.heading.title.casefold() for section in lesson.body.sections}
        for name in REQUIRED_SECTIONS:
            if name.casefold() in titles:
                continue
            others = {
                heading.title: heading
                for heading in lesson.body.headings
                if heading.level != 2 or heading.title.casefold() not in _PLACES  # noqa: PLR2004
            }
            near = nearest(name, others, least=_ALMOST)
            message = f"the section “{name}” is missing"
            if near:
                meant = others[near[0]]
                hint = f"write `## {name}` for this heading"
                yield at_text(lesson, "section-missing", meant.start, meant.end, message, hint)
            else:
                hint = f"write `## {name}` and the text below it"
                yield at_header_end(lesson, "section-missing", message, hint)


def empty_sections(base: Base) -> Iterator[Diagnostic]:
    """A section has text."""
    for lesson in base.library.lessons:
        for section in lesson.body.sections:
            if section.is_empty:
                heading = section.heading
                message = f"the section “{heading.title}” is empty"
                yield at_text(
                    lesson,
                    "section-empty",
                    heading.start,
                    heading.end,
                    message,
                    "write it, or take the heading out",
                )


def repeated_sections(base: Base) -> Iterator[Diagnostic]:
    """A section stands once."""
    for lesson in base.library.lessons:
        seen: set[str] = set()
        for section in lesson.body.sections:
            heading = section.heading
            title = heading.title.casefold()
            if title in seen:
                message = f"the section “{heading.title}” appears twice"
                yield at_text(
                    lesson, "section-duplicate", heading.start, heading.end, message, "join the two"
                )
            seen.add(title)


def misplaced_sections(base: Base) -> Iterator[Diagnostic]:
    """Sections stand in the order of a case study; as few as possible are to be moved."""
    for lesson in base.library.lessons:
        first: dict[int, Heading] = {}
        for section in lesson.body.sections:
            place = _PLACES.get(section.heading.title.casefold())
            if place is not None:
                first.setdefault(place, section.heading)
        places = list(first)
        kept = {places[at] for at in longest_rising(places)}
        for place, heading in first.items():
            if place not in kept:
                before = max((other for other in kept if other < place), default=None)
                beside = min(kept) if before is None else before
                where = "before" if before is None else "after"
                message = f"the section “{heading.title}” is out of order"
                hint = f"move it {where} “{first[beside].title}”"
                yield at_text(lesson, "section-order", heading.start, heading.end, message, hint)


CHECKS = (missing_sections, empty_sections, repeated_sections, misplaced_sections)
