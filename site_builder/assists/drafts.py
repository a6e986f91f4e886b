"""Draft lessons from the lessons on a capture sheet."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.assists.answers import checked_fields, unknown_word
from site_builder.assists.capture import LESSONS
from site_builder.assists.filled_sheet import FilledSheet, Problem, SheetLine
from site_builder.assists.formats import format_of
from site_builder.diagnostics import shortened
from site_builder.records.guess import did_you_mean
from site_builder.records.header.write import Data, one_line, record_text
from site_builder.records.kinds import Kind, Record, id_from, numbered
from site_builder.records.lesson import EXPERIENCE_DESIGNS, Lesson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from site_builder.library.base import Base
    from site_builder.records.assist import Assist

    Header = dict[str, tuple[Data, int]]
    """The value of each field, and the line of the sheet that it comes from."""

_RELATIONS = {"related": "related", "adapted_from": "adapted-from", "symptom_of": "symptom-of"}
"""Keys of a sheet that name lessons, and the relation of each."""
_LEADING_SIGN = re.compile(r"\d+(?=[.)])|(?=[#>+\-*|\[])")
"""Beginning of a line that Markdown takes for something other than text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A lesson to be written."""

    lesson_id: str
    path: str
    """Path below the lessons folder."""
    text: str


def drafts_of(
    sheet: FilledSheet, record: Record[Assist], loaded: Base, day: date
) -> tuple[list[Draft], list[str], list[Problem]]:
    """Return the new lessons of a sheet, the ids of those that the base has, and problems.

    A lesson that this assist gave before stays as it is.
    """
    new: list[Draft] = []
    existing: list[str] = []
    problems: list[Problem] = []
    form = format_of(loaded.library.vocabulary, record.fields.format)
    folder = form.folder or record.fields.format
    taken = {key[1] for key in loaded.unreadable_keys if key[0] is Kind.LESSON}
    sources = {
        lesson_id: lesson.fields.source_assist
        for lesson in loaded.library.lessons
        for lesson_id in (lesson.id, *lesson.fields.aliases)
    }
    titles: dict[str, int] = {}
    studies = _studies(sheet, record)
    for line in sheet.lines.get(LESSONS, ()):
        if line.text in titles:
            message = f"the lesson `{shortened(line.text)}` appears twice"
            hint = f"the first is on line {titles[line.text]}"
            problems.append(Problem(line.number, message, hint))
            continue
        titles[line.text] = line.number
        header, unknown = _header(line, record, loaded, day, studies)
        problems += unknown or checked_fields(Lesson, header, line.number)[1]
        lesson_id = next(
            name
            for name in numbered(id_from(line.text, f"{record.id}-lesson"))
            if name not in taken and sources.get(name, record.id) == record.id
        )
        taken.add(lesson_id)
        if lesson_id in sources:
            existing.append(lesson_id)
        else:
            target = posixpath.relpath(record.path.removeprefix(loaded.prefix), folder)
            text = record_text(
                {name: value for name, (value, _line) in header.items()},
                _body(line, record.fields.title, target),
            )
            new.append(Draft(lesson_id, f"{folder}/{lesson_id}.md", text))
    return new, existing, problems


def _studies(sheet: FilledSheet, record: Record[Assist]) -> dict[str, dict[str, Data]]:
    """Return the publications of a record and of a sheet as fields, by title in small letters."""
    studies: dict[str, dict[str, Data]] = {
        citation.title.casefold(): citation.model_dump(
            mode="json", exclude_defaults=True, by_alias=True
        )
        for citation in record.fields.citations
    }
    for line in sheet.lines.get("citations", ()):
        below = {key: given.text for key, given in line.below.items() if given.text}
        study = studies.setdefault(line.text.casefold(), {"title": line.text})
        studies[line.text.casefold()] = {**study, **below}
    return studies


def _header(
    line: SheetLine,
    record: Record[Assist],
    loaded: Base,
    day: date,
    studies: Mapping[str, Mapping[str, Data]],
) -> tuple[Header, list[Problem]]:
    """Return the header of a lesson, and a problem for each unknown word in it."""
    vocabulary, number = loaded.library.vocabulary, line.number
    problems: list[Problem] = []

    def meant(kind: str, word: str, number: int) -> str:
        word_id = vocabulary.meant(kind, word)
        if word_id is None:
            problems.append(unknown_word(vocabulary, kind, word, number))
        return word_id or word

    stated: Header = {key: (given.text, given.number) for key, given in line.below.items()}
    if given := line.below.get("tags"):
        tags = [meant("tags", word, given.number) for word in _listed(given.text)]
    else:
        tags = list(dict.fromkeys(record.fields.tags))
        if not tags:
            message = f"the lesson `{shortened(line.text)}` has no tags, and the assist has none"
            hint = "add tags to the assist, or `tags:` below the lesson"
            problems.append(Problem(number, message, hint))
    header: Header = {
        "title": (line.text, number),
        "problem": stated.get("problem", (one_line(record.fields.problem), number)),
        "evidence": ("experiential", number),
        "tags": (tags, line.below.get("tags", line).number),
        "date": (day.isoformat(), number),
        "source_assist": (record.id, number),
        "status": ("draft", number),
    }
    header |= {key: stated[key] for key in ("outcome", "takeaway") if key in stated}
    if given := line.below.get("research"):
        study = studies.get(given.text.casefold())
        if study is None:
            message = f"the study `{shortened(given.text)}` is not under “What studies say”"
            problems.append(Problem(given.number, message, did_you_mean(given.text, studies)))
        else:
            header["citations"] = ([study], given.number)
            if study.get("design") and study["design"] not in EXPERIENCE_DESIGNS:
                header["evidence"] = ("both", number)
    if team := line.below.get("team"):
        header["team"] = (meant("teams", team.text, team.number), team.number)
    relations, at, unknown = _relations(line, loaded.library.ids(Kind.LESSON))
    if relations:
        header["relations"] = (relations, at)
    return header, [*problems, *unknown]


def _relations(
    line: SheetLine, lessons: Sequence[str]
) -> tuple[dict[str, Data], int, list[Problem]]:
    """Return the lessons that a lesson is said to relate to, their line, and the unknown ones."""
    named = {name: line.below[key] for key, name in _RELATIONS.items() if key in line.below}
    relations: dict[str, Data] = {name: _listed(given.text) for name, given in named.items()}
    problems = [
        Problem(
            given.number, f"there is no lesson `{shortened(word)}`", did_you_mean(word, lessons)
        )
        for given in named.values()
        for word in _listed(given.text)
        if word not in lessons
    ]
    at = next((given.number for given in named.values()), line.number)
    return relations, at, problems


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _body(line: SheetLine, title: str, target: str) -> str:
    escaped = re.sub(r"([\\`*_\[\]<>])", r"\\\1", title)
    happened, learned = (line.below.get(key) for key in ("what_happened", "what_was_learned"))
    parts = [
        "## What happened",
        *([_plain(happened.text)] if happened else []),
        f"This was learned at [{escaped}]({target}).",
        "## What was learned",
        _plain(learned.text if learned else line.text),
    ]
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Return a text as a plain paragraph of Markdown."""
    leading = _LEADING_SIGN.match(text)
    return f"{leading[0]}\\{text[leading.end() :]}" if leading else text
