"""A base leaves as one file: everything but people, as its schema says, or not at all."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from site_builder.cli import main
from site_builder.exchange.exports.schema import export_schema
from site_builder.exchange.exports.writing import FORMS
from site_builder.records.fields import nested_fields
from site_builder.records.kinds import MODELS, Kind
from tests.builders import lesson_text
from tests.exchange_bases import SOMEBODY, exported, write_full_base

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the root of a base in which much stands."""
    return write_full_base(tmp_path / "base")


def run(root: Path, *arguments: str) -> Result:
    """Run ``lessons`` on a base."""
    return CliRunner().invoke(main, ["-C", str(root), *arguments], catch_exceptions=False)


def wrong_as(name: str, content: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """Return why content is not what the schema of exports calls by a name."""
    schema = {**export_schema(), "anyOf": [{"$ref": f"#/$defs/{name}"}]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(content)]


def unpacked(data: bytes) -> bytes:
    """Return the bytes of an export, what is packed in it unpacked."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def lesson_of(root: Path, record_id: str) -> dict[str, Any]:
    """Return a lesson as a JSON export holds it."""
    records = json.loads(exported(root, "json"))["records"]
    found: dict[str, Any] = next(one for one in records if one["id"] == record_id)
    return found


class TestSchema:
    @pytest.mark.parametrize("private", [False, True], ids=["without people", "with people"])
    def test_an_export_is_as_its_schema_says(self, base: Path, *, private: bool) -> None:
        assert wrong_as("file", json.loads(exported(base, "json", private=private))) == []

    def test_every_line_is_as_the_schema_says(self, base: Path) -> None:
        head, *records = exported(base, "jsonl").decode().split("\n")[:-1]

        assert wrong_as("head", json.loads(head)) == []
        for record in records:
            assert wrong_as("record", json.loads(record)) == []

    def test_a_lesson_without_consent_is_as_the_schema_says(self, base: Path) -> None:
        text = lesson_text(
            title="Zanzibarite",
            status="withdrawn",
            withdrawn="{date: 2026-02-02, reason: consent-withdrawn}",
        )
        (base / "lessons" / "gone.md").write_text(text, encoding="utf-8")

        gone = lesson_of(base, "gone")

        assert wrong_as("tombstone", gone) == []
        assert wrong_as("file", json.loads(exported(base, "json"))) == []
        assert gone["fields"]["withdrawn"]["reason"] == "consent-withdrawn"

    def test_a_field_that_no_record_has_is_not_as_the_schema_says(self, base: Path) -> None:
        export = json.loads(exported(base, "json"))
        export["records"][0]["fields"]["invented"] = 1

        assert not Draft202012Validator(export_schema()).is_valid(export)

    def test_the_command_prints_it(self, base: Path) -> None:
        printed = json.loads(run(base, "schema", "export").stdout)

        Draft202012Validator.check_schema(printed)
        assert printed == export_schema()


class TestARecord:
    def test_fields_stand_under_the_names_that_authors_write(self, base: Path) -> None:
        lesson = lesson_of(base, "warm-sheds")

        assert lesson["path"] == "warm-sheds.md"
        assert lesson["fields"]["title"] == "no: yes #1.10"
        assert lesson["fields"]["date"] == "2026-02-01"
        assert lesson["fields"]["relations"] == {"adapted-from": ["cold-sheds"]}
        assert lesson["fields"]["citations"][0]["happened"] == "2017-06"
        assert lesson["fields"]["citations"][0]["retracted"] is False

    def test_a_field_that_its_author_left_out_is_left_out(self, base: Path) -> None:
        assert "status" not in lesson_of(base, "warm-sheds")["fields"]

    def test_what_is_worked_out_stands_apart(self, base: Path) -> None:
        derived = lesson_of(base, "warm-sheds")["derived"]

        assert derived["url"] == "lesson/warm-sheds/"
        assert derived["standing"] is True
        assert derived["evidence"]["research"] == 2
        assert derived["evidence"]["statement"].startswith("Tried: ")
        assert {"type": "uses", "kind": "reuse", "id": "ward"} in derived["backlinks"]
        assert lesson_of(base, "cold-sheds")["derived"]["standing"] is False

    def test_a_plain_page_keeps_the_header_that_mkdocs_reads(self, base: Path) -> None:
        assert lesson_of(base, "guide/page")["header"] == (
            "title: A page\nhide: [toc]   # for MkDocs\n"
        )
        assert "header" not in lesson_of(base, "guide/bare")

    def test_lists_and_groups_are_told_from_texts_by_the_models(self) -> None:
        nested = nested_fields(MODELS[Kind.LESSON])

        assert {"tags", "citations", "context", "imported", "relations"} <= nested
        assert nested.isdisjoint({"title", "date", "status", "image", "source_assist"})


@pytest.mark.parametrize("form", FORMS)
class TestEveryForm:
    def test_nobody_is_in_it(self, base: Path, form: str) -> None:
        data = unpacked(exported(base, form))

        assert SOMEBODY.encode() not in data
        assert b"owl-2" not in data
        assert b"Drain the pumps" in data

    def test_everybody_is_in_it_where_that_is_asked_for(self, base: Path, form: str) -> None:
        data = unpacked(exported(base, form, private=True))

        assert SOMEBODY.encode() in data
        assert b"owl-2" in data

    def test_what_an_audience_may_not_see_is_not_in_it(self, base: Path, form: str) -> None:
        planted = lesson_text(
            title="Zanzibarite",
            problem="Invented sheds glow",
            visibility="organisation",
            body="## What happened\n\nIt glowed. ![](zanzibarite.png)\n",
        )
        (base / "lessons" / "veiled.md").write_text(planted, encoding="utf-8")
        (base / "lessons" / "zanzibarite.png").write_bytes(b"zanzibarite")
        pointing = lesson_text(
            problem="Invented sheds are too dark",
            header="relations: {related: [veiled]}",
            body="## What happened\n\nSee [another](veiled.md).\n",
        )
        (base / "lessons" / "open.md").write_text(pointing, encoding="utf-8")

        shown = unpacked(exported(base, form, audience="public"))

        assert b"anzibarite" in unpacked(exported(base, form))
        assert b"anzibarite" not in shown
        assert b"veiled" not in shown
        assert b"too dark" in shown

    def test_a_withdrawn_consent_takes_the_text_out_of_it(self, base: Path, form: str) -> None:
        gone = lesson_text(
            title="Zanzibarite",
            status="withdrawn",
            body="## What happened\n\nMore zanzibarite.\n",
            withdrawn="{date: 2026-02-02, reason: consent-withdrawn}",
        )
        (base / "lessons" / "gone.md").write_text(gone, encoding="utf-8")

        data = unpacked(exported(base, form))

        assert b"anzibarite" not in data
        assert b"gone" in data

    def test_the_same_base_gives_the_same_bytes(self, base: Path, form: str) -> None:
        assert exported(base, form) == exported(base, form)


class TestTables:
    def test_a_row_is_a_record_and_a_column_a_field(self, base: Path) -> None:
        text = exported(base, "csv").decode()
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        lesson = next(row for row in rows if row["id"] == "warm-sheds")

        assert next(iter(rows))["kind"] == "base"
        assert lesson["title"] == "no: yes #1.10"
        assert json.loads(lesson["tools"]) == ["=1+1", "a list, of two"]
        assert lesson["derived.url"] == "lesson/warm-sheds/"
        assert list(lesson)[-1] == "body"

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "'"])
    def test_no_cell_can_be_run_by_a_spreadsheet(self, base: Path, sign: str) -> None:
        text = lesson_text(takeaway=f'"{sign}cmd()"', problem="Invented sheds are haunted")
        (base / "lessons" / "run.md").write_text(text, encoding="utf-8")

        rows = list(csv.reader(io.StringIO(exported(base, "csv").decode(), newline="")))

        assert f"'{sign}cmd()" in [cell for row in rows for cell in row]
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]

    def test_a_workbook_has_a_sheet_for_each_kind(self, base: Path) -> None:
        workbook = load_workbook(io.BytesIO(exported(base, "xlsx")))

        assert workbook.sheetnames == ["base", "lesson", "assist", "reuse", "page"]
        assert {
            cell.data_type
            for sheet in workbook
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        } == {"s"}

    def test_a_text_longer_than_a_cell_goes_on_in_the_next_column(self, base: Path) -> None:
        body = "## What happened\n\n" + "Long. " * 20_000
        (base / "lessons" / "long.md").write_text(lesson_text(body=body), encoding="utf-8")

        sheet = load_workbook(io.BytesIO(exported(base, "xlsx")))["lesson"]
        headings = [cell.value for cell in sheet[1]]

        assert headings[-4:] == ["body", "body 2", "body 3", "body 4"]
        row = next(row for row in sheet.iter_rows(values_only=True) if row[2] == "long")
        assert "".join(str(part) for part in row[-4:]) == body


class TestBundle:
    def test_a_file_in_which_nobody_stands_is_there_byte_for_byte(self, base: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(exported(base, "markdown-bundle"))) as archive:
            for name in ("guide/page.md", "warm-sheds.md", "vocabulary.yml", "pump.png"):
                assert archive.read(f"lessons/{name}") == (base / "lessons" / name).read_bytes()
            assert "people.yml" not in archive.namelist()

    def test_a_file_with_people_loses_them_alone(self, base: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(exported(base, "markdown-bundle"))) as archive:
            lines = archive.read("lessons/assists/frozen.md").decode().splitlines()

        whole = (base / "lessons/assists/frozen.md").read_text(encoding="utf-8").splitlines()
        gone = [line for line in whole if line not in lines]
        assert [line.split(":")[0].strip(" -") for line in gone] == [
            *("facilitator", "participants", "{person", "person", "role"),
        ]

    def test_what_names_somebody_in_another_place_goes_too(self, base: Path) -> None:
        for name, old, new in (
            ("lessons/warm-sheds.md", "---\n", f"---\n# ask {SOMEBODY}\n"),
            ("lessons/deep/cold-sheds.md", "\n---\n", f"\n---\n<!-- ask {SOMEBODY} -->\n"),
            (
                "lessons/reuse/ward.md",
                "\nreported_by: a charge nurse\n",
                f"\nreported_by: {SOMEBODY}\n",
            ),
        ):
            text = (base / name).read_text(encoding="utf-8")
            assert old in text
            (base / name).write_text(text.replace(old, new, 1), encoding="utf-8")

        assert SOMEBODY.encode() not in unpacked(exported(base, "markdown-bundle"))

    def test_every_file_is_listed_with_its_digest(self, base: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(exported(base, "markdown-bundle"))) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            assert sorted(archive.namelist()) == sorted(
                [*(one["path"] for one in manifest["files"]), "manifest.json"]
            )
        assert manifest["format_version"] == 1


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("broken.md", "---\ntitle: T\n", "broken.md"),
        ("wrong.md", "---\ntitle: T\n---\n", "`problem` is missing"),
        ("twice.md", lesson_text(header="owner: a\nowner: b"), "`owner` appears twice"),
        ("deep/warm-sheds.md", lesson_text(), "another lesson has the id `warm-sheds`"),
        ("other.markdown", lesson_text(), "files that end in `.markdown` are not read"),
        ("vocabulary.yml", "tags: [a]\n", "vocabulary.yml"),
    ],
)
@pytest.mark.parametrize("form", ["json", "markdown-bundle"])
def test_what_would_be_lost_stops_the_export_and_is_named(
    path: str, text: str, expected: str, form: str, base: Path, tmp_path: Path
) -> None:
    file = base / "lessons" / path
    file.write_text(text, encoding="utf-8")

    result = run(base, "export", "--format", form, "-o", str(tmp_path / "out"))

    assert result.exit_code == 1
    assert expected in result.stderr
    assert "Nothing was exported" in result.stderr
    assert not (tmp_path / "out").exists()


class TestTheCommand:
    def test_it_prints_to_standard_output(self, base: Path) -> None:
        result = run(base, "export", "--format", "jsonl")

        assert result.exit_code == 0
        assert result.stdout.encode() == exported(base, "jsonl")

    @pytest.mark.parametrize("form", [*FORMS, ""])
    def test_its_form_is_what_the_name_of_the_file_says(
        self, base: Path, tmp_path: Path, form: str
    ) -> None:
        file = tmp_path / f"out{FORMS[form].ending.upper() if form else '.txt'}"

        assert run(base, "export", "-o", str(file)).exit_code == 0
        assert file.read_bytes() == exported(base, form or "json")

    def test_it_writes_a_file_in_the_place_of_an_older_one(
        self, base: Path, tmp_path: Path
    ) -> None:
        file = tmp_path / "out.json"
        file.write_text("older", encoding="utf-8")
        file.chmod(0o640)

        result = run(base, "export", "-o", str(file))

        assert file.read_bytes() == exported(base, "json")
        assert file.stat().st_mode & 0o777 == 0o640
        assert "7 records in" in result.stderr
        assert [one.name for one in tmp_path.iterdir()] == [file.name, base.name] or sorted(
            one.name for one in tmp_path.iterdir()
        ) == sorted([file.name, base.name])

    def test_a_folder_that_is_not_there_is_said(self, base: Path, tmp_path: Path) -> None:
        result = run(base, "export", "-o", str(tmp_path / "no" / "out.json"))

        assert result.exit_code == 2
        assert "cannot be written: No such file or directory" in result.stderr

    def test_people_go_to_the_team_alone(self, base: Path) -> None:
        result = run(base, "export", "--private", "--audience", "public")

        assert result.exit_code == 2
        assert "--private requires the audience team" in result.stderr

    def test_what_it_wrote_can_be_imported_without_a_map(self, base: Path, tmp_path: Path) -> None:
        file = tmp_path / "out.xlsx"
        run(base, "export", "--format", "xlsx", "-o", str(file))
        (base / "lessons" / "warm-sheds.md").unlink()

        result = run(base, "import", str(file))

        assert "1 file written" in result.stdout
        assert (base / "lessons" / "warm-sheds.md").exists()
        assert "Left unchanged" in result.stdout
        assert "assists/frozen.md" in result.stdout
        assert result.exit_code == 1
