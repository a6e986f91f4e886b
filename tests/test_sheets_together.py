"""Sheets with the same headings are one register, and no row of one hides that of another."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from site_builder.errors import TableChoiceError
from site_builder.exchange.tables.reading import read_table
from site_builder.exchange.tables.rows import Choices
from site_builder.exchange.tables.sheets import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base

HEADINGS = ["No.", "Date raised", "What happened", "Lesson learned"]
TOLD = "The invented pump stood still for a whole day in"


def year(number: int, rows: int) -> list[list[str]]:
    told = [
        [str(at), f"{number}-03-0{at}", f"{TOLD} {number}, for the {at}. time.", f"Oil pump {at}."]
        for at in range(1, rows + 1)
    ]
    return [[f"Lessons of {number}", "", "", ""], HEADINGS, *told]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    stream = BytesIO()
    lists = [["Status", "Priority"], ["Open", "High"], ["Closed", "Low"]]
    sheets = {"2021": year(2021, 3), "Lists": lists, "2022": year(2022, 4)}
    write_workbook(stream, sheets)
    file = tmp_path / "book.xlsx"
    file.write_bytes(stream.getvalue())
    return file


def test_a_sheet_for_each_year_is_read_with_the_others(book: Path) -> None:
    table = read_table(book)

    assert [row.text("sheet") for row in table.rows] == ["2021"] * 3 + ["2022"] * 4
    assert [table.place_of(row) for row in table.rows[2:4]] == ["2021!5", "2022!3"]
    assert "2022" in table.name_of(table.rows[3])
    assert "there are also: `Lists` (2 rows)" in table.notes[0].text


def test_numbers_that_begin_anew_on_each_sheet_do_not_overwrite_one_another(
    make_base: Callable[[dict[str, str]], Base], book: Path
) -> None:
    base = make_base({})
    suggested = base.run("import", str(book), "--suggest-map").stdout
    (base.root / "map.yml").write_text(suggested, encoding="utf-8")

    result = base.run("import", str(book), "--map", str(base.root / "map.yml"))

    assert "sheet: [2021, 2022]" in suggested
    assert "7 new" in result.output
    assert "0 unreadable" in result.output


def test_a_sheet_that_explains_the_columns_is_none_of_them(tmp_path: Path) -> None:
    explained = [["Column", "Meaning"], *([name, f"{TOLD} the plan."] for name in HEADINGS)]
    stream = BytesIO()
    write_workbook(stream, {"Register": year(2022, 4), "Columns": explained})
    (tmp_path / "book.xlsx").write_bytes(stream.getvalue())

    table = read_table(tmp_path / "book.xlsx")

    assert len(table.rows) == 4
    assert "`Columns`" in table.notes[0].text


def test_a_map_names_one_sheet_or_several(book: Path) -> None:
    assert len(read_table(book, Choices(sheet=("2022",))).rows) == 4
    assert len(read_table(book, Choices(sheet=("2022", "2021"))).rows) == 7
    with pytest.raises(TableChoiceError, match="no sheet `2020`"):
        read_table(book, Choices(sheet=("2022", "2020")))
