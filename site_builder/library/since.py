"""What a branch has changed, and which problems come of that: no author answers for old ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Severity, Span
from site_builder.errors import SettingsError
from site_builder.history import Changes, FileChange, changes_since, files_at
from site_builder.library.checks import CHECKS
from site_builder.library.loader import base_of, problems_of_files
from site_builder.library.reading import PEOPLE_FILE, Readings, as_it_was, read_all
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
    """A base held against what it was."""

    loaded: Base
    """The base as it is, with all its problems."""
    changes: Changes
    problems: frozenset[Diagnostic]
    """Problems on changed lines, or caused by them elsewhere.

    Notes elsewhere are not among them: they fail nothing, and so nobody is asked about them.
    """


def load_since(project: Project, commit: str) -> Since:
    """Read and check a base, and tell what is wrong with it since a branch left another.

    Only what could have been caused by a change is held against the base as it was: that costs a
    part of what a check costs.

    Args:
        project: Where the base lies.
        commit: Any name of a commit, such as the branch to be merged into.

    Raises:
        HistoryError: There is no git, no repository, or no such commit.
    """
    changes = changes_since(project.root, commit)
    readings = read_all(project)
    base = base_of(readings, project.settings)
    found = {check: tuple(check(base)) for check in CHECKS}
    own = tuple(problems_of_files(readings))
    removed, new = _Before(project, readings, changes).judge(base, own, found)
    diagnostics = (*own, *(one for several in found.values() for one in several), *removed)
    return Since(base.with_diagnostics(diagnostics), changes, frozenset((*removed, *new)))


class _Before:
    """The base as it was."""

    def __init__(self, project: Project, readings: Readings, changes: Changes) -> None:
        """Read every changed file as it was; the others are what they are."""
        self._changed: dict[str, FileChange] = {
            change.path: change for change in changes.files if not change.removed
        }
        config = project.config_file.name
        ours = [
            change
            for change in changes.files
            if change.path.startswith(readings.prefix) or change.path in {PEOPLE_FILE, config}
        ]
        self._changes = ours
        old_paths = sorted({change.old_path for change in ours if change.old_path})
        texts = files_at(project.root, old_paths, changes.commit)
        new: dict[str, bytes | None] = {change.path: None for change in ours}
        self._readings = as_it_was(readings, {**new, **texts})
        self._touched = {*new, *texts}
        self._settings = _settings(project, texts.get(config))

    def judge(
        self,
        base: Base,
        own: Iterable[Diagnostic],
        found: Mapping[Check, tuple[Diagnostic, ...]],
    ) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """Return records that were removed without a word, and what else the changes have caused.

        Args:
            base: The base as it is.
            own: What is wrong with its files by themselves.
            found: What each check finds in it.
        """
        if not self._changes:
            return [], []
        before = base_of(self._readings, self._settings)
        new = [*self._caused(self._of_touched(own), self._problems_of_touched)]
        for check, problems in found.items():
            new += self._caused(problems, partial(check, before))
        return [*_removed(self._changes, before, base)], new

    def _problems_of_touched(self) -> Iterable[Diagnostic]:
        return self._of_touched(problems_of_files(self._readings))

    def _of_touched(self, problems: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
        """Return those of changed files: what is wrong with another by itself was so before."""
        return (found for found in problems if found.span.file in self._touched)

    def _caused(
        self, found: Iterable[Diagnostic], earlier: Callable[[], Iterable[Diagnostic]]
    ) -> Iterator[Diagnostic]:
        """Yield the problems that stand on a changed line, or were not there before."""
        elsewhere = []
        for one in found:
            if self._is_on_changed_line(one.span):
                yield one
            elif one.severity is not Severity.NOTE:
                elsewhere.append(one)
        if not elsewhere:
            return
        left = Counter(_place(one, one.span) for one in earlier())
        for one in elsewhere:
            place = _place(one, self._old_span(one.span))
            if left[place]:
                left[place] -= 1
            else:
                yield one

    def _is_on_changed_line(self, span: Span) -> bool:
        change = self._changed.get(span.file)
        if change is None:
            return False
        if span.is_whole_file:
            return not change.old_path
        return change.touches(span.line, span.end_line)

    def _old_span(self, span: Span) -> Span:
        """Return where a problem stood before, if it was there before."""
        change = self._changed.get(span.file)
        if change is None:
            return span
        if span.is_whole_file:
            return replace(span, file=change.old_path)
        line = change.old_line(span.line)
        return replace(span, file=change.old_path, line=line)


def _place(found: Diagnostic, span: Span) -> tuple[str, Severity, str, int, int, str]:
    """Return what tells a problem from others.

    What is said of a place may change with things elsewhere; where no place is named, only what
    is said tells two problems apart. A draft that is published has errors where it had warnings.
    """
    said = found.message if span.is_whole_file else ""
    return found.rule, found.severity, span.file, span.line, span.column, said


def _settings(project: Project, config: bytes | None) -> Settings:
    """Return the settings as they were, or as they are where those cannot be had."""
    if config is None:
        return project.settings
    try:
        return settings_in(project.config_file, config)
    except SettingsError:
        return project.settings


def _removed(changes: Iterable[FileChange], before: Base, now: Base) -> Iterator[Diagnostic]:
    """Yield the records that are gone, and say nothing at their address."""
    by_path = {record.path: record for record in before.records}
    for change in changes:
        record = by_path.get(change.old_path)
        if record is None or not _is_missed(record, now):
            continue
        moved = not change.removed and change.path.endswith(".md")
        rule = "report-removed" if record.kind is Kind.REUSE else "record-removed"
        message = (
            f"the {record.kind} `{record.id}` was removed, and links to its address are broken"
        )
        hint = _WHAT_TO_DO.get(record.kind, "say so in a new report, and keep this one")
        if moved and record.kind is not Kind.REUSE:
            message = f"the {record.kind} `{record.id}` has got another id"
            hint = f"keep the old one: `aliases: [{record.id}]`"
        place = Span(change.path if moved else change.old_path)
        yield Diagnostic(rule, severity_of(rule, draft=False), place, message, hint)


def _is_missed(record: Record[Part], now: Base) -> bool:
    if record.kind is Kind.PAGE or getattr(record.fields, "status", None) is Status.DRAFT:
        return False
    key = (record.kind, record.id)
    there = now.library.get(*key) or now.library.by_alias(*key)
    return there is None and key not in now.unreadable_keys
