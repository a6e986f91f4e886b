"""Reads the answers of a form, and notes what it could not use.

An answer that is no use costs its own field and nothing else: what it says is kept. No note repeats
an answer, since everybody can read the reply, and an answer may name a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.clock import today
from site_builder.exchange.forms.answers import LessonSource, id_named, source_of, tags_of
from site_builder.exchange.forms.filled import Filled, is_unknown
from site_builder.exchange.forms.published import linked, place_of
from site_builder.exchange.forms.questions import AnswerProblem
from site_builder.records.blanks import is_blank
from site_builder.records.date_forms import meant_date
from site_builder.records.dates import UNKNOWN, parse_partial
from site_builder.records.guess import nearest
from site_builder.records.header.write import one_line
from site_builder.records.kinds import Kind, id_from
from site_builder.records.personal import Finder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.exchange.forms.questions import FormQuestion
    from site_builder.library.base import Base

_LONGEST_NAME = 60
"""Most characters of the name of a topic or a team."""
_NAME = re.compile(rf"[^@<>`\n]{{1,{_LONGEST_NAME}}}")
"""The name of a new topic or team."""
_LIKE = 86.0
"""Least similarity (0 to 100) of a new word to a known one that is offered instead."""
_AROUND = ' -*+>.,;:!`"“”'
"""Signs around a name that are no part of it."""
_MOST_NAMES = 12
"""Most topics or teams that one answer can name."""
_NAME_AND_PLACE = re.compile(r"([^,;(–—]{2,60})(?:[,;(–—]| - | at )([^)]{2,60})\)?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_BEFORE_DATE = frozenset(
    [
        *("in", "on", "at", "about", "around", "circa", "ca", "ca.", "approx", "approximately"),
        *("the", "since"),
    ]
)
_WHICH = "a day, a month or a year, such as 2026-03-14, 2026-03 or 2026"


@dataclass(frozen=True, slots=True)
class NewWord:
    """A topic or a team that the vocabulary lacks, for whoever keeps the base to decide on."""

    kind: str
    """``tags`` or ``teams``."""
    id: str
    label: str
    organisation: str = ""
    guess: str = ""
    """The known word that is most like it; empty if none is."""


class Reading:
    """The answers of a form as values of fields.

    Attributes:
        problems: What has to be answered, or answered otherwise.
        left_out: Answers that could not be used and are not needed.
        new_words: Topics and teams to decide on.
        kept: What was left out, by the label of its question.
    """

    def __init__(self, filled: Filled, base: Base) -> None:
        self.problems: list[AnswerProblem] = []
        self.left_out: list[AnswerProblem] = []
        self.new_words: list[NewWord] = []
        self.kept: dict[str, str] = {}
        self._filled = filled
        self._library = base.library
        self._words = base.library.vocabulary
        personal = base.settings.personal
        self._persons = Finder(personal.countries, personal.allowed_domains)

    def text(self, name: str) -> str:
        """Return an answer as it is."""
        return self._filled.answers[name]

    def choice(self, name: str) -> str:
        """Return the code of the choice that an answer names; empty if it names none."""
        question, answer = self._filled.question(name), self.text(name)
        code = self._filled.code(name) if answer else ""
        if answer and not code:
            words = list(question.choices.values())
            self.refuse(name, f"the answer is none of: {_listed(words)}", _guessed(answer, words))
        return code

    def refuse(self, name: str, message: str, hint: str = "", *, in_part: bool = False) -> None:
        """Leave an answer, or part of it, out of the record, keep what it says, and say why."""
        question = self._filled.question(name)
        notes = self.problems if question.required and not in_part else self.left_out
        notes.append(AnswerProblem(question.label, message, hint))
        self.keep(name)

    def keep(self, name: str) -> None:
        """Keep what an answer says beside the record."""
        self.kept[self._filled.question(name).label] = self.text(name)

    def day(self, name: str) -> str:
        """Return a day that may lie ahead; a month or a year is none."""
        date = self.date(name, ahead=True)
        if date and not _DAY.fullmatch(date):
            self.refuse(name, "that is no day", "write a day, such as 2026-03-14")
        return date if _DAY.fullmatch(date) else ""

    def date(self, name: str, *, ahead: bool = False) -> str:
        """Return a day, month or year, as far as an answer names one.

        Args:
            name: Name of the question.
            ahead: Whether it may lie in the future.
        """
        answer = one_line(self.text(name)[:_LONGEST_NAME])
        if not answer:
            return ""
        if is_unknown(answer):
            return UNKNOWN if self._filled.question(name).required else ""
        date = _date(answer)
        begins = parse_partial(date).earliest if date else None
        if begins and begins > today() and not ahead:
            self.refuse(name, "that is still to come", f"write {_WHICH}")
            return ""
        if date:
            return date
        years = set(_YEAR.findall(answer))
        year = years.pop() if len(years) == 1 else ""
        year = year if year and (ahead or int(year) <= today().year) else ""
        read = f"only the year of it was understood: {year}" if year else "no date was understood"
        self.refuse(name, read, f"write {_WHICH}", in_part=bool(year))
        return year

    def tags(self, name: str) -> tuple[str, ...]:
        """Return the ids of topics, those of new ones among them."""
        known, unknown = tags_of(self.text(name), self._words)
        ids = {word: word for word in known if word not in unknown}
        for word in unknown[:_MOST_NAMES]:
            if new := self._new_word("tags", word):
                ids[word] = new
            else:
                message = "part of the answer cannot be the name of a topic"
                hint = "write two to four topics, with commas between them"
                self.refuse(name, message, hint, in_part=bool(known != unknown))
                break
        if len(unknown) > _MOST_NAMES:
            self.refuse(name, f"only the first {_MOST_NAMES} new topics were looked at")
        return tuple(dict.fromkeys(ids.values()))

    def team(self, name: str) -> str:
        """Return the id of a team, known or new; empty if there is none."""
        answer = one_line(self.text(name)).strip(_AROUND)
        team = self._team(answer) if answer else ""
        if answer and not team:
            self.refuse(name, "the answer cannot be the name of a team")
        return team

    def teams(self, name: str, others: Sequence[str]) -> list[str]:
        """Return the ids of known teams besides others; new ones are noted and left out."""
        parts = re.split(r"[,;\n]", self.text(name))
        names = [one_line(part).strip(_AROUND) for part in parts]
        names = [part for part in names if not is_blank(part)]
        known = {part: self._words.meant("teams", part) for part in names}
        organisations = {team.organisation.casefold() for team in self._words.teams.values()}
        new = [
            part
            for part, team in known.items()
            if not team and part.casefold() not in organisations
        ]
        for part in new[:_MOST_NAMES]:
            self._new_word("teams", part)
        if new:
            self.refuse(name, "not all of these teams have a name here yet")
        return [team for team in dict.fromkeys(known.values()) if team and team not in others]

    def setting(self, name: str) -> str:
        """Return the id of a setting; empty if none is named."""
        answer = one_line(self.text(name)[:_LONGEST_NAME]).strip(_AROUND)
        setting = self._words.meant("settings", answer) if answer else ""
        if setting is None:
            labels = [known.label for known in self._words.settings.values()]
            known = f"known are: {_listed(labels[:_MOST_NAMES])}" if labels else ""
            hint = _guessed(answer, labels) or known
            self.refuse(name, "there is no such kind of place here", hint)
        return setting or ""

    def lesson(self, name: str) -> str:
        """Return the id of a lesson that is named by title, id or address."""
        answer = self.text(name)
        lesson_id = id_named(linked(answer)[1] or answer, Kind.LESSON, self._library)
        lesson_id = lesson_id or id_named(linked(answer)[0], Kind.LESSON, self._library)
        if self._library.lesson(lesson_id) or not answer:
            return lesson_id
        titles = {
            known: lesson.fields.title
            for lesson in self._library.published
            if lesson.fields.visibility == "public"
            for known in (lesson.fields.title, lesson.id)
        }
        guess = nearest(one_line(answer[:_LONGEST_NAME]), titles)
        hint = f"did you mean “{titles[guess[0]]}”?" if guess else "give its title or its address"
        self.refuse(name, "no lesson here has this title or address", hint)
        return ""

    def source(self) -> LessonSource:
        """Return where a lesson was learned."""
        design, address = self.choice("design"), self.text("address")
        source = source_of(self.text("source"), self._library, design, address)
        if source.assist:
            for name in ("design", "address"):
                if self.text(name):
                    self.refuse(name, "it is not needed for a meeting that has a page here")
        elif address and not (place := place_of(address)):
            message = "no DOI and no web address was understood"
            self.refuse("address", message, "write it as https://example.org/report")
        elif address and one_line(address) not in place.values():
            self.keep("address")
        return source

    def _team(self, answer: str) -> str:
        if known := self._words.meant("teams", answer):
            return known
        parts = _NAME_AND_PLACE.fullmatch(answer)
        team, organisation = map(str.strip, parts.groups()) if parts else (answer, "")
        return self._words.meant("teams", team) or self._new_word("teams", team, organisation)

    def _new_word(self, kind: str, label: str, organisation: str = "") -> str:
        """Return the id of a new word; empty if it cannot be one."""
        if not _NAME.fullmatch(label) or self._persons.find(f"{label}\n{organisation}"):
            return ""
        fallback = {"tags": "topic", "teams": "team"}[kind]
        word_id = id_from(label, fallback)
        if word_id in self._words.ids(kind) and word_id != fallback:
            return word_id
        labels = [word.label for word in getattr(self._words, kind).values()]
        guess = nearest(label, labels, least=_LIKE)
        new = NewWord(kind, word_id, label, organisation, guess[0] if guess else "")
        if new not in self.new_words:
            self.new_words.append(new)
        return word_id


def unanswered(filled: Filled) -> list[AnswerProblem]:
    """Return a problem for each required question without an answer, and each box not ticked."""
    problems = []
    for question in filled.form.questions:
        missing = [tick for tick in question.ticks if tick not in filled.ticked]
        problems += [
            AnswerProblem(question.label, f"this is not ticked: {tick}") for tick in missing
        ]
        if question.required and not question.ticks and not filled.answers[question.name]:
            problems.append(AnswerProblem(question.label, "there is no answer", _wanted(question)))
    return problems


def _wanted(question: FormQuestion) -> str:
    return f"one of: {_listed(question.choices.values())}" if question.choices else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _guessed(answer: str, words: Iterable[str]) -> str:
    guess = nearest(one_line(answer[:_LONGEST_NAME]), words)
    return f"did you mean “{guess[0]}”?" if guess else ""


def _date(answer: str) -> str:
    """Return the date in an answer as records have it; empty if it can mean none or several."""
    words = answer.rstrip(".").split()
    while words and words[0].casefold() in _BEFORE_DATE:
        del words[0]
    text = " ".join(words)
    if date := meant_date(text, partial=True):
        return date
    try:
        return str(parse_partial(text))
    except ValueError:
        return ""
