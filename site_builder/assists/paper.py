"""Capture sheets on paper: how much room each question gets on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.assists.capture import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.records.formats import CaptureSheet, FormatAdvice

_COLUMNS = {
    "questions": ("Question", "Answer, if anybody knew"),
    "options": ("Option", "Who brought it (team)", "Where it has worked"),
    "actions": ("What", "Owner (role)", "By when", "How anyone can tell"),
    "reflections": ("Team", "What we take home", "What we will apply", "By when", "Its value"),
    "outcomes": ("Team", "Which round", "Result", "How we know", "Of which lesson"),
    "lessons": (
        "Lesson, as a title",
        "The problem it answers",
        "What happened",
        "What was learned",
    ),
}
"""Heads of the table for each group of answers; other fields get lines."""
_PAGE = 246
"""Height of a page below its heading, in millimetres, as are all lengths below."""
_HEADING = 15
_PROMPT = 7
_LINE = 9
_ROW = 18
_FEW = {
    "problem": 3,
    "citations": 3,
    "commit_back_by": 1,
    "cost": 1,
    "prompt": 2,
    "contact": 1,
    "thanks": 4,
    "no_lesson": 2,
}
"""Lines for short answers; the other fields share the rest of the page."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A question with room to write."""

    heading: str
    hint: str
    columns: tuple[str, ...]
    """Heads of a table; without any there are lines."""
    rows: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A capture sheet on one page."""

    sheet: CaptureSheet
    blanks: tuple[Blank, ...]


def papers_of(advice: FormatAdvice) -> tuple[Paper, ...]:
    """Return the capture sheets of a format."""
    return tuple(Paper(sheet, tuple(_blanks(sheet))) for sheet in advice.sheets)


def _blanks(sheet: CaptureSheet) -> Iterator[Blank]:
    room = _PAGE - _PROMPT * bool(sheet.prompts) - _HEADING * len(sheet.fields)
    room -= _LINE * sum(_FEW.get(name, 0) for name in sheet.fields)
    # A table takes twice the room of lines.
    shares = sum(1 + (name in _COLUMNS) for name in sheet.fields if name not in _FEW)
    share = room // (shares or 1)
    for name in sheet.fields:
        field, columns = FIELDS[name], _COLUMNS.get(name, ())
        # The heads of a table take the room of a line.
        rows = (2 * share - _LINE) // _ROW if columns else _FEW.get(name, share // _LINE)
        yield Blank(field.heading, "" if columns else field.hint, columns, max(1, rows))
