"""A table of another system comes in as drafts, and no word or edit is lost on the way."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library.loader import load
from site_builder.markdown.body import Body
from site_builder.project import read_project
from site_builder.records.header.write import dump
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Imported, Lesson
from tests.builders import lesson_text, write_base
from tests.conftest import REPOSITORY, Base
from tests.reading import checked_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from click.testing import Result

    from site_builder.records.fields import Verbatim

MAP = """\
collection: Invented reports
key: id
title: "{title}"
problem: "{what | sentences 200}"
evidence: experiential
tags: [handover]
date: "{day}"
citations:
  - {title: "Report {id}", design: experience-report}
sections:
  What happened: "{what}"
  What was learned: "{learned}"
  What to do: "{advice}"
links: ['report #(\\d+)']
"""
ROW = {
    "id": "7",
    "title": "Invented pump",
    "what": "The invented pump stood still for a day. Nobody had oiled it.",
    "learned": "Oil it.",
    "advice": "",
    "day": "2019-05-04",
}
PUMP = "imported/invented-reports/invented-pump.md"

verbatims = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.sampled_from(" \t\n-#:ab'\"\\|>\x85\u2028\r{}[]")),
    st.text(st.sampled_from("a \n"), min_size=70),
)


def row(**changes: str) -> dict[str, str]:
    return {**ROW, **changes}


class Import:
    """An invented base, a map and a table to bring in."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.lessons = base.root / "lessons"
        self.map = base.root / "map.yml"
        self.table = base.root / "reports.jsonl"
        self.rejects = base.root / "reports.rejected.csv"
        self.map.write_text(MAP, encoding="utf-8")

    def run(self, *rows: Mapping[str, object], options: tuple[str, ...] = ()) -> Result:
        if rows:
            text = "".join(json.dumps(one) + "\n" for one in rows)
            self.table.write_text(text, encoding="utf-8")
        return self.base.run("import", str(self.table), "--map", str(self.map), *options)

    def plan(self, *rows: Mapping[str, object], options: tuple[str, ...] = ()) -> dict[str, object]:
        result = self.run(*rows, options=("--format", "json", *options))
        found: dict[str, object] = json.loads(result.stdout)
        return found

    def with_map(self, old: str, new: str) -> None:
        assert old in MAP
        self.map.write_text(MAP.replace(old, new), encoding="utf-8")

    def with_map_too(self, old: str, new: str) -> None:
        text = self.map.read_text(encoding="utf-8")
        assert old in text
        self.map.write_text(text.replace(old, new), encoding="utf-8")

    def text(self, path: str = PUMP) -> str:
        return (self.lessons / path).read_text(encoding="utf-8")

    def lesson(self, path: str = PUMP) -> Lesson:
        fields, problems = checked_text(Lesson, path, self.text(path))
        assert fields, problems
        return fields

    def files(self) -> dict[str, tuple[bytes, int]]:
        return {
            str(file.relative_to(self.base.root)): (file.read_bytes(), file.stat().st_mtime_ns)
            for file in sorted(self.base.root.rglob("*"))
            if file.is_file()
        }


@pytest.fixture
def bring(make_base: Callable[[dict[str, str]], Base]) -> Import:
    return Import(make_base({}))


def test_a_row_becomes_a_draft_that_the_check_has_nothing_against(bring: Import) -> None:
    result = bring.run(row())

    assert (result.exit_code, "1 new" in result.stdout) == (0, True)
    lesson = bring.lesson()
    assert (lesson.title, lesson.status, str(lesson.date)) == (
        "Invented pump",
        "draft",
        "2019-05-04",
    )
    assert lesson.problem == "The invented pump stood still for a day. Nobody had oiled it."
    titles = [section.heading.title for section in Body(bring.text()).sections]
    assert titles == ["What happened", "What was learned"]
    assert bring.base.load().diagnostics == ()


def test_everything_of_a_row_is_kept_beside_the_draft(bring: Import) -> None:
    bring.run({**row(odd=" two\n\n  spaces "), "tags_there": ["a", "b"], "where": {"site": "x"}})

    imported = bring.lesson().imported
    assert imported
    assert (imported.from_, imported.key) == ("Invented reports", "7")
    filled = {column: text for column, text in ROW.items() if text}
    assert imported.original == {
        **filled,
        "odd": " two\n\n  spaces ",
        "tags_there": ("a", "b"),
        "where.site": "x",
    }


@given(st.dictionaries(verbatims, verbatims | st.lists(verbatims).map(tuple), max_size=3))
def test_any_text_of_a_row_is_read_back_sign_by_sign(
    original: dict[str, Verbatim | tuple[Verbatim, ...]],
) -> None:
    columns = {column.lower()[:300]: value for column, value in original.items()}
    block = dump({"original": columns}) if columns else ""
    head = "from: x\nkey: k\ndigest: 0123456789ab\nwritten: 0123456789ab\n"
    text = f"---\n{head}{block}---\nText.\n"
    fields, problems = checked_text(Imported, "x.md", text)

    assert fields, problems
    assert fields.original == columns


@given(st.dictionaries(st.sampled_from(["title", "what", "learned", "more"]), verbatims))
def test_no_row_makes_a_file_that_cannot_be_read(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, str]
) -> None:
    bring = Import(Base(write_base(tmp_path_factory.mktemp("base"))))
    result = bring.run({**ROW, **changes})

    loaded = load(read_project(bring.base.root))
    assert not loaded.unreadable
    if result.exit_code:
        assert "1 unreadable" in result.stdout
        assert not (bring.lessons / "imported").exists()
    else:
        (lesson,) = loaded.library.lessons
        assert lesson.fields.imported
        whole = {column: text.replace("\r\n", "\n") for column, text in {**ROW, **changes}.items()}
        assert lesson.fields.imported.original == {c: t for c, t in whole.items() if t}
        errors = {"raw-html", "link-broken", "link-unsafe", "section-empty", "yaml-syntax"}
        assert not errors & {found.rule for found in loaded.diagnostics}


def test_running_again_changes_nothing_at_all(bring: Import) -> None:
    rows = [row(), row(id="8", what="As report #7 says."), row(id="9", day="bad")]
    bring.run(*rows)
    before = bring.files()

    result = bring.run()

    assert bring.files() == before
    assert "0 new" in result.stdout
    assert "2 unchanged" in result.stdout


def test_a_changed_row_updates_its_lesson(bring: Import) -> None:
    bring.run(row())

    found = bring.plan(row(learned="Oil it weekly."))

    assert (found["updated"], found["new"]) == ([PUMP], [])
    assert "Oil it weekly." in bring.text()


def test_a_map_that_was_made_better_updates_lessons_too(bring: Import) -> None:
    bring.run(row())
    bring.with_map("{learned}", "Learned: {learned}")

    assert bring.plan()["updated"] == [PUMP]
    assert "Learned: Oil it." in bring.text()


def test_a_lesson_that_a_person_edited_is_left_alone_and_that_is_said(bring: Import) -> None:
    bring.run(row())
    edited = bring.text().replace("Oil it.", "Oil it each day.").replace("draft", "published")
    (bring.lessons / PUMP).write_text(edited, encoding="utf-8")

    result = bring.run(row(learned="Oil it weekly.", advice="Buy oil."))

    assert bring.text() == edited
    assert f"{PUMP}: learned, advice" in result.stdout
    assert result.exit_code == 0
    assert bring.run(options=("--strict",)).exit_code == 1


def test_a_lesson_that_a_person_edited_is_no_matter_while_its_row_stays(bring: Import) -> None:
    bring.run(row())
    (bring.lessons / PUMP).write_text(bring.text() + "\nMore.\n", encoding="utf-8")

    result = bring.run(row(), options=("--strict",))

    assert "1 unchanged, 1 of them edited by a person" in result.stdout
    assert result.exit_code == 0


def test_other_line_ends_are_no_edit(bring: Import) -> None:
    bring.run(row())
    file = bring.lessons / PUMP
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    bring.run(row(learned="Oil it weekly."))

    assert b"Oil it weekly.\r\n" in file.read_bytes()


@pytest.mark.parametrize("place", ["pumps/invented-pump.md", "pumps/another-name.md"])
def test_a_lesson_that_was_moved_or_renamed_is_found_again(bring: Import, place: str) -> None:
    bring.run(row())
    (bring.lessons / "pumps").mkdir()
    shutil.move(bring.lessons / PUMP, bring.lessons / place)

    found = bring.plan(row(learned="Oil it weekly."))

    assert (found["new"], found["updated"]) == ([], [place])


def test_a_lesson_whose_block_was_put_otherwise_is_found_again(bring: Import) -> None:
    bring.run(row())
    text = bring.text().replace("  key: 7\n", "").replace("  original:", "  key: '7'\n  original:")
    (bring.lessons / PUMP).write_text(text, encoding="utf-8")

    assert bring.plan(row())["new"] == []


def test_a_row_that_is_gone_is_reported_and_its_lesson_stays(bring: Import) -> None:
    bring.run(row(), row(id="8", title="Other"))

    found = bring.plan(row(id="8", title="Other"))

    assert found["gone"] == [{"path": PUMP, "key": "7"}]
    assert (bring.lessons / PUMP).exists()


def test_a_row_that_cannot_be_read_any_more_is_not_gone(bring: Import) -> None:
    bring.run(row(), row(id="8", title="Other"))

    found = bring.plan(row(day="never"), row(id="8", title="Other"))

    assert found["gone"] == []
    assert found["unreadable"] == [
        {
            "line": 1,
            "key": "7",
            "reason": "`date`: `never` is no date that can be read",
        }
    ]


def test_a_copy_of_an_imported_lesson_is_spoken_of(bring: Import) -> None:
    bring.run(row())
    shutil.copy(bring.lessons / PUMP, bring.lessons / "zz-copy.md")

    assert bring.plan(row())["copies"] == [{"path": "zz-copy.md", "of": PUMP}]


def test_ids_that_clash_get_numbers_that_stay(bring: Import) -> None:
    (bring.lessons / "invented-pump.md").write_text(lesson_text(), encoding="utf-8")
    rows = [row(), row(id="8"), row(id="9")]
    found = bring.plan(*rows)
    folder = "imported/invented-reports"
    numbered = [f"{folder}/invented-pump-{number}.md" for number in (2, 3, 4)]

    assert found["new"] == numbered
    before = bring.files()
    assert bring.plan(*reversed(rows))["new"] == []
    assert {path: held for path, held in bring.files().items() if path.endswith(".md")} == {
        path: held for path, held in before.items() if path.endswith(".md")
    }


def test_an_earlier_id_of_a_lesson_is_not_given_again(bring: Import) -> None:
    text = lesson_text(aliases="[invented-pump]")
    (bring.lessons / "other.md").write_text(text, encoding="utf-8")

    assert bring.plan(row())["new"] == ["imported/invented-reports/invented-pump-2.md"]


def test_references_between_rows_become_links_wherever_the_files_lie(bring: Import) -> None:
    rows = [row(), row(id="8", title="Other", what="See report #007 and report #99, report #8.")]
    found = bring.plan(*rows)
    other = "imported/invented-reports/other.md"

    assert found["links"] == 1
    assert "See [report #007](invented-pump.md) and report #99, report #8." in bring.text(other)
    (bring.lessons / "pumps").mkdir()
    shutil.move(bring.lessons / PUMP, bring.lessons / "pumps/invented-pump.md")
    bring.run()
    assert "[report #007](../../pumps/invented-pump.md)" in bring.text(other)
    assert not bring.base.load().has_errors


def test_a_hostile_row_arrives_as_text_only(bring: Import) -> None:
    evil = '<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror="x"> {{ secret }}'
    hostile = row(
        id="../../../etc/passwd",
        title=f"{evil} ../../x",
        what=f"{evil}\n# heading\n---\n--8<-- '/etc/passwd'\n{{% include 'x' %}}",
        learned=evil,
    )
    bring.with_map("key: id", 'key: id\nid: "{id}"')
    before = set(bring.files())
    result = bring.run(hostile)

    assert result.exit_code == 0, result.output
    (path,) = set(bring.files()) - before - {"reports.jsonl"}
    assert path == "lessons/imported/invented-reports/etc-passwd.md"
    loaded = bring.base.load()
    (lesson,) = loaded.library.lessons
    assert (lesson.body.html, lesson.body.links) == ((), ())
    assert [heading.title for heading in lesson.body.headings] == [
        "What happened",
        "What was learned",
    ]
    assert "{{" not in lesson.body.text
    assert "{%" not in lesson.body.text
    assert not loaded.has_errors


def test_rows_that_cannot_be_used_are_listed_with_reason_and_all_they_hold(bring: Import) -> None:
    result = bring.run(
        row(),
        row(id="8", title=""),
        row(id="7", title="Twice"),
        row(id=""),
        row(id="9", day="in 2019"),
        {"=odd": "@SUM(1+1)"},
    )

    assert result.exit_code == 1
    assert "5 unreadable" in result.stdout
    listed = list(csv.DictReader(io.StringIO(bring.rejects.read_text(encoding="utf-8"))))
    assert [(one["row"], one["key"]) for one in listed] == [
        ("2", "8"),
        ("3", "7"),
        ("4", ""),
        ("5", "9"),
        ("6", ""),
    ]
    assert [one["reason"].split(";")[0].split(" (")[0] for one in listed] == [
        "`title` is missing",
        "the key `7` appears twice, first in line 1",
        "the key is empty",
        "`date`: `in 2019` is no date that can be read",
        "the key is empty",
    ]
    assert listed[1]["title"] == "Twice"
    assert listed[4]["'=odd"] == "'@SUM(1+1)", "a spreadsheet must not run it"


def test_the_list_of_rejects_is_read_back_once_its_rows_are_mended(bring: Import) -> None:
    bring.run(row(title="", day="in 2019", learned="=5 degrees are enough."))
    mended = bring.rejects.read_text(encoding="utf-8").replace("in 2019", "2019-03-02")
    assert "'=5 degrees" in mended, "a spreadsheet must not run it"
    mended = mended.replace(",,", ",A mended title,", 1)
    bring.table = bring.rejects.with_name("mended.csv")
    bring.table.write_text(mended, encoding="utf-8")

    bring.run()

    (lesson,) = (bring.lessons / "imported").rglob("*.md")
    assert "\n&#61;5 degrees are enough." in lesson.read_text(encoding="utf-8")


def test_no_other_file_is_overwritten_by_the_list_of_rejects(bring: Import) -> None:
    result = bring.run(row(title=""), options=("--rejects", str(bring.map)))

    assert result.exit_code == 2
    assert bring.map.read_text(encoding="utf-8") == MAP


def test_a_dry_run_writes_nothing(bring: Import) -> None:
    bring.table.write_text(json.dumps(row()) + "\nbroken\n", encoding="utf-8")
    before = bring.files()

    result = bring.run(options=("--dry-run",))

    assert bring.files() == before
    assert "1 new" in result.stdout
    assert "nothing was written" in result.stdout


@pytest.mark.parametrize(
    ("into", "says"),
    [
        ("../..", "is not a folder below the lessons folder"),
        ("a/../../b", "is not a folder below the lessons folder"),
        ("/x", "is not a folder below the lessons folder"),
        ("..\\x", "is not a folder below the lessons folder"),
        ("", "is not a folder below the lessons folder"),
        (".hidden", "is not a folder below the lessons folder"),
        ("a\nb", "is not a folder below the lessons folder"),
        ("assists", "is a folder for records other than lessons"),
        ("guide/x", "is a folder for records other than lessons"),
        ("outside/x", "leads out of the lessons folder"),
    ],
)
def test_lessons_go_nowhere_but_among_lessons(
    bring: Import, tmp_path_factory: pytest.TempPathFactory, into: str, says: str
) -> None:
    (bring.lessons / "outside").symlink_to(tmp_path_factory.mktemp("outside"))
    before = set(bring.files())

    result = bring.run(row(), options=("--into", into))

    assert result.exit_code == 2
    assert says in result.output
    assert set(bring.files()) - before == {"reports.jsonl"}


def test_a_folder_may_be_named(bring: Import) -> None:
    assert bring.plan(row(), options=("--into", "pumps/old"))["new"] == [
        "pumps/old/invented-pump.md"
    ]


def test_an_imported_lesson_that_cannot_be_read_stops_the_import(bring: Import) -> None:
    bring.run(row())
    broken = bring.text().replace("  key: 7\n", "  key: 'x': y\n")
    (bring.lessons / PUMP).write_text(broken, encoding="utf-8")

    result = bring.run(row())

    assert result.exit_code == 2
    assert f"{PUMP} is an imported lesson that cannot be read" in result.output


def test_a_mistake_elsewhere_in_the_header_of_an_imported_lesson_is_no_obstacle(
    bring: Import,
) -> None:
    bring.run(row())
    broken = bring.text().replace("title: Invented pump\n", 'title: "Invented pump\n')
    (bring.lessons / PUMP).write_text(broken, encoding="utf-8")

    result = bring.run(row())

    assert "0 new" in result.stdout, result.output
    assert "1 unchanged, 1 of them edited by a person" in result.stdout


def test_a_vocabulary_that_is_wrong_stops_the_import(bring: Import) -> None:
    (bring.lessons / "vocabulary.yml").write_text("tags: [x]\n", encoding="utf-8")

    result = bring.run(row())

    assert result.exit_code == 2
    assert "vocabulary.yml:1: " in result.output


def test_without_a_map_it_is_said_how_to_get_one(bring: Import) -> None:
    bring.table.write_text(json.dumps(row()) + "\n", encoding="utf-8")

    result = bring.base.run("import", str(bring.table))

    assert result.exit_code == 2
    assert "--suggest-map prints a first map" in result.output


@pytest.mark.parametrize("table", ["a,b\n1,x\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_table_that_is_none_of_its_kind_writes_nothing(bring: Import, table: str | bytes) -> None:
    file = bring.base.root / "reports.xlsx"
    file.write_bytes(table if isinstance(table, bytes) else table.encode())
    before = bring.files()

    result = bring.base.run("import", str(file), "--map", str(bring.map))

    assert result.exit_code == 2
    assert "reports.xlsx" in result.output
    assert bring.files() == before


def test_a_file_that_cannot_be_written_leaves_the_others_and_can_be_made_up_for(
    bring: Import,
) -> None:
    folder = bring.lessons / "imported"
    folder.write_text("in the way", encoding="utf-8")

    result = bring.run(row())

    assert result.exit_code == 2
    assert "cannot be written" in result.output
    folder.unlink()
    assert bring.plan(row())["new"] == [PUMP]


def test_the_example_takes_rows_of_the_collection_that_it_is_for(tmp_path: Path) -> None:
    root = tmp_path / "base"
    shutil.copytree(REPOSITORY / "examples" / "nasa-llis", root)
    rows = [
        {
            "id": "12",
            "title": "Invented battery fire",
            "date": "2001-02-03",
            "date_occurred": "2000-12-31",
            "abstract": "",
            "driving_event": "An invented battery caught fire. See LLIS No. 0034.",
            "lesson": "Batteries need room.",
            "recommendation": "Give them room.",
            "evidence": "",
            "organization": "JPL",
            "project": "",
            "related_policy": "",
            "references": "",
            "topics": ["Business processes"],
            "url": "https://llis.nasa.gov/lesson/12",
        },
        {"id": "34", "title": "Invented", "date": "2001-02-03", "organization": "HQ"},
    ]
    table = root / "invented.jsonl"
    table.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")

    result = Base(root).run("import", str(table), "--map", str(root / "map.yml"))

    assert result.exit_code == 0, result.output
    assert "1 reference between rows turned into links" in result.stdout
    loaded = load(read_project(root))
    lesson = loaded.library.lesson("llis-12-invented-battery-fire")
    assert lesson
    assert (lesson.fields.team, lesson.fields.tags) == ("jpl", ("management", "power", "fire"))
    assert lesson.fields.problem == "An invented battery caught fire. See LLIS No. 0034."
    assert not [found for found in loaded.diagnostics if found.rule != "problem-vague"]
    assert os.listdir(root / "lessons" / "imported") == ["nasa-llis"]  # noqa: PTH208 - names
    assert loaded.library.get(Kind.LESSON, "llis-34-invented")
