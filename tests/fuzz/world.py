"""An invented base between files that nobody may touch, and what no command may do in it."""

from __future__ import annotations

import json
import shutil
import signal
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from click.testing import CliRunner

from site_builder.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

LIMIT = 20
"""Seconds of processor time for one input. A right reader needs well under one."""
_STATUSES = {0, 1, 2}
_OUTSIDE = "Nobody asked for this file."


class World:
    """A base, and what its commands have said so far."""

    def __init__(self, outside: Path, most: int) -> None:
        """Take the folder in which the base and the input lie, and the most that may be said."""
        self.outside = outside
        self.root = outside / "base"
        self.said: list[str] = []
        self._most = most

    def run(self, *arguments: str, answers: str = "") -> str:
        """Run a command, which may refuse but not break; return what it printed."""
        done = CliRunner().invoke(
            main, ["-C", str(self.root), *arguments], input=answers, catch_exceptions=False
        )
        said = done.output.replace(str(self.outside), "OUTSIDE")
        assert done.exit_code in _STATUSES, said
        assert "Traceback" not in said, said
        assert len(said) <= self._most, f"{len(said)} characters said"
        self.said += [str(int(done.exit_code)), said]
        return done.stdout

    def write(self, path: str, data: bytes) -> Path:
        """Write a file of the base."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def give(self, name: str, data: bytes) -> str:
        """Write a file beside the base; return its path."""
        file = self.outside / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return str(file)

    def assert_sound(self) -> None:
        """Assert that no record of the base has an error."""
        found = json.loads(self.run("check", "--format", "json"))["diagnostics"]
        assert [one for one in found if one["severity"] == "error"] == []


@contextmanager
def world(template: Path, size: int) -> Iterator[World]:
    """Copy a base next to files of others, for an input of a size in bytes; compare them after."""
    with tempfile.TemporaryDirectory() as folder:
        outside = Path(folder)
        shutil.copytree(template, outside / "base")
        kept = (outside / "kept.txt", outside / "other" / "kept.md")
        for file in kept:
            file.parent.mkdir(exist_ok=True)
            file.write_text(_OUTSIDE, encoding="utf-8")
        made = World(outside, 200_000 + 20 * size)
        with _limited():
            yield made
        for file in kept:
            assert file.read_text(encoding="utf-8") == _OUTSIDE
            assert list((outside / "other").iterdir()) == [kept[1]]


@contextmanager
def _limited() -> Iterator[None]:
    """End what takes for ever. Processor time, so that a busy machine changes nothing."""

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise AssertionError(f"{LIMIT} seconds of processor time were not enough")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
