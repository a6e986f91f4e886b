"""Which lessons are to be looked at again, and which of them first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.reviews import Taken
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Lesson, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library.base import Base
    from site_builder.records.dates import PartialDate


@dataclass(frozen=True, slots=True)
class DueReview:
    """A lesson that stands, and what makes a look at it matter."""

    lesson: Record[Lesson]
    contested: bool
    changed: bool
    """Whether something that it relies on is not what it was."""
    users: int
    """Records that use it, rely on it or link to it."""
    confirmed: PartialDate | None
    """When a fact last spoke for it, if a record says."""
    confirmation: str
    """The same as a sentence."""

    @property
    def owner(self) -> str:
        """The role that keeps it, or nothing."""
        return self.lesson.fields.owner or ""

    @property
    def due(self) -> date | None:
        """The day by which it is to be looked at again."""
        return self.lesson.fields.review_by

    @property
    def order(self) -> tuple[bool, bool, int, date, date, str]:
        """Sort key: what matters most comes first."""
        last = self.confirmed.latest if self.confirmed else None
        recorded = self.lesson.fields.date
        return (
            not self.contested,
            not self.changed,
            -self.users,
            last or date.min,
            recorded,
            self.lesson.id,
        )

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it has its place in the order, in a few words each."""
        told = (
            "contested" if self.contested else "",
            "something it relies on has changed" if self.changed else "",
            f"linked from {counted(self.users, 'record')}" if self.users else "",
            f"{self.confirmation[:1].lower()}{self.confirmation[1:].rstrip('.')}",
        )
        return tuple(filter(None, told))


def needs(loaded: Base) -> tuple[DueReview, ...]:
    """Return every lesson that stands, that first for which a look matters most."""
    found = []
    for lesson in loaded.library.published:
        assessment = loaded.evidence.of(lesson)
        found.append(
            DueReview(
                lesson,
                bool(assessment.contested),
                any(loaded.reliances.suspects(lesson)),
                len(_users(loaded, lesson)),
                assessment.confirmed,
                loaded.evidence.confirmation(lesson),
            )
        )
    return tuple(sorted(found, key=lambda need: need.order))


def taken(found: Iterable[DueReview]) -> tuple[Taken, ...]:
    """Return the reviews that have a day, in the order of days."""
    days = [Taken(need.due, need.owner) for need in found if need.due]
    return tuple(sorted(days, key=lambda one: (one.day, one.owner)))


def _users(loaded: Base, lesson: Record[Lesson]) -> set[tuple[Kind, str]]:
    """Return the records that lead to a lesson, lessons that do not stand left out."""
    key = (Kind.LESSON, lesson.id)
    sources = {link.source for link in loaded.graph.incoming.get(key, ())} - {key}
    return {source for source in sources if _stands(loaded, source)}


def _stands(loaded: Base, source: tuple[Kind, str]) -> bool:
    record = loaded.library.get(*source)
    if record is None:
        return False
    return not isinstance(record.fields, Lesson) or record.fields.status is Status.PUBLISHED
