"""Exports written back into a base: new files are added, and none is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from site_builder.exchange.exports.bundle import LESSONS
from site_builder.exchange.exports.unpack import Restorable, unpack
from site_builder.files import read_regular
from site_builder.library.reading import Readings, WordsReading, as_it_was, key_of
from site_builder.library.readings import read_all
from site_builder.library.survey import PEOPLE_FILE, PRACTICES_FILE, VOCABULARY_FILE
from site_builder.library.writing import write_new
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.library import Key
    from site_builder.project import Project
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of an export. Paths are from the project root, sorted."""

    created: tuple[str, ...] = ()
    """Files that were written, or would be."""
    unchanged: tuple[str, ...] = ()
    """Files of the base that say the same already."""
    differing: tuple[str, ...] = ()
    """Files of the base that say something else, and were left as they are."""
    withheld: tuple[str, ...] = ()
    """Records whose text is withheld from the export because consent was withdrawn."""
    problems: tuple[str, ...] = ()
    """Problems of the export; if there are any, nothing was written."""


def restore(
    project: Project,
    path: Path,
    *,
    dry_run: bool = False,
    on_file: Callable[[], None] = lambda: None,
) -> Restored:
    """Write the files of an export into a base, unless the export has problems.

    ``on_file`` is called after each file that is written; a dry run writes none.

    Raises:
        ExportError: It cannot be read, or a later version of this program wrote it.
        TableError: It is a workbook that cannot be read.
        UnwritableError: A file cannot be written; those before it are, and a further run writes
            the others.
    """
    unpacked = unpack(path)
    comparison = _Comparison(project, unpacked.files)
    if problems := (*unpacked.problems, *comparison.problems()):
        return Restored(problems=problems)
    paths: dict[str, list[str]] = {"created": [], "unchanged": [], "differing": []}
    for file in unpacked.files:
        state, present = comparison.state(file)
        paths[state].append(present)
        if state == "created" and not dry_run:
            write_new(comparison.target(file), file.content)
            on_file()
    sorted_paths = {state: tuple(sorted(names)) for state, names in paths.items()}
    return Restored(**sorted_paths, withheld=unpacked.withheld)


class _Comparison:
    """Files of an export compared with those of a base."""

    def __init__(self, project: Project, files: Sequence[Restorable]) -> None:
        self._project = project
        self._files = files
        self._now = read_all(project)
        self._then = as_it_was(self._now, {self._path(file): file.content for file in files})
        self._present: dict[Key, Record[Part]] = {
            (reading.record.kind, reading.record.id): reading.record
            for reading in reversed(list(self._now.records.values()))
            if reading.record
        }

    def target(self, file: Restorable) -> Path:
        """Return the file to write."""
        if file.below is None:
            return self._project.root / file.path
        return self._project.lessons_dir / file.below

    def state(self, file: Restorable) -> tuple[str, str]:
        """Return the state of a file, and its path in the base from the project root."""
        target = self.target(file)
        if target.is_symlink() or target.exists():
            same = self._says_the_same(file, target)
            return "unchanged" if same else "differing", self._path(file)
        reading = self._then.records.get(file.below or "")
        # The record can be in another file of the base.
        other = self._present.get(key_of(file.below)) if file.below else None
        if other and reading and reading.record:
            same = _says_the_same(other, reading.record)
            return "unchanged" if same else "differing", other.path
        return "created", self._path(file)

    def problems(self) -> Iterator[str]:
        """Yield the reasons why the export cannot be written."""
        paths = {file.path for file in self._files}
        root = self._project.lessons_dir.resolve()
        for file in self._files:
            target = self.target(file)
            for folder in target.parents:
                if folder == self._project.root:
                    break
                if folder.exists() and not folder.is_dir():
                    yield f"{file.path}: {folder.name} is a file here, not a folder"
            for number in range(file.path.count("/")):
                if (above := file.path.rsplit("/", number + 1)[0]) in paths:
                    yield f"{file.path}: {above} is both a file and a folder in the export"
            if file.below is not None and not target.parent.resolve().is_relative_to(root):
                yield f"{file.path}: its folder leads out of the lessons folder here"
            for problem in self._errors(file):
                yield f"{file.path}: {problem.described}"

    def _errors(self, file: Restorable) -> tuple[Diagnostic, ...]:
        """Return the problems of a file that cannot be read."""
        if reading := self._then.records.get(file.below or ""):
            return () if reading.record else reading.diagnostics
        words = self._words(self._then, file)
        return words.diagnostics if words and words.document is None else ()

    def _says_the_same(self, file: Restorable, target: Path) -> bool:
        if not file.from_data:
            try:
                return read_regular(target) == file.content
            except OSError:
                return False
        now = self._now.records.get(file.below or "")
        then = self._then.records.get(file.below or "")
        if now and then and now.record and then.record:
            return _says_the_same(now.record, then.record)
        present, exported = self._words(self._now, file), self._words(self._then, file)
        return present is not None and exported is not None and present.words == exported.words

    def _words(self, readings: Readings, file: Restorable) -> WordsReading[Any] | None:
        words: dict[str, WordsReading[Any]] = {
            PEOPLE_FILE: readings.people,
            LESSONS + VOCABULARY_FILE: readings.vocabulary,
            LESSONS + PRACTICES_FILE: readings.practices,
        }
        return words.get(file.path)

    def _path(self, file: Restorable) -> str:
        return file.path if file.below is None else self._now.prefix + file.below


def _says_the_same(record: Record[Part], other: Record[Part]) -> bool:
    """Return whether two records say the same, however they are written."""
    if record.kind is Kind.PAGE and record.document.header != other.document.header:
        return False
    return record.fields == other.fields and record.body.text == other.body.text
