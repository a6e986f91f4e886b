"""The meeting as it is planned: its length, its facilitator, and what is settled beforehand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.checks.assists import MEETINGS, at_lack, plans
from site_builder.library.checks.problems import at_field
from site_builder.records.assist import Assist, Format, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.settings import AssistLimits

_NAMES = {Format.PEER_ASSIST: "peer assist", Format.VISIT: "visit"}
_SOCIAL = {Format.PEER_ASSIST, Format.VISIT}


def unusual_lengths(base: Base) -> Iterator[Diagnostic]:
    """A meeting is as long as its format and its problem ask for."""
    for assist in plans(base):
        hours = assist.fields.duration_hours
        usual = _usual_hours(assist.fields, base.settings.assists)
        if hours is None or usual is None:
            continue
        least, most = usual
        if not least <= hours <= most:
            name = _NAMES[assist.fields.format]
            if assist.fields.complexity:
                name += f" on a {assist.fields.complexity} problem"
            message = f"{hours:g} hours is too {'short' if hours < least else 'long'} for a {name}"
            hint = f"such a meeting usually takes {least:g} to {most:g} hours"
            yield at_field(assist, "length-unusual", ("duration_hours",), message, hint)


def _usual_hours(assist: Assist, limits: AssistLimits) -> tuple[float, float] | None:
    """Return the fewest and most hours of a meeting of this format; None if any will do."""
    if assist.format is Format.VISIT:
        return limits.visit_hours_least, limits.visit_hours_most
    if assist.format is not Format.PEER_ASSIST:
        return None
    least, most = limits.assist_hours_least, limits.assist_hours_most
    if assist.complexity == "simple":
        return least, min(most, limits.day_hours)
    if assist.complexity == "complex":
        return max(least, limits.day_hours), most
    return least, most


def missing_facilitators(base: Base) -> Iterator[Diagnostic]:
    """A confirmed meeting has a facilitator."""
    for assist in plans(base, Stage.CONFIRMED):
        fields = assist.fields
        named = any(participant.role == "facilitator" for participant in fields.participants)
        if fields.format in MEETINGS and not (fields.facilitator or named):
            message = "the meeting has no facilitator"
            hint = "add `facilitator`, a role, and `facilitator_team`"
            yield at_lack(assist, "facilitator-missing", "facilitator", message, hint)


def inside_facilitators(base: Base) -> Iterator[Diagnostic]:
    """The facilitator is not of the host team."""
    for assist in plans(base):
        host = assist.fields.host_team
        if host and assist.fields.facilitator_team == host:
            message = f"the facilitator is of the host team `{host}`"
            hint = "ask somebody of another team"
            yield at_field(assist, "facilitator-inside", ("facilitator_team",), message, hint)


def open_recordings(base: Base) -> Iterator[Diagnostic]:
    """Whether a meeting is recorded is agreed before it."""
    hint = "agree on it, and write `recording: {agreed: yes, on: DAY}`, or no"
    for assist in plans(base, Stage.CONFIRMED):
        recording, planned = assist.fields.recording, assist.fields.planned_for
        if assist.fields.format not in MEETINGS:
            continue
        if recording is None:
            message = "nothing is agreed about recording the meeting"
            yield at_lack(assist, "recording-open", "recording", message, hint)
        elif recording.on is None:
            message = "it is not said on which day this was agreed"
            yield at_field(assist, "recording-open", ("recording",), message, hint, key=True)
        elif planned and planned.earliest and planned.latest and recording.on > planned.latest:
            message = f"it is to be agreed on {recording.on}, after the meeting"
            place = ("recording", "on")
            yield at_field(assist, "recording-open", place, message, "agree on it beforehand")


def late_briefings(base: Base) -> Iterator[Diagnostic]:
    """The briefing goes out early enough for visitors to prepare."""
    days = base.settings.assists.briefing_days
    for assist in plans(base):
        sent, planned = assist.fields.briefing_sent, assist.fields.planned_for
        first = planned.earliest if planned else None
        if first is None or assist.fields.format not in MEETINGS:
            continue
        hint = f"visitors should have it at least {days} days before"
        if sent and planned and planned.latest and (planned.latest - sent).days < days:
            ahead = (planned.latest - sent).days
            when = f"{counted(ahead, 'day')} before the meeting"
            message = f"the briefing goes out {when if ahead > 0 else 'when it is too late'}"
            yield at_field(assist, "briefing-late", ("briefing_sent",), message, hint)
        elif (
            not sent
            and assist.fields.status is Stage.CONFIRMED
            and base.today > first - timedelta(days=days)
        ):
            message = f"the meeting is on {first}, and no briefing has gone out"
            kit = f"`lessons assist kit {assist.id}` writes one; then add `briefing_sent`"
            place = ("planned_for",)
            yield at_field(assist, "briefing-overdue", place, message, kit)


def missing_social_time(base: Base) -> Iterator[Diagnostic]:
    """People have time to get to know one another."""
    for assist in plans(base, Stage.CONFIRMED):
        if assist.fields.format in _SOCIAL and not assist.fields.social_time:
            message = "the plan has no time in which people get to know one another"
            hint = "add `social_time`, such as a dinner the night before or coffee at the start"
            yield at_lack(assist, "social-time-missing", "social_time", message, hint)


def missing_ground_rules(base: Base) -> Iterator[Diagnostic]:
    """A meeting with visitors has ground rules."""
    for assist in plans(base, Stage.CONFIRMED):
        if assist.fields.format is Format.PEER_ASSIST and not assist.fields.ground_rules:
            message = "the plan has no ground rules"
            hint = "add `ground_rules`, such as: where we differ, we talk about the work"
            yield at_lack(assist, "ground-rules-missing", "ground_rules", message, hint)


CHECKS = (
    unusual_lengths,
    missing_facilitators,
    inside_facilitators,
    open_recordings,
    late_briefings,
    missing_social_time,
    missing_ground_rules,
)
