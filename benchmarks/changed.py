"""What it costs to check only what a branch has changed, beside checking everything.

``python -m benchmarks.changed`` makes up a base in a repository, whose old records have problems of
several rules, and a branch that edits and adds a few lessons.
"""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from benchmarks.bases import InventedBase, generated
from benchmarks.measure import Figure, alternate, progress
from benchmarks.report import report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_WANTED = 1.5
_BEFORE = "before"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    report(
        arguments,
        _figures,
        "changed",
        __doc__,
        lessons=(10_000, "lessons of the base"),
        edited=(20, "lessons that the branch edits"),
        repeat=(5, "runs of each command"),
    )


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    # Of its own, since it is edited.
    base = generated(folder / "changed", options.lessons, options.seed)
    _branch(base, options.edited)
    progress(f"checking {base.lessons} lessons both ways, {options.repeat} times")
    commands = [base.command("check", "--changed-since", _BEFORE), base.command("check")]
    changed, whole = alternate(commands, options.repeat)
    yield Figure(
        what="check of what has changed : whole check",
        command=f"lessons check --changed-since : lessons check, {options.lessons} lessons",
        figure=changed.seconds / whole.seconds,
        wanted=_WANTED,
        note=f"{changed.spread} : {whole.spread}; {options.edited} lessons edited, one added; "
        f"{changed.peak_mb:.0f} : {whole.peak_mb:.0f} MB",
    )


def _branch(base: InventedBase, edited: int) -> None:
    """Commit the base, then edit lessons spread over it, and add one."""
    root = base.folder
    shutil.rmtree(root / ".git", ignore_errors=True)
    _git(root, "init", "--quiet")
    _git(root, "add", "mkdocs.yml", "lessons")
    _git(root, "commit", "--quiet", "-m", "An invented base")
    _git(root, "tag", _BEFORE)
    apart = {"assists", "reuse", "guide"}
    lessons = sorted(root.joinpath("lessons").rglob("*.md"))
    lessons = [file for file in lessons if not apart.intersection(file.parts)]
    for file in lessons[:: max(1, len(lessons) // edited)][:edited]:
        text = file.read_text(encoding="utf-8")
        file.write_text(f"{text}\nOne more sentence.\n", encoding="utf-8")
    added = lessons[0].read_text(encoding="utf-8").replace("problem: ", "problem: Once more, ")
    lessons[0].with_name("one-more.md").write_text(added, encoding="utf-8")


def _git(root: Path, *arguments: str) -> None:
    author = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    subprocess.run(["git", "-C", str(root), *author, *arguments], check=True)  # noqa: S607


if __name__ == "__main__":
    main()
