"""Exceptions that a caller may catch: a broken world, never an author's mistake.

What an author got wrong is a value (:class:`site_builder.diagnostics.Diagnostic`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class BeforehandError(Exception):
    """Base of every exception this package raises on purpose."""


class ProjectNotFoundError(BeforehandError):
    """No ``mkdocs.yml`` in the folder asked for or in any above it.

    Attributes:
        start: The folder where the search began.
    """

    def __init__(self, start: Path) -> None:
        """Keep the folder where the search began."""
        super().__init__(
            f"no mkdocs.yml in {start} or in any folder above it; "
            "go to the project's folder, or name it with -C"
        )
        self.start = start


class SettingsError(BeforehandError):
    """``mkdocs.yml`` cannot be read, or a plugin option in it is wrong.

    Attributes:
        file: The configuration file.
        problems: Each problem as ``(option, what is wrong)``; the option is empty for the file.
    """

    def __init__(self, file: Path, problems: list[tuple[str, str]]) -> None:
        """Keep the file and every problem found in it."""
        lines = [f"{option}: {problem}" if option else problem for option, problem in problems]
        super().__init__(f"{file}: " + "; ".join(lines))
        self.file = file
        self.problems = problems


class UnknownRecordError(BeforehandError):
    """No record has the id asked for.

    Attributes:
        record_id: The id asked for.
        guesses: Ids that look like it, nearest first.
    """

    def __init__(self, record_id: str, guesses: list[str]) -> None:
        """Keep the id and the guesses."""
        did_you_mean = f"; did you mean {' or '.join(guesses)}?" if guesses else ""
        super().__init__(f"no record has the id '{record_id}'{did_you_mean}")
        self.record_id = record_id
        self.guesses = guesses


class IndexUnusableError(BeforehandError):
    """The search index can be neither read nor rebuilt."""


class UnwritableError(BeforehandError):
    """A file cannot be written; it is as it was.

    Attributes:
        file: The file.
        reason: What the system says.
    """

    def __init__(self, file: Path, reason: str) -> None:
        """Keep the file and the reason."""
        super().__init__(f"{file} cannot be written: {reason}")
        self.file = file
        self.reason = reason


class HistoryError(BeforehandError):
    """An earlier version of a file cannot be had."""
