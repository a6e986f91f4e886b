"""What a base is made from, with the texts of its files told apart from all the rest.

Most edits change the text of one file. Who knows of a result whose texts it comes from knows by
these digests whether it still holds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.audience import is_tombstone
from site_builder.library.kept import program

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library.base import Base
    from site_builder.project import Project


@dataclass(frozen=True)
class Frame:
    """Digests of a base."""

    common: bytes
    """Of everything but texts: headers, links, words, people, settings, the day, the program."""
    texts: Mapping[str, bytes]
    """Of what stands below the header of each record, by the path of its file."""

    def key(self, path: str) -> bytes:
        """Return the digest of what can be known of a record without the texts of others."""
        return self.common + self.texts[path]


NO_FRAME = Frame(b"", {})


def frame_of(base: Base, project: Project) -> Frame:
    """Return the digests of a base that has been read."""
    documents = (base.vocabulary_document, base.people_document)
    common = hashlib.blake2b(digest_size=16)
    for part in (
        (program(), project.settings, project.language, base.today, base.prefix),
        [document and document.text for document in documents],
        (base.library.practices, sorted(base.hidden), base.vocabulary_unreadable),
        [sorted(some) for some in (base.files, base.refused, base.unreadable)],
    ):
        common.update(_bytes(repr(part)))
    texts = {}
    for record in base.records:
        document, links = record.document, record.body.links
        end = len(document.text) if is_tombstone(record.fields) else document.body_at
        targets = [(link.target, link.is_image) for link in links] if links else ""
        common.update(_bytes(f"{document.path}\0{targets}\0{end}\0{document.text[:end]}"))
        text = hashlib.blake2b(_bytes(document.text[end:]), digest_size=16)
        texts[document.path] = text.digest()
    return Frame(common.digest(), texts)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
