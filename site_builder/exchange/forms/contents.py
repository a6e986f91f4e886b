"""What the answers of a form make: the fields and the text of a lesson, an event or a report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.clock import today
from site_builder.exchange.forms.answers import body_of, fitting, usual_folder
from site_builder.records.header.write import Data, one_line
from site_builder.records.kinds import id_from

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_builder.exchange.forms.filled import Filled
    from site_builder.exchange.forms.reading import Reading
    from site_builder.library.base import Base
    from site_builder.library.library import Library

_MOST_POINTS = 100
"""Most points that an answer is divided into; the last one holds the rest."""


@dataclass(frozen=True, slots=True)
class Content:
    """A record as the answers make it."""

    title: str
    fields: Mapping[str, Data]
    body: str
    wanted_id: str
    folder: str
    """Folder below the lessons folder, with its slash."""


def content_of(filled: Filled, reading: Reading, base: Base, day: str) -> Content:
    """Return the record that answers make, recorded on a day, as ``YYYY-MM-DD``."""
    return _CONTENTS[filled.form.label](filled, reading, base, day or today().isoformat())


def _lesson(filled: Filled, reading: Reading, base: Base, day: str) -> Content:
    title, tags = one_line(reading.text("title")), reading.tags("tags")
    fields: dict[str, Data] = {
        "title": title,
        "problem": reading.text("problem"),
        "evidence": reading.choice("evidence"),
        "tags": tags,
        "date": day,
        **reading.source().fields,
        "status": "draft",
        "team": reading.team("team"),
        "consent": _agreed(filled, "consent", "the person who shared it, on the form"),
    }
    sections = {
        "What happened": reading.text("what_happened"),
        "What was learned": reading.text("what_was_learned"),
    }
    folder = usual_folder(tags[0] if tags else "", base.library, base.prefix)
    return Content(title, fields, body_of(sections), id_from(title, "lesson"), folder)


def _report(_filled: Filled, reading: Reading, base: Base, day: str) -> Content:
    lesson_id, team = reading.lesson("lesson"), reading.team("team")
    lesson = base.library.lesson(lesson_id)
    fields: dict[str, Data] = {
        "lesson": lesson_id,
        "digest": base.reliances.digest(lesson) if lesson else "",
        "team": team,
        "reported_by": reading.text("reported_by"),
        "date": day,
        "happened": reading.date("happened"),
        "outcome": reading.choice("outcome"),
        "measure": reading.choice("measure"),
        "setting": reading.setting("setting"),
        "changed": reading.text("changed"),
    }
    title = f"{lesson.fields.title if lesson else lesson_id}, used by {team}"
    wanted_id = id_from(f"{lesson_id} {team}", "report")
    return Content(title, fields, fitting(reading.text("text")), wanted_id, "reuse/")


def _event(filled: Filled, reading: Reading, _base: Base, day: str) -> Content:
    title, host = one_line(reading.text("title")), reading.team("host_team")
    fields: dict[str, Data] = {
        "title": title,
        "problem": reading.text("problem"),
        "format": reading.choice("format"),
        "status": "held",
        "date": day,
        "host_team": host,
        "teams": reading.teams("teams", [host]),
        "happened": reading.date("happened"),
        "outcomes": _outcomes(reading, host),
        "actions": [{"do": point} for point in _points(reading.text("actions"))],
        "surprises": _points(reading.text("surprises")),
        "reflections": [{"take_away": point} for point in _points(reading.text("take_away"))],
        "consent": _agreed(filled, "agreed", "the person who told of it, on the form"),
    }
    body = fitting(reading.text("story"))
    return Content(title, fields, body, id_from(title, "event"), "assists/")


def _plan(filled: Filled, reading: Reading, base: Base, day: str) -> Content:
    title, host = one_line(reading.text("title")), reading.team("host_team")
    receipts = [_known_hits(receipt, base.library) for receipt in filled.receipts]
    decided, room = reading.day("decision_date"), reading.text("room_to_change")
    fields: dict[str, Data] = {
        "title": title,
        "problem": reading.text("problem"),
        "format": reading.choice("format"),
        "status": "searched" if receipts else "idea",
        "date": day,
        "purpose": reading.text("purpose"),
        "host_team": host,
        "planned_for": reading.date("planned_for", ahead=True),
        # Whoever says by when, or what can still change, says that it is open; nobody else does.
        "decision_open": "yes" if decided or room else "",
        "decision_date": decided,
        "room_to_change": room,
        "receipts": receipts,
        "join": reading.text("join"),
    }
    return Content(title, fields, "", id_from(title, "plan"), "assists/")


def _known_hits(receipt: Mapping[str, Data], library: Library) -> dict[str, Data]:
    """Return a search receipt without lessons that the base has not."""
    hits = receipt["hits"]
    stated = [hit for hit in hits if isinstance(hit, dict)] if isinstance(hits, list) else []
    return {**receipt, "hits": [hit for hit in stated if library.lesson(str(hit["id"]))]}


_CONTENTS: dict[str, Callable[[Filled, Reading, Base, str], Content]] = {
    "lesson": _lesson,
    "event": _event,
    "plan": _plan,
    "reuse": _report,
}
"""What makes a record of the answers of a form, by the label of its issues."""


def _agreed(filled: Filled, name: str, who: str) -> str:
    return who if filled.ticked.issuperset(filled.question(name).ticks) else ""


def _outcomes(reading: Reading, host: str) -> list[Data]:
    """Return the outcome for the host, which needs the team, the result and how it is known."""
    result, measure = reading.choice("result"), reading.choice("measure")
    if host and result and measure:
        return [{"team": host, "result": result, "measure": measure}]
    for name, code in (("result", result), ("measure", measure)):
        if code:
            lacks = "“How it went” needs a host team, a result and how you know it"
            reading.refuse(name, "it counts only together with the other answers", lacks)
    return []


def _points(answer: str) -> list[str]:
    """Return the points of an answer: its lines, without the marks of a list or a heading."""
    parts = answer.split("\n", _MOST_POINTS)
    points = (
        one_line(re.sub(r"^\s*(?:[-*+•>]|#{1,6}|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?", "", part))
        for part in parts
    )
    return [point for point in points if point]
