"""Diagnostics for a terminal: place, message, source line, hint."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, Span, counted
from site_builder.report.sources import source_lines

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
    lines_of = cache(lambda file: source_lines(root / file))
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
    """Yield the warnings that readers of a site may know of, up to a limit, for a build's log."""
    from site_builder.report.outside import Outside  # noqa: PLC0415 - it reads records

    told, _others = Outside(base, root).told(_of(base, Severity.WARNING))
    yield from render(told[:_MOST_IN_BUILD], root)
    if len(told) > _MOST_IN_BUILD:
        yield f"{len(told) - _MOST_IN_BUILD} more warnings; `lessons check` shows all"


def build_errors(base: Base, root: Path) -> str:
    """Return the errors that readers of a site may know of, for a build's log; empty if none.

    Of the others only their number is told: they keep the site from being built as well.
    """
    from site_builder.report.outside import Outside  # noqa: PLC0415 - it reads records

    outside = Outside(base, root)
    errors, others = outside.told(_of(base, Severity.ERROR))
    if not errors and not others:
        return ""
    blocks = [*render(errors[:_MOST_IN_BUILD], root)]
    if others:
        they = "1 more error is" if others == 1 else f"{others:,} more errors are"
        blocks.append(f"{they} about records that the readers of this site may not see.")
    told, _others = outside.told(base.diagnostics)
    return "\n\n".join([*blocks, f"{summary(told, outside.records)}; `lessons check` shows all"])


def _of(base: Base, severity: Severity) -> list[Diagnostic]:
    return [found for found in base.diagnostics if found.severity is severity]


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
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else " " if letter in "\t\n" else "�" for letter in text
    )
