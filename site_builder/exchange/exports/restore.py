"""Our own exports written back into a base: what is new is added, and nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from site_builder.exchange.exports.bundle import LESSONS
from site_builder.exchange.exports.unpack import Restorable, unpack
from site_builder.library.reading import (
    PEOPLE_FILE,
    PRACTICES_FILE,
    VOCABULARY_FILE,
    Readings,
    WordsReading,
    as_it_was,
    key_of,
    read_all,
)
from site_builder.library.writing import write_new

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

    created: tuple[str, ...]
    """Files that were written, or would be."""
    unchanged: tuple[str, ...]
    """Files of the base that say the same already."""
    differing: tuple[str, ...]
    """Files of the base that say something else, and were left as they are."""
    withheld: tuple[str, ...]
    """Records whose text the export does not hold, since nobody may have it any more."""
    problems: tuple[str, ...]
    """What is wrong in the export; then nothing was written."""


def restore(
    project: Project,
    path: Path,
    *,
    dry_run: bool = False,
    on_file: Callable[[], None] = lambda: None,
) -> Restored:
    """Write what an export of ours holds into a base, if nothing in the export is wrong.

    Args:
        project: The base, which may hold records already.
        path: The export, in any of its forms.
        dry_run: Whether to write nothing.
        on_file: Called after each file that is written.

    Raises:
        ExportError: It cannot be read, or a later version of this program wrote it.
        TableError: It is a workbook that cannot be read.
        UnwritableError: A file cannot be written; those before it are, and the rest can be later.
    """
    unpacked = unpack(path)
    plan = _Comparison(project, unpacked.files)
    problems = (*unpacked.problems, *plan.problems())
    if problems:
        return Restored((), (), (), (), problems)
    states: dict[str, list[str]] = {"created": [], "unchanged": [], "differing": []}
    for file in unpacked.files:
        state, there = plan.state(file)
        states[state].append(there)
        if state == "created" and not dry_run:
            write_new(plan.target(file), file.content)
            on_file()
    sorted_states = {name: tuple(sorted(paths)) for name, paths in states.items()}
    return Restored(**sorted_states, withheld=unpacked.withheld, problems=())


class _Comparison:
    """Holds an export against a base."""

    def __init__(self, project: Project, files: Sequence[Restorable]) -> None:
        self._project = project
        self._files = files
        self._now = now = read_all(project)
        texts = {self._path(file): file.content for file in files}
        self._then = as_it_was(now, dict(texts))
        self._there: dict[Key, Record[Part]] = {
            (reading.record.kind, reading.record.id): reading.record
            for reading in reversed(list(now.records.values()))
            if reading.record
        }

    def target(self, file: Restorable) -> Path:
        """Return where a file is to be written."""
        if file.below is None:
            return self._project.root / file.path
        return self._project.lessons_dir / file.below

    def state(self, file: Restorable) -> tuple[str, str]:
        """Return whether a file is new, and the path from the project root where it is or was."""
        path, below, target = self._path(file), file.below, self.target(file)
        if target.is_symlink() or target.exists():
            return ("unchanged" if self._says_the_same(file) else "differing"), path
        if below and (record := self._then.records.get(below)) and record.record:
            other = self._there.get(key_of(below))
            if other:
                same = _same(other, record.record)
                return ("unchanged" if same else "differing"), other.path
        return "created", path

    def problems(self) -> Iterator[str]:
        """Yield what keeps the export from being written."""
        paths = {file.path for file in self._files}
        root = self._project.lessons_dir.resolve()
        for file in self._files:
            for folder in self.target(file).parents:
                if folder == self._project.root:
                    break
                if folder.exists() and not folder.is_dir():
                    yield f"{file.path}: {folder.name} is a file and no folder here"
            for number in range(file.path.count("/")):
                if (above := file.path.rsplit("/", number + 1)[0]) in paths:
                    yield f"{file.path}: {above} is a file and a folder in the export"
            inside = file.below is None or self.target(file).parent.resolve().is_relative_to(root)
            if not inside:
                yield f"{file.path}: its folder leads out of the lessons folder here"
            yield from (f"{file.path}: {_said(one)}" for one in self._wrong(file))

    def _wrong(self, file: Restorable) -> tuple[Diagnostic, ...]:
        """Return why nothing can be made of a file."""
        reading = self._then.records.get(file.below or "")
        if reading:
            return () if reading.record else reading.diagnostics
        words = self._words(self._then, file)
        return words.diagnostics if words and words.document is None else ()

    def _says_the_same(self, file: Restorable) -> bool:
        target = self.target(file)
        if not file.from_data:
            try:
                return target.read_bytes() == file.content
            except OSError:
                return False
        now, then = (
            self._now.records.get(file.below or ""),
            self._then.records.get(file.below or ""),
        )
        if now and then and now.record and then.record:
            return _same(now.record, then.record)
        one, other = self._words(self._now, file), self._words(self._then, file)
        return one is not None and other is not None and one.words == other.words

    def _words(self, readings: Readings, file: Restorable) -> WordsReading[Any] | None:
        words: dict[str, WordsReading[Any]] = {
            PEOPLE_FILE: readings.people,
            LESSONS + VOCABULARY_FILE: readings.vocabulary,
            LESSONS + PRACTICES_FILE: readings.practices,
        }
        return words.get(file.path)

    def _path(self, file: Restorable) -> str:
        return file.path if file.below is None else self._now.prefix + file.below


def _same(one: Record[Part], other: Record[Part]) -> bool:
    """Return whether two records say the same, however they are written."""
    values = one.document.header == other.document.header if one.kind == "page" else True
    return values and one.fields == other.fields and one.body.text == other.body.text


def _said(found: Diagnostic) -> str:
    return found.message + (f" ({found.hint})" if found.hint else "")
