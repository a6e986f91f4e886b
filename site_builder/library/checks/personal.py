"""Personal data in records, and consent to publication."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.library.audience import pseudonyms
from site_builder.library.certain import finder_for, how_to_allow, numbers_in
from site_builder.library.checks.allowances import malformed_allowances, unless_allowed
from site_builder.library.problems import at_field, at_span, at_text
from site_builder.library.redaction import Door
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.records.personal import Finder, Finding
    from site_builder.settings import Settings

_ROLES_ANSWER = frozenset({"contact", "join"})
"""Fields that take the address or telephone number of a role."""
_NAMED = "person-named"
_FIELD = re.compile(r"^([\w-]+)[ \t]*:", re.MULTILINE)
NAMED_MAILBOX = re.compile(r"([a-z]+(?:-[a-z]+)?)[._]((?:[a-z]+[._])?[a-z]{2,}(?:-[a-z]+)?)\d{0,3}")
_ROLE_TEXT = """\
admin advice assist assists audit board book bookings business care central centre chair clinic
clinical comms communications community contact coordinator council customer data desk development
digital director duty education engagement engineering enquiries enquiry estates events experience
facilities faculty feedback finance general governance group head health help helpdesk home
hospital hr improvement info information innovation inquiries it knowledge lab lead learning
lessons library line mail mailbox management manager medical medicine meetings member network news
no nursing office officer official open operations organisational partnership patient peer people
planning policy post practice press programme project public quality reception records recruitment
register registration reply reports research risk safety school secretary security service
services shared staff strategy support sustainability team the trading training trust unit user
volunteering ward web wellbeing workforce workshop workshops
"""
ROLE_WORDS = frozenset(_ROLE_TEXT.split())
"""Words of which the mailbox of a role is made."""


def personal_data(record: Record[Part], settings: Settings) -> Iterator[Diagnostic]:
    """No text holds personal data, unless it is allowed there for a reason."""
    found = _identifying(record, finder_for(settings))
    yield from malformed_allowances(record)
    yield from unless_allowed(record, found, lambda rule: rule != _NAMED)


def _identifying(record: Record[Part], finder: Finder) -> Iterator[Diagnostic]:
    """Yield personal data of the kinds that are looked for, whatever authors allow."""
    yield from numbers_in(record.document, finder)
    for found in finder.find(record.document.text):
        if not found.certain and not _answers_for_a_role(record, found):
            span = record.document.span(found.start, found.end)
            message = f"`{found.masked}` looks like {found.name}"
            hint = how_to_allow(record.document, found)
            yield replace(at_span(record, found.rule, span, message, hint), secret=True)


def named_persons(record: Record[Part], base: Base) -> Iterator[Diagnostic]:
    """No text names somebody, unless it is allowed there for a reason."""
    door = base.once("door", lambda: Door(pseudonyms(base.library)))
    found = _naming(record, door) if door.people else ()
    yield from unless_allowed(record, found, lambda rule: rule == _NAMED)


def _naming(record: Record[Part], door: Door) -> Iterator[Diagnostic]:
    """Yield where texts that readers see name somebody by pseudonym."""
    for place, offsets in door.named_in(record):
        found = at_field(record, _NAMED, place) if place else at_text(record, _NAMED, *offsets)
        yield replace(found, secret=True)


def _answers_for_a_role(record: Record[Part], found: Finding) -> bool:
    """Return whether an address or number is in a field for that of a role."""
    if found.rule not in {"personal-email", "personal-phone"}:
        return False
    document = record.document
    if not document.header_at <= found.start < document.header_end:
        return False
    above = _FIELD.findall(document.text, document.header_at, found.start)
    if not above or above[-1] not in _ROLES_ANSWER:
        return False
    mailbox = NAMED_MAILBOX.fullmatch(found.text.lower().partition("@")[0])
    return mailbox is None or not ROLE_WORDS.isdisjoint(re.split(r"[._-]", mailbox[0]))


def missing_consents(base: Base) -> Iterator[Diagnostic]:
    """A lesson from an assist says who agreed to its publication, where that is asked for."""
    if not base.settings.consent_required:
        return
    for lesson in base.library.lessons:
        fields = lesson.fields
        if fields.source_assist and not fields.consent and fields.status is Status.PUBLISHED:
            yield at_field(lesson, "consent-missing", ("source_assist",))
