"""Questions of ``lessons new`` take what they show, say why they ask again, and lose no answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.cli import asking, assist_new, new_record, new_reuse
from site_builder.cli import new as new_lesson
from site_builder.cli.asking import picked
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.conftest import Base

ANSWERS = [
    "Heat the sheds in autumn",
    "Nobody knows when the sheds have to be heated",
    "experience",
    "2, hand over",
    "Notes of the sheds",
    "2",
    "The invented plant heated its sheds from October.",
    "No pump froze.",
]
"""An answer to each question, as people shorten them."""
# Imported here, so that none is first imported while a test has put something in its place.
MODULES = (asking, assist_new, new_lesson, new_record, new_reuse)
REUSE = ["2", "ward", "it worked in", "meas", "duty engineer"]
PATH = "lessons/sheds/heat-the-sheds-in-autumn.md"


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with one lesson."""
    return make_base({"sheds/input.md": lesson_text()})


def new(base: Base, *answers: str) -> Result:
    """Answer the questions on a lesson; standard input then ends."""
    return base.run("new", "lesson", input="".join(f"{answer}\n" for answer in answers))


def kept(base: Base) -> list[Path]:
    """Return the files of answers that are kept."""
    return sorted((base.root / ".cache" / "unsaved").glob("*.json"))


# --- what is taken


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("1", "north"),
        ("2.", "south"),
        ("2)", "south"),
        ("NORTH", "north"),
        ("South team", "south"),
        ("s", "south"),
        ("7", "7"),
        ("3", "7"),
        ("0", None),
        ("4", None),
        ("team", None),
        ("east", None),
        ("9" * 400, None),
    ],
)
def test_a_choice_is_picked_by_number_code_words_or_their_beginning(
    answer: str, code: str | None
) -> None:
    assert picked(answer, {"north": "North team", "south": "South team", "7": "Ward"}) == code


def test_every_short_answer_makes_the_lesson(base: Base) -> None:
    result = new(base, *ANSWERS)
    assert result.exit_code == 0, result.output
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    fields = lesson.fields
    assert (fields.evidence, fields.tags) == ("experiential", ("pumps", "handover"))
    assert fields.citations[0].design == "experience-report"


def test_every_short_answer_makes_the_report(base: Base) -> None:
    result = base.run("new", "reuse", "input", input="\n".join(REUSE) + "\n")
    assert result.exit_code == 0, result.output
    (report,) = base.load().library.reuses
    fields = report.fields
    assert (fields.team, fields.setting, fields.outcome) == ("south", "ward", "partly")
    assert fields.measure == "measured"


def test_a_day_of_a_report_is_taken_as_people_write_it(base: Base) -> None:
    result = base.run(
        "new", "reuse", "input", "--happened=14 March 2025", input="\n".join(REUSE) + "\n"
    )
    assert result.exit_code == 0, result.output
    assert str(base.load().library.reuses[0].fields.happened) == "2025-03-14"


# --- what is asked again


def test_each_question_says_which_of_how_many_it_is(base: Base) -> None:
    output = new(base, *ANSWERS).stderr
    assert "(1 of 7) The lesson in a few words" in output
    assert "(5 of 7) Where was it learned" in output
    assert "(6 of 8) What kind of account is that" in output
    assert "(8 of 8) What was learned" in output


def test_an_empty_answer_is_asked_again_with_the_reason(base: Base) -> None:
    result = new(base, "", *ANSWERS)
    assert result.exit_code == 0
    assert "Error: an answer is needed" in result.stderr


def test_whoever_misses_a_topic_or_team_is_told_the_way_out(base: Base) -> None:
    way = "a new one is added to vocabulary.yml first; Ctrl-C keeps your answers"
    assert way in new(base, *ANSWERS[:3], "ferries", *ANSWERS[3:]).stderr
    assert way in base.run("new", "reuse", "input", input="ward 7\n").stderr


def test_of_several_only_the_wrong_one_is_asked_again(base: Base) -> None:
    result = new(base, *ANSWERS[:3], "pumps, shift", "shift change", *ANSWERS[4:])
    assert result.exit_code == 0, result.output
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert lesson.fields.tags == ("pumps", "handover")
    assert "there is no tag `shift`" in result.stderr
    assert "Pumps: taken. Type the rest again" in result.stderr


@pytest.mark.parametrize("answer", ["h, p", "1 2", "1, 2", "handover and pumps", "Hand over; 2."])
def test_several_are_named_in_any_way(base: Base, answer: str) -> None:
    result = new(base, *ANSWERS[:3], answer, *ANSWERS[4:])
    assert result.exit_code == 0, result.output
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert set(lesson.fields.tags) == {"pumps", "handover"}


def test_an_ambiguous_beginning_says_what_it_may_be(base: Base) -> None:
    result = base.run("new", "reuse", "input", input="\n".join(["1", "ward", "it", *REUSE[2:]]))
    assert "`it` may be `it worked` or `it worked in part`" in result.output


def test_a_wrong_option_is_asked_for_at_a_terminal(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "at_terminal", lambda: True)
    answers = "\n".join(["experience", *ANSWERS[3:]]) + "\n"
    title, problem = ANSWERS[:2]
    given = (f"--title={title}", f"--problem={problem}", "--evidence=hunch")
    result = base.run("new", "lesson", *given, input=answers)
    assert "--evidence: `hunch` is none of" in result.stderr
    assert "   1  experiential" in result.stderr
    assert result.exit_code == 0, result.output


# --- nothing is lost


@pytest.mark.parametrize("number", [1, 4, 7])
def test_answers_before_the_end_are_kept_and_gone_on_with(base: Base, number: int) -> None:
    broken = new(base, *ANSWERS[:number])
    assert broken.exit_code == 1
    (file,) = kept(base)
    assert f"Your answers are kept in {file}" in broken.stderr
    assert "To go on with them: lessons new lesson" in broken.stderr
    again = new(base, "y", *ANSWERS[number:])
    assert again.exit_code == 0, again.output
    assert "Go on with them" in again.stderr
    assert (base.root / PATH).exists()
    assert kept(base) == []


def test_ctrl_c_keeps_the_answers(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, asked = asking.ask, []

    def interrupted(question: str, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - passed on
        asked.append(question)
        if len(asked) > len(ANSWERS[:3]):
            raise KeyboardInterrupt
        return ask(question, *given, **more)

    monkeypatch.setattr(asking, "ask", interrupted)
    assert new(base, *ANSWERS).exit_code == 1
    (file,) = kept(base)
    answers = json.loads(file.read_text(encoding="utf-8"))["answers"]
    assert list(answers) == ["title", "problem", "evidence"]


def test_answers_that_are_not_wanted_stay_and_new_ones_are_asked_for(base: Base) -> None:
    new(base, "Another title")
    result = new(base, "n", *ANSWERS)
    assert result.exit_code == 0, result.output
    assert "“Another title”" in result.stderr
    assert len(kept(base)) == 1


def test_a_program_that_knows_no_kept_answers_is_not_thrown_off(base: Base) -> None:
    new(base, "Another title")
    assert new(base, *ANSWERS).exit_code == 0
    assert (base.root / PATH).exists()


def test_breaking_off_again_keeps_all_answers_in_one_file(base: Base) -> None:
    new(base, *ANSWERS[:2])
    new(base, "y", *ANSWERS[2:4])
    (file,) = kept(base)
    assert len(json.loads(file.read_text(encoding="utf-8"))["answers"]) == 4


def test_answers_on_one_lesson_are_not_offered_for_another(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({"a.md": lesson_text(), "b.md": lesson_text(problem="Nobody has a key")})
    base.run("new", "reuse", "a", input="south\n")
    assert "Go on with them" not in base.run("new", "reuse", "b", input="south\n").output
    assert "Go on with them" in base.run("new", "reuse", "a", input="y\n").output


@pytest.mark.parametrize("content", ["", "[]", "{", '{"command": "new lesson"}', '{"answers": 7}'])
def test_kept_answers_that_are_damaged_are_passed_over(base: Base, content: str) -> None:
    new(base, "Another title")
    kept(base)[0].write_text(content, encoding="utf-8")
    assert new(base, *ANSWERS).exit_code == 0


def test_the_number_of_a_person_is_not_kept(base: Base) -> None:
    result = new(base, "Heat the sheds", "NHS number 943 476 5919 waits too long")
    (file,) = kept(base)
    assert "943" not in file.read_text(encoding="utf-8")
    assert "The answer for problem was not kept" in result.stderr


def test_with_nothing_answered_nothing_is_kept(base: Base) -> None:
    result = new(base)
    assert (result.exit_code, kept(base)) == (1, [])
    assert "Nothing was written." in result.stderr


def test_an_answer_that_the_check_refuses_is_asked_for_again(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in MODULES:
        monkeypatch.setattr(module, "at_terminal", lambda: True)
    problem = "Nobody can find the key to the store at night"
    refused = base.run("assist", "new", problem, input="\n\n\nMay 2027\n2027-04-01\n\n")
    assert "--decision-date: the decision falls on 2027-04-01" in refused.output
    again = base.run("assist", "new", problem, input="y\n2027-09-01\n")
    assert again.exit_code == 0, again.output
    assert "(5 of 6) When is the decision due" in again.output
    assert "When is it planned for" not in again.output


# --- what comes next


def test_it_says_what_to_do_next(base: Base) -> None:
    (base.root / ".git").mkdir()
    output = new(base, *ANSWERS).stderr
    assert "Next:\n  lessons check" in output
    assert "lessons serve" in output
    assert f"git add {PATH} && git commit" in output


@pytest.mark.parametrize("source", ["-", "/dev/zero"])
def test_a_text_without_end_is_refused(base: Base, source: str) -> None:
    text = "## What happened\n\n" + "x" * 1_000_001 if source == "-" else None
    result = base.run("new", "lesson", f"--from-file={source}", input=text)
    assert result.exit_code == 2
    assert "--from-file: the text is larger than 1 MB" in result.stderr
