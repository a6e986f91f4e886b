"""What an import would write, worked out before anything is written, and then written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from site_builder.errors import ImportRefusedError
from site_builder.exchange.folders.files import MAX_PICTURE
from site_builder.exchange.folders.reading import FolderTable
from site_builder.exchange.incoming.drafts import FieldNote, RowDraft, Unlinked
from site_builder.exchange.incoming.existing import ExistingLesson, existing_lessons
from site_builder.exchange.incoming.fitting import fitting
from site_builder.exchange.incoming.import_map import RowError
from site_builder.exchange.incoming.linking import Linker, relate
from site_builder.exchange.provenance import digest_of_text
from site_builder.exchange.tables.rows import BrokenRow, Cell, Markdown, SourceTable, TableRow
from site_builder.library.certain import finder_for, hidden_path
from site_builder.library.writing import write_new, write_text
from site_builder.records.header.document import parse_document
from site_builder.records.header.write import dump, framed, record_text
from site_builder.records.kinds import Kind, id_from, kind_of, numbered
from site_builder.records.lesson import Lesson
from site_builder.records.parse import parse_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.exchange.incoming.drafts import Drafter
    from site_builder.project import Project
    from site_builder.records.personal import Finder

    Progress = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class KeptLesson:
    """A lesson that is left alone: a person has edited it, and its row has changed since."""

    path: str
    key: str
    columns: tuple[str, ...]
    """Columns of the row that have changed."""


@dataclass(slots=True)
class ImportPlan:
    """What an import would do."""

    new: list[RowDraft] = field(default_factory=list)
    updated: list[RowDraft] = field(default_factory=list)
    unchanged: int = 0
    edited: int = 0
    """Number of unchanged lessons that a person has edited; their rows have not changed."""
    kept: list[KeptLesson] = field(default_factory=list)
    broken: list[BrokenRow] = field(default_factory=list)
    gone: list[ExistingLesson] = field(default_factory=list)
    """Lessons whose rows are no longer in the table; they stay."""
    copies: list[tuple[str, str]] = field(default_factory=list)
    """Files imported from the same row as another file, each with that other, which counts."""
    links: int = 0
    """Number of references between rows that become links."""
    lost: list[tuple[str, str]] = field(default_factory=list)
    """Files that links or relations name and that do not come in, each with the lesson's path."""
    unknown: dict[str, Counter[str]] = field(default_factory=dict)
    """Words that the vocabulary lacks, by kind; their rows have none for them."""
    notes: list[FieldNote] = field(default_factory=list)
    """Cells that were not taken as they are."""


def folder_for(project: Project, into: str) -> str:
    """Return the folder to import into, as a path below the lessons folder.

    Raises:
        ImportRefusedError: It is not below the lessons folder, or holds records of other kinds.
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
    """Return what an import would do; nothing is written.

    New lessons get the folder ``into``; ``progress`` wraps the drafts while their texts are made.

    Raises:
        ImportRefusedError: An imported lesson of the base cannot be read.
    """
    existing = existing_lessons(project)
    known = {
        key: lesson
        for (source, key), lesson in sorted(existing.lessons.items())
        if source == drafter.collection
    }
    plan = ImportPlan(copies=existing.copies)
    plan.broken += [replace(broken, key=drafter.key(broken)) for broken in table.broken]
    rows: dict[str, TableRow] = {}
    finder = finder_for(project.settings)
    drafts = list(_drafts(table, drafter, known, rows, plan.broken, finder))
    seen = rows.keys() | {broken.key for broken in plan.broken}
    plan.unknown = {
        kind: Counter({finder.masked(word): count for word, count in words.items()})
        for kind, words in drafter.unknown.items()
        if words
    }
    plan.gone = [lesson for key, lesson in known.items() if key not in seen]
    _place(drafts, drafter, existing.ids, into)
    paths = {key: lesson.path for key, lesson in known.items()}
    paths |= {draft.key: draft.path for draft in drafts}
    linker = Linker(table, drafter, drafts, paths, into)
    plan.lost += relate(drafts, drafter, linker.paths)
    for draft in progress(drafts):
        _decide(draft, drafter, linker, plan)
    plan.links = linker.links
    plan.lost += linker.lost
    plan.broken = [_masked(broken, finder) for broken in plan.broken]
    unread = {broken.number for broken in plan.broken}
    plan.notes = [
        replace(note, text=finder.masked(note.text))
        for note in drafter.notes
        if note.row.number not in unread
    ]
    plan.broken.sort(key=lambda broken: broken.number)
    return plan


def carry_out(
    project: Project, table: SourceTable, planned: ImportPlan, done: Callable[[], None]
) -> None:
    """Write the lessons of a plan, each file whole or not at all, and before each its pictures.

    Raises:
        UnwritableError: A file cannot be written; those before it are.
    """
    for draft in (*planned.new, *planned.updated):
        for path, name in draft.pictures.items():
            picture = project.lessons_dir / path
            if isinstance(table, FolderTable) and not picture.exists():
                write_new(picture, table.files.read(name, MAX_PICTURE))
        before = draft.existing.text if draft.existing else None
        write_text(project.lessons_dir / draft.path, before, draft.text)
        done()


def _drafts(
    table: SourceTable,
    drafter: Drafter,
    known: Mapping[str, ExistingLesson],
    rows: dict[str, TableRow],
    broken: list[BrokenRow],
    finder: Finder,
) -> Iterator[RowDraft]:
    """Yield a draft without its body for each row; add the others to ``broken``.

    Rows are added to ``rows`` by their keys.
    """
    for row in table.rows:
        key = drafter.key(row)
        try:
            _claim(key, row, rows, table.name_of)
            fields = drafter.fields(row)
            existing = known.get(key)
            written = existing.written if existing else "0" * 12
            imported = drafter.imported(row, key, written)
            header, unlinked = dump(fields | imported), Unlinked()
            unlinked.body, _homes = drafter.body(row, unlinked.parts_of)
            _refuse_numbers(row, framed(header, unlinked.body), finder)
            # A header that is in a file already has been checked before.
            if existing is None or header not in existing.text:
                fields, reasons = fitting(fields, imported, header)
                drafter.notes += [FieldNote(name, row, why) for name, why in reasons]
        except RowError as error:
            broken.append(BrokenRow(row.number, row.values, str(error), key))
        else:
            yield RowDraft(row, key, fields, existing, unlinked)


def _refuse_numbers(row: TableRow, text: str, finder: Finder) -> None:
    """Refuse a row of which a text with the number of a person would be made.

    Raises:
        RowError: It holds one; the reason names the columns and masks it.
    """
    if not finder.certain(text):
        return
    found = {column: finder.certain(f"{column}: {row.text(column)}") for column in row.values}
    told = [
        f"column `{column}`: `{number.masked}` looks like {number.name}"
        for column, numbers in found.items()
        for number in numbers
    ]
    raise RowError("; ".join(told) or "it holds the number of a person")


def _masked(broken: BrokenRow, finder: Finder) -> BrokenRow:
    """Return a row that cannot be used without the numbers of persons in it."""

    def cell(column: str, value: Cell) -> Cell:
        text = f"{column}: {broken.text(column)}"
        shown = finder.masked(text)
        if not any(map(str.isspace, broken.text(column))):
            # It may be the name of a file.
            shown = hidden_path(shown, finder)
        return value if shown == text else shown[len(column) + 2 :]

    return replace(
        broken,
        values={column: cell(column, value) for column, value in broken.values.items()},
        key=hidden_path(finder.masked(broken.key), finder),
        reason=finder.masked(broken.reason),
    )


def _claim(
    key: str, row: TableRow, rows: dict[str, TableRow], name_of: Callable[[TableRow], str]
) -> None:
    if not key:
        raise RowError("the key is empty")
    if (first := rows.setdefault(key, row)) is not row:
        raise RowError(f"the key `{key}` appears twice, first in {name_of(first)}")


def _place(drafts: Iterable[RowDraft], drafter: Drafter, ids: set[str], into: str) -> None:
    """Give every draft its path: that of its file, or one with an id that is free."""
    numbers: dict[str, Iterator[str]] = {}
    for draft in drafts:
        if draft.existing:
            draft.path = draft.existing.path
            continue
        source = id_from(f"{drafter.collection} {draft.key}", "lesson")
        wanted = id_from(drafter.wanted_id(draft.row), source)
        candidates = numbers.setdefault(wanted, numbered(wanted))
        lesson_id = next(candidate for candidate in candidates if candidate not in ids)
        ids.add(lesson_id)
        draft.path = f"{into}/{lesson_id}.md"


def _decide(draft: RowDraft, drafter: Drafter, linker: Linker, plan: ImportPlan) -> None:
    """Make the text of a draft, and add to the plan what happens to its file."""
    row, existing = draft.row, draft.existing
    body = linker.body(draft)

    def text_with(written: str) -> str:
        return record_text(draft.fields | drafter.imported(row, draft.key, written), body)

    draft.text = text_with(digest_of_text(text_with("")))
    if existing is None:
        plan.new.append(draft)
    elif draft.text == existing.text:
        plan.unchanged += 1
    elif digest_of_text(existing.text) == existing.written:
        plan.updated.append(draft)
    elif drafter.digest(row) == existing.digest:
        plan.unchanged += 1
        plan.edited += 1
    else:
        columns = _changed(drafter.kept(row), existing)
        plan.kept.append(KeptLesson(draft.path, draft.key, columns))


def _changed(now: dict[str, Cell], existing: ExistingLesson) -> tuple[str, ...]:
    """Return the columns of a row that have changed since it was imported."""
    document, _problems = parse_document(existing.path, existing.text)
    fields = parse_fields(Lesson, document)[0] if document else None
    before: dict[str, Cell] = dict(fields.imported.original) if fields and fields.imported else {}
    changed = (
        column
        for column in dict.fromkeys((*now, *before))
        if not isinstance(now.get(column), Markdown) and now.get(column) != before.get(column)
    )
    return tuple(changed) or ("text",)
