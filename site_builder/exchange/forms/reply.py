"""What is said of an issue that became a draft: to the one who wrote it, and to programs."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from site_builder.diagnostics import Diagnostic, Severity, shortened
from site_builder.exchange.forms.drafting import AnswerProblem, Drafted
from site_builder.exchange.forms.neutral_text import harmless
from site_builder.exchange.forms.questions import FORMS
from site_builder.records.kinds import Kind, id_from
from site_builder.report.structured import row
from site_builder.rules import RULES

FORMAT_VERSION = 1
MARK = "<!-- written by lessons from-issue -->"
"""First line of a comment, by which it is found again."""
_CALLED = {Kind.LESSON: "lesson", Kind.REUSE: "report"}
_ADDED = {
    "tag": "with a label and a description",
    "team": "with its label and its organisation",
    "setting": "with a label",
}
"""What a new word of the vocabulary needs, by kind."""
_QUOTED = re.compile("`([^`]*)`")
_ALSO_ASKED = frozenset({"field-missing", "section-missing", "value-empty", "value-unknown"})
"""Rules about answers that are not there or no choice; the form's own words say it better."""


def has_problems(drafted: Drafted) -> bool:
    """Return whether something has to be put right before the record can be published."""
    return bool(drafted.problems) or any(map(_is_grave, drafted.diagnostics))


def as_json(drafted: Drafted, *, written: bool) -> dict[str, Any]:
    """Return what became of an issue, for a workflow that makes a pull request of it."""
    return {
        "format_version": FORMAT_VERSION,
        "kind": str(drafted.kind),
        "number": drafted.issue.number,
        "id": drafted.record_id if drafted.path else None,
        "path": drafted.path or None,
        "branch": drafted.branch or None,
        "title": title_of(drafted),
        "action": drafted.action,
        "written": written,
        "problems": [asdict(wrong) for wrong in wrongs(drafted)],
        "diagnostics": [row(found) for found in drafted.diagnostics],
        "unknown_tags": list(drafted.unknown_tags),
        "near_duplicates": [asdict(one) for one in drafted.near],
        "comment": comment(drafted),
    }


def title_of(drafted: Drafted) -> str:
    """Return the title of a pull request."""
    name = "Lesson" if drafted.kind is Kind.LESSON else "Report of use"
    return f"{name}: {shortened(drafted.title) or 'without a title'}"


def wrongs(drafted: Drafted) -> list[AnswerProblem]:
    """Return everything that has to be put right, by question of the form."""
    said = {problem.question for problem in drafted.problems}
    found = list(drafted.problems)
    for one in filter(_is_grave, drafted.diagnostics):
        label = _label(drafted, one)
        if one.rule not in _ALSO_ASKED or label not in said:
            found.append(AnswerProblem(label, one.message, _hint(one)))
    return found


def comment(drafted: Drafted) -> str:
    """Return what to answer on the issue, as Markdown in which nobody's words are markup."""
    called = _CALLED[drafted.kind]
    lines = [MARK, "", _opening(drafted), ""]
    problems = wrongs(drafted)
    if problems:
        lines += ["Please look at this. Edit your answers above, and they are read again:", ""]
        lines += [_point(problem) for problem in problems]
        lines.append("")
    if drafted.left_over:
        lines += ["The text above the first question was left out.", ""]
    if drafted.near:
        looks = "This lesson looks" if len(drafted.near) == 1 else "These lessons look"
        lines += [f"{looks} like yours:", ""]
        lines += [
            f"- {harmless(one.title)} (`{one.id}`): {harmless(one.how)}" for one in drafted.near
        ]
        lines += [
            "",
            "If you used one of them, a report of use says more than a second lesson.",
            "",
        ]
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


def _point(one: AnswerProblem) -> str:
    where = f"**{harmless(one.question)}**: " if one.question else ""
    hint = f" ({harmless(one.hint)})" if one.hint else ""
    return f"- {where}{harmless(one.message)}{hint}"


def _is_grave(found: Diagnostic) -> bool:
    """Return whether a problem would be an error if the draft were published."""
    return RULES[found.rule].severity is Severity.ERROR


def _hint(found: Diagnostic) -> str:
    """Return what to do, also for somebody who cannot edit the vocabulary."""
    kind = found.rule.removesuffix("-unknown")
    if kind not in _ADDED:
        return found.hint
    word = _QUOTED.search(found.message)
    named = id_from(word[1] if word else "", kind)
    added = f"or it has to be added to vocabulary.yml, under `{kind}s`: `{named}`, {_ADDED[kind]}"
    return f"{found.hint}; {added}"


def _label(drafted: Drafted, found: Diagnostic) -> str:
    """Return the label of the question whose answer a problem is about."""
    field = _field_at(drafted.text, found)
    form = next(value for value in FORMS.values() if value.kind is drafted.kind)
    labels = (question.label for question in form.questions if field in question.fields)
    return next(labels, "")


def _field_at(text: str, found: Diagnostic) -> str:
    """Return the field of the header, or the heading, that the line of a problem belongs to."""
    lines = text.split("\n")[: found.span.line]
    end = text.split("\n").index("---", 1)
    if found.span.line > end + 1:
        return next((line for line in reversed(lines) if line.startswith("## ")), "")
    if found.span.line == 1:
        # What is missing has no line; the message names it.
        return found.message.partition("`")[2].partition("`")[0]
    return next(
        (line.partition(":")[0] for line in reversed(lines) if line[:1] not in {" ", "-"}), ""
    )
