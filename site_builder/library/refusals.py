"""Problems of files that may not or cannot be read, those of the base's own theme among them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.files import FileOutsideError, SpecialFileError, walk
from site_builder.rules import RULES

if TYPE_CHECKING:
    from site_builder.project import Project


def theme_problems(project: Project) -> list[Diagnostic]:
    """Return the problems of the files of the base's own theme, which are its own otherwise."""
    if project.theme_dir is None or not project.theme_dir.is_dir():
        return []
    shown = Path(os.path.relpath(project.theme_dir, project.root)).as_posix()
    is_named_outside = shown.startswith("..")
    if not is_named_outside and not project.theme_dir.resolve().is_relative_to(project.root):
        message = "the theme's folder is a symbolic link that leads out of the project"
        return [file_error("file-outside", shown, message)]
    found = sorted(walk(project.theme_dir), key=lambda file: file.path)
    return [
        refusal(f"{shown}/{file.path}", file.problem, "theme's folder")
        for file in found
        if file.problem and not isinstance(file.problem, IsADirectoryError)
    ]


def refusal(
    path: str, error: OSError, base: str = "lessons folder", thing: str = "file"
) -> Diagnostic:
    """Return the problem of a file or a folder that may not or cannot be read."""
    if isinstance(error, FileOutsideError):
        reason = str(error.strerror).removeprefix("it ").replace("the folder", f"the {base}")
        return file_error("file-outside", path, f"the {thing} {reason}")
    if isinstance(error, SpecialFileError):
        message = f"it is passed over: {error.strerror}"
        return Diagnostic("file-unreadable", Severity.WARNING, Span(path), message, "take it out")
    message = f"the {thing} cannot be read: {error.strerror or error}"
    hint = "look at its permissions, and at where it leads if it is a link"
    return file_error("file-unreadable", path, message, hint)


def file_error(rule: str, path: str, message: str, hint: str | None = None) -> Diagnostic:
    """Return an error about a whole file."""
    hint = RULES[rule].hint if hint is None else hint
    return Diagnostic(rule, Severity.ERROR, Span(path), message, hint)
