"""Reliance of records on lessons, and whether those lessons have changed since.

A record that relies on a lesson keeps the digest of the lesson's substance, which commas do not
change, with the states of the lesson at the time (``3f0a99c2d1b4+contested``). When the substance
changes, or the lesson is contested or withdrawn, the record is suspect until its owner affirms it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from site_builder.errors import HistoryError
from site_builder.library.evidence.facts import FAILURES
from site_builder.markdown.body import Body
from site_builder.records.assist import Assist
from site_builder.records.header.document import decode, parse_document
from site_builder.records.lesson import Lesson, Status
from site_builder.records.parse import parse_fields
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.records.fields import Part
    from site_builder.records.header.values import Place
    from site_builder.records.kinds import Record

_WORD = re.compile(r"\w+")
_SUBSTANCE = (
    *(
        "title",
        "problem",
        "outcome",
        "takeaway",
        "context",
        "barriers",
        "enablers",
        "tools",
        "core",
    ),
)
"""Fields that say what the lesson is; the others say who keeps it and where it is filed."""
_OF_CITATIONS = {"title", "design", "supports", "concerns", "retracted"}


class RelianceChange(StrEnum):
    """How a lesson has changed since a record relied on it."""

    CHANGED = "changed"
    CONTESTED = "contested"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RecordReliance:
    """A record's reliance on a lesson."""

    lesson_id: str
    digest: str | None
    """As kept in the record, if it keeps one."""
    place: Place
    """Place of the digest in the record's header, present or not."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A reliance whose lesson has changed."""

    reliance: RecordReliance
    lesson: Record[Lesson]
    change: RelianceChange


def reliances(fields: Part) -> Iterator[RecordReliance]:
    """Yield every reliance on a lesson that a record states."""
    if isinstance(fields, Reuse):
        yield RecordReliance(fields.lesson, fields.digest, ("digest",))
    elif isinstance(fields, Lesson | Assist):
        for number, relied in enumerate(fields.relies_on):
            yield RecordReliance(relied.id, relied.digest, ("relies_on", number, "digest"))


class Reliances:
    """Finds reliances on lessons that have changed; the digest of each lesson is made once."""

    def __init__(self, library: Library, evidence: Assessments) -> None:
        """Keep the records and the evidence on the lessons among them."""
        self._library = library
        self._evidence = evidence
        self._substances: dict[str, str] = {}

    def suspects(self, record: Record[Part]) -> Iterator[Suspect]:
        """Yield what a record relies on that has changed, is contested or was withdrawn since."""
        for reliance in reliances(record.fields):
            lesson = self._library.lesson(reliance.lesson_id)
            if lesson is None or reliance.digest is None:
                continue
            kept, *known = reliance.digest.split("+")
            news = [state for state in self._states(lesson) if state not in known]
            if RelianceChange.WITHDRAWN in news:
                yield Suspect(reliance, lesson, RelianceChange.WITHDRAWN)
            elif RelianceChange.CONTESTED in news and not _reports_failure(record.fields):
                yield Suspect(reliance, lesson, RelianceChange.CONTESTED)
            if not self._says_the_same(lesson, kept):
                yield Suspect(reliance, lesson, RelianceChange.CHANGED)

    def digest(self, lesson: Record[Lesson]) -> str:
        """Return the current digest of a lesson, for a record that relies on it."""
        return "+".join([self._substance(lesson), *self._states(lesson)])

    def _says_the_same(self, lesson: Record[Lesson], kept: str) -> bool:
        current = self._substance(lesson)
        reworded = lesson.fields.reworded
        return kept == current or bool(
            reworded and reworded.digest == current and kept in reworded.same_as
        )

    def _substance(self, lesson: Record[Lesson]) -> str:
        whole = self._library.with_people.lesson(lesson.id) or lesson
        body = whole.body  # which counts as read each time
        if lesson.id not in self._substances:
            self._substances[lesson.id] = substance(whole.fields, body)
        return self._substances[lesson.id]

    def _states(self, lesson: Record[Lesson]) -> list[RelianceChange]:
        contested = [RelianceChange.CONTESTED] if self._evidence.of(lesson).contested else []
        withdrawn = lesson.fields.status is Status.WITHDRAWN
        return [*contested, *([RelianceChange.WITHDRAWN] if withdrawn else [])]


def earlier_wordings(data: bytes, path: str) -> list[str]:
    """Return the digests with the same meaning as an earlier version of a lesson, its own last.

    Raises:
        HistoryError: That version is not a readable lesson.
    """
    text, problems = decode(path, data)
    document = None if problems else parse_document(path, text)[0]
    fields = parse_fields(Lesson, document)[0] if document else None
    if document is None or fields is None:
        raise HistoryError(f"the earlier version of {path} is not a readable lesson")
    own = substance(fields, Body(document.body))
    reworded = fields.reworded
    before = reworded.same_as if reworded and reworded.digest == own else ()
    return [*before, own]


def substance(fields: Lesson, body: Body) -> str:
    """Return the digest of a lesson's content, whatever its commas, capitals and markup."""
    content = [fields.model_dump(mode="json", include={name})[name] for name in _SUBSTANCE]
    cited = [
        citation.model_dump(mode="json", include=_OF_CITATIONS) for citation in fields.citations
    ]
    words = _words(repr((content, sorted(map(repr, cited)))))
    return hashlib.sha256(" ".join([*words, "|", *_words(body.words)]).encode()).hexdigest()[:12]


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _reports_failure(fields: Part) -> bool:
    """Return whether a record reports that the lesson failed, and so may be the cause itself."""
    return isinstance(fields, Reuse) and fields.outcome in FAILURES
