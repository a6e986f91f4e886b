"""What commands print and the options they share: text, problems, JSON, progress bars."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from site_builder.diagnostics import Diagnostic, Severity

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)
kind_option = click.option(
    "--kind", type=click.Choice(["lesson", "assist", "reuse"]), help="Kind of record."
)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Show what would be written, and write nothing."
)
strict_option = click.option("--strict", is_flag=True, help="Fail on warnings too.")
edit_option = click.option(
    "--edit/--no-edit",
    default=None,
    help="Open the text in your editor before it is written (default: at a terminal, if any "
    "question was asked and VISUAL or EDITOR names one).",
)
AUDIENCES = click.Choice(["public", "organisation", "team"])

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_FORMAT_VERSION = 1
"""Raised by a change to the printed JSON that could break a reader."""
_WIDTH = 96
_AT_ONCE = 200
"""Problems that are printed in one piece."""
_SHOWN = 10
"""Most lines of a list that a summary prints."""
_PATIENCE = 1.0
"""Seconds before a progress bar appears."""


def fail(message: str) -> NoReturn:
    """End the command with exit status 2, its usage and a message."""
    click.get_current_context().fail(printable(message))


def read_day(text: str) -> date:
    """Return the date that an option gives; the ``type`` of such an option."""
    from site_builder.records.dates import ImpossibleDateError, parse_day
    from site_builder.records.fields import DAY_FORM

    try:
        return parse_day(text.strip())
    except ImpossibleDateError as error:
        raise click.BadParameter(f"`{text}` is not in the calendar; {error}") from error
    except ValueError as error:
        raise click.BadParameter(f"`{text}` is not a date; write {DAY_FORM}") from error


def printable(text: str) -> str:
    """Return a text without control characters, which a terminal could take for commands."""
    return "".join(letter if letter.isprintable() or letter in "\t\n" else "�" for letter in text)


def has_words(text: str) -> bool:
    """Return whether a text has letters or numbers, and not signs alone."""
    return any(map(str.isalnum, text))


def say(text: str = "", *, bold: bool = False, err: bool = False) -> None:
    """Print a text without control characters."""
    click.echo(click.style(printable(text), bold=True) if bold else printable(text), err=err)


def print_lines(lines: Iterable[str]) -> None:
    """Print each line without control characters."""
    for line in lines:
        say(line)


def print_wrapped(text: str, margin: str = "", hanging: str = "") -> None:
    """Print a text in lines of limited width, none wider than the terminal.

    Args:
        text: The text.
        margin: Indents every line.
        hanging: Indents every line but the first further.
    """
    from shutil import get_terminal_size
    from textwrap import fill

    wrapped = fill(
        printable(text),
        min(_WIDTH, get_terminal_size((_WIDTH, 0)).columns),
        initial_indent=margin,
        subsequent_indent=margin + hanging,
        break_on_hyphens=False,
        break_long_words=False,
    )
    click.echo(wrapped)


def print_diff(path: str, before: str, after: str, *, err: bool = False) -> None:
    """Print how a file changes, as a unified diff."""
    from difflib import unified_diff

    now, then = before.splitlines(), after.splitlines()
    for line in unified_diff(now, then, f"a/{path}", f"b/{path}", n=1, lineterm=""):
        say(line, err=err)


def print_json(answer: Mapping[str, object]) -> None:
    """Print a document for programs, with the version of its format; dates become strings."""
    from json import dumps

    document = {"format_version": _FORMAT_VERSION, **answer}
    click.echo(dumps(document, ensure_ascii=False, indent=2, default=str))


def print_problems(problems: Iterable[Diagnostic], root: Path, *, err: bool = False) -> None:
    """Print problems with the lines they are on, in colour on a terminal.

    ``NO_COLOR`` is honoured as https://no-color.org asks.
    """
    from site_builder.report import text

    colours = not err and not os.environ.get("NO_COLOR") and sys.stdout.isatty()
    blocks = text.render(problems, root, _paint if colours else text.plain)
    # Together, since each call flushes what it has printed.
    while some := [*islice(blocks, _AT_ONCE)]:
        click.echo("".join(f"{block}\n\n" for block in some), nl=False, err=err)


def first_of(lines: Iterable[str], margin: str) -> Iterator[str]:
    """Yield the first lines, indented, and the number of those left out."""
    every = list(lines)
    yield from (f"{margin}{line}" for line in every[:_SHOWN])
    if len(every) > _SHOWN:
        yield f"{margin}and {len(every) - _SHOWN:,} more"


@contextlib.contextmanager
def progress(label: str, length: int, started: float | None = None) -> Iterator[Callable[[], None]]:
    """Show a progress bar on a terminal once a task has taken a while.

    Args:
        label: What is being done.
        length: Number of steps.
        started: Start of the task, as a value of ``time.monotonic`` (default: now).

    Yields:
        A function to call after each step.
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
