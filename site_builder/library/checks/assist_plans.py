"""Plans of assists: the search, the purpose, the decision, the meeting, its agenda, and the end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted, shortened
from site_builder.library.checks.assists import (
    EVERY_FORMAT,
    MEETINGS,
    at_lack,
    nature,
    plans,
)
from site_builder.library.problems import at_field
from site_builder.library.stages import WITHOUT_MEETING, found_solved, needs
from site_builder.library.wording.endorsement import request_in
from site_builder.records.assist import AgendaPart, Assist, Format, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.settings import AssistLimits

_PEER_ASSIST = frozenset({Format.PEER_ASSIST})
_SOCIAL = frozenset({Format.PEER_ASSIST, Format.VISIT})
_DUE = (
    ("purpose-missing", "purpose", Stage.OPEN, EVERY_FORMAT),
    ("room-missing", "room_to_change", Stage.OPEN, EVERY_FORMAT),
    ("deliverables-missing", "deliverables", Stage.OPEN, EVERY_FORMAT),
    ("facilitator-missing", "facilitator", Stage.CONFIRMED, MEETINGS),
    ("social-time-missing", "social_time", Stage.CONFIRMED, _SOCIAL),
    ("ground-rules-missing", "ground_rules", Stage.CONFIRMED, _PEER_ASSIST),
    ("agenda-missing", "agenda", Stage.CONFIRMED, _PEER_ASSIST),
)
"""Rules about a field that is due: the field, the first stage with it, and its formats."""
_OWN_RULE = {"receipts", "purpose", "facilitator"}
"""Needs of a stage that have a rule of their own."""
_SENTENCE = re.compile(r"[.!?]\s+(?=[^\W\d_a-z])")
_FURTHER_AIM = re.compile(
    r";|\b(?:and|or|but)\s+(?:also\b|to\s+\w+)|\bas\s+well\s+as\s+to\b", re.IGNORECASE
)
_NAMES: dict[str, str] = {Format.PEER_ASSIST: "peer assist", Format.VISIT: "visit"}
_QUARTERS = 4
_FRAME = re.compile(
    r"\b(?:breaks?|breakfast|lunch|dinner|supper|coffee|tea|arriv\w+|welcome|introductions?"
    r"|social\w*|ground\s+rules|close|closing|after\s+action\s+review)\b",
    re.IGNORECASE,
)
"""Words of parts outside the four quarters."""
_HOST = re.compile(r"\s*(?:the\s+)?(?:hosts?|home\s+team)\b", re.IGNORECASE)
"""Begins the `lead` of a part that is the host's; that of the last may be “visitors, then host”."""
_VISITORS_QUARTERS = {1: "second", 2: "third"}


def missing_fields(base: Base) -> Iterator[Diagnostic]:
    """A plan has the fields that are due at its stage."""
    for rule, field, stage, formats in _DUE:
        for assist in plans(base, stage):
            if nature(base, assist) in formats and not _has(assist.fields, field):
                yield at_lack(assist, rule, field)


def _has(assist: Assist, field: str) -> bool:
    roles = {participant.role for participant in assist.participants}
    return bool(getattr(assist, field)) or field in roles


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
    """The purpose is to learn, and not to be endorsed."""
    for assist in plans(base):
        found = request_in(assist.fields.purpose or "")
        if found:
            message = f"“{shortened(found)}” asks for agreement and not for help"
            hint = "say what the host team wants to learn, and what it may then do differently"
            yield at_field(assist, "purpose-endorsement", ("purpose",), message, hint)


def closed_decisions(base: Base) -> Iterator[Diagnostic]:
    """The decision that an assist is about is still open."""
    for assist in plans(base, Stage.IDEA):
        if assist.fields.decision_open is False:
            yield at_field(assist, "decision-closed", ("decision_open",))


def early_decisions(base: Base) -> Iterator[Diagnostic]:
    """The decision comes after the assist, with time in between to act on it."""
    days = base.settings.assists.days_to_decide
    for assist in plans(base, Stage.IDEA):
        planned, decided = assist.fields.planned_for, assist.fields.decision_date
        if not (planned and planned.earliest and planned.latest and decided):
            continue
        place = ("decision_date",)
        if planned.earliest > decided:
            message = f"the decision falls on {decided}, before the meeting ({planned.spoken})"
            yield at_field(assist, "decision-before", place, message)
        elif (decided - planned.latest).days < days and assist.fields.status is not Stage.IDEA:
            left = max((decided - planned.latest).days, 0)
            message = f"the decision may come {counted(left, 'day')} after the meeting"
            hint = f"leave at least {days} days to act on what is learned"
            yield at_field(assist, "decision-near", place, message, hint)


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
            spoken = "1 hour" if hours == 1 else f"{hours:g} hours"
            message = f"{spoken} is too {'short' if hours < least else 'long'} for a {name}"
            hint = f"such a meeting usually takes {least:g} to {most:g} hours"
            yield at_field(assist, "length-unusual", ("duration_hours",), message, hint)


def _usual_hours(assist: Assist, limits: AssistLimits) -> tuple[float, float] | None:
    """Return the fewest and most hours of a meeting of this format; None if any will do."""
    if assist.format == Format.VISIT:
        return limits.visit_hours_least, limits.visit_hours_most
    if assist.format != Format.PEER_ASSIST:
        return None
    least, most = limits.assist_hours_least, limits.assist_hours_most
    if assist.complexity == "simple":
        return least, min(most, limits.day_hours)
    if assist.complexity == "complex":
        return max(least, limits.day_hours), most
    return least, most


def inside_facilitators(base: Base) -> Iterator[Diagnostic]:
    """The facilitator is not of the host team."""
    for assist in plans(base):
        host = assist.fields.host_team
        if host and assist.fields.facilitator_team == host:
            message = f"the facilitator is of the host team `{host}`"
            yield at_field(assist, "facilitator-inside", ("facilitator_team",), message)


def open_recordings(base: Base) -> Iterator[Diagnostic]:
    """Whether a meeting is recorded is agreed before it."""
    hint = "agree on it, and write `recording: {agreed: yes, on: DAY}`, or no"
    for assist in plans(base, Stage.CONFIRMED):
        recording, planned = assist.fields.recording, assist.fields.planned_for
        if nature(base, assist) not in MEETINGS:
            continue
        if recording is None:
            yield at_lack(assist, "recording-open", "recording", hint=hint)
        elif recording.on is None:
            message = "the day of the agreement on recording is missing"
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
        first, last = (planned.earliest, planned.latest) if planned else (None, None)
        if first is None or nature(base, assist) not in MEETINGS:
            continue
        confirmed = assist.fields.status is Stage.CONFIRMED
        if sent and last and (last - sent).days < days:
            ahead = (last - sent).days
            when = f"{counted(ahead, 'day')} before the meeting" if ahead > 0 else "too late"
            hint = f"visitors should have it at least {days} days before"
            message = f"the briefing goes out {when}"
            yield at_field(assist, "briefing-late", ("briefing_sent",), message, hint)
        elif last and last < base.today:
            continue
        elif confirmed and not sent and base.today > first - timedelta(days=days):
            message = f"the meeting is on {first}, and no briefing has gone out"
            hint = f"`lessons assist kit {assist.id}` writes one; then add `briefing_sent`"
            yield at_field(assist, "briefing-overdue", ("planned_for",), message, hint)


def passed_meetings(base: Base) -> Iterator[Diagnostic]:
    """A plan whose day has passed says what became of it."""
    for assist in plans(base, Stage.IDEA):
        planned = assist.fields.planned_for
        if planned and planned.latest and planned.latest < base.today:
            status = assist.fields.status
            message = f"it was planned for {planned.spoken}, and the plan still says `{status}`"
            ways = [f"`lessons assist move {assist.id} {stage}`" for stage in ("held", "cancelled")]
            hint = f"if it was held: {ways[0]}; if not, write the new day, or {ways[1]}"
            yield at_field(assist, "meeting-passed", ("planned_for",), message, hint)


def overfull_agendas(base: Base) -> Iterator[Diagnostic]:
    """The parts of an agenda fit into the meeting."""
    for assist in plans(base):
        hours = assist.fields.duration_hours
        minutes = sum(part.minutes for part in assist.fields.agenda)
        if hours and minutes > hours * 60:
            message = f"the agenda takes {minutes} minutes, and the meeting {hours * 60:g}"
            yield at_field(assist, "agenda-overfull", ("agenda",), message, key=True)


def unbalanced_agendas(base: Base) -> Iterator[Diagnostic]:
    """A peer assist has four parts of roughly the same length."""
    quarter, spread = 1 / _QUARTERS, base.settings.assists.quarter_spread
    for assist in plans(base):
        parts = _quarters(assist.fields)
        total = sum(part.minutes for _number, part in parts)
        shares = {number: part.minutes / total for number, part in parts}
        if parts and len(parts) != _QUARTERS:
            message = f"the meeting has {counted(len(parts), 'part')} instead of four"
            hint = "the host tells; visitors ask; visitors weigh options; visitors report back"
            yield at_field(assist, "agenda-unbalanced", ("agenda",), message, hint, key=True)
        elif parts:
            farthest, number = max((abs(share - quarter), at) for at, share in shares.items())
            if farthest > spread + 1e-9:
                taken = ", ".join(f"{share:.0%}" for share in shares.values())
                message = f"the four parts take {taken} of the meeting"
                hint = f"each about a quarter: {quarter - spread:.0%} to {quarter + spread:.0%}"
                place = ("agenda", number, "minutes")
                yield at_field(assist, "agenda-unbalanced", place, message, hint)


def talking_hosts(base: Base) -> Iterator[Diagnostic]:
    """The host tells in the first quarter, and listens from then on."""
    most = base.settings.assists.host_share
    for assist in plans(base):
        parts = _quarters(assist.fields)
        host = {number: part for number, part in parts if _HOST.match(part.lead or "")}
        wrong = [
            (parts[at][0], name)
            for at, name in _VISITORS_QUARTERS.items()
            if len(parts) == _QUARTERS and parts[at][0] in host
        ]
        for number, name in wrong:
            message = f"the host leads the {name} quarter, which is the visitors'"
            hint = "let a visitor or the facilitator lead; the host listens"
            yield at_field(assist, "host-talks", ("agenda", number, "lead"), message, hint)
        total = sum(part.minutes for _number, part in parts)
        share = sum(part.minutes for part in host.values()) / total if total else 0
        if share > most + 1e-9 and not wrong:
            message = f"the host leads {share:.0%} of the meeting"
            hint = f"at most {most:.0%}: say just enough to get the visitors started"
            yield at_field(assist, "host-talks", ("agenda", min(host), "minutes"), message, hint)


def _quarters(assist: Assist) -> list[tuple[int, AgendaPart]]:
    """Return the parts of a peer assist's agenda, without breaks and the like, by number."""
    if assist.format != Format.PEER_ASSIST:
        return []
    return [
        (number, part) for number, part in enumerate(assist.agenda) if not _FRAME.search(part.part)
    ]


def unexplained_endings(base: Base) -> Iterator[Diagnostic]:
    """A cancelled assist says why, and a closed one says how it ended."""
    for assist in base.library.assists:
        fields = assist.fields
        if fields.status is Stage.CANCELLED and not fields.cancelled:
            yield at_field(assist, "cancellation-unexplained", ("status",))
        elif fields.status is Stage.CLOSED and not fields.closed_as:
            yield at_field(assist, "ending-missing", ("status",))


def contradicted_endings(base: Base) -> Iterator[Diagnostic]:
    """Nothing in the record contradicts how it ended."""
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
