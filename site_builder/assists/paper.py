"""Capture sheets on paper: how much room each question gets on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.assists.capture import FIELDS

if TYPE_CHECKING:
    from site_builder.assists.format_advice import CaptureSheet, FormatAdvice

_COLUMNS = {
    "questions": ("Question", "Answer, if anybody knew"),
    "options": ("Option", "Who brought it (team)", "Where it has worked"),
    "actions": ("What", "Owner (role)", "By when", "How anyone can tell"),
    "reflections": (
        "Team",
        "What we take home",
        "What we will apply",
        "By when",
        "Its value",
    ),
    "outcomes": ("Team", "Which round", "Result", "How we know", "Of which lesson"),
    "lessons": (
        "Lesson, as a title",
        "The problem it answers",
        "What happened",
        "What was learned",
    ),
}
"""What is asked on paper about each group; whatever has no columns gets lines."""
_PAGE = 246
"""Millimetres of a page below its heading; all further lengths are in millimetres, too."""
_HEADING = 15
_PROMPT = 7
_LINE = 9
_ROW = 18
_FEW = {"problem": 3, "commit_back_by": 1, "cost": 1, "contact": 1, "thanks": 4, "no_lesson": 2}
"""Lines for what is told in few words; the rest of the page is for the others."""


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
    """A capture sheet: one page."""

    title: str
    scribe: str
    prompts: tuple[str, ...]
    blanks: tuple[Blank, ...]


def papers_of(shape: FormatAdvice) -> tuple[Paper, ...]:
    """Return the capture sheets of a format."""
    return tuple(_paper(sheet) for sheet in shape.sheets)


def _paper(sheet: CaptureSheet) -> Paper:
    room = _PAGE - _PROMPT * bool(sheet.prompts) - _HEADING * len(sheet.fields)
    room -= _LINE * sum(_FEW.get(name, 0) for name in sheet.fields)
    # A table takes twice the room of lines.
    shares = sum(1 + (name in _COLUMNS) for name in sheet.fields if name not in _FEW)
    each = room // (shares or 1)
    blanks = []
    for name in sheet.fields:
        field, columns = FIELDS[name], _COLUMNS.get(name, ())
        # The heads of a table take the room of a line.
        rows = (2 * each - _LINE) // _ROW if columns else _FEW.get(name, each // _LINE)
        hint = "" if columns else field.hint
        blanks.append(Blank(field.heading, hint, columns, max(1, rows)))
    return Paper(sheet.title, sheet.scribe, sheet.prompts, tuple(blanks))
