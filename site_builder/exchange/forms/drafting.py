"""An issue that a form has made, as a draft record: what to write, and what to say of it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.clock import today
from site_builder.exchange.forms.answers import (
    LessonAnswers,
    body_of,
    fitting,
    lesson_called,
    lesson_text,
    source_of,
    tags_of,
    usual_folder,
    word_of,
)
from site_builder.exchange.forms.questions import FormQuestion, chosen, no_choice
from site_builder.exchange.forms.similar import SimilarLesson, nearest_lessons
from site_builder.exchange.provenance import digest_of_text
from site_builder.records.date_forms import meant_date
from site_builder.records.header.write import Data, one_line, record_text, tidied
from site_builder.records.kinds import Kind, Record, id_from
from site_builder.records.lesson import Lesson
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.diagnostics import Diagnostic
    from site_builder.exchange.forms.issue_forms import Filled
    from site_builder.exchange.forms.issues import Issue
    from site_builder.library.trial import Trial
    from site_builder.search.store import Opened

FROM = "issue"
"""What the field `imported` names as where a record came from."""


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """Something about an answer that somebody has to put right."""

    question: str
    """Label of the question; empty for the whole."""
    message: str
    hint: str = ""


@dataclass(slots=True)
class Drafted:
    """What becomes of an issue."""

    issue: Issue
    kind: Kind
    title: str = ""
    record_id: str = ""
    path: str = ""
    """Path from the project root; empty where nothing can be written."""
    text: str = ""
    before: str = ""
    """What its file holds; empty where there is none."""
    action: str = "none"
    """``create``, ``update`` or ``unchanged``; ``keep`` where a person has edited the record since;
    ``none`` where nothing can be made of the answers."""
    problems: list[AnswerProblem] = field(default_factory=list)
    diagnostics: tuple[Diagnostic, ...] = ()
    """What a check says of the text."""
    unknown_tags: tuple[str, ...] = ()
    near: list[SimilarLesson] = field(default_factory=list)
    left_over: bool = False
    """Whether something stands above the first question, and was left out."""

    @property
    def branch(self) -> str:
        """Name of the branch for it; empty where there is no record."""
        return f"{self.kind}/{self.issue.number}-{self.record_id}" if self.path else ""


def draft(issue: Issue, filled: Filled, trial: Trial, open_index: Callable[[], Opened]) -> Drafted:
    """Return the record that an issue becomes, and what is wrong with it.

    An issue has one record, found again by its number. A record that a person has edited is left
    as it is.

    Args:
        issue: The issue.
        filled: The form as it was filled in.
        trial: The base.
        open_index: Opens the index, which only a lesson needs.
    """
    drafted = Drafted(issue, filled.form.kind, left_over=bool(filled.left_over))
    drafted.problems += _unanswered(filled)
    before = _record_of(issue, filled.form.kind, trial)
    if filled.form.kind is Kind.LESSON:
        _draft_lesson(drafted, filled, trial, before)
        base = trial.base
        if drafted.title:
            drafted.near = nearest_lessons(
                drafted.title,
                filled.answers["problem"],
                base.library,
                base.settings.near_duplicate,
                open_index(),
                drafted.record_id,
            )
    else:
        _draft_report(drafted, filled, trial, before)
    tried = trial.of(drafted.path, drafted.text)
    # What comes of it is read by everybody.
    drafted.diagnostics = tuple(
        diagnostic for diagnostic in tried.diagnostics if not diagnostic.private
    )
    if tried.record is None:
        drafted.path = ""
    else:
        _decide(drafted, before)
    return drafted


def _unanswered(filled: Filled) -> list[AnswerProblem]:
    wrong = []
    for question in filled.form.questions:
        answer = filled.answers[question.name]
        if question.ticks:
            missing = [tick for tick in question.ticks if tick not in filled.ticked]
            wrong += [
                AnswerProblem(question.label, f"this is not ticked: {one}") for one in missing
            ]
        elif question.required and not one_line(answer):
            wrong.append(AnswerProblem(question.label, "there is no answer", _wanted(question)))
        elif answer and question.choices and chosen(answer, question.choices) is None:
            wrong.append(AnswerProblem(question.label, no_choice(answer, question.choices)))
    return wrong


def _wanted(question: FormQuestion) -> str:
    words = ", ".join(f"“{words}”" for words in question.choices.values())
    return f"one of: {words}" if words else ""


def _record_of(issue: Issue, kind: Kind, trial: Trial) -> Record[Lesson | Reuse] | None:
    """Return the record that an issue has become before."""
    for record in trial.base.library.records:
        fields = record.fields
        if record.kind is kind and isinstance(fields, Lesson | Reuse):
            mark = fields.imported
            if mark and (mark.from_, mark.key) == (FROM, str(issue.number)):
                return record  # type: ignore[return-value]  # its fields have just been looked at
    return None


def _draft_lesson(
    drafted: Drafted, filled: Filled, trial: Trial, before: Record[Lesson | Reuse] | None
) -> None:
    given, library = filled.answers, trial.base.library
    tags, drafted.unknown_tags = tags_of(given["tags"], library.vocabulary)
    code = {
        question.name: chosen(given[question.name], question.choices) or ""
        for question in filled.form.questions
    }
    source = source_of(given["source"], library, code["design"], given["address"])
    drafted.title = one_line(given["title"])
    agreed = all(tick in filled.ticked for tick in filled.form.questions[-1].ticks)
    answers = LessonAnswers(
        drafted.title,
        given["problem"],
        code["evidence"] or given["evidence"],
        tags,
        source,
        {
            "status": "draft",
            "team": word_of(given["team"], "teams", library.vocabulary),
            "consent": "whoever shared it, on the form" if agreed else "",
        },
    )
    body = body_of(
        {
            "What happened": given["what_happened"],
            "What was learned": given["what_was_learned"],
        }
    )
    folder = usual_folder(tags[0] if tags else "", library, trial.prefix)
    _place(drafted, trial, before, id_from(drafted.title, "lesson"), folder)
    day = before.fields.date if before else today()
    drafted.text = _marked(
        drafted, filled, lambda mark: lesson_text(answers, day, body, {"imported": mark})
    )


def _draft_report(
    drafted: Drafted, filled: Filled, trial: Trial, before: Record[Lesson | Reuse] | None
) -> None:
    given, library = filled.answers, trial.base.library
    code = {
        question.name: chosen(given[question.name], question.choices) or ""
        for question in filled.form.questions
    }
    lesson_id = lesson_called(given["lesson"], library)
    lesson = library.lesson(lesson_id)
    team = word_of(given["team"], "teams", library.vocabulary)
    fields: dict[str, Data] = {
        "lesson": lesson_id,
        "digest": trial.base.reliances.digest(lesson) if lesson else "",
        "team": team,
        "reported_by": given["reported_by"],
        "date": (before.fields.date if before else today()).isoformat(),
        "happened": meant_date(given["happened"], partial=True) or given["happened"],
        "outcome": code["outcome"] or given["outcome"],
        "measure": code["measure"] or given["measure"],
        "setting": word_of(given["setting"], "settings", library.vocabulary),
        "changed": given["changed"],
    }
    drafted.title = f"{lesson.fields.title if lesson else lesson_id}, used by {team}"
    wanted = id_from(f"{lesson_id} {team}", "report")
    _place(drafted, trial, before, wanted, "reuse/")

    body = fitting(given["text"])
    drafted.text = _marked(
        drafted,
        filled,
        lambda mark: record_text(tidied({**fields, "imported": mark}), f"{body}\n" if body else ""),
    )


def _place(
    drafted: Drafted,
    trial: Trial,
    before: Record[Lesson | Reuse] | None,
    wanted: str,
    folder: str,
) -> None:
    """Decide the file: the one that the issue has already, or a new one."""
    if before:
        drafted.record_id, drafted.path = before.id, before.path
        return
    drafted.record_id = trial.base.free_id(drafted.kind, wanted)
    drafted.path = f"{trial.prefix}{folder}{drafted.record_id}.md"


def _marked(drafted: Drafted, filled: Filled, text: Callable[[dict[str, str]], str]) -> str:
    """Return a text with its mark: whose issue it is, and a digest of what is written now."""
    answers = json.dumps([filled.answers, sorted(filled.ticked)], sort_keys=True)
    mark = {
        "from": FROM,
        "key": str(drafted.issue.number),
        "digest": hashlib.sha256(answers.encode()).hexdigest()[:12],
    }
    return text({**mark, "written": digest_of_text(text(mark))})


def _decide(drafted: Drafted, before: Record[Lesson | Reuse] | None) -> None:
    """Settle whether there is anything to write, and whether it may be."""
    if before is None:
        drafted.action = "create"
        return
    mark = before.fields.imported
    assert mark  # noqa: S101 - it was found by it
    text = drafted.before = before.document.text
    if _digest_in(drafted.text) == mark.digest:
        drafted.text, drafted.action = text, "unchanged"
    elif digest_of_text(text) == mark.written:
        drafted.action = "update"
    else:
        drafted.action = "keep"
        message = "somebody has edited the draft since, so what you changed here was not taken over"
        drafted.problems.append(AnswerProblem("", message, f"the draft is {drafted.path}"))


def _digest_in(text: str) -> str:
    found = re.search(r"^  digest: ([0-9a-f]{12})$", text, re.MULTILINE)
    return found[1] if found else ""
