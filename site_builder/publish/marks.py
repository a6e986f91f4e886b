"""What readers would be told that a new lesson rests on, by what it says of its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from site_builder.library.evidence.assess import Assessments
from site_builder.library.library import Library
from site_builder.markdown.body import Body
from site_builder.records.assist import Assist
from site_builder.records.fields import Part
from site_builder.records.header.document import parse_document
from site_builder.records.header.write import Data, record_text
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Design, Evidence, Lesson
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.publish.context import SiteContext

MEETING = "assist"
"""Stands for a meeting of the base among the designs of publications."""
_TEAM, _TOPIC, _EVENT, _DAY = "team", "topic", "event", "2000-01-01"
_Fields = TypeVar("_Fields", bound=Part)


def marks_of_new_lessons(context: SiteContext) -> dict[str, dict[str, Any]]:
    """Return the parts of the `strip` and the `mark` by design; ``+team`` where a team is named."""
    lessons = dict(_lessons())
    event = _record(
        Assist,
        Kind.ASSIST,
        _EVENT,
        {
            "title": "Event",
            "problem": "Problem",
            "format": "other",
            "status": "held",
            "date": _DAY,
            "happened": "unknown",
        },
    )
    words = {"teams": {_TEAM: {"label": "your team", "organisation": "your team"}}}
    library = Library([event, *lessons.values()], Vocabulary.model_validate(words))
    evidence = Assessments(library, context.settings, context.today)
    return {
        name: {
            "strip": [[*part] for part in evidence.strip(lesson)],
            "mark": str(evidence.derivation(lesson).mark or ""),
        }
        for name, lesson in lessons.items()
    }


def _lessons() -> Iterator[tuple[str, Record[Lesson]]]:
    for number, design in enumerate((MEETING, *Design)):
        source: dict[str, Data] = (
            {"source_assist": _EVENT}
            if design == MEETING
            else {"citations": [{"title": "Source", "design": str(design)}]}
        )
        for with_team in (False, True):
            fields: dict[str, Data] = {
                "title": "Lesson",
                "problem": "Problem",
                "evidence": str(Evidence.BOTH),
                "tags": [_TOPIC],
                "date": _DAY,
                **source,
                **({"team": _TEAM} if with_team else {}),
            }
            name = f"{design}{'+team' if with_team else ''}"
            yield name, _record(Lesson, Kind.LESSON, f"lesson-{number}-{int(with_team)}", fields)


def _record(
    model: type[_Fields], kind: Kind, record_id: str, fields: dict[str, Data]
) -> Record[_Fields]:
    document, problems = parse_document(f"{record_id}.md", record_text(fields, ""))
    if document is None:
        raise ValueError(problems)
    return Record(kind, record_id, model.model_validate(document.header), document, Body(""))
