"""Issues as the forms make them, with invented answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from site_builder.exchange.forms.questions import EVIDENCE, FORMATS, FORMS, MEASURES, OUTCOMES

if TYPE_CHECKING:
    from pathlib import Path

LESSON = {
    "title": "Heat the sheds in autumn",
    "problem": "Nobody knows when the sheds have to be heated",
    "what_happened": "The invented plant heated its sheds from October.",
    "what_was_learned": "No pump froze.",
    "evidence": EVIDENCE["experiential"],
    "tags": "Pumps, shift change",
    "source": "Invented pump review",
}
"""Answers to which nothing can be objected."""
REUSE = {
    "lesson": "Invented lesson",
    "team": "South team",
    "reported_by": "charge nurse",
    "outcome": OUTCOMES["worked"],
    "measure": MEASURES["observed"],
}
EVENT = {
    "title": "Winter visit to the sheds",
    "problem": "Nobody knows when the sheds have to be heated",
    "format": FORMATS["visit"],
    "host_team": "North team",
    "happened": "2026-02",
}


def form_text(form: str, answers: dict[str, str], *, ticked: bool = True) -> str:
    """Return the text of an issue as GitHub writes it for a form."""
    parts = []
    for question in FORMS[form].questions:
        answer = answers.get(question.name, "")
        if question.ticks:
            answer = "\n".join(f"- [{'X' if ticked else ' '}] {one}" for one in question.ticks)
        parts.append(f"### {question.label}\n\n{answer or '_No response_'}")
    return "\n\n".join(parts).replace("\n", "\r\n")


def issue(body: str, *, number: Any = 12, label: str = "lesson") -> dict[str, Any]:  # noqa: ANN401
    """Return an issue as GitHub's event has it."""
    labels = [{"name": label}] if label else []
    user = {"login": "invented"}
    return {"number": number, "title": "New lesson", "body": body, "labels": labels, "user": user}


def event_file(folder: Path, body: str, **more: Any) -> Path:  # noqa: ANN401
    """Write the event of an issue; return its file."""
    file = folder / "event.json"
    file.write_text(json.dumps({"action": "opened", "issue": issue(body, **more)}), "utf-8")
    return file
