"""Exceptions that a caller may catch: a broken environment, never an author's mistake.

An author's mistake is a value (:class:`site_builder.diagnostics.Diagnostic`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_MOST_NAMED = 5
"""Most files of a folder that a message names."""


def system_problem(error: OSError) -> str:
    """Return what the system refused, in a sentence that names the file if one is known."""
    reason = error.strerror or str(error) or type(error).__name__
    name = error.filename if error.filename is not None else error.filename2
    return (
        reason
        if name is None
        else f"{os.fsdecode(name) if isinstance(name, str | bytes) else name}: {reason}"
    )


class BeforehandError(Exception):
    """Base of every exception that this package raises on purpose."""


class IndexUnusableError(BeforehandError):
    """The search index can be neither read nor rebuilt."""


class HistoryError(BeforehandError):
    """An earlier version of a file cannot be read."""


class ImportRefusedError(BeforehandError):
    """An import could damage the base; nothing was written."""


@dataclass(eq=False)
class ProjectNotFoundError(BeforehandError):
    """Neither the folder ``start`` nor any above it contains a ``mkdocs.yml``."""

    start: Path

    def __str__(self) -> str:
        return (
            f"no mkdocs.yml in {self.start} or in any folder above it; "
            "go to the project's folder, or name it with -C"
        )


class FilePlace(NamedTuple):
    """A place in a file; without line and column, the file as a whole."""

    file: Path
    line: int = 1
    column: int = 1
    end_column: int = 1
    """Column after the last character, in the same line."""


@dataclass(eq=False)
class SettingsError(BeforehandError):
    """``mkdocs.yml`` cannot be read, or an option in it is invalid."""

    file: Path
    problems: list[tuple[str, str]]
    """Option and problem; the option is empty for a problem of the whole file."""
    places: list[FilePlace] = field(default_factory=list)
    """The place of each, as far as they are known."""

    def __str__(self) -> str:
        lines = (f"{option}: {problem}" if option else problem for option, problem in self.problems)
        return f"{self.file}: " + "; ".join(lines)


@dataclass(eq=False)
class UnknownRecordError(BeforehandError):
    """No record has the id asked for."""

    record_id: str
    guesses: list[str]
    """Similar ids, the most similar first."""

    def __str__(self) -> str:
        hint = f"; did you mean {' or '.join(self.guesses)}?" if self.guesses else ""
        return f"no record has the id '{self.record_id}'{hint}"


@dataclass(eq=False)
class UnsuitableRecordError(BeforehandError):
    """The record that was asked for is of another kind than the command takes."""

    record_id: str
    kind: str
    """Its kind, as people call it."""
    wanted: list[str]
    """Kinds that the command takes."""

    def __str__(self) -> str:
        return (
            f"'{self.record_id}' is {self.kind}, and this command takes {' or '.join(self.wanted)}"
        )


@dataclass(eq=False)
class FaultyRecordError(BeforehandError):
    """The file of a record has errors, so that it cannot be used."""

    path: str
    """Path from the project root."""
    line: int
    problem: str
    """The first error."""

    def __str__(self) -> str:
        return (
            f"{self.path} has errors and cannot be used (line {self.line}: {self.problem}); "
            f"`lessons check {self.path}` shows them"
        )


@dataclass(eq=False)
class UnwritableError(BeforehandError):
    """A file cannot be written; it is unchanged."""

    file: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.file} cannot be written: {self.reason}"


class ChangedFileError(UnwritableError):
    """A file has changed since it was read, so computed edits no longer apply."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, "it has changed since it was read; run the command again")


class PersonNumberError(UnwritableError):
    """A text holds the number of a person, which is written nowhere."""


@dataclass(eq=False)
class UnamendableError(BeforehandError):
    """Fields of a header cannot be set without changing others; the file is unchanged."""

    file: str
    """Path from the project root."""
    fields: tuple[str, ...]

    def __str__(self) -> str:
        names = " and ".join(f"`{name}`" for name in self.fields)
        return (
            f"{self.file}: {names} cannot be set without changing the rest of the header; "
            "set it by hand, or put each field of the header on its own line first"
        )


@dataclass(eq=False)
class OccupiedError(BeforehandError):
    """The folder for a new base is not empty; it is unchanged."""

    folder: Path
    names: list[str]
    """Names of the files and folders in it, sorted."""

    def __str__(self) -> str:
        named = ", ".join(self.names[:_MOST_NAMED])
        more = len(self.names) - _MOST_NAMED
        others = f" and {more} more" if more > 0 else ""
        return f"{self.folder} is not empty: {named}{others}; name an empty or new folder"


@dataclass(eq=False)
class ForeignFileError(BeforehandError):
    """A file from elsewhere is not what was expected."""

    file: Path
    problem: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}" + (f"; {self.hint}" if self.hint else "")


class TableError(ForeignFileError):
    """A table of another system cannot be read; nothing was imported."""


@dataclass(eq=False)
class TableChoiceError(TableError):
    """A map says of a table what does not fit it; nothing was imported."""

    option: str = ""
    """Field of the map."""


class IssueError(ForeignFileError):
    """A file contains no issue made with one of the forms; nothing was written."""


class ExportError(ForeignFileError):
    """An export cannot be written or read; nothing was written."""

    def __str__(self) -> str:
        return f"{self.file} {self.problem}"


@dataclass(eq=False)
class CellError(BeforehandError):
    """A text does not fit into a cell of a workbook; the workbook was not written."""

    sheet: str
    row: str
    """Text of the first cell in the row, which names the record."""
    column: str
    """Heading of the column."""
    problem: str

    def __str__(self) -> str:
        return (
            f"sheet `{self.sheet}`, row `{self.row}`, column `{self.column}`: {self.problem}; "
            "export it as json or csv, which have no such limit"
        )
