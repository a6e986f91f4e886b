"""What it costs to check only what a branch has changed, beside checking everything.

``python -m benchmarks.changed`` makes up a base in a repository, whose old records have problems of
several rules, and a branch that edits and adds a few lessons.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.bases import InventedBase, generated, workspace
from benchmarks.measure import CommandFailedError, Figure, alternate, as_json, as_text, progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_WANTED = 1.5
_BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure."""

    lessons: int
    edited: int
    repeat: int
    seed: int
    format: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figure."""
    options = _options(arguments)
    with workspace(None) as folder:
        base = generated(folder, options.lessons, options.seed)
        _branch(base, options.edited)
        progress(f"checking {base.lessons} lessons both ways, {options.repeat} times")
        commands = [base.command("check", "--changed-since", _BEFORE), base.command("check")]
        try:
            changed, whole = alternate(commands, options.repeat)
        except CommandFailedError as error:
            raise SystemExit(str(error)) from error
    result = Figure(
        what="check of what has changed : whole check",
        command=f"lessons check --changed-since : lessons check, {options.lessons} lessons",
        figure=changed.seconds / whole.seconds,
        wanted=_WANTED,
        note=f"{changed.spread} : {whole.spread}; {options.edited} lessons edited, one added; "
        f"{changed.peak_mb:.0f} : {whole.peak_mb:.0f} MB",
    )
    print(as_json([result]) if options.format == "json" else as_text([result]))


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.changed",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--lessons", type=int, default=10_000, help="lessons of the base")
    add("--edited", type=int, default=20, help="lessons that the branch edits")
    add("--repeat", type=int, default=5, help="runs of each command")
    add("--seed", type=int, default=1, help="seed of the invented base")
    add("--format", choices=("text", "json"), default="text", help="form of the result")
    return Options(**vars(parser.parse_args(arguments)))


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
