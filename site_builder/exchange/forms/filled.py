"""The answers in the text of an issue that a form has created.

GitHub writes each answer below a heading of the third level, which is the question's label. People
edit that text, and write headings of their own into answers. Every step reads each line once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from site_builder.exchange.forms.answers import visible
from site_builder.exchange.forms.questions import FORMS, AnswerProblem, Form, FormQuestion
from site_builder.library.ordering import longest_rising
from site_builder.markdown.body import Body
from site_builder.records.blanks import is_blank
from site_builder.records.guess import bare_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_builder.exchange.forms.issues import Issue
    from site_builder.records.header.write import Data

_ENOUGH = 0.5
"""Least share of a form's required questions in the text of an issue without its label."""
_WIDEST = 300
"""Most characters of a line that can be a question or a statement."""
_AS_FORM, _IN_CODE, _AS_HEADING, _AS_LINE = range(4)
"""How a question stands in the text, the likeliest first: as the form writes it, the same between
two fences of code, as another heading, as a line."""
_FORM_LEVEL = 3
_BOX = re.compile(
    r"(?:[-*+]|\d{1,3}[.)])?[ \t]{0,4}(?:\[ ?[xX✓✔] ?\]|[☑☒✅✔✓])\ufe0f?[ \t]{0,4}(\S.*)"
)
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_UNKNOWN = (
    *("unknown", "not known", "unbekannt", "nicht bekannt", "inconnu", "inconnue", "desconocido"),
    *("sconosciuto", "onbekend", "niet bekend", "desconhecido"),
)
"""Answers to the question of a day that say that nobody knows it."""
_SIGNATURE = "--"
_LONGEST_SIGNATURE = 12
"""Most lines of a signature below its line of two dashes."""
_PICTURE = re.compile(
    r"!\[(?P<words>[^\]\n]{0,200})\]\((?P<to>https?://[^\s()]{1,500})"
    r"(?:[ \t]{1,4}\"[^\"\n]{0,200}\")?\)"
)
_PICTURE_NOTE = ("a picture is kept as a link", "say in words what it shows")
_SIGNATURE_NOTE = "the signature of a mail was not taken over"
_ABOVE_NOTE = "the text above the first question was not taken over"
_IMG = re.compile(r"<img\b([^<>]{0,1000})/?>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt)[ \t]?=[ \t]?\"([^\"\n]{0,500})\"", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with its answers."""

    form: Form
    answers: dict[str, str] = field(default_factory=dict)
    """Answers by the name of the question; empty if there is none."""
    ticked: frozenset[str] = frozenset()
    """Statements that were ticked."""
    not_taken: tuple[AnswerProblem, ...] = ()
    """What of the text of the issue is no answer, and was not taken over."""
    receipts: tuple[Mapping[str, Data], ...] = ()
    """Searches that a file states; no form asks for them."""

    def question(self, name: str) -> FormQuestion:
        """Return a question of the form."""
        return next(question for question in self.form.questions if question.name == name)

    def code(self, name: str) -> str:
        """Return the code of the choice in an answer; empty if it names none."""
        return self.question(name).code(self.answers[name]) or ""


class _Found(NamedTuple):
    line: int
    question: int
    way: int


def filled_form(issue: Issue, forms: Mapping[str, Form] = FORMS) -> Filled | None:
    """Return the form that created an issue, with its answers; None if there is none."""
    lines = issue.body.split("\n")
    labelled = [name for name, form in forms.items() if form.label in issue.labels]
    found = {name: _questions_in(form, lines) for name, form in forms.items()}
    shares = {
        name: _share(forms[name], own, _AS_LINE if name in labelled else _AS_HEADING)
        for name, own in found.items()
    }
    best = max(shares, key=shares.__getitem__)
    name = labelled[0] if len(labelled) == 1 else best
    if shares[name] == 0 or (not labelled and shares[best] < _ENOUGH):
        return None
    filled = _read(forms[name], lines, found[name])
    if any(filled.answers.values()) or not found[name]:
        return filled
    # People paste a filled form below the empty one.
    below = lines[_own(found[name])[-1].line + 1 :]
    again = _questions_in(forms[name], below)
    return _read(forms[name], below, again) if again else filled


def _share(form: Form, found: Sequence[_Found], most: int) -> float:
    numbers = {one.question for one in found if one.way <= most}
    required = [number for number, question in enumerate(form.questions) if question.required]
    return len(numbers.intersection(required)) / len(required)


def _questions_in(form: Form, lines: Sequence[str]) -> list[_Found]:
    """Return where questions of a form may stand, each in the best way in which it does."""
    places = {
        _bare(label): number
        for number, question in enumerate(form.questions)
        for label in (question.label, *question.other_labels)
    }
    best: dict[int, int] = {}
    found, code = [], _in_code(lines)
    for number, line in enumerate(lines):
        if len(line) <= _WIDEST and (place := places.get(_bare(line))) is not None:
            way = _way(line)
            way = _IN_CODE if way == _AS_FORM and number in code else way
            found.append(_Found(number, place, way))
            best[place] = min(best.get(place, way), way)
    return [one for one in found if one.way == best[one.question]]


def _in_code(lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines in code between two fences; an open one has none."""
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    pairs = zip(fences[::2], fences[1::2], strict=False)
    return {number for start, end in pairs for number in range(start, end)}


def _bare(text: str) -> str:
    """Return a question as it is compared: its words alone, in lower case."""
    return bare_words(text).removesuffix(" optional").removesuffix(" required")


def _way(line: str) -> int:
    text = line.lstrip("> \t")
    level = len(text) - len(text.lstrip("#"))
    if level == _FORM_LEVEL and not line.startswith((">", "    ")):
        return _AS_FORM
    return _AS_HEADING if level or text.startswith("**") else _AS_LINE


def _read(form: Form, lines: Sequence[str], found: Sequence[_Found]) -> Filled:
    own = _own(found)
    ends = [one.line for one in own[1:]] + [len(lines)]
    answers, ticked = {question.name: "" for question in form.questions}, set[str]()
    pictures, signatures = [], []
    for one, end in zip(own, ends, strict=True):
        question = form.questions[one.question]
        answer = lines[one.line + 1 : end]
        if question.ticks:
            ticked.update(_ticked(question, answer))
            continue
        again = {other.line for other in found if other.question == one.question}
        kept = (
            line
            for number, line in enumerate(answer, one.line + 1)
            if question.is_text or number not in again
        )
        text = _uncommented(_unquoted("\n".join(kept), lines[one.line]))
        unsigned = _unsigned(text)
        linked = _with_links_for_pictures(unsigned)
        if linked != unsigned:
            pictures.append(AnswerProblem(question.label, *_PICTURE_NOTE))
        if unsigned != text:
            signatures.append(AnswerProblem(question.label, _SIGNATURE_NOTE))
        answers[question.name] = "" if _is_empty(linked, question) else visible(linked)
    above = _uncommented("\n".join(lines[: own[0].line] if own else lines))
    left_over = [AnswerProblem("", _ABOVE_NOTE)] if above else []
    return Filled(form, answers, frozenset(ticked), (*signatures, *pictures, *left_over))


def is_unknown(answer: str) -> bool:
    """Return whether the answer to the question of a day says that nobody knows it."""
    return answer.strip().rstrip(".").casefold() in _UNKNOWN


def _is_empty(answer: str, question: FormQuestion) -> bool:
    is_unknown_day = "happened" in question.fields and is_unknown(answer)
    return is_blank(answer) and not is_unknown_day


def _own(found: Sequence[_Found]) -> list[_Found]:
    """Return the headings that are the form's own, without those in answers.

    A form has each heading once, in its order. Of a heading that appears more than once, the one
    that fits this order best is the form's; the others belong to an answer.
    """
    in_order = longest_rising([one.question for one in found])
    numbers = {found[number].question: number for number in sorted(in_order)}
    for number, one in enumerate(found):
        numbers.setdefault(one.question, number)
    return [found[number] for number in sorted(numbers.values())]


def _ticked(question: FormQuestion, answer: Sequence[str]) -> Iterator[str]:
    """Yield the statements that are ticked, in the wording of the form."""
    known = {_bare(tick): tick for tick in question.ticks}
    others = zip(question.other_ticks, question.ticks, strict=False)
    known = {_bare(other): tick for other, tick in others} | known
    for line in answer:
        box = _BOX.fullmatch(line.strip()) if len(line) <= _WIDEST else None
        if box and (tick := known.get(_bare(box[1]))):
            yield tick


def _unquoted(text: str, heading: str) -> str:
    """Return an answer without the marks of a quotation that began with its question."""
    if not heading.lstrip().startswith(">"):
        return text
    return "\n".join(line.lstrip().removeprefix(">").strip() for line in text.split("\n"))


def _unsigned(text: str) -> str:
    """Return a text without the signature of a mail, which begins with a line of two dashes."""
    lines = text.split("\n")
    last = max(len(lines) - _LONGEST_SIGNATURE - 1, 0)
    begins = (number for number in range(last, len(lines)) if lines[number].rstrip() == _SIGNATURE)
    return "\n".join(lines[: next(begins, len(lines))])


def _with_links_for_pictures(text: str) -> str:
    """Return a text in which each picture of another host is a link to it.

    Pages load nothing from other hosts, and what only a picture shows cannot be searched.
    """
    linked = _IMG.sub(_as_picture, text)
    return _PICTURE.sub(lambda found: f"[{found['words'] or 'picture'}]({found['to']})", linked)


def _as_picture(tag: re.Match[str]) -> str:
    given = {name.casefold(): value for name, value in _ATTRIBUTE.findall(tag[1])}
    return f"![{given.get('alt', '')}]({given['src']})" if "src" in given else tag[0]


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
