"""Invented bases for tests of evidence, made of facts in plain words.

Facts are given as the cases in ``tests/cases/evidence`` give them: what the lesson says, the event
it comes from, what it cites, who used it, and the other lessons. Names of fields are written with
spaces, and every value is text, as it is for the author of a record.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.library.library import Library
from site_builder.markdown.body import Body
from site_builder.records.header.document import Document
from site_builder.records.kinds import MODELS, Kind, Record
from site_builder.records.vocabulary import Vocabulary
from tests.reading import read_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.records.lesson import Lesson

CASES = Path(__file__).parent / "cases" / "evidence"
CAST = CASES / "cast.yml"
"""The teams and settings that appear in all cases."""
LESSON = "this-lesson"
"""Id of the lesson that a base is about."""
PARTS = frozenset({"lesson", "source assist", "citations", "reuses", "other lessons"})
"""What can be said of a base."""

_LESSON = {
    "problem": "Pumps at the invented plant fail every winter",
    "evidence": "both",
    "tags": ["pumps"],
    "date": "2026-01-15",
    "owner": "head of pumps",
}
_ASSIST = {
    "title": "Invented pump review",
    "problem": "Pumps at the invented plant fail every winter",
    "format": "peer-assist",
    "status": "held",
    "date": "2026-01-10",
}
_REUSE = {"reported by": "their own lead", "date": "2026-02-20"}


@cache
def vocabulary() -> Vocabulary:
    """Return the invented teams and settings."""
    return Vocabulary.model_validate(read_texts(CAST))


def library_of(facts: Mapping[str, Any]) -> Library:
    """Return the base of which these facts are said.

    Raises:
        ValueError: They say something that no record can say.
    """
    return Library(records_of(facts), vocabulary())


def this_lesson(library: Library) -> Record[Lesson]:
    """Return the lesson that a base is about."""
    lesson = library.lesson(LESSON)
    assert lesson is not None
    return lesson


def records_of(facts: Mapping[str, Any], lesson_id: str = LESSON) -> list[Record[Any]]:
    """Return the records of a base, those of other lessons among them.

    Raises:
        ValueError: The facts say something that no record can say.
    """
    return list(_records(facts, lesson_id))


def _records(facts: Mapping[str, Any], lesson_id: str) -> Iterator[Record[Any]]:
    unknown = sorted(facts.keys() - PARTS)
    if unknown:
        raise ValueError(f"no such part of a base: {', '.join(unknown)}")
    source = f"source-of-{lesson_id}"
    lesson: dict[str, Any] = {"title": lesson_id.replace("-", " ").capitalize(), **_LESSON}
    lesson |= facts.get("lesson", {})
    cited = facts.get("citations", ())
    lesson["citations"] = [{"title": "An invented publication", **each} for each in cited]
    if "source assist" in facts:
        lesson["source assist"] = source
        yield _record(Kind.ASSIST, source, {**_ASSIST, **facts["source assist"]})
    yield _record(Kind.LESSON, lesson_id, lesson)
    for number, report in enumerate(facts.get("reuses", ())):
        said = {"lesson": lesson_id, **_REUSE, **report}
        yield _record(Kind.REUSE, f"use-{number}-of-{lesson_id}", said)
    for other_id, other in facts.get("other lessons", {}).items():
        yield from _records(other, other_id)


def _record(kind: Kind, record_id: str, said: Mapping[str, Any]) -> Record[Any]:
    fields = MODELS[kind].model_validate(_named_as_in_records(said))
    return Record(kind, record_id, fields, _document(kind, record_id), Body(""))


def _document(kind: Kind, record_id: str) -> Document:
    return Document(f"lessons/{kind}/{record_id}.md", "", {}, 0, 0, 0)


def _named_as_in_records(said: Any) -> Any:  # noqa: ANN401 - whatever was said
    """Return facts with the names of fields as records have them."""
    if isinstance(said, dict):
        return {name.replace(" ", "_"): _named_as_in_records(each) for name, each in said.items()}
    if isinstance(said, list):
        return [_named_as_in_records(each) for each in said]
    return said
