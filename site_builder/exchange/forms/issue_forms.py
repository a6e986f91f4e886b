"""Answers of a form, read from the text of the issue that it created.

GitHub writes each answer below a heading of the third level, which is the question's label. People
edit that text, and write headings of their own into answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.exchange.forms.answers import visible
from site_builder.exchange.forms.questions import FORMS, Form, FormQuestion, chosen
from site_builder.library.ordering import longest_rising
from site_builder.markdown.body import Body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.exchange.forms.issues import Issue

_HEADING = re.compile(r"^#{3}[ \t]+(\S[^\n]*?)[ \t]*$", re.MULTILINE)
_TICK = re.compile(r"^[ \t]*[-*+][ \t]+\[[xX]\][ \t]+(\S[^\n]*?)[ \t]*$", re.MULTILINE)
_EMPTY = frozenset({"", "_no response_", "no response"})
_NOTHING_CHOSEN = frozenset({"none", "n/a"})
_ENOUGH = 0.5
"""Least share of a form's required questions in the text of an issue without its label."""


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
