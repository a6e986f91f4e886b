"""Digests change with what a lesson says, and with nothing else."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

BODY = "## What happened\n\nA pump failed.\n\n## What was learned\n\nHeat the shed.\n"
REPORT = """\
---
lesson: input
digest: {digest} # as we used it
team: south
reported_by: duty engineer
date: 2026-02-20
outcome: {outcome}
measure: observed
---
"""


def digest(base: Base) -> str:
    """Return the digest of the lesson ``input``."""
    loaded = base.load()
    lesson = loaded.library.lesson("input")
    assert lesson
    return loaded.reliances.digest(lesson)


def rewrite(base: Base, text: str) -> None:
    """Put another text in the place of the lesson ``input``."""
    (base.root / "lessons" / "input.md").write_text(text, encoding="utf-8")


def rules(base: Base) -> list[str]:
    """Return the rules that are broken, notes left out."""
    return [found.rule for found in base.load().diagnostics if found.severity != "note"]


@pytest.mark.parametrize(
    "text",
    [
        lesson_text(body=BODY.replace("failed.", "failed!")),
        lesson_text(body=BODY.replace("A pump", "A **pump**")),
        lesson_text(body=BODY.replace("A pump failed", "A\n\npump  Failed")),
        lesson_text(body=BODY.replace("A pump", "A [pump](assists/pump-review.md)")),
        lesson_text(tags="[handover]"),
        lesson_text(date="2026-02-02"),
        lesson_text(header="owner: head of estates\nreview_by: 2027-01-01"),
        lesson_text(title="Invented  lesson"),
    ],
)
def test_digest_stays_when_the_lesson_says_the_same(make_base: MakeBase, text: str) -> None:
    base = make_base({"input.md": lesson_text(body=BODY)})
    before = digest(base)
    rewrite(base, text)
    assert digest(base) == before


@pytest.mark.parametrize(
    "text",
    [
        lesson_text(body=BODY.replace("failed", "leaked")),
        lesson_text(body=BODY.replace("Heat", "Do not heat")),
        lesson_text(title="Invented other lesson"),
        lesson_text(problem="Valves at the invented plant fail every winter"),
        lesson_text(header="outcome: did-not-work"),
        lesson_text(header="takeaway: Heat the shed."),
        lesson_text(header="context: {scale: two sheds}"),
        lesson_text(header="citations:\n  - {title: Invented report, design: experience-report}"),
    ],
)
def test_digest_changes_with_what_the_lesson_says(make_base: MakeBase, text: str) -> None:
    base = make_base({"input.md": lesson_text(body=BODY)})
    before = digest(base)
    rewrite(base, text)
    assert digest(base) != before


def test_digest_says_that_a_lesson_is_contested_and_withdrawn(make_base: MakeBase) -> None:
    header = "status: withdrawn\nwithdrawn: {date: 2026-02-21, reason: harmful}"
    base = make_base(
        {
            "input.md": lesson_text(header=header),
            "reuse/south.md": REPORT.format(digest="0" * 12, outcome="harmed"),
        }
    )
    assert digest(base).endswith("+contested+withdrawn")


def test_affirming_changes_one_line_and_settles_the_matter(make_base: MakeBase) -> None:
    base = make_base(
        {
            "input.md": lesson_text(),
            "reuse/south.md": REPORT.format(digest="0" * 12, outcome="worked"),
        }
    )
    assert rules(base) == ["reliance-changed"]
    result = base.run("affirm", "south")
    assert result.exit_code == 0
    text = (base.root / "lessons/reuse/south.md").read_text(encoding="utf-8")
    assert text == REPORT.format(digest=digest(base), outcome="worked")
    assert result.output.startswith("lessons/reuse/south.md:3: digest: ")
    assert rules(base) == []


def test_affirming_writes_a_digest_that_is_missing(make_base: MakeBase) -> None:
    base = make_base(
        {
            "input.md": lesson_text(),
            "other.md": lesson_text(
                title="Drain the pumps",
                problem="Invented pumps that stand idle crack in frost",
                header="relies_on:\n  - id: input # the basis",
            ),
        }
    )
    assert rules(base) == ["digest-missing"]
    assert base.run("affirm", "other").exit_code == 0
    assert rules(base) == []


def test_affirming_what_still_holds_changes_nothing(make_base: MakeBase) -> None:
    base = make_base({"input.md": lesson_text()})
    report = REPORT.format(digest=digest(base), outcome="worked")
    (base.root / "lessons/reuse").mkdir()
    (base.root / "lessons/reuse/south.md").write_text(report, encoding="utf-8")
    assert "nothing to affirm" in base.run("affirm", "south").output
    assert (base.root / "lessons/reuse/south.md").read_text(encoding="utf-8") == report


def test_affirming_a_record_that_relies_on_nothing_is_wrong_use(make_base: MakeBase) -> None:
    result = make_base({"input.md": lesson_text()}).run("affirm", "input")
    assert result.exit_code == 2
    assert "the lesson 'input' does not rely on any lesson" in result.output


def test_affirming_an_unknown_record_offers_the_nearest(make_base: MakeBase) -> None:
    result = make_base({"input.md": lesson_text()}).run("affirm", "inputs")
    assert result.exit_code == 2
    assert "did you mean input?" in result.output


class TestMinorEdits:
    @pytest.fixture
    def committed(self, make_base: MakeBase) -> Base:
        """Return a base in git with a report that relies on its lesson."""
        base = make_base({"input.md": lesson_text()})
        report = REPORT.format(digest=digest(base), outcome="worked")
        (base.root / "lessons/reuse").mkdir()
        (base.root / "lessons/reuse/south.md").write_text(report, encoding="utf-8")
        self.commit(base)
        return base

    @staticmethod
    def commit(base: Base) -> None:
        """Commit everything."""
        git = ["git", "-C", str(base.root), "-c", "user.name=Invented", "-c", "user.email=a@b.c"]
        for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "A state"]):
            subprocess.run([*git, *arguments], check=True)

    def test_a_minor_edit_flags_nothing(self, committed: Base) -> None:
        rewrite(committed, lesson_text(title="Invented lesson, reworded"))
        assert rules(committed) == ["reliance-changed"]
        assert committed.run("affirm", "input", "--minor").exit_code == 0
        assert rules(committed) == []

    def test_a_second_minor_edit_keeps_the_first(self, committed: Base) -> None:
        rewrite(committed, lesson_text(title="Invented lesson, reworded"))
        committed.run("affirm", "input", "--minor")
        self.commit(committed)
        file = committed.root / "lessons/input.md"
        text = file.read_text(encoding="utf-8").replace("reworded\n", "again\n", 1)
        rewrite(committed, text)
        assert rules(committed) == ["reliance-changed"]
        committed.run("affirm", "input", "--minor")
        assert rules(committed) == []

    def test_a_change_of_substance_after_a_minor_edit_flags_again(self, committed: Base) -> None:
        rewrite(committed, lesson_text(title="Invented lesson, reworded"))
        committed.run("affirm", "input", "--minor")
        file = committed.root / "lessons/input.md"
        rewrite(committed, file.read_text(encoding="utf-8").replace("Heat", "Do not heat"))
        assert rules(committed) == ["reliance-changed"]

    def test_without_a_repository_it_says_so_and_writes_nothing(self, make_base: MakeBase) -> None:
        base = make_base({"input.md": lesson_text()})
        before = (base.root / "lessons/input.md").read_bytes()
        result = base.run("affirm", "input", "--minor")
        assert result.exit_code == 2
        assert "git has no lessons/input.md in 'HEAD'" in result.output
        assert (base.root / "lessons/input.md").read_bytes() == before

    def test_a_commit_named_like_an_option_is_refused(self, committed: Base) -> None:
        result = committed.run("affirm", "input", "--minor", "--since=--help")
        assert result.exit_code == 2
        assert "'--help' is not the name of a commit" in result.output

    def test_an_earlier_version_that_is_no_lesson_is_refused(self, committed: Base) -> None:
        rewrite(committed, "no header\n")
        self.commit(committed)
        rewrite(committed, lesson_text())
        result = committed.run("affirm", "input", "--minor")
        assert result.exit_code == 2
        assert "is not a readable lesson" in result.output
