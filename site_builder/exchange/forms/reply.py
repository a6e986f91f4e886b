"""Replies to an issue that became a draft: a comment for its author, JSON for workflows."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from site_builder.diagnostics import Diagnostic, Severity, shortened
from site_builder.exchange.forms.drafting import AnswerProblem, Drafted
from site_builder.exchange.forms.questions import FORMS
from site_builder.records.header.write import one_line
from site_builder.records.kinds import Kind, id_from
from site_builder.report.structured import row
from site_builder.rules import RULES

FORMAT_VERSION = 1
MARK = "<!-- written by lessons from-issue -->"
"""First line of the comment, by which a workflow finds it."""
_CALLED = {Kind.LESSON: "lesson", Kind.ASSIST: "record of the event", Kind.REUSE: "report"}
_TITLED = {Kind.LESSON: "Lesson", Kind.ASSIST: "Event", Kind.REUSE: "Report of use"}
_ADDED = {
    "tag": "with a label and a description",
    "team": "with its label and its organisation",
    "setting": "with a label",
}
"""What a new word of the vocabulary needs, by its kind."""
_QUOTED = re.compile("`([^`]*)`")
_LONGEST = 300
"""Most characters of the words of others in a comment."""
_MARKUP = re.compile(r"([#$&*+<>@\[\\\]^_`{|}~])")
# Trackers look for these in the text that is shown, where no backslash is left.
_MENTION = re.compile(
    r"(?<=[@#!~$%&])(?=\S)|(?<=GH)(?=-)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE
)
ZERO_WIDTH_SPACE = "\u200b"
"""Keeps two characters apart without being seen."""
_ALSO_ASKED = frozenset({"field-missing", "section-missing", "value-empty", "value-unknown"})
"""Rules about missing or unknown values, on which the form's own problems are clearer."""


def has_problems(drafted: Drafted) -> bool:
    """Return whether the draft has problems that keep it from being published."""
    return bool(drafted.problems) or any(map(_is_grave, drafted.diagnostics))


def as_json(drafted: Drafted, *, written: bool) -> dict[str, Any]:
    """Return the draft as JSON, for a workflow that makes a pull request of it."""
    return {
        "format_version": FORMAT_VERSION,
        "kind": str(drafted.kind),
        "number": drafted.issue.number,
        "id": drafted.record_id if drafted.path else None,
        "path": drafted.path or None,
        "branch": drafted.branch or None,
        "title": f"{_TITLED[drafted.kind]}: {shortened(drafted.title) or 'without a title'}",
        "action": drafted.action,
        "written": written,
        "problems": [asdict(problem) for problem in _problems(drafted)],
        "diagnostics": [row(diagnostic) for diagnostic in drafted.diagnostics],
        "unknown_tags": list(drafted.unknown_tags),
        "near_duplicates": [asdict(lesson) for lesson in drafted.near],
        "comment": comment(drafted),
    }


def _problems(drafted: Drafted) -> list[AnswerProblem]:
    """Return all problems to fix, by question of the form."""
    asked = {problem.question for problem in drafted.problems}
    problems = list(drafted.problems)
    for diagnostic in filter(_is_grave, drafted.diagnostics):
        label = _label(drafted, diagnostic)
        if diagnostic.rule not in _ALSO_ASKED or label not in asked:
            problems.append(AnswerProblem(label, diagnostic.message, _hint(diagnostic)))
    return problems


def comment(drafted: Drafted) -> str:
    """Return a comment on the issue, as Markdown in which words of others are not markup."""
    called = _CALLED[drafted.kind]
    lines = [MARK, "", _opening(drafted), ""]
    problems = _problems(drafted)
    if problems:
        lines += ["Please look at this. Edit your answers above, and they are read again:", ""]
        lines += [*map(_point, problems), ""]
    if drafted.left_over:
        lines += ["The text above the first question was left out.", ""]
    if drafted.near:
        looks = "This lesson looks" if len(drafted.near) == 1 else "These lessons look"
        lines += [f"{looks} like yours:", ""]
        for lesson in drafted.near:
            lines.append(f"- {harmless(lesson.title)} (`{lesson.id}`): {harmless(lesson.how)}")
        advice = "If you used one of them, a report of use says more than a second lesson."
        lines += ["", advice, ""]
    if not problems:
        lines += [f"A person reads the {called} before it is published.", ""]
    return "\n".join(lines)


def _opening(drafted: Drafted) -> str:
    called = _CALLED[drafted.kind]
    if not drafted.path:
        return f"Thank you. No draft of the {called} could be made of these answers yet."
    if drafted.action == "keep":
        return f"Thank you. The draft of the {called} is `{drafted.path}`."
    return f"Thank you. These answers have become a draft of a {called}: `{drafted.path}`."


def _point(problem: AnswerProblem) -> str:
    where = f"**{harmless(problem.question)}**: " if problem.question else ""
    hint = f" ({harmless(problem.hint)})" if problem.hint else ""
    return f"- {where}{harmless(problem.message)}{hint}"


def _is_grave(diagnostic: Diagnostic) -> bool:
    """Return whether a problem is an error in a published record."""
    return RULES[diagnostic.rule].severity is Severity.ERROR


def _hint(diagnostic: Diagnostic) -> str:
    """Return the hint of a problem, with what to ask for if one cannot edit the vocabulary."""
    kind = diagnostic.rule.removesuffix("-unknown")
    if kind not in _ADDED:
        return diagnostic.hint
    word = _QUOTED.search(diagnostic.message)
    named = id_from(word[1] if word else "", kind)
    added = f"or it has to be added to vocabulary.yml, under `{kind}s`: `{named}`, {_ADDED[kind]}"
    return f"{diagnostic.hint}; {added}"


def _label(drafted: Drafted, diagnostic: Diagnostic) -> str:
    """Return the label of the question whose answer a problem is about; empty if there is none."""
    field = _field_at(drafted.text, diagnostic)
    form = next(form for form in FORMS.values() if form.kind is drafted.kind)
    labels = (question.label for question in form.questions if field in question.fields)
    return next(labels, "")


def _field_at(text: str, diagnostic: Diagnostic) -> str:
    """Return the field of the header, or the heading, that the line of a problem belongs to."""
    number = diagnostic.span.line
    if number == 1:
        # A missing field has no line; the message names it.
        return diagnostic.message.partition("`")[2].partition("`")[0]
    lines = text.split("\n")
    above = reversed(lines[:number])
    if number > lines.index("---", 1) + 1:
        return next((line for line in above if line.startswith("## ")), "")
    return next((line.partition(":")[0] for line in above if line[:1] not in {" ", "-"}), "")


def harmless(text: str) -> str:
    """Return a text as one line of Markdown that mentions nobody and contains no markup.

    Words in backticks get quotation marks. A character that could mention a person, another issue
    or an address is followed by a space of no width.
    """
    line = _QUOTED.sub(r"“\1”", one_line(text))
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    line = _MENTION.sub(ZERO_WIDTH_SPACE, line)
    return _MARKUP.sub(r"\\\1", line)
