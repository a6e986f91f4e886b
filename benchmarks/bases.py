"""Invented bases on disk, to run commands on."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Command, program, progress, run
from benchmarks.project import base_config

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class InventedBase:
    """A generated base on disk."""

    lessons: int
    folder: Path

    def command(self, *arguments: str) -> Command:
        """Return a ``lessons`` command on this base, as if it were run for the first time."""
        return Command(self.again(*arguments).arguments, before=self.clean)

    def again(self, *arguments: str) -> Command:
        """Return a ``lessons`` command on this base, on what earlier runs left behind."""
        return Command((program("lessons"), "-C", str(self.folder), *arguments))

    def clean(self) -> None:
        """Put away what earlier runs left behind."""
        for made in ("site", ".cache"):
            put_away(self.folder / made)


def put_away(folder: Path) -> None:
    """Move a folder out of the way, to be removed with all else in the end.

    Where thousands of files have just been removed, some file systems are slow to make new ones.
    """
    if folder.exists():
        away = folder.parent / ".put-away"
        away.mkdir(exist_ok=True)
        folder.rename(Path(tempfile.mkdtemp(dir=away)) / folder.name)


def generated(folder: Path, lessons: int, seed: int, reuses: int | None = None) -> InventedBase:
    """Return a base of so many lessons; records that are there already are used again.

    Args:
        folder: Where bases lie.
        lessons: How many.
        seed: Another seed gives another base.
        reuses: How many reports of use; as many as the generator makes unless given.
    """
    name = f"base-{lessons}-{seed}" + (f"-{reuses}-reuses" if reuses is not None else "")
    base = InventedBase(lessons, folder.resolve() / name)
    if not base.folder.exists():
        progress(f"making up {lessons} lessons")
        size = ["--lessons", str(lessons), "--seed", str(seed)]
        size += ["--reuses", str(reuses)] if reuses is not None else []
        run(Command((sys.executable, "-m", "benchmarks.generate", *size, str(base.folder))))
    (base.folder / "mkdocs.yml").write_text(base_config(), encoding="utf-8")
    return base


@contextmanager
def workspace(keep: Path | None) -> Iterator[Path]:
    """Return the folder to work in: the one to keep, or one that goes away."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="beforehand-") as folder:
        yield Path(folder)
