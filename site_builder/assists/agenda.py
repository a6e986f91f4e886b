"""The timed agenda: a format's template on the time that there is, or the record's own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.assists.formats import FORMATS
from site_builder.records.assist import AgendaPart, Assist, Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.assists.formats import Slot

DAY_MINUTES = 8 * 60
"""Most minutes of one day; a longer meeting goes on the next."""
_STEP = 5
"""Minutes to which parts are rounded where there is time enough."""
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class TimedPart:
    """A part of a timed agenda."""

    day: int
    """Which day, from 1."""
    begins: str
    """Clock time, or the time since the day began."""
    minutes: int
    part: str
    lead: str
    listens: str
    host_present: bool


def template(form: Format, minutes: int) -> tuple[AgendaPart, ...]:
    """Return a format's agenda for a meeting of this length.

    Parts of equal share are equally long. What rounding leaves over goes to the parts that can
    take it, such as breaks. The minutes add up, unless there are fewer than parts.
    """
    slots = FORMATS[form].slots
    return tuple(
        AgendaPart(part=slot.part, minutes=length, lead=slot.lead, host_present=slot.host_present)
        for slot, length in zip(slots, _lengths(slots, minutes), strict=True)
    )


def agenda_of(assist: Assist) -> tuple[AgendaPart, ...]:
    """Return the record's agenda, or that of its format for the hours planned."""
    hours = assist.duration_hours or FORMATS[assist.format].usual_hours
    return assist.agenda or template(assist.format, round(hours * 60))


def timed(assist: Assist, start: int | None) -> tuple[TimedPart, ...]:
    """Return the agenda with the time at which each part begins, over as many days as it takes.

    Args:
        assist: The record.
        start: Minutes after midnight at which each day begins, if that is known.
    """
    parts = agenda_of(assist)
    total = sum(part.minutes for part in parts)
    days = max(1, math.ceil(total / DAY_MINUTES))
    listens = {slot.part: slot.listens for slot in FORMATS[assist.format].slots}
    rows: list[TimedPart] = []
    done, since, today = 0, 0, 1
    for part in parts:
        # A part belongs to the day in which its middle falls.
        day = min(days, int((done + part.minutes / 2) * days / total) + 1)
        if day != today:
            since, today = 0, day
        present = part.host_present is not False
        rows.append(
            TimedPart(
                day=day,
                begins=_clock(since if start is None else start + since),
                minutes=part.minutes,
                part=part.part,
                lead=part.lead or "",
                listens=listens.get(part.part, "" if present else "host team"),
                host_present=present,
            )
        )
        done += part.minutes
        since += part.minutes
    return tuple(rows)


def _lengths(slots: Sequence[Slot], minutes: int) -> list[int]:
    total = max(minutes, len(slots))
    shares = sum(slot.share for slot in slots)
    least = min(slot.share for slot in slots)
    step = _STEP if total * least >= _STEP * shares else 1
    lengths = [max(1, total * slot.share // (shares * step) * step) for slot in slots]
    takers = [number for number, slot in enumerate(slots) if slot.flexible]
    left = total - sum(lengths)
    while left > 0:
        for number in takers:
            more = min(step, left)
            lengths[number] += more
            left -= more
    while left < 0:
        # So short a meeting leaves some parts a minute that was not theirs.
        longest = max(range(len(slots)), key=lambda number: lengths[number])
        lengths[longest] -= 1
        left += 1
    return lengths


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes % _MIDNIGHT, 60)
    return f"{hours:02}:{rest:02}"
