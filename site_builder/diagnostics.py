"""Diagnostics: a broken rule with its place, severity, message, hint and fix."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 60
"""Most characters of an author's text that a message quotes."""


class Severity(StrEnum):
    """Severity of a problem: errors fail a check, warnings only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_RANKS = tuple(Severity)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range in a file. Lines and columns start at 1, in characters; the end is exclusive."""

    file: str
    """Path from the project root, with forward slashes."""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    @property
    def is_whole_file(self) -> bool:
        """Whether it stands for the whole file: the empty span at its beginning."""
        return (self.line, self.column, self.end_line, self.end_column) == (1, 1, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A replacement for a range of a file's text; line ends count as one character."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits applied.

    Edits count a line end as one character, even CRLF; line ends in replacements become like the
    first of the text. Of overlapping edits, only the first is applied.
    """
    pairs = [match.start() - number for number, match in enumerate(re.finditer("\r\n", text))]
    first_end = re.search("\r\n|\r|\n", text)
    line_end = first_end[0] if first_end else "\n"

    def at(offset: int) -> int:
        return offset + bisect_left(pairs, offset)

    parts = []
    done = 0
    for edit in sorted(set(edits)):
        start, end = at(edit.start), at(edit.end)
        if start < done:
            continue
        parts += [text[done:start], edit.text.replace("\n", line_end)]
        done = end
    return "".join([*parts, text[done:]])


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem at a place."""

    rule: str
    """Id of the rule, a row of :data:`site_builder.rules.RULES`."""
    severity: Severity
    span: Span
    message: str
    """The problem, as a sentence without a full stop."""
    hint: str = ""
    """What is allowed, or was probably meant."""
    fix: tuple[Edit, ...] = ()
    """Edits that are certain to fix the problem."""
    private: bool = False
    """Whether it concerns a person, and is only for the terminal of the user."""
    secret: bool = field(default=False, compare=False)
    """Whether its source line must not be printed, because logs would repeat it."""

    @property
    def described(self) -> str:
        """The message, with the hint in brackets."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    @property
    def order(self) -> tuple[int, str, int, int, str, str]:
        """Sort key: the worst first, then by file, place and rule."""
        rank = _RANKS.index(self.severity)
        return (rank, self.span.file, self.span.line, self.span.column, self.rule, self.message)


def span_between(path: str, text: str, start: int, end: int) -> Span:
    """Return the span of ``text[start:end]`` in a file, cut at the end of its first line."""
    start = min(start, len(text))
    line_end = text.find("\n", start)
    end = min(end, len(text) if line_end < 0 else line_end)
    line_start = text.rfind("\n", 0, start) + 1
    line = bisect_left(_line_ends(text), start) + 1
    return Span(path, line, start - line_start + 1, line, max(end, start) - line_start + 1)


@lru_cache(maxsize=8)
def _line_ends(text: str) -> list[int]:
    """Return the offset of every line end, so that many places in one long file are found fast."""
    return [match.start() for match in re.finditer("\n", text)]


def kept_secret(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics with every one on a secret line marked as secret."""
    lines = {(item.span.file, item.span.line) for item in diagnostics if item.secret}
    return [
        replace(item, secret=True) if (item.span.file, item.span.line) in lines else item
        for item in diagnostics
    ]


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, such as ``1 file`` or ``1,200 files``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def shortened(text: str) -> str:
    """Return an author's text on one line, shortened for a message."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
