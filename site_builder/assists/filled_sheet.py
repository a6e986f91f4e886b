"""The parser of a filled capture sheet: the answers under each heading, and their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.assists.capture import FIELDS, FURTHER, Prompt, label_of
from site_builder.diagnostics import shortened
from site_builder.records.guess import did_you_mean
from site_builder.records.header.write import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.records.formats import FormatAdvice

_HEADING = re.compile(r"#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_BULLET = re.compile(r"([ \t]*)(?:[-*+]|\d{1,3}[.)])(?:[ \t]+(.*))?")
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
_OF_ASSIST = re.compile(r"<!--[ \t]*assist:[ \t]*(\S+)[ \t]*-->")
_NESTED = 2
"""Spaces before a line that belongs to the line above."""

_BY_HEADING = {prompt.heading.casefold(): prompt for prompt in FIELDS.values()}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A line of a sheet that cannot be used, and why."""

    line: int
    message: str
    hint: str = ""


@dataclass(slots=True)
class SheetLine:
    """A text of a sheet, and the texts below it by key."""

    text: str
    number: int
    below: dict[str, SheetLine] = field(default_factory=dict)


@dataclass(slots=True)
class FilledSheet:
    """The content of a sheet."""

    assist: str = ""
    """Id of the assist that it was made for, if it has one."""
    lines: dict[str, list[SheetLine]] = field(default_factory=dict)
    """The answers under each heading, by the name of the field."""
    problems: list[Problem] = field(default_factory=list)
    """Every line that cannot be read."""


def read_sheet(text: str, formats: Iterable[FormatAdvice]) -> FilledSheet:
    """Return the content of a sheet, and the lines that cannot be read as its problems.

    Args:
        text: The sheet.
        formats: Formats whose titles may stand above its answers.
    """
    titles = (FURTHER, *(sheet.title for form in formats for sheet in form.sheets))
    reader = _Reader({title.casefold(): title for title in titles})
    for number, line in _without_comments(text, reader.sheet):
        reader.read(number, line)
    for name, lines in list(reader.sheet.lines.items()):
        reader.finish(FIELDS[name], [line for line in lines if line.text or line.below])
    reader.sheet.problems.sort()
    return reader.sheet


def _without_comments(text: str, sheet: FilledSheet) -> Iterator[tuple[int, str]]:
    """Yield the lines outside comments; a comment begins a line and ends one."""
    opened = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not opened and not line.lstrip().startswith("<!--"):
            yield number, line
            continue
        named = None if opened else _OF_ASSIST.fullmatch(line.strip())
        sheet.assist = named[1] if named else sheet.assist
        _comment, end, after = line.partition("-->")
        opened = 0 if end else opened or number
        if after.strip():
            message = f"`{shortened(after)}` follows a comment"
            sheet.problems.append(Problem(number, message, "move it to a line of its own"))
    if opened:
        message = "the comment that begins here is never closed"
        sheet.problems.append(Problem(opened, message, "close it with -->"))


class _Reader:
    """Reads the lines of a sheet one by one; their meaning depends on the heading above."""

    def __init__(self, titles: dict[str, str]) -> None:
        self._titles = titles
        self.sheet = FilledSheet()
        self._field: Prompt | None = None
        self._last: SheetLine | None = None
        """The text that a line without a dash continues."""
        self._is_skipping = False
        """Whether the heading above is a problem itself."""
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
            self._wrong(number, f"`{shortened(line)}` is under no heading of the sheet")
        elif bullet:
            is_nested = len(bullet[1].expandtabs(4)) >= _NESTED
            self._bullet(number, one_line(bullet[2] or ""), self._field, is_nested=is_nested)
        elif self._last:
            self._last.text = one_line(f"{self._last.text} {line}")
        elif self._field.kind == "text":
            self._add(number, one_line(line), self._field)
        else:
            self._wrong(
                number, f"`{shortened(line)}` is not part of a list", "add a dash before it"
            )

    def finish(self, prompt: Prompt, lines: list[SheetLine]) -> None:
        """Keep the lines of a field that are not empty, or none at all."""
        self.sheet.lines[prompt.name] = lines
        if not lines:
            del self.sheet.lines[prompt.name]
        if prompt.kind in {"text", "day"} and len(lines) > 1:
            message = f"`{prompt.heading}` takes one answer"
            self._wrong(lines[1].number, message, f"there is one on line {lines[0].number} already")
        for line in lines:
            if prompt.kind == "groups" and not line.text:
                message = f"an answer to `{prompt.heading}` has no text of its own"
                self._wrong(line.number, message, "write it after the dash above its labels")

    def _heading(self, number: int, line: str, title: str) -> None:
        known = " ".join(title.split()).casefold()
        # A format of the base may give a sheet the title of a field.
        is_title = line.startswith("## ") and known in self._titles
        prompt = None if is_title else _BY_HEADING.get(known)
        self._field, self._last, self._is_skipping = prompt, None, False
        if prompt and prompt.name in self.sheet.lines:
            self._is_skipping = True
            message = f"the heading `{prompt.heading}` appears twice"
            self._wrong(number, message, "move everything under the first")
        elif prompt:
            self.sheet.lines[prompt.name] = []
        elif known not in self._titles and (self._is_titled or not line.startswith("# ")):
            self._is_skipping = True
            headings = (prompt.heading for prompt in FIELDS.values())
            hint = did_you_mean(title, [*headings, *self._titles.values()])
            message = f"no capture sheet has the heading `{shortened(title)}`"
            self._wrong(number, message, hint or "use the headings of the capture sheet")
        self._is_titled = self._is_titled or line.startswith("# ")

    def _bullet(self, number: int, text: str, prompt: Prompt, *, is_nested: bool) -> None:
        above = self.sheet.lines[prompt.name]
        if prompt.kind == "group":
            if not above:
                above.append(SheetLine("", number))
            self._key(number, text, prompt, above[0])
        elif not is_nested:
            self._add(number, text, prompt)
        elif prompt.kind == "groups" and above:
            self._key(number, text, prompt, above[-1])
        else:
            self._wrong(number, f"`{shortened(text)}` is indented", "remove the spaces before it")

    def _add(self, number: int, text: str, prompt: Prompt) -> None:
        self._last = SheetLine(text, number)
        self.sheet.lines[prompt.name].append(self._last)

    def _key(self, number: int, text: str, prompt: Prompt, above: SheetLine) -> None:
        label, colon, value = text.partition(":")
        key = "_".join(label.casefold().split())
        if not text:
            return
        if not colon or key not in prompt.keys:
            self._last = None
            labels = [label_of(key) for key in prompt.keys]
            hint = did_you_mean(label, labels) if colon else ""
            named = ", ".join(f"`{label}:`" for label in labels)
            message = f"`{shortened(text)}` has no known label"
            self._wrong(number, message, hint or f"begin it with one of {named}")
        elif value.strip() and key in above.below:
            hint = f"the first is on line {above.below[key].number}"
            self._wrong(number, f"`{shortened(text)}` appears twice", hint)
        elif value.strip():
            self._last = above.below[key] = SheetLine(one_line(value), number)
        else:
            self._last = None

    def _wrong(self, number: int, message: str, hint: str = "") -> None:
        self.sheet.problems.append(Problem(number, message, hint))
