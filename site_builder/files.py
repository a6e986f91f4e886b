"""Which files of a folder may be opened: regular ones in it. Every reader of a base asks here."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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


def endless_links(folder: Path) -> Iterator[str]:
    """Yield the links to folders which nobody may follow: out of the folder, or up to one above."""
    for found in walk(folder):
        link = folder / found.path
        if found.problem and link.is_symlink() and link.is_dir():
            is_circle = link.parent.resolve().is_relative_to(link.resolve())
            if is_circle or isinstance(found.problem, FileOutsideError):
                yield found.path


def read_found(folder: Path, found: FoundFile, most: int = -1) -> bytes:
    """Return the contents of a file that :func:`walk` has just found, as :func:`read_file` does."""
    if found.problem:
        raise found.problem
    if found.leads_to:
        return read_file(folder, found.path, most)
    with (folder / found.path).open("rb") as stream:
        return stream.read(most)


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
    with allowed_file(folder, path).open("rb") as stream:
        return stream.read(most)


def read_regular(file: Path, most: int = -1) -> bytes:
    """Return the contents of a file that somebody named, wherever it lies.

    Args:
        file: The file.
        most: Most bytes to read; -1 for all.

    Raises:
        OSError: It cannot be read, or is no regular file.
    """
    _check_regular(file)
    with file.open("rb") as stream:
        return stream.read(most)


def allowed_file(folder: Path, path: str) -> Path:
    """Return the regular file that a path below a folder leads to, without opening it.

    Raises:
        FileOutsideError: The path leads out of the folder, or to a hidden file in it.
        OSError: It leads nowhere, or to something else than a regular file.
    """
    file, root = folder / path, folder.resolve()
    try:
        real = file.resolve(strict=True)
    except RuntimeError as error:  # a circle, before Python 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error
    if not real.is_relative_to(root):
        raise FileOutsideError(errno.EPERM, "it is a symbolic link that leads out of the folder")
    if any(part.startswith(".") for part in real.relative_to(root).parts):
        raise FileOutsideError(errno.EPERM, "it is a symbolic link to a hidden file")
    _check_regular(real)
    return real


def _check_regular(file: Path) -> None:
    mode = file.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise SpecialFileError(errno.EINVAL, "it is a pipe, a socket or a device")
