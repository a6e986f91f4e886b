"""Removes from a library the records that an audience may not see.

A lesson whose consent was withdrawn is replaced by a tombstone for everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.library import Library
from site_builder.library.reliance import substance
from site_builder.markdown.body import Body
from site_builder.records.header.document import Document
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Lesson, Rewording, Status
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from site_builder.records.fields import Part
    from site_builder.settings import Audience

_TITLE = "Withdrawn lesson"
_EMPTY = Body("")
_NARROWEST_LAST: tuple[Audience, ...] = ("public", "organisation", "team")


def shown_to(library: Library, audience: Audience) -> Library:
    """Return the library that an audience may see; the same object if that is all of it.

    Levels, counts, backlinks or an index made from it know nothing of the rest. A report of use is
    left out with its lesson.
    """
    hidden = {
        (record.kind, record.id)
        for record in library.records
        if not _may_see(audience, record.fields)
    }
    hidden_lessons = {record_id for kind, record_id in hidden if kind == "lesson"}
    shown = [
        _tombstone(record) if is_tombstone(record.fields) else record
        for record in library.records
        if (record.kind, record.id) not in hidden and not _is_about(record, hidden_lessons)
    ]
    if shown == list(library.records):
        return library
    return Library(shown, library.vocabulary, library.people, library.practices)


def is_tombstone(fields: Part) -> bool:
    """Return whether only the withdrawal of a record may be shown: its day, reason and note."""
    withdrawn = fields.withdrawn if isinstance(fields, Lesson) else None
    return withdrawn is not None and withdrawn.reason == "consent-withdrawn"


def _tombstone(record: Record[Part]) -> Record[Part]:
    """Return a record without text, of which only the address and the withdrawal are left."""
    lesson = record.fields
    assert isinstance(lesson, Lesson)  # noqa: S101 - only lessons are withdrawn
    assert lesson.withdrawn  # noqa: S101 - it is one
    fields = Lesson.model_construct(
        title=_TITLE,
        problem="",
        evidence=lesson.evidence,
        tags=(),
        date=lesson.withdrawn.date,
        status=Status.WITHDRAWN,
        visibility=lesson.visibility,
        aliases=lesson.aliases,
        withdrawn=lesson.withdrawn,
    )
    # Records that rely on it are reported for the withdrawal, and not for a change of its words.
    before = lesson.reworded.same_as if lesson.reworded else ()
    same_as = (substance(lesson, record.body), *before)
    reworded = Rewording(digest=substance(fields, _EMPTY), same_as=same_as)
    document = Document(record.path, "", {}, 0, 0, 0)
    left = fields.model_copy(update={"reworded": reworded})
    return Record(Kind.LESSON, record.id, left, document, _EMPTY)


def _may_see(audience: Audience, fields: Part) -> bool:
    visibility = getattr(fields, "visibility", "public")
    return _NARROWEST_LAST.index(visibility) <= _NARROWEST_LAST.index(audience)


def _is_about(record: Record[Part], lesson_ids: set[str]) -> bool:
    return isinstance(record.fields, Reuse) and record.fields.lesson in lesson_ids
