"""Fills the folder of a new base: completely, or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from site_builder.errors import OccupiedError, UnwritableError
from site_builder.library.writing import write_new
from site_builder.places import own_folder, own_folders, unused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ASIDE, _NEW = ".lessons-init-", "base"


def fill(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files into a folder that is missing, empty, or contains only ``.git``.

    They are written to a temporary folder first, and moved once all are complete.

    Args:
        folder: The folder.
        files: Contents by path.

    Raises:
        OccupiedError: The folder contains other files.
        UnwritableError: The folder or a file cannot be written; everything written is removed.
    """
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        left = [path.name for path in unused(list(own_folders(folder, _ASIDE)))]
        present = folder.iterdir() if folder.exists() else ()
        names = sorted(
            f"{path.name}/" if path.is_dir() else path.name
            for path in present
            if path.name not in {".git", *left}
        )
        if names:
            raise OccupiedError(folder, names)
        folder.mkdir(parents=True, exist_ok=True)
        with own_folder(folder, _ASIDE) as temporary:
            for path, content in files.items():
                write_new(temporary / _NEW / path, content)
            _move(temporary / _NEW, folder)
    except (OSError, UnwritableError) as error:
        for created in missing:
            with contextlib.suppress(OSError):
                created.rmdir()
        reason = error.strerror if isinstance(error, OSError) else error.reason
        raise UnwritableError(folder, reason or str(error)) from error


def _move(source_folder: Path, folder: Path) -> None:
    """Move everything from one folder to another, or nothing."""
    moved: list[Path] = []
    try:
        for source in sorted(source_folder.iterdir()):
            target = folder / source.name
            if source.is_dir():
                # Fails if a folder that is not empty has appeared meanwhile.
                source.rename(target)
            else:
                # A link, unlike a rename, fails if a file has appeared meanwhile.
                os.link(source, target)
            moved.append(target)
    except BaseException:
        for target in moved:
            shutil.rmtree(target) if target.is_dir() else target.unlink()
        raise
