"""How a check reports a problem: in a field, in the text, or for want of something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Span
from site_builder.records.lesson import Lesson, Status
from site_builder.rules import severity_of

if TYPE_CHECKING:
    from site_builder.records.fields import Part
    from site_builder.records.header.read import Place
    from site_builder.records.kinds import Record


def is_draft(record: Record[Part]) -> bool:
    """Return whether a record is a draft, whose errors are only warnings."""
    return isinstance(record.fields, Lesson) and record.fields.status is Status.DRAFT


def is_current(record: Record[Part]) -> bool:
    """Return whether a record may be acted on: it is no lesson that was replaced or withdrawn."""
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
