"""The timed agenda of an assist: the record's own, or its format's template."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from site_builder.assists.formats import FORMATS
from site_builder.records.assist import AgendaPart, Assist, Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.assists.formats import Slot

DAY_MINUTES = 8 * 60
"""Most minutes of one day; a longer meeting continues on the next."""
_STEP = 5
"""Minutes to which parts are rounded, unless the meeting is too short for it."""
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class TimedPart:
    """A part of a timed agenda."""

    day: int
    """Number of the day, from 1."""
    begins: str
    """Clock time, or the time since the day began."""
    minutes: int
    part: str
    lead: str
    listens: str
    host_present: bool


def template(form: Format, minutes: int) -> tuple[AgendaPart, ...]:
    """Return a format's agenda for a meeting of this length.

    Parts of equal share are equally long. The remainder of rounding goes to flexible parts, such
    as breaks. The minutes add up to the length, unless there are fewer minutes than parts.
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
    """Return the agenda with the time at which each part begins, divided into days.

    Args:
        assist: The record.
        start: Minutes after midnight at which each day begins, if known.
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
    flexible = cycle(number for number, slot in enumerate(slots) if slot.flexible)
    while (left := total - sum(lengths)) > 0:
        lengths[next(flexible)] += min(step, left)
    # In the shortest meetings, parts that were given a whole minute take it from the longest.
    for _minute in range(-left):
        lengths[lengths.index(max(lengths))] -= 1
    return lengths


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes % _MIDNIGHT, 60)
    return f"{hours:02}:{rest:02}"
