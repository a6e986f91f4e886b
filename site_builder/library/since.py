"""Problems that a branch causes: those on changed lines, and new ones elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.errors import SettingsError
from site_builder.history import Changes, FileChange, changes_since, files_at
from site_builder.library.checks import OF_BASE, each_alone
from site_builder.library.loader import base_of, problems_of_files
from site_builder.library.reading import Readings, as_it_was
from site_builder.library.readings import read_all
from site_builder.library.survey import PEOPLE_FILE
from site_builder.project import Project, settings_in
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Status
from site_builder.rules import severity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.settings import Settings

    Check = Callable[[Base], Iterator[Diagnostic]]

_WHAT_TO_DO = {
    Kind.LESSON: "withdraw it instead (`status: withdrawn`, with a reason): its page then says so",
    Kind.ASSIST: "close or cancel it instead: its page then says how it ended",
}


@dataclass(frozen=True, slots=True)
class Since:
    """A base compared with an earlier commit."""

    loaded: Base
    """The base as it is now, with all its problems."""
    changes: Changes
    problems: frozenset[Diagnostic]
    """Problems on changed lines, and errors and warnings that the changes cause elsewhere."""


def load_since(project: Project, commit: str) -> Since:
    """Read and check a base, and find the problems that have come since a branch left another.

    A check runs on the earlier base only if it finds problems outside the changed lines, which
    saves most of the cost of a second check.

    Args:
        project: Where the base lies.
        commit: Any name of a commit, such as the branch to be merged into.

    Raises:
        HistoryError: There is no git, no repository, or no such commit.
    """
    changes = changes_since(project.root, commit)
    readings = read_all(project)
    base = base_of(readings, project.settings)
    by_check = {check: tuple(check(base)) for check in (*OF_BASE, each_alone)}
    of_files = tuple(problems_of_files(readings))
    removed, new = _Before(project, readings, changes).judge(base, of_files, by_check)
    diagnostics = (*of_files, *chain.from_iterable(by_check.values()), *removed)
    return Since(base.with_diagnostics(diagnostics), changes, frozenset((*removed, *new)))


class _Before:
    """The base as it was at a commit."""

    def __init__(self, project: Project, readings: Readings, changes: Changes) -> None:
        """Read every changed file as it was; the others are as they are."""
        self._changed = {change.path: change for change in changes.files if not change.removed}
        config = project.config_file.name
        self._changes = [
            change
            for change in changes.files
            if change.path.startswith(readings.prefix) or change.path in {PEOPLE_FILE, config}
        ]
        old_paths = sorted({change.old_path for change in self._changes if change.old_path})
        texts = files_at(project.root, old_paths, changes.commit)
        new: dict[str, bytes | None] = {change.path: None for change in self._changes}
        self._readings = as_it_was(readings, {**new, **texts})
        self._touched = {*new, *texts}
        self._settings = _settings(project, texts.get(config))

    def judge(
        self,
        base: Base,
        of_files: Iterable[Diagnostic],
        by_check: Mapping[Check, tuple[Diagnostic, ...]],
    ) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """Return problems of removed records, and the other problems that the changes cause.

        Args:
            base: The base as it is now.
            of_files: Problems of its single files.
            by_check: Problems that each check finds in it.
        """
        if not self._changes:
            return [], []
        before = base_of(self._readings, self._settings)
        # Problems of unchanged files by themselves were there before.
        touched = [problem for problem in of_files if problem.span.file in self._touched]
        new = [*self._caused(touched, lambda: problems_of_files(self._readings))]
        for check, problems in by_check.items():
            new += self._caused(problems, partial(check, before))
        return [*_removed(self._changes, before, base)], new

    def _caused(
        self, problems: Iterable[Diagnostic], earlier: Callable[[], Iterable[Diagnostic]]
    ) -> Iterator[Diagnostic]:
        """Yield the problems that are on a changed line, or were not there before."""
        elsewhere = []
        for problem in problems:
            if self._is_on_changed_line(problem.span):
                yield problem
            elif problem.severity is not Severity.NOTE:
                elsewhere.append(problem)
        if not elsewhere:
            return
        left = Counter(_place(problem, problem.span) for problem in earlier())
        for problem in elsewhere:
            place = _place(problem, self._old_span(problem.span))
            if left[place]:
                left[place] -= 1
            else:
                yield problem

    def _is_on_changed_line(self, span: Span) -> bool:
        change = self._changed.get(span.file)
        if change is None:
            return False
        return (
            not change.old_path if span.is_whole_file else change.touches(span.line, span.end_line)
        )

    def _old_span(self, span: Span) -> Span:
        """Return where a problem was before, if it was there before."""
        change = self._changed.get(span.file)
        if change is None:
            return span
        line = span.line if span.is_whole_file else change.old_line(span.line)
        return replace(span, file=change.old_path, line=line)


def _place(problem: Diagnostic, span: Span) -> tuple[str, Severity, str, int, int, str]:
    """Return what identifies a problem in two versions of a base.

    A message may change with things elsewhere, and counts only where there is no place. A draft
    that is published has errors where it had warnings.
    """
    message = problem.message if span.is_whole_file else ""
    return problem.rule, problem.severity, span.file, span.line, span.column, message


def _settings(project: Project, config: bytes | None) -> Settings:
    """Return the settings as they were, or as they are if those cannot be read."""
    if config is None:
        return project.settings
    try:
        return settings_in(project.config_file, config)
    except SettingsError:
        return project.settings


def _removed(changes: Iterable[FileChange], before: Base, now: Base) -> Iterator[Diagnostic]:
    """Yield a problem for each record that is gone without a trace at its address."""
    by_path = {record.path: record for record in before.records}
    for change in changes:
        record = by_path.get(change.old_path)
        if record is None or not _is_missed(record, now):
            continue
        moved = not change.removed and change.path.endswith(".md")
        rule = "report-removed" if record.kind is Kind.REUSE else "record-removed"
        message = f"the {record.kind} `{record.id}` was removed; links to its address are broken"
        hint = _WHAT_TO_DO.get(record.kind, "say so in a new report, and keep this one")
        if moved and record.kind is not Kind.REUSE:
            message = f"the {record.kind} `{record.id}` has another id now"
            hint = f"keep the old one: `aliases: [{record.id}]`"
        place = Span(change.path if moved else change.old_path)
        yield Diagnostic(rule, severity_of(rule, draft=False), place, message, hint)


def _is_missed(record: Record[Part], now: Base) -> bool:
    if record.kind is Kind.PAGE or getattr(record.fields, "status", None) is Status.DRAFT:
        return False
    key = (record.kind, record.id)
    there = now.library.get(*key) or now.library.by_alias(*key)
    return there is None and key not in now.unreadable_keys
