"""What a plan says before anybody is invited: the search, the purpose, the decision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, counted, shortened
from site_builder.library.checks.assists import at_lack, ideas_and_plans, plans
from site_builder.library.checks.problems import at_field
from site_builder.library.stages import needs
from site_builder.records.assist import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base

_OWN_RULE = {"receipts", "purpose", "facilitator"}
"""Needs of a stage that a rule of their own tells."""
_SENTENCE = re.compile(r"[.!?]\s+(?=[^\W\d_a-z])")
_FURTHER_AIM = re.compile(
    r";|\b(?:and|or|but)\s+(?:also\b|to\s+\w+)|\bas\s+well\s+as\s+to\b", re.IGNORECASE
)
_ENDORSEMENT = re.compile(
    r"\b(?:endors\w+|sign(?:ed)?[- ]off|rubber[- ]?stamp\w*|seal\s+of\s+approval|buy-in"
    r"|(?:approv(?:e|al)|validat\w+|confirm(?:ation)?|back(?:ing)?|support)\s+(?:of\s+|for\s+)?"
    r"(?:our|the)\s+(?:\w+\s+)?(?:decision|plan|choice|approach|solution|design)s?)\b",
    re.IGNORECASE,
)


def missing_receipts(base: Base) -> Iterator[Diagnostic]:
    """A plan that others may join has a receipt of the search that came before it."""
    for assist in plans(base, Stage.OPEN):
        if not assist.fields.receipts:
            message = f"the plan is {assist.fields.status} and has no receipt of a search"
            hint = f"`lessons assist receipt {assist.id}` searches, and writes it"
            yield at_field(assist, "receipt-missing", ("status",), message, hint)


def incomplete_stages(base: Base) -> Iterator[Diagnostic]:
    """A plan holds what its stage needs."""
    for assist in plans(base):
        status = assist.fields.status
        skipped = set() if status is Stage.SEARCHED else _OWN_RULE
        lacking = [need for need in needs(assist.fields, status) if need.field not in skipped]
        if lacking:
            what = "; ".join(f"{need.sentence} (`{need.field}`)" for need in lacking)
            message = f"`{status}` means that {what}"
            hint = "add it, or set the status back to what holds"
            yield at_field(assist, "stage-incomplete", ("status",), message, hint)


def missing_purposes(base: Base) -> Iterator[Diagnostic]:
    """An open plan says what the host wants to learn."""
    for assist in plans(base, Stage.OPEN):
        if not assist.fields.purpose:
            message = "the plan has no purpose"
            hint = "add `purpose`: in one sentence, what the host team wants to learn"
            yield at_lack(assist, "purpose-missing", "purpose", message, hint)


def several_purposes(base: Base) -> Iterator[Diagnostic]:
    """A plan has one purpose."""
    for assist in plans(base):
        purpose = assist.fields.purpose or ""
        if _SENTENCE.search(purpose):
            message = "the purpose is more than one sentence"
        elif found := _FURTHER_AIM.search(purpose):
            message = f"the purpose has more than one aim: “{shortened(purpose[found.start() :])}”"
        else:
            continue
        hint = "keep the aim that matters most, and make a plan of its own for another"
        yield at_field(assist, "purpose-several", ("purpose",), message, hint)


def endorsements(base: Base) -> Iterator[Diagnostic]:
    """The host wants to learn, and not to be told that it is right."""
    for assist in plans(base):
        found = _ENDORSEMENT.search(assist.fields.purpose or "")
        if found:
            message = f"“{shortened(found[0])}” asks for agreement and not for help"
            hint = "say what the host team wants to learn, and what it may then do differently"
            yield at_field(assist, "purpose-endorsement", ("purpose",), message, hint)


def closed_decisions(base: Base) -> Iterator[Diagnostic]:
    """The decision that an assist is about is still open."""
    for assist in ideas_and_plans(base):
        if assist.fields.decision_open is False:
            message = "the decision is made, so an assist can only endorse it"
            hint = "drop the plan, or open the decision again and write `decision_open: yes`"
            yield at_field(assist, "decision-closed", ("decision_open",), message, hint)


def early_decisions(base: Base) -> Iterator[Diagnostic]:
    """The decision comes after the assist, with time in between to act on it."""
    days = base.settings.assists.days_to_decide
    for assist in ideas_and_plans(base):
        planned, decided = assist.fields.planned_for, assist.fields.decision_date
        if not (planned and planned.earliest and planned.latest and decided):
            continue
        place = ("decision_date",)
        if planned.earliest > decided:
            message = f"the decision falls on {decided}, before the meeting ({planned.spoken})"
            hint = "hold the meeting earlier, or decide later"
            yield at_field(assist, "decision-before", place, message, hint)
        elif (decided - planned.latest).days < days and assist.fields.status is not Stage.IDEA:
            left = max((decided - planned.latest).days, 0)
            message = f"the decision may come {counted(left, 'day')} after the meeting"
            hint = f"leave at least {days} days to act on what is learned"
            yield at_field(assist, "decision-near", place, message, hint)


def missing_room(base: Base) -> Iterator[Diagnostic]:
    """An open plan says what could still be done differently."""
    for assist in plans(base, Stage.OPEN):
        if not assist.fields.room_to_change:
            message = "the plan does not say what could still be done differently"
            hint = "add `room_to_change`: what you could do if you hear what you do not expect"
            yield at_lack(assist, "room-missing", "room_to_change", message, hint)


def missing_deliverables(base: Base) -> Iterator[Diagnostic]:
    """An open plan says what the meeting is to yield."""
    for assist in plans(base, Stage.OPEN):
        if not assist.fields.deliverables:
            message = "the plan does not say what the meeting is to yield"
            hint = "add `deliverables`: which options and insights the host team hopes to hear"
            yield at_lack(assist, "deliverables-missing", "deliverables", message, hint)


CHECKS = (
    missing_receipts,
    incomplete_stages,
    missing_purposes,
    several_purposes,
    endorsements,
    closed_decisions,
    early_decisions,
    missing_room,
    missing_deliverables,
)
