"""What every check is handed, and how it says what it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic
from site_builder.records.lesson import Lesson, Status
from site_builder.rules import severity_of

if TYPE_CHECKING:
    from datetime import date

    from site_builder.diagnostics import Span
    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.graph import LinkGraph
    from site_builder.library.library import Key, Library
    from site_builder.library.reliance import Reliances
    from site_builder.records.fields import Part
    from site_builder.records.header.document import Document
    from site_builder.records.header.read import Place
    from site_builder.records.kinds import Record
    from site_builder.settings import Settings


@dataclass(frozen=True, slots=True)
class Base:
    """A base to be checked."""

    library: Library
    graph: LinkGraph
    evidence: Assessments
    reliances: Reliances
    found: tuple[Record[Part], ...]
    """Every record read, those with clashing ids among them, sorted by path."""
    prefix: str
    """Path of the lessons folder from the project root, with its slash."""
    unreadable: frozenset[Key]
    """Kind and id of every file that gave no record; other records may name them rightly."""
    vocabulary_document: Document | None
    """The vocabulary's file; None when there is none, or nothing could be made of it."""
    people_document: Document | None
    """The file of people; None when there is none, or nothing could be made of it."""
    vocabulary_unreadable: bool
    """Whether there is a vocabulary and nothing could be made of it."""
    files: frozenset[str]
    """Paths of all files of the base, from the project root."""
    generated: frozenset[str]
    """Paths of pages that the build adds, to which authors may link."""
    settings: Settings
    today: date


def is_draft(record: Record[Part]) -> bool:
    """Return whether a record is a draft, whose errors are only warnings."""
    return isinstance(record.fields, Lesson) and record.fields.status is Status.DRAFT


def stands(record: Record[Part]) -> bool:
    """Return whether a record is meant to be acted on: no lesson that was replaced or withdrawn."""
    return getattr(record.fields, "status", None) not in {Status.SUPERSEDED, Status.WITHDRAWN}


def at_field(
    record: Record[Part],
    rule: str,
    place: Place,
    message: str,
    hint: str = "",
    *,
    key: bool = False,
) -> Diagnostic:
    """Return a problem with a value of the header, or with its key."""
    return _problem(record, rule, record.document.span_of(place, key=key), message, hint)


def at_text(
    record: Record[Part], rule: str, start: int, end: int, message: str, hint: str = ""
) -> Diagnostic:
    """Return a problem with the body, between two offsets in it."""
    offset = record.document.body_at
    span = record.document.span(offset + start, offset + end)
    return _problem(record, rule, span, message, hint)


def at_header_end(record: Record[Part], rule: str, message: str, hint: str = "") -> Diagnostic:
    """Return a problem with a body for want of something: at the line before its beginning."""
    document = record.document
    return _problem(
        record, rule, document.span(document.header_end, document.body_at), message, hint
    )


def _problem(record: Record[Part], rule: str, span: Span, message: str, hint: str) -> Diagnostic:
    return Diagnostic(rule, severity_of(rule, draft=is_draft(record)), span, message, hint)
