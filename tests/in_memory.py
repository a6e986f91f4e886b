"""A folder in memory for what tests write, where there is room for it.

Tests make and remove some hundred thousand small files, which costs a twelfth of the processor time
of those that write a base. ``TMPDIR=/tmp make test`` keeps to the disk, and keeps what was written.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.places import own_folder

if TYPE_CHECKING:
    import pytest

FOLDER = Path("/dev/shm")  # noqa: S108 - the folder in it has a name of its own
ROOM = 4 << 30
"""Bytes that have to be free."""


def write_there(config: pytest.Config) -> None:
    """Let a run of many tests keep its temporary files in memory, and remove them at its end."""
    is_large = config.getoption("numprocesses", None) and not hasattr(config, "workerinput")
    if not is_large or "TMPDIR" in os.environ or config.getoption("basetemp") or not has_room():
        return
    stack = ExitStack()
    config.add_cleanup(stack.close)
    os.environ["TMPDIR"] = str(stack.enter_context(own_folder(FOLDER, "beforehand-tests-")))
    # What was asked before is asked again.
    tempfile.tempdir = None


def has_room() -> bool:
    """Return whether much can be written to memory, and programs run from there."""
    try:
        state = os.statvfs(FOLDER)
        memory = Path("/proc/meminfo").read_text(encoding="utf-8")
    except OSError:
        return False
    free = re.search(r"^MemAvailable: +(\d+) kB$", memory, re.MULTILINE)
    least = min(state.f_bavail * state.f_frsize, int(free[1]) * 1024 if free else 0)
    return least >= ROOM and not state.f_flag & os.ST_NOEXEC and os.access(FOLDER, os.W_OK)
