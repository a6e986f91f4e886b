"""Writing of the files of a site."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def write_files(folder: Path, files: Iterable[tuple[str, str | bytes]]) -> None:
    """Write files to a folder, given their addresses below it and their contents."""
    for url, content in files:
        write_file(f"{folder}/{url}", content if isinstance(content, bytes) else content.encode())


def write_file(file: str, content: bytes) -> None:
    """Write a file, and make its folder where there is none."""
    # Objects for paths and streams of ten thousand files take longer than the files.
    try:
        opened = os.open(file, _WRITING, 0o666)
    except FileNotFoundError:
        _make_folder(os.path.dirname(file))  # noqa: PTH120 - as above
        opened = os.open(file, _WRITING, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(opened, rest) :]
    finally:
        os.close(opened)


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)  # noqa: PTH102 - as above
    except OSError:
        # What it lies in is missing, or another process has made it.
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as above
