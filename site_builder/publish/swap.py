"""The folder of a site: built aside, and put in place when it is complete."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.errors import ForeignFileError, UnwritableError
from site_builder.places import PathLock, make_own, own_folders, remove, remove_own

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

_NEW = "site"
_OLD = "old"
_COMPLETE = "complete.json"
"""Names at the top of a complete site; from then on the swap is finished, by whichever process."""
_GONE = "gone.json"
"""Addresses that a site loses whose other files stay where they are, but for the new ones."""
_MADE = ".lessons-site.json"
"""The same names in the site, from which the next build knows what others have put beside them."""
_OF_A_SITE = Path("search", "index.json")
_OF_ANY_SITE = {"index.html", "404.html"}
"""Files that every build writes, so that nothing is lost when they are replaced."""


class Staging:
    """Builds a site aside, and puts it in place at the end. One build at a time has the place.

    A link to a folder stays a link: the folder that it leads to gets the site. A folder that cannot
    be renamed, such as a mounted one, gets new contents. Files at its top that no build made stay.
    Whatever interrupts a build, the last good site stays; :func:`recover` finishes a swap that has
    begun.
    """

    def __init__(self, site_dir: Path, *, shared: bool = True) -> None:
        """Set the folder of the site.

        Args:
            site_dir: Folder of the site.
            shared: Whether another process may build there; the preview has a folder of its own.
        """
        self.target = _real(site_dir)
        self._shared = shared
        self._lock: PathLock | None = None
        self._aside: Path | None = None
        self._complete = False
        self._kept: set[str] = set()
        """Names at the top of a site below which files stay."""

    def open(self, on_wait: Callable[[], None] = lambda: None) -> Path:
        """Return an empty folder to build in, once no other build has the place.

        Args:
            on_wait: Called before waiting for another build.

        Raises:
            ForeignFileError: The folder of the site holds what no build has made.
            UnwritableError: No folder can be made there.
        """
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            if self._shared:
                self._lock = PathLock(self.target.parent)
                self._lock.take(on_wait)
            _finish_swaps(self.target)
            _refuse_foreign(self.target)
            self._aside = _aside(self.target)
            fresh = self._aside / _NEW
            fresh.mkdir()
        except OSError as error:
            raise UnwritableError(self.target, error.strerror or str(error)) from error
        return fresh

    def keep(self, kept: Collection[str], gone: Sequence[str]) -> None:
        """Leave files of the last site where they are when the new one is put in place.

        Args:
            kept: Their addresses.
            gone: Addresses of files that the new site does not have.
        """
        if self._aside and kept:
            self._kept = {url.partition("/")[0] for url in kept}
            (self._aside / _GONE).write_text(json.dumps(gone), encoding="utf-8")

    def complete(self) -> Path:
        """Mark the new site as complete; return its final folder."""
        self._complete = True
        return self.target

    def abandon(self) -> None:
        """Mark the new site as not to be used."""
        self._complete = False

    def close(self) -> bool:
        """Put a complete site in place, and remove what is not needed.

        Returns:
            Whether the new site is in place.

        Raises:
            UnwritableError: It cannot be put there; the last good site stays.
        """
        aside, self._aside = self._aside, None
        try:
            if aside and self._complete:
                made = {path.name for path in (aside / _NEW).iterdir()}
                names = json.dumps(sorted({_MADE, *made, *self._kept}))
                (aside / _NEW / _MADE).write_text(names, encoding="utf-8")
                (aside / _COMPLETE).write_text(names, encoding="utf-8")
            return bool(aside and _finish(aside, self.target))
        except OSError as error:
            raise UnwritableError(self.target, error.strerror or str(error)) from error
        finally:
            if self._lock:
                self._lock.release()
            self._lock = None


def recover(site_dir: Path) -> None:
    """Finish a swap that was interrupted, and remove what builds left, unless one is running."""
    target = _real(site_dir)
    if not any(_asides(target)):
        return
    lock = PathLock(target.parent)
    with suppress(OSError):
        if lock.take():
            _finish_swaps(target)
    lock.release()


def _real(site_dir: Path) -> Path:
    # Unlike `Path.resolve`, it has no exception for a link that leads to itself.
    return Path(os.path.realpath(site_dir))


def _asides(target: Path) -> Iterator[Path]:
    yield from own_folders(target.parent, f"{target.name}.new-")
    yield from own_folders(target, ".new-")


def _aside(target: Path) -> Path:
    """Make a folder on the file system of the site, beside it if possible."""
    if not os.path.ismount(target):
        try:
            return make_own(target.parent, f"{target.name}.new-")
        except PermissionError:
            if not target.is_dir():
                raise
    return make_own(target, ".new-")


def _refuse_foreign(target: Path) -> None:
    """Refuse a place whose contents no build has made.

    Raises:
        ForeignFileError: It is no folder, or holds files of somebody else.
    """
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise ForeignFileError(target, "the site needs a folder here, and this is none")
    if (target / _OF_A_SITE).is_file():
        return
    foreign = sorted(_visible(target) - _OF_ANY_SITE)
    if foreign:
        raise ForeignFileError(
            target,
            f"it is not empty, and no build has made what is in it, such as {foreign[0]}",
            "empty it, or name another folder with -d or site_dir",
        )


def _visible(folder: Path) -> set[str]:
    names = {path.name for path in folder.iterdir()}
    return {name for name in names if not name.startswith(".") and name != "lost+found"}


def _finish_swaps(target: Path) -> None:
    for aside in list(_asides(target)):
        with suppress(OSError):
            _finish(aside, target)


def _finish(aside: Path, target: Path) -> bool:
    """Put a site in place if it is complete, and remove the folder it was built in."""
    try:
        names, gone = _names(aside / _COMPLETE), _names(aside / _GONE)
        if names is not None and gone is not None:
            _renew(aside / _NEW, target, gone)
        elif names is not None:
            _swap(aside, target, names)
    except OSError:
        # Files of the last good site, or of a half new one, are kept for the next attempt.
        if not (aside / _OLD).exists() and gone is None:
            remove_own(aside)
        raise
    remove_own(aside)
    return names is not None


def _names(file: Path) -> list[str] | None:
    """Return the names at the top of a complete site, or None for one that is not complete."""
    try:
        names = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return names if isinstance(names, list) else None


def _made(site: Path, told: Path) -> set[str]:
    """Return the names at the top of a site that a build has made: all, if it has not told them."""
    names = _names(told / _MADE)
    return _visible(site) if names is None else _visible(site).intersection(map(str, names))


def is_made(target: Path) -> bool:
    """Return whether a folder tells which of its files a build has made."""
    return (target / _MADE).is_file()


def made_files(target: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the address and the status of every file of a site that a build has made."""
    if is_made(target):
        yield from files_below(target, _made(target, target))


def files_below(
    folder: Path, names: Collection[str] | None = None, below: str = ""
) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the address and the status of every file of a folder; links are not followed.

    Args:
        folder: The folder.
        names: What of it is looked at; None for all.
        below: Address of a folder in it.
    """
    with os.scandir(folder / below) as children:
        for child in children:
            if names is None or child.name in names:
                url = f"{below}{child.name}"
                if child.is_dir(follow_symlinks=False):
                    yield from files_below(folder, None, f"{url}/")
                else:
                    yield url, child.stat(follow_symlinks=False)


def _renew(new: Path, target: Path, gone: list[str]) -> None:
    """Take files out of a site and put new ones in, from wherever that was interrupted."""
    for url in gone:
        (target / url).unlink(missing_ok=True)
        with suppress(OSError):
            os.removedirs((target / url).parent)
    for folder, _folders, files in os.walk(new):
        there = target / os.path.relpath(folder, new)
        there.mkdir(parents=True, exist_ok=True)
        for name in files:
            Path(folder, name).replace(there / name)


def _swap(aside: Path, target: Path, names: list[str]) -> None:
    """Put a complete site in place, from wherever an interrupted swap has stopped."""
    if aside.parent == target:
        _exchange_contents(aside, target, names)
        return
    try:
        _exchange(aside / _NEW, aside / _OLD, target)
    except OSError:
        if not target.is_dir():
            raise
        inner = make_own(target, ".new-")
        try:
            shutil.copytree(aside / _NEW, inner / _NEW)
            shutil.copyfile(aside / _COMPLETE, inner / _COMPLETE)
        except BaseException:
            remove_own(inner)
            raise
        _finish(inner, target)


def _exchange(new: Path, old: Path, target: Path) -> None:
    if new.exists():
        if target.exists() and not old.exists():
            new.chmod(target.stat().st_mode)
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists() and not target.exists():
                old.rename(target)
            raise
    if old.exists():
        made = _made(old, old)
        for kept in list(old.iterdir()):
            if kept.name not in made and not os.path.lexists(target / kept.name):
                kept.rename(target / kept.name)


def _exchange_contents(aside: Path, target: Path, names: list[str]) -> None:
    new, old = aside / _NEW, aside / _OLD
    old.mkdir(exist_ok=True)
    # Perhaps the list of the last site was put away before an interruption, or it had none.
    is_away = (old / _MADE).exists() or not (new / _MADE).exists()
    gone = _made(target, old if is_away else target).difference(names)

    def put_away(name: str) -> None:
        remove(old / name)
        (target / name).rename(old / name)

    for name in names:
        if os.path.lexists(new / name):
            if os.path.lexists(target / name):
                put_away(name)
            (new / name).rename(target / name)
    for name in sorted(gone):
        put_away(name)
