"""Earlier versions of files, and changes since then. The only module that runs git."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_left
from dataclasses import dataclass
from difflib import get_close_matches
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
    """Lines of a file that replace others; line numbers start at 1."""

    old_start: int
    old_count: int
    start: int
    count: int

    @property
    def last(self) -> int:
        """The last new line; of a pure deletion, the line before it."""
        return self.start + max(self.count, 1) - 1

    @property
    def old_last(self) -> int:
        """The last old line; of a pure addition, the line before it."""
        return self.old_start + max(self.old_count, 1) - 1


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that was changed, added or removed."""

    path: str
    """Current path, or the last one of a removed file, from the folder that was examined."""
    old_path: str
    """Earlier path; empty for a new file."""
    removed: bool
    hunks: tuple[Hunk, ...] = ()
    """Sorted by line."""

    def touches(self, first: int, last: int) -> bool:
        """Return whether any line from ``first`` to ``last`` is new or changed."""
        if not self.old_path:
            return True
        return any(hunk.count and hunk.start <= last and first <= hunk.last for hunk in self.hunks)

    def old_line(self, line: int) -> int:
        """Return the earlier number of an unchanged line."""
        before = bisect_left(self.hunks, line, key=lambda hunk: hunk.last)
        if not before:
            return line
        hunk = self.hunks[before - 1]
        return line - hunk.last + hunk.old_last


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences between a working copy and a commit."""

    commit: str
    """Full name of the commit."""
    files: tuple[FileChange, ...]
    """Sorted by path."""


def file_at(root: Path, path: str, commit: str) -> bytes:
    """Return the content of a file in a commit.

    Args:
        root: A folder of the repository.
        path: Path of the file from ``root``.
        commit: Any name of a commit that git understands.

    Raises:
        HistoryError: git, the repository, the commit or the file does not exist.
    """
    problem = f"git has no {path} in '{commit}'"
    return _git(root, "cat-file", "blob", f"{_named(commit)}:./{path}", problem=problem)


def files_at(root: Path, paths: Iterable[str], commit: str) -> dict[str, bytes]:
    """Return the contents of files in a commit by path; files that it lacks are left out.

    Args:
        root: A folder of the repository.
        paths: Paths of the files from ``root``.
        commit: The full name of a commit.

    Raises:
        HistoryError: git or the repository does not exist.
    """
    # The request has one path a line, so a path with a line break cannot be requested.
    asked = [path for path in paths if "\n" not in path]
    request = b"".join(os.fsencode(f"{commit}:./{path}\n") for path in asked)
    answer = _git(
        root, "cat-file", "--batch", problem="git cannot read files", standard_input=request
    )
    contents: dict[str, bytes] = {}
    at = 0
    for path in asked:
        head, _, _ = answer[at:].partition(b"\n")
        at += len(head) + 1
        # Missing files have no size, and folders and submodules no content to return.
        if match := re.search(rb" (blob|tree|commit|tag) (\d+)$", head):
            size = int(match[2])
            if match[1] == b"blob":
                contents[path] = answer[at : at + size]
            at += size + 1
    return contents


def changes_since(root: Path, commit: str) -> Changes:
    """Return the changes in the working copy since its branch left another.

    Args:
        root: A folder of the repository; nothing outside it is examined.
        commit: Any name of a commit that git understands, such as the branch to be merged into.

    Raises:
        HistoryError: git, the repository or the commit does not exist, or the commit and the
            branch have no common ancestor.
    """
    try:
        verified = _git(
            root,
            *("rev-parse", "--verify", "--quiet", f"{_named(commit)}^{{commit}}"),
            problem=f"git knows no commit '{commit}'",
        )
        problem = f"git finds no common ancestor of '{commit}' and this branch"
        ancestor = _git(root, "merge-base", verified.decode().strip(), "HEAD", problem=problem)
    except HistoryError as error:
        raise HistoryError(f"{error}{_way_out(root, commit)}") from None
    base = ancestor.decode().strip()
    # The user's git settings must not change the output.
    diff = (
        *("-c", "core.quotePath=false", "diff", "--no-color", "--no-ext-diff", "--no-textconv"),
        *("--relative", "--find-renames", "--ignore-submodules", "--unified=0", base),
    )
    names = _git(root, *diff, "--name-status", "-z", problem="git cannot compare")
    patch = _git(root, *diff, "--patch", problem="git cannot compare")
    listing = ("ls-files", "--others", "--exclude-standard", "-z")
    new = _git(root, *listing, problem="git cannot list new files")
    files = [*_tracked(names, patch)]
    files += [FileChange(os.fsdecode(path), "", removed=False) for path in new.split(b"\0") if path]
    return Changes(base, tuple(sorted(files, key=lambda file: file.path)))


def _way_out(root: Path, commit: str) -> str:
    """Return what brings a commit that is missing here, to be added to a message."""
    try:
        shallow = _git(root, "rev-parse", "--is-shallow-repository", problem="").strip() == b"true"
        remotes = _git(root, "remote", problem="").decode().split()
    except HistoryError:
        return ""
    if shallow:
        return (
            "; this clone is shallow: run `git fetch --unshallow`, or have the workflow fetch all "
            "of history (`fetch-depth: 0` on GitHub, `GIT_DEPTH: 0` on GitLab)"
        )
    refs = _git(root, "for-each-ref", "--format=%(refname:short)", problem="").decode().split()
    if near := get_close_matches(commit, refs, n=1):
        return f"; did you mean `{near[0]}`?"
    remote, _, branch = commit.partition("/")
    return f"; try `git fetch {remote} {branch}` first" if remote in remotes and branch else ""


def _tracked(names: bytes, patch: bytes) -> Iterator[FileChange]:
    """Yield changed files from their names and patches, which have the same order."""
    fields = (os.fsdecode(field) for field in names.split(b"\0") if field)
    # Lines of files begin with a plus or minus sign, so only headings of patches match.
    patches = re.split(rb"^diff --git ", patch, flags=re.MULTILINE)[1:]
    for status in fields:
        old = next(fields)
        path = next(fields) if status[0] in _TWO_PATHS else old
        if status == _UNMERGED:
            continue
        # A file that became a link has two patches: it is removed and added.
        parts = 2 if status == _OTHER_TYPE else 1
        own, patches = patches[:parts], patches[parts:]
        hunks = tuple(
            Hunk(*(int(number) if number else 1 for number in found.groups()))
            for text in own
            for found in _HUNK.finditer(text)
        )
        is_new = status in {_ADDED, _OTHER_TYPE}
        yield FileChange(path, "" if is_new else old, removed=status == _REMOVED, hunks=hunks)


def _named(commit: str) -> str:
    """Return the name of a commit, unless git would read it as an option."""
    if commit.startswith("-"):
        raise HistoryError(f"'{commit}' is not the name of a commit")
    return commit


def _git(root: Path, *arguments: str, problem: str, standard_input: bytes = b"") -> bytes:
    """Run git and return its output; ``problem`` begins the message if it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - arguments are a list, and none is an option
            ["git", "-C", str(root), *arguments],  # noqa: S607 - wherever git is
            input=standard_input,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise HistoryError("git is not installed; earlier versions are in git") from error
    if done.returncode:
        lines = [line.strip() for line in done.stderr.decode(errors="replace").splitlines()]
        said = next((line for line in lines if line.startswith("fatal: ")), "".join(lines[-1:]))
        reason = said.removeprefix("fatal: ")
        if reason and lines[-1].startswith("git "):
            reason += f"; `{lines[-1]}` allows it"
        raise HistoryError(f"{problem}: {reason}" if reason else problem)
    return done.stdout
