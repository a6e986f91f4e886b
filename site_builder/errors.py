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


class ChangedFileError(UnwritableError):
    """A file has changed since it was read, so what was worked out on it no longer fits."""

    def __init__(self, file: Path) -> None:
        """Keep the file."""
        super().__init__(file, "it has changed since it was read; run the command again")


class UnamendableError(BeforehandError):
    """Fields of a record cannot be set where they stand; its file is as it was.

    Attributes:
        file: Path of the file from the project root.
        fields: Names of the fields.
    """

    def __init__(self, file: str, fields: tuple[str, ...]) -> None:
        """Keep the file and the fields."""
        names = " and ".join(f"`{name}`" for name in fields)
        super().__init__(
            f"{file}: {names} cannot be set without touching the rest of the header; "
            "set it by hand, or write the header with one field a line first"
        )
        self.file = file
        self.fields = fields


class OccupiedError(BeforehandError):
    """A folder in which a base was to begin holds something already; it is as it was.

    Attributes:
        folder: The folder.
        names: What is in it, sorted.
    """

    _MOST_NAMED = 5

    def __init__(self, folder: Path, names: list[str]) -> None:
        """Keep the folder and what is in it."""
        named = ", ".join(names[: self._MOST_NAMED])
        more = len(names) - self._MOST_NAMED
        others = f" and {more} more" if more > 0 else ""
        super().__init__(
            f"{folder} is not empty: {named}{others}; name a folder that is empty or not there yet"
        )
        self.folder = folder
        self.names = names


class HistoryError(BeforehandError):
    """An earlier version of a file cannot be had."""


class ForeignFileError(BeforehandError):
    """A file that comes from elsewhere is not what was asked for.

    Attributes:
        file: The file.
        problem: What is wrong with it.
        hint: What to do about it.
    """

    def __init__(self, file: Path, problem: str, hint: str = "") -> None:
        """Keep the file, what is wrong and what to do about it."""
        super().__init__(f"{file}: {problem}" + (f"; {hint}" if hint else ""))
        self.file = file
        self.problem = problem
        self.hint = hint


class TableError(ForeignFileError):
    """A table of another system cannot be read; nothing has been taken from it."""


class ImportRefusedError(BeforehandError):
    """An import would do harm as things stand; nothing has been written."""


class CellError(BeforehandError):
    """A text does not fit into a cell of a workbook, which is not written.

    Attributes:
        sheet: Name of the sheet.
        row: First cell of the row, which names the record.
        column: Heading of the column.
    """

    def __init__(self, sheet: str, row: str, column: str, problem: str) -> None:
        """Keep the place, and say what is wrong with it."""
        super().__init__(
            f"sheet `{sheet}`, row `{row}`, column `{column}`: {problem}; "
            "export it as json or csv, which have no such limit"
        )
        self.sheet = sheet
        self.row = row
        self.column = column


class IssueError(ForeignFileError):
    """A file holds no issue that one of the forms has made; nothing has been written."""


class ExportError(BeforehandError):
    """An export cannot be written or read; nothing has been made of it.

    Attributes:
        file: The file that is wrong.
        problem: What is wrong with it.
    """

    def __init__(self, file: Path, problem: str) -> None:
        """Keep the file and what is wrong with it."""
        super().__init__(f"{file} {problem}")
        self.file = file
        self.problem = problem
