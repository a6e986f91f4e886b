"""The agenda of a peer assist: four quarters, of which the host leads the first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.checks.assists import at_lack, plans
from site_builder.library.checks.problems import at_field
from site_builder.records.assist import AgendaPart, Assist, Format, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base

_QUARTERS = 4
_FRAME = re.compile(
    r"\b(?:breaks?|breakfast|lunch|dinner|supper|coffee|tea|arriv\w+|welcome|introductions?"
    r"|social\w*|ground\s+rules|close|closing|after\s+action\s+review)\b",
    re.IGNORECASE,
)
"""Words of parts that stand around the four quarters."""
_HOST = re.compile(r"\s*(?:the\s+)?(?:hosts?|home\s+team)\b", re.IGNORECASE)
"""Begins the `lead` of a part that is the host's; that of the last may be “visitors, then host”."""
_VISITORS_QUARTERS = {1: "second", 2: "third"}


def missing_agendas(base: Base) -> Iterator[Diagnostic]:
    """A confirmed peer assist has an agenda."""
    for assist in plans(base, Stage.CONFIRMED):
        if assist.fields.format is Format.PEER_ASSIST and not assist.fields.agenda:
            message = "the plan has no agenda"
            hint = "add `agenda`: four roughly equal parts, each with `minutes` and `lead`"
            yield at_lack(assist, "agenda-missing", "agenda", message, hint)


def overfull_agendas(base: Base) -> Iterator[Diagnostic]:
    """The parts of an agenda fit into the meeting."""
    for assist in plans(base):
        hours = assist.fields.duration_hours
        minutes = sum(part.minutes for part in assist.fields.agenda)
        if hours and minutes > hours * 60:
            message = f"the agenda takes {minutes} minutes, and the meeting {hours * 60:g}"
            hint = "shorten the parts, or lengthen `duration_hours`"
            yield at_field(assist, "agenda-overfull", ("agenda",), message, hint, key=True)


def unbalanced_agendas(base: Base) -> Iterator[Diagnostic]:
    """A peer assist has four parts of roughly the same length."""
    spread = base.settings.assists.quarter_spread
    for assist in plans(base):
        parts = _quarters(assist.fields)
        if not parts:
            continue
        rule, total = "agenda-unbalanced", sum(part.minutes for _place, part in parts)
        if len(parts) != _QUARTERS:
            message = f"the meeting has {counted(len(parts), 'part')} instead of four"
            hint = "the host tells; visitors ask; visitors weigh options; visitors report back"
            yield at_field(assist, rule, ("agenda",), message, hint, key=True)
            continue
        share, number = max((abs(part.minutes / total - 1 / _QUARTERS), at) for at, part in parts)
        if share > spread + 1e-9:
            shares = ", ".join(f"{part.minutes / total:.0%}" for _number, part in parts)
            message = f"the four parts take {shares} of the meeting"
            least, most = 1 / _QUARTERS - spread, 1 / _QUARTERS + spread
            hint = f"each about a quarter: {least:.0%} to {most:.0%}"
            yield at_field(assist, rule, ("agenda", number, "minutes"), message, hint)


def talking_hosts(base: Base) -> Iterator[Diagnostic]:
    """The host tells in the first quarter, and listens from then on."""
    most = base.settings.assists.host_share
    for assist in plans(base):
        parts = _quarters(assist.fields)
        talks = False
        if len(parts) == _QUARTERS:
            for position, name in _VISITORS_QUARTERS.items():
                number, part = parts[position]
                if _led_by_host(part):
                    talks = True
                    message = f"the host leads the {name} quarter, which is the visitors'"
                    hint = "let a visitor or the facilitator lead; the host listens"
                    yield at_field(assist, "host-talks", ("agenda", number, "lead"), message, hint)
        total = sum(part.minutes for _number, part in parts)
        host = [(number, part) for number, part in parts if _led_by_host(part)]
        share = sum(part.minutes for _number, part in host) / total if total else 0
        if share > most + 1e-9 and not talks:
            message = f"the host leads {share:.0%} of the meeting"
            hint = f"at most {most:.0%}: say just enough to get the visitors started"
            place = ("agenda", host[0][0], "minutes")
            yield at_field(assist, "host-talks", place, message, hint)


def _quarters(assist: Assist) -> list[tuple[int, AgendaPart]]:
    """Return the parts of a peer assist's agenda without what frames them, with their number."""
    if assist.format is not Format.PEER_ASSIST:
        return []
    return [
        (number, part) for number, part in enumerate(assist.agenda) if not _FRAME.search(part.part)
    ]


def _led_by_host(part: AgendaPart) -> bool:
    return bool(_HOST.match(part.lead or ""))


CHECKS = (missing_agendas, overfull_agendas, unbalanced_agendas, talking_hosts)
