"""Draft records made of issues that a form has created."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.clock import today
from site_builder.exchange.forms.answers import (
    body_of,
    fitting,
    id_named,
    source_of,
    tags_of,
    text_of,
    usual_folder,
    word_of,
)
from site_builder.exchange.forms.questions import FormQuestion, chosen, no_choice
from site_builder.exchange.forms.similar import SimilarLesson, nearest_lessons
from site_builder.exchange.provenance import digest, digest_of_text
from site_builder.library.certain import finder_for
from site_builder.records.assist import Assist
from site_builder.records.date_forms import meant_date
from site_builder.records.header.write import Data, one_line
from site_builder.records.kinds import Kind, Record, id_from
from site_builder.records.lesson import Lesson
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from site_builder.diagnostics import Diagnostic
    from site_builder.exchange.forms.issues import Filled, Issue
    from site_builder.library.trial import Trial
    from site_builder.search.store import Opened

    Answered = Record[Lesson] | Record[Assist] | Record[Reuse]
    """A record that an issue may become."""
    Earlier = Answered | None
    """The record that an issue has become before, if any."""

FROM = "issue"
"""Collection that the field `imported` of such records names."""


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """A problem with an answer, or with the whole form."""

    question: str
    """Label of the question; empty for the whole form."""
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The draft that an issue becomes, and the problems with it."""

    issue: Issue
    kind: Kind
    title: str
    record_id: str
    path: str
    """Path from the project root; empty if nothing can be written."""
    text: str
    before: str
    """Present text of its file; empty if there is none."""
    action: str
    """``create``, ``update`` or ``unchanged``; ``keep`` if a person has edited the record since;
    ``none`` if the answers do not make a record."""
    problems: tuple[AnswerProblem, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Problems that a check finds in the text."""
    unknown_tags: tuple[str, ...]
    near: tuple[SimilarLesson, ...]
    left_over: bool
    """Whether there is text above the first question, which is ignored."""

    @property
    def branch(self) -> str:
        """Name of a branch for it; empty if there is no record."""
        return f"{self.kind}/{self.issue.number}-{self.record_id}" if self.path else ""


@dataclass(frozen=True, slots=True)
class _Content:
    """A record as the answers make it."""

    title: str
    fields: Mapping[str, Data]
    body: str
    wanted_id: str
    folder: str
    """Folder below the lessons folder, with its slash."""
    unknown_tags: tuple[str, ...] = ()


def draft(issue: Issue, filled: Filled, trial: Trial, open_index: Callable[[], Opened]) -> Drafted:
    """Return the record that an issue becomes, and the problems with it.

    An issue has one record, which is found again by the issue's number. A record that a person has
    edited is left as it is. Only a lesson needs the index.
    """
    kind, base = filled.form.kind, trial.base
    if numbers := tuple(_numbers_of_persons(filled, trial)):
        return _nothing(issue, kind, numbers)
    earlier = _earlier(issue, kind, trial)
    content = _CONTENTS[kind](filled, trial, earlier)
    record_id = earlier.id if earlier else base.free_id(kind, content.wanted_id)
    path = earlier.path if earlier else f"{trial.base.prefix}{content.folder}{record_id}.md"
    near: list[SimilarLesson] = []
    if kind is Kind.LESSON and content.title:
        problem, limit = filled.answers["problem"], base.settings.near_duplicate
        near = nearest_lessons(content.title, problem, base.library, limit, open_index(), record_id)
    mark = {"from": FROM, "key": str(issue.number), "digest": _digest(filled)}
    text = _marked(content, mark)
    tried = trial.of(path, text)
    is_record = tried.graph.record_at(path) is not None
    drafted = Drafted(
        issue,
        kind,
        content.title,
        record_id,
        path if is_record else "",
        text,
        before="",
        action="create" if is_record else "none",
        problems=tuple(_unanswered(filled)),
        # Everybody can read the reply.
        diagnostics=tuple(problem for problem in tried.diagnostics if not problem.private),
        unknown_tags=content.unknown_tags,
        near=tuple(near),
        left_over=bool(filled.left_over),
    )
    return _compared(drafted, earlier, mark["digest"]) if is_record and earlier else drafted


def _numbers_of_persons(filled: Filled, trial: Trial) -> Iterator[AnswerProblem]:
    """Yield a problem for each answer with the number of a person, of which nothing is kept."""
    finder = finder_for(trial.base.settings)
    hint = "take it out; nothing of these answers was kept"
    for question in filled.form.questions:
        for found in finder.certain(f"{question.name}: {filled.answers[question.name]}"):
            message = f"`{found.masked}` looks like {found.name}"
            yield AnswerProblem(question.label, message, hint)


def _nothing(issue: Issue, kind: Kind, problems: tuple[AnswerProblem, ...]) -> Drafted:
    """Return that an issue becomes no draft; nothing of its words is in it."""
    return Drafted(issue, kind, "", "", "", "", "", "none", problems, (), (), (), left_over=False)


def _unanswered(filled: Filled) -> list[AnswerProblem]:
    problems = []
    for question in filled.form.questions:
        answer, label = filled.answers[question.name], question.label
        if question.ticks:
            missing = [tick for tick in question.ticks if tick not in filled.ticked]
            problems += [AnswerProblem(label, f"this is not ticked: {tick}") for tick in missing]
        elif question.required and not one_line(answer):
            problems.append(AnswerProblem(label, "there is no answer", _wanted(question)))
        elif answer and question.choices and chosen(answer, question.choices) is None:
            problems.append(AnswerProblem(label, no_choice(answer, question.choices)))
    return problems


def _wanted(question: FormQuestion) -> str:
    words = ", ".join(f"“{words}”" for words in question.choices.values())
    return f"one of: {words}" if words else ""


def _earlier(issue: Issue, kind: Kind, trial: Trial) -> Earlier:
    for record in trial.base.library.records:
        fields = record.fields
        if record.kind is kind and isinstance(fields, Lesson | Assist | Reuse):
            mark = fields.imported
            if mark and (mark.from_, mark.key) == (FROM, str(issue.number)):
                return record  # type: ignore[return-value]  # its fields have just been checked
    return None


def _lesson(filled: Filled, trial: Trial, earlier: Earlier) -> _Content:
    given, library = filled.answers, trial.base.library
    title = one_line(given["title"])
    tags, unknown = tags_of(given["tags"], library.vocabulary)
    design = chosen(given["design"], filled.question("design").choices) or ""
    agreed = filled.ticked.issuperset(filled.question("consent").ticks)
    fields: dict[str, Data] = {
        "title": title,
        "problem": given["problem"],
        "evidence": filled.code("evidence"),
        "tags": tags,
        "date": _day(earlier),
        **source_of(given["source"], library, design, given["address"]).fields,
        "status": "draft",
        "team": word_of(given["team"], "teams", library.vocabulary),
        "consent": "the person who shared it, on the form" if agreed else "",
    }
    sections = {
        "What happened": given["what_happened"],
        "What was learned": given["what_was_learned"],
    }
    folder = usual_folder(tags[0] if tags else "", library, trial.base.prefix)
    return _Content(title, fields, body_of(sections), id_from(title, "lesson"), folder, unknown)


def _report(filled: Filled, trial: Trial, earlier: Earlier) -> _Content:
    given, library = filled.answers, trial.base.library
    lesson_id = id_named(given["lesson"], Kind.LESSON, library) or one_line(given["lesson"])
    lesson = library.lesson(lesson_id)
    team = word_of(given["team"], "teams", library.vocabulary)
    fields: dict[str, Data] = {
        "lesson": lesson_id,
        "digest": trial.base.reliances.digest(lesson) if lesson else "",
        "team": team,
        "reported_by": given["reported_by"],
        "date": _day(earlier),
        "happened": meant_date(given["happened"], partial=True) or given["happened"],
        "outcome": filled.code("outcome"),
        "measure": filled.code("measure"),
        "setting": word_of(given["setting"], "settings", library.vocabulary),
        "changed": given["changed"],
    }
    title = f"{lesson.fields.title if lesson else lesson_id}, used by {team}"
    wanted_id = id_from(f"{lesson_id} {team}", "report")
    return _Content(title, fields, fitting(given["text"]), wanted_id, "reuse/")


def _event(filled: Filled, trial: Trial, earlier: Earlier) -> _Content:
    given, vocabulary = filled.answers, trial.base.library.vocabulary
    host = word_of(given["host_team"], "teams", vocabulary)
    others = [word_of(team, "teams", vocabulary) for team in _points(given["teams"], ",;")]
    outcome = {"team": host, "result": filled.code("result"), "measure": filled.code("measure")}
    agreed = filled.ticked.issuperset(filled.question("agreed").ticks)
    title = one_line(given["title"])
    fields: dict[str, Data] = {
        "title": title,
        "problem": given["problem"],
        "format": filled.code("format"),
        "status": "held",
        "date": _day(earlier),
        "host_team": host,
        "teams": [team for team in others if team != host],
        "happened": meant_date(given["happened"], partial=True) or given["happened"],
        "outcomes": [outcome] if given["result"] else [],
        "actions": [{"do": point} for point in _points(given["actions"])],
        "surprises": _points(given["surprises"]),
        "reflections": [{"take_away": point} for point in _points(given["take_away"])],
        "consent": "the person who told of it, on the form" if agreed else "",
    }
    return _Content(title, fields, fitting(given["story"]), id_from(title, "event"), "assists/")


def _points(answer: str, signs: str = "") -> list[str]:
    """Return the points of an answer: its lines, without the marks of a list."""
    parts = re.split(rf"[\n{signs}]", answer)
    points = (one_line(re.sub(r"^\s*(?:[-*+•]|\d+[.)])\s+", "", part)) for part in parts)
    return [point for point in points if point]


_CONTENTS = {Kind.LESSON: _lesson, Kind.ASSIST: _event, Kind.REUSE: _report}
"""What makes a record of the answers of a form, by its kind."""


def _day(earlier: Earlier) -> str:
    return (earlier.fields.date if earlier else today()).isoformat()


def _digest(filled: Filled) -> str:
    """Return the digest of the answers of a form."""
    return digest(json.dumps([filled.answers, sorted(filled.ticked)], sort_keys=True))


def _marked(content: _Content, mark: Mapping[str, str]) -> str:
    """Return the text of a record with its mark, which holds a digest of that text."""

    def text_with(imported: Mapping[str, str]) -> str:
        return text_of({**content.fields, "imported": imported}, content.body)

    return text_with({**mark, "written": digest_of_text(text_with(mark))})


def _compared(
    drafted: Drafted, earlier: Record[Lesson] | Record[Assist] | Record[Reuse], answers: str
) -> Drafted:
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
