"""Folder to library: every file read, checked and linked, and all that is wrong with it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from site_builder.clock import today
from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.library import checks
from site_builder.library.addresses import generated_sources
from site_builder.library.audience import shown_to
from site_builder.library.checks.base import Base
from site_builder.library.evidence.assess import Assessments
from site_builder.library.graph import LinkGraph
from site_builder.library.library import Library
from site_builder.library.reliance import Reliances
from site_builder.records.body import Body
from site_builder.records.frontmatter import (
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
from site_builder.rules import severity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.library.library import Key
    from site_builder.records.fields import Part
    from site_builder.settings import Project, Settings

MAX_BYTES = 1_000_000
"""Largest file that is read."""
VOCABULARY_FILE = "vocabulary.yml"
PEOPLE_FILE = "people.yml"
PRACTICES_FILE = "practices.yml"
Words = TypeVar("Words", bound=Vocabulary | People | Practices)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A base as read: what is right in it, and what is wrong."""

    library: Library
    graph: LinkGraph
    evidence: Assessments
    reliances: Reliances
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by file, place and rule."""
    unreadable: frozenset[str]
    """Paths from the project root of Markdown files that gave no record."""
    prefix: str
    """Path of the lessons folder from the project root, with its slash."""

    hidden: frozenset[str] = frozenset()
    """Paths from the project root of records that are left out for an audience."""

    def shown_to(self, settings: Settings) -> Loaded:
        """Return what the audience of a site may see, derived anew from that alone."""
        library = shown_to(self.library, settings.audience)
        if library is self.library:
            return self
        evidence = Assessments(library, settings, today())
        shown = {record.path for record in library.records}
        return replace(
            self,
            library=library,
            graph=LinkGraph(library),
            evidence=evidence,
            reliances=Reliances(library, evidence),
            hidden=frozenset(record.path for record in self.library.records) - shown,
        )

    @property
    def has_errors(self) -> bool:
        """Whether any of the problems is an error."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file, read."""

    record: Record[Part] | None
    diagnostics: list[Diagnostic]


def load(
    project: Project, on_read: Callable[[Library, Assessments], None] = lambda *_: None
) -> Loaded:
    """Read and check every file of a base.

    Args:
        project: Where the base lies.
        on_read: Called once everything is read and nothing is checked yet, for what need not wait.
    """
    folder = project.lessons_dir
    prefix = _prefix(project)
    closed: list[Diagnostic] = []
    paths = sorted(_walk(folder, prefix, "", closed))
    readings = {path: _read_record(folder, prefix, path) for path in paths if path.endswith(".md")}
    found = tuple(reading.record for reading in readings.values() if reading.record)
    unreadable = [path for path, reading in readings.items() if not reading.record]
    vocabulary, document, diagnostics = _read_mapping(folder, prefix, VOCABULARY_FILE, Vocabulary)
    people, people_document, wrong = _read_mapping(project.root, "", PEOPLE_FILE, People)
    # What is wrong about people is for those at the keyboard.
    diagnostics.extend(replace(problem, private=True) for problem in wrong)
    practices, _document, wrong = _read_mapping(folder, prefix, PRACTICES_FILE, Practices)
    diagnostics.extend(wrong)
    library = Library(found, vocabulary, people.people, practices.documents)
    sources = generated_sources(vocabulary.tags, practices=library.shows_practices)
    graph = LinkGraph(library)
    evidence = Assessments(library, project.settings, today())
    reliances = Reliances(library, evidence)
    on_read(library, evidence)
    base = Base(
        library=library,
        graph=graph,
        evidence=evidence,
        reliances=reliances,
        found=found,
        prefix=prefix,
        unreadable=frozenset(_key(path) for path in unreadable),
        vocabulary_document=document,
        people_document=people_document,
        vocabulary_unreadable=document is None and VOCABULARY_FILE in paths,
        files=frozenset(prefix + path for path in paths),
        generated=frozenset(prefix + path for path in sources),
        settings=project.settings,
        today=today(),
    )
    for reading in readings.values():
        diagnostics.extend(reading.diagnostics)
    diagnostics.extend(closed)
    diagnostics.extend(checks.run(base))
    return Loaded(
        library,
        graph,
        evidence,
        reliances,
        tuple(sorted(diagnostics, key=lambda found: found.order)),
        frozenset(prefix + path for path in unreadable),
        prefix,
    )


def _prefix(project: Project) -> str:
    relative = os.path.relpath(project.lessons_dir, project.root)
    return "" if relative == "." else Path(relative).as_posix() + "/"


def _key(path: str) -> Key:
    parts = tuple(path.split("/"))
    kind = kind_of(parts)
    return kind, id_of(kind, parts)


def _walk(folder: Path, prefix: str, below: str, closed: list[Diagnostic]) -> Iterator[str]:
    """Yield the paths of all files below a folder, hidden ones left out.

    A folder that cannot be read is added to ``closed``.
    """
    try:
        children = list(os.scandir(folder / below))
    except OSError as error:
        closed.append(_unreadable(Span(prefix + below), "folder", error))
        return
    for child in children:
        if child.name.startswith("."):
            continue
        if child.is_dir(follow_symlinks=False):
            yield from _walk(folder, prefix, f"{below}{child.name}/", closed)
        elif child.is_file(follow_symlinks=False) or child.is_symlink():
            yield below + child.name


def _read_record(folder: Path, prefix: str, path: str) -> _Reading:
    parts = tuple(path.split("/"))
    kind = kind_of(parts)
    if not _is_text(path):
        # Such a name could be neither an address nor a word of the index.
        message = "the file's path is not UTF-8"
        hint = "use small letters a to z, digits, and single hyphens between them"
        place = Span(prefix + path)
        return _Reading(None, [Diagnostic("id-malformed", Severity.ERROR, place, message, hint)])
    text, problems = _read_text(folder, prefix, path)
    if problems:
        return _Reading(None, problems)
    if kind is Kind.PAGE and not text.lstrip().startswith("---"):
        document: Document | None = Document(prefix + path, text, {}, 0, 0, 0)
    else:
        document, problems = parse_document(prefix + path, text)
    if document is None:
        return _Reading(None, problems)
    fields, wrong = parse_fields(MODELS[kind], document)
    draft = kind is Kind.LESSON and document.header.get("status") == Status.DRAFT
    problems = [
        replace(found, severity=severity_of(found.rule, draft=draft))
        for found in (*problems, *wrong)
    ]
    if fields is None:
        return _Reading(None, problems)
    record = Record(kind, id_of(kind, parts), fields, document, Body(document.body))
    return _Reading(record, problems)


def _is_text(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _read_text(folder: Path, prefix: str, path: str) -> tuple[str, list[Diagnostic]]:
    file = folder / path
    place = Span(prefix + path)
    if file.is_symlink() and _leads_outside(file, folder):
        return "", [
            Diagnostic(
                "file-outside",
                Severity.ERROR,
                place,
                "the file is a symbolic link that leads out of the lessons folder",
                "put the file itself here",
            )
        ]
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return "", [_unreadable(place, "file", error)]
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        hint = "keep the lesson here, and link to what is large"
        return "", [Diagnostic("file-too-large", Severity.ERROR, place, message, hint)]
    return decode(prefix + path, data)


def _leads_outside(link: Path, folder: Path) -> bool:
    try:
        return not link.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        # It leads in a circle, which opening it will say.
        return False


def _unreadable(place: Span, thing: str, error: OSError) -> Diagnostic:
    return Diagnostic(
        "file-unreadable",
        Severity.ERROR,
        place,
        f"the {thing} cannot be read: {error.strerror or error}",
        "look at its permissions, and at where it leads if it is a link",
    )


def _read_mapping(
    folder: Path, prefix: str, name: str, model: type[Words]
) -> tuple[Words, Document | None, list[Diagnostic]]:
    """Return a file that is YAML from end to end, empty and without a document if it is wrong."""
    if not (folder / name).exists():
        return model(), None, []
    text, problems = _read_text(folder, prefix, name)
    if problems:
        return model(), None, problems
    document, problems = parse_mapping(prefix + name, text)
    if document is None:
        return model(), None, problems
    words, wrong = parse_fields(model, document)
    if words is None:
        return model(), None, [*problems, *wrong]
    return words, document, [*problems, *wrong]
