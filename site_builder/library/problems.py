"""Problems that checks report, by place: a field, the text, the end of the header, any span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Span
from site_builder.records.lesson import Lesson, Status
from site_builder.rules import RULES, severity_of

if TYPE_CHECKING:
    from site_builder.records.fields import Part
    from site_builder.records.header.values import Place
    from site_builder.records.kinds import Record


def is_draft(record: Record[Part]) -> bool:
    """Return whether a record is a draft, whose errors are only warnings."""
    return isinstance(record.fields, Lesson) and record.fields.status is Status.DRAFT


def is_current(record: Record[Part]) -> bool:
    """Return whether a record is current: not a lesson that was replaced or withdrawn."""
    return getattr(record.fields, "status", None) not in {Status.SUPERSEDED, Status.WITHDRAWN}


def at_field(
    record: Record[Part],
    rule: str,
    place: Place,
    message: str | None = None,
    hint: str | None = None,
    *,
    key: bool = False,
) -> Diagnostic:
    """Return a problem with a value of the header, or with its key.

    A message or hint that is left out, here and below, is the one of the rule's own text.
    """
    return at_span(record, rule, record.span_of(place, key=key), message, hint)


def at_text(
    record: Record[Part],
    rule: str,
    start: int,
    end: int,
    message: str | None = None,
    hint: str | None = None,
) -> Diagnostic:
    """Return a problem with the body, between two offsets in it."""
    document = record.document
    span = document.span(document.body_at + start, document.body_at + end)
    return at_span(record, rule, span, message, hint)


def at_header_end(
    record: Record[Part], rule: str, message: str | None = None, hint: str | None = None
) -> Diagnostic:
    """Return a problem with something that is missing from a record: above its body."""
    document = record.document
    span = document.span(document.header_end, document.body_at)
    return at_span(record, rule, span, message, hint)


def at_span(
    record: Record[Part],
    rule: str,
    span: Span,
    message: str | None = None,
    hint: str | None = None,
) -> Diagnostic:
    """Return a problem at any place of a record's file; in a draft, an error is a warning."""
    row = RULES[rule]
    return Diagnostic(
        rule,
        severity_of(rule, draft=is_draft(record)),
        span,
        row.message if message is None else message,
        row.hint if hint is None else hint,
    )
