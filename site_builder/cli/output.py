"""What commands print: plain text, problems, JSON, and how far a long task is."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.diagnostics import Diagnostic, Severity

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_FORMAT_VERSION = 1
"""Raised by a change of what a command prints as JSON that could break a reader."""
_WIDTH = 96
_SHOWN = 10
"""Most lines of a kind that a summary lists."""
_PATIENCE = 1.0
"""Seconds after which a progress bar is shown."""


def printable(text: str) -> str:
    """Return a text without control characters, which a terminal could take for commands."""
    return "".join(letter if letter.isprintable() or letter in "\t\n" else "�" for letter in text)


def wants_colour() -> bool:
    """Return whether to colour what goes to standard output.

    ``NO_COLOR`` is honoured as https://no-color.org asks.
    """
    return not os.environ.get("NO_COLOR") and sys.stdout.isatty()


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print each line as it is."""
    for line in lines:
        click.echo(printable(line), err=err)


def print_wrapped(text: str, margin: str = "", hanging: str = "") -> None:
    """Print a text in lines of limited width.

    Args:
        text: What to print.
        margin: Stands before every line.
        hanging: Stands after the margin in all lines but the first.
    """
    wrapped = textwrap.fill(
        printable(text),
        _WIDTH,
        initial_indent=margin,
        subsequent_indent=margin + hanging,
        break_on_hyphens=False,
        break_long_words=False,
    )
    click.echo(wrapped)


def print_json(answer: Mapping[str, object]) -> None:
    """Print an answer for programs, with the version of its format."""
    document = {"format_version": _FORMAT_VERSION, **answer}
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_problems(problems: Sequence[Diagnostic], root: Path) -> None:
    """Print problems with the lines they are on, in colour on a terminal."""
    from site_builder.report import text

    for block in text.render(problems, root, _paint if wants_colour() else text.plain):
        click.echo(block + "\n")


def first_of(lines: Iterable[str], margin: str) -> Iterator[str]:
    """Yield the first lines behind a margin, and how many more there are."""
    every = list(lines)
    yield from (f"{margin}{line}" for line in every[:_SHOWN])
    if len(every) > _SHOWN:
        yield f"{margin}and {len(every) - _SHOWN:,} more"


@contextlib.contextmanager
def progress(label: str, length: int, started: float | None = None) -> Iterator[Callable[[], None]]:
    """Show a bar once something has taken a while, on a terminal only.

    Args:
        label: What is being done.
        length: How many steps it takes.
        started: When it began, as ``time.monotonic`` says (default: now).

    Yields:
        What to call after each step.
    """
    begun, done = time.monotonic() if started is None else started, 0
    bar = click.progressbar(
        length=length, label=label, file=sys.stderr, update_min_steps=max(1, length // 50)
    )
    with contextlib.ExitStack() as shown:

        def advance() -> None:
            nonlocal done
            done += 1
            if bar.entered:
                bar.update(1)
            elif time.monotonic() - begun > _PATIENCE and sys.stderr.isatty():
                shown.enter_context(bar)
                bar.update(done)

        yield advance


def _paint(text: str, severity: Severity) -> str:
    return click.style(text, fg=_COLOURS[severity], bold=True)
