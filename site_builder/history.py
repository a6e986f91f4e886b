"""Earlier versions of files. Nothing else runs git."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from site_builder.errors import HistoryError

if TYPE_CHECKING:
    from pathlib import Path


def file_at(root: Path, path: str, commit: str) -> bytes:
    """Return a file as it was in a commit.

    Args:
        root: A folder of the repository.
        path: Path of the file from there.
        commit: Any name of a commit that git understands.

    Raises:
        HistoryError: There is no git, no repository, no such commit, or no such file in it.
    """
    # A name that begins with a dash would be an option.
    name = f"{commit}:./{path}"
    if commit.startswith("-"):
        raise HistoryError(f"'{commit}' is not the name of a commit")
    try:
        done = subprocess.run(  # noqa: S603 - arguments are a list, and none is an option
            ["git", "-C", str(root), "cat-file", "blob", name],  # noqa: S607 - wherever git is
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise HistoryError("git is not installed, and earlier versions are in git") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise HistoryError(f"git has no {path} in '{commit}': {said.removeprefix('fatal: ')}")
    return done.stdout
