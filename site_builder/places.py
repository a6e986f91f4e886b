"""Folders of our own beside what others keep: marked, and removed when left over; and locks."""

from __future__ import annotations

import contextlib
import os
import re
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_MARK = ".made-by-lessons"
_MARK_TEXT = "A temporary folder of the command `lessons`. It can be deleted while none runs.\n"


def make_own(parent: Path, prefix: str) -> Path:
    """Make a marked folder with a new name that begins with a prefix; missing parents are made.

    Raises:
        OSError: It cannot be made.
    """
    folder = parent / f"{prefix}{os.urandom(4).hex()}"
    parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir()
    try:
        (folder / _MARK).write_text(_MARK_TEXT, encoding="utf-8")
    except OSError:
        remove_own(folder)
        raise
    return folder


@contextlib.contextmanager
def own_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Make a marked folder for a while; those that killed processes left beside it are removed.

    Raises:
        OSError: It cannot be made.
    """
    for left in unused(list(own_folders(parent, prefix))):
        remove_own(left)
    folder = make_own(parent, prefix)
    lock = PathLock(folder)
    lock.take()
    try:
        yield folder
    finally:
        remove_own(folder)
        lock.release()


def own_folders(parent: Path, prefix: str) -> Iterator[Path]:
    """Yield every marked folder whose name begins with a prefix; links are not followed."""
    with contextlib.suppress(OSError):
        for folder in sorted(parent.iterdir()):
            mark = folder / _MARK
            if not folder.name.startswith(prefix) or folder.is_symlink() or mark.is_symlink():
                continue
            with contextlib.suppress(OSError, ValueError):
                if mark.read_text(encoding="utf-8") == _MARK_TEXT:
                    yield folder


def unused(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the paths that no running process has locked, each locked meanwhile."""
    for path in paths:
        lock = PathLock(path)
        if lock.take() and lock.is_held:
            yield path
        lock.release()


def remove_own(folder: Path) -> None:
    """Remove a folder that :func:`make_own` made, the mark last, as far as that is possible."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name != _MARK:
                remove(path)
    remove(folder)


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with all in it, as far as that is possible."""
    if path.is_dir() and not path.is_symlink():
        from shutil import rmtree  # noqa: PLC0415 - imports what packs archives

        rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def put(file: Path, *parts: bytes) -> None:
    """Write a file in the place of one that may be there; a link is replaced, not followed.

    What killed processes left of it is removed.

    Raises:
        OSError: It cannot be written.
    """
    aside_of = re.compile(rf"{re.escape(file.name)}\.[0-9a-f]{{8}}")
    for left in unused([it for it in file.parent.iterdir() if aside_of.fullmatch(it.name)]):
        remove(left)
    aside = file.with_name(f"{file.name}.{os.urandom(4).hex()}")
    lock = PathLock(aside)
    try:
        with aside.open("wb") as stream:
            lock.take()
            stream.writelines(parts)
        aside.replace(file)
    except BaseException:
        remove(aside)
        raise
    finally:
        lock.release()


class PathLock:
    """The right to use a path, such as to replace what is in a folder; it ends with the process.

    The path itself is locked, so no file is left behind. Where the system cannot lock it, as on
    Windows and some network drives, every process gets the right.
    """

    def __init__(self, path: Path) -> None:
        """Set the path, which must exist when the lock is taken."""
        self._path = path
        self._release: Callable[[], object] = lambda: None
        self.is_held = False
        """Whether the system has locked it for this process."""

    def take(self, on_wait: Callable[[], None] | None = None) -> bool:
        """Take the lock; return whether this process has it.

        Args:
            on_wait: Called before waiting for another process; None for not waiting at all.
        """
        try:
            import fcntl  # noqa: PLC0415 - Windows has none
        except ImportError:
            return True
        try:
            descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except OSError:
            return True
        # A fork of this process may have the descriptor open for longer, so closing does not do.
        self._release = weakref.finalize(self, _unlock, descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if on_wait is None:
                return False
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            return True
        self.is_held = True
        return True

    def release(self) -> None:
        """Give the lock back."""
        self._release()


def _unlock(descriptor: int) -> None:
    import fcntl  # noqa: PLC0415 - Windows has none

    with contextlib.suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)
