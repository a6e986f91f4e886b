"""Reads the files of a base, each by itself."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.markdown.body import Body
from site_builder.records.header.document import (
    Document,
    decode,
    parse_document,
    parse_mapping,
)
from site_builder.records.kinds import MODELS, Kind, Record, id_of, kind_of
from site_builder.records.lesson import Status
from site_builder.records.parse import parse_fields
from site_builder.records.people import People
from site_builder.records.practices import Practices
from site_builder.records.vocabulary import Vocabulary
from site_builder.rules import RULES, severity_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.library.library import Key
    from site_builder.project import Project
    from site_builder.records.fields import Part

MAX_BYTES = 1_000_000
"""Largest file that is read."""
VOCABULARY_FILE = "vocabulary.yml"
PEOPLE_FILE = "people.yml"
PRACTICES_FILE = "practices.yml"
_MARKDOWN = ".md"
Words = TypeVar("Words", bound=Vocabulary | People | Practices)


@dataclass(frozen=True, slots=True)
class FileReading:
    """One Markdown file, read."""

    record: Record[Part] | None
    """None where the file is too wrong to be one."""
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class WordsReading(Generic[Words]):
    """One file that is YAML from end to end, read."""

    words: Words
    """Empty if the file is missing or invalid."""
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """Every file of a base, read by itself: nothing is compared with other files yet."""

    prefix: str
    """Path of the lessons folder from the project root, with its slash."""
    paths: tuple[str, ...]
    """Paths of all files below the lessons folder, from there, sorted."""
    records: Mapping[str, FileReading]
    """Each Markdown file by its path below the lessons folder, sorted."""
    vocabulary: WordsReading[Vocabulary]
    people: WordsReading[People]
    practices: WordsReading[Practices]
    closed: tuple[Diagnostic, ...]
    """Folders that cannot be read."""


def read_all(project: Project) -> Readings:
    """Read every file of a base."""
    folder = project.lessons_dir
    prefix = _prefix(project)
    closed: list[Diagnostic] = []
    paths = sorted(_walk(folder, prefix, "", closed))
    return Readings(
        prefix,
        tuple(paths),
        {
            path: _record_in(prefix, path, _read_bytes(folder, prefix, path))
            for path in paths
            if path.endswith(_MARKDOWN)
        },
        _words_in(folder, prefix, VOCABULARY_FILE, Vocabulary),
        _words_in(project.root, "", PEOPLE_FILE, People),
        _words_in(folder, prefix, PRACTICES_FILE, Practices),
        tuple(closed),
    )


def as_it_was(readings: Readings, texts: Mapping[str, bytes | None]) -> Readings:
    """Return a base with other contents in some files; no file is read again.

    Args:
        readings: The base as it is.
        texts: What these files hold instead, by path from the project root; None for a file that
            does not exist.
    """
    prefix = readings.prefix
    below = {
        path.removeprefix(prefix): data for path, data in texts.items() if path.startswith(prefix)
    }
    there = {path: data for path, data in below.items() if data is not None}
    records = {path: reading for path, reading in readings.records.items() if path not in below}
    for path, data in there.items():
        if path.endswith(_MARKDOWN):
            records[path] = _record_in(prefix, path, data)

    def words(now: WordsReading[Words], path: str, model: type[Words]) -> WordsReading[Words]:
        return _words_of(path, texts[path], model) if path in texts else now

    return Readings(
        prefix,
        tuple(sorted({*readings.paths} - set(below) | set(there))),
        dict(sorted(records.items())),
        words(readings.vocabulary, prefix + VOCABULARY_FILE, Vocabulary),
        words(readings.people, PEOPLE_FILE, People),
        words(readings.practices, prefix + PRACTICES_FILE, Practices),
        readings.closed,
    )


def key_of(path: str) -> Key:
    """Return the kind and id of a record, from its path below the lessons folder."""
    parts = tuple(path.split("/"))
    kind = kind_of(parts)
    return kind, id_of(kind, parts)


def _prefix(project: Project) -> str:
    relative = os.path.relpath(project.lessons_dir, project.root)
    return "" if relative == "." else Path(relative).as_posix() + "/"


def _walk(folder: Path, prefix: str, below: str, closed: list[Diagnostic]) -> Iterator[str]:
    """Yield the paths of all files below a folder, hidden ones left out.

    A folder that cannot be read is added to ``closed``.
    """
    try:
        children = list(os.scandir(folder / below))
    except OSError as error:
        closed.append(_unreadable(prefix + below, "folder", error))
        return
    for child in children:
        if child.name.startswith("."):
            continue
        if child.is_dir(follow_symlinks=False):
            yield from _walk(folder, prefix, f"{below}{child.name}/", closed)
        elif child.is_file(follow_symlinks=False) or child.is_symlink():
            yield below + child.name


def _record_in(prefix: str, path: str, data: bytes | Diagnostic) -> FileReading:
    place = prefix + path
    if not _is_text(path):
        # Such a name could be neither an address nor a word of the index.
        return FileReading(None, (_error("id-malformed", place, "the file's path is not UTF-8"),))
    text, problems = _decoded(place, data)
    if problems:
        return FileReading(None, problems)
    kind, record_id = key_of(path)
    if kind is not Kind.PAGE and posixpath.basename(path).lower() == "readme.md":
        # Forges show such a page for the folder.
        message = "a README is not a record, and this folder holds records only"
        hint = "move its text to a page below `guide/`, or out of the lessons folder"
        return FileReading(None, (_error("id-malformed", place, message, hint),))
    if kind is Kind.PAGE and not text.lstrip().startswith("---"):
        document: Document | None = Document(place, text, {}, 0, 0, 0)
        in_header: list[Diagnostic] = []
    else:
        document, in_header = parse_document(place, text)
    if document is None:
        return FileReading(None, tuple(in_header))
    fields, in_fields = parse_fields(MODELS[kind], document)
    draft = kind is Kind.LESSON and document.header.get("status") == Status.DRAFT
    problems = tuple(
        replace(problem, severity=severity_of(problem.rule, draft=draft))
        for problem in (*in_header, *in_fields)
    )
    if fields is None:
        return FileReading(None, problems)
    return FileReading(Record(kind, record_id, fields, document, Body(document.body)), problems)


def _is_text(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _decoded(path: str, data: bytes | Diagnostic) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text of a file, or what is wrong with it."""
    if isinstance(data, Diagnostic):
        return "", (data,)
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        return "", (_error("file-too-large", path, message),)
    text, problems = decode(path, data)
    return text, tuple(problems)


def _read_bytes(folder: Path, prefix: str, path: str) -> bytes | Diagnostic:
    """Return the contents of a file, up to a byte too many, or why it cannot be read."""
    file = folder / path
    if file.is_symlink() and _leads_outside(file, folder):
        message = "the file is a symbolic link that leads out of the lessons folder"
        return _error("file-outside", prefix + path, message)
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        return _unreadable(prefix + path, "file", error)


def _leads_outside(link: Path, folder: Path) -> bool:
    try:
        return not link.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        # It leads in a circle, which opening it will say.
        return False


def _unreadable(path: str, thing: str, error: OSError) -> Diagnostic:
    message = f"the {thing} cannot be read: {error.strerror or error}"
    hint = "look at its permissions, and at where it leads if it is a link"
    return _error("file-unreadable", path, message, hint)


def _error(rule: str, path: str, message: str, hint: str | None = None) -> Diagnostic:
    """Return an error about a whole file."""
    hint = RULES[rule].hint if hint is None else hint
    return Diagnostic(rule, Severity.ERROR, Span(path), message, hint)


def _words_in(folder: Path, prefix: str, name: str, model: type[Words]) -> WordsReading[Words]:
    """Read a file that is YAML from end to end, if it is there."""
    there = (folder / name).exists()
    return _words_of(prefix + name, _read_bytes(folder, prefix, name) if there else None, model)


def _words_of(
    path: str, data: bytes | Diagnostic | None, model: type[Words]
) -> WordsReading[Words]:
    if data is None:
        return WordsReading(model(), None, ())
    text, problems = _decoded(path, data)
    if problems:
        return WordsReading(model(), None, problems)
    document, in_file = parse_mapping(path, text)
    words, in_fields = parse_fields(model, document) if document else (None, [])
    return WordsReading(words or model(), document if words else None, (*in_file, *in_fields))
