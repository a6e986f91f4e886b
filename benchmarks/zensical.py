"""Zensical on the same Markdown, beside which our build is measured.

It is installed for the benchmark alone, into a folder that goes away with it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bases import put_away
from benchmarks.measure import Command
from benchmarks.project import plain_config

if TYPE_CHECKING:
    from benchmarks.bases import InventedBase


class ZensicalMissingError(Exception):
    """Zensical cannot be had here."""


def zensical_build(base: InventedBase, tools: Path) -> tuple[str, Command]:
    """Return the version of Zensical, and the command that builds a base with it.

    Args:
        base: Whose Markdown is built, with the theme and extensions of plain MkDocs.
        tools: Where Zensical is installed, unless it is there already.

    Raises:
        ZensicalMissingError: It cannot be installed.
    """
    folder = base.folder.with_name(f"{base.folder.name}-zensical")
    if not folder.exists():
        # It reads no files outside its project.
        shutil.copytree(base.folder / "lessons", folder / "lessons")
    config = folder / "mkdocs.yml"
    config.write_text(plain_config(Path("lessons")), encoding="utf-8")
    program = tools / "bin" / "zensical"
    if not program.exists():
        _run([sys.executable, "-m", "venv", str(tools)])
        _run([str(tools / "bin" / "pip"), "install", "--quiet", "zensical"])
    version = _run([str(program), "--version"]).split()[-1]
    arguments = (str(program), "build", "--clean", "--config-file", str(config))
    return version, Command(arguments, before=lambda: put_away(folder / "site"))


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["it says nothing"]
        raise ZensicalMissingError(f"{' '.join(command[:4])}: {lines[-1]}")
    return done.stdout
