"""Diagnostics for a terminal: place, message, source line, hint."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, Span, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from site_builder.library.base import Base

    Paint = Callable[[str, Severity], str]

_MOST_IN_BUILD = 20
"""Most problems of a severity that a build shows in full."""
_WIDEST = 100
"""Most characters of a source line that are printed."""


def plain(text: str, _severity: Severity) -> str:
    """Return text without colour."""
    return text


def render(diagnostics: Iterable[Diagnostic], root: Path, paint: Paint = plain) -> Iterator[str]:
    """Yield each diagnostic as a block of lines.

    Args:
        diagnostics: The diagnostics.
        root: Project root, to read source lines from.
        paint: Colours a text by severity.
    """
    lines_of = cache(lambda file: _lines(root / file))
    for diagnostic in diagnostics:
        span, severity = diagnostic.span, diagnostic.severity
        head = paint(f"{severity}[{diagnostic.rule}]", severity)
        place = f"{_visible(span.file)}:{span.line}:{span.column}"
        parts = [f"{place}: {head}: {_visible(diagnostic.message)}"]
        if not span.is_whole_file and not diagnostic.secret:
            parts += _excerpt(lines_of(span.file), span, severity, paint)
        if diagnostic.hint:
            parts.append(f"  = help: {_visible(diagnostic.hint)}")
        yield "\n".join(parts)


def summary(diagnostics: Sequence[Diagnostic], records: int) -> str:
    """Return the number of records, and of problems by severity."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [counted(counts[severity], severity) for severity in Severity if counts[severity]]
    return f"{counted(records, 'record')} checked: {', '.join(parts) or 'no problems'}"


def build_warnings(base: Base, root: Path) -> Iterator[str]:
    """Yield the public warnings of a base, in full up to a limit, for the log of a build."""
    warnings = [found for found in _public(base) if found.severity is Severity.WARNING]
    yield from render(warnings[:_MOST_IN_BUILD], root)
    if len(warnings) > _MOST_IN_BUILD:
        yield f"{len(warnings) - _MOST_IN_BUILD} more warnings; `lessons check` shows all"


def build_errors(base: Base, root: Path) -> str:
    """Return the public errors of a base and a summary for the log of a build; empty if none."""
    public = _public(base)
    errors = [found for found in public if found.severity is Severity.ERROR]
    if not errors:
        return ""
    shown = "\n\n".join(render(errors[:_MOST_IN_BUILD], root))
    counts = summary(public, len(base.library.records) + len(base.unreadable))
    return f"{shown}\n\n{counts}; `lessons check` shows all"


def _public(base: Base) -> list[Diagnostic]:
    # Anybody may read the log of a build; what concerns people is for `lessons check`.
    return [found for found in base.diagnostics if not found.private]


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_bytes().decode("utf-8", errors="replace")
    except (OSError, ValueError):
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _excerpt(lines: list[str], span: Span, severity: Severity, paint: Paint) -> list[str]:
    if not 0 < span.line <= len(lines):
        return []
    shown, first = _window(lines[span.line - 1], span.column - 1)
    if not shown.strip():
        return []
    start = span.column - 1 - first
    length = max(1, min(span.end_column - span.column, len(shown) - start))
    before = "".join(_blank(letter) for letter in shown[:start])
    under = sum(len(_blank(letter)) for letter in shown[start : start + length])
    number = str(span.line)
    gutter = " " * len(number)
    marks = paint("^" * max(1, under), severity)
    return [f"{gutter} |", f"{number} | {_visible(shown)}", f"{gutter} | {before}{marks}"]


def _window(line: str, at: int) -> tuple[str, int]:
    """Return the part of a line around a position, and the position of that part."""
    first = max(0, min(at - _WIDEST // 2, len(line) - _WIDEST))
    shown = line[first : first + _WIDEST]
    if first:
        shown = "…" + shown[1:]
    if first + _WIDEST < len(line):
        shown = shown[:-1] + "…"
    return shown, first


def _blank(letter: str) -> str:
    """Return spaces as wide as a character is on a terminal."""
    if unicodedata.category(letter) in {"Mn", "Me"}:
        return ""
    return "  " if unicodedata.east_asian_width(letter) in "WF" else " "


def _visible(text: str) -> str:
    # A control character in a lesson must not reach the terminal, which could execute it.
    return "".join(
        letter if letter.isprintable() else " " if letter in "\t\n" else "�" for letter in text
    )
