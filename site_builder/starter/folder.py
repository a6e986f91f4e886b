"""Fills the folder of a new base, with everything or with nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.errors import OccupiedError, UnwritableError
from site_builder.library.writing import write_new

if TYPE_CHECKING:
    from collections.abc import Mapping

_HARMLESS = frozenset({".git"})
"""What a folder may hold that counts as empty."""


def fill(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder that is empty, holds nothing but ``.git``, or is not there yet.

    They are written aside first, and moved once all are there.

    Args:
        folder: The folder.
        files: The text of each file by its path.

    Raises:
        OccupiedError: Something is in the folder.
        UnwritableError: The folder or a file cannot be written; nothing is left of it.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        if in_the_way := _in_the_way(folder):
            raise OccupiedError(folder, in_the_way)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".lessons-init-") as aside:
            for path, text in files.items():
                write_new(Path(aside) / path, text)
            _move(Path(aside), folder)
    except OSError as error:
        _remove(missing)
        raise UnwritableError(folder, error.strerror or str(error)) from error
    except UnwritableError as error:
        _remove(missing)
        raise UnwritableError(folder, error.reason) from error


def _in_the_way(folder: Path) -> list[str]:
    if not folder.exists():
        return []
    found = (each for each in folder.iterdir() if each.name not in _HARMLESS)
    return sorted(f"{each.name}/" if each.is_dir() else each.name for each in found)


def _move(aside: Path, folder: Path) -> None:
    """Move everything from one folder to another, or nothing."""
    moved: list[Path] = []
    try:
        for source in sorted(aside.iterdir()):
            target = folder / source.name
            if source.is_dir():
                # Fails where a folder with anything in it has come to be meanwhile.
                source.rename(target)
            else:
                # A link, unlike a rename, fails where a file has come to be meanwhile.
                os.link(source, target)
            moved.append(target)
    except BaseException:
        for target in moved:
            shutil.rmtree(target) if target.is_dir() else target.unlink()
        raise


def _remove(folders: list[Path]) -> None:
    """Remove folders that were made for nothing, the innermost first."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
