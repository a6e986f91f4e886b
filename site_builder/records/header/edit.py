"""Edits of a header that change the fields they name and not a byte of anything else.

Every edited header is read again and compared with the intended values: some headers cannot be
edited field by field, such as one in which another field repeats a value by ``*``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

from site_builder.diagnostics import Diagnostic, Edit, edited
from site_builder.errors import UnamendableError
from site_builder.records.header.document import Document, parse_document, parse_mapping
from site_builder.records.header.places import end_of, known_offsets, take
from site_builder.records.header.remove import cuts, joined, left
from site_builder.records.header.values import Place, Value, children, value_at
from site_builder.records.header.write import (
    WIDEST_GROUP,
    Data,
    as_read,
    dump,
    dump_list,
    inline,
    is_plain,
)

_COLON = re.compile(r"[ \t]*:")
_QUOTES = ("'", '"')


@dataclass(frozen=True, slots=True)
class Revision:
    """A document with some fields changed, verified by reading it back."""

    before: Document
    after: Document
    edits: tuple[Edit, ...]
    places: tuple[Place, ...]
    """The places changed, in the order of the changes."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the changed fields with their numbers, from top to bottom."""
        lines = self.after.text.split("\n")
        numbers = sorted({self.after.span_of(place, key=True).line for place in self.places})
        return tuple(f"{self.after.path}:{number}: {lines[number - 1]}" for number in numbers)


class HeaderEditor:
    """Collects changes to the header of a document, then makes them all or none."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.header_text
        take(self._text, document.places)
        self._meant = {key: as_read(value) for key, value in document.header.items()}
        self._edits: list[Edit] = []
        self._new: dict[str, Data] = {}
        """Fields to be added below all others."""
        self._places: list[Place] = []
        self._is_refused = False

    def set(self, place: Place, value: Data) -> Self:
        """Set a field, which is added where it is missing and keeps the quotes it has."""
        self._places.append(place)
        _put(self._meant, place, as_read(value))
        if place[0] in self._document.header:
            self._replace_or_add(place, value)
        else:
            _put(self._new, place, value)
        return self

    def append(self, place: Place, values: Sequence[Data]) -> Self:
        """Append to a list in the style in which it is written; create it if it is missing."""
        listed = value_at(self._document.header, place)
        if not isinstance(listed, list) or not listed:
            return self.set(place, values)
        self._places.append(place)
        meant = value_at(self._meant, place)
        assert isinstance(meant, list)  # noqa: S101 - what was read is a list
        meant.extend(map(as_read, values))
        start = known_offsets(self._text, place)[0]
        if self._text[start] == "[":
            end = known_offsets(self._text, (*place, len(listed) - 1))[1]
            self._edit(end, end, "".join(f", {inline(value)}" for value in values))
            return self
        first = known_offsets(self._text, (*place, 0))[0]
        line = self._text.rfind("\n", 0, first) + 1
        margin = " " * (self._text.rfind("-", line, first) - line)
        # A comment stays beside what it is about.
        end = self._text.find("\n", end_of(self._text, listed, place))
        end = len(self._text) if end < 0 else end + 1
        self._edit(end, end, dump_list(values, margin))
        return self

    def rename(self, place: Place, name: str) -> Self:
        """Give a field another name."""
        self._places.append(place)
        owner = value_at(self._meant, place[:-1])
        assert isinstance(owner, dict)  # noqa: S101 - a field has a name
        owner[name] = owner.pop(str(place[-1]))
        self._edit(*known_offsets(self._text, place, key=True), inline(name))
        return self

    def remove(self, places: Collection[Place], spans: Iterable[tuple[int, int]] = ()) -> Self:
        """Remove fields and elements, with every list and group that becomes empty.

        Args:
            places: The fields and elements.
            spans: Spans of the header without meaning to remove as well, such as comments.
        """
        self._places += places
        self._meant = {str(key): kept for key, kept in children(left(self._meant, places))}
        gone = cuts(self._text, self._document.header, places)
        for start, end in joined([*gone, *spans]):
            self._edit(start, end, "")
        return self

    def reorder(self, order: Mapping[str, int]) -> Self:
        """Sort the fields by rank, each with the comments above it; all must have a rank."""
        # The second of two equal fields would be moved without a value to compare.
        self._is_refused = bool(_read_like(self._document, self._document.text)[1])
        starts, names = [], list(self._document.header)
        self._places += ((name,) for name in names)
        for name in names:
            start = known_offsets(self._text, (name,), key=True)[0]
            if start and self._text[start - 1] != "\n":
                # It would move with the other field on its line.
                self._is_refused = True
                return self
            starts.append(_with_comments(self._text, start))
        end = _with_comments(self._text, len(self._text))
        tail = self._text[end:] if starts and end > starts[-1] else ""
        bounds = [0, *starts, len(self._text) - len(tail)]
        lead, *entries = (self._text[start:following] for start, following in pairwise(bounds))
        ranked = sorted(zip(names, entries, strict=True), key=lambda pair: order[pair[0]])
        whole = "".join(entry if entry[-1:] == "\n" else f"{entry}\n" for _name, entry in ranked)
        self._edit(0, len(self._text), lead + whole + tail)
        return self

    def made(self) -> Revision:
        """Return the document with every change made.

        Raises:
            UnamendableError: It would not read back as intended.
        """
        edits = self._edits
        if self._new:
            end = self._document.header_end
            written = "".join(_new_field(name, value) for name, value in self._new.items())
            edits = [*edits, Edit(end, end, written)]
        before = self._document
        after, problems = _read_like(before, edited(before.text, edits))
        is_meant = after and (after.header, after.body) == (self._meant, before.body)
        if problems and is_meant:
            is_meant = len(problems) <= len(_read_like(before, before.text)[1])
        if after is None or not is_meant or self._is_refused:
            fields = dict.fromkeys(str(place[0]) for place in self._places)
            raise UnamendableError(before.path, tuple(fields))
        return Revision(before, after, tuple(edits), tuple(self._places))

    def rewritten(self) -> Document:
        """Return the file with every change; the whole header is written anew if necessary."""
        try:
            return self.made().after
        except UnamendableError:
            text, at = self._document.text, self._document.header_at
            anew = f"{text[:at]}\n{dump(self._meant)}{text[self._document.header_end :]}"
            after, _problems = _read_like(self._document, anew)
            assert after  # noqa: S101 - it is written so that it can be read
            return after

    def fix(self) -> tuple[Edit, ...]:
        """Return the edits, or none if they would not read back as intended."""
        try:
            return self.made().edits
        except UnamendableError:
            return ()

    def _edit(self, start: int, end: int, text: str) -> None:
        at = self._document.header_at
        self._edits.append(Edit(at + start, at + end, text))

    def _replace(self, place: Place, value: Data) -> None:
        start, end = known_offsets(self._text, place)
        written = inline(value)
        mark = self._text[start]
        if isinstance(value, str) and mark in _QUOTES and is_plain(value):
            written = f"{mark}{value}{mark}"
        if isinstance(place[-1], str):
            key = known_offsets(self._text, place, key=True)
            colon = _COLON.match(self._text, key[1])
            if colon and (start, end) == key:
                # A missing value has the place of its key.
                start = end = colon.end()
                written = f" {written}"
            elif colon and "\n" in self._text[colon.end() : start]:
                # A list or group on the lines below its key.
                start, written = colon.end(), f" {written}"
        self._edit(start, end, written)

    def _add(self, place: Place, value: Data) -> None:
        """Add a field to a group of the header: last in braces, first in a block."""
        *above, name = place
        owner = tuple(above)
        group = value_at(self._document.header, owner)
        if not group:
            self._replace_or_add(owner, {str(name): value})
            return
        start = known_offsets(self._text, owner)[0]
        field = f"{inline(str(name))}: {inline(value)}"
        if self._text[start] == "{":
            assert isinstance(group, dict)  # noqa: S101 - braces hold fields
            last = (*owner, list(group)[-1])
            value_start, end = known_offsets(self._text, last)
            if value_start > known_offsets(self._text, last, key=True)[0]:
                self._edit(end, end, f", {field}")
            else:  # A value that is left out has the place of its key.
                self._edit(start + 1, start + 1, f"{field}, ")
        else:
            margin = " " * (start - self._text.rfind("\n", 0, start) - 1)
            self._edit(start, start, f"{field}\n{margin}")

    def _replace_or_add(self, place: Place, value: Data) -> None:
        if self._document.has(place):
            self._replace(place, value)
        else:
            self._add(place, value)


def _read_like(document: Document, text: str) -> tuple[Document | None, list[Diagnostic]]:
    """Read another text like a document: with a header and a body, or YAML throughout."""
    read = parse_document if document.header_at else parse_mapping
    return read(document.path, text)


def _new_field(name: str, value: Data) -> str:
    """Return a field as YAML: a group on one line if it fits, as people write it."""
    line = f"{inline(name)}: {inline(value)}\n"
    is_narrow = isinstance(value, Mapping) and len(line) <= WIDEST_GROUP
    return line if is_narrow else dump({name: value})


def _put(fields: Any, place: Place, value: Data | Value) -> None:  # noqa: ANN401 - values nest
    """Set a value at a place, creating the groups that are missing."""
    for step in place[:-1]:
        inner = fields.get(step) if isinstance(fields, dict) else fields[step]
        if not isinstance(inner, dict | list):
            inner = fields[step] = {}
        fields = inner
    fields[place[-1]] = value


def _with_comments(header: str, at: int) -> int:
    """Return the start of the unindented comments directly above a place."""
    while at:
        above = header.rfind("\n", 0, at - 1) + 1
        if not header[above:at].startswith("#"):
            break
        at = above
    return at
