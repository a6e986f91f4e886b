"""How an assist ended: said, and not contradicted by what else the record holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.checks.problems import at_field
from site_builder.library.stages import WITHOUT_MEETING, found_solved
from site_builder.records.assist import Assist, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base


def unexplained_cancellations(base: Base) -> Iterator[Diagnostic]:
    """A cancelled assist says why."""
    for assist in base.library.assists:
        if assist.fields.status is Stage.CANCELLED and not assist.fields.cancelled:
            message = "the assist is cancelled and does not say why"
            hint = "add `cancelled` with the reason"
            yield at_field(assist, "cancellation-unexplained", ("status",), message, hint)


def missing_endings(base: Base) -> Iterator[Diagnostic]:
    """A closed assist says how it ended."""
    for assist in base.library.assists:
        if assist.fields.status is Stage.CLOSED and not assist.fields.closed_as:
            message = "the assist is closed and does not say how it ended"
            hint = "add `closed_as`: done, solved-already, merged, too-late or withdrawn"
            yield at_field(assist, "ending-missing", ("status",), message, hint)


def contradicted_endings(base: Base) -> Iterator[Diagnostic]:
    """Nothing in the record speaks against how it ended."""
    for assist in base.library.assists:
        for field, message, hint in _contradictions(assist.fields):
            yield at_field(assist, "ending-contradicted", (field,), message, hint)


def _contradictions(assist: Assist) -> Iterator[tuple[str, str, str]]:
    """Yield what contradicts an ending: the field, what is wrong, and what is allowed."""
    status, ending = assist.status, assist.closed_as
    if assist.cancelled and status is not Stage.CANCELLED:
        hint = "write `status: cancelled`, or take `cancelled` out"
        yield "cancelled", f"there is a reason for cancelling it, but it is {status}", hint
    if ending is None:
        return
    if status is not Stage.CLOSED:
        hint = "write `status: closed`, or take `closed_as` out"
        yield "closed_as", f"`closed_as` says how it ended, but it is {status}", hint
    elif ending in WITHOUT_MEETING and assist.happened:
        hint = "write `closed_as: done`, or take `happened` out"
        yield "closed_as", f"it is closed as {ending} and yet `happened`", hint
    elif ending == "merged" and not assist.merged_into:
        hint = "name the other assist in `merged_into`"
        yield "closed_as", "it is closed as merged, and does not say into which assist", hint
    elif ending == "solved-already" and not found_solved(assist):
        hint = "judge the lesson that solves it `reuse` in a receipt, or choose another ending"
        yield "closed_as", "no search found a lesson that was judged `reuse`", hint


CHECKS = (unexplained_cancellations, missing_endings, contradicted_endings)
