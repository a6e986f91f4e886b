"""The lines of source files, for those who are shown what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.files import read_regular

if TYPE_CHECKING:
    from pathlib import Path


def source_lines(file: Path) -> list[str]:
    """Return the lines of a file; none if it cannot be read."""
    try:
        text = read_regular(file).decode("utf-8", errors="replace")
    except (OSError, ValueError):
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
