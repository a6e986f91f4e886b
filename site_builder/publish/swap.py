"""The folder of a site: built beside the old one, and swapped when it is complete."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_files(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write files to a folder, given their addresses below it and their texts."""
    for url, text in files:
        file = folder / url
        # The folder of most files exists, since a page is in it.
        try:
            file.write_bytes(text.encode())
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())


class Staging:
    """Builds a site beside the old one, and swaps them at the end.

    An interrupted build leaves the last good site, and at most a folder that the next one removes.
    """

    def __init__(self, target: Path) -> None:
        """Set the folder of the site."""
        self._target = target
        self._fresh = target.with_name(f"{target.name}.new")
        self._stale = target.with_name(f"{target.name}.old")
        self._complete = False

    def open(self) -> Path:
        """Return an empty folder to build in, after repairing an interrupted swap."""
        if self._stale.exists() and not self._target.exists():
            self._stale.rename(self._target)
        for folder in (self._fresh, self._stale):
            shutil.rmtree(folder, ignore_errors=True)
        self._fresh.mkdir(parents=True)
        return self._fresh

    def complete(self) -> Path:
        """Mark the new site as complete; return its final folder."""
        self._complete = True
        return self._target

    def abandon(self) -> None:
        """Mark the new site as not to be used."""
        self._complete = False

    def close(self) -> None:
        """Put a complete site in place, and remove the folders that are not needed."""
        if self._complete:
            if self._target.exists():
                self._target.rename(self._stale)
            self._fresh.rename(self._target)
        for folder in (self._fresh, self._stale):
            shutil.rmtree(folder, ignore_errors=True)
