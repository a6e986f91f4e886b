"""The assists that a check is about.

A plan is checked for what its stage needs. An event that was planned here has a receipt of its
search: what it lacks can still be written, and is a warning. An event recorded from a source may
lack what the source does not say, so everything that it lacks is one note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.problems import at_field
from site_builder.library.stages import ORDER
from site_builder.records.assist import OPEN_STAGES, Assist, Format, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.kinds import Record

_TO_COME = {Stage.IDEA, *OPEN_STAGES}
EVERY_FORMAT = frozenset(Format)
MEETINGS = frozenset({Format.PEER_ASSIST, Format.VISIT, Format.WORKSHOP})
"""Formats of one meeting, with hosts and guests."""


def nature(base: Base, assist: Record[Assist]) -> Format:
    """Return the built-in format whose rules hold for an assist."""
    return base.library.vocabulary.nature_of(assist.fields.format)


def plans(base: Base, least: Stage = Stage.SEARCHED) -> Iterator[Record[Assist]]:
    """Yield the assists that are still to come and have reached a stage; ideas only on request."""
    for assist in base.library.assists:
        status = assist.fields.status
        if status in _TO_COME and ORDER.index(status) >= ORDER.index(least):
            yield assist


def held(base: Base) -> Iterator[Record[Assist]]:
    """Yield the assists that took place; not those that do not say how they ended."""
    for assist in base.library.assists:
        unsaid = assist.fields.status is Stage.CLOSED and not assist.fields.closed_as
        if assist.fields.took_place and not unsaid:
            yield assist


def at_lack(
    record: Record[Assist],
    rule: str,
    field: str,
    message: str | None = None,
    hint: str | None = None,
) -> Diagnostic:
    """Return a problem with a missing field: at its empty key, or at the status that needs it."""
    place = field if field in record.document.header else "status"
    return at_field(record, rule, (place,), message, hint)


def sources_of_lessons(base: Base) -> frozenset[str]:
    """Return the ids of assists of which a lesson came, be it a draft or one that was replaced."""
    sources = (lesson.fields.source_assist for lesson in base.library.lessons)
    return frozenset(source for source in sources if source)
