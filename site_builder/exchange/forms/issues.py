"""Issues of GitHub and GitLab, and the answers in those that a form has created.

The JSON of an issue is untrusted. GitHub writes each answer below a heading of the third level,
which is the question's label. People edit that text, and write headings of their own into answers.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from site_builder.errors import IssueError
from site_builder.exchange.forms.answers import visible
from site_builder.exchange.forms.questions import FORMS, Form, FormQuestion, chosen
from site_builder.exchange.tables.packed import read_small
from site_builder.library.ordering import longest_rising
from site_builder.markdown.body import Body
from site_builder.records.header.write import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAX_BYTES = 1_000_000
"""Largest file that is read, in bytes; answers of a form are far smaller."""
_HIGHEST = 10**12
_HEADING = re.compile(r"^#{3}[ \t]+(\S[^\n]*?)[ \t]*$", re.MULTILINE)
_TICK = re.compile(r"^[ \t]*[-*+][ \t]+\[[xX]\][ \t]+(\S[^\n]*?)[ \t]*$", re.MULTILINE)
_EMPTY = frozenset({"", "_no response_", "no response"})
_NOTHING_CHOSEN = frozenset({"none", "n/a"})
_ENOUGH = 0.5
"""Least share of a form's required questions in the text of an issue without its label."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of a tracker."""

    number: int
    title: str
    body: str
    labels: frozenset[str]


def read_issue(file: Path, number: int | None = None) -> Issue:
    """Return the issue in a file, which is that of an event or of the issue alone.

    A number that is given replaces the one in the file.

    Raises:
        IssueError: The file cannot be read, or contains no issue.
    """
    document = _object(file, _json(file), "")
    event = document.get("issue", document.get("object_attributes", document))
    issue = _object(file, event, "issue")
    if "pull_request" in issue or issue.get("object_kind") == "merge_request":
        raise IssueError(file, "it contains a pull request, not an issue")
    body = issue.get("body", issue.get("description"))
    if "title" not in issue or not ("body" in issue or "description" in issue):
        hint = "give the event of an issue, or an issue as the API returns it"
        raise IssueError(file, "it contains no issue with `title` and `body`", hint)
    labels = issue.get("labels", document.get("labels"))
    return Issue(
        _number(file, issue, number),
        one_line(_text(file, issue["title"], "title")),
        visible(_text(file, body, "body")),
        frozenset(_labels(labels)),
    )


def _json(file: Path) -> Any:  # noqa: ANN401 - any JSON
    data = read_small(file, MAX_BYTES, IssueError)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise IssueError(file, f"byte {error.start + 1} is not UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise IssueError(file, f"invalid JSON: {error.msg} at {place}") from error
    except (ValueError, RecursionError) as error:
        raise IssueError(file, "invalid JSON: nested too deep, or a number is too long") from error


def _object(file: Path, value: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    if not isinstance(value, dict):
        what = f"`{name}` must be an object" if name else "it is not a JSON object"
        raise IssueError(file, what, "an issue has a number, a title and a body")
    return value


def _text(file: Path, value: Any, name: str) -> str:  # noqa: ANN401 - any JSON
    if value is None:
        return ""
    if not isinstance(value, str):
        raise IssueError(file, f"`{name}` of the issue must be a string")
    return value


def _number(file: Path, issue: dict[str, Any], given: int | None) -> int:
    number = issue.get("iid", issue.get("number")) if given is None else given
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < _HIGHEST:
        raise IssueError(file, "the issue has no number", "give it with --number")
    return number


def _labels(labels: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """Return the names of labels, each of which is a name or an object with one."""
    names = []
    for label in labels if isinstance(labels, list) else []:
        name = label.get("name", label.get("title")) if isinstance(label, dict) else label
        names += [name] if isinstance(name, str) else []
    return names


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with its answers."""

    form: Form
    answers: dict[str, str] = field(default_factory=dict)
    """Answers by the name of the question; empty if there is none."""
    ticked: frozenset[str] = frozenset()
    """Statements that were ticked."""
    left_over: str = ""
    """Text above the first question."""

    def question(self, name: str) -> FormQuestion:
        """Return a question of the form."""
        return next(question for question in self.form.questions if question.name == name)

    def code(self, name: str) -> str:
        """Return the code of the choice in an answer, or the answer if it is not a choice."""
        return chosen(self.answers[name], self.question(name).choices) or self.answers[name]


def filled_form(issue: Issue) -> Filled | None:
    """Return the form that created an issue, with its answers; None if there is none."""
    labelled = [form for form in FORMS.values() if form.label in issue.labels]
    shares = {name: _questions_in(form, issue.body) for name, form in FORMS.items()}
    best = max(shares, key=shares.__getitem__)
    form = labelled[0] if len(labelled) == 1 else FORMS[best]
    if _questions_in(form, issue.body) == 0 or (not labelled and shares[best] < _ENOUGH):
        return None
    return _read(form, issue.body)


def _questions_in(form: Form, text: str) -> float:
    headings = {heading[1] for heading in _HEADING.finditer(text)}
    required = [question for question in form.questions if question.required]
    return sum(question.label in headings for question in required) / len(required)


def _read(form: Form, text: str) -> Filled:
    places = {question.label: number for number, question in enumerate(form.questions)}
    headings = [heading for heading in _HEADING.finditer(text) if heading[1] in places]
    own = _own(headings, places)
    ends = [heading.start() for heading in own[1:]] + [len(text)]
    answers, ticked = {question.name: "" for question in form.questions}, set()
    for heading, end in zip(own, ends, strict=True):
        question = form.questions[places[heading[1]]]
        answer = text[heading.end() : end]
        ticked |= {tick[1] for tick in _TICK.finditer(answer) if tick[1] in question.ticks}
        answer = _uncommented(answer)
        nothing = _EMPTY | (_NOTHING_CHOSEN if question.choices else frozenset())
        answers[question.name] = "" if answer.casefold() in nothing else answer
    above = text[: own[0].start()] if own else text
    return Filled(form, answers, frozenset(ticked), _uncommented(above))


def _own(headings: Sequence[re.Match[str]], places: dict[str, int]) -> list[re.Match[str]]:
    """Return the headings that are the form's own, without those in answers.

    A form has each heading once, in its order. Of a heading that appears more than once, the one
    that fits this order best is the form's; the others belong to an answer.
    """
    in_order = longest_rising([places[heading[1]] for heading in headings])
    numbers = {headings[number][1]: number for number in sorted(in_order)}
    for number, heading in enumerate(headings):
        numbers.setdefault(heading[1], number)
    return [headings[number] for number in sorted(numbers.values())]


def _uncommented(text: str) -> str:
    """Return a text without its HTML comments; code keeps them."""
    text = visible(text)
    if "<!--" not in text:
        return text
    parts, done = [], 0
    for start, end in Body(text).comments:
        parts.append(text[done:start])
        done = end
    return visible("".join([*parts, text[done:]]))
