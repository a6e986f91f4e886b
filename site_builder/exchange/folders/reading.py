"""A folder of Markdown as a table: a row for each file, a column for each thing they say."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from site_builder.errors import TableChoiceError, TableError
from site_builder.exchange.folders import front_matter
from site_builder.exchange.folders.files import Files, open_folder
from site_builder.exchange.folders.foreign import as_github_has_it, heading_ids, unlisted
from site_builder.exchange.folders.links import is_traced, traced
from site_builder.exchange.folders.page import (
    Page,
    hashtags,
    is_long,
    is_value,
    parts_of,
    read_page,
    sections_of,
)
from site_builder.exchange.folders.relations import RELATIONS, related_files
from site_builder.exchange.folders.telling import assumptions
from site_builder.exchange.folders.vault import Vault, is_markdown, number_of, plain_stem, stem_of
from site_builder.exchange.tables.decoding import decoded
from site_builder.exchange.tables.packed import MAX_UNPACKED
from site_builder.exchange.tables.rows import (
    FIND,
    LONGEST_HEADING,
    BrokenRow,
    Cell,
    Choices,
    Markdown,
    SourceTable,
    TableRow,
    plain_name,
    texts_in,
    whole,
)
from site_builder.markdown.body import Body
from site_builder.markdown.events import encodable
from site_builder.records.header.document import merge_conflicts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    Progress = Callable[[Iterable[str]], Iterable[str]]

MAX_FILE = 500_000
"""Largest file of Markdown that becomes a row, in bytes; a record may be twice as large."""
TEXT = "introduction"
"""Column of the text above the first section."""
_ALWAYS = ("file", "folder", "name", "title", "date", "tags", TEXT, *RELATIONS.values())
"""Columns that a map can name whatever the files say."""
EMPTY = "empty sections"
"""Column of headings without a text."""
ASIDE = frozenset({"name", EMPTY, "first heading", *RELATIONS.values()})
"""Columns that a first map need not mention."""
_TOPICS = frozenset({"tags", "tag", "keywords", "categories", "category", "labels", "topics"})
_TITLE_NUMBER = r"(?:ADR[- ]?)?0*{}[.:)]?\s*[-–—:]?\s+(?=\S)"


@dataclass(frozen=True, slots=True)
class FolderTable(SourceTable):
    """A folder of Markdown as a table, whose unit is ``file``."""

    files: Files

    def place_of(self, row: TableRow) -> str:
        """Return the name of the file of a row."""
        return row.text("file")

    name_of = place_of


@dataclass(slots=True)
class _File:
    """A file of Markdown, before its links are traced."""

    fields: dict[str, Cell]
    page: Page
    headings: dict[str, str]
    """Words of headings by the ids that are written behind them."""


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder, or by its name a zip."""
    return path.is_dir() or path.suffix.lower() == ".zip"


def read_folder(
    path: Path,
    choices: Choices = FIND,
    *,
    without: Collection[Path] = (),
    progress: Progress = lambda names: names,
) -> FolderTable:
    """Return a folder, or a zip of one, as a table.

    Args:
        path: The folder or the zip.
        choices: Encoding of the texts, and files to leave out.
        without: Folders in it that are left out.
        progress: Wraps the names of the files of Markdown while they are read.

    Raises:
        TableError: It cannot be read, holds too much, or has no files of Markdown.
    """
    files = open_folder(path, without)
    return _Reader(path, files, choices).table(progress)


class _Reader:
    """Reads every file, then makes rows of them."""

    def __init__(self, path: Path, files: Files, choices: Choices) -> None:
        self._path = path
        self._files = files
        self._choices = choices
        self._vault = Vault(files.names)
        self._read: dict[str, _File] = {}
        self._broken: dict[str, BrokenRow] = {}
        self._is_logseq = any(name.startswith("logseq/") for name in files.names)
        self._anchors: dict[str, Mapping[str, str]] = {}
        self._guesses: list[tuple[str, str]] = []
        """Names of files whose encoding was guessed, each with what was made of it."""
        self._columns = {name: name for name in _ALWAYS}
        """Columns by their names in lower case, in the order of appearance."""

    def table(self, progress: Progress) -> FolderTable:
        names = [name for name in self._files.names if is_markdown(name)]
        if not names:
            hint = "files of Markdown end in .md, .markdown or .mdx"
            raise TableError(self._path, "it has no files of Markdown", hint)
        skipped = [name for name in names if self._is_skipped(name)]
        names = [name for name in names if not self._is_skipped(name)]
        self._numbers = {name: number for number, name in enumerate(names, start=1)}
        size = 0
        for name in progress(names):
            size += self._read_file(name)
            if size > MAX_UNPACKED:
                problem = f"its texts are larger than {MAX_UNPACKED // 1_000_000} MB"
                raise TableError(self._path, problem, "import it in parts")
        rows = [
            TableRow(self._numbers[name], self._cells(name, file))
            for name, file in self._read.items()
        ]
        used = {column for row in rows for column in row.values} | set(_ALWAYS)
        columns = tuple(column for column in self._columns.values() if column in used)
        broken = tuple(self._broken.values())
        notes = tuple(assumptions(self._files, names, skipped, self._guesses, rows))
        return FolderTable(self._path, "file", columns, tuple(rows), broken, notes, self._files)

    def _is_skipped(self, name: str) -> bool:
        return any(
            fnmatchcase(name, pattern) or fnmatchcase(posixpath.basename(name), pattern)
            for pattern in self._choices.skip
        )

    def _read_file(self, name: str) -> int:
        """Read a file, and return its size in bytes."""
        try:
            data = self._files.read(name, MAX_FILE)
            text = self._decoded(name, data)
            fields, text = front_matter.split(text)
            called = [plain_stem(stem_of(name))[0], *_other_names(fields)]
            page = read_page(as_github_has_it(text), called)
            if self._is_logseq:
                page = replace(page, text=unlisted(page.text))
            self._read[name] = _File(fields, page, heading_ids(text))
            self._vault.also_called(
                name, [page.title, *called, *_other_names(dict(page.properties))]
            )
        except TableChoiceError:
            raise
        except TableError as error:
            self._break(name, error.problem)
        except front_matter.FrontMatterError as error:
            self._break(name, str(error))
        else:
            return len(data)
        return 0

    def _decoded(self, name: str, data: bytes) -> str:
        text, notes = decoded(self._path / name, data, self._choices.encoding)
        text = encodable(whole(text).replace("\r", "\n"))
        for problem in merge_conflicts(name, text):
            reason = f"line {problem.span.line}: {problem.message}"
            raise TableError(self._path / name, reason, problem.hint)
        self._guesses += [(name, note.text) for note in notes]
        return text

    def _headings_of(self, name: str) -> Mapping[str, str]:
        """Return the words of the headings of a file by their anchors."""
        if name not in self._anchors:
            file = self._read.get(name)
            headings = Body(file.page.text).headings if file else ()
            words = {heading.anchor: heading.title for heading in headings}
            self._anchors[name] = words | (file.headings if file else {})
        return self._anchors[name]

    def _break(self, name: str, reason: str) -> None:
        self._broken[name] = BrokenRow(self._numbers[name], {"file": name}, reason)

    def _cells(self, name: str, file: _File) -> dict[str, Cell]:
        """Return the cells of a file by column."""
        page = file.page
        words, day, identifier = plain_stem(stem_of(name))
        cells: dict[str, Cell] = {"file": name, "name": words}
        folder = posixpath.dirname(name)
        if folder:
            cells["folder"] = folder
        if identifier:
            self._put(cells, "id", identifier)
        for column, cell in (*file.fields.items(), *page.properties):
            if isinstance(cell, str) and is_long(cell) and column not in file.fields:
                self._put(cells, column, Markdown(self._traced(cell, name), column))
            else:
                self._put(cells, column, _words_of(column, cell, name))
        title = _without_number(page.title or words, name)
        self._stand_in(cells, "title", title)
        if page.title and page.title != cells[self._columns["title"]]:
            self._put(cells, "first heading", page.title)
        if day:
            self._stand_in(cells, "date", day)
        self._put(cells, "hashtags", hashtags(page.text))
        self._put_sections(cells, self._traced(page.text, name))
        for relation, targets in related_files(cells, name, self._vault):
            self._put(cells, relation, targets)
        return cells

    def _traced(self, text: str, name: str) -> str:
        return traced(text, name, self._vault, self._headings_of)

    def _column(self, name: str) -> str:
        plain = plain_name(name)[:LONGEST_HEADING] or "column"
        return self._columns.setdefault(plain.lower(), plain)

    def _put(self, cells: dict[str, Cell], name: str, cell: Cell) -> None:
        """Put a cell under a name, or under one with a number if the file has that already."""
        if not cell:
            return
        column, number = self._column(name), 1
        while column in cells and cells[column] != cell:
            number += 1
            column = self._column(f"{name} ({number})")
        cells[column] = cell

    def _stand_in(self, cells: dict[str, Cell], name: str, cell: str) -> None:
        """Put a cell under a name, unless the file says it itself."""
        cells.setdefault(self._column(name), cell)

    def _put_sections(self, cells: dict[str, Cell], text: str) -> None:
        """Put the sections of a text, the parts of those that are nothing else, and empty ones."""
        sections = list(sections_of(text))
        for heading, section in sections:
            if is_value(heading, section) and not is_traced(section):
                self._put(cells, heading, _words_of(heading, str(section), ""))
            else:
                self._put_section(cells, heading, section)
        for heading, section in sections:
            for inner, part in parts_of(heading, section):
                cells.setdefault(self._column(inner), part)
        self._put(cells, EMPTY, tuple(heading for heading, section in sections if not section))

    def _put_section(self, cells: dict[str, Cell], heading: str, text: Markdown) -> None:
        column = self._column(heading or TEXT)
        before = cells.get(column)
        if isinstance(before, Markdown):
            other = "" if before.heading == text.heading else f"### {text.heading}\n\n"
            cells[column] = Markdown(f"{before}\n\n{other}{text}".strip(), before.heading)
        else:
            self._put(cells, heading or TEXT, text)


def _other_names(fields: Mapping[str, Cell]) -> Iterator[str]:
    for name in ("title", "aliases", "alias", "id", "slug", "permalink", "url", "uid"):
        yield from texts_in(fields.get(name, ()))


def _words_of(column: str, cell: Cell, name: str) -> Cell:
    """Return the cell of a column of topics as a list, without number signs."""
    if column.lower() not in _TOPICS:
        return cell
    if isinstance(cell, str):
        # Jekyll separates them by spaces, and hashtags are words.
        is_spaced = "_posts/" in name or cell.lstrip().startswith("#")
        cell = tuple(
            re.split(r"[,;]" if re.search("[,;]", cell) else r"\s+" if is_spaced else "\n", cell)
        )
    words = (word.strip().lstrip("#").strip("[]\"' ") for word in cell)
    return tuple(dict.fromkeys(filter(None, words)))


def _without_number(title: str, name: str) -> str:
    """Return the title of a decision without the number that its file is named after."""
    number = number_of(name)
    numbered = re.match(_TITLE_NUMBER.format(number), title, re.IGNORECASE) if number else None
    return title[numbered.end() :] if numbered else title
