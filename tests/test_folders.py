"""A folder of Markdown of another program comes in as drafts, and its links lead where they led."""

from __future__ import annotations

import os
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

from site_builder.errors import TableError
from site_builder.exchange.folders import files
from site_builder.exchange.folders.files import open_folder
from site_builder.exchange.folders.reading import read_folder
from site_builder.markdown.body import Body
from site_builder.records.lesson import Lesson
from tests.reading import checked_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from click.testing import Result

    from site_builder.exchange.tables.rows import Cell
    from tests.conftest import Base

MAP = """\
collection: Invented notes
key: file
title: "{title}"
problem: "{title}"
evidence: experiential
tags: [handover]
date: {from: "{date}", missing: 2024-01-01}
citations:
  - {title: "Note {file}", design: experience-report}
sections:
  What happened: "{introduction}"
  What was learned: "The pump needs oil."
"""
PICTURE = b"\x89PNG\r\n\x1a\ninvented"


def cells_of(tmp_path: Path, content: Mapping[str, str]) -> dict[str, Mapping[str, Cell]]:
    write(tmp_path, content)
    return {row.text("file"): row.values for row in read_folder(tmp_path).rows}


def write(folder: Path, content: Mapping[str, str | bytes]) -> None:
    for name, text in content.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


class Folder:
    """An invented base, and an invented folder of notes to bring in."""

    def __init__(self, base: Base, notes: Path) -> None:
        self.base = base
        self.notes = notes
        self.map = base.root / "map.yml"
        self.map.write_text(MAP, encoding="utf-8")

    def run(self, content: Mapping[str, str | bytes], *options: str) -> Result:
        write(self.notes, content)
        return self.again(*options)

    def again(self, *options: str) -> Result:
        return self.base.run("import", str(self.notes), "--map", str(self.map), *options)

    def texts(self) -> dict[str, str]:
        """Return the text of each lesson by its id."""
        made = self.base.root / "lessons/imported/invented-notes"
        return {file.stem: file.read_text(encoding="utf-8") for file in made.glob("*.md")}

    def body(self, lesson_id: str) -> str:
        return self.texts()[lesson_id].partition("\n---\n\n")[2]

    def lesson(self, lesson_id: str) -> Lesson:
        fields, problems = checked_text(Lesson, "", self.texts()[lesson_id])
        assert fields, problems
        return fields

    def findings(self) -> set[str]:
        return {diagnostic.rule for diagnostic in self.base.load().diagnostics}

    def state(self) -> dict[str, tuple[bytes, int]]:
        return {
            str(file.relative_to(self.base.root)): (file.read_bytes(), file.stat().st_mtime_ns)
            for file in sorted(self.base.root.rglob("*"))
            if file.is_file()
        }


@pytest.fixture
def folder(
    make_base: Callable[[dict[str, str]], Base], tmp_path_factory: pytest.TempPathFactory
) -> Folder:
    return Folder(make_base({}), tmp_path_factory.mktemp("notes"))


def test_each_file_is_a_row_of_what_its_front_matter_and_its_headings_say(tmp_path: Path) -> None:
    cells = cells_of(
        tmp_path,
        {
            "sub/pump.md": "---\nowner: desk\na: {b: [1, 2]}\n---\n"
            "# Pump\n\nIt stood.\n\n## Cause\n\nNo oil.\n"
        },
    )

    assert cells == {
        "sub/pump.md": {
            "file": "sub/pump.md",
            "name": "pump",
            "folder": "sub",
            "owner": "desk",
            "a.b": ("1", "2"),
            "title": "Pump",
            "introduction": "It stood.",
            "Cause": "No oil.",
        }
    }


def test_a_second_import_changes_no_byte(folder: Folder) -> None:
    content: dict[str, str | bytes] = {
        "a.md": "See [b](b.md#cause) ![it](p.png) and [[b]].",
        "b.md": "## Cause\n\nOil.",
        "p.png": PICTURE,
    }
    assert folder.run(content).exit_code == 0
    before = folder.state()

    result = folder.again()

    assert "2 unchanged" in result.stdout
    assert folder.state() == before


def test_a_draft_that_a_person_has_edited_stays_when_its_file_changes(folder: Folder) -> None:
    folder.run({"a.md": "It stood."})
    lesson = folder.base.root / "lessons/imported/invented-notes/a.md"
    mine = lesson.read_text(encoding="utf-8").replace("It stood.", "It stood still.")
    lesson.write_text(mine, encoding="utf-8")

    result = folder.run({"a.md": "It stood for a day."})

    assert "imported/invented-notes/a.md: text" in result.stdout
    assert folder.body("a").count("It stood still.") == 1


def test_sections_that_no_line_of_the_map_takes_stay_under_their_own_headings(
    folder: Folder,
) -> None:
    folder.run({"a.md": "# A\n\nIt stood.\n\n### Cause\n\nNo oil.\n\n#### More\n\nNone at all.\n"})

    assert folder.body("a") == (
        "## What happened\n\nIt stood.\n\n## What was learned\n\nThe pump needs oil.\n\n"
        "## Cause\n\nNo oil.\n\n### More\n\nNone at all.\n"
    )


def test_a_section_of_several_headings_keeps_each_above_its_text(folder: Folder) -> None:
    folder.map.write_text(
        MAP.replace('"{introduction}"', '["{Impact}", "{Cause}"]'), encoding="utf-8"
    )

    folder.run({"a.md": "## Impact\n\nMuch.\n\n### Who\n\nAll.\n\n## Cause\n\nOil.\n"})

    assert folder.body("a").startswith(
        "## What happened\n\n### Impact\n\nMuch.\n\n#### Who\n\nAll.\n\n### Cause\n\nOil.\n"
    )


def test_a_link_to_a_heading_follows_it_to_the_section_it_becomes(folder: Folder) -> None:
    folder.map.write_text(MAP.replace('"{introduction}"', '"{Cause}"'), encoding="utf-8")

    folder.run(
        {
            "a.md": "## 🔥 Cause\n\nOil.",
            "b.md": "## Cause\n\nSee [that](a.md#-cause) and [[A#Cause]].",
        }
    )

    assert "[that](a.md#what-happened) and [A > Cause](a.md#what-happened)" in folder.body("b")


@pytest.mark.parametrize(
    "written",
    [
        "[it](sub%20dir/The%20Pump.md)",
        "[it](<sub dir/The Pump.md>)",
        "[it](./sub%20dir/../sub%20dir/the%20pump.md)",
        "[it](sub dir\\The Pump.md)".replace(" ", "%20"),
        "[it](/sub%20dir/The%20Pump)",
        "[it](The%20Pump.html)",
        "[it][p]\n\n[p]: <sub dir/The Pump.md>",
        "[[The Pump|it]]",
        "[[sub dir/The Pump|it]]",
        "[[Old name|it]]",
        "[it](obsidian://open?vault=x&file=sub%20dir%2FThe%20Pump)",
        '[it]({{< ref "The Pump.md" >}})',
        "[it](sub dir/The Pump.md)",
        '<a class="x" href="sub dir/The Pump.md">it</a>',
        "[it]({% link sub dir/The Pump.md %})",
    ],
)
def test_a_link_leads_to_the_lesson_of_the_file_it_led_to(folder: Folder, written: str) -> None:
    folder.run({"a.md": written, "sub dir/The Pump.md": "---\naliases: [Old name]\n---\nIt stood."})

    body = Body(folder.body("a"))
    assert [(link.target, body.text_of(link)) for link in body.links] == [("the-pump.md", "it")]


@pytest.mark.parametrize(
    "written",
    [
        "![it](../img/My%20pump.PNG)",
        "![it](/img/my%20pump.png)",
        "![[My pump.PNG|it]]",
        "![[My pump.PNG|it|300]]",
        '<img width="3" src="../img/My pump.PNG" alt="it">',
        '{{< figure src="/img/My pump.PNG" alt="it" >}}',
        "![it]({{ site.baseurl }}/img/My%20pump.PNG)",
        '<p align="center">\n  <img src="/img/My pump.PNG"\n alt="it">\n</p>',
        '<div><picture><source srcset="x"><img alt="it" src="/img/My pump.PNG"></picture></div>',
    ],
)
def test_a_picture_comes_along(folder: Folder, written: str) -> None:
    folder.run({"sub/a.md": written, "img/My pump.PNG": PICTURE})

    (picture,) = Body(folder.body("a")).links
    made = folder.base.root / "lessons/imported/invented-notes"
    assert (picture.is_image, (made / picture.target).read_bytes()) == (True, PICTURE)
    assert "image-broken" not in folder.findings()


@pytest.mark.parametrize(
    ("written", "left", "told"),
    [
        ("Ask [[Nobody]].", "Ask Nobody.", "Nobody"),
        ("See [the list](list.pdf).", "See the list (`list.pdf`).", "list.pdf"),
        ("See [the list](gone.md).", "See the list (`gone.md`).", "gone.md"),
        ("![a pump](gone.png)", "a pump (`gone.png`)", "gone.png"),
    ],
)
def test_what_leads_nowhere_becomes_text_and_is_told(
    folder: Folder, written: str, left: str, told: str
) -> None:
    result = folder.run({"a.md": written, "list.pdf": b"%PDF"})

    assert left in folder.body("a"), result.output
    assert f"imported/invented-notes/a.md: {told}" in result.stdout


def test_what_a_status_says_of_other_decisions_becomes_relations(folder: Folder) -> None:
    with_relations = (
        MAP
        + 'relations: {superseded-by: "{superseded by files}", supersedes: "{supersedes files}"}\n'
    )
    folder.map.write_text(with_relations, encoding="utf-8")

    result = folder.run(
        {
            "0001-old.md": "# 1. Old\n\nDate: 2020-01-02\n\n## Status\n\nSuperseded by ADR-2\n",
            "0002-new.md": "# 2. New\n\n## Status\n\nAccepted\n",
            "0003-lost.md": "# 3. Lost\n\n## Status\n\nSuperseded by ADR-99\n",
        }
    )

    assert folder.lesson("new").relations.supersedes == ("old",)
    assert "imported/invented-notes/lost.md: Superseded by ADR-99" in result.stdout
    assert "accepted (1)" in result.stdout


def zipped(path: Path, content: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def names_in(path: Path) -> list[str]:
    return list(open_folder(path).names)


def test_a_zip_is_read_like_the_folder_in_it(tmp_path: Path) -> None:
    content = {"notes/a.md": "See [b](sub/b.md).", "notes/sub/b.md": "It stood."}
    packed = zipped(tmp_path / "notes.zip", {**content, "__MACOSX/notes/._a.md": "x"})
    write(tmp_path, content)

    unpacked = [row.values for row in read_folder(tmp_path / "notes").rows]
    assert [row.values for row in read_folder(packed).rows] == unpacked


def test_a_zip_of_zips_is_read_as_one_folder(tmp_path: Path) -> None:
    part = zipped(tmp_path / "Part-1.zip", {"Export/a.md": "a"}).read_bytes()
    other = zipped(tmp_path / "Part-2.zip", {"Export/b.md": "b"}).read_bytes()

    assert names_in(zipped(tmp_path / "all.zip", {"p1.zip": part, "p2.zip": other})) == [
        "a.md",
        "b.md",
    ]


def test_names_of_a_zip_that_does_not_say_its_encoding_are_utf_8(tmp_path: Path) -> None:
    data = zipped(tmp_path / "a.zip", {"Prüfung.md": "x"}).read_bytes()
    file = tmp_path / "b.zip"
    # The flag that says so is in both headers.
    file.write_bytes(data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00"))

    assert names_in(file) == ["Prüfung.md"]


@pytest.mark.parametrize("name", ["../a.md", "x/../../a.md", "/etc/a.md", "C:/a.md", "..\\a.md"])
def test_a_zip_that_names_a_file_outside_of_it_is_refused(tmp_path: Path, name: str) -> None:
    packed = zipped(tmp_path / "a.zip", {"b.md": "x", name: "x"})

    with pytest.raises(TableError, match="leads out of it"):
        open_folder(packed)


def test_a_link_in_a_zip_is_no_file(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("secret.md")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("a.md", "x")

    opened = open_folder(tmp_path / "a.zip")

    assert (list(opened.names), list(opened.left_out)) == (["a.md"], ["secret.md"])


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "a.zip", {"a.md": b"0" * 30_000_000})

    with pytest.raises(TableError, match="it unpacks to more than 20 MB"):
        open_folder(bomb)


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"PK\3\4 and nothing else", "the zip is damaged"), (b"no zip", "the zip is damaged")],
)
def test_a_damaged_zip_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / "a.zip").write_bytes(data)

    with pytest.raises(TableError, match=problem):
        open_folder(tmp_path / "a.zip")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 3)
    write(tmp_path, {f"{number}.md": "x" for number in range(4)})

    with pytest.raises(TableError, match="it holds more than 3 files"):
        open_folder(tmp_path)


def test_links_out_of_a_folder_are_not_followed_and_told(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PICTURE)
    (folder.notes / "pic.png").symlink_to(tmp_path / "secret.png")
    (folder.notes / "out").symlink_to(tmp_path)
    (folder.notes / "loop").symlink_to(folder.notes)
    os.mkfifo(folder.notes / "pipe.md")

    result = folder.run({"a.md": "![it](pic.png) ![it](out/secret.png)"})

    assert "is a symbolic link, which is not followed: loop, out, pic.png" in result.stdout
    assert not list((folder.base.root / "lessons").rglob("*.png"))


def test_the_base_itself_does_not_come_in(folder: Folder) -> None:
    write(folder.base.root, {"notes/a.md": "It stood."})

    result = folder.base.run("import", str(folder.base.root), "--map", str(folder.map))

    assert "left out, because it belongs to this base: lessons" in result.stdout
    assert list(folder.texts()) == ["a"]


def test_a_folder_of_records_is_refused(folder: Folder) -> None:
    (folder.base.root / "lessons/inner").mkdir()

    for path in ("lessons", "lessons/inner"):
        result = folder.base.run("import", str(folder.base.root / path), "--map", str(folder.map))
        assert "its files are records already" in result.output


def test_a_picture_that_could_run_something_does_not_come_in(folder: Folder) -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

    result = folder.run(
        {"a.md": "![it](x.svg) ![it](page.png)", "x.svg": picture, "page.png": b"<html>"}
    )

    assert "2 not links" in result.stdout
    assert not list(folder.base.root.rglob("assets"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"---\ntitle: [\n---\n", "line 3, column 1: this is not valid YAML"),
        (b"+++\ntitle = \n+++\n", "invalid TOML"),
        (b"x\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n", "line 3: git left two versions"),
        (bytes(range(9)) * 9, "it contains NUL characters"),
        (b"x" * 500_001, "it is larger than 0.5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_listed_with_the_reason(
    folder: Folder, text: bytes, reason: str
) -> None:
    result = folder.run({"bad.md": text, "good.md": "x"})

    assert f"bad.md: {reason}" in result.stdout
    assert (result.exit_code, list(folder.texts())) == (1, ["good"])


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("---\ntags: #one #two\n---\n", {"tags": ("one", "two")}),
        ("---\ntags: one, two three\n---\n", {"tags": ("one", "two three")}),
        ("---\nno: no\nday: 2024-02-03\n...\n", {"no": "no", "day": "2024-02-03"}),
        (
            "+++\nn = 1.10\nd = 2024-02-03\n[p]\nq = true\n+++\n",
            {"n": "1.1", "d": "2024-02-03", "p.q": "true"},
        ),
        ('{"n": 1.10, "l": ["a"]}\n', {"n": "1.10", "l": ("a",)}),
        ("Owner: desk\nDate: 2024-02-03\n", {"Owner": "desk", "date": "2024-02-03"}),
        ("---\n\nA rule.\n\n---\n", {"introduction": "---\n\nA rule.\n\n---\n\nBody."}),
        ("---\nnever closed: x\n", {}),
    ],
)
def test_front_matter_of_every_form_is_read(
    tmp_path: Path, header: str, cells: Mapping[str, Cell]
) -> None:
    made = cells_of(tmp_path, {"a.md": f"{header}\nBody."})["a.md"]

    assert cells.items() <= made.items()
    assert "Body." in made["introduction"]


def test_an_encoding_that_does_not_exist_is_a_mistake_of_the_map(folder: Folder) -> None:
    folder.map.write_text("encoding: utf-88\n" + MAP, encoding="utf-8")

    result = folder.run({"a.md": "x"})

    assert "error[value-unknown]: `encoding`: `utf-88` is not a known encoding" in result.output


def test_a_file_that_is_not_utf_8_is_read_and_told(folder: Folder) -> None:
    result = folder.run({"a.md": "Die Prüfung läuft, und die Größe stimmt.".encode("cp1252")})

    assert "note: a.md: it is not UTF-8" in result.stdout
    assert "Die Prüfung läuft, und die Größe stimmt." in folder.body("a")


def test_a_part_of_a_section_can_be_moved_by_the_map(folder: Folder) -> None:
    folder.map.write_text(MAP.replace('"{introduction}"', '"{Issue}"'), encoding="utf-8")

    text = (
        "# A\n\n## Summary\n\n### Issue\n\nIt stood.\n\n### Decision\n\nOil.\n\n#### Now\n\nMore."
    )
    folder.run({"a.md": text, "b.md": "[x](a.md#issue)"})

    assert folder.body("a") == (
        "## What happened\n\nIt stood.\n\n## What was learned\n\nThe pump needs oil.\n\n"
        "## Summary\n\n### Decision\n\nOil.\n\n#### Now\n\nMore.\n"
    )
    assert "[x](a.md#what-happened)" in folder.body("b")


@pytest.mark.parametrize(
    ("top", "cells"),
    [
        ("# A\n\n| Field | Value |\n|---|---|\n| **Status** | open |\n", {"Status": "open"}),
        ("# A\n\n* Status: open\n* Deciders: x\n\nTechnical Story: y\n", {"Deciders": "x"}),
        ("# A\n\n**Date**: 2024-02-03\n**Status:** open\n", {"date": "2024-02-03"}),
        ("# A\n\n| 02:10 | bell |\n|---|---|\n| 03:16 | water |\n", {}),
        ("# A\n\nNote: it is cold.\n", {}),
        ("# A\n\nWe saw this: it was cold.\n", {}),
    ],
)
def test_lines_at_the_top_are_properties_if_they_look_like_them(
    tmp_path: Path, top: str, cells: Mapping[str, Cell]
) -> None:
    made = cells_of(tmp_path, {"a.md": f"{top}\nBody."})["a.md"]

    assert cells.items() <= made.items()
    introduction = made["introduction"]
    assert introduction == "Body." if cells else str(introduction).endswith("\n\nBody.")


@pytest.mark.parametrize(
    ("name", "title", "day"),
    [
        ("2024-02-03-the_pump.md", "the pump", "2024-02-03"),
        ("202402031012 The pump.md", "The pump", "2024-02-03"),
        ("2024_02_03.md", "2024-02-03", "2024-02-03"),
        ("0012-the-pump.md", "the pump", None),
        ("the-pump/index.md", "the pump", None),
        ("The pump 0123456789abcdef0123456789abcdef.md", "The pump", None),
        ("sub___pump%2Dnight.md", "sub/pump night", None),
    ],
)
def test_a_name_gives_a_title_and_a_day(
    tmp_path: Path, name: str, title: str, day: str | None
) -> None:
    cells = cells_of(tmp_path, {name: "Body."})[name]

    assert (cells["title"], cells.get("date")) == (title, day)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (":::{note} Mind\nIt\n:::", "> [!NOTE]\n> **Mind**\n>\n> It"),
        ('::: {.callout-warning title="Mind"}\nIt\n:::', "> [!WARNING]\n> **Mind**\n>\n> It"),
        ("> [!faq]+ Why?\n> It", "> [!NOTE]\n> **Why?**\n>\n> It"),
        ("> [!WARNING]\n> It", "> [!WARNING]\n> It"),
        ("```\n:::note\n==a==\n:::\n```", "```\n:::note\n==a==\n:::\n```"),
        ("a == b and `==c==`", "a == b and `==c==`"),
        ("{{< unknown a >}}", "{{< unknown a >}}"),
    ],
)
def test_markup_of_other_programs_becomes_what_github_shows_or_stays(
    tmp_path: Path, written: str, shown: str
) -> None:
    assert cells_of(tmp_path, {"a.md": written})["a.md"]["introduction"] == shown


def test_hidden_folders_give_pictures_and_no_text(folder: Folder) -> None:
    content: dict[str, str | bytes] = {"a.md": "![it](/.attachments/p.png =500x300)"}
    content |= {".attachments/p.png": PICTURE, ".obsidian/b.md": "x", ".git/p.png": PICTURE}

    folder.run(content)

    assert list(folder.texts()) == ["a"]
    assert "![it](assets/p-" in folder.body("a")


def test_headings_below_the_title_are_sections_whatever_their_level(tmp_path: Path) -> None:
    text = (
        "> Invented.\n\n# Pump (incident 4)\n\n### Date\n\n2015-10-21\n\n"
        "### Summary\n\nIt stood.\n\n#### More\n\nStill.\n\n### Trigger\n\n"
        "## Lessons\n\n### Well\n\nThe bell.\n"
    )

    assert cells_of(tmp_path, {"a.md": text})["a.md"] == {
        "file": "a.md",
        "name": "a",
        "title": "Pump (incident 4)",
        "introduction": "> Invented.",
        "date": "2015-10-21",
        "Summary": "It stood.\n\n### More\n\nStill.",
        "Lessons": "### Well\n\nThe bell.",
        "empty sections": ("Trigger",),
    }


def test_what_only_tables_have_is_a_mistake_in_the_map_of_a_folder(folder: Folder) -> None:
    folder.map.write_text("heading_row: 3\n" + MAP, encoding="utf-8")

    result = folder.run({"a.md": "x"})

    assert (
        "error[value-unknown]: `heading_row`: it is for tables, and this is none" in result.output
    )


def test_a_file_of_markdown_is_no_folder(folder: Folder) -> None:
    write(folder.notes, {"a.md": "x"})

    result = folder.base.run("import", str(folder.notes / "a.md"), "--map", str(folder.map))

    assert (result.exit_code, "name the folder that it lies in" in result.output) == (2, True)


def test_a_title_with_a_wiki_link_is_its_words(tmp_path: Path) -> None:
    assert cells_of(tmp_path, {"a.md": "# The [[x|pump]] of [[y]]\n"})["a.md"]["title"] == (
        "The pump of y"
    )


def test_names_are_the_same_however_their_accents_are_written(folder: Folder) -> None:
    folder.run({"a.md": "[it](Pr\u00fcfung.md)", "Pru\u0308fung.md": "x"})

    assert [link.target for link in Body(folder.body("a")).links] == ["prufung.md"]


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("[[b|see | more]]", "[see | more](b.md)"),
        ("[e]()", "[e]()"),
        ("<a href='b.md'>b</a>", "[b](<b.md>)"),
        ('<a href="b.md"><img src="https://a.b/c.png"></a>', "[![](<https://a.b/c.png>)](<b.md>)"),
        ("\\\\![[b]]", "\\\\![b](b.md)"),
        ("[m](mailto:a@b.c) <https://a.b/b.md>", "[m](mailto:a@b.c) <https://a.b/b.md>"),
        ("`[[b]]` \\[[b]] [[1]](b.md)", "`[[b]]` \\[[b]] [[1]](b.md)"),
        ("| a |\n|---|\n| b | [[b]] |", "| a |\n|---|\n| b | [b](b.md) |"),
        ("[b][B]\n\n[b]: b.md", "[b](<b.md>)"),
        ("[x][c] [y][c]\n\n[c]: https://a.b 'T'", '[x](<https://a.b> "T") [y](<https://a.b> "T")'),
        ("- [ ] x\n\t- [[b]]", "- [ ] x\n\t- [b](b.md)"),
        ("[[b#^1a2b]] ![[b#Cause]]", "[b](b.md) [b > Cause](b.md)"),
    ],
)
def test_links_are_written_as_markdown_has_them(folder: Folder, written: str, made: str) -> None:
    folder.run({"a.md": written, "b.md": "x"})

    assert folder.body("a").partition("\n\n## What was learned")[0] == f"## What happened\n\n{made}"


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#one #two/three #[[four five]]", ("one", "two/three", "four five")),
        ("[x](#no) a#no #12 &#39; `#no` #fff https://a.b/#no", None),
    ],
)
def test_hashtags_are_topics(tmp_path: Path, text: str, tags: tuple[str, ...] | None) -> None:
    assert cells_of(tmp_path, {"a.md": text})["a.md"].get("hashtags") == tags


def test_a_link_stays_while_the_file_that_it_leads_to_cannot_be_read(folder: Folder) -> None:
    folder.run({"a.md": "[b](b.md)", "b.md": "x"})
    before = folder.texts()

    result = folder.run({"b.md": "---\ntitle: [\n---\n"})

    assert "b.md: line 3" in result.stdout
    assert folder.texts() == before
