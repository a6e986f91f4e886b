"""From a capture sheet to the record: what is added, and what a person wrote is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.assists.answers import Answers, read_answers
from site_builder.assists.capture import FIELDS, PROBLEM, Prompt, label_of, text_of, value_of
from site_builder.assists.drafts import Draft, drafts_of
from site_builder.assists.filled_sheet import Problem, read_sheet
from site_builder.diagnostics import shortened
from site_builder.errors import UnamendableError
from site_builder.records.assist import Assist
from site_builder.records.header.edit import HeaderEditor, Revision
from site_builder.records.header.read import Place, Value, value_at
from site_builder.records.header.write import Data, one_line
from site_builder.records.parse import parse_fields

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from site_builder.library.base import Base
    from site_builder.records.kinds import Record


@dataclass(slots=True)
class Ingestion:
    """What a sheet changes, or why it changes nothing."""

    revision: Revision | None = None
    """The record as changed; None where nothing of it changes."""
    drafts: list[Draft] = field(default_factory=list)
    """Lessons to be written."""
    kept: list[str] = field(default_factory=list)
    """Ids of lessons of the sheet that are there already."""
    said: list[str] = field(default_factory=list)
    """Each change of the record in words."""
    problems: list[Problem] = field(default_factory=list)
    """What stands against it; nothing may be written while there are any."""


def ingest(
    text: str, record: Record[Assist], loaded: Base, day: date, *, replace: bool = False
) -> Ingestion:
    """Return what a filled sheet changes in its record, and the lessons that it gives.

    Lists are added to. A text that a person has written is replaced only if asked for.

    Args:
        text: The sheet.
        record: The assist that it belongs to.
        loaded: The base.
        day: Day on which lessons are recorded.
        replace: Whether texts of the record give way to those of the sheet.
    """
    sheet = read_sheet(text)
    done = Ingestion(problems=list(sheet.problems))
    if sheet.assist not in {"", record.id, *record.fields.aliases}:
        message = f"this is the sheet of the assist `{shortened(sheet.assist)}`"
        done.problems.append(Problem(1, message, f"not of `{record.id}`"))
    vocabulary = loaded.library.vocabulary
    answers = read_answers(sheet, vocabulary, record.fields.host_team or "")
    done.problems += answers.problems
    drafts = drafts_of(sheet, record, loaded, day)
    done.problems += drafts.problems
    merge = _Merge(record, answers, replace=replace)
    merge.run()
    done.problems += merge.problems
    done.problems.sort()
    if not done.problems:
        done.revision, done.problems = merge.made()
        done.drafts = drafts.new
        done.said = merge.said
        done.kept = drafts.kept
    return done


class _Merge:
    """Brings answers together with what a record holds."""

    def __init__(self, record: Record[Assist], answers: Answers, *, replace: bool) -> None:
        self._record = record
        self._header = record.document.header
        self._answers = answers
        self._replace = replace
        self._editor = HeaderEditor(record.document)
        self.said: list[str] = []
        self.problems: list[Problem] = []

    def run(self) -> None:
        """Compare every answer with the record."""
        for one in FIELDS.values():
            answer = self._answers.values.get(one.name)
            if one.name == PROBLEM and isinstance(answer, str):
                self._merge_problem(answer)
            elif isinstance(answer, str):
                self._merge_text(one.place, answer, (one.name,))
            elif isinstance(answer, dict):
                for key, value in answer.items():
                    self._merge_text((*one.place, key), value, (one.name, key))
            elif answer:
                self._merge_list(one, answer)

    def made(self) -> tuple[Revision | None, list[Problem]]:
        """Return the changed record, or why it cannot be changed as it is written.

        A list may stand in a form that cannot be added to, such as one shared with another field.
        """
        if not self.said:
            return None, []
        message = f"{self._record.path} cannot be added to as it is written"
        try:
            made = self._editor.made()
        except UnamendableError:
            hint = "write each value of its lists on a line of its own"
            return None, [Problem(1, message, hint)]
        _fields, wrong = parse_fields(Assist, made.after)
        hint = "; ".join(f"{found.message} ({found.hint})" for found in wrong)
        return made, [Problem(1, message, hint)] if wrong else []

    def _merge_problem(self, answer: str) -> None:
        now = one_line(self._record.fields.problem)
        if answer == now:
            return
        if self._record.fields.problem_before is None:
            self._editor.set((PROBLEM,), answer)
            self._editor.set(("problem_before",), now)
            self.said.append("`problem`: reworded; the earlier one is kept in `problem_before`")
        else:
            self._merge_text((PROBLEM,), answer, (PROBLEM,))

    def _merge_text(self, place: Place, answer: str, at: Place) -> None:
        now = value_at(self._header, place)
        name = ".".join(str(step + 1) if isinstance(step, int) else step for step in place)
        value = value_of(FIELDS[str(at[0])].model, str(place[-1]), answer)
        if now is None:
            self._editor.set(place, value)
            self.said.append(f"`{name}`: set")
        elif text_of(now) == answer:
            return
        elif self._replace:
            self._editor.set(place, value)
            self.said.append(f"`{name}`: replaced; it was `{shortened(text_of(now))}`")
        else:
            message = f"`{label_of(name)}` is `{shortened(text_of(now))}` in the record already"
            hint = "use --replace to put the sheet's in its place"
            line = self._answers.lines.get(at) or self._answers.lines.get(at[:-1], 1)
            self.problems.append(Problem(line, message, hint))

    def _merge_list(self, one: Prompt, answer: Sequence[str | dict[str, str]]) -> None:
        known = value_at(self._header, one.place)
        held = [self._identity(one, each) for each in known] if isinstance(known, list) else []
        added: list[str | dict[str, str]] = []
        for number, each in enumerate(answer):
            identity = self._identity(one, each)
            if identity not in held:
                added.append(each)
            elif isinstance(each, dict):
                where = held.index(identity)
                for key, value in each.items():
                    self._merge_text((one.name, where, key), value, (one.name, number, key))
        if not added:
            return
        more = f"{len(added)} added" + (f" to {len(held)}" if held else "")
        self.said.append(f"`{one.name}`: {more}")
        self._editor.append(one.place, [_typed(one, each) for each in added])

    def _identity(self, one: Prompt, value: Value | dict[str, str]) -> tuple[str, ...]:
        if isinstance(value, dict):
            return tuple(one_line(str(value.get(key) or "")) for key in one.same)
        return (one_line(str(value)),)


def _typed(one: Prompt, answer: str | dict[str, str]) -> Data:
    """Return an answer as the record holds it."""
    if isinstance(answer, str):
        return answer
    return {key: value_of(one.model, key, text) for key, text in answer.items()}
