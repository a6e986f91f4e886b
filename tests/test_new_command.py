"""``lessons new reuse`` asks five questions and writes a report that the check accepts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.records.header.document import parse_document
from site_builder.records.header.write import record_text, tidied
from tests.builders import lesson_text
from tests.strategies import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Base

OPTIONS = (
    "--team=south",
    "--setting=ward",
    "--outcome=worked",
    "--measure=observed",
    "--reported-by=duty engineer",
)


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with one lesson."""
    return make_base({"input.md": lesson_text()})


@pytest.mark.practice("b13", "c33")
def test_five_answers_make_a_report_without_problems(base: Base) -> None:
    answers = "South team\nHospital ward\nworked\nobserved\nduty engineer\n"
    result = base.run("new", "reuse", "input", input=answers)
    assert result.exit_code == 0
    assert "lessons/reuse/input-south.md" in result.output
    loaded = base.load()
    assert loaded.diagnostics == ()
    (report,) = loaded.library.reuses
    fields = report.fields
    assert (fields.team, fields.setting, fields.outcome) == ("south", "ward", "worked")
    assert (fields.measure, fields.reported_by) == ("observed", "duty engineer")
    lesson = loaded.library.lesson("input")
    assert lesson
    assert fields.digest == loaded.reliances.digest(lesson)


def test_every_question_has_an_option(base: Base) -> None:
    result = base.run("new", "reuse", "input", *OPTIONS, "--happened=2026-01", "--changed=a: b #c")
    assert result.exit_code == 0
    (report,) = base.load().library.reuses
    assert str(report.fields.happened) == "2026-01"
    assert report.fields.changed == "a: b #c"


CORE = lesson_text(header="core: [Heat all night, A list on the door]")


@pytest.mark.practice("e26")
def test_a_lesson_with_core_parts_asks_which_were_changed(
    make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base({"input.md": CORE})
    monkeypatch.setattr("site_builder.cli.new_reuse.at_terminal", lambda: True)
    result = base.run("new", "reuse", "input", *OPTIONS, "--no-edit", input="3\n2\n")
    assert "Which of these core parts did you change" in result.output
    assert "there is no core part `3`" in result.output
    (report,) = base.load().library.reuses
    assert report.fields.changed_core == ("A list on the door",)
    assert [found.rule for found in base.load().diagnostics] == ["core-changed"]


def test_a_changed_core_part_is_given_by_its_words(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({"input.md": CORE})
    base.run("new", "reuse", "input", *OPTIONS, "--changed-core=heat ALL night")
    (report,) = base.load().library.reuses
    assert report.fields.changed_core == ("Heat all night",)


def test_a_core_part_that_the_lesson_has_not_is_refused(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    result = make_base({"input.md": CORE}).run(
        "new", "reuse", "input", *OPTIONS, "--changed-core=x"
    )
    assert result.exit_code == 2
    assert "there is no core part `x`" in result.output


def test_it_says_what_the_report_changes(base: Base) -> None:
    output = base.run("new", "reuse", "input", *OPTIONS).output
    assert "Before: Tried: by North team, no result stated (practice 1 of 4)." in output
    assert "Now:    Tried: worked for South team (practice 2 of 4)." in output


def test_an_answer_that_is_none_of_the_choices_is_asked_again(base: Base) -> None:
    answers = "sauth\nsouth\nnone\nworked\nobserved\nduty engineer\n"
    result = base.run("new", "reuse", "input", input=answers)
    assert result.exit_code == 0
    assert "did you mean `south`?" in result.output
    (report,) = base.load().library.reuses
    assert report.fields.setting is None


def test_an_option_that_is_none_of_the_choices_is_wrong_use(base: Base) -> None:
    result = base.run("new", "reuse", "input", *OPTIONS, "--team=sauth")
    assert result.exit_code == 2
    assert "did you mean `south`?" in result.output
    assert not (base.root / "lessons/reuse").exists()


def test_a_date_that_is_wrong_writes_nothing(base: Base) -> None:
    result = base.run("new", "reuse", "input", *OPTIONS, "--happened=last May")
    assert result.exit_code == 2
    assert "--happened: `last May` is not a day, month or year" in result.output
    assert not (base.root / "lessons/reuse").exists()


def test_nothing_was_used_in_the_future(base: Base) -> None:
    result = base.run("new", "reuse", "input", *OPTIONS, "--happened=2026-04")
    assert result.exit_code == 2
    assert "--happened: `2026-04` lies in the future" in result.output


def test_breaking_off_writes_nothing(base: Base) -> None:
    result = base.run("new", "reuse", "input", input="south\n")
    assert result.exit_code == 1
    assert not (base.root / "lessons/reuse").exists()


def test_a_second_report_takes_another_name(base: Base) -> None:
    base.run("new", "reuse", "input", *OPTIONS)
    result = base.run("new", "reuse", "input", *OPTIONS)
    assert "lessons/reuse/input-south-2.md" in result.output
    assert len(base.load().library.reuses) == 2


def test_an_unknown_lesson_offers_the_nearest(base: Base) -> None:
    result = base.run("new", "reuse", "imput", *OPTIONS)
    assert result.exit_code == 2
    assert "did you mean input?" in result.output


def test_a_vocabulary_without_teams_is_said(base: Base) -> None:
    (base.root / "lessons/vocabulary.yml").write_text("settings: {}\n", encoding="utf-8")
    result = base.run("new", "reuse", "input")
    assert result.exit_code == 2
    assert "vocabulary.yml has no team" in result.output


def test_a_report_with_errors_is_kept_beside_the_base(base: Base) -> None:
    body = "See [the plan](gone.md)."
    result = base.run("new", "reuse", "input", *OPTIONS, f"--text={body}")
    assert result.exit_code == 1
    assert "error[link-broken]" in result.output
    assert not (base.root / "lessons/reuse").exists()
    (kept,) = (base.root / ".cache/unsaved").glob("*/lessons/reuse/input-south.md")
    assert f"The text is kept in {kept}" in result.output
    assert body in kept.read_text(encoding="utf-8")


def test_an_editor_can_mend_a_report(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "sed -i s:gone.md:../input.md:")
    result = base.run("new", "reuse", "input", *OPTIONS, "--text=See [it](gone.md).", "--edit")
    assert result.exit_code == 0
    assert base.load().diagnostics == ()
    assert list((base.root / ".cache/unsaved").iterdir()) == []


@given(texts.filter(str.strip), st.sampled_from(["reported_by", "changed"]))
def test_no_sign_in_an_answer_breaks_the_header(answer: str, field: str) -> None:
    document, problems = parse_document(
        "a.md", record_text(tidied({field: answer, "team": "x"}), "")
    )
    assert problems == []
    assert document
    seen = re.sub("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]", "", " ".join(answer.split()))
    given = {field: " ".join(seen.split())} if seen.strip() else {}
    assert document.header == {**given, "team": "x"}
