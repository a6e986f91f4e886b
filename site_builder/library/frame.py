"""What a base is made from, with headers and texts of its files told apart from all the rest.

Most edits change one file. Who knows of a result which headers and texts it comes from knows by
these digests whether it still holds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.audience import is_tombstone
from site_builder.library.kept import program
from site_builder.library.packed import gist_of
from site_builder.records.kinds import Kind
from site_builder.records.noted import ALL, GROUP, HAS, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.library.base import Base
    from site_builder.library.graph import LinkGraph
    from site_builder.library.library import Library
    from site_builder.project import Project
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record


@dataclass(frozen=True)
class Frame:
    """Digests of a base."""

    common: bytes
    """Of everything but records: words, people, settings, the day, the program."""
    headers: Mapping[str, bytes]
    """Of the header and the links of each record, by the path of its file."""
    texts: Mapping[str, bytes]
    """Of what stands below the header of each record, by the path of its file."""


NO_FRAME = Frame(b"", {}, {})


def frame_of(base: Base, project: Project) -> Frame:
    """Return the digests of a base that has been read."""
    documents = (base.vocabulary_document, base.people_document)
    parts = (
        (program(), project.settings, project.language, base.today, base.prefix),
        [document and document.text for document in documents],
        (base.library.practices, sorted(base.hidden), base.vocabulary_unreadable),
        sorted(base.unreadable),
    )
    headers, texts = {}, {}
    for record in base.records:
        path, gist = record.path, gist_of(record)
        # Of a lesson whose consent was withdrawn, the header tells the digest of its text.
        rest = gist.text if is_tombstone(record.fields) else b""
        headers[path], texts[path] = _digest([gist.head, rest, _bytes(path)]), gist.text
    return Frame(_digest(_bytes(repr(part)) for part in parts), headers, texts)


class States:
    """Tells whether what was read of a base is still the same, by the names that were noted.

    What readers may see of a record depends on other records too, where something is hidden: of a
    record that is not shown as it stands, what is shown counts as well.
    """

    def __init__(self, frame: Frame, whole: Library, shown: Library, graph: LinkGraph) -> None:
        """Keep the digests.

        Args:
            frame: Those of the base.
            whole: All records of the base.
            shown: What its readers may see of them.
            graph: The links between these, or between all.
        """
        self._frame, self._library, self._graph = frame, shown, graph
        self._whole = {record.path: record for record in whole.records}
        self._by_path = {record.path: record for record in shown.records}
        self._headers = {(it.kind, it.id): self._header(it) for it in shown.records}
        self._all: dict[str, bytes] = {}
        words = shown.vocabulary
        of_words = "" if words is whole.vocabulary else repr(words)
        self.common = _digest([frame.common, _bytes(of_words)])
        """Digest of what no name stands for."""

    def of_all(self, names: Iterable[str]) -> bytes:
        """Return the digest of what has some names, and of what no name stands for."""
        states = [self.common, *map(self.of, names)]
        return _digest(bytes([len(state)]) + state for state in states)

    def of(self, name: str) -> bytes:
        """Return the digest of what has a name; nothing for what is not there."""
        sign, _, rest = name.partition(" ")
        if sign == ALL:
            if rest not in self._all:
                of_kind = (it for (kind, _id), it in self._headers.items() if rest in {"", kind})
                self._all[rest] = _digest(of_kind)
            return self._all[rest]
        if sign == RECORD:
            kind, _, record_id = rest.partition(" ")
            return self._headers.get((Kind(kind), record_id), b"")
        if sign not in {GROUP, HAS}:
            return self._text(name)
        members = self._members(*rest.split(" ", 1))
        if sign == HAS:
            return b"+" if members else b""
        return members[0] if len(members) == 1 else _digest(members)

    def _members(self, name: str, key: str) -> list[bytes]:
        """Return the digests of the headers of which a group is made."""
        if name in {"outgoing", "incoming"}:
            kind, _, record_id = key.partition(" ")
            links = getattr(self._graph, name).unread((Kind(kind), record_id))
            # A graph may be that of records that are not shown, too.
            return [self._headers.get(link.source, b"") for link in links]
        group = getattr(self._library, name).unread(key)
        return [self._headers[it.kind, it.id] for it in group]

    def _header(self, record: Record[Part]) -> bytes:
        own = self._frame.headers.get(record.path, b"")
        if self._whole.get(record.path) is record:
            return own
        document = record.document
        shown = f"{record.fields!r}\0{document.text[: document.body_at]}"
        return _digest([own, _bytes(shown)])

    def _text(self, path: str) -> bytes:
        own, record = self._frame.texts.get(path, b""), self._by_path.get(path)
        if record is None or self._whole.get(path) is record:
            return own
        document = record.document
        return _digest([own, _bytes(document.text[document.body_at :])])


def _digest(parts: Iterable[bytes]) -> bytes:
    """Return the digest of some parts, each of which has an end or is as long as any."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(part)
    return digest.digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
