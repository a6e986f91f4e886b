"""Checks a file that has not been written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.certain import finder_for, hidden_path
from site_builder.library.loader import base_of, checked
from site_builder.library.reading import as_it_was
from site_builder.library.readings import read_all

if TYPE_CHECKING:
    from site_builder.library.base import Base
    from site_builder.project import Project


class Trial:
    """A base, read once, in which texts are tried before they are written."""

    def __init__(self, project: Project) -> None:
        """Read every file of the base."""
        self._readings = read_all(project)
        self._settings = project.settings
        self.base: Base = base_of(self._readings, project.settings)

    def of(self, path: str, text: str | bytes) -> Base:
        """Return the base with a text in a file, and only the problems of that text.

        Args:
            path: Path of the file from the project root, whether it exists or not.
            text: What the file is to hold.
        """
        data = text.encode() if isinstance(text, str) else text
        base = checked(as_it_was(self._readings, {path: data}), self._settings)
        shown = hidden_path(path, finder_for(self._settings))
        return base.with_diagnostics(
            problem for problem in base.diagnostics if problem.span.file == shown
        )
