"""Removes from the text of a record what may not be published: people and hidden records.

Fields are cut out of the header, and every other byte stays. The result is read again, and if it
does not have the remaining values, the header is written anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Edit, edited
from site_builder.library.graph import is_local, resolve
from site_builder.records.allowance import without_allowances
from site_builder.records.header.document import Document, parse_document
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.header.read import Place, Value, leaves, offsets_of
from site_builder.records.kinds import Kind, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from site_builder.library.library import Key
    from site_builder.records.fields import Part

PEOPLE_FIELDS = frozenset({"participants"})
"""Fields that hold nothing but people."""
ROLE_FIELDS = frozenset(
    {"facilitator", "lead", "from", "owner", "contact", "consent", "join", "thanks"}
)
"""Fields for a role, in which an author may have written a pseudonym instead."""
_NEEDED_ROLES = frozenset({("reported_by",), ("override", "by")})
"""Required roles: a pseudonym there is replaced, and not removed."""
_UNNAMED = "not named"

# A comment that allows a finding is part of the record.
_COMMENT = re.compile(r"(?:^|(?<=[ \t\n]))#(?!\s*allow:)[^\n]*")


def without_people(document: Document, people: Collection[str] = ()) -> str:
    """Return the text of a record's file without people.

    Left out are the fields for people, pseudonyms in fields for roles, and the comments of the
    header, which no page shows and which may hold anything.

    Args:
        document: The file.
        people: Every pseudonym of the base.
    """
    gone: set[Place] = {(name,) for name in PEOPLE_FIELDS if name in document.header}
    unnamed: set[Place] = set()
    if people:
        for place, value in leaves(document.header):
            if value not in people:
                continue
            if place in _NEEDED_ROLES:
                unnamed.add(place)
            elif _field_of(place) in ROLE_FIELDS:
                gone.add(place)
    return _rewritten(document, gone, unnamed)


def source_text(
    record: Record[Part],
    people: Collection[str],
    is_shown: Callable[[Key], bool],
    hidden: Collection[str],
) -> str:
    """Return the text of a record's file that the readers of a site may see.

    Args:
        record: The record.
        people: Every pseudonym of the base.
        is_shown: Whether a record is on the site.
        hidden: Paths from the project root of the records that are not on the site.
    """
    public = without_people(record.document, people)
    if not hidden:
        return public
    document, _problems = parse_document(record.path, public)
    if document is None:
        return visible_body(record, hidden)
    references = dict(_references(document.header))
    gone = {place for place, target in references.items() if not is_shown(target)}
    gone |= _outcomes_of(gone) - _outcomes_of(references.keys() - gone)
    header = _rewritten(document, gone, set())
    return header[: len(header) - len(document.body)] + visible_body(record, hidden)


def visible_body(record: Record[Part], hidden: Collection[str]) -> str:
    """Return the body of a record; of links to hidden records only the words are left."""
    body = record.body
    text = without_allowances(body)
    if not hidden:
        return text
    edits = [
        Edit(link.start, link.end, body.text_of(link))
        for link in body.links
        if _leads_to(record, link.target, hidden)
    ]
    edits += [
        Edit(definition.start, definition.end, "")
        for definition in body.definitions
        if _leads_to(record, definition.target, hidden)
    ]
    return edited(text, edits)


def _leads_to(record: Record[Part], target: str, hidden: Collection[str]) -> bool:
    return is_local(target) and resolve(record.path, target)[0] in hidden


def _references(header: dict[str, Value]) -> Iterator[tuple[Place, Key]]:
    """Yield what leads to another record, with the place that goes when the record does."""
    for place, value in leaves(header):
        match place:
            case ("source_assist" | "merged_into",):
                yield place, (Kind.ASSIST, value)
            case ("lesson",) | ("relations", _, _):
                yield place, (Kind.LESSON, value)
            case ("outcomes", _, "lessons", _):
                yield place, (Kind.LESSON, value)
            case ("relies_on", _, "id") | ("receipts", _, "hits", _, "id"):
                yield place[:-1], (Kind.LESSON, value)


def _outcomes_of(places: Iterable[Place]) -> set[Place]:
    """Return the outcomes that hold some references.

    One that speaks for hidden lessons alone goes as a whole: without the names of its lessons it
    would speak for others.
    """
    return {place[:2] for place in places if place[0] == "outcomes"}


def _field_of(place: Place) -> str:
    return next((step for step in reversed(place) if isinstance(step, str)), "")


def _rewritten(document: Document, gone: set[Place], unnamed: set[Place]) -> str:
    """Return a file without some fields and comments, and with others that name nobody."""
    comments = list(_comments(document)) if "#" in document.header_text else []
    if not (gone or unnamed or comments):
        return document.text
    editor = HeaderEditor(document)
    for place in unnamed:
        editor.set(place, _UNNAMED)
    return editor.remove(gone, comments).rewritten()


def _comments(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the offsets of comments; of one that fills a line, those of the line."""
    header = document.header_text
    places = (offsets_of(header, place, key=False) for place, _value in leaves(document.header))
    inside = [offsets for offsets in places if offsets]
    for found in _COMMENT.finditer(header):
        if any(start <= found.start() < end for start, end in inside):
            continue
        line = header.rfind("\n", 0, found.start()) + 1
        before = header[line : found.start()]
        if before.strip():
            yield line + len(before.rstrip()), found.end()
        else:
            yield line, min(found.end() + 1, len(header))
