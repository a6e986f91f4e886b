"""Writes files whole or not at all, and edits them where nothing else may move."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from bisect import bisect_left
from typing import TYPE_CHECKING

from site_builder.errors import UnwritableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import IO

    from site_builder.diagnostics import Edit


def write_new(file: Path, content: str | bytes) -> None:
    """Write a file that must not be there yet; its folder is made where it is missing.

    Raises:
        UnwritableError: It exists, or cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _aside(file) as written:
            written.write_bytes(content.encode() if isinstance(content, str) else content)
            # A link, unlike a rename, fails when somebody has made the file meanwhile.
            os.link(written, file)
    except OSError as error:
        raise UnwritableError(file, error.strerror or str(error)) from error


def write_whole(file: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file, in the place of one that may be there, once all of it is written.

    Args:
        file: The file.
        write: Writes what belongs in it to a stream.

    Raises:
        UnwritableError: It cannot be written.
    """
    try:
        # A symbolic link stays one, and what is no file (a device, a pipe) is written to as it is.
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
    except OSError as error:
        raise UnwritableError(file, error.strerror or str(error)) from error


def edit_file(file: Path, edits: Iterable[Edit]) -> None:
    """Make edits to a file, and leave every other byte as it is.

    Raises:
        UnwritableError: The file cannot be read or written.
    """
    try:
        text = edited(file.read_bytes().decode("utf-8"), edits)
    except OSError as error:
        raise UnwritableError(file, error.strerror or str(error)) from error
    write_over(file, text)


def write_over(file: Path, text: str) -> None:
    """Give a file that is there another text, with the line ends that stand in it.

    Raises:
        UnwritableError: The file cannot be written.
    """
    try:
        # A symbolic link stays one; what it leads to is written.
        target = file.resolve()
        with _aside(target) as written:
            written.write_bytes(text.encode())
            written.chmod(target.stat().st_mode)
            written.replace(target)
    except OSError as error:
        raise UnwritableError(file, error.strerror or str(error)) from error


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made, none of which overlaps another.

    Edits count a line end as one character, whichever the text has; those they bring are made
    like the first of the text. Of edits that overlap, the first is made.
    """
    pairs = [found.start() - number for number, found in enumerate(re.finditer("\r\n", text))]
    first_end = re.search("\r\n|\r|\n", text)
    line_end = first_end[0] if first_end else "\n"

    def at(offset: int) -> int:
        return offset + bisect_left(pairs, offset)

    parts = []
    done = 0
    for edit in sorted(set(edits)):
        start, end = at(edit.start), at(edit.end)
        if start < done:
            continue
        parts += [text[done:start], edit.text.replace("\n", line_end)]
        done = end
    return "".join([*parts, text[done:]])


@contextlib.contextmanager
def _aside(file: Path) -> Iterator[Path]:
    """Make a file beside another, and remove it if it is still there in the end."""
    path = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    # Whoever may read a file that is made here may read this one, unlike one of `tempfile`.
    path.touch(exist_ok=False)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
