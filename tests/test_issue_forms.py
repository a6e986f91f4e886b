"""The forms on GitHub ask what ``lessons from-issue`` reads, in the words of ``lessons new``."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exchange.forms.filled import filled_form
from site_builder.exchange.forms.issues import Issue
from site_builder.exchange.forms.questions import DESIGNS, EVIDENCE, FORMS, MEASURES, OUTCOMES
from site_builder.records.assist import Measure, Result
from site_builder.records.blanks import is_blank
from site_builder.records.kinds import MODELS
from site_builder.records.lesson import SECTIONS, Design, Evidence
from tests import issues
from tests.conftest import REPOSITORY
from tests.reading import read_yaml
from tests.strategies import bodies, texts

FOLDER = REPOSITORY / ".github" / "ISSUE_TEMPLATE"
NAMES = sorted(FORMS)


def form(name: str) -> dict[str, Any]:
    """Return a form as GitHub reads it."""
    loaded: dict[str, Any] = read_yaml(FOLDER / f"{name}.yml")
    return loaded


def fields(name: str) -> list[dict[str, Any]]:
    """Return the questions of a form."""
    return [one for one in form(name)["body"] if one["type"] != "markdown"]


# --- the files on GitHub


def test_there_is_a_file_for_each_form() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yml")) == sorted([*NAMES, "config"])


@pytest.mark.parametrize("name", NAMES)
def test_form_asks_exactly_what_is_read(name: str) -> None:
    asked = [(one["id"], one["attributes"]["label"]) for one in fields(name)]
    assert asked == [(one.name, one.label) for one in FORMS[name].questions]


@pytest.mark.parametrize("name", NAMES)
def test_form_offers_exactly_the_choices_that_are_read(name: str) -> None:
    offered = {
        one["id"]: one["attributes"]["options"] for one in fields(name) if one["type"] == "dropdown"
    }
    read = {one.name: list(one.choices.values()) for one in FORMS[name].questions if one.choices}
    assert offered == read


@pytest.mark.parametrize("name", NAMES)
def test_form_requires_what_the_record_requires(name: str) -> None:
    required = {
        one["id"] for one in fields(name) if one.get("validations", {}).get("required", False)
    }
    ticks = {one.name for one in FORMS[name].questions if one.ticks}
    assert required == {one.name for one in FORMS[name].questions if one.required} - ticks


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_has_to_be_ticked(name: str) -> None:
    (boxes,) = [one for one in fields(name) if one["type"] == "checkboxes"]
    options = boxes["attributes"]["options"]
    assert all(one["required"] for one in options)
    (ticks,) = [one.ticks for one in FORMS[name].questions if one.ticks]
    assert tuple(one["label"] for one in options) == ticks


@pytest.mark.parametrize("name", NAMES)
def test_form_gives_its_issues_the_label_by_which_they_are_known(name: str) -> None:
    assert form(name)["labels"] == [FORMS[name].label]


# --- the questions and the records


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_goes_to_a_field_or_section_that_there_is(name: str) -> None:
    known = {*MODELS[FORMS[name].kind].model_fields, *(f"## {title}" for title in SECTIONS)}
    asked = {field for question in FORMS[name].questions for field in question.fields}
    assert asked <= known


@pytest.mark.parametrize("name", NAMES)
def test_every_required_field_is_asked_for(name: str) -> None:
    model = MODELS[FORMS[name].kind]
    required = {key for key, field in model.model_fields.items() if field.is_required()}
    asked = {field for question in FORMS[name].questions for field in question.fields}
    assert required - {"date"} <= asked


@pytest.mark.parametrize(
    ("choices", "values"),
    [
        (EVIDENCE, list(Evidence)),
        (DESIGNS, list(Design)),
        (OUTCOMES, get_args(Result)),
        (MEASURES, get_args(Measure)),
    ],
    ids=["evidence", "design", "outcome", "measure"],
)
def test_choices_are_those_of_the_records(choices: dict[str, str], values: list[str]) -> None:
    assert list(choices) == list(values)


# --- answers found again


def answers_in(body: str, name: str = "share-a-lesson") -> dict[str, str]:
    """Return what is read from the text of an issue."""
    filled = filled_form(Issue(12, "", body.replace("\r\n", "\n"), frozenset({FORMS[name].label})))
    assert filled
    return {key: answer for key, answer in filled.answers.items() if answer and key != "consent"}


def test_answers_are_found_under_their_questions() -> None:
    assert answers_in(issues.form_text("share-a-lesson", issues.LESSON)) == issues.LESSON


def test_answers_are_found_in_another_order() -> None:
    parts = issues.form_text("share-a-lesson", issues.LESSON).split("### ")[1:]
    body = "".join(f"### {part}\r\n\r\n" for part in reversed(parts))
    assert answers_in(body) == issues.LESSON


def test_a_question_that_was_deleted_has_no_answer() -> None:
    body = issues.form_text("share-a-lesson", issues.LESSON)
    without = re.sub(r"### Topics\r\n\r\n.*?(?=###)", "", body, flags=re.DOTALL)
    expected = {name: text for name, text in issues.LESSON.items() if name != "tags"}
    assert answers_in(without) == expected


def test_headings_of_an_answer_stay_in_it() -> None:
    text = "One.\n\n### Why\n\nTwo.\n\n## Then\n\nThree."
    answers = {**issues.LESSON, "what_happened": text}
    assert answers_in(issues.form_text("share-a-lesson", answers)) == answers


@pytest.mark.parametrize("asked", ["what_happened", "what_was_learned"])
@pytest.mark.parametrize("label", ["Topics", "The lesson in a few words", "Your team"])
def test_a_heading_like_a_question_stays_in_the_answer(asked: str, label: str) -> None:
    answers = {**issues.LESSON, asked: f"One.\n\n### {label}\n\nTwo."}
    assert answers_in(issues.form_text("share-a-lesson", answers)) == answers


def test_comments_are_no_answers() -> None:
    body = issues.form_text("share-a-lesson", {**issues.LESSON, "tags": "Pumps <!-- or\nnot? -->"})
    assert answers_in(body)["tags"] == "Pumps"


def test_comments_in_code_stay() -> None:
    text = "See `<!-- this -->` here."
    body = issues.form_text("share-a-lesson", {**issues.LESSON, "what_happened": text})
    assert answers_in(body)["what_happened"] == text


def test_nothing_chosen_is_no_answer() -> None:
    body = issues.form_text("share-a-lesson", {**issues.LESSON, "design": "None"})
    assert "design" not in answers_in(body)


def test_what_stands_above_the_questions_is_left_over() -> None:
    body = f"Hello!\n\n{issues.form_text('share-a-lesson', issues.LESSON)}"
    filled = filled_form(Issue(12, "", body.replace("\r\n", "\n"), frozenset()))
    assert filled
    assert [problem.message for problem in filled.not_taken] == [
        "the text above the first question was not taken over"
    ]


def test_an_issue_without_label_is_known_by_its_questions() -> None:
    body = issues.form_text("used-a-lesson", issues.REUSE).replace("\r\n", "\n")
    filled = filled_form(Issue(12, "", body, frozenset()))
    assert filled
    assert filled.form is FORMS["used-a-lesson"]


@pytest.mark.parametrize("labels", [frozenset[str](), frozenset({"lesson"})])
def test_an_issue_without_questions_is_none_of_the_forms(labels: frozenset[str]) -> None:
    assert filled_form(Issue(12, "Hello", "The pumps are broken.", labels)) is None


LABELS = {f"### {one.label}" for form in FORMS.values() for one in form.questions}
answers = st.one_of(texts, bodies).map(
    lambda text: "\n".join(
        line for line in text.splitlines() if " ".join(line.split()) not in LABELS
    )
)


@given(answers, answers, answers)
def test_any_answers_are_found_again(title: str, happened: str, learned: str) -> None:
    given_ = {
        **issues.LESSON,
        "title": title,
        "what_happened": happened,
        "what_was_learned": learned,
    }
    body = issues.form_text("share-a-lesson", given_).replace("\r\n", "\n")
    filled = filled_form(Issue(12, "", body, frozenset({"lesson"})))
    assert filled
    for name, text in given_.items():
        if "<!--" not in text and not is_blank(_seen(text)):
            assert _seen(filled.answers[name]) == _seen(text)


def _seen(text: str) -> str:
    plain = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]", "", text)
    return plain.strip()
