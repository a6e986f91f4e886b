"""Reads the files of a base, each by itself."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from site_builder.diagnostics import Diagnostic
from site_builder.library.refusals import file_error
from site_builder.library.survey import (
    MARKDOWN,
    MAX_BYTES,
    PEOPLE_FILE,
    PRACTICES_FILE,
    VOCABULARY_FILE,
)
from site_builder.markdown.body import Body
from site_builder.records.guesses import guesses
from site_builder.records.header.document import (
    Document,
    decode,
    parse_document,
    parse_mapping,
    without_header,
)
from site_builder.records.kinds import MODELS, Kind, Record, id_of, kind_of
from site_builder.records.lesson import Status
from site_builder.records.parse import parse_fields
from site_builder.records.people import People
from site_builder.records.practices import Practices
from site_builder.records.vocabulary import Vocabulary
from site_builder.rules import severity_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library.library import Key
    from site_builder.records.fields import Part
    from site_builder.settings import Settings

Words = TypeVar("Words", bound=Vocabulary | People | Practices)


@dataclass(frozen=True, slots=True)
class GuessedRecord:
    """What a file with a broken header could be."""

    records: tuple[Record[Part], ...]
    """A record for each way to mend it."""
    is_whole: bool
    """Whether a field is missing in them only where the author wrote none."""


@dataclass(frozen=True, slots=True)
class Alone:
    """What is wrong with a record by itself."""

    problems: tuple[Diagnostic, ...] | None
    """None where nobody has looked."""
    is_barred: bool
    """Whether it holds the number of a person, so that no page is made from it."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """One Markdown file, read."""

    record: Record[Part] | None
    """None where the file is too wrong to be one."""
    diagnostics: tuple[Diagnostic, ...]
    guess: GuessedRecord | None = None
    """What a file that is no record could be, for checks alone."""
    unread: str = ""
    """Text of a file that is no record, for the search for personal data alone."""
    alone: Alone | None = None
    """What the settings have against it, whatever other files hold; None where nobody looked."""


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
    others: tuple[Diagnostic, ...]
    """Problems of folders, of the theme's files, and of files that are neither text nor words."""
    refused: frozenset[str]
    """Those of the paths that may not be published: outside, unreadable or unsafe."""
    settings: Settings
    """The settings by which records were looked at alone."""


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
        if path.endswith(MARKDOWN):
            records[path] = record_in(prefix, path, data)

    def words(now: WordsReading[Words], path: str, model: type[Words]) -> WordsReading[Words]:
        return words_of(path, texts[path], model) if path in texts else now

    return Readings(
        prefix,
        tuple(sorted({*readings.paths} - set(below) | set(there))),
        dict(sorted(records.items())),
        words(readings.vocabulary, prefix + VOCABULARY_FILE, Vocabulary),
        words(readings.people, PEOPLE_FILE, People),
        words(readings.practices, prefix + PRACTICES_FILE, Practices),
        readings.others,
        readings.refused,
        readings.settings,
    )


def key_of(path: str) -> Key:
    """Return the kind and id of a record, from its path below the lessons folder."""
    parts = tuple(path.split("/"))
    kind = kind_of(parts)
    return kind, id_of(kind, parts)


def record_in(prefix: str, path: str, data: bytes | Diagnostic) -> FileReading:
    """Return a Markdown file, read.

    Args:
        prefix: Path of the lessons folder from the project root, with its slash.
        path: Path of the file from there.
        data: What it holds, or why it cannot be read.
    """
    place = prefix + path
    if not _is_text(path):
        # Such a name could be neither an address nor a word of the index.
        return FileReading(
            None, (file_error("id-malformed", place, "the file's path is not UTF-8"),)
        )
    text, problems = _decoded(place, data)
    if problems:
        return FileReading(None, problems)
    kind, record_id = key_of(path)
    if kind is not Kind.PAGE and posixpath.basename(path).lower() == "readme.md":
        # Forges show such a page for the folder.
        message = "a README is not a record, and this folder holds records only"
        hint = "move its text to a page below `guide/`, or out of the lessons folder"
        return FileReading(None, (file_error("id-malformed", place, message, hint),), unread=text)
    if kind is Kind.PAGE and not text.lstrip().startswith("---"):
        document: Document | None = Document(place, text, {}, 0, 0, 0)
        in_header: list[Diagnostic] = []
    else:
        document, in_header = parse_document(place, text, keeps_places=True)
    if document is None:
        document = without_header(place, text)
        return FileReading(None, tuple(in_header), _guessed(kind, record_id, document), text)
    fields, in_fields = parse_fields(MODELS[kind], document)
    draft = kind is Kind.LESSON and document.header.get("status") == Status.DRAFT
    problems = tuple(
        replace(problem, severity=severity_of(problem.rule, draft=draft))
        for problem in (*in_header, *in_fields)
    )
    if fields is None:
        return FileReading(None, problems, _guessed(kind, record_id, document), text)
    return FileReading(Record(kind, record_id, fields, document, Body(document.body)), problems)


def _guessed(kind: Kind, record_id: str, document: Document | None) -> GuessedRecord | None:
    if document is None:
        return None
    guessed, body = guesses(MODELS[kind], document), Body(document.body)
    records = (Record(kind, record_id, fields, document, body) for fields in guessed.records)
    is_whole = guessed.is_whole and bool(document.header)
    return GuessedRecord(tuple(records), is_whole) if guessed.records else None


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
        return "", (file_error("file-too-large", path, message),)
    text, problems = decode(path, data)
    return text, tuple(problems)


def words_of(path: str, data: bytes | Diagnostic | None, model: type[Words]) -> WordsReading[Words]:
    """Return a file that is YAML from end to end, read; None stands for one that is missing."""
    if data is None:
        return WordsReading(model(), None, ())
    text, problems = _decoded(path, data)
    if problems:
        return WordsReading(model(), None, problems)
    document, in_file = parse_mapping(path, text)
    words, in_fields = parse_fields(model, document) if document else (None, [])
    return WordsReading(words or model(), document if words else None, (*in_file, *in_fields))
