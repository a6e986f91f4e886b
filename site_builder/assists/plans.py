"""The record of a plan, written from what a search found and a person made of it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from site_builder.records.header.write import Data, one_line, record_text, tidied

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


@dataclass(frozen=True, slots=True)
class Searched:
    """A search, and what came of it."""

    judged: Sequence[Judged]
    """The lessons found, each with its judgement."""
    stamp: str
    """Digest of the index that answered."""
    day: date | str
    """Day of the search; in a skeleton, the place for one."""


def unjudged(lesson_ids: Sequence[str]) -> list[Judged]:
    """Return lessons that are still to be judged, as a plan holds them."""
    return [Judged(lesson_id, "no", "to be judged") for lesson_id in lesson_ids]


def plan_title(problem: str) -> str:
    """Return a title for a problem that has none yet."""
    line = " ".join(problem.split())
    short = line[: _LONGEST_TITLE - 1].rstrip() + "…"
    return line if len(line) <= _LONGEST_TITLE else short


def receipt_of(query: str, searched: Searched) -> dict[str, Data]:
    """Return a search receipt, as a plan holds it."""
    hits = [
        {"id": one.lesson_id, "judgement": one.judgement, "because": one.because}
        for one in searched.judged
    ]
    return tidied(
        {"query": query, "date": str(searched.day), "index": searched.stamp, "hits": hits}
    )


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
    texts = {
        "format": "peer-assist",
        "status": "searched",
        "date": str(searched.day),
        "decision_open": "yes",
        **fields,
    }
    title = one_line(texts.pop("title", "")) or plan_title(problem)
    values: dict[str, Data] = {
        "title": title,
        "problem": problem,
        **texts,
        "receipts": [receipt_of(problem, searched)],
        "relies_on": [{"id": one, "digest": digest} for one, digest in relies_on.items()],
        "agenda": [_agenda_part(part) for part in agenda],
    }
    body = "What we want to learn, and what we can still change:\n"
    return record_text(tidied(values), body)


def plan_skeleton(*, hits: bool) -> str:
    """Return the text of a plan with places to fill: each a JSON string such as ``"{title}"``.

    The places are title, problem, date and index. The line with ``"{id}"`` is there once for each
    lesson found.

    Args:
        hits: Whether the search found any.
    """
    judged = unjudged(["{id}"]) if hits else []
    searched = Searched(judged, "{index}", "{date}")
    return plan_text("{problem}", searched, fields={"title": "{title}"})


def _agenda_part(part: AgendaPart) -> dict[str, Data]:
    present = part.host_present if part.host_present is False else None
    return {"part": part.part, "minutes": part.minutes, "lead": part.lead, "host_present": present}
