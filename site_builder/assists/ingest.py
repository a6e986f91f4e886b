"""The changes that a filled capture sheet makes to its record; existing texts are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.assists.answers import Answers, read_answers
from site_builder.assists.capture import FIELDS, PROBLEM, Prompt, label_of, text_of, value_of
from site_builder.assists.drafts import Draft, drafts_of
from site_builder.assists.filled_sheet import Problem, read_sheet
from site_builder.assists.formats import FORMATS, format_of
from site_builder.diagnostics import shortened
from site_builder.errors import UnamendableError
from site_builder.library.certain import finder_for
from site_builder.records.assist import Assist
from site_builder.records.header.edit import HeaderEditor, Revision
from site_builder.records.header.values import Place, Value, value_at
from site_builder.records.header.write import Data, one_line
from site_builder.records.parse import parse_fields

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from site_builder.library.base import Base
    from site_builder.records.kinds import Record


@dataclass(slots=True)
class Ingestion:
    """The changes of a sheet, or the problems that prevent them."""

    revision: Revision | None = None
    """The record as changed; None if nothing in it changes."""
    drafts: list[Draft] = field(default_factory=list)
    """Lessons to be written."""
    kept: list[str] = field(default_factory=list)
    """Ids of lessons of the sheet that exist already."""
    changes: list[str] = field(default_factory=list)
    """Each change of the record in words."""
    problems: list[Problem] = field(default_factory=list)
    """If there are any, nothing may be written."""


def ingest(
    text: str, record: Record[Assist], loaded: Base, day: date, *, replace: bool = False
) -> Ingestion:
    """Return the changes that a filled sheet makes to its record, and the lessons on it.

    Lists are added to. A text that the record has is replaced only on request.

    Args:
        text: The sheet.
        record: The assist that it belongs to.
        loaded: The base.
        day: Day on which lessons are recorded.
        replace: Whether texts of the sheet replace those of the record.
    """
    if numbers := _numbers_of_persons(text, loaded):
        return Ingestion(problems=numbers)
    vocabulary = loaded.library.vocabulary
    form = format_of(vocabulary, record.fields.format)
    sheet = read_sheet(text, (form, *FORMATS.values()))
    answers = read_answers(sheet, vocabulary, record.fields.host_team or "")
    drafts, existing, wrong = drafts_of(sheet, record, loaded, day)
    merge = _Merge(record, answers, replace=replace)
    problems = [*sheet.problems, *answers.problems, *wrong, *merge.problems]
    if sheet.assist not in {"", record.id, *record.fields.aliases}:
        message = f"this is the sheet of the assist `{shortened(sheet.assist)}`"
        problems.append(Problem(1, message, f"not of `{record.id}`"))
    if problems:
        return Ingestion(problems=sorted(problems))
    revision, problems = merge.made()
    return Ingestion(revision, drafts, existing, merge.changes, problems)


def _numbers_of_persons(text: str, loaded: Base) -> list[Problem]:
    """Return a problem for each number of a person on a sheet, of which nothing is then kept."""
    return [
        Problem(
            text.count("\n", 0, found.start) + 1,
            f"`{found.masked}` looks like {found.name}",
            "take it out",
        )
        for found in finder_for(loaded.settings).certain(text)
    ]


class _Merge:
    """The answers of a sheet, merged into the header of a record."""

    def __init__(self, record: Record[Assist], answers: Answers, *, replace: bool) -> None:
        self._record = record
        self._lines = answers.lines
        self._replace = replace
        self._editor = HeaderEditor(record.document)
        self.changes: list[str] = []
        self.problems: list[Problem] = []
        for name, prompt in FIELDS.items():
            answer = answers.values.get(name)
            if isinstance(answer, str):
                self._merge_text(prompt.place, answer, (name,))
            elif isinstance(answer, dict):
                for key, value in answer.items():
                    self._merge_text((*prompt.place, key), value, (name, key))
            elif answer:
                self._merge_list(prompt, answer)

    def made(self) -> tuple[Revision | None, list[Problem]]:
        """Return the changed record, or why it cannot be changed as it is written.

        A list may have a form that cannot be added to, such as one shared with another field.
        """
        if not self.changes:
            return None, []
        message = f"{self._record.path} cannot be added to as it is written"
        try:
            made = self._editor.made()
        except UnamendableError:
            hint = "write each value of its lists on a line of its own"
            return None, [Problem(1, message, hint)]
        _fields, wrong = parse_fields(Assist, made.after)
        hint = "; ".join(f"{problem.message} ({problem.hint})" for problem in wrong)
        return made, [Problem(1, message, hint)] if wrong else []

    def _merge_text(self, place: Place, answer: str, at: Place) -> None:
        """Set a field, unless it has another text.

        Args:
            place: The field in the record.
            answer: The text of the sheet.
            at: The key of its line in ``Answers.lines``.
        """
        now = value_at(self._record.document.header, place)
        name = ".".join(str(step + 1) if isinstance(step, int) else step for step in place)
        value = value_of(FIELDS[str(at[0])].model, str(place[-1]), answer)
        if now is not None and text_of(now) == answer:
            return
        if place == (PROBLEM,) and self._record.fields.problem_before is None:
            self._editor.set(("problem_before",), text_of(now))
            change = "reworded; the earlier text is kept in `problem_before`"
        elif now is None:
            change = "set"
        elif self._replace:
            change = f"replaced; it was `{shortened(text_of(now))}`"
        else:
            message = f"`{label_of(name)}` is `{shortened(text_of(now))}` in the record already"
            line = self._lines.get(at) or self._lines.get(at[:-1], 1)
            self.problems.append(Problem(line, message, "use --replace to overwrite it"))
            return
        self._editor.set(place, value)
        self.changes.append(f"`{name}`: {change}")

    def _merge_list(self, prompt: Prompt, answer: Sequence[str | dict[str, str]]) -> None:
        known = value_at(self._record.document.header, prompt.place)
        held = [_identity(prompt, value) for value in known] if isinstance(known, list) else []
        added: list[Data] = []
        for number, value in enumerate(answer):
            identity = _identity(prompt, value)
            if isinstance(value, str):
                added += [value] if identity not in held else []
            elif identity not in held:
                added.append(
                    {key: value_of(prompt.model, key, text) for key, text in value.items()}
                )
            else:
                for key, text in value.items():
                    place = (prompt.name, held.index(identity), key)
                    self._merge_text(place, text, (prompt.name, number, key))
        if added:
            self._editor.append(prompt.place, added)
            more = f"{len(added)} added" + (f" to {len(held)}" if held else "")
            self.changes.append(f"`{prompt.name}`: {more}")


def _identity(prompt: Prompt, value: Value | dict[str, str]) -> tuple[str, ...]:
    """Return the texts by which two values of a list are the same."""
    if isinstance(value, dict):
        return tuple(one_line(str(value.get(key) or "")) for key in prompt.same)
    return (one_line(str(value)),)
