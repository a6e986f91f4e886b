"""The kinds of record, where each kind's files lie, and the record itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ConfigDict, Field

from site_builder.records.assist import Assist
from site_builder.records.fields import Part, Text
from site_builder.records.lesson import Lesson
from site_builder.records.noted import note
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Span
    from site_builder.markdown.body import Body
    from site_builder.markdown.parts import BodyLink
    from site_builder.records.header.document import Document
    from site_builder.records.header.values import Place


class Kind(StrEnum):
    """A kind of file under the lessons folder."""

    LESSON = "lesson"
    ASSIST = "assist"
    REUSE = "reuse"
    PAGE = "page"

    @property
    def noun(self) -> str:
        """The kind in a sentence."""
        return {"assist": "an assist", "reuse": "a report of use"}.get(self, f"a {self}")


class Page(Part):
    """A plain page. MkDocs reads its header; only these fields are checked here."""

    model_config = ConfigDict(extra="ignore")

    title: Text | None = Field(None, description="title of the page")
    description: Text | None = Field(None, description="what the page is about, for search engines")


MODELS: dict[Kind, type[Part]] = {
    Kind.LESSON: Lesson,
    Kind.ASSIST: Assist,
    Kind.REUSE: Reuse,
    Kind.PAGE: Page,
}

FOLDERS = {"assists": Kind.ASSIST, "reuse": Kind.REUSE, "guide": Kind.PAGE}
"""Top folders that hold one kind. Any other folder holds lessons."""

Fields_co = TypeVar("Fields_co", bound=Part, covariant=True)

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""Form of a record's id, and so of its file's stem."""
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True, eq=False)
class Record(Generic[Fields_co]):
    """A checked record: its fields, its body, and the document both came from."""

    kind: Kind
    id: str
    """Stem of the file; of a plain page its path without the ending."""
    fields: Fields_co
    _document: Document = field(repr=False)
    _body: Body = field(repr=False)

    @property
    def document(self) -> Document:
        """The file, whose text counts as read."""
        note(self._document.path)
        return self._document

    @property
    def body(self) -> Body:
        """The text below the header, which counts as read."""
        note(self._document.path)
        return self._body

    @property
    def links(self) -> tuple[BodyLink, ...]:
        """Every link and image of the text, which counts as read."""
        return self.body.links

    def sentence_at(self, start: int, end: int) -> str:
        """Return the sentence around two offsets of the text, which counts as read."""
        return self.body.sentence_at(start, end)

    @property
    def path(self) -> str:
        """Path of the file from the project root."""
        return self._document.path

    def span_of(self, place: Place, *, key: bool = False) -> Span:
        """Return the span of a value of the header, or of its key; no text counts as read."""
        return self._document.span_of(place, key=key)


def kind_of(parts: tuple[str, ...]) -> Kind:
    """Return the kind of the file at these path parts below the lessons folder."""
    if parts == ("index.md",):
        return Kind.PAGE
    return FOLDERS.get(parts[0], Kind.LESSON) if len(parts) > 1 else Kind.LESSON


def id_of(kind: Kind, parts: tuple[str, ...]) -> str:
    """Return the id of the file at these path parts below the lessons folder."""
    if kind is Kind.PAGE:
        return "/".join(parts).removesuffix(".md")
    return parts[-1].removesuffix(".md")


def id_from(title: str, otherwise: str) -> str:
    """Return an id made from a title, or another if it has no letter.

    Letters of other scripts are spelled in Latin ones; the id ends at a word.
    """
    words = re.findall("[a-z0-9]+", _spelled(title).lower())
    whole = "-".join(words)
    kept = whole[:_LONGEST_ID]
    if len(whole) > _LONGEST_ID and whole[_LONGEST_ID] != "-":
        kept = kept.rpartition("-")[0] or kept
    has_letter = any(character.isalpha() for character in kept)
    return kept.strip("-") if has_letter else otherwise


def _spelled(title: str) -> str:
    """Return a title in Latin letters, with a space for each sign that is none and no digit."""
    if title.isascii():
        return title.replace("'", "")
    from anyascii import anyascii  # noqa: PLC0415 - paid for only by other letters

    spelled = []
    for character in unicodedata.normalize("NFC", title):
        kind = unicodedata.category(character)
        latin = anyascii(character) if kind[0] in "LMN" else "" if character in "'’" else " "
        # A sign that stands for a syllable or a word is spelled with a capital.
        spelled.append(f" {latin}" if kind == "Lo" and latin[:1].isupper() else latin)
    return "".join(spelled).replace("'", "").replace("`", "")


def numbered(wanted: str) -> Iterator[str]:
    """Yield an id, then the same with 2, 3 and so on after it."""
    yield wanted
    yield from (f"{wanted}-{number}" for number in count(2))
