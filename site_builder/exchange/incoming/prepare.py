"""An import from its files: the map, the table and the base brought together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.errors import ImportRefusedError
from site_builder.exchange.incoming.drafts import Drafter
from site_builder.exchange.incoming.mapping import make_ready, missing_tags, read_map
from site_builder.exchange.incoming.plan import ImportPlan, folder_for, plan
from site_builder.exchange.tables.packed import read_small
from site_builder.exchange.tables.reading import Choices, read_table
from site_builder.library.reading import VOCABULARY_FILE
from site_builder.records.header.document import decode, parse_mapping
from site_builder.records.kinds import id_from
from site_builder.records.parse import parse_fields
from site_builder.records.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.diagnostics import Diagnostic
    from site_builder.exchange.incoming.import_map import ImportMap
    from site_builder.exchange.incoming.plan import Progress
    from site_builder.exchange.tables.rows import SourceTable
    from site_builder.project import Project

_FOLDER = "imported"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An import that could be carried out, unless something is wrong with the map."""

    problems: tuple[Diagnostic, ...]
    """What is wrong with the map."""
    to_add: str = ""
    """YAML to be added to the vocabulary first."""
    table: SourceTable | None = None
    plan: ImportPlan | None = None
    """None when there are problems, or something is to be added."""


def work_out(
    project: Project, file: Path, map_file: Path, into: str | None, progress: Progress
) -> Prepared:
    """Return what an import would do, or why it cannot be done.

    Args:
        project: The base.
        file: The table.
        map_file: The map.
        into: Folder for new lessons, below the lessons folder; None for one of its own.
        progress: Wraps what takes time.

    Raises:
        TableError: One of the files cannot be read.
        ImportRefusedError: The folder is no place for lessons, or the base is not in order.
    """
    written, document, problems = read_map(str(map_file), read_small(map_file))
    if written is None or document is None:
        return Prepared(tuple(problems))
    vocabulary = vocabulary_of(project)
    table = read_table(file, _choices(written))
    ready, wrong = make_ready(written, document, table.columns, vocabulary)
    if ready is None:
        return Prepared(tuple(wrong), missing_tags(wrong, written, vocabulary))
    collection = written.collection or file.name
    usual = f"{_FOLDER}/{id_from(collection, 'table')}"
    folder = folder_for(project, usual if into is None else into)
    worked_out = plan(project, table, Drafter(ready, collection, vocabulary), folder, progress)
    if worked_out.unknown:
        return Prepared((), _words_to_add(worked_out), table)
    return Prepared((), "", table, worked_out)


def vocabulary_of(project: Project) -> Vocabulary:
    """Return the vocabulary of a base; empty where it has none.

    Raises:
        ImportRefusedError: It is wrong.
    """
    file = project.lessons_dir / VOCABULARY_FILE
    if not file.exists():
        return Vocabulary()
    text, problems = decode(str(file), read_small(file))
    document, found = parse_mapping(str(file), text)
    vocabulary, wrong = parse_fields(Vocabulary, document) if document else (None, [])
    if vocabulary is None or problems:
        first = next(iter([*problems, *found, *wrong]))
        message = f"{file}:{first.span.line}: {first.message}; `lessons check` says more"
        raise ImportRefusedError(message)
    return vocabulary


def _choices(written: ImportMap) -> Choices:
    sign = "\t" if written.delimiter == "tab" else written.delimiter
    return Choices(written.sheet or "", sign or "", written.encoding or "")


def _words_to_add(worked_out: ImportPlan) -> str:
    """Return YAML for words of rows that the vocabulary lacks."""
    lines = []
    for kind, words in sorted(worked_out.unknown.items()):
        lines.append(f"{kind}:\n")
        for word, count in sorted(words.items(), key=lambda pair: (-pair[1], pair[0])):
            lines.append(f"  {id_from(word, 'word')}:  # {count:,} rows\n    label: {word}\n")
            lines += ["    organisation: …\n"] if kind == "teams" else []
    return "".join(lines)
