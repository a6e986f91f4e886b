"""A form's answers, found again in the text of the issue that it made.

GitHub writes each answer below a heading of the third level, which is the question's label. People
edit such texts, and may write headings of their own into an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.exchange.forms.answers import visible
from site_builder.exchange.forms.questions import FORMS, Form
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
"""Share of a form's required questions that a text has to hold to be taken for one."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody filled it in."""

    form: Form
    answers: dict[str, str] = field(default_factory=dict)
    """Answers by the question's name, empty where there is none."""
    ticked: frozenset[str] = frozenset()
    """Statements that were ticked."""
    left_over: str = ""
    """What stands above the first question, and so answers none."""


def filled_form(issue: Issue) -> Filled | None:
    """Return what an issue answers, or None if none of the forms has made it."""
    labelled = [form for form in FORMS.values() if form.label in issue.labels]
    found = [(_questions_in(form, issue.body), form) for form in FORMS.values()]
    share, best = max(found, key=lambda pair: pair[0])
    form = labelled[0] if len(labelled) == 1 else best
    if _questions_in(form, issue.body) == 0 or (not labelled and share < _ENOUGH):
        return None
    return _read(form, issue.body)


def _questions_in(form: Form, text: str) -> float:
    headings = {found[1] for found in _HEADING.finditer(text)}
    required = [question for question in form.questions if question.required]
    return sum(question.label in headings for question in required) / len(required)


def _read(form: Form, text: str) -> Filled:
    places = {question.label: number for number, question in enumerate(form.questions)}
    found = [one for one in _HEADING.finditer(text) if one[1] in places]
    real = _real(found, places)
    ends = [one.start() for one in real[1:]] + [len(text)]
    answers, ticked = {question.name: "" for question in form.questions}, set()
    for one, end in zip(real, ends, strict=True):
        question = form.questions[places[one[1]]]
        answer = text[one.end() : end]
        ticked |= {tick[1] for tick in _TICK.finditer(answer) if tick[1] in question.ticks}
        answer = _uncommented(answer)
        nothing = _EMPTY | (_NOTHING_CHOSEN if question.choices else frozenset())
        answers[question.name] = "" if answer.casefold() in nothing else answer
    above = text[: real[0].start()] if real else text
    return Filled(form, answers, frozenset(ticked), _uncommented(above))


def _real(found: Sequence[re.Match[str]], places: dict[str, int]) -> list[re.Match[str]]:
    """Return which headings are the form's own, and none that stands in an answer.

    A form has each heading once, in its order. Where one stands more than once, those are taken
    that go best with the order of the form; the others belong to an answer.
    """
    in_order = set(longest_rising([places[one[1]] for one in found]))
    chosen: dict[str, int] = {}
    for number, one in enumerate(found):
        if number in in_order:
            chosen[one[1]] = number
    for number, one in enumerate(found):
        chosen.setdefault(one[1], number)
    return [found[number] for number in sorted(chosen.values())]


def _uncommented(text: str) -> str:
    """Return a text without its HTML comments; what stands in code is none."""
    text = visible(text)
    if "<!--" not in text:
        return text
    parts, done = [], 0
    for start, end in Body(text).comments:
        parts.append(text[done:start])
        done = end
    return visible("".join([*parts, text[done:]]))
