"""The answers on a sheet, checked against models and vocabulary, each mistake with its line."""

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
from site_builder.records.header.write import Data, dump, framed
from site_builder.records.parse import parse_fields
from site_builder.records.vocabulary import Vocabulary, controlled_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Fields = TypeVar("Fields", bound="Part")


@dataclass(slots=True)
class Answers:
    """The answers on a sheet, ready for the record."""

    values: dict[str, Answer] = field(default_factory=dict)
    """By field."""
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    """The line of each value on the sheet, by field, position and key."""
    problems: list[Problem] = field(default_factory=list)


def read_answers(sheet: FilledSheet, vocabulary: Vocabulary, host_team: str) -> Answers:
    """Return the answers on a sheet, and every value that the record could not take.

    Args:
        sheet: The sheet.
        vocabulary: The controlled words; a team may be named by its label as well.
        host_team: Id of the team that decides unless the sheet names another.
    """
    answers = Answers()
    for name, lines in sheet.lines.items():
        prompt = FIELDS[name]
        if name == LESSONS:
            continue
        answers.lines[name,] = lines[0].number
        if prompt.kind in {"text", "day"}:
            answers.values[name] = lines[0].text
            answers.problems += _day_problems(lines[0]) if prompt.kind == "day" else ()
        elif prompt.kind == "texts":
            answers.values[name] = list(dict.fromkeys(line.text for line in lines))
        else:
            _read_groups(prompt, lines, vocabulary, host_team, answers)
    return answers


def unknown_word(vocabulary: Vocabulary, kind: str, word: str, line: int, key: str = "") -> Problem:
    """Return the problem of a word that the vocabulary lacks, with a guess.

    Args:
        vocabulary: The controlled words.
        kind: ``tags``, ``teams`` or ``settings``.
        word: The word on the sheet.
        line: Its line.
        key: The field of a group that it is in, if any.
    """
    known = getattr(vocabulary, kind)
    names = [*known, *(meant.label for meant in known.values())]
    label = f"`{label_of(key)}`: " if key else ""
    message = f"{label}there is no {kind.removesuffix('s')} `{shortened(word)}`"
    return Problem(line, message, did_you_mean(word, names) or f"vocabulary.yml lists the {kind}")


def _day_problems(line: SheetLine) -> Iterator[Problem]:
    try:
        parse_day(line.text)
    except MalformedDateError:
        yield Problem(line.number, f"`{shortened(line.text)}` is not a date", DAY_FORM)
    except ImpossibleDateError as error:
        message = f"`{shortened(line.text)}` is not in the calendar"
        yield Problem(line.number, message, str(error))


def _read_groups(
    prompt: Prompt,
    lines: list[SheetLine],
    vocabulary: Vocabulary,
    host_team: str,
    answers: Answers,
) -> None:
    groups: list[dict[str, str]] = []
    seen: dict[tuple[str, ...], int] = {}
    # The sheet has reported groups without a text already.
    whole = [line for line in lines if line.text or not prompt.lead]
    for number, line in enumerate(whole):
        below = {prompt.lead: line, **line.below}
        if prompt.name == "decision" and host_team:
            below.setdefault("by", SheetLine(host_team, line.number))
        ordered = {key: below[key] for key in (prompt.lead, *prompt.keys) if key and key in below}
        assert prompt.model  # noqa: S101 - every group of an assist has one
        group, problems = _checked_group(prompt.model, ordered, vocabulary, line.number)
        answers.problems += problems
        identity = tuple(group.get(key, "") for key in prompt.same)
        if prompt.same and identity in seen:
            message = f"`{shortened(line.text)}` appears twice under `{prompt.heading}`"
            hint = f"the first is on line {seen[identity]}"
            answers.problems.append(Problem(line.number, message, hint))
        seen.setdefault(identity, line.number)
        groups.append(group)
        place = (prompt.name,) if prompt.kind == "group" else (prompt.name, number)
        answers.lines[place] = line.number
        answers.lines |= {(*place, key): text.number for key, text in ordered.items()}
    answers.values[prompt.name] = groups[0] if prompt.kind == "group" else groups


def _checked_group(
    model: type[Part], lines: Mapping[str, SheetLine], vocabulary: Vocabulary, number: int
) -> tuple[dict[str, str], list[Problem]]:
    """Return the texts of a group, with the ids of controlled words, and its problems."""
    group = {key: line.text for key, line in lines.items()}
    values = {key: (value_of(model, key, text), lines[key].number) for key, text in group.items()}
    fields, problems = checked_fields(model, values, number)
    for kind, place, word in controlled_words(fields) if fields else ():
        key = str(place[0])
        if known := vocabulary.meant(kind, word):
            group[key] = known
        else:
            problems.append(unknown_word(vocabulary, kind, word, lines[key].number, key))
    return group, problems


def checked_fields(
    model: type[Fields], values: Mapping[str, tuple[Data, int]], number: int
) -> tuple[Fields | None, list[Problem]]:
    """Return values as a record of a model, or the problems that the model finds.

    Args:
        model: The model.
        values: The value of each field, and the line of the sheet that it comes from.
        number: The line for problems that no field has, such as a missing field.
    """
    written = [(dump({key: value}), line) for key, (value, line) in values.items()]
    numbers = [line for text, line in written for _ in text.splitlines()]
    document, problems = parse_document("", framed("".join(text for text, _line in written), ""))
    fields, wrong = parse_fields(model, document) if document else (None, [])

    def line_of(written_line: int) -> int:
        # The header begins below its fence, where the model reports fields that are missing.
        return numbers[written_line - 2] if 1 < written_line <= len(numbers) + 1 else number

    return fields, [
        Problem(line_of(diagnostic.span.line), diagnostic.message, diagnostic.hint)
        for diagnostic in (*problems, *wrong)
    ]
