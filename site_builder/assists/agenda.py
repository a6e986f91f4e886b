"""The timed agenda of an assist: the record's own, or its format's template."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from site_builder.records.assist import AgendaPart, Assist

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.records.formats import FormatAdvice, FormatPart

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


def template(form: FormatAdvice, minutes: int) -> tuple[AgendaPart, ...]:
    """Return a format's agenda for a meeting of this length.

    Parts of equal length in the format stay so. The remainder of rounding goes to flexible parts,
    such as breaks, or to all parts in turn if none is flexible. The minutes add up to the length,
    unless there are fewer minutes than parts.
    """
    return tuple(
        AgendaPart(
            part=part.part,
            minutes=length,
            lead=part.lead,
            host_present=part.host_present,
            yields=part.yields,
        )
        for part, length in zip(form.parts, _lengths(form.parts, minutes), strict=True)
    )


def agenda_of(assist: Assist, form: FormatAdvice) -> tuple[AgendaPart, ...]:
    """Return the record's agenda, or that of its format for the hours planned."""
    hours = assist.duration_hours
    minutes = round(hours * 60) if hours else form.usual_minutes
    return assist.agenda or template(form, minutes)


def timed(assist: Assist, form: FormatAdvice, start: int | None) -> tuple[TimedPart, ...]:
    """Return the agenda with the time at which each part begins, divided into days.

    Args:
        assist: The record.
        form: Its format.
        start: Minutes after midnight at which each day begins, if known.
    """
    parts = agenda_of(assist, form)
    total = sum(part.minutes for part in parts)
    days = max(1, math.ceil(total / DAY_MINUTES))
    listens = {slot.part: slot.listens or "" for slot in form.parts}
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


def _lengths(parts: Sequence[FormatPart], minutes: int) -> list[int]:
    total = max(minutes, len(parts))
    usual = sum(part.minutes for part in parts)
    least = min(part.minutes for part in parts)
    step = _STEP if total * least >= _STEP * usual else 1
    lengths = [max(1, total * part.minutes // (usual * step) * step) for part in parts]
    flexible = [number for number, part in enumerate(parts) if part.flexible]
    takers = cycle(flexible or range(len(parts)))
    while (left := total - sum(lengths)) > 0:
        lengths[next(takers)] += min(step, left)
    # In the shortest meetings, parts that were given a whole minute take it from the longest.
    for _minute in range(-left):
        lengths[lengths.index(max(lengths))] -= 1
    return lengths


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes % _MIDNIGHT, 60)
    return f"{hours:02}:{rest:02}"
