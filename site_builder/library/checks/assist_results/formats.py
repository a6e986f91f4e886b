"""What each format asks for beside a meeting that is well prepared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.library.checks.assists import held, planned_here, plans
from site_builder.library.checks.problems import at_field
from site_builder.library.stages import ORDER
from site_builder.records.assist import Assist, Format, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.kinds import Record

CORE = {
    "conversations": re.compile(r"\b(?:conversation|talk|dialogue|discussion)", re.IGNORECASE),
    "shadowing": re.compile(r"\bshadow", re.IGNORECASE),
}
"""The parts of paired learning that make it what it is, and the words by which they are told."""


def incomplete_workshops(base: Base) -> Iterator[Diagnostic]:
    """A problem-solving workshop goes all the way from causes to accountable actions."""
    for assist in _reported(base, Format.WORKSHOP):
        fields = assist.fields
        least = base.settings.assists.options_least
        steps = {
            "root causes (`root_causes`)": fields.root_causes,
            f"at least {least} alternatives (`options`)": len(fields.options) >= least,
            "the one that was chosen (`decision`)": fields.decision,
            "a plan with owners (`actions`)": any(action.owner for action in fields.actions),
        }
        lacking = [step for step, there in steps.items() if not there]
        if lacking:
            message = f"the workshop stopped short of {', '.join(lacking)}"
            hint = "the problem, its causes, alternatives, one chosen, and who carries it out"
            yield at_field(assist, "workshop-incomplete", ("format",), message, hint)


def incomplete_visits(base: Base) -> Iterator[Diagnostic]:
    """A visit leaves a story, and something to take home."""
    for assist in _reported(base, Format.VISIT):
        fields = assist.fields
        parts = {
            "a story from the ground (`story`)": fields.story,
            "something to take home (`tools` or `resources`)": fields.tools or fields.resources,
        }
        lacking = [part for part, there in parts.items() if not there]
        if lacking:
            message = f"the record of the visit lacks {' and '.join(lacking)}"
            hint = "add `story`, and `tools` or `resources`, from what people brought home"
            yield at_field(assist, "visit-incomplete", ("format",), message, hint)


def incomplete_pairings(base: Base) -> Iterator[Diagnostic]:
    """Paired learning has conversations and shadowing, whatever else is left out."""
    confirmed = list(plans(base, Stage.CONFIRMED))
    for assist in (*confirmed, *_reported(base, Format.PAIRED_LEARNING)):
        if assist.fields.format is not Format.PAIRED_LEARNING:
            continue
        lacking = missing_core(assist.fields)
        if lacking:
            message = f"the programme has no {' and no '.join(lacking)}"
            hint = "add them to `elements`"
            place = ("elements",)
            yield at_field(assist, "pairing-incomplete", place, message, hint, key=True)


def missing_core(assist: Assist) -> list[str]:
    """Return the core parts that a programme of paired learning does not name."""
    elements = " ".join(assist.elements)
    return [name for name, words in CORE.items() if not words.search(elements)]


def _reported(base: Base, form: Format) -> Iterator[Record[Assist]]:
    """Yield events of a format that were planned here and are reported."""
    for assist in held(base):
        reported = ORDER.index(assist.fields.status) >= ORDER.index(Stage.REPORTED)
        if assist.fields.format is form and reported and planned_here(assist.fields):
            yield assist


CHECKS = (incomplete_workshops, incomplete_visits, incomplete_pairings)
