"""The stages of an assist: what each needs, and which step may follow which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.records.assist import Assist, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDER = (
    Stage.IDEA,
    Stage.SEARCHED,
    Stage.OPEN,
    Stage.CONFIRMED,
    Stage.HELD,
    Stage.REPORTED,
    Stage.CLOSED,
)
"""Stages in their order. An assist may be cancelled instead, until it is held."""

WITHOUT_MEETING = frozenset({"solved-already", "merged", "too-late", "withdrawn"})
"""Endings of an assist that was not held."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A field that a stage needs."""

    field: str
    sentence: str
    """What is needed, as a sentence without a full stop."""
    instead: str = ""
    """A field that will do as well."""

    def is_met(self, assist: Assist) -> bool:
        """Return whether the assist has the field."""
        return any(getattr(assist, name) for name in (self.field, self.instead) if name)


_NEEDS = {
    Stage.SEARCHED: (
        Requirement("receipts", "somebody has looked whether the problem has been solved before"),
    ),
    Stage.OPEN: (
        Requirement("purpose", "the purpose says what the host wants to learn"),
        Requirement("host_team", "a team asks for help"),
    ),
    Stage.CONFIRMED: (
        Requirement("planned_for", "the meeting has a date"),
        Requirement("facilitator", "somebody facilitates"),
    ),
    Stage.HELD: (Requirement("happened", "it is known when the meeting was held"),),
    Stage.REPORTED: (
        Requirement("review", "there is a review, or `outcomes` say how it went", "outcomes"),
    ),
}
"""What each stage needs beyond the stages before it."""
_REASON = Requirement("cancelled", "there is a reason for cancelling it")
_ENDING = Requirement("closed_as", "`closed_as` gives the ending")
_TARGET = Requirement("merged_into", "the assist into which it was merged is named")
_REUSED = Requirement("receipts", "a search found a lesson that was judged `reuse`")


def needs(assist: Assist, stage: Stage) -> tuple[Requirement, ...]:
    """Return what an assist still lacks for a stage, in the order of its life.

    A stage needs what all stages before it need. An assist that closes without a meeting needs no
    more than its ending does.
    """
    if stage is Stage.CANCELLED:
        return () if assist.cancelled else (_REASON,)
    if stage is Stage.CLOSED and assist.closed_as in WITHOUT_MEETING:
        return tuple(_ending_needs(assist))
    lacking = [
        need
        for reached in ORDER[: ORDER.index(stage) + 1]
        for need in _NEEDS.get(reached, ())
        if not need.is_met(assist)
    ]
    if stage is Stage.CLOSED and not assist.closed_as:
        lacking.append(_ENDING)
    return tuple(lacking)


def _ending_needs(assist: Assist) -> Iterator[Requirement]:
    if assist.closed_as == "merged" and not assist.merged_into:
        yield _TARGET
    if assist.closed_as == "solved-already" and not found_solved(assist):
        yield _REUSED


def found_solved(assist: Assist) -> bool:
    """Return whether a search found a lesson that a person judged fit for reuse."""
    return bool(solving_ids(assist))


def solving_ids(assist: Assist) -> tuple[str, ...]:
    """Return the ids of the lessons that a person judged fit for reuse, each once."""
    hits = (hit for receipt in assist.receipts for hit in receipt.hits)
    return tuple(dict.fromkeys(hit.id for hit in hits if hit.judgement == "reuse"))


def obstacle(assist: Assist, stage: Stage) -> str:
    """Return why an assist cannot move to a stage, or nothing if it can.

    Stages may be skipped, as long as what they need is there; see :func:`needs`.
    """
    status = assist.status
    if status is stage:
        return f"it is {stage} already"
    if status in {Stage.CLOSED, Stage.CANCELLED}:
        return f"it is {status}, which is the end"
    was_held = status in {Stage.HELD, Stage.REPORTED}
    if stage is Stage.CANCELLED:
        return "it was held and cannot be cancelled; close it" if was_held else ""
    if ORDER.index(stage) < ORDER.index(status):
        return f"status moves forward only, and {stage} comes before {status}"
    if stage is Stage.CLOSED and was_held and assist.closed_as in WITHOUT_MEETING:
        return f"it was held, so it did not close as {assist.closed_as}"
    return ""
