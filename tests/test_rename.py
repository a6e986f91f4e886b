"""``lessons rename``: another id, and every link still leads where it led."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from site_builder.library import renaming
from site_builder.records.kinds import Kind
from tests.builders import HELD, lesson_text
from tests.conftest import REPOSITORY, Base

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeBase = Callable[[dict[str, str]], Base]

LINKS = """
[One](old.md), [two](<old.md#what-happened> "old.md"), [three][3], ![no](old.png), `[code](old.md)`
and [another](sub/old.md).

[3]: ./old.md
"""


def text_of(base: Base, path: str) -> str:
    return (base.root / "lessons" / path).read_text(encoding="utf-8")


def told(base: Base) -> list[tuple[str, str]]:
    """Return rule and severity of every problem."""
    return sorted((problem.rule, problem.severity) for problem in base.load().diagnostics)


@pytest.fixture
def base(make_base: MakeBase) -> Base:
    """Return a base in which a lesson is named in every way."""
    relations = "relations: {related: [old]}\nrelies_on: [{id: old}]"
    reuse = "lesson: old\nteam: south\nreported_by: Head\ndate: 2026-02-02\noutcome: worked"
    return make_base(
        {
            "old.md": lesson_text() + "\n[Up](old.md#what-was-learned)\n",
            "other.md": lesson_text(problem="Valves leak", header=relations) + LINKS,
            "sub/third.md": lesson_text(problem="Old doors jam") + "\n[Out](../old.md) old.md\n",
            "reuse/use.md": f"---\n{reuse}\nmeasure: observed\n---\n[it](../old.md)\n",
            "assists/meeting.md": HELD.replace(
                "index: 0123456789ab}", "index: 0123456789ab, hits: [{id: old, judgement: no}]}"
            ),
            "guide/page.md": "See [it](../old.md).\n",
        }
    )


def test_every_reference_and_link_leads_to_the_new_id(base: Base) -> None:
    done = base.run("rename", "old", "new-name")
    assert done.exit_code == 0, done.output
    other = text_of(base, "other.md")
    assert "related: [new-name]" in other
    assert "- id: new-name" in other or "{id: new-name}" in other
    assert '[One](new-name.md), [two](<new-name.md#what-happened> "old.md"), [three][3]' in other
    assert "\n[3]: ./new-name.md\n" in other
    assert "[Out](../new-name.md) old.md" in text_of(base, "sub/third.md")
    assert "lesson: new-name" in text_of(base, "reuse/use.md")
    assert "[it](../new-name.md)" in text_of(base, "reuse/use.md")
    assert "{id: new-name, judgement: no}" in text_of(base, "assists/meeting.md")
    assert "[it](../new-name.md)" in text_of(base, "guide/page.md")


def test_what_only_looks_like_a_link_to_it_stays(base: Base) -> None:
    base.run("rename", "old", "new-name")
    assert "![no](old.png), `[code](old.md)`\nand [another](sub/old.md)" in text_of(
        base, "other.md"
    )


def test_the_old_id_is_an_alias_and_the_old_file_is_gone(base: Base) -> None:
    base.run("rename", "old", "new-name")
    assert not (base.root / "lessons/old.md").exists()
    assert "aliases: [old]" in text_of(base, "new-name.md")
    assert "[Up](new-name.md#what-was-learned)" in text_of(base, "new-name.md")
    assert base.run("show", "old").exit_code == 0


def test_files_keep_their_line_ends_and_all_other_bytes(base: Base) -> None:
    lessons = base.root / "lessons"
    mixed = text_of(base, "other.md").encode().replace(b"\n", b"\r\n", 5)
    (lessons / "other.md").write_bytes(mixed)
    own = text_of(base, "old.md").encode().replace(b"\n", b"\r\n")
    (lessons / "old.md").write_bytes(own)

    assert base.run("rename", "old", "new-name").exit_code == 0
    renamed = (lessons / "new-name.md").read_bytes()
    assert renamed.count(b"\n") == renamed.count(b"\r\n") == own.count(b"\n") + 1
    mended = (lessons / "other.md").read_bytes()
    assert (mended.count(b"\n"), mended.count(b"\r")) == (mixed.count(b"\n"), 5)


def test_a_record_can_be_renamed_back(base: Base) -> None:
    base.run("rename", "old", "new-name")
    assert base.run("rename", "new-name", "old").exit_code == 0
    assert "aliases: [new-name]" in text_of(base, "old.md")


def test_a_dry_run_shows_the_lines_and_writes_nothing(base: Base) -> None:
    before = {path: path.read_bytes() for path in base.root.rglob("*.md")}
    done = base.run("rename", "old", "new-name", "--dry-run")
    assert "+lesson: new-name" in done.output
    assert {path: path.read_bytes() for path in base.root.rglob("*.md")} == before


@pytest.mark.parametrize("kind", ["lesson", "assist", "reuse"])
def test_no_problem_comes_or_goes_in_a_large_base(tmp_path: Path, kind: str) -> None:
    root = shutil.copytree(
        REPOSITORY / "examples/tour", tmp_path / "tour", ignore=shutil.ignore_patterns("site")
    )
    base = Base(root)
    before = told(base)
    library = base.load().library
    record_id = max(
        library.ids(Kind(kind)), key=lambda it: sum(it in f.read_text() for f in root.rglob("*.md"))
    )
    done = base.run("rename", record_id, "another-name", "--kind", kind)
    assert done.exit_code == 0, done.output
    assert told(base) == before
    naming = re.compile(rf"(?<![\w-]){re.escape(record_id)}(?![\w-])")
    left = [
        file for file in (root / "lessons").rglob("*.md") if naming.search(file.read_text("utf-8"))
    ]
    assert [file.name for file in left] == ["another-name.md"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["old", "New Name"], "'New Name' is no id: small letters a to z, digits, single hyphens"),
        (["old", "New Name"], "did you mean 'new-name'?"),
        (["old", "old"], "the lesson has the id 'old' already"),
        (["old", "other"], "another lesson has the id 'other', or had it"),
    ],
)
def test_a_wrong_id_is_refused(base: Base, arguments: list[str], problem: str) -> None:
    done = base.run("rename", *arguments)
    assert done.exit_code == 2
    assert problem in done.output


def test_an_id_of_two_kinds_needs_the_kind(make_base: MakeBase) -> None:
    base = make_base({"pump-review.md": lesson_text()})
    done = base.run("rename", "pump-review", "new")
    assert done.exit_code == 2
    assert "is the id of a lesson and an assist; name one with --kind" in done.output
    assert base.run("rename", "pump-review", "new", "--kind", "assist").exit_code == 0
    assert "source_assist: new" in text_of(base, "pump-review.md")


def test_a_file_that_cannot_be_read_is_named(base: Base) -> None:
    (base.root / "lessons/broken.md").write_text("---\n[old.md\n---\n", encoding="utf-8")
    done = base.run("rename", "old", "new-name")
    assert "lessons/broken.md cannot be read, and names `old`: mend it by hand." in done.output


def test_nothing_is_written_when_a_file_was_saved_meanwhile(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = renaming.renaming

    def saved_then_planned(*arguments: object) -> renaming.Renaming:
        planned = plan(*arguments)  # type: ignore[arg-type]
        (base.root / "lessons/other.md").write_text(lesson_text() + "Saved.\n", encoding="utf-8")
        return planned

    monkeypatch.setattr(renaming, "renaming", saved_then_planned)
    done = base.run("rename", "old", "new-name")
    assert done.exit_code == 2
    assert "Saved." in text_of(base, "other.md")
    assert (base.root / "lessons/old.md").exists()
    assert not (base.root / "lessons/new-name.md").exists()
