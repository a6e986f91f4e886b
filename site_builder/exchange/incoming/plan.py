"""An import worked out before anything is written, and then carried out."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.diagnostics import Edit
from site_builder.errors import ImportRefusedError
from site_builder.exchange.incoming.drafts import Drafter, RowError
from site_builder.exchange.incoming.existing import ExistingLesson, ExistingLessons, look
from site_builder.exchange.provenance import digest_of_text
from site_builder.exchange.tables.rows import Broken, Cell, SourceTable, TableRow
from site_builder.library.reading import MAX_BYTES
from site_builder.library.writing import edit_file, write_new
from site_builder.records.header.document import parse_document
from site_builder.records.header.write import Data, dump, framed, record_text
from site_builder.records.kinds import Kind, id_from, kind_of, numbered
from site_builder.records.lesson import Lesson
from site_builder.records.parse import checked_text, parse_fields

if TYPE_CHECKING:
    import re
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from site_builder.exchange.incoming.plain import Part
    from site_builder.project import Project

    Progress = Callable[[Iterable["_RowDraft"]], Iterable["_RowDraft"]]


@dataclass(frozen=True, slots=True)
class PendingWrite:
    """A lesson to be written."""

    path: str
    """Path below the lessons folder."""
    text: str
    before: str | None
    """What its file holds; None where there is none."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A lesson that a person has edited, and whose row has changed since: it is left alone."""

    path: str
    key: str
    columns: tuple[str, ...]
    """Columns of the row that have changed."""


@dataclass(slots=True)
class ImportPlan:
    """What an import is about to do."""

    new: list[PendingWrite] = field(default_factory=list)
    updated: list[PendingWrite] = field(default_factory=list)
    unchanged: int = 0
    edited: int = 0
    """How many of the unchanged a person has edited; their rows are as they were."""
    kept: list[Kept] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    gone: list[ExistingLesson] = field(default_factory=list)
    """Lessons whose rows are no longer there; they stay."""
    copies: list[tuple[str, str]] = field(default_factory=list)
    """Files that come from a row of which there is another, which counts."""
    links: int = 0
    """References in texts of rows that lead to other lessons."""
    unknown: dict[str, Counter[str]] = field(default_factory=dict)
    """Words that the vocabulary lacks, by kind; with one of them nothing can be written."""


@dataclass(slots=True)
class _RowDraft:
    """A row on its way to a lesson."""

    row: TableRow
    key: str
    fields: dict[str, Data]
    existing: ExistingLesson | None
    path: str = ""


def folder_for(project: Project, into: str) -> str:
    """Return the path below the lessons folder of the folder to import into.

    Raises:
        ImportRefusedError: It lies elsewhere, or is no place for lessons.
    """
    parts = tuple(part for part in into.replace("\\", "/").split("/") if part != ".")
    if (
        not parts
        or into.startswith("/")
        or any(
            not part.isprintable() or not part.strip() or part.startswith(".") or ":" in part
            for part in parts
        )
    ):
        raise ImportRefusedError(f"`{into}` is not a folder below the lessons folder")
    if kind_of((*parts, "x.md")) is not Kind.LESSON:
        raise ImportRefusedError(f"`{into}` is a folder for records other than lessons")
    folder = project.lessons_dir.joinpath(*parts)
    if not folder.resolve().is_relative_to(project.lessons_dir.resolve()):
        raise ImportRefusedError(f"`{into}` leads out of the lessons folder")
    return "/".join(parts)


def plan(
    project: Project,
    table: SourceTable,
    drafter: Drafter,
    into: str,
    progress: Progress = lambda drafts: drafts,
) -> ImportPlan:
    """Work out what an import would do; nothing is written.

    Args:
        project: Where the base lies.
        table: The rows.
        drafter: Makes lessons of them.
        into: Folder for new lessons, below the lessons folder.
        progress: Wraps what takes time.

    Raises:
        ImportRefusedError: A lesson imported before cannot be read.
    """
    return _Worker(table, drafter, look(project)).plan(into, progress)


def carry_out(project: Project, worked_out: ImportPlan, done: Callable[[], None]) -> None:
    """Write what an import has to write, each file whole or not at all.

    Raises:
        UnwritableError: A file cannot be written; those before it are.
    """
    for change in (*worked_out.new, *worked_out.updated):
        file = project.lessons_dir / change.path
        if change.before is None:
            write_new(file, change.text)
        else:
            edit_file(file, change.before, [Edit(0, len(change.before), change.text)])
        done()


class _Worker:
    """Takes rows to lessons in two passes: links can only be made once it is known to what."""

    def __init__(self, table: SourceTable, drafter: Drafter, found: ExistingLessons) -> None:
        self._table = table
        self._drafter = drafter
        self._found = found
        self._collection = drafter.collection
        self._ids: dict[str, Iterator[str]] = {}
        self._plan = ImportPlan(copies=found.copies)

    def plan(self, into: str, progress: Progress) -> ImportPlan:
        plan = self._plan
        keys: dict[str, TableRow] = {}
        for broken in self._table.broken:
            key = self._drafter.key(TableRow(broken.number, broken.values))
            plan.broken.append(replace(broken, key=key))
        drafts = [draft for row in self._table.rows if (draft := self._first(row, keys))]
        plan.unknown = {kind: words for kind, words in self._drafter.unknown.items() if words}
        for draft in drafts:
            draft.path = draft.existing.path if draft.existing else self._path(draft, into)
        paths = {
            key: existing.path
            for (source, key), existing in self._found.lessons.items()
            if source == self._collection
        }
        known = {broken.key for broken in plan.broken} | set(keys)
        plan.gone = [
            existing
            for (source, key), existing in sorted(self._found.lessons.items())
            if source == self._collection and key not in known
        ]
        paths |= {draft.key: draft.path for draft in drafts}
        links = _Links(self._drafter.links, paths)
        for draft in progress(drafts):
            self._second(draft, links)
        plan.links = links.made
        plan.broken.sort(key=lambda broken: broken.number)
        return plan

    def _first(self, row: TableRow, keys: dict[str, TableRow]) -> _RowDraft | None:
        """Return a row's lesson without its text, or note why there is none."""
        key = self._drafter.key(row)
        try:
            self._claim(key, row, keys)
            fields = self._drafter.fields(row)
            existing = self._found.lessons.get((self._collection, key))
            written = existing.written if existing else "0" * 12
            header = dump(fields | self._drafter.imported(row, key, written))
            # What stands in a file has been checked before.
            if existing is None or header not in existing.text:
                _check(framed(header, ""))
        except RowError as error:
            self._plan.broken.append(Broken(row.number, str(error), row.values, key))
            return None
        return _RowDraft(row, key, fields, existing)

    def _claim(self, key: str, row: TableRow, keys: dict[str, TableRow]) -> None:
        if not key:
            raise RowError("the key is empty")
        if key in keys:
            unit = self._table.unit
            raise RowError(f"the key `{key}` appears twice, first in {unit} {keys[key].number}")
        keys[key] = row

    def _path(self, draft: _RowDraft, into: str) -> str:
        wanted = id_from(self._drafter.wanted_id(draft.row), id_from(draft.key, "lesson"))
        ids = self._ids.setdefault(wanted, numbered(wanted))
        lesson_id = next(lesson_id for lesson_id in ids if lesson_id not in self._found.ids)
        self._found.ids.add(lesson_id)
        return f"{into}/{lesson_id}.md"

    def _second(self, draft: _RowDraft, links: _Links) -> None:
        """Note what is to become of a lesson."""
        plan, existing = self._plan, draft.existing
        body = self._drafter.body(draft.row, lambda line: links.parts(line, draft))

        def text_with(written: str) -> str:
            imported = self._drafter.imported(draft.row, draft.key, written)
            return record_text(draft.fields | imported, body)

        text = text_with(digest_of_text(text_with("")))
        if existing is None:
            plan.new.append(PendingWrite(draft.path, text, None))
        elif text == existing.text:
            plan.unchanged += 1
        elif digest_of_text(existing.text) == existing.written:
            plan.updated.append(PendingWrite(draft.path, text, existing.text))
        elif self._drafter.digest(draft.row) == existing.digest:
            plan.unchanged += 1
            plan.edited += 1
        else:
            plan.kept.append(
                Kept(draft.path, draft.key, _changed(self._drafter.kept(draft.row), existing))
            )


class _Links:
    """Finds references to rows in texts."""

    def __init__(self, patterns: Sequence[re.Pattern[str]], paths: dict[str, str]) -> None:
        self._patterns = patterns
        self._paths = paths
        self.made = 0

    def parts(self, line: str, draft: _RowDraft) -> Iterator[Part]:
        """Yield the parts of a line, each with the lesson that it leads to, or nothing."""
        found = [match for pattern in self._patterns for match in pattern.finditer(line)]
        done = 0
        for match in sorted(found, key=lambda match: (match.start(), -match.end())):
            path = self._path(match.group(match.lastindex or 0))
            if path is None or path == draft.path or match.start() < done or not match[0]:
                continue
            yield line[done : match.start()], ""
            target = posixpath.relpath(path, posixpath.dirname(draft.path))
            yield match[0], quote(target)
            self.made += 1
            done = match.end()
        yield line[done:], ""

    def _path(self, key: str) -> str | None:
        """Return the path of the lesson of a key; zeros before a number do not count."""
        return self._paths.get(key) or self._paths.get(key.lstrip("0"))


def _check(text: str) -> None:
    """Make sure that a lesson has what every lesson needs.

    Raises:
        RowError: It has not, or is too large.
    """
    fields, problems = checked_text(Lesson, "", text)
    if fields is None or problems:
        found = [
            problem.message + (f" ({problem.hint})" if problem.hint else "") for problem in problems
        ]
        raise RowError("; ".join(found))
    if len(text.encode()) > MAX_BYTES // 2:
        raise RowError(f"it would make a file larger than {MAX_BYTES // 1_000_000} MB")


def _changed(now: dict[str, Cell], existing: ExistingLesson) -> tuple[str, ...]:
    """Return the columns in which a row is another than when it was imported."""
    document, _problems = parse_document(existing.path, existing.text)
    fields = parse_fields(Lesson, document)[0] if document else None
    before: dict[str, Cell] = dict(fields.imported.original) if fields and fields.imported else {}
    return tuple(
        column for column in dict.fromkeys((*now, *before)) if now.get(column) != before.get(column)
    )
