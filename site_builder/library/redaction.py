"""The one door out: a record as an audience may read it, without people and hidden records.

What may leave is said where a field is declared (:class:`site_builder.records.fields.Leaves` and
:class:`site_builder.records.fields.Refers`). Fields are cut out of the header, and every other byte
stays. The result is read again, and if it does not have the remaining values, the header is
written anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.diagnostics import Edit, edited
from site_builder.library.links_out import NONE_HIDDEN, HiddenRecords
from site_builder.library.marked import marked_values
from site_builder.library.packed import gist_of
from site_builder.markdown.body import Body
from site_builder.records.fields import Leaves, Refers
from site_builder.records.header.document import Document
from site_builder.records.header.edit import HeaderEditor
from site_builder.records.header.remove import left
from site_builder.records.header.values import Place, Value, leaves
from site_builder.records.kinds import MODELS, Fields_co, Record
from site_builder.records.parse import parse_fields
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from site_builder.records.fields import Part

_UNNAMED = "not named"
_WORD = re.compile(r"[\w-]+")
# A comment that allows a finding is part of the record.
_COMMENT = re.compile(r"(?:^|(?<=[ \t\n]))#(?!\s*allow:)[^\n]*")


@dataclass(frozen=True)
class Door:
    """What an audience may not see."""

    people: frozenset[str] = frozenset()
    """Every pseudonym of the base."""
    hidden: HiddenRecords = NONE_HIDDEN
    """The records that it may not see."""
    is_narrow: bool = False
    """Whether it is the narrowest audience, which may see what is for the team alone."""
    keeps_comments: bool = False
    """Whether comments of a header stay if it names nobody."""

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(person.casefold() for person in self.people)

    def names(self, text: str) -> bool:
        """Return whether a text contains a pseudonym."""
        if not self._folded:
            return False
        return not self._folded.isdisjoint(_WORD.findall(text.casefold()))

    def redacted(self, record: Record[Fields_co]) -> Record[Fields_co]:
        """Return a record as the audience may read it: the same object if that is all of it."""
        roles = None if self.hidden else gist_of(record).roles
        if roles is not None and not any(map(self.names, roles)):
            return record
        before, model = record.document, MODELS[record.kind]
        header = self.header(before, model)
        text = self.hidden.left_out(record.path, self._without_comments(record.body))
        if header is before and text == record.body.text:
            return record
        after = Document(
            record.path,
            header.text[: header.body_at] + text,
            header.header,
            header.header_at,
            header.header_end,
            header.body_at,
        )
        fields = record.fields
        if header.header != before.header:
            read, _wrong = parse_fields(model, header)
            assert read  # noqa: S101 - nothing is cut out that a record needs
            fields = read  # type: ignore[assignment]  # a record stays of its kind
        body = record.body if text == record.body.text else Body(text)
        return Record(record.kind, record.id, fields, after, body)

    def _without_comments(self, body: Body) -> Body:
        """Return a text without those of its HTML comments that name somebody."""
        if "<!--" not in body.text:
            return body
        named = (span for span in body.comments if self.names(body.text[slice(*span)]))
        edits = [Edit(*span, "") for span in named]
        return Body(edited(body.text, edits)) if edits else body

    def named_in(self, record: Record[Part]) -> Iterator[tuple[Place, tuple[int, int]]]:
        """Yield where a record names somebody to those who read what this door lets through.

        Yields:
            Place in the header and no offsets, or an empty place and offsets in the body.
        """
        gone, instead = self._changes(record.document, MODELS[record.kind])
        for place, value in leaves(record.document.header):
            is_gone = place in instead or any(
                place[:size] in gone for size in range(len(place) + 1)
            )
            if self.names(value) and not is_gone:
                yield place, (0, 0)
        body = record.body
        for found in _WORD.finditer(body.text) if self.names(body.text) else ():
            is_shown = not any(start <= found.start() < end for start, end in body.comments)
            if is_shown and self.names(found[0]):
                yield (), found.span()

    def words(self, vocabulary: Vocabulary, unused: Collection[Place]) -> Vocabulary:
        """Return a vocabulary without some words, by kind and id, and without people."""
        written = vocabulary.model_dump(mode="json", by_alias=True, exclude_unset=True)
        gone = {place for place in unused if place[1] in written.get(str(place[0]), ())}
        gone |= {
            place
            for field, place, value in marked_values(written, Vocabulary)
            if field.mark is Leaves.ROLE and isinstance(value, str) and self.names(value)
        }
        gone |= {
            ("roles", role_id)
            for role_id, role in written.get("roles", {}).items()
            if any(map(self.names, role.values()))
        }
        return Vocabulary.model_validate(left(written, gone)) if gone else vocabulary

    def header(self, document: Document, model: type[Part]) -> Document:
        """Return a file whose header holds what the audience may read."""
        gone, instead = self._changes(document, model)
        comments = list(_comments(document)) if "#" in document.header_text else []
        if self.keeps_comments and not (gone or instead or self.names(document.header_text)):
            comments = []
        if not (gone or instead or comments):
            return document
        editor = HeaderEditor(document)
        for place, value in instead.items():
            editor.set(place, value)
        return editor.remove(gone, comments).rewritten()

    def _changes(
        self, document: Document, model: type[Part]
    ) -> tuple[set[Place], dict[Place, str]]:
        """Return the places of a header that go, and those that get another text."""
        gone: set[Place] = set()
        instead: dict[Place, str] = {}
        for field, place, value in marked_values(document.header, model):
            if field.mark is Leaves.NEVER or (field.mark is Leaves.WITHIN and not self.is_narrow):
                gone.add(place)
            elif field.mark is Leaves.ROLE and isinstance(value, str) and self.names(value):
                gone |= set() if field.is_required else {place}
                instead |= {place: _UNNAMED} if field.is_required else {}
        if self.hidden:
            gone |= self._references(document.header, model)
            for place, value in leaves(document.header):
                told = self.hidden.left_out(document.path, Body(value))
                if told != value:
                    gone |= set() if told.strip() else {place}
                    instead = {place: told, **instead}
        kept = {
            place: text
            for place, text in instead.items()
            if not any(place[:length] in gone for length in range(1, len(place) + 1))
        }
        return gone, kept

    def _references(self, header: dict[str, Value], model: type[Part]) -> set[Place]:
        """Return the places that name hidden records, with what goes with them."""
        references: dict[Place, bool] = {}
        for field, place, value in marked_values(header, model):
            if isinstance(field.mark, Refers):
                held = place[:-1] if field.is_required and len(place) > 1 else place
                references[held] = self.hidden.holds(field.mark.kinds, value)
        gone = {place for place, is_hidden in references.items() if is_hidden}
        return gone | (_outcomes_of(gone) - _outcomes_of(references.keys() - gone))


def _outcomes_of(places: Collection[Place]) -> set[Place]:
    """Return the outcomes that hold some references.

    One that speaks for hidden lessons alone goes as a whole: without the names of its lessons it
    would speak for others.
    """
    return {place[:2] for place in places if place[0] == "outcomes"}


def _comments(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the offsets of comments; of one that fills a line, those of the line."""
    header = document.header_text
    places = (document.offsets_of(place) for place, _value in leaves(document.header))
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
