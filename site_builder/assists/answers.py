"""What a sheet says, checked against the models and the vocabulary, each mistake with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from site_builder.assists.capture import FIELDS, LESSONS, Answer, Prompt, label_of, value_of
from site_builder.assists.filled_sheet import FilledSheet, Problem, SheetLine
from site_builder.diagnostics import shortened
from site_builder.records.dates import ImpossibleDateError, MalformedDateError, parse_day
from site_builder.records.fields import DAY_FORM, Part
from site_builder.records.guess import did_you_mean
from site_builder.records.header.document import parse_document
from site_builder.records.header.write import framed, inline
from site_builder.records.parse import parse_fields
from site_builder.records.vocabulary import Vocabulary, controlled_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Words = Mapping[str, Mapping[str, str]]
    """Ids by kind of word, and by id or name in small letters."""

Fields = TypeVar("Fields", bound="Part")


@dataclass(slots=True)
class Answers:
    """What a sheet says, ready for the record."""

    values: dict[str, Answer] = field(default_factory=dict)
    """By field."""
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    """Where each value stands on the sheet, by field, position and key."""
    problems: list[Problem] = field(default_factory=list)


def read_answers(sheet: FilledSheet, vocabulary: Vocabulary, host_team: str) -> Answers:
    """Return what a sheet says, and every value that the record could not take.

    Args:
        sheet: The sheet.
        vocabulary: The controlled words; a team may be written by its name as well.
        host_team: Id of the team that decides unless the sheet names another.
    """
    answers = Answers()
    words = known_words(vocabulary)
    for name, lines in sheet.lines.items():
        one = FIELDS[name]
        if name == LESSONS:
            continue
        if one.kind in {"text", "day"}:
            answers.values[name] = lines[0].text
            answers.lines[name,] = lines[0].number
            answers.problems += _day_problems(lines[0]) if one.kind == "day" else ()
        elif one.kind == "texts":
            answers.values[name] = list(dict.fromkeys(line.text for line in lines))
            answers.lines[name,] = lines[0].number
        else:
            _read_groups(one, lines, words, host_team, answers)
    return answers


def known_words(vocabulary: Vocabulary) -> Words:
    """Return the controlled words by what people may call them."""
    kinds: dict[str, Mapping[str, Part]] = {
        "tags": vocabulary.tags,
        "teams": vocabulary.teams,
        "settings": vocabulary.settings,
    }
    known: dict[str, dict[str, str]] = {}
    for kind, words in kinds.items():
        labels = {str(getattr(word, "label", "")).casefold(): key for key, word in words.items()}
        known[kind] = labels | {key: key for key in words}
    return known


def _day_problems(line: SheetLine) -> Iterator[Problem]:
    try:
        parse_day(line.text)
    except MalformedDateError:
        yield Problem(line.number, f"`{shortened(line.text)}` is not a date", DAY_FORM)
    except ImpossibleDateError as error:
        message = f"`{shortened(line.text)}` is not in the calendar"
        yield Problem(line.number, message, str(error))


def _read_groups(
    one: Prompt, lines: list[SheetLine], words: Words, host_team: str, answers: Answers
) -> None:
    groups: list[dict[str, str]] = []
    seen: dict[tuple[str, ...], int] = {}
    # A group without a text of its own is the sheet's problem already.
    whole = [line for line in lines if line.text or not one.lead]
    for number, line in enumerate(whole):
        below = dict(line.below)
        if one.name == "decision" and "by" not in below and host_team:
            below["by"] = SheetLine(host_team, line.number)
        if one.lead:
            below = {one.lead: SheetLine(line.text, line.number), **below}
        ordered = {key: below[key] for key in (one.lead, *one.keys) if key in below}
        assert one.model  # noqa: S101 - every group of an assist has one
        group, problems = checked_group(one.model, ordered, words, line.number)
        answers.problems += problems
        identity = tuple(group.get(key, "") for key in one.same)
        if one.same and identity in seen:
            message = f"`{shortened(line.text)}` appears twice under `{one.heading}`"
            hint = f"the first is on line {seen[identity]}"
            answers.problems.append(Problem(line.number, message, hint))
        seen.setdefault(identity, line.number)
        groups.append(group)
        place = (one.name,) if one.kind == "group" else (one.name, number)
        answers.lines[place] = line.number
        answers.lines |= {(*place, key): text.number for key, text in ordered.items()}
    answers.values[one.name] = groups[0] if one.kind == "group" else groups


def checked_group(
    model: type[Fields], lines: Mapping[str, SheetLine], words: Words, number: int
) -> tuple[dict[str, str], list[Problem]]:
    """Return the texts of a group, words by their ids, and what its model says against them."""
    group = {key: line.text for key, line in lines.items()}
    # Each on a line of its own, by which what is wrong is found again.
    header = "".join(
        f"{key}: {inline(value_of(model, key, text))}\n" for key, text in group.items()
    )
    document, _none = parse_document("", framed(header, ""))
    assert document  # noqa: S101 - what is written can be read
    fields, diagnostics = parse_fields(model, document)
    numbers = [line.number for line in lines.values()]
    problems = [
        # The first line of the header is the fence; what is missing is found there.
        Problem(
            numbers[found.span.line - 2] if found.span.line > 1 else number,
            found.message,
            found.hint,
        )
        for found in diagnostics
    ]
    for kind, place, word in controlled_words(fields) if fields else ():
        key = str(place[0])
        known = words[kind].get(word.casefold())
        if known:
            group[key] = known
            continue
        hint = did_you_mean(word, words[kind]) or f"vocabulary.yml lists the {kind}"
        message = f"`{label_of(key)}`: there is no {kind[:-1]} `{shortened(word)}`"
        problems.append(Problem(lines[key].number, message, hint))
    return group, problems
