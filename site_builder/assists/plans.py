"""The record of a plan, written from what a search found and a person made of it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from site_builder.records.header.write import quoted, scalar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from site_builder.records.assist import AgendaPart

_LONGEST_TITLE = 60
_NO_FIELDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Judged:
    """A lesson that a search found, and what a person made of it."""

    lesson_id: str
    judgement: Literal["reuse", "partly", "no"]
    because: str = ""

    def __str__(self) -> str:
        """Return it as YAML on one line."""
        because = f", because: {quoted(self.because)}" if self.because else ""
        return f"{{id: {self.lesson_id}, judgement: {self.judgement}{because}}}"


@dataclass(frozen=True, slots=True)
class Searched:
    """A search, and what came of it."""

    judged: Sequence[Judged]
    """The lessons found, each with its judgement."""
    stamp: str
    """Digest of the index that answered."""
    day: date
    """Day of the search."""


def unjudged(lesson_ids: Sequence[str]) -> list[Judged]:
    """Return lessons that are still to be judged, as a plan holds them."""
    return [Judged(lesson_id, "no", "to be judged") for lesson_id in lesson_ids]


def plan_title(problem: str) -> str:
    """Return a title for a problem that has none yet."""
    line = " ".join(problem.split())
    short = line[: _LONGEST_TITLE - 1].rstrip() + "…"
    return line if len(line) <= _LONGEST_TITLE else short


def receipt_line(query: str, searched: Searched) -> str:
    """Return a search receipt as YAML on one line."""
    hits = f", hits: [{', '.join(map(str, searched.judged))}]" if searched.judged else ""
    day = searched.day.isoformat()
    return f"{{query: {quoted(query)}, date: {day}, index: {searched.stamp}{hits}}}"


def plan_text(
    problem: str,
    searched: Searched,
    *,
    fields: Mapping[str, str] = _NO_FIELDS,
    relies_on: Mapping[str, str] = _NO_FIELDS,
    agenda: Sequence[AgendaPart] = (),
) -> str:
    """Return the text of an assist record in the stage ``searched``.

    Args:
        problem: The problem as it was described.
        searched: The search for it.
        fields: Other fields, or other values for those that every plan has.
        relies_on: Digests of lessons that the plan relies on, by id.
        agenda: Parts of the meeting, if they are planned already.
    """
    day = searched.day.isoformat()
    values = {
        "format": "peer-assist",
        "status": "searched",
        "date": day,
        "decision_open": "yes",
        **fields,
    }
    title = values.pop("title", "") or plan_title(problem)
    hits = [f"      - {one}" for one in searched.judged]
    digests = [f"  - {{id: {one}, digest: {digest}}}" for one, digest in relies_on.items()]
    return "\n".join(
        [
            "---",
            f"title: {quoted(title)}",
            f"problem: {quoted(problem)}",
            *(f"{name}: {scalar(value)}" for name, value in values.items() if value),
            "receipts:",
            f"  - query: {quoted(problem)}",
            f"    date: {day}",
            f"    index: {searched.stamp}",
            *(["    hits:", *hits] if hits else []),
            *(["relies_on:", *digests] if digests else []),
            *(["agenda:", *map(_agenda_line, agenda)] if agenda else []),
            "---",
            "",
            "What we want to learn, and what we can still change:",
        ]
    )


def _agenda_line(part: AgendaPart) -> str:
    lead = f", lead: {quoted(part.lead)}" if part.lead else ""
    present = ", host_present: no" if part.host_present is False else ""
    return f"  - {{part: {quoted(part.part)}, minutes: {part.minutes}{lead}{present}}}"
