"""A first map says why it was guessed so, and works as it is printed."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.exchange.tables.sheets import write_workbook
from site_builder.library.loader import load
from site_builder.project import read_project
from site_builder.records.blanks import is_blank
from tests.builders import write_base
from tests.conftest import Base
from tests.layouts import as_text, as_workbook, dressed, layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONG = "The invented pump stood still for a whole day, and nobody knew whom to ask about it. Then "
TABLES = {
    "log": [
        ["Ref No", "Title", "Date entered", "Description of event", "Lesson", "Recommendation"],
        ["P-1", "A pump", "14/03/2019", f"{LONG}it ran.", f"{LONG}a.", "Oil it"],
        ["P-2", "B pump", "15/03/2019", f"{LONG}it broke.", f"{LONG}b.", ""],
    ],
    "odd names": [
        ["it's {the} id", "Subject | head", "What’s the `problem`?", "Category", "Link", "", "x"],
        ["1", "A", f"{LONG}x.", "Pumps; Handover", "https://example.org/1", "more", "2"],
        ["2", "B", f"{LONG}y.", "Handover", "https://example.org/2", "", "2"],
    ],
    "no key": [["name", "team"], ["One", "North team"], ["Two", "South team"], ["Two", ""]],
    "one column": [["text"], [f"{LONG}one."], [f"{LONG}two."]],
    "months": [
        ["id", "headline", "published", "created"],
        ["1", "One", "March 3, 2019", ""],
        ["2", "Two", "April 4, 2019", "2019-01-01"],
    ],
}


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def suggest(base: Base, rows: Sequence[Sequence[str]], name: str = "table.csv") -> str:
    (base.root / name).write_text(as_csv(rows), encoding="utf-8")
    result = base.run("import", str(base.root / name), "--suggest-map")
    assert result.exit_code == 0, result.output
    return result.stdout


def bring(base: Base, suggested: str, name: str = "table.csv") -> str:
    (base.root / "map.yml").write_text(suggested, encoding="utf-8")
    result = base.run("import", str(base.root / name), "--map", str(base.root / "map.yml"))
    return result.output


@pytest.mark.parametrize("name", TABLES)
def test_the_map_that_is_printed_imports_the_table_as_it_is(
    make_base: Callable[[dict[str, str]], Base], name: str
) -> None:
    base = make_base({})

    said = bring(base, suggest(base, TABLES[name]))

    assert f"{len(TABLES[name]) - 1} new" in said
    assert "0 unreadable" in said
    assert not base.load().has_errors


def test_a_workbook_gets_a_map_too(make_base: Callable[[dict[str, str]], Base]) -> None:
    base = make_base({})
    with (base.root / "log.xlsx").open("wb") as stream:
        write_workbook(stream, {"Log": TABLES["log"]})
    suggested = base.run("import", str(base.root / "log.xlsx"), "--suggest-map").stdout

    assert "2 new" in bring(base, suggested, "log.xlsx")


def test_columns_are_told_by_their_names_and_their_looks(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    lines = suggest(make_base({}), TABLES["log"]).splitlines()

    for line in (
        "key: Ref No",
        'title: "{Title}"',
        'date: "{Date entered}"',
        '  What happened: "{Description of event}"',
        '  What was learned: "{Lesson}"',
        '  What to do: "{Recommendation}"',
    ):
        assert line in lines


def test_what_is_not_used_is_listed(make_base: Callable[[dict[str, str]], Base]) -> None:
    rows = [["id", "title", "Author", "Cost"], ["1", "A", "Invented Person", "7"]]

    text = suggest(make_base({}), rows)

    assert "#   Cost: in every row, 1 different" in text


def test_columns_that_may_name_people_are_left_out(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({})
    rows = [["id", "title", "Author", "Cost"], ["1", "A", "Invented Person", "7"]]
    suggested = suggest(base, rows)

    assert "leave_out: [Author]" in suggested
    assert "1 new" in bring(base, suggested)
    (lesson,) = base.load().library.lessons
    assert "Invented Person" not in lesson.document.text


def test_a_day_that_may_be_a_month_is_spoken_of(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    rows = [["id", "title", "date"], ["1", "A", "01/02/2019"], ["2", "B", "03/04/2019"]]

    suggested = suggest(make_base({}), rows)

    assert "# Check: 2 days such as `01/02/2019` can be read in two ways" in suggested
    assert "dates: [day first]" in suggested


def test_no_project_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner  # noqa: PLC0415 - without the project of other tests

    from site_builder.cli import main  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    Path("table.csv").write_text(as_csv(TABLES["log"]), encoding="utf-8")

    result = CliRunner().invoke(main, ["import", "table.csv", "--suggest-map"])

    assert result.exit_code == 0
    assert "add this tag to it" in result.stdout


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(
    st.lists(st.text(max_size=12), min_size=1, max_size=4).flatmap(
        lambda heads: st.tuples(
            st.just(heads),
            st.lists(
                st.lists(cells, min_size=len(heads), max_size=len(heads)), min_size=1, max_size=4
            ),
        )
    )
)
def test_whatever_a_table_holds_the_map_printed_for_it_has_no_mistake(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[str], list[list[str]]]
) -> None:
    heads, rows = table
    base = Base(write_base(tmp_path_factory.mktemp("base")))
    file = base.root / "table.jsonl"
    import json  # noqa: PLC0415 - here alone

    objects = [dict(zip(heads, row, strict=True)) for row in rows]
    file.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    suggested = base.run("import", str(file), "--suggest-map")
    if all(is_blank(text) for one in objects for text in one.values()):
        assert suggested.exit_code == 2
        return

    said = bring(base, suggested.stdout, "table.jsonl")

    assert "new" in said, said
    assert not load(read_project(base.root)).unreadable


@settings(max_examples=25)
@given(data=st.data(), kind=st.sampled_from(["csv", "xlsx"]))
def test_the_map_printed_for_any_layout_of_a_table_imports_its_records(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, kind: str
) -> None:
    rows = [
        [f"P-{at}", f"Pump {at}", f"2019-03-{at:02}", f"{LONG}x.", f"{LONG}y."] for at in (1, 2, 3)
    ]
    headings = ["Ref No", "Title", "Date entered", "Description of event", "Lesson"]
    sheet = dressed(headings, rows, data.draw(layouts(len(headings), len(rows))))
    base = Base(write_base(tmp_path_factory.mktemp("base")))
    name = f"table.{kind}"
    (base.root / name).write_bytes(as_text(sheet) if kind == "csv" else as_workbook(sheet))
    suggested = base.run("import", str(base.root / name), "--suggest-map")

    said = bring(base, suggested.stdout, name)

    assert "3 new" in said, said
    assert "0 unreadable" in said
    assert {lesson.fields.title for lesson in base.load().library.lessons} == {
        "Pump 1",
        "Pump 2",
        "Pump 3",
    }


def test_what_was_taken_for_granted_is_in_the_map_and_on_the_terminal(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({})
    (base.root / "t.csv").write_text("Log\n" + as_csv(TABLES["log"]), encoding="utf-8")

    result = base.run("import", str(base.root / "t.csv"), "--suggest-map")

    assert "note: line 2 holds the headings (`Ref No`, `Title`" in result.stderr
    assert "heading_row: 2" in result.stdout.splitlines()
    assert "# line 2 holds the headings" in result.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("heading_row: 99", "`heading_row`: no row begins in line 99"),
        ("heading_row: first", "`heading_row`: `first` is not understood"),
        ("columns: H-B", "`columns`: `H-B` is not understood"),
        ("columns: J-L", "`columns`: there is no column J"),
        ("rows: 50-60", "`rows`: there is nothing in lines 50 to 60"),
        ("fill_down: [Titel]", "`fill_down`: no column `Titel`"),
        ("sheet: Log", "`sheet`: a text file has no sheets"),
        ("encoding: klingon", "`encoding`: `klingon` is not a known encoding"),
    ],
)
def test_a_choice_of_the_map_that_does_not_fit_is_shown_with_its_place(
    make_base: Callable[[dict[str, str]], Base], line: str, said: str
) -> None:
    base = make_base({})
    suggested = suggest(base, TABLES["log"])

    shown = bring(base, f"{suggested}{line}\n")

    number = len(suggested.splitlines()) + 1
    assert said in shown
    assert f"map.yml:{number}:" in shown
    assert "Nothing was written." in shown


def test_a_table_of_which_no_row_can_be_used_says_why(tmp_path: Path) -> None:
    """As when texts hold commas and stand in no quotes."""
    base = Base(write_base(tmp_path))
    text = "Title,Date,What happened\nA,2024-01-01,We ran, fell, rose\nB,2024,A, b, c\n"
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    done = base.run("import", str(tmp_path / "x.csv"), "--suggest-map")
    assert done.exit_code == 2
    assert "no row can be used; row 2: 5 cells, but 3 headings" in done.output
