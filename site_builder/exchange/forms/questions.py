"""Questions and choices for a lesson or a report of use, in a terminal and on a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.records import labels
from site_builder.records.assist import Format
from site_builder.records.guess import bare_words, did_you_mean
from site_builder.records.header.write import one_line
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

EVIDENCE = {
    "experiential": "experience: somebody did it or saw it done",
    "research": "research: a study looked into it",
    "both": "both experience and research",
}
OUTCOMES = {
    "worked": "it worked",
    "partly": "it worked in part",
    "no-effect": "it had no effect",
    "harmed": "it did harm",
    "abandoned": "it was given up",
}
MEASURES = {
    "opinion": "somebody's opinion",
    "self-report": "those who did it say so",
    "observed": "others observed it",
    "measured": "it was measured",
}
FORMATS = {
    **{str(form): str(form).replace("-", " ") for form in Format if form is not Format.OTHER},
    str(Format.OTHER): "an event of another kind",
}
_LONGEST_CHOICE = 100
"""Characters of an answer that are compared with choices."""
DESIGNS = {str(design): label for design, label in labels.DESIGNS.items()}


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """A problem with an answer, or with the whole form."""

    question: str
    """Label of the question; empty for the whole form."""
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question of a form."""

    name: str
    """Id of the question on the form; mostly the name of a field."""
    label: str
    """Heading above the answer in an issue."""
    fields: tuple[str, ...]
    """Fields, or headings of the body, that the answer fills."""
    required: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)
    """Choices: words by code."""
    ticks: tuple[str, ...] = ()
    """Statements that must be ticked."""
    other_labels: tuple[str, ...] = ()
    """Other headings that stand for it, such as that of a form before it was translated."""
    other_ticks: tuple[str, ...] = ()
    """Other wordings of the statements, in their order."""
    other_choices: Mapping[str, str] = field(default_factory=dict)
    """Other words for the choices, by code."""

    def code(self, answer: str) -> str | None:
        """Return the code of the choice that an answer names, as :func:`chosen` does."""
        return chosen(answer, self.choices) or chosen(answer, self.other_choices)

    @property
    def is_text(self) -> bool:
        """Whether the answer is Markdown of any length, and not a word, a date or a sentence."""
        return not self.ticks and all(name.startswith("## ") for name in self.fields)


_NOBODY_KNOWN = "It names nobody: people stand in it by role, and no patient can be recognised."
LESSON = (
    FormQuestion("title", "The lesson in a few words", ("title",)),
    FormQuestion("problem", "The problem, in one sentence", ("problem",)),
    FormQuestion("what_happened", "What happened", ("## What happened",)),
    FormQuestion("what_was_learned", "What was learned", ("## What was learned",)),
    FormQuestion("evidence", "What it rests on", ("evidence",), choices=EVIDENCE),
    FormQuestion("tags", "Topics", ("tags",)),
    FormQuestion("source", "Where it was learned", ("source_assist", "citations")),
    FormQuestion(
        "design", "What kind of account that is", ("citations",), required=False, choices=DESIGNS
    ),
    FormQuestion("address", "Where that can be found", ("citations",), required=False),
    FormQuestion("team", "Your team", ("team",), required=False),
    FormQuestion(
        "consent",
        "Before you send it",
        ("consent",),
        ticks=(_NOBODY_KNOWN, "Those whose work it tells of agree that it is published."),
    ),
)
"""The form "share a lesson"."""
REUSE = (
    FormQuestion("lesson", "The lesson that you used", ("lesson", "digest")),
    FormQuestion("team", "Your team", ("team",)),
    FormQuestion("reported_by", "Your role", ("reported_by",)),
    FormQuestion("outcome", "How it went", ("outcome",), choices=OUTCOMES),
    FormQuestion("measure", "How you know", ("measure",), choices=MEASURES),
    FormQuestion("happened", "When you used it", ("happened",), required=False),
    FormQuestion("setting", "Where you used it", ("setting",), required=False),
    FormQuestion("changed", "What you changed", ("changed",), required=False),
    FormQuestion("text", "What else is worth telling", (), required=False),
    FormQuestion("consent", "Before you send it", (), ticks=(_NOBODY_KNOWN,)),
)
"""The form "we used a lesson"."""

EVENT = (
    FormQuestion("title", "What the event was called", ("title",)),
    FormQuestion("problem", "The problem that it was about", ("problem",)),
    FormQuestion("format", "What kind of event it was", ("format",), choices=FORMATS),
    FormQuestion("host_team", "The team that was host", ("host_team",)),
    FormQuestion("happened", "When it took place", ("happened", "status")),
    FormQuestion("teams", "Other teams that took part", ("teams",), required=False),
    FormQuestion(
        "result", "How it went for the host team", ("outcomes",), required=False, choices=OUTCOMES
    ),
    FormQuestion(
        "measure", "How you know how it went", ("outcomes",), required=False, choices=MEASURES
    ),
    FormQuestion("take_away", "What the teams take home", ("reflections",), required=False),
    FormQuestion("actions", "What was agreed to be done", ("actions",), required=False),
    FormQuestion("surprises", "What was a surprise", ("surprises",), required=False),
    FormQuestion("story", "What else there is to tell of it", (), required=False),
    FormQuestion(
        "agreed",
        "Before you send it",
        ("consent",),
        ticks=(_NOBODY_KNOWN, "Those who took part agree that it is published."),
    ),
)
"""The form "tell us how an event went"."""

PLAN = (
    FormQuestion("title", "What the meeting is to be called", ("title",)),
    FormQuestion("problem", "The problem that you face", ("problem",)),
    FormQuestion("format", "What kind of meeting you think of", ("format",), choices=FORMATS),
    FormQuestion("host_team", "Your team", ("host_team",)),
    FormQuestion("purpose", "What you want to learn", ("purpose",), required=False),
    FormQuestion("planned_for", "When it could be held", ("planned_for",), required=False),
    FormQuestion("decision_date", "When you have to decide", ("decision_date",), required=False),
    FormQuestion(
        "room_to_change", "What you can still change", ("room_to_change",), required=False
    ),
    FormQuestion("join", "How others can join or answer", ("join",), required=False),
    FormQuestion("agreed", "Before you send it", ("status",), ticks=(_NOBODY_KNOWN,)),
)
"""The form "plan a meeting"."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an issue tracker."""

    kind: Kind
    label: str
    """Label of its issues."""
    questions: tuple[FormQuestion, ...]


FORMS = {
    "share-a-lesson": Form(Kind.LESSON, "lesson", LESSON),
    "how-an-event-went": Form(Kind.ASSIST, "event", EVENT),
    "plan-a-meeting": Form(Kind.ASSIST, "plan", PLAN),
    "used-a-lesson": Form(Kind.REUSE, "reuse", REUSE),
}
"""Forms by the names of their files."""


def chosen(answer: str, choices: Mapping[str, str]) -> str | None:
    """Return the code of the choice that an answer names; None if it names none or several.

    A choice is named by its code, its words, a beginning of either, or by beginnings of its words
    that no other choice has together, in any case.
    """
    wanted = _compared(answer)
    names = {code: (_compared(code), _compared(words)) for code, words in choices.items()}
    same = [code for code, known in names.items() if wanted in known]
    begun = [
        code for code, known in names.items() if any(name.startswith(wanted) for name in known)
    ]
    within = [code for code, known in names.items() if _within(wanted, known[1])]
    found = same or (begun or within if wanted else [])
    return found[0] if len(found) == 1 else None


def _within(wanted: str, known: str) -> bool:
    return all(any(word.startswith(part) for word in known.split()) for part in wanted.split())


def _compared(text: str) -> str:
    """Return a choice as it is compared: its words alone, in lower case."""
    return bare_words(text[:_LONGEST_CHOICE])


def no_choice(answer: str, choices: Mapping[str, str]) -> str:
    """Return the message for an answer that names no choice, or more than one."""
    wanted = _compared(answer)
    several = [words for words in choices.values() if _compared(words).startswith(wanted)]
    if wanted and len(several) > 1:
        return f"`{shortened(answer)}` may be " + " or ".join(f"`{words}`" for words in several[:3])
    hint = did_you_mean(one_line(answer[:_LONGEST_CHOICE]), [*choices, *choices.values()])
    listed = ", ".join(f"`{words}`" for words in choices.values())
    return f"`{shortened(answer)}` is none of: {listed}" + (f"; {hint}" if hint else "")
