"""Draft records made of issues that a form has created."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.exchange.forms.answers import text_of
from site_builder.exchange.forms.contents import Content, content_of
from site_builder.exchange.forms.judging import in_lines, in_questions
from site_builder.exchange.forms.questions import AnswerProblem
from site_builder.exchange.forms.reading import NewWord, Reading, unanswered
from site_builder.exchange.forms.similar import SimilarLesson, nearest_lessons
from site_builder.exchange.provenance import digest, digest_of_text
from site_builder.library.certain import finder_for
from site_builder.records.assist import Assist
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Lesson
from site_builder.records.reuse import Reuse
from site_builder.report.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from site_builder.diagnostics import Diagnostic
    from site_builder.exchange.forms.filled import Filled
    from site_builder.exchange.forms.issues import Issue
    from site_builder.library.base import Base
    from site_builder.library.trial import Trial
    from site_builder.records.header.write import Data
    from site_builder.search.store import Opened

    Answered = Record[Lesson] | Record[Assist] | Record[Reuse]
    """A record that an issue may become."""
    Earlier = Answered | None
    """The record that an issue has become before, if any."""

_LONGEST_PROBLEM = 500
"""Characters of a title or a problem that are compared with those of lessons."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The draft that an issue becomes, and the problems with it."""

    issue: Issue
    kind: Kind
    problems: tuple[AnswerProblem, ...]
    """What keeps it from being published, by question."""
    title: str = ""
    record_id: str = ""
    path: str = ""
    """Path from the project root; empty if nothing can be written."""
    text: str = ""
    before: str = ""
    """Present text of its file; empty if there is none."""
    action: str = "none"
    """``create``, ``update`` or ``unchanged``; ``keep`` if a person has edited the record since;
    ``none`` if the answers do not make a record."""
    left_out: tuple[AnswerProblem, ...] = ()
    """Answers that were left out of it."""
    advice: tuple[AnswerProblem, ...] = ()
    """What would make it better."""
    new_words: tuple[NewWord, ...] = ()
    """Topics and teams that the vocabulary lacks."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Problems that a check finds in the text."""
    near: tuple[SimilarLesson, ...] = ()

    @property
    def branch(self) -> str:
        """Name of a branch for it; empty if there is no record."""
        return f"{self.kind}/{self.issue.key}-{self.record_id}" if self.path else ""


def draft(issue: Issue, filled: Filled, trial: Trial, open_index: Callable[[], Opened]) -> Drafted:
    """Return the record that an issue becomes, and the problems with it.

    An issue has one record, which is found again by the issue's number. A record that a person has
    edited is left as it is. Only a lesson needs the index.
    """
    kind, base = filled.form.kind, trial.base
    if numbers := tuple(_numbers_of_persons(filled, trial)):
        mask = finder_for(base.settings).masked
        others = (replace(one, message=mask(one.message)) for one in unanswered(filled))
        return Drafted(issue, kind, (*numbers, *others))
    earlier, reading = _earlier(issue, kind, trial), Reading(filled, base)
    day = earlier.fields.date.isoformat() if earlier else ""
    content = content_of(filled, reading, base, day)
    record_id = earlier.id if earlier else base.free_id(kind, content.wanted_id)
    path = earlier.path if earlier else f"{base.prefix}{content.folder}{record_id}.md"
    mark: dict[str, Data] = {"from": issue.origin, "key": issue.key, "digest": _digest(filled)}
    text = _marked(content, mark, reading.kept)
    tried = trial.of(path, text)
    is_record = tried.graph.record_at(path) is not None
    # Everybody can read the reply.
    diagnostics = tuple(Outside(tried).told(tried.diagnostics)[0])
    left_out = {problem.question for problem in reading.left_out}
    problems, advice = in_questions(diagnostics, filled, text, left_out, is_record=is_record)
    drafted = Drafted(
        issue,
        kind,
        (*unanswered(filled), *reading.problems, *problems),
        content.title,
        record_id,
        path if is_record else "",
        text,
        action="create" if is_record else "none",
        left_out=(*filled.not_taken, *reading.left_out),
        advice=tuple(advice),
        new_words=tuple(reading.new_words),
        diagnostics=diagnostics,
        near=_near(content, filled, base, open_index, record_id),
    )
    return _compared(drafted, earlier, _digest(filled)) if is_record and earlier else drafted


def _numbers_of_persons(filled: Filled, trial: Trial) -> Iterator[AnswerProblem]:
    """Yield a problem for each answer with the number of a person, of which nothing is kept."""
    finder = finder_for(trial.base.settings)
    for question in filled.form.questions:
        answer = filled.answers[question.name]
        # Its name before an answer is read as the field of a record would be.
        text = f"{question.name}: {answer}"
        lines: dict[str, set[int]] = {}
        for found in finder.certain(text):
            line = text.count("\n", 0, found.start) + 1 if "\n" in answer else 0
            lines.setdefault(found.name, set()).add(line)
        for name, numbers in lines.items():
            message = f"there is {name}{in_lines(numbers)}"
            yield AnswerProblem(question.label, message, "take it out; no answer was kept")


def _near(
    content: Content, filled: Filled, base: Base, open_index: Callable[[], Opened], own_id: str
) -> tuple[SimilarLesson, ...]:
    """Return the lessons similar to a new one, as far as everybody may read them."""
    if filled.form.kind is not Kind.LESSON or not content.title:
        return ()
    problem, limit = filled.answers["problem"][:_LONGEST_PROBLEM], base.settings.near_duplicate
    title = content.title[:_LONGEST_PROBLEM]
    near = nearest_lessons(title, problem, base.library, limit, open_index(), own_id)
    public = {one.id for one in base.library.lessons if one.fields.visibility == "public"}
    return tuple(lesson for lesson in near if lesson.id in public)


def _earlier(issue: Issue, kind: Kind, trial: Trial) -> Earlier:
    for record in trial.base.library.records:
        fields = record.fields
        if record.kind is kind and isinstance(fields, Lesson | Assist | Reuse):
            mark = fields.imported
            if mark and (mark.from_, mark.key) == (issue.origin, issue.key):
                return record  # type: ignore[return-value]  # its fields have just been checked
    return None


def _digest(filled: Filled) -> str:
    """Return the digest of the answers of a form."""
    return digest(json.dumps([filled.answers, sorted(filled.ticked)], sort_keys=True))


def _marked(content: Content, mark: Mapping[str, Data], kept: Mapping[str, str]) -> str:
    """Return the text of a record with its mark, which holds a digest of that text.

    The mark also holds the answers that no field could take.
    """

    def text_with(written: Mapping[str, Data]) -> str:
        imported = {**mark, **written, "original": kept}
        return text_of({**content.fields, "imported": imported}, content.body)

    return text_with({"written": digest_of_text(text_with({}))})


def _compared(drafted: Drafted, earlier: Answered, answers: str) -> Drafted:
    """Return a draft as it affects the file of an earlier record, by the digest of its answers."""
    mark, before = earlier.fields.imported, earlier.document.text
    if mark and mark.digest == answers:
        return replace(drafted, text=before, before=before, action="unchanged")
    if mark and mark.written == digest_of_text(before):
        return replace(drafted, before=before, action="update")
    message = "somebody has edited the draft since, so your changes here were not taken over"
    problem = AnswerProblem("", message, f"the draft is {drafted.path}")
    problems = (*drafted.problems, problem)
    return replace(drafted, before=before, action="keep", problems=problems)
