"""What a check would say of a file that has not been written yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity
from site_builder.library import checks
from site_builder.library.loader import base_of, problems_of_files
from site_builder.library.reading import Readings, as_it_was, read_all

if TYPE_CHECKING:
    from site_builder.library.base import Base
    from site_builder.project import Project
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record
    from site_builder.settings import Settings


@dataclass(frozen=True, slots=True)
class Tried:
    """A base as it would be with one more text in it."""

    path: str
    """Path of the file from the project root."""
    base: Base
    diagnostics: tuple[Diagnostic, ...]
    """All that a check says of that text, by place and rule."""

    @property
    def record(self) -> Record[Part] | None:
        """The record that the text is; None where it is too wrong to be one."""
        return next((record for record in self.base.records if record.path == self.path), None)

    @property
    def has_errors(self) -> bool:
        """Whether any of the problems is an error."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)


class Trial:
    """A base, read once, in which texts are tried before they are written."""

    def __init__(self, project: Project) -> None:
        """Read every file of the base."""
        self._readings: Readings = read_all(project)
        self._settings: Settings = project.settings
        self.base: Base = base_of(self._readings, project.settings)

    @property
    def prefix(self) -> str:
        """Path of the lessons folder from the project root, with its slash."""
        return self._readings.prefix

    def of(self, path: str, text: str | bytes) -> Tried:
        """Return the base with a text in a file, and what is wrong with that text.

        Args:
            path: Path of the file from the project root, whether it is there or not.
            text: What is to stand in it.
        """
        data = text.encode() if isinstance(text, str) else text
        readings = as_it_was(self._readings, {path: data})
        base = base_of(readings, self._settings)
        found = (*problems_of_files(readings), *checks.run(base))
        here = (one for one in found if one.span.file == path)
        return Tried(path, base, tuple(sorted(here, key=lambda one: one.order)))
