"""The sections of a lesson's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.checks.base import Base, at_text
from site_builder.records.guess import nearest
from site_builder.records.lesson import REQUIRED_SECTIONS, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic

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
            meant = others[near[0]] if near else None
            yield at_text(
                lesson,
                "section-missing",
                meant.start if meant else 0,
                meant.end if meant else 0,
                f"the section “{name}” is missing",
                f"write `## {name}`" + (" for this heading" if meant else " and the text below it"),
            )


def empty_sections(base: Base) -> Iterator[Diagnostic]:
    """A section has text."""
    for lesson in base.library.lessons:
        for section in lesson.body.sections:
            if not section.text:
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
                message = f"the section “{heading.title}” stands twice"
                yield at_text(
                    lesson, "section-duplicate", heading.start, heading.end, message, "join the two"
                )
            seen.add(title)


def misplaced_sections(base: Base) -> Iterator[Diagnostic]:
    """Sections stand in the order of a case study."""
    for lesson in base.library.lessons:
        latest, before = -1, ""
        seen: set[int] = set()
        for section in lesson.body.sections:
            heading = section.heading
            place = _PLACES.get(heading.title.casefold())
            if place is None or place in seen:
                continue
            seen.add(place)
            if place < latest:
                message = f"“{heading.title}” stands after “{before}”"
                hint = f"move it before “{before}”"
                yield at_text(lesson, "section-order", heading.start, heading.end, message, hint)
            else:
                latest, before = place, heading.title


CHECKS = (missing_sections, empty_sections, repeated_sections, misplaced_sections)
