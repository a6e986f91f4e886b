"""A folder of Markdown of another program comes in as drafts, and its links lead where they led."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.exchange.folders.reading import read_folder
from site_builder.markdown.body import Body
from site_builder.records.lesson import Lesson
from site_builder.records.parse import checked_text

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
