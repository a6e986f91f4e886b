"""Tables of other systems are read whole, or refused in words that say what is wrong."""

from __future__ import annotations

import csv
import gzip
import io
import json
import struct
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from site_builder.errors import CellError, TableError
from site_builder.exchange.tables import packed
from site_builder.exchange.tables.reading import read_table
from site_builder.exchange.tables.rows import Choices
from site_builder.exchange.tables.sheets import MAX_CELL, write_workbook
from site_builder.exchange.tables.workbook import read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from site_builder.exchange.tables.rows import Cell, SourceTable

any_text = st.text(st.characters(exclude_categories=["Cs"]))
odd_text = st.text(st.sampled_from("=+-@_x000B4 \t\r\n\x00\x0b\x1f\x7f\x85\ufffe\uffffaé😀\"',;"))


def table_of(folder: Path, name: str, content: str | bytes, **choices: object) -> SourceTable:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(file, Choices(**cast("dict[str, Any]", choices)))


def write_sheets(file: Path, sheets: Mapping[str, Iterable[Sequence[str]]]) -> None:
    with file.open("wb") as stream:
        write_workbook(stream, sheets)


def values_of(table: SourceTable) -> list[Mapping[str, Cell]]:
    return [dict(row.values) for row in table.rows]


def refused(folder: Path, name: str, content: str | bytes) -> str:
    with pytest.raises(TableError) as caught:
        table_of(folder, name, content)
    return str(caught.value).removeprefix(f"{folder / name}: ")


def workbook_bytes(rows: list[list[object]], *, name: str = "Invented") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(book: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


DAMAGED = workbook_bytes([["a", "b"], [1, "x"]])


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found_out(tmp_path: Path, sign: str) -> None:
    text = f'id{sign}note\n1{sign}"one, two; three | four"\n2{sign}x\n'

    assert values_of(table_of(tmp_path, "a.csv", text)) == [
        {"id": "1", "note": "one, two; three | four"},
        {"id": "2", "note": "x"},
    ]


def test_a_map_may_say_what_stands_between_cells(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.csv", "a,b|c\n1,2|3\n", delimiter="|")

    assert values_of(table) == [{"a,b": "1,2", "c": "3"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_unicode_are_told_apart(tmp_path: Path, encoding: str) -> None:
    table = table_of(tmp_path, "a.csv", "id,note\n1,Pömpe in der Halle\n".encode(encoding))

    assert values_of(table) == [{"id": "1", "note": "Pömpe in der Halle"}]


def test_a_file_that_is_not_utf8_is_read_as_windows_1252_and_that_is_said(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.csv", "id,note\n1,“Pömpe”\n".encode("cp1252"))

    assert values_of(table) == [{"id": "1", "note": "“Pömpe”"}]
    assert "byte 0x93 in line 2" in str(table.notes[0])
    assert "Windows-1252" in str(table.notes[0])


def test_line_ends_and_quotation_marks_within_a_cell_are_kept(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.csv", 'id,note\r\n1,"two\r\nlines ""here"""\r\n2,x\r\n')

    assert values_of(table)[0] == {"id": "1", "note": 'two\nlines "here"'}
    assert [row.number for row in table.rows] == [2, 4]


def test_a_quotation_mark_that_is_not_closed_is_named_with_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.csv", 'id,note\n1,x\n2,"never\n3,y\n').startswith(
        "line 3: a quotation mark in this row is never closed"
    )


def test_text_after_a_closing_quotation_mark_is_named_with_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.csv", 'id,note\n1,"x" y\n').startswith(
        "line 2: text after a closing quotation mark"
    )


def test_rows_with_too_many_or_few_cells_are_set_apart_with_all_they_hold(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.csv", "id,note\n1\n2,x,y\n3,z\n")

    assert values_of(table) == [{"id": "3", "note": "z"}]
    assert [(row.number, row.reason, dict(row.values)) for row in table.broken] == [
        (2, "1 cell, but 2 headings", {"id": "1"}),
        (3, "3 cells, but 2 headings", {"id": "2", "note": "x", "beyond 1": "y"}),
    ]


def test_empty_rows_and_empty_columns_are_passed_over(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.csv", "\nid,note,,\n\n1,x,,\n,,,\n")

    assert (table.columns, values_of(table)) == (("id", "note"), [{"id": "1", "note": "x"}])


def test_columns_without_a_heading_or_with_the_same_get_names_of_their_own(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.csv", "id,ID,,note\n1,2,3,4\n")

    assert values_of(table) == [{"id": "1", "ID (2)": "2", "column 3": "3", "note": "4"}]
    assert any("`ID (2)`" in str(note) for note in table.notes)
    assert any("`column 3`" in str(note) for note in table.notes)


@given(st.lists(st.lists(odd_text | any_text, min_size=2, max_size=2), min_size=1, max_size=5))
def test_whatever_a_csv_file_holds_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["a", "b"], *rows])
    folder = tmp_path_factory.mktemp("csv")
    rows = [[cell.replace("\0", "") for cell in row] for row in rows]
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return
    table = table_of(
        folder,
        "a.csv",
        stream.getvalue(),
        delimiter=",",
        encoding="utf-8",
        heading_row=(1,),
        rows=(2, 10**9),
    )

    read = [[row.text("a"), row.text("b")] for row in table.rows]
    whole = [[cell.replace("\r\n", "\n") for cell in row] for row in filled]
    blank = [["" if not cell.strip() else cell for cell in row] for row in whole]
    assert [["" if not cell.strip() else cell for cell in row] for row in read] == blank


def test_numbers_of_json_stay_as_they_are_written(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.jsonl", '{"a": 1.10, "b": 12345678901234567890, "c": true}\n')

    assert values_of(table) == [{"a": "1.10", "b": "12345678901234567890", "c": "true"}]


def test_lists_stay_lists_and_objects_become_columns_of_their_own(tmp_path: Path) -> None:
    row = {"tags": ["a", "b"], "where": {"site": "north", "none": None}, "deep": [{"x": 1}]}
    table = table_of(tmp_path, "a.jsonl", json.dumps(row) + "\n")

    assert values_of(table) == [
        {"tags": ("a", "b"), "where.site": "north", "deep": ('{"x": "1"}',)}
    ]


def test_a_line_that_is_no_json_is_one_row_less_and_not_the_end(tmp_path: Path) -> None:
    deep = "[" * 100_000
    table = table_of(tmp_path, "a.jsonl", f'{{"id": 1}}\n{{"id": \n[2]\n{deep}\n\n{{"id": 3}}\n')

    assert [row.text("id") for row in table.rows] == ["1", "3"]
    assert [(row.number, row.reason.split(":")[0]) for row in table.broken] == [
        (2, "invalid JSON"),
        (3, "not an object"),
        (4, "nested too deep"),
    ]


def test_a_value_whose_name_stands_twice_is_kept(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.jsonl", '{"id": 1, "id": 2, "Id": 3}\n')

    assert values_of(table) == [{"id": "1", "id (2)": "2", "Id (3)": "3"}]


def test_half_of_a_sign_is_replaced_since_no_file_can_hold_it(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.jsonl", '{"a": "x\\ud800y"}\n')

    assert values_of(table) == [{"a": "x�y"}]


def test_an_array_of_objects_is_a_table_also_within_an_object(tmp_path: Path) -> None:
    assert values_of(table_of(tmp_path, "a.json", '[{"a": 1}]')) == [{"a": "1"}]
    assert values_of(table_of(tmp_path, "b.json", '{"n": 1, "rows": [{"a": 1}]}')) == [{"a": "1"}]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "", "it is empty"),
        ("a.csv", "id,note\n", "it has no rows"),
        ("a.csv", b"PK\x03\x04", "it is a workbook or a compressed file"),
        ("a.csv", b"a,b\n\x00\x01\x02\x00,\n" + b"x" * 99, "it contains NUL characters"),
        ("a.json", '[{"a": 1}', "line 1, column 10: invalid JSON"),
        ("a.json", '{"a": 1}', "it contains no array of objects"),
        ("a.json", '{"a": [{}], "b": [{}]}', "it contains several arrays: a, b"),
        ("a.json", "[" * 100_000, "it is nested too deep"),
        ("a.jsonl.gz", b"\x1f\x8bnot gzip", "it is not a complete gzip file"),
        ("a.xlsx", "id,note\n1,x\n", "not a valid .xlsx file"),
        (
            "a.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 99,
            "it is a workbook in the old format",
        ),
        (
            "a.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "the workbook is locked with a password",
        ),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 99, "the workbook is damaged"),
        ("a.doc", "id\n1\n", "`.doc` is not a known kind of table"),
        ("a", "id\n1\n", "the end of its name does not say"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    assert refused(tmp_path, name, content).startswith(message)


def test_an_encoding_that_there_is_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="`klingon` is not a known encoding"):
        table_of(tmp_path, "a.csv", "a\n1\n", encoding="klingon")


def test_a_gzipped_table_is_read(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.jsonl.gz", gzip.compress(b'{"a": 1}\n'))

    assert values_of(table) == [{"a": "1"}]


def test_a_gzip_bomb_is_refused_before_it_is_unpacked_whole(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 90_000_000)

    assert "it unpacks to more than" in refused(tmp_path, "a.jsonl.gz", bomb)


def test_cells_of_a_workbook_read_as_people_see_them(tmp_path: Path) -> None:
    when = datetime(2026, 3, 14, 9, 30)  # noqa: DTZ001 - a workbook knows no time zone
    book = workbook_bytes(
        [
            ["day", "moment", "whole", "part", "yes", "text"],
            [date(2026, 3, 14), when, 7.0, 1.5, True, "=not a formula"[1:]],
        ]
    )

    assert values_of(table_of(tmp_path, "a.xlsx", book)) == [
        {
            "day": "2026-03-14",
            "moment": "2026-03-14 09:30:00",
            "whole": "7",
            "part": "1.5",
            "yes": "yes",
            "text": "not a formula",
        }
    ]


def test_of_several_sheets_the_first_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    write_sheets(tmp_path / "a.xlsx", {"One": [["a"], ["1"]], "Two": [["b"], ["2"]]})

    first = read_table(tmp_path / "a.xlsx")
    second = read_table(tmp_path / "a.xlsx", Choices(sheet=("Two",)))

    assert (values_of(first), values_of(second)) == ([{"a": "1"}], [{"b": "2"}])
    assert "Two" in str(first.notes[0])
    assert not second.notes


def test_a_sheet_that_there_is_not_is_named_with_a_guess(tmp_path: Path) -> None:
    write_sheets(tmp_path / "a.xlsx", {"Lessons": [["a"], ["1"]]})

    with pytest.raises(TableError, match=r"no sheet `Lesson`; did you mean `Lessons`\?"):
        read_table(tmp_path / "a.xlsx", Choices(sheet=("Lesson",)))


def test_headings_are_found_below_a_title_and_that_is_said(tmp_path: Path) -> None:
    text = "Lessons log,,\nProject:,Invented,\n,,\nNo,Title,Lesson\n1,A,The van came late.\n"

    table = table_of(tmp_path, "a.csv", text)

    assert values_of(table) == [{"No": "1", "Title": "A", "Lesson": "The van came late."}]
    assert [(note.option, note.value) for note in table.notes] == [("heading_row", "4")]
    assert "`Lessons log`, `Project:`" in table.notes[0].text


def test_formulas_without_a_saved_value_are_spoken_of(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.xlsx", workbook_bytes([["id", "sum"], [1, "=1+1"]]))

    assert values_of(table) == [{"id": "1"}]
    assert str(table.notes[0]).startswith("1 formulas have no saved value")


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    bomb = with_part(workbook_bytes([["a"], [1]]), "xl/media/x.bin", b"\0" * 90_000_000)

    assert refused(tmp_path, "a.xlsx", bomb).startswith("it unpacks to more than")


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    book = bytearray(workbook_bytes([["a"], [1]]))
    entry = book.index(b"PK\x01\x02")
    struct.pack_into("<L", book, entry + 24, 10)

    assert refused(tmp_path, "a.xlsx", bytes(book)).startswith("the workbook is damaged")


def test_a_workbook_with_very_many_parts_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "MAX_PARTS", 3)

    assert "more than 3 parts" in refused(tmp_path, "a.xlsx", workbook_bytes([["a"], [1]]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path, encoding: str) -> None:
    xml = '<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'.encode(encoding)
    book = with_part(workbook_bytes([["a"], [1]]), "xl/worksheets/sheet1.xml", xml)

    assert "declares entities" in refused(tmp_path, "a.xlsx", book)


def test_a_packed_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    assert refused(tmp_path, "a.xlsx", stream.getvalue()).startswith(
        "it is a zip file, but not a workbook"
    )


def test_a_part_that_is_no_markup_is_refused_without_a_traceback(tmp_path: Path) -> None:
    book = with_part(workbook_bytes([["a"], [1]]), "xl/worksheets/sheet1.xml", b"<worksheet")

    assert refused(tmp_path, "a.xlsx", book).startswith("the workbook is damaged")


@given(where=st.integers(0, 10**6), byte=st.integers(0, 255), cut=st.booleans())
def test_a_workbook_damaged_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, *, where: int, byte: int, cut: bool
) -> None:
    book = bytearray(DAMAGED)
    at = where % len(book)
    file = tmp_path_factory.mktemp("book") / "a.xlsx"
    book[at] = byte
    file.write_bytes(book[:at] if cut else book)

    try:
        table = read_table(file)
    except TableError as error:
        assert str(file) in str(error)  # noqa: PT017 - either will do
    else:
        assert table.rows or table.broken


def test_a_cell_far_to_the_right_is_refused(tmp_path: Path) -> None:
    book = workbook_bytes([["a"], [1]])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b'r="A2"', b'r="XFD2"')

    assert "more than 2,000 columns" in refused(
        tmp_path, "a.xlsx", with_part(book, "xl/worksheets/sheet1.xml", sheet)
    )


@given(st.lists(st.lists(odd_text | any_text, min_size=1, max_size=3), max_size=4))
def test_whatever_is_written_to_a_workbook_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    file = tmp_path_factory.mktemp("book") / "a.xlsx"
    write_sheets(file, {"Invented": [["heading"], *rows]})

    read = [list(row) for row in read_sheets(file)[0].rows]
    while read and not any(read[-1]):
        read.pop()
    kept = [["heading"], *rows]
    while not any(kept[-1]):
        kept.pop()
    assert [_filled(row) for row in read] == [_filled(row) for row in kept]


def _filled(row: list[str]) -> list[str]:
    return row if not row or row[-1] else _filled(row[:-1])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "#N/A", "\t=1"])
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    write_sheets(tmp_path / "a.xlsx", {"Invented": [["a"], [text]]})

    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert sheet.count(b'inlineStr"') == 2
    assert read_sheets(tmp_path / "a.xlsx")[0].rows[1] == (text,)


def test_the_same_texts_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_workbook(first, {"Invented": [["a"], ["=1"]]})
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    write_workbook(second, {"Invented": [["a"], ["=1"]]})

    assert first.getvalue() == second.getvalue()
    with zipfile.ZipFile(first) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_text_too_long_for_a_cell_is_named_by_its_record() -> None:
    rows = [["id", "text"], ["invented-lesson", "x" * (MAX_CELL + 1)]]

    with pytest.raises(CellError, match="row `invented-lesson`, column `text`"):
        write_workbook(io.BytesIO(), {"Invented": rows})
