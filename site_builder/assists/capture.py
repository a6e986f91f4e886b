"""The capture sheet: its text, and the fields that it can ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from site_builder.records.assist import (
    Action,
    Assist,
    CycleOutcome,
    Decision,
    Option,
    Question,
    Reflection,
)
from site_builder.records.fields import nested_fields
from site_builder.records.header.values import Value, value_at
from site_builder.records.header.write import one_line
from site_builder.records.lesson import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.records.fields import Part
    from site_builder.records.formats import FormatAdvice
    from site_builder.records.kinds import Record

Answer: TypeAlias = "str | list[str] | dict[str, str] | list[dict[str, str]]"
"""The answer to a field: a text, texts, a group of texts, or several groups."""
LESSONS = "lessons"
"""The field whose answers become records of their own."""
PROBLEM = "problem"
"""The field whose earlier text is kept, in `problem_before`."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A field of the record as a capture sheet asks for it."""

    name: str
    """Name in the record; ``review.why`` is in the group ``review``."""
    heading: str
    hint: str
    kind: Literal["text", "day", "texts", "group", "groups"]
    model: type[Part] | None = None
    """Model of each group."""
    lead: str = ""
    """Key whose value is the first line of a group; the other keys are below it."""
    keys: tuple[str, ...] = ()
    """The other keys of a group."""
    same: tuple[str, ...] = ()
    """Keys whose values identify a group."""

    @property
    def place(self) -> tuple[str, ...]:
        """Keys that lead to the field in the record."""
        return tuple(self.name.split("."))


_FIELDS = (
    Prompt(PROBLEM, "The problem as we now see it",
           "One sentence, if it is not the one you came with.", "text"),
    Prompt("questions", "Questions and answers", "Keep questions that nobody could answer, too.",
          "groups", Question, "question", ("answer",), ("question",)),
    Prompt("surprises", "What surprised us", "One per line.", "texts"),
    Prompt("expected_but_missing", "What we expected to hear and did not", "One per line.",
          "texts"),
    Prompt("gaps", "What else we need to know", "One per line.", "texts"),
    Prompt("where_to_look", "Where that may be found",
          "Whom to call, which reports or figures to ask for; roles, not names.", "texts"),
    Prompt("citations", "What studies say",
           "Studies and reviews, by title; a lesson may name one as its research.",
           "groups", Citation, "title", ("publisher", "happened", "doi", "url", "design"),
           ("title",)),
    Prompt("root_causes", "Root causes", "What lies behind it; often more than one.", "texts"),
    Prompt("contention", "Points of contention", "By subject, not by person.", "texts"),
    Prompt("options", "Options", "At least two, none of them the answer.", "groups", Option,
          "title", ("from", "worked_elsewhere"), ("title",)),
    Prompt("went_well", "What is done well already", "Feedback starts here.", "texts"),
    Prompt("decision", "The decision", "The host team's alone: what was chosen, and why.",
          "group", Decision, "", ("by", "chosen", "why")),
    Prompt("actions", "What will be done differently",
          "Owner: a role of the host team. Due: as 2026-03-14. Proof: how anyone can tell.",
          "groups", Action, "do", ("owner", "team", "due", "proof", "status"), ("do",)),
    Prompt("commit_back_by", "The host reports back by", "A day, as 2026-03-14.", "day"),
    Prompt("reflections", "What we take home",
          "Teams, never names. Value: what it was worth to take part.",
          "groups", Reflection, "take_away", ("team", "will_apply", "value", "by"),
          ("team", "take_away")),
    Prompt("outcomes", "Results",
          "Begin with the team. Result: worked, partly, no-effect, harmed or abandoned. "
          "Measure: opinion, self-report, observed or measured. "
          "Lessons: ids of the lessons that this is about, separated by commas.",
          "groups", CycleOutcome, "team", ("cycle", "result", "measure", "lessons", "happened"),
          ("team", "cycle")),
    Prompt("story", "The story", "In the teller's words, with consent.", "text"),
    Prompt("tools", "Tools to take home", "One tool per line.", "texts"),
    Prompt("prompt", "A question to take along", "One, to go on talking about.", "text"),
    Prompt("resources", "Resources", "Recordings, slides, further reading.", "texts"),
    Prompt("elements", "Elements", "The parts of the programme.", "texts"),
    Prompt("milestones", "Milestones", "Steps that show progress.", "texts"),
    Prompt("support", "Support", "Help that is needed, or was given.", "texts"),
    Prompt("cost", "Cost", "In money or effort.", "text"),
    Prompt("contact", "Whom to ask", "A role or a shared address, not a person.", "text"),
    Prompt("thanks", "Thanks", "How the visitors are thanked, by team.", "text"),
    Prompt("review.intended", "What was meant to happen?", "", "text"),
    Prompt("review.happened", "What happened?", "", "text"),
    Prompt("review.why", "Why was there a difference?", "", "text"),
    Prompt("review.next_time", "What will we do next time?", "", "text"),
    Prompt(LESSONS, "Lessons to keep",
          "One title each; each becomes a draft. Related: ids of lessons, separated by commas.",
          "groups", None, "title",
          ("problem", "takeaway", "what_happened", "what_was_learned", "outcome", "team", "tags",
           "research", "related", "adapted_from", "symptom_of"), ("title",)),
    Prompt("no_lesson", "Why no lesson came of it", "Only if none did.", "text"),
    Prompt("audience", "Who else may gain from it", "One per line.", "texts"),
)  # fmt: skip
FIELDS: dict[str, Prompt] = {field.name: field for field in _FIELDS}
"""Everything that a capture sheet can ask for, by name."""

FURTHER = "Further"
"""Heading above answers that a record has and its format does not ask for."""
_ROOM = 3
"""Empty lines for a list that has nothing in it yet."""


def label_of(key: str) -> str:
    """Return the label of a key on a sheet."""
    return key.replace("_", " ")


def answers_of(record: Record[Assist]) -> dict[str, Answer]:
    """Return the answers that a record has already."""
    answers = {}
    for field in FIELDS.values():
        value = value_at(record.document.header, field.place)
        if value is not None and (field.name != PROBLEM or record.fields.problem_before):
            answers[field.name] = _answer(value, field)
    return answers


def sheet_text(
    record: Record[Assist], form: FormatAdvice, answers: Mapping[str, Answer] | None = None
) -> str:
    """Return a capture sheet as Markdown, with room for further answers.

    Args:
        record: The assist.
        form: Its format.
        answers: Answers by field (default: those of the record).
    """
    known = answers_of(record) if answers is None else answers
    lines = [
        f"# Capture sheet: {one_line(record.fields.title)}",
        "",
        f"<!-- assist: {record.id} -->",
        "<!-- Write after the dashes, and add as many as you need. Empty lines are ignored. Leave",
        "the headings as they are. Read it back with",
        f"`lessons assist ingest {record.id} FILE`. -->",
    ]
    sections: list[tuple[str, tuple[str, ...]]] = [
        (sheet.title, sheet.fields) for sheet in form.sheets
    ]
    asked = {name for _title, names in sections for name in names}
    if further := tuple(name for name in FIELDS if name in known and name not in asked):
        sections.append((FURTHER, further))
    for title, names in sections:
        lines += ["", f"## {title}"]
        for name in names:
            lines += _section(FIELDS[name], known.get(name))
    return "\n".join([*lines, ""])


def _section(field: Prompt, answer: Answer | None) -> Iterator[str]:
    yield from ("", f"### {field.heading}", "")
    if field.hint:
        yield from (f"<!-- {field.hint} -->", "")
    if isinstance(answer, str):
        yield _bullet(answer)
    elif isinstance(answer, dict) or field.kind == "group":
        group = answer if isinstance(answer, dict) else {}
        yield from (_bullet(f"{label_of(key)}: {group.get(key, '')}") for key in field.keys)
    elif answer:
        for value in answer:
            yield from [_bullet(value)] if isinstance(value, str) else _group(field, value)
        yield "- "
    elif field.kind == "groups":
        yield from _group(field, {})
    else:
        yield from ["- "] * (_ROOM if field.kind == "texts" else 1)


def _group(field: Prompt, group: Mapping[str, str]) -> Iterator[str]:
    yield _bullet(group.get(field.lead, ""))
    for key in field.keys:
        if key in group or not group:
            yield "  " + _bullet(f"{label_of(key)}: {group.get(key, '')}")


def _bullet(text: str) -> str:
    return f"- {one_line(text)}"


def _answer(value: Value, field: Prompt) -> Answer:
    """Return a value of a checked header as an answer, without keys that no sheet has."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return _texts_of(value, field)
    values = value or []
    if field.kind == "texts":
        return [one_line(text) for text in values if isinstance(text, str)]
    return [_texts_of(group, field) for group in values if isinstance(group, dict)]


def _texts_of(group: Mapping[str, Value], field: Prompt) -> dict[str, str]:
    keys = (field.lead, *field.keys)
    return {
        key: text_of(value)
        for key, value in group.items()
        if key in keys and isinstance(value, str | list)
    }


def text_of(value: Value) -> str:
    """Return a value of a header on one line, a list separated by commas."""
    listed = value if isinstance(value, list) else [value]
    return ", ".join(one_line(text) for text in listed if isinstance(text, str))


def value_of(model: type[Part] | None, key: str, text: str) -> str | list[str]:
    """Return a text of a sheet as the value of a field of a group: a text or a list."""
    if model is None or key not in nested_fields(model):
        return text
    return [part.strip() for part in text.split(",") if part.strip()]
