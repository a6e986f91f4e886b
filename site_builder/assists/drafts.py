"""Draft lessons from what a capture sheet says."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.assists.answers import known_words
from site_builder.assists.capture import LESSONS
from site_builder.assists.filled_sheet import FilledSheet, Problem, SheetLine
from site_builder.assists.formats import FORMATS
from site_builder.diagnostics import shortened
from site_builder.records.guess import did_you_mean
from site_builder.records.header.document import parse_document
from site_builder.records.header.write import Data, dump, one_line, record_text
from site_builder.records.kinds import Kind, Record, id_from, numbered
from site_builder.records.lesson import Lesson
from site_builder.records.parse import parse_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from site_builder.library.base import Base
    from site_builder.records.assist import Assist

_RELATIONS = {"related": "related", "adapted_from": "adapted-from", "symptom_of": "symptom-of"}
"""Keys of a sheet that name lessons, and the relation that each stands for."""
_LEADING_SIGN = re.compile(r"\d+(?=[.)])|(?=[#>+\-*|\[])")
"""What would make a line of Markdown anything but text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A lesson to be written."""

    lesson_id: str
    path: str
    """Path below the lessons folder."""
    text: str


@dataclass(slots=True)
class Drafts:
    """The lessons of a sheet."""

    new: list[Draft] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Ids of lessons that this assist has given before; they are left as they are."""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _HeaderField:
    """A field of the lesson's header, and the line of the sheet that it comes from."""

    name: str
    content: Data
    line: int


def drafts_of(sheet: FilledSheet, record: Record[Assist], loaded: Base, day: date) -> Drafts:
    """Return the lessons that a sheet gives, those that the base has, and what is wrong."""
    drafts = Drafts()
    taken = _Ids(record, loaded)
    titles: dict[str, int] = {}
    for line in sheet.lines.get(LESSONS, ()):
        if line.text in titles:
            message = f"the lesson `{shortened(line.text)}` appears twice"
            hint = f"the first is on line {titles[line.text]}"
            drafts.problems.append(Problem(line.number, message, hint))
            continue
        titles[line.text] = line.number
        header, wrong = _header(line, record, loaded, day)
        folder = FORMATS[record.fields.format].folder
        lesson_id, is_new = taken.claim(line.text)
        path = f"{folder}/{lesson_id}.md"
        text = _text(header, line, record, posixpath.dirname(path), loaded.prefix)
        wrong = wrong or _unreadable(text, header, line)
        drafts.problems += wrong
        if is_new:
            drafts.new.append(Draft(lesson_id, path, text))
        else:
            drafts.kept.append(lesson_id)
    return drafts


class _Ids:
    """Gives each lesson of a sheet an id, and none to one that the base has already."""

    def __init__(self, record: Record[Assist], loaded: Base) -> None:
        self._assist = record.id
        self._taken = {key[1] for key in loaded.unreadable_keys if key[0] is Kind.LESSON}
        self._sources = {
            lesson_id: lesson.fields.source_assist
            for lesson in loaded.library.lessons
            for lesson_id in (lesson.id, *lesson.fields.aliases)
        }

    def claim(self, title: str) -> tuple[str, bool]:
        """Return the id of a lesson, and whether it is new: not given by this assist before."""
        for lesson_id in numbered(id_from(title, f"{self._assist}-lesson")):
            is_new = lesson_id not in self._sources
            if lesson_id not in self._taken and (
                is_new or self._sources[lesson_id] == self._assist
            ):
                break
        self._taken.add(lesson_id)
        return lesson_id, is_new


def _header(
    line: SheetLine, record: Record[Assist], loaded: Base, day: date
) -> tuple[list[_HeaderField], list[Problem]]:
    """Return the header of a lesson, and every word in it that is unknown."""
    below = line.below
    words = known_words(loaded.library.vocabulary)
    tags, problems = _tags(below.get("tags"), record, words["tags"], line)
    header = [
        _HeaderField("title", line.text, line.number),
        _HeaderField("problem", *_given(below, "problem", one_line(record.fields.problem), line)),
        _HeaderField("evidence", "experiential", line.number),
        _HeaderField("tags", tags, below.get("tags", line).number),
        _HeaderField("date", day.isoformat(), line.number),
        _HeaderField("source_assist", record.id, line.number),
        _HeaderField("status", "draft", line.number),
    ]
    header += [
        _HeaderField(key, below[key].text, below[key].number)
        for key in ("outcome", "takeaway")
        if key in below
    ]
    if team := below.get("team"):
        known = words["teams"].get(team.text.casefold(), "")
        header.append(_HeaderField("team", known or team.text, team.number))
        problems += [] if known else [_unknown("team", team.text, words["teams"], team.number)]
    relations: dict[str, Data] = {}
    lessons = {lesson_id: lesson_id for lesson_id in loaded.library.ids(Kind.LESSON)}
    named = {relation: below[key] for key, relation in _RELATIONS.items() if key in below}
    for relation, given in named.items():
        ids = _listed(given.text)
        relations[relation] = ids
        unknown = [record_id for record_id in ids if record_id not in lessons]
        problems += [_unknown("lesson", one, lessons, given.number) for one in unknown]
    if relations:
        header.append(_HeaderField("relations", relations, next(iter(named.values())).number))
    return header, problems


def _given(
    below: Mapping[str, SheetLine], key: str, otherwise: str, line: SheetLine
) -> tuple[str, int]:
    return (below[key].text, below[key].number) if key in below else (otherwise, line.number)


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _tags(
    given: SheetLine | None, record: Record[Assist], known: Mapping[str, str], line: SheetLine
) -> tuple[list[str], list[Problem]]:
    """Return the tags of a lesson: those of the sheet, or else those of the assist."""
    if given is None:
        message = f"the lesson `{shortened(line.text)}` has no tags, for the assist has none"
        hint = "give the assist tags, or write `tags:` below the lesson"
        tags = list(dict.fromkeys(record.fields.tags))
        return tags, [] if tags else [Problem(line.number, message, hint)]
    words = _listed(given.text)
    unknown = [word for word in words if word.casefold() not in known]
    problems = [_unknown("tag", word, known, given.number) for word in unknown]
    return [known.get(word.casefold(), word) for word in words], problems


def _unknown(kind: str, word: str, known: Iterable[str], number: int) -> Problem:
    message = f"there is no {kind} `{shortened(word)}`"
    return Problem(number, message, did_you_mean(word, known) or "")


def _text(
    header: Iterable[_HeaderField],
    line: SheetLine,
    record: Record[Assist],
    folder: str,
    prefix: str,
) -> str:
    target = posixpath.relpath(record.path.removeprefix(prefix), folder or ".")
    title = re.sub(r"([\\`*_\[\]<>])", r"\\\1", record.fields.title)
    happened, learned = (line.below.get(key) for key in ("what_happened", "what_was_learned"))
    parts = [
        "## What happened",
        *([_plain(happened.text)] if happened else []),
        f"This was learned at [{title}]({target}).",
        "## What was learned",
        _plain(learned.text if learned else line.text),
    ]
    return record_text({one.name: one.content for one in header}, "\n\n".join(parts) + "\n")


def _plain(text: str) -> str:
    """Return a text as a paragraph of Markdown that is nothing else, such as a heading."""
    leading = _LEADING_SIGN.match(text)
    return f"{leading[0]}\\{text[leading.end() :]}" if leading else text


def _unreadable(text: str, header: Sequence[_HeaderField], line: SheetLine) -> list[Problem]:
    """Return what the model of a lesson has against a text, by lines of the sheet."""
    written = (dump({one.name: one.content}) for one in header)
    numbers = [
        one.line for one, lines in zip(header, written, strict=True) for _line in lines.splitlines()
    ]
    document, problems = parse_document("", text)
    wrong = parse_fields(Lesson, document)[1] if document else []
    return [
        Problem(
            numbers[found.span.line - 2]
            if 1 < found.span.line <= len(numbers) + 1
            else line.number,
            found.message,
            found.hint,
        )
        for found in (*problems, *wrong)
    ]
