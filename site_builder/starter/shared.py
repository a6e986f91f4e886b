"""Where the files lie that this project shares with every base."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shared_dir() -> Path:
    """Return the folder of the files that this project shares with every base.

    A wheel contains a copy of it; in a working copy it is the root of the repository.
    """
    copied = _PACKAGE / "shared"
    return copied if copied.is_dir() else _PACKAGE.parent.parent
