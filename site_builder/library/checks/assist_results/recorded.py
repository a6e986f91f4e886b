"""What the source of an event does not state, told once for each event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.checks.assist_results.follow_through import unanswered
from site_builder.library.checks.assists import held, planned_here, sources_of_lessons
from site_builder.library.checks.problems import at_field
from site_builder.records.assist import Assist, Format, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base

_FACTS: dict[str, frozenset[Format]] = {
    "purpose": frozenset(
        {Format.PEER_ASSIST, Format.VISIT, Format.WORKSHOP, Format.PAIRED_LEARNING}
    ),
    "host_team": frozenset({Format.PEER_ASSIST, Format.VISIT, Format.PAIRED_LEARNING}),
    "duration_hours": frozenset({Format.PEER_ASSIST, Format.VISIT, Format.WORKSHOP}),
    "facilitator": frozenset({Format.PEER_ASSIST, Format.WORKSHOP}),
    "elements": frozenset({Format.PAIRED_LEARNING}),
    "root_causes": frozenset({Format.WORKSHOP}),
    "options": frozenset({Format.PEER_ASSIST, Format.WORKSHOP}),
    "decision": frozenset({Format.PEER_ASSIST, Format.WORKSHOP}),
    "actions": frozenset({Format.PEER_ASSIST, Format.WORKSHOP}),
    "commit_back_by": frozenset({Format.PEER_ASSIST}),
    "story": frozenset({Format.VISIT}),
    "reflections": frozenset({Format.PEER_ASSIST, Format.VISIT}),
}
"""Fields that tell how an event of a format went, and the formats for which they do."""
_UNDESCRIBED = {Format.SHADOWING, Format.OTHER}
"""Formats of which no document says what they turn on."""


def incomplete_events(base: Base) -> Iterator[Diagnostic]:
    """The record of an event states the facts that its format turns on."""
    sources = sources_of_lessons(base)
    for assist in held(base):
        if planned_here(assist.fields) or assist.fields.format in _UNDESCRIBED:
            continue
        lacking = list(_unstated(assist.fields))
        if assist.fields.status is not Stage.HELD and not (
            assist.fields.no_lesson or assist.id in sources
        ):
            lacking.append("a lesson")
        if lacking:
            message = f"the record does not state {', '.join(lacking)}"
            hint = "add what the source says; what it does not say stays out"
            yield at_field(assist, "event-incomplete", ("status",), message, hint)


def _unstated(assist: Assist) -> Iterator[str]:
    """Yield what a record does not state: fields in backticks, the rest in words."""
    if assist.happened is None:
        yield "`happened`"
    for field, formats in _FACTS.items():
        if assist.format in formats and not getattr(assist, field):
            yield f"`{field}`"
    if assist.format is Format.VISIT and not (assist.tools or assist.resources):
        yield "`tools` or `resources`"
    if assist.review:
        yield from unanswered(assist.review)
    elif not assist.outcomes and assist.status is not Stage.HELD:
        yield "how it went (`outcomes` or `review`)"


CHECKS = (incomplete_events,)
