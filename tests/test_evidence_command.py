"""``lessons evidence`` explains as a person would; ``check --fix`` writes what is derived."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

REPORT = """\
---
lesson: shed
team: south
reported_by: duty engineer
date: 2026-02-20
happened: 2026-02
outcome: worked
measure: observed
setting: ward
---
"""
LEVELS = "evidence_level:\n  practice: 4   # as we hoped\n  research:   '3'"


@pytest.fixture
def base(make_base: MakeBase) -> Base:
    """Return a base with a lesson that another team has used, and one that is advice."""
    advice = "citations:\n  - {title: Invented manual, design: guidance}"
    return make_base(
        {
            "shed.md": lesson_text(title="Heat the shed"),
            "advice.md": lesson_text(
                title="Drain the pumps",
                problem="Invented pumps that stand idle crack in frost",
                source_assist="",
                header=advice,
            ),
            "reuse/south.md": REPORT,
        }
    )


def test_no_level_is_judged_while_the_vocabulary_cannot_be_read(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    lesson = lesson_text(outcome="worked", evidence_level="{practice: 4, research: 0}")
    base = make_base({"a.md": lesson})
    rules = [problem.rule for problem in base.load().diagnostics]
    (base.root / "lessons/vocabulary.yml").write_text("formats: [\n", encoding="utf-8")
    assert "level-too-high" in rules
    assert "level-too-high" not in [problem.rule for problem in base.load().diagnostics]


def test_it_explains_levels_facts_rules_and_what_would_raise_them(base: Base) -> None:
    result = base.run("evidence", "shed")
    assert result.exit_code == 0
    assert result.output == (
        "Heat the shed\n"
        "Tried: worked for South team (practice 2 of 4). Not studied. "
        "Last confirmed February 2026.\n"
        "\n"
        "Practice 2 of 4: repeated\n"
        "  It worked again: South team. [practice-repeated]\n"
        "  Facts:\n"
        "    - the event “Invented pump review” was held, December 2025 (assist pump-review)\n"
        "    - South team: worked, as others observed, Hospital ward, February 2026 (reuse south)\n"
        "  What would raise it: one more independent team for whom it works.\n"
        "\n"
        "Research 0 of 5: no supporting study\n"
        "  No study speaks for it. [research-none]\n"
        "  What would raise it: a publication of this kind that speaks for it, without concerns:\n"
        "  reasoning from mechanism or formal expert consensus.\n"
    )


def test_a_table_lists_every_lesson(base: Base) -> None:
    assert base.run("evidence", "--all").output.splitlines() == [
        "lesson  rests on  practice  research  contested",
        "advice  Advice    0 of 4    0 of 5",
        "shed    Tried     2 of 4    0 of 5",
    ]


def test_json_tells_the_same(base: Base) -> None:
    told = json.loads(base.run("evidence", "shed", "--format", "json").output)
    assert told["format_version"] == 1
    assert (told["basis"], told["used_by"]) == ("tried", ["north", "south"])
    assert (told["mark"], told["evidence_level"]) == (
        "experiential",
        {"practice": 2, "research": 0},
    )
    assert told["confirmed"] == "2026-02"
    assert [one["rule"] for one in told["practice"]["rules"]] == ["practice-repeated"]
    assert [(one["kind"], one["id"]) for one in told["practice"]["facts"]] == [
        ("assist", "pump-review"),
        ("reuse", "south"),
    ]
    assert told["practice"]["would_raise_it"] == "one more independent team for whom it works"


def test_json_of_all_holds_every_lesson(base: Base) -> None:
    told = json.loads(base.run("evidence", "--all", "--format", "json").output)
    assert [one["id"] for one in told["lessons"]] == ["advice", "shed"]


def test_show_carries_the_evidence(base: Base) -> None:
    told = json.loads(base.run("show", "shed", "--format", "json").output)
    assert told["evidence"]["evidence_level"] == {"practice": 2, "research": 0}
    assert "evidence" not in json.loads(base.run("show", "south", "--format", "json").output)


@pytest.mark.parametrize("arguments", [(), ("shed", "--all")])
def test_one_lesson_or_all_of_them_are_asked_for(base: Base, arguments: tuple[str, ...]) -> None:
    assert base.run("evidence", *arguments).exit_code == 2


def test_an_unknown_lesson_offers_the_nearest(base: Base) -> None:
    result = base.run("evidence", "shad")
    assert result.exit_code == 2
    assert "did you mean shed?" in result.output


def test_an_override_is_said_and_lapses(make_base: MakeBase) -> None:
    header = (
        "evidence_level: {practice: 3, research: 0}\n"
        "override: {by: Head of quality, why: A report is in print., expires: 2026-03-01}"
    )
    base = make_base({"shed.md": lesson_text(header=header)})
    output = " ".join(base.run("evidence", "shed").output.split())
    assert "practice 3 of 4" in output
    assert (
        "Set to practice 3 and research 0 until 1 March 2026 by Head of quality: A report is in "
        "print. The facts give practice 1 and research 0."
    ) in output
    text = (base.root / "lessons/shed.md").read_text(encoding="utf-8")
    (base.root / "lessons/shed.md").write_text(text.replace("03-01", "02-28"), encoding="utf-8")
    output = " ".join(base.run("evidence", "shed").output.split())
    assert "practice 1 of 4" in output
    assert "That has lapsed." in output


class TestFix:
    def test_the_derived_level_is_written_back_and_nothing_else_moves(
        self, make_base: MakeBase
    ) -> None:
        before = lesson_text(header=LEVELS)
        base = make_base({"shed.md": before})
        result = base.run("check", "--fix")
        assert result.exit_code == 0
        after = (base.root / "lessons/shed.md").read_text(encoding="utf-8")
        assert after == before.replace("practice: 4", "practice: 1").replace("'3'", "0")
        assert "fixed lessons/shed.md" in result.output

    def test_windows_line_ends_stay(self, make_base: MakeBase) -> None:
        base = make_base({"shed.md": ""})
        data = lesson_text(header=LEVELS).replace("\n", "\r\n").encode()
        (base.root / "lessons/shed.md").write_bytes(data)
        base.run("check", "--fix")
        after = (base.root / "lessons/shed.md").read_bytes()
        assert after == data.replace(b"practice: 4", b"practice: 1").replace(b"'3'", b"0")

    def test_a_dry_run_shows_the_difference_and_writes_nothing(self, make_base: MakeBase) -> None:
        before = lesson_text(header=LEVELS)
        base = make_base({"shed.md": before})
        result = base.run("check", "--fix", "--dry-run")
        assert result.exit_code == 1
        lines = result.output.splitlines()
        assert "-  practice: 4   # as we hoped" in lines
        assert "+  practice: 1   # as we hoped" in lines
        assert (base.root / "lessons/shed.md").read_text(encoding="utf-8") == before

    def test_only_the_paths_asked_for_are_mended(self, make_base: MakeBase) -> None:
        other = lesson_text(
            title="Drain the pumps",
            problem="Invented pumps that stand idle crack in frost",
            header=LEVELS,
        )
        base = make_base({"shed.md": lesson_text(header=LEVELS), "other.md": other})
        base.run("check", "--fix", str(base.root / "lessons/shed.md"))
        assert (base.root / "lessons/other.md").read_text(encoding="utf-8") == other

    def test_what_is_mended_is_not_said_on_standard_output(self, make_base: MakeBase) -> None:
        base = make_base({"shed.md": lesson_text(header=LEVELS)})
        result = base.run("check", "--fix", "--format", "json")
        assert json.loads(result.stdout)["format_version"] == 1

    def test_a_dry_run_without_fix_is_wrong_use(self, make_base: MakeBase) -> None:
        assert make_base({}).run("check", "--dry-run").exit_code == 2


def test_no_lesson_was_last_confirmed_in_the_future(base: Base) -> None:
    """The day of the tests is 1 March 2026."""
    file = base.root / "lessons/reuse/south.md"
    later = REPORT.replace("happened: 2026-02", "happened: 2027-02")
    assert later != REPORT
    file.write_text(later, encoding="utf-8")
    output = base.run("evidence", "shed").output
    assert "2027" not in output.partition("Practice")[0]
    assert "Last confirmed December 2025." in " ".join(output.split())
    assert "does not count: its date is in the future" in " ".join(output.split())
    assert json.loads(base.run("evidence", "shed", "--format", "json").stdout)["confirmed"] == (
        "2025-12"
    )
