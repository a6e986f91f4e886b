"""A table is found wherever it is in a file; what was taken for granted is said."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from site_builder.errors import TableChoiceError, TableError
from site_builder.exchange.incoming.table_options import TableOptions
from site_builder.exchange.tables.reading import read_table
from site_builder.exchange.tables.rows import Choices
from site_builder.records.parse import checked_mapping
from tests.layouts import NOTES, TITLES, Layout, as_text, as_workbook, dressed, layouts
from tests.steps import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from site_builder.exchange.tables.rows import SourceTable
    from tests.layouts import Dressed

LOST = "The key was lost for a day in the depot. Nobody knew where it was."
HEADINGS = ["No", "Date", "What happened", "Lesson learned", "Owner", "Status"]
ROWS: list[list[str | int]] = [
    [n, f"2024-02-0{n}", LOST, f"Name place {n} for the keys, and write it down.", "Jo", "Open"]
    for n in range(1, 7)
]
PLAIN = Layout()


def read(folder: Path, content: str | bytes, name: str = "a.csv", **choices: Any) -> SourceTable:  # noqa: ANN401
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(file, Choices(**choices))


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def book(fill: Callable[[Workbook, Any], None]) -> bytes:
    workbook = Workbook()
    fill(workbook, workbook.active)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def values(table: SourceTable) -> list[dict[str, Any]]:
    return [dict(row.values) for row in table.rows]


def wanted(sheet: Dressed, rows: Sequence[Sequence[object]]) -> list[dict[str, str]]:
    return [
        {name: str(value) for name, value in zip(sheet.headings, row, strict=True) if value != ""}
        for row in rows
    ]


def options(table: SourceTable) -> dict[str, str]:
    return {note.option: note.value for note in table.notes if note.option}


LAYOUTS = {
    "title": Layout(title=TITLES, gap=2),
    "empty columns on the left": Layout(title=TITLES[:2], left=3),
    "two rows of headings": Layout(
        title=TITLES[:1], groups={0: ("Event", 2), 2: ("Text", 2), 4: ("Upkeep", 2)}
    ),
    "numbered columns": Layout(numbered=True),
    "units": Layout(units=["", "(day)", "[free text]", "[free text]", "", ""]),
    "hints": Layout(units=["", "Enter the day", "Describe what happened", "What do we do now?"]),
    "headings on each page": Layout(repeat=2, title=TITLES[:2]),
    "groups on each page": Layout(repeat=2, groups={2: ("Text", 2), 4: ("Upkeep", 2)}),
    "totals": Layout(totals=["Total", "", "", "", "", "6"]),
    "notes": Layout(notes=NOTES),
    "another table beside": Layout(beside=[["Code", "Meaning"], ["H", "High"], ["L", "Low"]]),
    "a lesson in each column": Layout(transposed=True),
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_the_records_are_found(tmp_path: Path, name: str, kind: str) -> None:
    sheet = dressed(HEADINGS, ROWS, LAYOUTS[name])
    content = as_text(sheet) if kind == "csv" else as_workbook(sheet)

    table = read(tmp_path, content, f"a.{kind}")

    assert values(table) == wanted(sheet, ROWS)
    assert [row.number for row in table.rows] == sheet.numbers
    assert not table.broken


def stories(number: int) -> st.SearchStrategy[list[str]]:
    """Return any record of a register, with some cells empty."""
    return st.tuples(
        st.just(f"L-{number}"),
        st.just(f"2024-03-{number:02}"),
        st.sampled_from(["The key was lost", "The van came late"]).map(
            lambda text: f"{text} on day {number}. Nobody in the depot knew of it."
        ),
        st.sampled_from(["Ask twice, and write it down.", "Call the day before, and say so."]),
        st.sampled_from(["", "Jo", "Ann", "Lee"]),
        st.sampled_from(["", "High", "Low"]),
    ).map(list)


@given(data=st.data(), count=st.integers(3, 9), kind=st.sampled_from(["csv", "xlsx"]))
def test_whatever_stands_around_a_table_its_records_are_found(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, count: int, kind: str
) -> None:
    rows = data.draw(st.tuples(*map(stories, range(1, count + 1))))
    headings = ["Ref", "Date", "What happened", "Lesson learned", "Owner", "Impact"]
    sheet = dressed(headings, rows, data.draw(layouts(len(headings), count)))
    content = as_text(sheet) if kind == "csv" else as_workbook(sheet)

    table = read(tmp_path_factory.mktemp("found"), content, f"a.{kind}")

    # Only a workbook says that a single text above headings groups some of them.
    bare = [
        {name.removeprefix("Details: "): text for name, text in row.items() if name != "section"}
        for row in values(table)
    ]
    assert bare == [
        {name.removeprefix("Details: "): text for name, text in row.items()}
        for row in wanted(sheet, rows)
    ]
    assert [row.number for row in table.rows] == sheet.numbers
    if kind == "xlsx":
        assert {*table.columns} - {"section"} == {*sheet.headings}


def test_what_is_above_the_headings_is_said_and_can_be_changed(tmp_path: Path) -> None:
    text = as_csv([["Lessons log"], ["Project:", "Depot"], HEADINGS, *ROWS])

    table = read(tmp_path, text)
    second = read(tmp_path, text, heading_row=(2,))

    assert options(table) == {"heading_row": "3"}
    assert "`Lessons log`, `Project:`" in table.notes[0].text
    assert second.columns[:2] == ("Project:", "Depot")


def test_a_table_without_headings_loses_no_row(tmp_path: Path) -> None:
    table = read(tmp_path, as_csv(ROWS))

    assert len(table.rows) == len(ROWS)
    assert table.columns[0] == "column 1"
    assert options(table) == {"heading_row": "none"}


def test_headings_that_no_list_knows_are_told_from_the_rows(tmp_path: Path) -> None:
    table = read(tmp_path, as_csv([["Alpha", "Beta"], ["foo", LOST], ["bar", LOST]]))

    assert table.columns == ("Alpha", "Beta")


def test_a_long_question_is_the_heading_of_its_answers(tmp_path: Path) -> None:
    question = "What went well? Please say so in your own words. " * 5
    table = read(tmp_path, as_csv([["Timestamp", question], ["2024/02/03 10:11:12", LOST]]))

    assert len(table.columns[1]) == 200
    assert len(table.rows) == 1
    assert any("has 244 characters" in note.text for note in table.notes)


def test_titles_of_sections_become_a_column(tmp_path: Path) -> None:
    sections = Layout(sections={0: "Phase 1", 3: "DELIVERY"})

    table = read(tmp_path, as_text(dressed(HEADINGS, ROWS, sections)))

    assert [row.text("section") for row in table.rows] == ["Phase 1"] * 3 + ["DELIVERY"] * 3
    assert "`Phase 1`, `DELIVERY`" in table.notes[0].text


def test_sections_in_a_column_of_their_own_fill_it(tmp_path: Path) -> None:
    rows = [["Plan", "", ""], ["", "1", LOST], ["Do", "", ""], ["", "2", LOST]]

    table = read(tmp_path, as_csv([["Category", "No", "Lesson"], *rows]))

    assert [row.text("Category") for row in table.rows] == ["Plan", "Do"]


def test_rows_that_are_not_filled_in_yet_are_no_records(tmp_path: Path) -> None:
    blank = [[n, "", "", "", "", "Open"] for n in range(7, 60)]

    table = read(tmp_path, as_csv([HEADINGS, *ROWS, *blank]))

    assert len(table.rows) == len(ROWS)
    assert table.notes[0].text.startswith("lines 8 to 60 hold nothing but a number")


def test_another_table_below_is_not_part_of_the_first(tmp_path: Path) -> None:
    other = [["Risk", "Likelihood", "Impact", "Response"], ["Fire", "High", "High", "Buy water"]]

    table = read(tmp_path, as_csv([HEADINGS, *ROWS, [], *other]))

    assert len(table.rows) == len(ROWS)
    assert "lines 9 to 10 are another table" in table.notes[0].text


def test_rows_that_the_map_names_are_taken_as_they_are(tmp_path: Path) -> None:
    text = as_csv(
        [HEADINGS, ["", "", "Signature:", "", "", ""], *ROWS, ["Total", "", "", "", "", 6]]
    )

    assert len(read(tmp_path, text, rows=(2, 9)).rows) == len(ROWS) + 2


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    rows = [["People", *row[:5]] for row in ROWS[:3]] + [["Tools", *row[:5]] for row in ROWS[3:]]
    sheet = dressed(["Category", *HEADINGS[:5]], rows, Layout(merge=[0], title=TITLES[:1]))

    table = read(tmp_path, as_workbook(sheet), "a.xlsx")

    assert [row.text("Category") for row in table.rows] == ["People"] * 3 + ["Tools"] * 3


def test_empty_cells_below_a_value_are_a_suggestion_and_filled_if_the_map_says_so(
    tmp_path: Path,
) -> None:
    text = as_csv([["Phase", "No", "Lesson"], ["Plan", 1, LOST], ["", 2, LOST], ["Do", 3, LOST]])

    asked = read(tmp_path, text)
    filled = read(tmp_path, text, fill_down=("phase",))

    assert [row.text("Phase") for row in asked.rows] == ["Plan", "", "Do"]
    assert [(note.option, note.value, note.found) for note in asked.notes] == [
        ("fill_down", "[Phase]", False)
    ]
    assert [row.text("Phase") for row in filled.rows] == ["Plan", "Plan", "Do"]


def test_a_lesson_whose_cells_are_merged_over_several_rows_is_one(tmp_path: Path) -> None:
    def fill(_book: Workbook, sheet: Any) -> None:  # noqa: ANN401
        sheet.append(["No", "Title", "Lesson", "Action"])
        sheet.append([1, "Key", LOST, "Hang a hook"])
        sheet.append([None, None, None, "Tell the team"])
        sheet.append([2, "Van", LOST, "Call first"])
        for column in "ABC":
            sheet.merge_cells(f"{column}2:{column}3")

    table = read(tmp_path, book(fill), "a.xlsx")

    assert [row.text("Action") for row in table.rows] == [
        "Hang a hook\nTell the team",
        "Call first",
    ]


def test_a_value_over_two_columns_holds_for_both_and_a_heading_for_one(tmp_path: Path) -> None:
    def fill(_book: Workbook, sheet: Any) -> None:  # noqa: ANN401
        sheet.append(["No", "Cost", "Time", "Text"])
        sheet.append([1, "n/a", None, LOST])
        sheet.append([2, "3", "4", LOST])
        for area in ("B2:C2", "D1:E1", "D2:E2", "D3:E3"):
            sheet.merge_cells(area)

    table = read(tmp_path, book(fill), "a.xlsx")

    assert table.columns == ("No", "Cost", "Time", "Text")
    assert values(table)[0] == {"No": "1", "Cost": "n/a", "Time": "n/a", "Text": LOST}


def test_cells_of_a_workbook_that_are_no_plain_texts_are_read_or_spoken_of(tmp_path: Path) -> None:
    def fill(_book: Workbook, sheet: Any) -> None:  # noqa: ANN401
        sheet.append(["When", "Time", "Share", "Lesson", "Link"])
        sheet.append([datetime(2024, 2, 3, 10, 30), time(9, 30), 0.25, LOST, "Report"])  # noqa: DTZ001
        sheet.append([date(2024, 2, 4), time(9, 30), 0.5, "#REF!", "https://example.org/b"])
        sheet["D3"].data_type = "e"
        sheet["E2"].hyperlink = "https://example.org/a"
        sheet["C2"].number_format = sheet["C3"].number_format = "0%"
        sheet.row_dimensions[3].hidden = True
        sheet["A2"].comment = Comment("Ask first", "desk")
        sheet.column_dimensions["B"].hidden = True

    table = read(tmp_path, book(fill), "a.xlsx")

    assert values(table) == [
        {
            "When": "2024-02-03 10:30:00",
            "Time": "09:30:00",
            "Share": "25%",
            "Lesson": LOST,
            "Link": "Report",
            "Link (address)": "https://example.org/a",
        },
        {"When": "2024-02-04", "Time": "09:30:00", "Share": "50%", "Link": "https://example.org/b"},
    ]
    told = " ".join(str(note) for note in table.notes)
    assert "row 3 is hidden" in told
    assert "comments are not read; 1 cell with one: A2" in told
    assert "column B is hidden" in told
    assert "#REF! in D3" in told


SHEETS: dict[str, Sequence[Sequence[str]]] = {
    "Cover": [["Lessons of the depot"], ["Version 2"]],
    "Instructions": [["How to fill in"], ["Use one row for each lesson."], ["Do not merge."]],
    "Lists": [["Category", "Status"], ["People", "Open"], ["Tools", "Closed"]] * 3,
}


def test_the_likeliest_sheet_is_read_and_all_are_named_with_their_rows(tmp_path: Path) -> None:
    content = as_workbook(dressed(HEADINGS, ROWS, Layout(title=TITLES[:2], sheets=SHEETS)))

    table = read(tmp_path, content, "a.xlsx")

    assert len(table.rows) == len(ROWS)
    assert options(table)["sheet"] == "Register"
    assert "`Register` (6 rows)" in table.notes[0].text
    assert "`Cover` (1 row), `Instructions` (2 rows), `Lists` (6 rows)" in table.notes[0].text


def test_a_hidden_sheet_is_named_and_not_taken(tmp_path: Path) -> None:
    def fill(workbook: Workbook, sheet: Any) -> None:  # noqa: ANN401
        for row in [HEADINGS, *ROWS, *ROWS]:
            sheet.append(row)
        sheet.title, sheet.sheet_state = "Old", "hidden"
        log = workbook.create_sheet("Log")
        for row in [HEADINGS, *ROWS]:
            log.append(row)

    table = read(tmp_path, book(fill), "a.xlsx")

    assert options(table)["sheet"] == "Log"
    assert "`Old` (hidden, 12 rows)" in table.notes[0].text


FORM = [
    ["Lesson learned form"],
    ["Title:", "Key lost", "Date:", "2024-02-01"],
    ["Project:", "Depot"],
    ["What happened"],
    [LOST],
    ["Lesson learned:", "Hang it up."],
]
ANSWERS = {
    "Title": "Key lost",
    "Date": "2024-02-01",
    "Project": "Depot",
    "What happened": LOST,
    "Lesson learned": "Hang it up.",
}


def test_a_form_is_one_lesson(tmp_path: Path) -> None:
    table = read(tmp_path, as_csv(FORM))

    assert values(table) == [ANSWERS]
    assert options(table) == {"layout": "sheets"}


def test_a_form_on_each_sheet_is_a_lesson_each(tmp_path: Path) -> None:
    def fill(workbook: Workbook, sheet: Any) -> None:  # noqa: ANN401
        for page in (sheet, workbook.create_sheet(), workbook.create_sheet()):
            for row in FORM:
                page.append(row)

    assert values(read(tmp_path, book(fill), "a.xlsx")) == [ANSWERS] * 3


@pytest.mark.parametrize(
    ("choices", "problem", "hint"),
    [
        ({"heading_row": (99,)}, "no row begins in line 99", "the nearest begins in line 9"),
        ({"heading_row": (2,)}, "line 2 is empty", "line 3 looks like headings"),
        ({"columns": (9, 12)}, "there is no column I", "the columns A to F"),
        ({"rows": (30, 40)}, "there is nothing in lines 30 to 40", "the last line is 9"),
        ({"fill_down": ("Dat",)}, "no column `Dat`", "did you mean `Date`?"),
        ({"sheet": "Log"}, "a text file has no sheets", "leave this field out"),
        ({"encoding": "klingon"}, "`klingon` is not a known encoding", "such as utf-8"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused_with_what_would(
    tmp_path: Path, choices: Mapping[str, Any], problem: str, hint: str
) -> None:
    with pytest.raises(TableChoiceError) as caught:
        read(tmp_path, as_csv([["Log"], [], HEADINGS, *ROWS]), **choices)

    assert caught.value.problem.startswith(problem)
    assert hint in caught.value.hint


ENCODED = {
    "cp1252": "Réf;Titre;Événement\n1;Clé;La clé du dépôt a été perdue – personne ne l’a su\n",
    "mac_roman": "Nr;Titel;Ereignis\n1;Tür zu;Die Tür war einen Tag lang zu. Größe prüfen\n",
    "cp1250": "Nr;Tytuł;Zdarzenie\n1;Klucz;Przez cały dzień nie było klucza i źle się stało\n",
    "cp1251": "Номер;Название;Событие\n1;Ключ;Ключ потеряли на целый день, никто не знал\n",
    "cp932": "番号;件名;内容\n1;鍵の紛失;倉庫の鍵が一日見つからなかった。誰も知らなかった。\n",
    "gb18030": "编号;标题;经过\n1;钥匙丢失;仓库的钥匙丢了一整天。没有人知道这件事。\n",
    "cp850": "Nr;Titel;Ereignis\n1;Tür zu;Die Tür war lange zu. Größe prüfen, für später\n",
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_an_encoding_is_found_out_and_said(tmp_path: Path, encoding: str) -> None:
    text = ENCODED[encoding]

    table = read(tmp_path, text.encode(encoding))

    assert ";".join(table.columns) == text.split("\n")[0]
    assert options(table)["encoding"] == encoding
    assert "look whether letters come out right: `" in table.notes[0].text


def test_a_few_broken_bytes_do_not_spoil_the_other_letters(tmp_path: Path) -> None:
    content = as_csv([["No", "Title"], [1, "Größe prüfen für später"]]).encode() + b"2,T\xfcr\n"

    table = read(tmp_path, content)

    assert [row.text("Title") for row in table.rows] == ["Größe prüfen für später", "T�r"]
    assert "byte 0xfc in line 3 first" in table.notes[0].text


def test_nul_characters_are_left_out_of_a_text(tmp_path: Path) -> None:
    table = read(tmp_path, b"id,title\n1,K\0ey\n2,Van\n\0\0\0")

    assert [row.text("title") for row in table.rows] == ["Key", "Van"]
    assert "NUL" in table.notes[0].text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "sep=;\nid;title\n1;Key, lost\n2;Van\n"),
        ("a.csv", "Log\n\nid;title\n1;Key, lost\n2;Van\n"),
        ("a.csv", 'id, title\n1, "Key, lost"\n2, Van\n'),
        ("a.csv", "id;title\r1;Key, lost\r2;Van\r"),
        ("a.txt", "| id | title |\n|----|-------|\n| 1 | Key, lost |\n| 2 | Van |\n"),
        ("a.tsv", "id\ttitle\n1\tKey, lost\n2\tVan\n"),
    ],
)
def test_cells_are_told_apart(tmp_path: Path, name: str, text: str) -> None:
    table = read(tmp_path, text, name)

    assert [row.text("title").strip() for row in table.rows] == ["Key, lost", "Van"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", 'id,title\n1,"the \\"key\\""\n'), ("a.tsv", 'id\ttitle\n1\tthe "key"\n')],
)
def test_quotation_marks_within_a_text_are_part_of_it(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, text, name).rows[0].text("title") == 'the "key"'


@pytest.mark.parametrize(
    ("text", "sheet"),
    [
        ('[["id", "t"], [1, "a"], [2, "b"]]', ""),
        ('{"range": "A1", "values": [["id", "t"], [1, "a"], [2, "b"]]}', ""),
        ('{"data": {"rows": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}]}, "x": [{"y": 1}]}', ""),
        ('{"a": [{"id": 3}, {"id": 4}], "b": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}]}', "b"),
    ],
)
def test_rows_are_found_in_json(tmp_path: Path, text: str, sheet: str) -> None:
    table = read(tmp_path, text, "a.json", sheet=(sheet,))

    assert values(table) == [{"id": "1", "t": "a"}, {"id": "2", "t": "b"}]


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.numbers", "a.html", "a.zip", "a.xlsx.gz"])
def test_other_kinds_of_tables_are_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path, b"x", name)

    assert "save the table as .xlsx" in str(caught.value) or "unpack it" in str(caught.value)


WIDE = ",".join(f"h{at}" for at in range(30))
SLOW = {
    "records": ("No,Date,Lesson\n", f'1,2024-01-02,"{LOST}"\n'),
    "records behind empty rows": ("No,Date,Lesson\n", f'1,2024-01-02,"{LOST}"\n\n'),
    "titles of sections": ("No,Date,Lesson\n", f'1,2024-01-02,"{LOST}"\nPhase,,\n'),
    "headings": ("", "Date,Title,Lesson\n"),
    "rows too short": ("a,b,c\n1,2,\n", "1\n"),
    "labels": ("", "Title:,x\n"),
    "texts": ("", "Title of a lesson\n\n"),
    "empty rows": ("a,b\n1,2\n", ",\n"),
    "columns": ("", f"{WIDE},"),
    "headings that are the same": ("", "a,"),
    "letters of Windows-1252": ("a,b\n", "1,T\udcfcr\n"),
    "empty cells below a value": ("a,b,c\nx,1,2\n", ",1,2\n"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_long_table_takes_steps_in_proportion(tmp_path: Path, name: str) -> None:
    start, piece = SLOW[name]

    def of_size(count: int) -> int:
        content = (start + piece * count).encode("utf-8", "surrogateescape")
        return steps(lambda: reading(content))

    def reading(content: bytes) -> None:
        with suppress(TableError):
            read(tmp_path, content)

    of_size(30)
    assert of_size(3_000) < 12 * of_size(300)


def test_merged_areas_over_each_other_take_steps_in_proportion(tmp_path: Path) -> None:
    def of_size(count: int) -> int:
        content = as_workbook(dressed(HEADINGS, ROWS * 20, PLAIN))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        areas = "".join(f'<mergeCell ref="A{at}:XFD1048576"/>' for at in range(2, count + 2))
        end = f"<mergeCells>{areas}</mergeCells></worksheet>".encode()
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = parts[sheet].replace(b"</worksheet>", end)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for part, text in parts.items():
                archive.writestr(part, text)
        return steps(lambda: read(tmp_path, stream.getvalue(), "a.xlsx"))

    of_size(10)
    assert of_size(2_000) < 12 * of_size(200)


def test_the_sheet_of_lessons_is_preferred_to_longer_ones(tmp_path: Path) -> None:
    risks = [["ID", "Risk", "Owner", "Response"], *[[str(n), LOST, "Jo", LOST] for n in range(40)]]
    log = dressed(HEADINGS, ROWS, Layout(title=TITLES[:1], sheets={"Risks": risks}))

    assert options(read(tmp_path, as_workbook(log), "a.xlsx"))["sheet"] == "Register"


def test_tables_below_each_other_with_the_same_headings_are_one_with_their_titles(
    tmp_path: Path,
) -> None:
    year: list[Sequence[object]] = [HEADINGS, *ROWS[:2], []]

    table = read(tmp_path, as_csv([["2023"], *year, ["2024"], *year]))

    assert [row.text("section") for row in table.rows] == ["2023", "2023", "2024", "2024"]


def test_numbers_tell_titles_of_sections_from_records(tmp_path: Path) -> None:
    rows = [
        ["1", "Plan", "", ""],
        ["1.1", LOST, "Jo", "x"],
        ["2", "Do", "", ""],
        ["2.1", LOST, "Jo", "y"],
    ]

    table = read(tmp_path, as_csv([["No", "Lesson", "Owner", "Status"], *rows]))

    assert [row.text("section") for row in table.rows] == ["Plan", "Do"]


def test_lists_of_what_went_well_and_not_keep_their_headings(tmp_path: Path) -> None:
    heads = ["What went well", "What did not go well", "Actions"]

    table = read(tmp_path, as_csv([heads, ["Team spirit", "Late start", "Cut it"], ["Good tea"]]))

    assert table.columns == tuple(heads)


odd_cells = st.sampled_from(
    [
        *("", "", "", "No", "Date", "Lesson", "What happened?", "Title:", "Total", "Phase 1", "1"),
        *("2", "2.1", "2024-01-02", "LL-1", "25%", "A", "Page 2 of 3", "----", "(days)", "é", "\n"),
        *("x" * 300, LOST, "Signature:", "e.g. x", '"', "a@b.c", "Key lost"),
    ]
)
odd_rows = st.lists(st.lists(odd_cells, max_size=6), max_size=10)


@given(rows=odd_rows, repeated=st.integers(0, 3), delimiter=st.sampled_from(",;|"))
def test_a_table_is_the_same_once_its_map_says_what_was_taken_for_granted(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], repeated: int, delimiter: str
) -> None:
    text = as_csv([*rows, *rows[:2] * repeated]).replace(",", delimiter)
    folder = tmp_path_factory.mktemp("odd")
    try:
        table = read(folder, text)
    except TableError as error:
        assert error.hint  # noqa: PT017 - either will do
        return
    used = [note for note in table.notes if note.option and note.found]
    said = "".join(f"{note.option}: {note.value}\n" for note in used) or "{}"
    chosen, _document, problems = checked_mapping(TableOptions, "map.yml", said.encode())
    assert chosen, problems

    again = read_table(folder / "a.csv", chosen.choices())

    assert again.columns == table.columns
    assert again.rows == table.rows
    assert {name.lower() for row in table.rows for name in row.values} <= {
        name.lower() for name in table.columns
    }


@pytest.mark.parametrize("kind", ["filter", "table"])
def test_a_row_with_a_filter_holds_the_headings_whatever_they_look_like(
    tmp_path: Path, kind: str
) -> None:
    def fill(_book: Workbook, sheet: Any) -> None:  # noqa: ANN401
        for row in [["No", "Lesson", "Status"], ["2023", "2024", "2025"], ["x", "y", "z"]]:
            sheet.append(row)
        if kind == "filter":
            sheet.auto_filter.ref = "A2:C3"
        else:
            sheet.add_table(Table(displayName="Log", ref="A2:C3"))

    assert read(tmp_path, book(fill), "a.xlsx").columns == ("2023", "2024", "2025")
