"""What somebody saves while a command runs is never lost, whichever command it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.diagnostics import Edit, edited
from site_builder.library import writing
from tests.builders import HELD, PLAN, lesson_text
from tests.issues import LESSON, form_text, issue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base

MINE = "\nSaved meanwhile by another hand.\n"
TABLE = "id,title,day\n1,Pump,2020-01-01\n"
MAP = (
    'key: id\ntitle: "{title}"\nproblem: "{title} fails"\nevidence: experiential\ntags: [pumps]\n'
    'date: "{day}"\nsections: {What happened: "{title}", What was learned: "{title}"}\n'
)
REUSE = (
    "---\nlesson: input\ndigest: 0123456789ab\nteam: south\nreported_by: charge nurse\n"
    "date: 2026-02-02\noutcome: worked\nmeasure: observed\nhappened: 2026-02\n---\nIt went well.\n"
)


def _imported(base: Base) -> list[str]:
    table, map_file = base.root / "t.csv", base.root / "map.yml"
    table.write_text(TABLE, "utf-8")
    map_file.write_text(MAP, "utf-8")
    command = ["import", str(table), "--map", str(map_file), "--into", "in"]
    assert base.run(*command).exit_code == 0
    table.write_text(TABLE.replace("Pump", "Sluice"), "utf-8")
    return command


def _from_issue(base: Base) -> list[str]:
    event = base.root / "event.json"
    command = ["from-issue", str(event), "--write"]
    for answers in (LESSON, LESSON | {"what_happened": "It was another shed."}):
        body = form_text("share-a-lesson", answers)
        event.write_text(json.dumps({"issue": issue(body)}), "utf-8")
        if answers is LESSON:
            assert base.run(*command).exit_code == 0
    return command


def _ingested(base: Base) -> list[str]:
    sheet = base.root / "sheet.md"
    sheet.write_text("## The story\n\nWe all froze.\n", "utf-8")
    return ["assist", "ingest", "held", str(sheet)]


def _kit(base: Base) -> list[str]:
    command = ["assist", "kit", "plan", "-o", str(base.root / "kit.html"), "--force"]
    assert base.run(*command).exit_code == 0
    return command


COMMANDS: dict[str, tuple[Callable[[Base], list[str]], str]] = {
    "check --fix": (lambda _: ["check", "--fix"], "lessons/fixable.md"),
    "affirm": (lambda _: ["affirm", "report"], "lessons/reuse/report.md"),
    "withdraw": (lambda _: ["withdraw", "input", "--reason", "wrong"], "lessons/input.md"),
    "review done": (lambda _: ["review", "done", "input"], "lessons/input.md"),
    "review plan": (lambda _: ["review", "plan", "--write"], "lessons/input.md"),
    "assist receipt": (
        lambda _: ["assist", "receipt", "plan", "--judge", "*=no"],
        "lessons/assists/plan.md",
    ),
    "assist move": (
        lambda _: ["assist", "move", "plan", "cancelled", "--because", "x"],
        "lessons/assists/plan.md",
    ),
    "assist ingest": (_ingested, "lessons/assists/held.md"),
    "import": (_imported, "lessons/in/pump.md"),
    "from-issue": (_from_issue, "lessons/heat-the-sheds-in-autumn.md"),
    "assist kit": (_kit, "kit.html"),
}
"""Every command that changes a file, with how it is brought to do so, and the file."""


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base in which every command has something to change."""
    return make_base(
        {
            "input.md": lesson_text(),
            "fixable.md": lesson_text(problem="Sluices of the invented plant stick in summer")
            + "Trailing. \n",
            "reuse/report.md": REUSE,
            "assists/plan.md": PLAN,
            "assists/held.md": HELD,
        }
    )


@pytest.mark.parametrize("moment", ["_writable", "_aside"])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_saved_meanwhile_stays(
    command: str, moment: str, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is saved before the file is compared, or while the new text stands beside it."""
    prepare, path = COMMANDS[command]
    arguments, target = prepare(base), base.root / path
    step = getattr(writing, moment)
    saved: list[bytes] = []

    def meanwhile(file: Path, *rest: object) -> object:
        if file.resolve() == target.resolve() and not saved:
            saved.append(target.read_bytes() + MINE.encode())
            target.write_bytes(saved[0])
        return step(file, *rest)

    monkeypatch.setattr(writing, moment, meanwhile)
    done = base.run(*arguments)
    assert saved, done.output
    assert target.read_bytes() == saved[0]
    assert done.exit_code == 2
    assert "it has changed since it was read; run the command again" in done.output
    assert [
        it.name for it in target.parent.iterdir() if it.name.startswith(f".{target.name}")
    ] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_without_another_hand_the_command_writes(command: str, base: Base) -> None:
    prepare, path = COMMANDS[command]
    arguments, target = prepare(base), base.root / path
    before = target.read_bytes()
    done = base.run(*arguments)
    assert done.exit_code in {0, 1}, done.output
    assert command == "assist kit" or target.read_bytes() != before


def test_a_fix_moves_no_other_byte(make_base: Callable[[dict[str, str]], Base]) -> None:
    """Comments that allow something, odd spaces and line ends stay, whatever else is mended."""
    comment = "<!-- allow: personal-email because it is the desk's -->"
    body = (
        f"## What happened\n\nAsk a@example.org. {comment}\n\nA pump\tfailed. \nIt froze.\n\n"
        f"{comment}\nAsk b@example.org.\n\n## What was learned\n\nHeat  it.\n\n\n"
    )
    base = make_base({"input.md": ""})
    file = base.root / "lessons/input.md"
    before = lesson_text(body=body).replace("\n", "\r\n").encode()
    file.write_bytes(before)
    assert base.run("check", "--fix").exit_code == 0
    assert file.read_bytes() == before.replace(b"failed. \r\n", b"failed.\r\n")


def test_a_new_record_is_kept_aside_when_its_file_appears_meanwhile(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {
        "title": "A drain",
        "problem": "Drains freeze in winter nights",
        "evidence": "experiential",
        "tag": "pumps",
        "source": "pump-review",
        "what-happened": "A drain froze.",
        "what-was-learned": "Cover it.",
    }
    link = writing.os.link  # type: ignore[attr-defined]

    def meanwhile(written: Path, file: Path) -> None:
        file.write_text("mine", "utf-8")
        link(written, file)

    monkeypatch.setattr(writing.os, "link", meanwhile)  # type: ignore[attr-defined]
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    done = base.run("new", "lesson", *options, "--anyway")
    (found,) = (base.root / "lessons").rglob("a-drain.md")
    assert found.read_text("utf-8") == "mine"
    assert "The text is kept in" in done.output
    (kept,) = (base.root / ".cache/unsaved").rglob("a-drain.md")
    assert "A drain froze." in kept.read_text("utf-8")


@given(
    st.lists(st.sampled_from(["a", "é", "\n", "\r\n", "\r", " \n", "\t", "\ufeff", "\x0b"])),
    st.data(),
)
def test_outside_of_its_edits_a_file_keeps_its_bytes(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    read = text.replace("\r\n", "\n").replace("\r", "\n")
    start = data.draw(st.integers(0, len(read)))
    end = data.draw(st.integers(start, len(read)))
    new = edited(text, [Edit(start, end, "X")])
    before, after = new.split("X")
    assert text.startswith(before)
    assert text.endswith(after)
    assert before.replace("\r\n", "\n").replace("\r", "\n") == read[:start]
    assert after.replace("\r\n", "\n").replace("\r", "\n") == read[end:]
