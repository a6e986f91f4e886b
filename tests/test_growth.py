"""Ten times the input takes at most twelve times the steps, whatever a base is full of."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, SupportsIndex

import pytest

from site_builder.errors import TableError
from site_builder.exchange.exports.restore import restore
from site_builder.exchange.exports.writing import FORMS
from site_builder.exchange.folders.reading import read_folder
from site_builder.exchange.incoming.headings import said_by
from site_builder.exchange.tables.reading import read_table
from site_builder.library.graph import find_cycles
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.records.guess import Guesses
from site_builder.records.header.document import parse_mapping
from tests.builders import VOCABULARY, lesson_text, written_base
from tests.exchange_bases import exported, write_empty_base
from tests.layouts import Layout, as_workbook, dressed
from tests.steps import steps

if TYPE_CHECKING:
    from collections.abc import Callable

_SECTIONS = "## What happened\n\n{}\n\n## What was learned\n\nHeat the shed.\n"


def _body(text: str) -> str:
    return lesson_text(body=_SECTIONS.format(text))


def _lessons(number: int, body: str, **fields: str) -> dict[str, str]:
    return {
        f"l{n}.md": lesson_text(
            title=f"Lesson {n}",
            problem=f"Part {n * 7919} of the plant fails",
            body=_SECTIONS.format(body.format(n)),
            **{name: value.format(n) for name, value in fields.items()},
        )
        for n in range(number)
    }


def _tags(number: int) -> str:
    tags = "".join(f"  t{n}: {{label: Label {n}, description: D {n}.}}\n" for n in range(number))
    return VOCABULARY.replace("tags:\n", f"tags:\n{tags}", 1)


BASES: dict[str, Callable[[int], dict[str, str]]] = {
    "links that lead nowhere": lambda n: {
        "a.md": _body(" ".join(f"[a](nowhere-{k}.md)" for k in range(n)))
    },
    "files with a link that leads nowhere": lambda n: _lessons(n, "[a](nowhere-{}.md)"),
    "anchors that lead nowhere": lambda n: {
        "a.md": _body(" ".join(f"[a](b.md#nowhere-{k})" for k in range(n))),
        "b.md": _body("\n\n".join(f"### Heading {k}" for k in range(n))),
    },
    "files with an unknown tag and source": lambda n: {
        "vocabulary.yml": _tags(n),
        **_lessons(n, "Nothing.", tags="[tag{}]", source_assist="missing-{}"),
    },
    "lines with a space": lambda n: {"a.md": _body(" \n" * 10 * n)},
    "tags that repeat": lambda n: {"a.md": lesson_text(tags=f"[{'pumps, ' * n}pumps]")},
}
FEW = 12


def checked(files: dict[str, str]) -> int:
    with written_base({path: text.encode() for path, text in files.items()}) as root:
        project = read_project(root)
        return steps(lambda: load(project))


@cache
def many_texts_are_read() -> None:
    """Let patterns be made ready that are not before a hundred texts have come."""
    with written_base({path: text.encode() for path, text in _lessons(10 * FEW, "").items()}) as it:
        load(read_project(it))


@pytest.mark.parametrize("name", BASES)
def test_a_check_grows_with_the_base(name: str) -> None:
    many_texts_are_read()
    checked(BASES[name](1))

    assert checked(BASES[name](10 * FEW)) <= 12 * checked(BASES[name](FEW))


class TestGuesses:
    def test_of_many_candidates_few_are_compared(self) -> None:
        guesses = Guesses(f"pump-{n}-shed" for n in range(5_000))
        guesses.nearest("pump")

        assert steps(lambda: guesses.nearest("pumps-77-shed")) < 3_000

    def test_of_many_candidates_the_nearest_is_still_found(self) -> None:
        guesses = Guesses(f"pump-{n}-shed" for n in range(5_000))

        assert guesses.nearest("pmup-4711-shed") == ["pump-4711-shed"]

    def test_a_word_without_end_is_compared_by_its_beginning(self) -> None:
        assert Guesses(["a" * 300]).nearest("a" * 1_000_000) == ["a" * 300]


class _Text(str):
    """A text that counts the letters that are taken from it."""

    __slots__ = ()
    taken = 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        part = super().__getitem__(key)
        _Text.taken += len(part)
        return part


def test_places_in_a_long_header_are_found_without_taking_it_from_its_file_each_time() -> None:
    def taken(number: int) -> int:
        text = "".join(f"field-{n}: {n}\n" for n in range(number))
        read, _problems = parse_mapping("vocabulary.yml", text)
        assert read
        document = replace(read, text=_Text(text))
        _Text.taken = 0
        for name in document.header:
            document.span_of((name,))
        return _Text.taken

    assert taken(2_000) <= 12 * taken(200)


def test_cycles_without_number_are_found_in_time_and_not_all_told() -> None:
    every = [f"l{number:03}" for number in range(200)]

    def found(nodes: list[str]) -> int:
        return steps(lambda: find_cycles(dict.fromkeys(nodes, nodes)))

    assert len(find_cycles(dict.fromkeys(every, every))) == 100
    # Ten times as many links.
    assert found(every[:63]) <= 12 * found(every[:20])


def test_of_the_heading_of_a_column_only_the_beginning_is_read() -> None:
    said_by("lesson title of the whole")
    long, longer = (f"lesson title of the {'whole ' * number}" for number in (100, 1_000))

    assert steps(lambda: said_by(longer)) <= 2 * steps(lambda: said_by(long))


def test_empty_rows_of_a_table_are_read_in_proportion(tmp_path: Path) -> None:
    def read(number: int) -> int:
        file = tmp_path / f"{number}.csv"
        rows = "".join(f"P-{row},Pump {row},Oil it {row}\n" for row in range(5))
        file.write_text("Ref,Title,Lesson\n" + rows + ",,\n" * number + rows, encoding="utf-8")
        return steps(lambda: read_table(file))

    read(1)
    assert read(2_000) <= 12 * read(200)


def _workbook(rows: int) -> bytes:
    return as_workbook(
        dressed(["Ref", "Title"], [[f"P-{n}", "Oil it"] for n in range(rows)], Layout())
    )


TABLES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "quotation marks": ("csv", lambda n: b'"' * 20 * n),
    "quotation marks in a cell": ("csv", lambda n: b'Ref,Title\na,"' + b'""' * 20 * n + b'"\n'),
    "quotation marks and lines": ("csv", lambda n: b'a"\n' * n),
    "brackets in a cell": ("csv", lambda n: b"Ref,Title\na," + b"[" * 40 * n + b"\n"),
    "records": (
        "json",
        lambda n: json.dumps([{"ref": k, "title": "a"} for k in range(n)]).encode(),
    ),
    "names": ("json", lambda n: json.dumps([{f"name {k}": "a" for k in range(n)}]).encode()),
    "records with names of their own": (
        "json",
        lambda n: json.dumps([{f"name {k}": "a"} for k in range(n)]).encode(),
    ),
    "lines of JSON": ("jsonl", lambda n: b'{"ref": 1}\n' * n),
    "lines that are not JSON": ("jsonl", lambda n: b"{\n" * n + b'{"ref": 1}\n'),
    "rows of a workbook": ("xlsx", _workbook),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_in_proportion(name: str, tmp_path: Path) -> None:
    ending, written = TABLES[name]

    def read(number: int) -> int:
        file = tmp_path / f"{number}.{ending}"
        file.write_bytes(written(number))

        def work() -> None:
            # A refusal, too, may not take for ever.
            with contextlib.suppress(TableError):
                read_table(file)

        return steps(work)

    read(1)
    assert read(1_000) <= 12 * read(100)


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_written_and_read_in_proportion(form: str, tmp_path: Path) -> None:
    def there_and_back(number: int) -> int:
        files = _lessons(number, "Nothing.")
        with written_base({path: text.encode() for path, text in files.items()}) as root:
            after = write_empty_base(tmp_path / f"{form} {number}")
            file = tmp_path / f"{number}.export"

            def work() -> None:
                file.write_bytes(exported(root, form))
                assert len(restore(read_project(after), file).created) >= number

            return steps(work)

    there_and_back(1)
    assert there_and_back(40) <= 12 * there_and_back(4)


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_folder_of_notes_is_read_in_proportion(tmp_path: Path, *, is_packed: bool) -> None:
    def read(number: int) -> int:
        notes = tmp_path / str(number)
        notes.mkdir()
        for note in range(number):
            text = f"# Note {note}\n\n[[n{note - 1}]] and [one](n{note * 7 % number}.md).\n"
            (notes / f"n{note}.md").write_text(text, encoding="utf-8")
        source = Path(shutil.make_archive(str(notes), "zip", notes)) if is_packed else notes
        return steps(lambda: read_folder(source))

    read(2)
    assert read(200) <= 12 * read(20)
