"""A library as an audience may see it: every page, feed, index and export is made from one.

A lesson whose consent was withdrawn is replaced by a tombstone for everybody.
"""

from __future__ import annotations

from dataclasses import replace
from operator import is_
from typing import TYPE_CHECKING

from site_builder.library.library import Library
from site_builder.library.links_out import hidden_among
from site_builder.library.redaction import Door
from site_builder.library.reliance import substance
from site_builder.markdown.body import Body
from site_builder.records.assist import Assist
from site_builder.records.header.document import Document
from site_builder.records.kinds import Fields_co, Kind, Record
from site_builder.records.lesson import Lesson, Rewording, Status
from site_builder.records.reuse import Reuse
from site_builder.records.vocabulary import controlled_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.records.fields import Part
    from site_builder.records.header.values import Place
    from site_builder.records.vocabulary import Role
    from site_builder.settings import Audience

_TITLE = "Withdrawn lesson"
_EMPTY = Body("")
_NARROWEST_LAST: tuple[Audience, ...] = ("public", "organisation", "team")


def shown_to(
    library: Library, audience: Audience, *, people: bool = False, comments: bool = False
) -> Library:
    """Return the library that an audience may see; the same object if that is all of it.

    Levels, counts, backlinks or an index made from it know nothing of the rest. A report of use is
    left out with its lesson, and a word of the vocabulary with the last record that uses it.

    Args:
        library: The whole library.
        audience: The audience.
        people: Whether it may see people, and whatever else a record holds.
        comments: Whether comments of a header stay if it names nobody.
    """
    view = (audience, people, comments)
    if view not in library.views:
        library.views[view] = _shown(library, audience, people=people, comments=comments)
    return library.views[view]


def _shown(library: Library, audience: Audience, *, people: bool, comments: bool) -> Library:
    visible = _visible(library, audience)
    used = _without(_words(_apart(library.records, visible)), visible)
    topics = frozenset(str(word) for kind, word in used if kind == "tags")
    hidden = replace(hidden_among(library.records, visible), topics=topics)
    shown, vocabulary = visible, library.vocabulary
    if not people:
        door = Door(pseudonyms(library), hidden, audience == "team", comments)
        shown = [door.redacted(record) for record in visible]
        unused = _unused(library.records, visible, shown, vocabulary.roles)
        vocabulary = door.words(vocabulary, unused)
    if vocabulary is library.vocabulary and _are_same(shown, library.records):
        return library
    whole = library
    if not _are_same(visible, library.records):
        whole = Library(visible, library.vocabulary, library.people, library.practices)
    return Library(shown, vocabulary, library.people, library.practices, whole)


def pseudonyms(library: Library) -> frozenset[str]:
    """Return the pseudonym of everybody in a base."""
    seats = (it.person for assist in library.assists for it in assist.fields.participants)
    return frozenset({*library.people, *seats})


def without_people(library: Library, record: Record[Fields_co]) -> Record[Fields_co]:
    """Return a record of a library without people, whoever may see the record."""
    return Door(pseudonyms(library)).redacted(record)


def _are_same(some: Sequence[Record[Part]], others: Sequence[Record[Part]]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


def _visible(library: Library, audience: Audience) -> list[Record[Part]]:
    """Return the records that an audience may see, with tombstones, as they are."""
    hidden = {
        (record.kind, record.id)
        for record in library.records
        if not _may_see(audience, record.fields)
    }
    hidden_lessons = {record_id for kind, record_id in hidden if kind == "lesson"}
    return [
        _tombstone(record) if is_tombstone(record.fields) else record
        for record in library.records
        if (record.kind, record.id) not in hidden and not _is_about(record, hidden_lessons)
    ]


def _unused(
    every: Iterable[Record[Part]],
    visible: Iterable[Record[Part]],
    shown: Iterable[Record[Part]],
    roles: Mapping[str, Role],
) -> set[Place]:
    """Return the controlled words, by kind and id, that only what is not shown uses."""
    apart = _apart(every, shown)
    used = _without(_words(apart), shown)
    if asked := _asked(apart, roles):
        used |= asked - _asked(shown, roles)
    seats = (getattr(record.fields, "participants", ()) for record in visible)
    return used and used - {("teams", seat.team or "") for some in seats for seat in some}


def _apart(some: Iterable[Record[Part]], others: Iterable[Record[Part]]) -> list[Record[Part]]:
    """Return the records that are not among others as they stand."""
    same = set(others)
    return [record for record in some if record not in same]


def _without(words: set[Place], used_by: Iterable[Record[Part]]) -> set[Place]:
    """Return the words that none of some records uses."""
    for record in used_by:
        if not words:
            break
        words = words - _words([record])
    return words


def _words(records: Iterable[Record[Part]]) -> set[Place]:
    found = (controlled_words(record.fields) for record in records)
    return {(kind, word) for words in found for kind, _place, word in words}


def _asked(records: Iterable[Record[Part]], roles: Mapping[str, Role]) -> set[Place]:
    """Return the roles that records name, by kind of word and id."""
    if not roles:
        return set()
    fields = (record.fields for record in records if isinstance(record.fields, Lesson | Assist))
    named = "\n".join(it for each in fields for it in (each.contact, each.owner) if it).casefold()
    return {("roles", role_id) for role_id, role in roles.items() if role.label.casefold() in named}


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
