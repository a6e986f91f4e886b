"""A plan for an assist, filled in as far as a search can: the record to go on with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_LONGEST_TITLE = 60


def plan_text(problem: str, seen: Sequence[str], stamp: str, day: date) -> str:
    """Return the text of an assist record in the stage ``searched``.

    Args:
        problem: The problem as it was described.
        seen: Ids of the lessons that the search found; each still to be judged.
        stamp: Digest of the index that answered.
        day: Day of the search.
    """
    line = " ".join(problem.split())
    title = line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1].rstrip() + "…"
    # JSON's strings are YAML's, so that no sign in the text can break the header.
    quoted = [json.dumps(text, ensure_ascii=False) for text in (title, line)]
    hits = [
        f"      - {{id: {lesson_id}, judgement: no, because: to be judged}}" for lesson_id in seen
    ]
    return "\n".join(
        [
            "---",
            f"title: {quoted[0]}",
            f"problem: {quoted[1]}",
            "format: peer-assist",
            "status: searched",
            f"date: {day.isoformat()}",
            "decision_open: yes",
            "receipts:",
            f"  - query: {quoted[1]}",
            f"    date: {day.isoformat()}",
            f"    index: {stamp}",
            *(["    hits:", *hits] if hits else []),
            "---",
            "",
            "What we want to learn, and what we can still change:",
        ]
    )
