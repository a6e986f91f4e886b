"""Looks at every file of a base, and at its contents only as far as they may have changed.

Nothing is parsed here, and nothing is imported that parses: what was found before may hold.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from site_builder.clock import today
from site_builder.diagnostics import Diagnostic, Severity
from site_builder.files import FoundFile, SpecialFileError, read_file, read_found, walk
from site_builder.library.pictures import bytes_looked_at, is_image, picture_problems
from site_builder.library.refusals import file_error, refusal, theme_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.project import Project

MAX_BYTES = 1_000_000
"""Largest file that is read."""
VOCABULARY_FILE = "vocabulary.yml"
PEOPLE_FILE = "people.yml"
PRACTICES_FILE = "practices.yml"
MARKDOWN = ".md"
_UNSETTLED = 2_000_000_000
"""Nanoseconds in which a file may change again without another time: two seconds on FAT."""

Signature = tuple[int, int, int, int]
"""Size, time of the contents, time of the file, and number of the file."""


class Known(NamedTuple):
    """What is known of the contents of a file."""

    digest: bytes
    signature: Signature | None
    """None where the file could change without another signature."""


@dataclass(frozen=True)
class Survey:
    """The files of a base, with the digests of their contents."""

    project: Project
    prefix: str
    """Path of the lessons folder from the project root, with its slash."""
    files: tuple[FoundFile, ...]
    """All files below the lessons folder, sorted by path."""
    known: Mapping[str, Known]
    """Each Markdown file that can be read, by its path below the lessons folder."""
    words: Mapping[str, bytes | Diagnostic | None]
    """Contents of each file of words by its path from the project root; None if it is missing."""
    others: tuple[Diagnostic, ...]
    """Problems of folders, of the theme's files, and of files that are neither text nor words."""
    _read: dict[str, bytes | Diagnostic] = field(repr=False)

    @property
    def records(self) -> Iterator[str]:
        """Paths of the Markdown files below the lessons folder."""
        return (file.path for file in self.files if file.path.endswith(MARKDOWN))

    def contents(self, path: str) -> bytes | Diagnostic:
        """Return the contents of a Markdown file, or why it cannot be read."""
        if path not in self._read:
            return _contents(self.project.lessons_dir, self.prefix, FoundFile(path))
        return self._read[path]

    def forget(self, paths: Iterable[str]) -> None:
        """Hold the contents of files no longer: they have been read."""
        for path in paths:
            if isinstance(self._read.get(path), bytes):
                del self._read[path]

    @cached_property
    def refused(self) -> frozenset[str]:
        """Paths below the lessons folder that may not be published."""
        errors = (it for it in self.others if it.severity is Severity.ERROR)
        wrong = {it.span.file.removeprefix(self.prefix) for it in errors}
        return frozenset(
            it.path for it in self.files if it.problem or is_disguised(it) or it.path in wrong
        )

    @cached_property
    def stamp(self) -> bytes:
        """Digest of all that the problems of a base depend on."""
        return self.state({path: known.digest for path, known in self.known.items()})

    def state(self, digests: Mapping[str, bytes]) -> bytes:
        """Return the digest of a base, with that of each file that can be read."""
        unread = {path: it for path, it in self._read.items() if isinstance(it, Diagnostic)}
        files = [(it.path, it.leads_to, digests.get(it.path, b"")) for it in self.files]
        parts = (files, unread, self.words, self.others, self.refused and sorted(self.refused))
        text = repr((self.prefix, self.project.settings, today(), parts)).encode(
            "utf-8", "surrogatepass"
        )
        return hashlib.blake2b(text, digest_size=32).digest()


def survey(project: Project, before: Mapping[str, Known]) -> Survey:
    """Look at every file of a base.

    Args:
        project: The base.
        before: What was known of its Markdown files; a file with the same signature is not read.
    """
    folder, prefix, began = project.lessons_dir, _prefix(project), time.time_ns()
    found = sorted(walk(folder), key=lambda file: file.path)
    files = tuple(file for file in found if _is_file(file))
    known: dict[str, Known] = {}
    read: dict[str, bytes | Diagnostic] = {}
    for file in files:
        if not file.path.endswith(MARKDOWN):
            continue
        signature = None if file.problem or file.leads_to else _signature(f"{folder}/{file.path}")
        old = before.get(file.path)
        if old and signature and old.signature == signature:
            known[file.path] = old
            continue
        data = read[file.path] = _contents(folder, prefix, file)
        if not isinstance(data, Diagnostic):
            settled = signature and max(signature[1:3]) < began - _UNSETTLED
            known[file.path] = Known(digest_of(data), signature if settled else None)
    words = {
        prefix + VOCABULARY_FILE: _words_in(folder, prefix, VOCABULARY_FILE),
        PEOPLE_FILE: _words_in(project.root, "", PEOPLE_FILE),
        prefix + PRACTICES_FILE: _words_in(folder, prefix, PRACTICES_FILE),
    }
    others = (*_problems_of_others(folder, prefix, found), *theme_problems(project))
    return Survey(project, prefix, files, known, words, others, read)


def digest_of(data: bytes) -> bytes:
    """Return the digest of the contents of a file."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _signature(file: str) -> Signature | None:
    try:
        status = os.lstat(file)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _prefix(project: Project) -> str:
    relative = os.path.relpath(project.lessons_dir, project.root)
    return "" if relative == "." else Path(relative).as_posix() + "/"


def _is_file(file: FoundFile) -> bool:
    """Return whether a path is that of a file, which a link to a folder is by its name alone."""
    if isinstance(file.problem, SpecialFileError) or not file.path or file.path.endswith("/"):
        return False
    return not isinstance(file.problem, IsADirectoryError) or file.path.endswith(MARKDOWN)


def _problems_of_others(
    folder: Path, prefix: str, found: Iterable[FoundFile]
) -> Iterator[Diagnostic]:
    """Yield the problems of folders, and of files that are not read for their words."""
    for file in found:
        if not _is_file(file):
            if file.problem and not isinstance(file.problem, IsADirectoryError):
                yield refusal(prefix + file.path, file.problem, thing="folder")
        elif file.path.endswith(MARKDOWN) or file.path in {VOCABULARY_FILE, PRACTICES_FILE}:
            continue
        elif is_image(file.path):
            data = _contents(folder, prefix, file, bytes_looked_at(file.path))
            at = prefix + file.path
            yield from [data] if isinstance(data, Diagnostic) else picture_problems(at, data)
        elif (file.problem or is_disguised(file)) and isinstance(
            problem := _contents(folder, prefix, file), Diagnostic
        ):
            yield problem


def is_disguised(file: FoundFile) -> bool:
    """Return whether a link would show a file as what it is not, past what its kind keeps back."""
    if not file.leads_to:
        return False
    if file.leads_to.endswith(MARKDOWN):
        from site_builder.records.kinds import kind_of  # noqa: PLC0415 - few bases have links

        kinds = {kind_of(tuple(path.split("/"))) for path in (file.path, file.leads_to)}
        return len(kinds) > 1 or not file.path.endswith(MARKDOWN)
    return is_image(file.path) and not is_image(file.leads_to)


def _contents(
    folder: Path, prefix: str, file: FoundFile, most: int = MAX_BYTES + 1
) -> bytes | Diagnostic:
    """Return the contents of a file, up to ``most`` bytes, or why it cannot be read."""
    if is_disguised(file):
        message = f"the file is a symbolic link to a file of another kind, `{file.leads_to}`"
        return file_error("file-outside", prefix + file.path, message)
    try:
        return read_found(folder, file, most)
    except OSError as error:
        return refusal(prefix + file.path, error)


def _words_in(folder: Path, prefix: str, name: str) -> bytes | Diagnostic | None:
    """Return the contents of a file that is YAML from end to end, if it is there."""
    if not os.path.lexists(folder / name):
        return None
    try:
        return read_file(folder, name, MAX_BYTES + 1)
    except OSError as error:
        problem = refusal(prefix + name, error, "lessons folder" if prefix else "project")
        return replace(problem, severity=Severity.ERROR)
