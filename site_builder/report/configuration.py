"""What is wrong with ``mkdocs.yml``, as diagnostics like those of records."""

from __future__ import annotations

import os
from itertools import zip_longest
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.errors import FilePlace

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.errors import SettingsError


def configuration_problems(error: SettingsError, root: Path) -> list[Diagnostic]:
    """Return each problem with its place, as seen from the folder of the project."""
    return [
        _diagnostic(root, place or FilePlace(error.file), option, problem)
        for (option, problem), place in zip_longest(error.problems, error.places)
    ]


def _diagnostic(root: Path, place: FilePlace, option: str, problem: str) -> Diagnostic:
    path = os.path.relpath(place.file, root).replace(os.sep, "/")
    span = Span(path, place.line, place.column, place.line, place.end_column)
    message, _, hint = problem.partition("; ")
    rule = "config-invalid" if option else "config-unreadable"
    named = f"{option}: {message}" if option else message
    return Diagnostic(rule, Severity.ERROR, span, named, hint)
