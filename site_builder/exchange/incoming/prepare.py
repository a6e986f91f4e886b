"""An import prepared from its files: the map, the table and the base."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from pydantic import ValidationError

from site_builder.diagnostics import Diagnostic, Severity
from site_builder.errors import ImportRefusedError, TableChoiceError, TableError
from site_builder.exchange.folders.reading import is_folder, read_folder
from site_builder.exchange.folders.vault import is_markdown
from site_builder.exchange.incoming.additions import words_to_add
from site_builder.exchange.incoming.drafts import Drafter
from site_builder.exchange.incoming.import_map import ImportMap, MapContext
from site_builder.exchange.incoming.plan import ImportPlan, folder_for, plan
from site_builder.exchange.tables.formulas import REJECTS, guarded
from site_builder.exchange.tables.packed import read_small
from site_builder.exchange.tables.reading import read_table
from site_builder.exchange.tables.rows import FIND
from site_builder.files import read_regular
from site_builder.library.survey import VOCABULARY_FILE
from site_builder.library.writing import write_text
from site_builder.records.kinds import id_from
from site_builder.records.parse import checked_mapping, place_name
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from site_builder.exchange.incoming.plan import Progress
    from site_builder.exchange.tables.rows import BrokenRow, Choices, SourceTable
    from site_builder.project import Project
    from site_builder.records.header.document import Document
    from site_builder.records.header.values import Place, Value


_OF_FOLDERS = ("skip",)
_OF_TABLES = ("sheet", "delimiter", "heading_row", "columns", "rows", "fill_down", "layout")
"""Choices that only one kind of source has."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An import that is ready to be carried out, or the reasons why it is not."""

    problems: tuple[Diagnostic, ...]
    """Mistakes in the map."""
    to_add: str = ""
    """YAML to add to the vocabulary: tags that the map names, or words of the table."""
    table: SourceTable | None = None
    plan: ImportPlan | None = None
    """None if there are problems."""


def work_out(
    project: Project, file: Path, map_file: Path, into: str | None, progress: Progress
) -> Prepared:
    """Return what an import would do, or why it cannot be done.

    Without ``into``, new lessons get a folder named after the collection.

    Raises:
        TableError: One of the files cannot be read.
        ImportRefusedError: The folder cannot hold lessons, or the base has errors.
    """
    path = str(map_file)
    unchecked, document, problems = checked_mapping(ImportMap, path, read_small(map_file))
    if unchecked is None or document is None:
        return Prepared(tuple(problems))
    vocabulary = vocabulary_of(project)
    try:
        table = read_source(project, file, unchecked.choices(), progress)
    except TableChoiceError as error:
        return Prepared((_misfit(document, error),))
    checked, problems = _checked_map(document, table.columns, vocabulary)
    if checked is None:
        return Prepared(tuple(problems), _missing_tags(problems, unchecked, vocabulary))
    collection = checked.collection or file.resolve().name
    usual = f"imported/{id_from(collection, 'table')}"
    folder = folder_for(project, usual if into is None else into)
    planned = plan(project, table, Drafter(checked, collection, vocabulary), folder, progress)
    return Prepared((), words_to_add(planned.unknown, vocabulary), table, planned)


def read_source(
    project: Project | None, file: Path, choices: Choices, progress: Progress
) -> SourceTable:
    """Return a table, or a folder of Markdown as one.

    Raises:
        TableError: It cannot be read.
        TableChoiceError: A choice does not fit it.
        ImportRefusedError: The folder is part of the base.
    """
    is_table = not is_folder(file)
    for name in _OF_FOLDERS if is_table else _OF_TABLES:
        if getattr(choices, name) != getattr(FIND, name):
            kind = "folders of Markdown" if is_table else "tables"
            raise TableChoiceError(file, f"it is for {kind}, and this is none", "", name)
    if is_markdown(file.name) and is_table:
        raise TableError(file, "it is Markdown", "name the folder that it lies in")
    if is_table:
        return read_table(file, choices)
    own = [project.lessons_dir, project.root / "site"] if project else []
    if project and file.resolve().is_relative_to(project.lessons_dir.resolve()):
        raise ImportRefusedError(
            f"{file} is in the lessons folder, so its files are records already"
        )
    return read_folder(file, choices, without=own, progress=progress)


def _misfit(document: Document, error: TableChoiceError) -> Diagnostic:
    """Return the mistake of a map that says of a table what does not fit it."""
    span = document.span_of((error.option,))
    message = f"`{error.option}`: {error.problem}"
    return Diagnostic("value-unknown", Severity.ERROR, span, message, error.hint)


def vocabulary_of(project: Project) -> Vocabulary:
    """Return the vocabulary of a base; empty if it has no such file.

    Raises:
        ImportRefusedError: The file has errors.
    """
    file = project.lessons_dir / VOCABULARY_FILE
    if not file.exists():
        return Vocabulary()
    vocabulary, _document, problems = checked_mapping(Vocabulary, str(file), read_small(file))
    if vocabulary is None:
        first = problems[0]
        message = f"{file}:{first.span.line}: {first.message}; `lessons check` shows more"
        raise ImportRefusedError(message)
    return vocabulary


def _checked_map(
    document: Document, columns: Iterable[str], vocabulary: Vocabulary
) -> tuple[ImportMap | None, list[Diagnostic]]:
    """Return a map checked against a table and a vocabulary, or every mistake in it."""
    context = MapContext({column.lower(): column for column in columns}, vocabulary.tags)
    try:
        return ImportMap.model_validate(document.header, context=context), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    # A list that loses its only value is also too short.
    wrong = [detail for detail in details if "allowed" in detail.get("ctx", {})]
    return None, [_diagnostic(document, detail) for detail in wrong]


def _diagnostic(document: Document, detail: ErrorDetails) -> Diagnostic:
    place = _place_in_file(document, detail["loc"])
    message, hint = f"`{place_name(place)}`: {detail['msg']}", detail["ctx"]["allowed"]
    return Diagnostic(detail["type"], Severity.ERROR, document.span_of(place), message, hint)


def _place_in_file(document: Document, place: Place) -> Place:
    """Return a place without the steps that a rule written in short leaves out."""
    value: Value = document.header
    steps: list[str | int] = []
    for step in place:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            continue
        steps.append(step)
    return tuple(steps)


def _missing_tags(problems: list[Diagnostic], unchecked: ImportMap, vocabulary: Vocabulary) -> str:
    """Return YAML of the tags that a map uses and the vocabulary lacks; empty if there are none."""
    if not any(problem.rule == "tag-unknown" for problem in problems):
        return ""
    used = {*unchecked.tags.words.values(), *unchecked.tags.default} - set(vocabulary.tags)
    lines = [
        f"  {tag}:\n    label: {tag.replace('-', ' ').capitalize()}\n    description: …\n"
        for tag in sorted(used)
    ]
    return "tags:\n" + "".join(lines)


def write_rejects(file: Path, table: SourceTable, broken: Sequence[BrokenRow]) -> None:
    """Write rows as CSV: number, key and reason of each, then all its cells.

    An earlier list is overwritten; if there is none, nothing is written without any rows.

    Raises:
        ImportRefusedError: The file is something else.
        UnwritableError: The file cannot be written.
    """
    if not broken and not file.exists():
        return
    others = dict.fromkeys(column for row in broken for column in row.values)
    columns = [*table.columns, *(column for column in others if column not in table.columns)]
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*REJECTS, *map(guarded, columns)])
    for row in broken:
        cells = (row.key, row.reason, *map(row.text, columns))
        writer.writerow([guarded(str(table.place_of(row))), *map(guarded, cells)])
    text = stream.getvalue()
    data = read_regular(file) if file.exists() else None
    before = None if data is None else data.decode("utf-8", "replace").replace("\r\n", "\n")
    if before is not None and (not before.startswith(",".join(REJECTS)) or "\ufffd" in before):
        raise ImportRefusedError(
            f"{file} is not a list of rejected rows; name another file with --rejects"
        )
    if before != text:
        write_text(file, before, text)
