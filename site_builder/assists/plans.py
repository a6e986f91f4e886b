"""The text of a new plan, from the search for its problem and a person's judgement of each hit."""

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
    """A lesson that a search found, and a person's judgement of it."""

    lesson_id: str
    judgement: Literal["reuse", "partly", "no"]
    because: str = ""


def unjudged(lesson_ids: Sequence[str]) -> list[Judged]:
    """Return lessons that are still to be judged, as a plan holds them."""
    return [Judged(lesson_id, "no", "to be judged") for lesson_id in lesson_ids]


def plan_title(problem: str) -> str:
    """Return a title for a problem that has none yet."""
    line = " ".join(problem.split())
    if len(line) <= _LONGEST_TITLE:
        return line
    words = line[:_LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:.-")
    return (words or line[: _LONGEST_TITLE - 1]) + "…"


def receipt_of(
    query: str, judged: Sequence[Judged], index: str, day: date | str, verdict: str
) -> dict[str, Data]:
    """Return a search receipt, as a plan holds it.

    Args:
        query: The words searched for.
        judged: The lessons found, each with its judgement.
        index: Digest of the index that was searched.
        day: Day of the search; in a skeleton, the place for one.
        verdict: How near the lessons came, in a word.
    """
    hits = [
        {"id": lesson.lesson_id, "judgement": lesson.judgement, "because": lesson.because}
        for lesson in judged
    ]
    return tidied(
        {"query": query, "date": str(day), "index": index, "verdict": verdict, "hits": hits}
    )


def plan_text(
    problem: str,
    receipt: Mapping[str, Data],
    *,
    fields: Mapping[str, Data] = _NO_FIELDS,
    tags: Sequence[str] = (),
    relies_on: Mapping[str, str] = _NO_FIELDS,
    agenda: Sequence[AgendaPart] = (),
) -> str:
    """Return the text of an assist record in the stage ``searched``.

    Args:
        problem: The problem in a person's words.
        receipt: The receipt of the search for it, on the day of the plan.
        fields: Further fields, or other values for those that every plan has.
        tags: Its topics.
        relies_on: Digests of lessons that the plan relies on, by id.
        agenda: Parts of the meeting, if they are planned already.
    """
    texts: dict[str, Data] = {
        "format": "peer-assist",
        "status": "searched",
        "date": str(receipt["date"]),
        **fields,
    }
    is_over = texts["status"] == "closed"
    if not is_over and (texts.get("decision_date") or texts.get("room_to_change")):
        # Whoever says by when, or what can still change, says that it is open; nobody else does.
        texts.setdefault("decision_open", "yes")
    title = one_line(str(texts.pop("title", ""))) or plan_title(problem)
    parts: list[Data] = [
        {
            "part": part.part,
            "minutes": part.minutes,
            "lead": part.lead,
            "host_present": None if part.host_present else part.host_present,
            "yields": part.yields,
        }
        for part in agenda
    ]
    values: dict[str, Data] = {
        "title": title,
        "problem": problem,
        **texts,
        "tags": list(tags),
        "receipts": [receipt],
        "relies_on": [{"id": name, "digest": digest} for name, digest in relies_on.items()],
        "agenda": parts,
    }
    body = "" if is_over else "What we want to learn, and what we can still change:\n"
    return record_text(tidied(values), body)


def plan_skeleton(*, hits: bool) -> str:
    """Return the text of a plan with places to fill: each a JSON string such as ``"{title}"``.

    The places are title, problem, date, index and verdict. The line with ``"{id}"`` is there once
    for each lesson found.

    Args:
        hits: Whether the search found any.
    """
    judged = unjudged(["{id}"] if hits else [])
    receipt = receipt_of("{problem}", judged, "{index}", "{date}", "{verdict}")
    return plan_text("{problem}", receipt, fields={"title": "{title}"})
