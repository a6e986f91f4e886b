"""Writes files whole or not at all, and edits them where nothing else may move."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.errors import UnwritableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.diagnostics import Edit


def write_new(file: Path, text: str) -> None:
    """Write a file that must not be there yet; its folder is made where it is missing.

    Raises:
        UnwritableError: It exists, or cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _aside(file) as written:
            written.write_bytes(text.encode())
            # A link, unlike a rename, fails when somebody has made the file meanwhile.
            os.link(written, file)
    except OSError as error:
        raise UnwritableError(file, error.strerror or str(error)) from error


def edit_file(file: Path, edits: Iterable[Edit]) -> None:
    """Make edits to a file, and leave every other byte as it is.

    Raises:
        UnwritableError: The file cannot be read or written.
    """
    try:
        # A symbolic link stays one; what it leads to is edited.
        target = file.resolve()
        text = edited(target.read_bytes().decode("utf-8"), edits)
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
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
