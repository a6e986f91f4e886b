"""``lessons review`` says what to look at again, spreads it, and notes that somebody looked."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import lesson_text, written_base
from tests.conftest import Base

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeBase = Callable[[dict[str, str]], Base]

HARM = """\
---
lesson: hurt
team: south
reported_by: duty engineer
date: 2026-02-20
outcome: harmed
measure: observed
---
"""


def lesson(title: str, header: str = "", **fields: str) -> str:
    """Return an invented lesson whose problem nobody else has."""
    problem = f"Nobody at the invented plant knows about {title.lower()}"
    return lesson_text(title=title, problem=problem, header=header, **fields)


FILES = {
    "late.md": lesson("Late one", owner="Head of pumps", review_by="2026-02-01"),
    "soon.md": lesson("Soon one", owner="Head of pumps", review_by="2026-04-01"),
    "far.md": lesson("Far one", owner="Head of pumps", review_by="2027-04-01"),
    "lost.md": lesson("Lost one", review_by="2027-04-01"),
    "never.md": lesson("Never one", owner="Head of bells"),
    "hurt.md": lesson("Hurt one", owner="Head of bells"),
    "reuse/south-hurt.md": HARM,
    "draft.md": lesson("Draft one", status="draft", owner="Head of drafts"),
    "gone.md": lesson(
        "Gone one", "withdrawn: {date: 2026-02-02, reason: wrong}", status="withdrawn"
    ),
}


@pytest.fixture
def base(make_base: MakeBase) -> Base:
    """Return a base with one lesson of each state."""
    return make_base(FILES)


def text_of(base: Base, name: str) -> str:
    """Return the text of a lesson's file."""
    return (base.root / "lessons" / f"{name}.md").read_text(encoding="utf-8")


def days(base: Base) -> dict[str, str]:
    """Return the day of review of every lesson that has one."""
    return {
        one.id: str(one.fields.review_by)
        for one in base.load().library.lessons
        if one.fields.review_by
    }


# What is due


def test_it_lists_what_is_due_by_owner_and_what_nobody_owns_last(base: Base) -> None:
    result = base.run("review")
    assert result.exit_code == 0
    assert result.output == (
        "6 published lessons: 1 overdue, 1 due within 90 days, 2 without a date, "
        "1 without an owner.\n"
        "\n"
        "Head of bells\n"
        "  no date              hurt: Hurt one\n"
        "                       contested; linked from 1 record; last confirmed December 2025\n"
        "  no date              never: Never one\n"
        "                       last confirmed December 2025\n"
        "\n"
        "Head of pumps\n"
        "  overdue  2026-02-01  late: Late one\n"
        "                       last confirmed December 2025\n"
        "  due      2026-04-01  soon: Soon one\n"
        "                       last confirmed December 2025\n"
        "\n"
        "No owner\n"
        "  later    2027-04-01  lost: Lost one\n"
        "                       last confirmed December 2025\n"
        "\n"
        "`lessons review plan` suggests a date for each lesson without one.\n"
    )


def test_a_lesson_of_which_nothing_is_to_be_said_has_one_line(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    source = "citations: [{title: Notes}]"
    text = lesson_text().replace("source_assist: pump-review", source)
    output = make_base({"a.md": text}).run("review").output
    assert not [line for line in output.splitlines() if line and not line.strip()]


def test_looking_less_far_leaves_out_what_is_due_later(base: Base) -> None:
    assert "soon:" not in base.run("review", "--within", "30").output
    assert "soon:" in base.run("review", "--within", "31").output


def test_json_tells_the_same(base: Base) -> None:
    told = json.loads(base.run("review", "--format", "json").output)
    assert told["format_version"] == 1
    assert told["counts"] == {
        "standing": 6,
        "overdue": 1,
        "due": 1,
        "no_date": 2,
        "no_owner": 1,
    }
    assert [
        (group["owner"], [one["id"] for one in group["lessons"]]) for group in told["owners"]
    ] == [
        ("Head of bells", ["hurt", "never"]),
        ("Head of pumps", ["late", "soon"]),
        (None, ["lost"]),
    ]
    hurt = told["owners"][0]["lessons"][0]
    assert (hurt["contested"], hurt["linked_from"], hurt["state"]) == (True, 1, "no date")


def test_one_owner_can_be_asked_for(base: Base) -> None:
    output = base.run("review", "--owner", "head of PUMPS").output
    assert output.startswith(
        "3 published lessons: 1 overdue, 1 due within 90 days, 0 without a date"
    )
    assert "never" not in output


def test_an_unknown_owner_is_told_with_a_guess(base: Base) -> None:
    result = base.run("review", "--owner", "Head of pump")
    assert result.exit_code == 2
    assert "no published lesson has the owner 'Head of pump'" in result.stderr
    assert "did you mean `Head of pumps`?" in result.stderr


def test_a_lesson_whose_basis_has_changed_says_so(make_base: MakeBase) -> None:
    relying = lesson("Relying one", "relies_on: [{id: basis, digest: '000000000000'}]")
    base = make_base({"basis.md": lesson("Basis one"), "relying.md": relying})
    (group,) = json.loads(base.run("review", "--format", "json").output)["owners"]
    assert [(one["id"], one["basis_changed"]) for one in group["lessons"]] == [
        ("relying", True),
        ("basis", False),
    ]


def test_a_draft_that_relies_on_a_lesson_does_not_count_as_its_user(make_base: MakeBase) -> None:
    draft = lesson("Draft one", "relations: {related: [basis]}", status="draft")
    base = make_base({"basis.md": lesson("Basis one"), "draft.md": draft})
    (group,) = json.loads(base.run("review", "--format", "json").output)["owners"]
    assert group["lessons"][0]["linked_from"] == 0


def test_an_empty_base_has_nothing_to_review(make_base: MakeBase) -> None:
    assert make_base({}).run("review").output == (
        "0 published lessons: 0 overdue, 0 due within 90 days, 0 without a date, "
        "0 without an owner.\n"
    )


# A plan


def test_a_plan_begins_with_what_is_contested_and_writes_nothing(base: Base) -> None:
    before = text_of(base, "hurt")
    lines = base.run("review", "plan").output.splitlines()
    assert lines[0].startswith("2026-03-13  hurt  (Head of bells; contested; ")
    assert lines[1].startswith("2026-03-20  never  (Head of bells; ")
    assert lines[2:] == ["Nothing was written; --write sets these dates."]
    assert text_of(base, "hurt") == before


def test_a_plan_that_is_written_changes_one_line_of_each_record(base: Base) -> None:
    before = text_of(base, "never")
    result = base.run("review", "plan", "--write")
    assert "lessons/never.md:9: review_by: 2026-03-20\n" in result.output
    assert text_of(base, "never") == before.replace(
        "owner: Head of bells\n", "owner: Head of bells\nreview_by: 2026-03-20\n"
    )


def test_after_a_plan_is_written_there_is_nothing_to_propose(base: Base) -> None:
    base.run("review", "plan", "--write")
    assert base.run("review", "plan").output == (
        "Every published lesson has a review date; nothing to suggest.\n"
    )


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "Head of pumps", "Head of bells"]),
            st.sampled_from(["", "2026-02-01", "2026-03-10", "2026-03-18", "2027-03-01"]),
        ),
        max_size=6,
    ),
    st.integers(1, 3),
)
def test_any_plan_is_whole_and_keeps_to_its_share(
    lessons: list[tuple[str, str]], per_week: int
) -> None:
    files = {
        f"l{n}.md": lesson(f"Number {n * 7919}", owner=owner, review_by=day).encode()
        for n, (owner, day) in enumerate(lessons)
    }
    with written_base(files) as root:
        base = Base(root)
        before = days(base)
        plan = ["review", "plan", "--overdue", "--per-week", str(per_week)]
        assert base.run(*plan, "--write").exit_code == 0
        after = days(base)
        assert base.run(*plan).output.endswith("nothing to suggest.\n")
    assert len(after) == len(lessons)
    weeks = {name: date.fromisoformat(day).isocalendar()[:2] for name, day in after.items()}
    load = Counter(weeks.values())
    assert all(load[weeks[name]] <= per_week for name in after if after[name] != before.get(name))


def test_comments_and_line_ends_are_kept(make_base: MakeBase) -> None:
    base = make_base({})
    text = lesson("Never one", "# who keeps it\nowner: Head of bells # since spring\n")
    file = base.root / "lessons" / "never.md"
    file.write_bytes(text.replace("\n", "\r\n").encode())
    base.run("review", "plan", "--write")
    changed = file.read_bytes().decode()
    assert changed.replace("review_by: 2026-03-13\r\n", "") == text.replace("\n", "\r\n")


def test_overdue_reviews_get_a_new_day_only_when_asked_for(base: Base) -> None:
    base.run("review", "plan", "--write")
    assert days(base)["late"] == "2026-02-01"
    base.run("review", "plan", "--overdue", "--write")
    assert days(base)["late"] > "2026-03-01"


def test_so_few_a_week_that_a_year_is_too_short_are_told(make_base: MakeBase) -> None:
    base = make_base({f"l{n}.md": lesson(f"Number {n * 7919}") for n in range(53)})
    last = base.run("review", "plan", "--per-week", "1").output.splitlines()[-1]
    assert last == (
        "With 1 a week, the last review is on 2027-03-12; 2 a week finish within a year."
    )


def test_days_that_are_taken_count(make_base: MakeBase) -> None:
    taken = lesson("Taken one", review_by="2026-03-11")
    base = make_base({"taken.md": taken, "open.md": lesson("Open one")})
    output = base.run("review", "plan", "--per-week", "1", "--from", "2026-03-09").output
    assert output.startswith("2026-03-20  open ")


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-02-28", "Invalid value for '--from': 2026-02-28 is over; today is 2026-03-01"),
        (
            "2026-02-30",
            "'--from': `2026-02-30` is not in the calendar; February 2026 has 28 days",
        ),
        ("soon", "Invalid value for '--from': `soon` is not a date; write a day as YYYY-MM-DD"),
        (
            "9999-12-31",
            "'--from': 9999-12-31 is more than 10 years ahead; at most 2036-03-01",
        ),
    ],
)
def test_a_wrong_first_day_is_told(base: Base, day: str, message: str) -> None:
    result = base.run("review", "plan", "--from", day, "--write")
    assert result.exit_code == 2
    assert message in result.stderr
    assert "never" not in days(base)


def test_json_of_a_plan_is_in_the_order_of_what_matters(base: Base) -> None:
    told = json.loads(base.run("review", "plan", "--format", "json").output)
    assert (told["format_version"], told["written"]) == (1, False)
    assert [(one["id"], one["proposed"]) for one in told["lessons"]] == [
        ("hurt", "2026-03-13"),
        ("never", "2026-03-20"),
    ]


def test_a_header_that_cannot_be_edited_is_named_and_nothing_is_written(
    make_base: MakeBase,
) -> None:
    flow = (
        "---\n{title: Odd one, problem: Nobody reads invented headers, evidence: experiential,\n"
        " tags: [pumps], date: 2026-02-01, source_assist: pump-review}\n---\n\n"
        "## What happened\n\nIt was odd.\n\n## What was learned\n\nTo be even.\n"
    )
    base = make_base({"odd.md": flow, "plain.md": lesson("Plain one")})
    assert not base.load().has_errors
    result = base.run("review", "plan", "--write")
    assert result.exit_code == 2
    assert "lessons/odd.md: `review_by` cannot be set" in result.stderr
    assert days(base) == {}
    assert text_of(base, "odd") == flow


# Somebody has looked


def test_a_review_that_is_done_sets_both_days(base: Base) -> None:
    result = base.run("review", "done", "late", "--next", "2026-09-01")
    assert result.output == (
        "lessons/late.md:9: review_by: 2026-09-01\nlessons/late.md:10: reviewed: 2026-03-01\n"
    )
    assert text_of(base, "late") == FILES["late.md"].replace(
        "review_by: 2026-02-01\n", "review_by: 2026-09-01\nreviewed: 2026-03-01\n"
    )


def test_without_a_day_the_next_review_is_about_a_year_on(base: Base) -> None:
    base.run("review", "done", "late")
    assert days(base)["late"] == "2027-02-26"


def test_a_span_of_time_can_be_given(base: Base) -> None:
    base.run("review", "done", "late", "--in", "30d")
    assert days(base)["late"] == "2026-03-31"


def test_a_review_changes_no_level_and_confirms_nothing(base: Base) -> None:
    before = base.run("evidence", "late").output
    base.run("review", "done", "late")
    assert base.run("evidence", "late").output == before


def test_a_review_of_a_lesson_whose_basis_has_changed_leads_to_affirming_it(
    make_base: MakeBase,
) -> None:
    relying = lesson("Relying one", "relies_on: [{id: basis, digest: '000000000000'}]")
    base = make_base({"basis.md": lesson("Basis one"), "relying.md": relying})
    assert base.run("review", "done", "relying").output.splitlines()[-1] == (
        "It relies on `basis`, which has changed: if it still holds, confirm it with "
        "`lessons affirm relying`."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["draft"], "the lesson 'draft' is a draft"),
        (["gone"], "the lesson 'gone' was withdrawn"),
        (["lte"], "no record has the id 'lte'; did you mean late?"),
        (
            ["late", "--in", "soon"],
            "Invalid value for '--in': `soon` is not a span of time; write 90d, 26w, 6m or 1y",
        ),
        (
            ["late", "--in", "99y"],
            "Invalid value for '--in': 2125-03-01 is more than 10 years ahead",
        ),
        (
            ["late", "--next", "2026-02-28"],
            "Invalid value for '--next': 2026-02-28 is over; today is 2026-03-01",
        ),
        (["late", "--next", "2027-01-01", "--in", "1y"], "give --next or --in, not both"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    base: Base, arguments: list[str], message: str
) -> None:
    result = base.run("review", "done", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert text_of(base, "late") == FILES["late.md"]


def test_a_review_in_the_future_is_a_mistake(make_base: MakeBase) -> None:
    base = make_base({"input.md": lesson("Invented one", reviewed="2026-03-02")})
    found = [one for one in base.load().diagnostics if one.rule == "date-future"]
    assert [one.message for one in found] == ["`reviewed` is in the future"]
