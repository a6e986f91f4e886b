"""Earlier versions of files, and what has changed since. Nothing else runs git."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.errors import HistoryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_ADDED, _REMOVED, _OTHER_TYPE, _UNMERGED = "ADTU"
_TWO_PATHS = "RC"


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines of a file that stand in the place of others; lines count from 1."""

    old_start: int
    old_count: int
    start: int
    count: int

    @property
    def last(self) -> int:
        """The last line that is not after it; where it is empty, git names the line before."""
        return self.start + max(self.count, 1) - 1

    @property
    def old_last(self) -> int:
        """The same in the file as it was."""
        return self.old_start + max(self.old_count, 1) - 1


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that is not what it was."""

    path: str
    """Where it lies, or lay if it was removed: from the folder asked about."""
    old_path: str
    """Where it lay; nothing for a new file."""
    removed: bool
    hunks: tuple[Hunk, ...] = ()
    """From the first line to the last."""

    def touches(self, first: int, last: int) -> bool:
        """Return whether a line from ``first`` to ``last`` is new or was changed."""
        if not self.old_path:
            return True
        return any(hunk.count and hunk.start <= last and first <= hunk.last for hunk in self.hunks)

    def old_line(self, line: int) -> int:
        """Return the number that a line had which has not changed."""
        before = bisect_left(self.hunks, line, key=lambda hunk: hunk.last)
        if not before:
            return line
        hunk = self.hunks[before - 1]
        return line - hunk.last + hunk.old_last


@dataclass(frozen=True, slots=True)
class Changes:
    """What a working copy holds that a commit does not, or holds otherwise."""

    commit: str
    """The commit that it was held against."""
    files: tuple[FileChange, ...]
    """Sorted by path."""


def file_at(root: Path, path: str, commit: str) -> bytes:
    """Return a file as it was in a commit.

    Args:
        root: A folder of the repository.
        path: Path of the file from there.
        commit: Any name of a commit that git understands.

    Raises:
        HistoryError: There is no git, no repository, no such commit, or no such file in it.
    """
    # A name that begins with a dash would be an option.
    if commit.startswith("-"):
        raise HistoryError(f"'{commit}' is not the name of a commit")
    return _git(
        root, "cat-file", "blob", f"{commit}:./{path}", doing=f"git has no {path} in '{commit}'"
    )


def files_at(root: Path, paths: Iterable[str], commit: str) -> dict[str, bytes]:
    """Return files as they were in a commit; those that were not there are left out.

    Args:
        root: A folder of the repository.
        paths: Paths of the files from there.
        commit: The full name of a commit.

    Raises:
        HistoryError: There is no git or no repository.
    """
    # A line each: a path with a line break in it cannot be asked for.
    asked = [path for path in paths if "\n" not in path]
    request = b"".join(os.fsencode(f"{commit}:./{path}\n") for path in asked)
    said = _git(root, "cat-file", "--batch", doing="git cannot read files", given=request)
    found: dict[str, bytes] = {}
    at = 0
    for path in asked:
        head, _, _ = said[at:].partition(b"\n")
        at += len(head) + 1
        size = re.search(rb" blob (\d+)$", head)
        if size:
            found[path] = said[at : at + int(size[1])]
        other = re.search(rb" (?:blob|tree|commit|tag) (\d+)$", head)
        at += int(other[1]) + 1 if other else 0
    return found


def changes_since(root: Path, commit: str) -> Changes:
    """Return what the working copy changes, from where its branch left another.

    Args:
        root: A folder of the repository; nothing outside it is looked at.
        commit: Any name of a commit that git understands, such as the branch to be merged into.

    Raises:
        HistoryError: There is no git, no repository, no such commit, or none that both have in
            their past.
    """
    if commit.startswith("-"):
        raise HistoryError(f"'{commit}' is not the name of a commit")
    found = _git(
        root,
        "rev-parse",
        "--verify",
        "--quiet",
        f"{commit}^{{commit}}",
        doing=f"git knows no commit '{commit}'",
    )
    base = (
        _git(
            root,
            "merge-base",
            found.decode().strip(),
            "HEAD",
            doing=f"git finds no commit that '{commit}' and this branch have in their past; in "
            "a shallow clone, fetch the whole history",
        )
        .decode()
        .strip()
    )
    # Settings of whoever runs it must not change what is printed.
    diff = (
        "-c",
        "core.quotePath=false",
        "diff",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--relative",
        "--find-renames",
        "--ignore-submodules",
        "--unified=0",
        base,
    )
    names = _git(root, *diff, "--name-status", "-z", doing="git cannot compare")
    patch = _git(root, *diff, "--patch", doing="git cannot compare")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", doing="git cannot look")
    files = [*_tracked(names, patch)]
    files += [FileChange(os.fsdecode(path), "", removed=False) for path in new.split(b"\0") if path]
    return Changes(base, tuple(sorted(files, key=lambda file: file.path)))


def _tracked(names: bytes, patch: bytes) -> Iterator[FileChange]:
    """Yield changed files from the list of their names and from their patches, in one order."""
    fields = (os.fsdecode(field) for field in names.split(b"\0") if field)
    # Every line of a file begins with a sign, so that none can pass for the head of a patch.
    patches = re.split(rb"^diff --git ", patch, flags=re.MULTILINE)[1:]
    for status in fields:
        old = next(fields)
        path = next(fields) if status[0] in _TWO_PATHS else old
        if status == _UNMERGED:
            continue
        # A file that has become a link is removed and made anew.
        parts = 2 if status == _OTHER_TYPE else 1
        own, patches = patches[:parts], patches[parts:]
        hunks = tuple(
            Hunk(*(int(number) if number else 1 for number in found.groups()))
            for text in own
            for found in _HUNK.finditer(text)
        )
        is_new = status in {_ADDED, _OTHER_TYPE}
        yield FileChange(path, "" if is_new else old, removed=status == _REMOVED, hunks=hunks)


def _git(root: Path, *arguments: str, doing: str, given: bytes = b"") -> bytes:
    """Run git and return what it prints.

    Raises:
        HistoryError: There is no git, or it says no; ``doing`` tells what it was asked.
    """
    try:
        done = subprocess.run(  # noqa: S603 - arguments are a list, and none is an option
            ["git", "-C", str(root), *arguments],  # noqa: S607 - wherever git is
            input=given,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise HistoryError("git is not installed, and earlier versions are in git") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        said = said.removeprefix("fatal: ")
        raise HistoryError(f"{doing}: {said}" if said else doing)
    return done.stdout
