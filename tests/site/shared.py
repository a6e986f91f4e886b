"""What all processes of a run share: the first that asks for it makes it on disk."""

from __future__ import annotations

import fcntl
import os
import shutil
from typing import TYPE_CHECKING

from tests.site.built import BuiltSite, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that is made once a run, whichever process needs it first."""
    run = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent
    folder, made = run / f"{name}-shared", run / f"{name}-made"
    with (run / f"{name}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


def shared_site(
    factory: pytest.TempPathFactory, name: str, root: Path, *arguments: str
) -> BuiltSite:
    """Return the site of a project, built once a run."""

    def make(folder: Path) -> None:
        log = build(root, folder / "site", *arguments).log
        (folder / "log.txt").write_text(log, encoding="utf-8")

    folder = shared(factory, f"{name}-site", make)
    return BuiltSite(folder / "site", (folder / "log.txt").read_text(encoding="utf-8"))
