"""Which files of a folder may be opened: regular ones in it. Every reader of a base asks here."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class FileOutsideError(OSError):
    """A symbolic link leads out of the folder, or to a file that the folder keeps back."""


class SpecialFileError(OSError):
    """A pipe, a socket or a device, which might never end and is not opened."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file below a folder, or a folder below it that is not walked."""

    path: str
    """Path from the folder, with slashes."""
    problem: OSError | None = None
    """Why it may not be opened."""
    leads_to: str = ""
    """Path from the folder of the file that a symbolic link leads to."""


def walk(folder: Path, below: str = "") -> Iterator[FoundFile]:
    """Yield every file below a folder, hidden ones left out.

    No link to a folder is followed: what lies there would be there twice.
    """
    try:
        children = list(os.scandir(folder / below))
    except OSError as error:
        yield FoundFile(below, error)
        return
    for child in children:
        path = below + child.name
        if child.name.startswith("."):
            continue
        if child.is_dir(follow_symlinks=False):
            yield from walk(folder, f"{path}/")
        elif child.is_file(follow_symlinks=False):
            yield FoundFile(path)
        else:
            yield _odd_file(folder, path)


def _odd_file(folder: Path, path: str) -> FoundFile:
    """Return a link, or what is neither a file nor a folder."""
    try:
        file = allowed_file(folder, path)
    except OSError as error:
        return FoundFile(path, error)
    return FoundFile(path, leads_to=file.relative_to(folder.resolve()).as_posix())


def entries(folder: str | None) -> Iterator[os.DirEntry[str]]:
    """Return what somebody who watches a folder may follow: no link to a folder."""
    with os.scandir(folder) as found:
        yield from (entry for entry in found if not (entry.is_symlink() and entry.is_dir()))


def read_found(folder: Path, found: FoundFile, most: int = -1) -> bytes:
    """Return the contents of a file that :func:`walk` has just found, as :func:`read_file` does."""
    if found.problem:
        raise found.problem
    if found.leads_to:
        return read_file(folder, found.path, most)
    return _read(f"{folder}/{found.path}", most)


def read_file(folder: Path, path: str, most: int = -1) -> bytes:
    """Return the contents of a file below a folder.

    Args:
        folder: The folder.
        path: Path from there.
        most: Most bytes to read; all if negative.

    Raises:
        FileOutsideError: It is a link that leads out of the folder.
        OSError: It cannot be read, or is no regular file, which might never end.
    """
    return _read(allowed_file(folder, path), most)


def _read(file: Path | str, most: int) -> bytes:
    """Read a regular file that no link leads to, even if another has taken its place meanwhile."""
    with open(file, "rb", opener=_open_itself) as stream:
        status = os.fstat(stream.fileno())
        _check_regular(status.st_mode)
        if most < 0:
            return stream.read()
        # Room for all of `most` would be a mapping of its own for each file that is held, and of
        # these Linux gives a process 65,530.
        data = stream.read(min(most, status.st_size + 1))
        return data + stream.read(most - len(data)) if len(data) > status.st_size else data


def _open_itself(path: str, flags: int) -> int:
    # Windows has neither flag. Without the second, opening a pipe would wait for its other end.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def read_regular(file: Path, most: int = -1) -> bytes:
    """Return the contents of a file that somebody named, wherever it lies.

    Args:
        file: The file.
        most: Most bytes to read; -1 for all.

    Raises:
        OSError: It cannot be read, or is no regular file.
    """
    _check_regular(file.stat().st_mode)
    try:
        return _read(file, most)
    except OSError:
        return _read(_real(file), most)


def allowed_file(folder: Path, path: str) -> Path:
    """Return the regular file that a path below a folder leads to, without opening it.

    Raises:
        FileOutsideError: The path leads out of the folder, or to a hidden file in it.
        OSError: It leads nowhere, or to something else than a regular file.
    """
    file, root = folder / path, folder.resolve()
    real = _real(file)
    if not real.is_relative_to(root):
        raise FileOutsideError(errno.EPERM, "it is a symbolic link that leads out of the folder")
    if any(part.startswith(".") for part in real.relative_to(root).parts):
        raise FileOutsideError(errno.EPERM, "it is a symbolic link to a hidden file")
    _check_regular(real.stat().st_mode)
    return real


def _real(file: Path) -> Path:
    # Unlike `Path.resolve`, it raises an OSError for a circle on every Python.
    return Path(os.path.realpath(file, strict=True))


def _check_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise SpecialFileError(errno.EINVAL, "it is a pipe, a socket or a device")
