"""A base as read: its records, their links and evidence, and its problems."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from site_builder.clock import today
from site_builder.diagnostics import Diagnostic, Severity, kept_secret
from site_builder.library.audience import shown_to
from site_builder.library.certain import finder_for, hidden_path
from site_builder.library.evidence.assess import Assessments
from site_builder.library.graph import LinkGraph
from site_builder.library.library import Library
from site_builder.library.reading import GuessedRecord, key_of
from site_builder.library.reliance import Reliances
from site_builder.records.guess import Guesses
from site_builder.records.kinds import Kind, Record, numbered
from site_builder.records.noted import Remembered
from site_builder.records.personal import masked_at
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from site_builder.library.library import Key
    from site_builder.records.fields import Part
    from site_builder.records.header.document import Document
    from site_builder.records.personal import Finder
    from site_builder.settings import Settings


Made = TypeVar("Made")

_CUT = re.compile(r"[\d\W]{4,}…")
"""A number at which a quotation ends."""


@dataclass(frozen=True)
class Base:
    """Every file of a base, read; checks are handed one without ``diagnostics``."""

    library: Library
    graph: LinkGraph
    evidence: Assessments
    reliances: Reliances
    records: tuple[Record[Part], ...]
    """Every record read, those with clashing ids among them, sorted by path."""
    alone: Mapping[str, tuple[Diagnostic, ...]]
    """What is wrong with records by themselves, by path, as far as it is known."""
    prefix: str
    """Path of the lessons folder from the project root, with its slash."""
    unreadable: frozenset[str]
    """Paths from the project root of Markdown files that gave no record."""
    guesses: tuple[GuessedRecord, ...]
    """What these files could be, for checks alone."""
    vocabulary_document: Document | None
    """The vocabulary's file; None if it is missing or unreadable."""
    people_document: Document | None
    """The file of people; None if it is missing or unreadable."""
    vocabulary_unreadable: bool
    """Whether there is a vocabulary that cannot be read."""
    files: frozenset[str]
    """Paths of all files of the base, from the project root."""
    refused: frozenset[str]
    """Those of them that may not be published: outside, unreadable or unsafe."""
    generated: frozenset[str]
    """Paths of pages that the build adds, to which authors may link."""
    settings: Settings
    today: date
    diagnostics: tuple[Diagnostic, ...] = ()
    """Its problems, the worst first, then by file and place; empty until the base is checked."""
    stamp: bytes = b""
    """Digest of all that the problems depend on; empty where they were not looked for on disk."""
    headers: bytes = b""
    """The same without texts of records; empty where no check was asked for the problems."""
    hidden: frozenset[str] = frozenset()
    """Paths from the project root of records that are left out for an audience."""

    @cached_property
    def unreadable_keys(self) -> frozenset[Key]:
        """Kind and id of every file that gave no record; references to them are not errors."""
        return frozenset(key_of(path.removeprefix(self.prefix)) for path in self.unreadable)

    def likely(self, name: str, candidates: Callable[[], Iterable[str]]) -> Guesses:
        """Return what could have been meant among candidates, which are asked for once by name."""
        return self.once(f"likely {name}", lambda: Guesses(candidates()))

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what is made of the base once by name; what was read for it counts each time."""
        made: Made = self._made.of(name, make)
        return made

    @cached_property
    def _made(self) -> Remembered[str, Any]:
        return Remembered()

    @property
    def has_errors(self) -> bool:
        """Whether any of the problems is an error."""
        return any(problem.severity is Severity.ERROR for problem in self.diagnostics)

    def with_diagnostics(self, diagnostics: Iterable[Diagnostic]) -> Base:
        """Return the base with its problems, the worst first."""
        finder, problems = finder_for(self.settings), kept_secret(tuple(diagnostics))
        secret = {problem.span.file for problem in problems if problem.secret}
        safe = (_masked(problem, finder, whole=problem.span.file in secret) for problem in problems)
        return replace(self, diagnostics=tuple(sorted(safe, key=lambda problem: problem.order)))

    def guessed(self, way: int) -> Base:
        """Return the base with one guess at each unreadable file, its only records to check."""
        ways = (guess.records for guess in self.guesses)
        guessed = tuple(records[way % len(records)] for records in ways)
        base = self._on(self.library.with_records(guessed), self.settings, self.today)
        return replace(base, records=guessed, alone={}, guesses=())

    def shown_to(self, settings: Settings, *, people: bool = False, comments: bool = False) -> Base:
        """Return what the audience of a site or export may see, as its settings name it.

        Evidence is derived from that alone. What the arguments mean, `shown_to` of
        :mod:`site_builder.library.audience` says.
        """
        library = shown_to(self.library, settings.audience, people=people, comments=comments)
        return self if library is self.library else self._of(library, settings)

    def without_orphans(self, settings: Settings) -> Base:
        """Return the base without reports of lessons that it has not: there is nothing to show."""
        lessons = {lesson.id for lesson in self.library.lessons}
        kept = [
            record
            for record in self.library.records
            if not isinstance(record.fields, Reuse) or record.fields.lesson in lessons
        ]
        if len(kept) == len(self.library.records):
            return self
        whole = self.library
        return self._of(Library(kept, whole.vocabulary, whole.people, whole.practices), settings)

    def _of(self, library: Library, settings: Settings) -> Base:
        """Return the base with a part of its records."""
        hidden = {it.path for it in self.library.records} - {it.path for it in library.records}
        return replace(self._on(library, settings, today()), hidden=self.hidden | hidden)

    def _on(self, library: Library, settings: Settings, day: date) -> Base:
        """Return the base with other records, and what follows from these alone."""
        evidence = Assessments(library, settings, day)
        reliances, graph = Reliances(library, evidence), LinkGraph(library)
        return replace(self, library=library, graph=graph, evidence=evidence, reliances=reliances)

    def free_id(self, kind: Kind, wanted: str) -> str:
        """Return an id that no file of a kind has or had, with a number if necessary."""
        records = [record for record in self.library.records if record.kind is kind]
        taken = {key[1] for key in self.unreadable_keys if key[0] is kind}
        for record in records:
            taken |= {record.id, *getattr(record.fields, "aliases", ())}
        return next(record_id for record_id in numbered(wanted) if record_id not in taken)


def _masked(problem: Diagnostic, finder: Finder, *, whole: bool) -> Diagnostic:
    """Return a problem that repeats no personal data from the words of an author.

    With ``whole``, data of any kind is masked, and otherwise numbers that are beyond doubt.
    """
    find = finder.find if whole else finder.certain
    message, hint = (masked_at(text, find(text)) for text in (problem.message, problem.hint))
    if problem.secret:
        message = _CUT.sub("…", message)
    file = hidden_path(problem.span.file, finder)
    if (message, hint, file) == (problem.message, problem.hint, problem.span.file):
        return problem
    fix = problem.fix if file == problem.span.file else ()
    span = replace(problem.span, file=file)
    return replace(problem, span=span, message=message, hint=hint, fix=fix)
