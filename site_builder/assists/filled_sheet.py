"""A filled capture sheet, read: what stands under each heading, and on which line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.assists.capture import FIELDS, FURTHER, Prompt, label_of
from site_builder.assists.formats import FORMATS
from site_builder.diagnostics import shortened
from site_builder.records.guess import did_you_mean
from site_builder.records.header.write import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_BULLET = re.compile(r"([ \t]*)(?:[-*+]|\d{1,3}[.)])(?:[ \t]+(.*))?")
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
_OF_ASSIST = re.compile(r"<!--[ \t]*assist:[ \t]*(\S+)[ \t]*-->")
_NESTED = 2
"""Spaces from which on a line belongs to the one above."""

_BY_HEADING = {each.heading.casefold(): each for each in FIELDS.values()}
_TITLES = {
    sheet.title.casefold(): sheet.title for shape in FORMATS.values() for sheet in shape.sheets
}
_TITLES[FURTHER.casefold()] = FURTHER


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A line of a sheet that cannot be used, and why."""

    line: int
    message: str
    hint: str = ""


@dataclass(slots=True)
class SheetLine:
    """A text of a sheet, and what stands below it by key."""

    text: str
    number: int
    below: dict[str, SheetLine] = field(default_factory=dict)


@dataclass(slots=True)
class FilledSheet:
    """What a sheet says."""

    assist: str = ""
    """Id of the assist that it was made for, if it says so."""
    lines: dict[str, list[SheetLine]] = field(default_factory=dict)
    """What stands under each field's heading, by the field's name."""
    problems: list[Problem] = field(default_factory=list)
    """Every line that cannot be read."""


def read_sheet(text: str) -> FilledSheet:
    """Return what a sheet says; lines that cannot be read are its problems."""
    reader = _Reader()
    for number, line in _without_comments(text, reader.sheet):
        reader.read(number, line)
    reader.finish()
    return reader.sheet


def _without_comments(text: str, sheet: FilledSheet) -> Iterator[tuple[int, str]]:
    """Yield the lines that somebody filled in; a comment begins a line and ends one."""
    opened = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if opened:
            opened = 0 if "-->" in line else opened
        elif line.lstrip().startswith("<!--"):
            named = _OF_ASSIST.fullmatch(line.strip())
            sheet.assist = named[1] if named else sheet.assist
            opened = 0 if "-->" in line else number
        else:
            yield number, line
            continue
        after = line.partition("-->")[2]
        if after.strip():
            message = f"`{shortened(after)}` follows a comment"
            sheet.problems.append(Problem(number, message, "put it on a line of its own"))
    if opened:
        message = "the comment that begins here is never closed"
        sheet.problems.append(Problem(opened, message, "close it with -->"))


class _Reader:
    """Goes through the lines with the heading that they stand under in mind."""

    def __init__(self) -> None:
        self.sheet = FilledSheet()
        self._field: Prompt | None = None
        self._last: SheetLine | None = None
        """The text that a line without a dash goes on with."""
        self._is_skipping = False
        """Whether lines stand under a heading that is a problem itself."""
        self._is_titled = False

    def read(self, number: int, line: str) -> None:
        """Read a line."""
        heading, bullet = _HEADING.fullmatch(line), _BULLET.fullmatch(line)
        if not line.strip():
            self._last = None if self._field and self._field.kind != "text" else self._last
        elif heading:
            self._heading(number, line, heading[1] or "")
        elif _RULE.fullmatch(line) or self._is_skipping:
            return
        elif self._field is None:
            self._wrong(number, line, "is under no heading of the sheet")
        elif bullet:
            margin = len(bullet[1].expandtabs(4))
            self._bullet(number, one_line(bullet[2] or ""), self._field, nested=margin >= _NESTED)
        elif self._last:
            self._last.text = one_line(f"{self._last.text} {line}")
        elif self._field.kind == "text":
            self._add(number, one_line(line), self._field)
        else:
            self._wrong(number, line, "is not part of a list", "begin it with a dash")

    def finish(self) -> None:
        """Leave out what was left empty, and say what appears twice."""
        for name, lines in list(self.sheet.lines.items()):
            kept = [line for line in lines if line.text or line.below]
            self.sheet.lines[name] = kept
            if not kept:
                del self.sheet.lines[name]
            one = FIELDS[name]
            if one.kind in {"text", "day"} and len(kept) > 1:
                message = f"`{one.heading}` takes one answer"
                hint = f"there is one on line {kept[0].number} already"
                self.sheet.problems.append(Problem(kept[1].number, message, hint))
            for line in kept:
                if one.kind == "groups" and not line.text:
                    message = f"what belongs to `{one.heading}` has no text of its own above it"
                    hint = "write it after the dash above"
                    self.sheet.problems.append(Problem(line.number, message, hint))
        self.sheet.problems.sort()

    def _heading(self, number: int, line: str, title: str) -> None:
        known = " ".join(title.split()).casefold()
        found = _BY_HEADING.get(known)
        self._field, self._last, self._is_skipping = found, None, False
        if found and found.name in self.sheet.lines:
            self._is_skipping = True
            message = f"the heading `{found.heading}` appears twice"
            hint = "put everything under the first"
            self.sheet.problems.append(Problem(number, message, hint))
        elif found:
            self.sheet.lines[found.name] = []
        elif known not in _TITLES and (self._is_titled or not line.startswith("# ")):
            self._is_skipping = True
            headings = [each.heading for each in FIELDS.values()]
            hint = did_you_mean(title, [*headings, *_TITLES.values()])
            hint = hint or "use the headings of the capture sheet"
            message = f"no capture sheet has the heading `{shortened(title)}`"
            self.sheet.problems.append(Problem(number, message, hint))
        self._is_titled = self._is_titled or line.startswith("# ")

    def _bullet(self, number: int, text: str, one: Prompt, *, nested: bool) -> None:
        above = self.sheet.lines[one.name]
        if one.kind == "group":
            if not above:
                above.append(SheetLine("", number))
            self._key(number, text, one, above[0])
        elif not nested:
            self._add(number, text, one)
        elif one.kind == "groups" and above:
            self._key(number, text, one, above[-1])
        else:
            self._wrong(number, text, "is indented", "let each dash begin its line")

    def _add(self, number: int, text: str, one: Prompt) -> None:
        self._last = SheetLine(text, number)
        self.sheet.lines[one.name].append(self._last)

    def _key(self, number: int, text: str, one: Prompt, above: SheetLine) -> None:
        label, colon, value = text.partition(":")
        key = "_".join(label.casefold().split())
        if not text:
            return
        if not colon or key not in one.keys:
            known = [label_of(each) for each in one.keys]
            hint = did_you_mean(label, known) if colon else ""
            named = ", ".join(f"`{each}:`" for each in known)
            hint = hint or f"begin it with one of {named}"
            self._last = None
            self._wrong(number, text, "has no known label", hint)
        elif value.strip() and key in above.below:
            first = above.below[key].number
            self._wrong(number, text, "appears twice", f"the first is on line {first}")
        elif value.strip():
            self._last = above.below[key] = SheetLine(one_line(value), number)
        else:
            self._last = None

    def _wrong(self, number: int, text: str, what: str, hint: str = "") -> None:
        message = f"`{shortened(text)}` {what}"
        self.sheet.problems.append(Problem(number, message, hint))
