"""Who may read what: a library without the records that an audience is not to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.library import Library
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.settings import Audience

_NARROWEST_LAST: tuple[Audience, ...] = ("public", "organisation", "team")


def shown_to(library: Library, audience: Audience) -> Library:
    """Return what an audience may see of a library; the library itself where that is everything.

    Whatever is made from the library that is returned (levels, counts, backlinks, an index) knows
    nothing of the rest. A report of use is left out with the lesson that it is about.
    """
    hidden = {
        (record.kind, record.id)
        for record in library.records
        if not _may_see(audience, record.fields)
    }
    hidden_lessons = {record_id for kind, record_id in hidden if kind == "lesson"}
    shown = [
        record
        for record in library.records
        if (record.kind, record.id) not in hidden and not _is_about(record, hidden_lessons)
    ]
    if len(shown) == len(library.records):
        return library
    return Library(shown, library.vocabulary, library.people, library.practices)


def _may_see(audience: Audience, fields: Part) -> bool:
    visibility = getattr(fields, "visibility", "public")
    return _NARROWEST_LAST.index(visibility) <= _NARROWEST_LAST.index(audience)


def _is_about(record: Record[Part], lesson_ids: set[str]) -> bool:
    return isinstance(record.fields, Reuse) and record.fields.lesson in lesson_ids
