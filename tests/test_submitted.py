"""The file that a page of the site makes of answers: untrusted, and read as an issue is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.exchange.forms.issues import MAX_BYTES
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.conftest import Base

LESSON = """\
---
title: Heat the sheds in autumn
problem: Nobody knows when the sheds have to be heated
evidence: experiential
tags: [pumps]
date: 2026-03-01
citations:
  - {title: Notes of the plant, design: experience-report}
status: draft
team: north
consent: "the person who shared it, on the form"
---

## What happened

The invented plant heated its sheds from October.

## What was learned

No pump froze.
"""
REPORT = """\
---
lesson: input
team: south
reported_by: shift lead
date: 2026-03-01
happened: 2026-02
outcome: worked
measure: observed
---

It took a day.
"""
PLAN = """\
---
title: Frozen pumps
problem: Pumps at the invented plant freeze when the nights turn cold
format: peer-assist
status: searched
date: 2026-03-01
host_team: north
planned_for: 2026-09
decision_open: yes
decision_date: 2026-10-15
receipts:
  - query: frozen pumps
    date: 2026-03-01
    index: 0123456789ab
    verdict: close
    hits: [{id: input, judgement: no, because: to be judged}, {id: gone, judgement: reuse}]
---
"""
HOSTILE = (
    ("an id that leads elsewhere", LESSON.replace("Heat the sheds", "../../../etc/passwd")),
    ("a header in a text", LESSON.replace("No pump froze.", "---\ntitle: Other\n---\n# Other")),
    ("a value that YAML reads otherwise", LESSON.replace("Heat the sheds in autumn", "null")),
    ("an alias", LESSON.replace("tags: [pumps]", "tags: &a [pumps, *a]")),
    ("a tag of Python", LESSON.replace("pumps]", "!!python/object/apply:os.system [x]]")),
    (
        "fields that no form asks for",
        LESSON.replace("status: draft", "status: published\naliases: [x]\nvisibility: team"),
    ),
    ("characters that turn the text", LESSON.replace("No pump", "No \u202epump\u2066 \u200b\x85")),
    (
        "an allowance",
        LESSON.replace("No pump", "a@example.org <!-- allow: personal-email because x -->"),
    ),
    ("a section left open", LESSON.replace("heated its", "```\nheated <!-- its")),
    (
        "lists and groups in place of texts",
        LESSON.replace("team: north", "team: {a: [b]}").replace("[pumps]", "{x: y}"),
    ),
)


@pytest.fixture
def take(tmp_path: Path, make_base: Callable[[dict[str, str]], Base]) -> Callable[..., Result]:
    """Return a function that runs a command on a text in a file, in a base with one lesson."""
    base = make_base({"input.md": lesson_text()})

    def run(text: str, *arguments: str, command: str = "from-issue") -> Result:
        file = tmp_path / "answers.md"
        file.write_text(text, "utf-8")
        return base.run(command, str(file), *arguments)

    return run


def written(root: Path) -> dict[str, str]:
    """Return the records that a command has made, by path."""
    files = (root / "lessons").rglob("*.md")
    return {
        file.relative_to(root).as_posix(): file.read_text("utf-8")
        for file in files
        if "imported:" in file.read_text("utf-8")
    }


@pytest.mark.parametrize("text", [LESSON, REPORT, PLAN], ids=["lesson", "report", "plan"])
@pytest.mark.parametrize("command", ["from-issue", "import"])
def test_a_file_becomes_a_draft_that_a_check_passes(
    text: str, command: str, take: Callable[..., Result], tmp_path: Path
) -> None:
    arguments = ["--write"] if command == "from-issue" else []
    assert take(text, *arguments, command=command).exit_code == 0
    ((path, made),) = written(tmp_path).items()
    header = [line for line in text.split("---\n")[1].splitlines() if line.startswith("problem")]
    assert all(line in made for line in header)
    assert path in take(text).output


def test_the_same_file_is_one_record_and_an_edited_one_another(
    take: Callable[..., Result], tmp_path: Path
) -> None:
    take(LESSON, "--write")
    before = written(tmp_path)
    take(LESSON, "--write")
    assert written(tmp_path) == before
    take(LESSON.replace("No pump froze.", "Two pumps froze."), "--write")
    assert len(written(tmp_path)) == 2


def test_a_plan_keeps_the_search_and_the_lessons_that_there_are(
    take: Callable[..., Result], tmp_path: Path
) -> None:
    take(PLAN, "--write")
    (made,) = written(tmp_path).values()
    assert "query: frozen pumps" in made
    assert "id: input" in made
    assert "gone" not in made


def test_the_text_for_readers_without_javascript_is_read_too(
    take: Callable[..., Result], tmp_path: Path
) -> None:
    text = (
        "### The lesson that you used\n\nInvented lesson\n\n### Your team\n\nSouth team\n\n"
        "### Your role\n\nshift lead\n\n### How it went\n\n<!-- one of: … -->\nit worked\n\n"
        "### How you know\n\nit was measured\n\n### Before you send it\n\n"
        "- [x] It names nobody: people stand in it by role, and no patient can be recognised.\n"
    )
    assert take(text, "--write").exit_code == 0
    (made,) = written(tmp_path).values()
    assert "outcome: worked" in made


@pytest.mark.parametrize(("what", "text"), HOSTILE, ids=[what for what, _text in HOSTILE])
def test_what_it_holds_leaves_neither_its_field_nor_its_section(
    what: str, text: str, take: Callable[..., Result], tmp_path: Path
) -> None:
    result = take(text, "--write")
    assert "Traceback" not in result.output, what
    for path, made in written(tmp_path).items():
        assert path.startswith("lessons/")
        assert ".." not in path
        assert "status: draft" in made
        assert "aliases" not in made
        assert "visibility" not in made
        assert "title: Other" not in made.split("\n---\n")[0]
        headings = [line for line in made.splitlines() if line.startswith("## ")]
        assert headings in (["## What happened", "## What was learned"], ["## What happened"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nothing of this kind.\n", "neither a header nor the questions of a form"),
        ("---\ntitle: [\n---\n", "line "),
        ("---\ntitle: never closed\n", "line "),
        (PLAN.replace("status: searched", "status: held"), "it is no plan"),
    ],
)
def test_another_file_is_refused_with_the_reason(
    text: str, said: str, take: Callable[..., Result], tmp_path: Path
) -> None:
    result = take(text, "--write")
    assert result.exit_code == 2
    assert said in result.output
    assert written(tmp_path) == {}


def test_a_huge_file_is_refused(take: Callable[..., Result]) -> None:
    assert "larger than" in take(LESSON + "x" * MAX_BYTES).output


def test_a_number_of_a_person_is_not_written(take: Callable[..., Result], tmp_path: Path) -> None:
    result = take(LESSON.replace("No pump", "NHS 943 476 5919"), "--write")
    assert result.exit_code == 1
    assert "943 476 5919" not in result.output
    assert written(tmp_path) == {}
