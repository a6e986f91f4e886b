"""``lessons withdraw`` says why a lesson no longer stands, and who built on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import PLAN, lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

    MakeBase = Callable[[dict[str, str]], Base]

REPORT = """\
---
lesson: old
digest: '000000000000'
team: south
reported_by: duty engineer
date: 2026-02-20
outcome: worked
measure: observed
---
"""
OLD = lesson_text(
    title="Wrap the pumps",
    problem="Pumps at the invented plant freeze when nobody looks",
    header="# kept since spring\nstatus: published # for now\nowner: Head of pumps\n",
)
FILES = {
    "old.md": OLD,
    "new.md": lesson_text(title="Heat the shed"),
    "draft.md": lesson_text(title="Half a thought", problem="Valves leak in fog", status="draft"),
}
RELYING = lesson_text(
    title="Count the coats",
    problem="Coats of invented pumps go missing in spring",
    header="owner: Head of stores\nrelies_on: [{id: old, digest: '000000000000'}]\n",
    body="## What happened\n\nWe [wrapped them](old.md) once.\n\n## What was learned\n\nCount.\n",
)
JUDGED = PLAN.replace(
    "index: 0123456789ab}",
    "index: 0123456789ab, hits: [{id: old, judgement: partly, because: It is near}]}",
)


@pytest.fixture
def base(make_base: MakeBase) -> Base:
    """Return a base with two lessons that stand and a draft."""
    return make_base(FILES)


def text_of(base: Base, name: str) -> str:
    """Return the text of a lesson's file."""
    return (base.root / "lessons" / f"{name}.md").read_text(encoding="utf-8")


def errors(base: Base) -> list[str]:
    """Return what a check finds that is worse than a note."""
    return [one.rule for one in base.load().diagnostics if one.severity != "note"]


def test_a_withdrawal_says_when_and_why_and_keeps_the_rest(base: Base) -> None:
    result = base.run("withdraw", "old", "--reason", "harmful", "--note", 'It "burst": twice')
    assert result.exit_code == 0
    line = 'withdrawn: {date: 2026-03-01, reason: harmful, note: "It \\"burst\\": twice"}'
    assert text_of(base, "old") == OLD.replace(
        "status: published # for now", "status: withdrawn # for now"
    ).replace("owner: Head of pumps\n", f"owner: Head of pumps\n{line}\n")
    assert result.output == (
        f"lessons/old.md:9: status: withdrawn # for now\nlessons/old.md:11: {line}\n"
    )
    lesson = base.load().library.lesson("old")
    assert lesson
    assert lesson.fields.withdrawn
    assert lesson.fields.withdrawn.note == 'It "burst": twice'
    assert errors(base) == []


def test_a_lesson_is_withdrawn_once(base: Base) -> None:
    base.run("withdraw", "old", "--reason", "wrong")
    before = text_of(base, "old")
    result = base.run("withdraw", "old", "--reason", "outdated")
    assert result.exit_code == 2
    assert "the lesson 'old' was already withdrawn on 1 March 2026" in result.stderr
    assert text_of(base, "old") == before


def test_those_who_build_on_it_are_named(make_base: MakeBase) -> None:
    base = make_base(
        {
            **FILES,
            "relying.md": RELYING,
            "reuse/south.md": REPORT,
            "assists/plan.md": JUDGED,
            "guide/how.md": "Begin with [a coat](../old.md). Then rest.\n",
        }
    )
    output = base.run("withdraw", "old", "--reason", "wrong").output
    assert output.partition("\n\n")[2] == (
        "These records build on it; tell their owners:\n"
        "  found to help by lessons/assists/plan.md (assist)\n"
        "  mentioned by lessons/relying.md (lesson, kept by Head of stores): "
        "“We wrapped them once.”\n"
        "  relied on by lessons/relying.md (lesson, kept by Head of stores)\n"
        "  mentioned by lessons/guide/how.md (page): “Begin with a coat.”\n"
        "  used in lessons/reuse/south.md (reuse, kept by duty engineer)\n"
        "Records that keep its digest are flagged until `lessons affirm` confirms them.\n"
    )


def test_those_who_keep_its_digest_are_marked(make_base: MakeBase) -> None:
    base = make_base({**FILES, "reuse/south.md": REPORT})
    base.run("withdraw", "old", "--reason", "wrong")
    assert "reliance-withdrawn" in {one.rule for one in base.load().diagnostics}


def test_a_dry_run_says_it_all_and_writes_nothing(base: Base) -> None:
    result = base.run("withdraw", "old", "--reason", "wrong", "--dry-run")
    assert "lessons/old.md:11: withdrawn: {date: 2026-03-01, reason: wrong}" in result.output
    assert result.output.endswith("\nNothing was written.\n")
    assert text_of(base, "old") == OLD


def test_a_withdrawn_consent_is_said_not_to_reach_the_history(base: Base) -> None:
    output = base.run("withdraw", "old", "--reason", "consent-withdrawn").output
    assert output.endswith(
        "\nThe site no longer shows its text; the file and its history still contain it.\n"
    )


# With a successor


def test_a_lesson_that_is_out_of_date_is_replaced(base: Base) -> None:
    result = base.run("withdraw", "old", "--reason", "outdated", "--successor", "new")
    assert result.output == (
        "lessons/new.md:8: relations: {supersedes: [old]}\n"
        "lessons/old.md:9: status: superseded # for now\n"
    )
    assert text_of(base, "old") == OLD.replace("status: published", "status: superseded")
    assert errors(base) == []


def test_a_harmful_lesson_stays_withdrawn_and_leads_on(base: Base) -> None:
    base.run("withdraw", "old", "--reason", "harmful", "--successor", "new")
    loaded = base.load()
    lesson = loaded.library.lesson("old")
    assert lesson
    assert lesson.fields.status == "withdrawn"
    assert loaded.graph.successors("old") == ("new",)
    assert errors(base) == []


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        ("relations: {related: [draft]}", "relations: {related: [draft], supersedes: [old]}"),
        (
            "relations:\n  related: [draft] # why",
            "relations:\n  supersedes: [old]\n  related: [draft] # why",
        ),
        ("relations: {supersedes: [draft]}", "relations: {supersedes: [draft, old]}"),
        (
            "relations:\n  supersedes:\n    # older\n    - draft # why",
            "relations:\n  supersedes:\n    # older\n    - draft # why\n    - old",
        ),
        ("relations: {}", "relations: {supersedes: [old]}"),
    ],
)
def test_the_successor_keeps_what_it_says_of_others(base: Base, written: str, changed: str) -> None:
    file = base.root / "lessons" / "new.md"
    file.write_text(lesson_text(title="Heat the shed", header=written), encoding="utf-8")
    base.run("withdraw", "old", "--reason", "duplicate", "--successor", "new")
    assert text_of(base, "new") == lesson_text(title="Heat the shed", header=changed)


def test_a_successor_that_names_the_lesson_already_is_left_alone(base: Base) -> None:
    file = base.root / "lessons" / "new.md"
    file.write_text(lesson_text(header="relations: {supersedes: [old]}"), encoding="utf-8")
    result = base.run("withdraw", "old", "--reason", "outdated", "--successor", "new")
    assert result.output == "lessons/old.md:9: status: superseded # for now\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["old"], "Missing option '--reason'"),
        (["old", "--reason", "bad"], "'bad' is not one of 'wrong', 'harmful', 'outdated'"),
        (["drafts", "--reason", "wrong"], "no record has the id 'drafts'; did you mean draft?"),
        (
            ["pump-review", "--reason", "wrong"],
            "'pump-review' is an assist, and this command takes a lesson",
        ),
        (["old", "--reason", "other"], "--reason other needs a --note with the reason"),
        (["old", "--reason", "other", "--note", " \n "], "needs a --note with the reason"),
        (["old", "--reason", "outdated", "--successor", "old"], "names the lesson itself"),
        (
            ["old", "--reason", "outdated", "--successor", "draft"],
            "the successor 'draft' is not published: its status is `draft`",
        ),
        (["old", "--reason", "outdated", "--successor", "newt"], "did you mean new?"),
        (
            ["old", "--reason", "outdated", "--successor", "new", "--note", "Old"],
            "a lesson that is replaced has no --note",
        ),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    base: Base, arguments: list[str], message: str
) -> None:
    result = base.run("withdraw", *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert {name: text_of(base, name.removesuffix(".md")) for name in FILES} == FILES


def test_lessons_do_not_replace_each_other_in_a_circle(make_base: MakeBase) -> None:
    base = make_base(
        {
            "a.md": lesson_text(header="relations: {supersedes: [b]}"),
            "b.md": lesson_text(
                title="B", status="superseded", header="relations: {supersedes: [c]}"
            ),
            "c.md": lesson_text(title="C", problem="Valves leak in fog"),
        }
    )
    result = base.run("withdraw", "a", "--reason", "outdated", "--successor", "c")
    assert result.exit_code == 2
    assert "the lesson 'a' itself replaces 'c'" in result.stderr


@pytest.mark.parametrize("header", ["relations:\n", "relations: ~\n"])
def test_an_empty_field_is_no_way_to_lose_another(base: Base, header: str) -> None:
    """An empty field is an error of its own; what is written beside it is not to be lost."""
    file = base.root / "lessons" / "new.md"
    text = lesson_text(title="Heat the shed", header=f"{header}owner: Head of sheds")
    file.write_text(text, encoding="utf-8")
    result = base.run("withdraw", "old", "--reason", "outdated", "--successor", "new")
    if result.exit_code:
        assert (text_of(base, "new"), text_of(base, "old")) == (text, OLD)
    else:
        loaded = base.load().library.lesson("new")
        assert loaded
        assert loaded.fields.owner == "Head of sheds"
        assert loaded.fields.relations.supersedes == ("old",)
