"""What a check finds in a draft, as questions of the form and in words for who answered it.

A check speaks to somebody who edits the file. Who answered a form needs the question and the line
of the answer, and never sees what stands there again: it may be what should not be repeated.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from site_builder.diagnostics import Severity
from site_builder.exchange.forms.questions import AnswerProblem
from site_builder.rules import FAMILIES, RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.exchange.forms.filled import Filled
    from site_builder.exchange.forms.questions import FormQuestion

_NAMED_ALREADY = frozenset(
    {
        *("field-missing", "section-missing", "section-empty", "value-empty", "origin-missing"),
        *("tag-unknown", "team-unknown", "setting-unknown", "problem-repeated"),
    }
)
"""Rules about which the form has said something clearer."""
_OF_ASSISTS = ("Plans of assists", "People at assists", "After the assist")
_FOR_KEEPERS = frozenset(
    {
        *(rule.id for family in _OF_ASSISTS for rule in FAMILIES[family]),
        *("reuse-repeated", "harm-unanswered", "consent-missing"),
    }
)
"""Rules about what no question asks for, or what only a keeper can see to."""
_TAKE_OUT = "take it out, or name a role: everybody can read this page"
_IN_OTHER_WORDS = {
    "evidence-mismatch": (
        "this does not fit the kind of account that is named",
        "experience needs a meeting, guidance or a report from practice; research needs a study",
    ),
    "design-missing": ("it is not said what kind of account it is", "choose one"),
    "raw-html": ("there is HTML in the answer, which is not shown", "write it as plain text"),
    "foreign-markup": ("there is markup of another program", "write it as plain text"),
    "link-broken": ("a link leads nowhere", "give its whole address, beginning with https://"),
    "link-absolute": ("a link leads nowhere", "give its whole address, beginning with https://"),
    "anchor-broken": ("a link leads nowhere", "give its whole address, beginning with https://"),
    "link-unsafe": ("a link would run a program", "give an address that begins with https://"),
    "image-elsewhere": ("a picture is on another host", "say in words what it shows"),
    "markup-slip": (
        "a heading, a link or code is not written so that it works",
        "look at how it is shown above",
    ),
    "claim-too-strong": (
        "a sentence claims more than the study behind it can show",
        "say what was seen, and by whom",
    ),
    "image-broken": ("there is no such picture here", "say in words what it shows"),
    "image-without-alt": ("a picture has no words", "say in words what it shows"),
    "source-not-held": ("that meeting has not taken place yet", ""),
    "reuse-before-lesson": ("that is before the lesson was learned", "look at the date again"),
    "reuse-of-withdrawn": ("that lesson had been withdrawn by then", ""),
    "allowance-malformed": ("a comment in it is not understood", "take it out"),
}
"""Message and hint by rule, where those of the rule speak of the file."""
_MOST_LINES = 5
"""Most lines of an answer that one message names."""


def in_questions(
    diagnostics: Iterable[Diagnostic],
    filled: Filled,
    text: str,
    left_out: Collection[str],
    *,
    is_record: bool,
) -> tuple[list[AnswerProblem], list[AnswerProblem]]:
    """Return what a check finds by question of the form: what has to be mended, and advice.

    Args:
        diagnostics: What the check finds.
        filled: The form.
        text: The draft.
        left_out: Labels of questions of which it is said already that the answer is left out.
        is_record: Whether the draft is a record; if not, all that stands in its way is named.
    """
    places = _Places(filled, text)
    lines: dict[tuple[bool, str, str, str], list[int]] = {}
    for diagnostic in diagnostics:
        severity = RULES[diagnostic.rule].severity
        question, line = places.at(diagnostic)
        label = question.label if question else ""
        is_grave = severity is Severity.ERROR
        if _is_for_asker(diagnostic.rule, severity, label, is_record=is_record):
            is_design = question is not None and question.name == "design"
            message, hint = _said("design-missing" if is_design else diagnostic.rule)
            lines.setdefault((is_grave, label, message, hint), []).append(line)
    found: tuple[list[AnswerProblem], list[AnswerProblem]] = ([], [])
    for (is_grave, label, message, hint), at in lines.items():
        if label in left_out:
            continue
        if is_grave or (True, label, message, hint) not in lines:
            found[not is_grave].append(AnswerProblem(label, message + in_lines(at), hint))
    return found


def _is_for_asker(rule: str, severity: Severity, label: str, *, is_record: bool) -> bool:
    if severity is Severity.NOTE or rule in _NAMED_ALREADY | _FOR_KEEPERS:
        return False
    return bool(label) or (severity is Severity.ERROR and not is_record)


def _said(rule: str) -> tuple[str, str]:
    if rule in _IN_OTHER_WORDS:
        return _IN_OTHER_WORDS[rule]
    row = RULES[rule]
    if rule.startswith("personal-"):
        return row.message, _TAKE_OUT
    return row.message, "" if "`" in row.hint else row.hint


def in_lines(numbers: Iterable[int]) -> str:
    """Return where in an answer something is; nothing for 0, which is an answer of one line."""
    known = sorted({number for number in numbers if number})
    if not known:
        return ""
    shown = ", ".join(map(str, known[:_MOST_LINES]))
    more = f" and {len(known) - _MOST_LINES} more" if len(known) > _MOST_LINES else ""
    return f" (line {shown}{more})" if len(known) == 1 else f" (lines {shown}{more})"


class _Places:
    """Where in a draft the answer to each question stands, by lines."""

    def __init__(self, filled: Filled, text: str) -> None:
        self._filled = filled
        questions = filled.form.questions
        of_field = {name: one for one in reversed(questions) for name in one.fields}
        told = next((one for one in questions if not one.fields and not one.ticks), None)
        self._starts: list[tuple[int, FormQuestion | None]] = list(_starts(text, of_field, told))
        self._lines = [line for line, _question in self._starts]

    def at(self, diagnostic: Diagnostic) -> tuple[FormQuestion | None, int]:
        """Return the question that a problem is about, and the line of its answer if it has many.

        Lines count from 1; 0 stands for the whole answer.
        """
        if diagnostic.rule in {"evidence-mismatch", "design-missing"}:
            design = self._filled.question("design")
            is_told = diagnostic.rule == "evidence-mismatch" and self._filled.code("design")
            return (self._filled.question("evidence") if is_told else design), 0
        number = bisect_right(self._lines, diagnostic.span.line) - 1
        if number < 0:
            return None, 0
        start, question = self._starts[number]
        answer = self._filled.answers.get(question.name, "") if question else ""
        is_long = question and question.is_text and "\n" in answer
        # A heading of a section and an empty line stand above its text.
        return question, max(diagnostic.span.line - start - 1, 1) if is_long else 0


def _starts(
    text: str, of_field: dict[str, FormQuestion], told: FormQuestion | None
) -> Iterator[tuple[int, FormQuestion | None]]:
    """Yield the line at which each field and section begins, with its question, in order."""
    lines = text.split("\n")
    end = lines.index("---", 1) if "---" in lines[1:] else 0
    for number, line in enumerate(lines[1:end], start=2):
        if line[:1] not in {" ", "-", ""}:
            yield number, of_field.get(line.partition(":")[0])
    yield end + 1, told
    wanted = [name for name in of_field if name.startswith("## ")]
    for number, line in enumerate(lines[end + 1 :], start=end + 2):
        if line in wanted:
            wanted.remove(line)
            yield number, of_field[line]
