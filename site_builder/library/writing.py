"""Writes files whole or not at all, and edits them without touching any other byte."""

from __future__ import annotations

import contextlib
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.diagnostics import Edit, edited
from site_builder.errors import ChangedFileError, UnwritableError
from site_builder.files import read_regular
from site_builder.places import PathLock, remove, unused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

    from site_builder.records.header.edit import Revision

_ASIDE = ".lessons-"
"""Beginning of the name of a file that is being written; the name ends as those of editors do."""


def write_new(file: Path, content: str | bytes) -> None:
    """Write a file that must not exist yet; missing folders are made.

    Raises:
        PersonNumberError: The text holds the number of a person.
        UnwritableError: It exists, or cannot be written.
    """
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    _refuse_persons(file, text)
    with _writable(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        with _aside(file) as written:
            written.write_bytes(content.encode() if isinstance(content, str) else content)
            # A link, unlike a rename, fails if the file has been made meanwhile.
            os.link(written, file)


def write_whole(file: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file, in the place of one that may be there, once all of it is written.

    Args:
        file: The file.
        write: Writes the contents to a stream.

    Raises:
        UnwritableError: It cannot be written.
    """
    with _writable(file):
        # A symbolic link stays one; a device or a pipe is written to directly.
        target = file.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                write(stream)
            return
        with _aside(target) as written:
            with written.open("wb") as stream:
                write(stream)
            if target.exists():
                written.chmod(target.stat().st_mode)
            written.replace(target)


def edit_file(file: Path, read: str, edits: Iterable[Edit]) -> None:
    """Make edits to a file, and leave every other byte as it is.

    Args:
        file: The file.
        read: The text that the edits were worked out on, its line ends single line feeds.
        edits: The edits.

    Raises:
        ChangedFileError: The file has another text by now.
        UnwritableError: The file cannot be read or written.
    """
    with _writable(file):
        data = read_regular(file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ChangedFileError(file) from error
    if text.replace("\r\n", "\n").replace("\r", "\n") != read:
        raise ChangedFileError(file)
    write_over(file, data, edited(text, edits))


def write_text(file: Path, before: str | None, text: str) -> None:
    """Write a new file if there was none before, or replace all of the text that one had.

    Raises:
        ChangedFileError: The file has another text by now.
        UnwritableError: The file exists though there was none before, or cannot be written.
    """
    if before is None:
        write_new(file, text)
    else:
        edit_file(file, before, [Edit(0, len(before), text)])


def write_revision(root: Path, revision: Revision) -> None:
    """Edit the file of a document whose header has been changed.

    Raises:
        ChangedFileError: The file has another text by now.
        UnwritableError: The file cannot be read or written.
    """
    edit_file(root / revision.before.path, revision.before.text, revision.edits)


def write_over(file: Path, read: bytes, text: str) -> None:
    """Replace the text of a file, if the file is as it was read.

    Its mode stays, and a symbolic link stays one: its target is written.

    Raises:
        ChangedFileError: The file holds other bytes by now.
        PersonNumberError: The text holds the number of a person.
        UnwritableError: The file cannot be written.
    """
    _refuse_persons(file, text)
    with _writable(file):
        target = file.resolve()
        with _aside(target) as written:
            written.write_bytes(text.encode())
            written.chmod(target.stat().st_mode)
            if read_regular(target) != read:
                raise ChangedFileError(file)
            written.replace(target)


def _refuse_persons(file: Path, text: str) -> None:
    from site_builder.library.certain import refuse_persons  # noqa: PLC0415 - it reads records

    refuse_persons(file, text)


@contextlib.contextmanager
def _writable(file: Path) -> Iterator[None]:
    """Turn what the system says of a file into an error that names it."""
    try:
        yield
    except OSError as error:
        raise UnwritableError(file, error.strerror or str(error)) from error


def tidy(root: Path, lessons_dir: Path) -> None:
    """Remove the files that killed commands have left in a base, beside those they were writing."""
    _remove_left(root)
    for folder, _folders, names in os.walk(lessons_dir):
        if any(name.startswith(_ASIDE) for name in names):
            _remove_left(Path(folder))


@lru_cache(maxsize=1024)
def _tidy_once(folder: Path) -> None:
    # An import writes thousands of files to one folder.
    _remove_left(folder)


def _remove_left(folder: Path) -> None:
    for left in unused(sorted(folder.glob(f"{_ASIDE}*~"))):
        remove(left)


@contextlib.contextmanager
def _aside(file: Path) -> Iterator[Path]:
    """Make a file beside another, and remove it at the end if it is still there."""
    _tidy_once(file.parent)
    while True:
        path = file.with_name(f"{_ASIDE}{os.urandom(4).hex()}~")
        # Unlike a file of `tempfile`, it has the permissions of any new file here.
        path.touch(exist_ok=False)
        lock = PathLock(path)
        lock.take()
        # Before it was locked, another command may have taken it for left over.
        if path.exists():
            break
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        lock.release()
