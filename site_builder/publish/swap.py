"""A folder that is built aside and put in place when it is whole."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Staging:
    """Builds a site beside the one that is there, and swaps them at the end.

    An interrupted build leaves the last good site, and at most a folder to clear next time.
    """

    def __init__(self, target: Path) -> None:
        """Keep where the site belongs."""
        self._target = target
        self._fresh = target.with_name(f"{target.name}.new")
        self._stale = target.with_name(f"{target.name}.old")
        self._complete = False

    def open(self) -> Path:
        """Return an empty folder to build in, and mend what an interruption left."""
        if self._stale.exists() and not self._target.exists():
            self._stale.rename(self._target)
        for folder in (self._fresh, self._stale):
            shutil.rmtree(folder, ignore_errors=True)
        self._fresh.mkdir(parents=True)
        return self._fresh

    def complete(self) -> Path:
        """Note that the new site is whole; return where it will stand."""
        self._complete = True
        return self._target

    def abandon(self) -> None:
        """Note that the new site is not to be used after all."""
        self._complete = False

    def close(self) -> None:
        """Put a whole site in place, and clear away what is not needed."""
        if self._complete:
            if self._target.exists():
                self._target.rename(self._stale)
            self._fresh.rename(self._target)
        for folder in (self._fresh, self._stale):
            shutil.rmtree(folder, ignore_errors=True)
