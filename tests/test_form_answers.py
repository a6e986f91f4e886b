"""Answers of forms are understood as people write them, and one that is no use costs its field."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.exchange.forms.filled import filled_form
from site_builder.exchange.forms.issues import Issue
from site_builder.exchange.forms.published import place_of
from site_builder.exchange.forms.questions import DESIGNS, EVIDENCE, FORMS, OUTCOMES, chosen
from site_builder.exchange.forms.wording import FOLDER, forms_of
from site_builder.records.blanks import is_blank
from tests import issues
from tests.builders import lesson_text
from tests.conftest import REPOSITORY
from tests.steps import steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base

PUBLISHED = {**issues.LESSON, "source": "Notes of the pumps", "design": "Report from practice"}


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with one lesson."""
    return make_base({"sheds/input.md": lesson_text()})


def run(base: Base, form: str, answers: dict[str, str], text: str = "") -> dict[str, Any]:
    """Write the draft that a form makes; return what is printed, and the draft as ``draft``."""
    body = text or issues.form_text(form, answers)
    file = issues.event_file(base.root, body, label=FORMS[form].label)
    said = json.loads(base.run("from-issue", str(file), "--format", "json", "--write").stdout)
    path = base.root / said["path"] if said["path"] else None
    return {**said, "draft": path.read_text(encoding="utf-8") if path else ""}


# --- what answers say


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "_No response_",
            "n/a",
            "N/A.",
            "NA",
            "none",
            "None.",
            "-",
            "--",
            "—",
            "nil",
            "(none)",
            "?",
        ),
        *(
            "not applicable",
            "Not applicable!",
            "**n/a**",
            "`none`",
            "> n/a",
            "keine",
            "Keine Angabe",
        ),
        *(
            "sans objet",
            "s.o.",
            "Aucune.",
            "ninguno",
            "nessuna",
            "n.v.t.",
            "нет",
            "なし",
            "",
            " \n",
        ),
    ],
)
def test_an_answer_that_says_nothing_is_none(answer: str) -> None:
    assert is_blank(answer)


@pytest.mark.parametrize(
    "answer", ["none of the pumps froze", "Nil returns", "7", "No pump froze."]
)
def test_an_answer_that_says_something_is_one(answer: str) -> None:
    assert not is_blank(answer)


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("www.example.org/x", {"url": "https://www.example.org/x"}),
        ("example.org/report.pdf", {"url": "https://example.org/report.pdf"}),
        ("<https://example.org/a>", {"url": "https://example.org/a"}),
        ("(https://example.org/a).", {"url": "https://example.org/a"}),
        ("[the report](https://example.org/a_(b))", {"url": "https://example.org/a_(b)"}),
        ("see page 3 of HTTPS://example.org/a, please", {"url": "https://example.org/a"}),
        ("https//example.org/a", {"url": "https://example.org/a"}),
        ("10.1136/bmj.n71", {"doi": "10.1136/bmj.n71"}),
        ("doi:10.1136/bmj.n71", {"doi": "10.1136/bmj.n71"}),
        ("DOI: https://doi.org/10.1136/bmj.n71.", {"doi": "10.1136/bmj.n71"}),
        ("dx.doi.org/10.1136/bmj.n71", {"doi": "10.1136/bmj.n71"}),
        ("DOI 10.1136/bmj.n71", {"doi": "10.1136/bmj.n71"}),
        ("https://doi.org/10.1136%2Fbmj.n71", {"doi": "10.1136/bmj.n71"}),
        ("PMID: 12345678", {"pmid": "12345678"}),
        ("ISBN 978-0-306-40615-7", {"isbn": "978-0-306-40615-7"}),
        ("arXiv:2101.00001", {"url": "https://arxiv.org/abs/2101.00001"}),
        ("see intranet", {}),
        ("S:\\shared\\report.doc", {}),
        ("report.pdf", {}),
        ("and/or", {}),
        ("team@example.org", {}),
        ("https://", {}),
    ],
)
def test_a_place_is_understood_as_people_write_it(answer: str, place: dict[str, str]) -> None:
    assert place_of(answer) == place


@pytest.mark.parametrize(
    ("answer", "choices", "code"),
    [
        ("experience", EVIDENCE, "experiential"),
        ("EXPERIENTIAL", EVIDENCE, "experiential"),
        ("Experience and research", EVIDENCE, "both"),
        ("a study", EVIDENCE, "research"),
        ("exp and res", EVIDENCE, "both"),
        ("Experience report", DESIGNS, "experience-report"),
        ("report from practice.", DESIGNS, "experience-report"),
        ("case-control", DESIGNS, "case-control"),
        ("no effect", OUTCOMES, "no-effect"),
        ("It worked!", OUTCOMES, "worked"),
        ("case", DESIGNS, None),
        ("a hunch", EVIDENCE, None),
        ("-", EVIDENCE, None),
    ],
)
def test_a_choice_is_known_by_its_id_its_words_or_their_beginning(
    answer: str, choices: dict[str, str], code: str | None
) -> None:
    assert chosen(answer, choices) == code


# --- an answer that is no use costs its field


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("design", "one of my own"),
        ("address", "see intranet"),
        ("address", "S:\\shared\\report.doc"),
        ("team", "@boss " * 20),
    ],
)
def test_an_optional_answer_of_a_lesson_costs_its_field_and_is_kept(
    base: Base, name: str, answer: str
) -> None:
    said = run(base, "share-a-lesson", {**PUBLISHED, name: answer})
    label = next(one.label for one in FORMS["share-a-lesson"].questions if one.name == name)
    assert said["action"] == "create"
    assert label in [left["question"] for left in said["left_out"]]
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert lesson.fields.imported
    assert lesson.fields.imported.original == {label: answer.strip()}


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("happened", "last spring"),
        ("happened", "2031"),
        ("happened", "31 February 2025"),
        ("setting", "the moon"),
    ],
)
def test_an_optional_answer_of_a_report_costs_its_field_and_is_kept(
    base: Base, name: str, answer: str
) -> None:
    said = run(base, "used-a-lesson", {**issues.REUSE, name: answer})
    assert (said["action"], said["problems"]) == ("create", [])
    assert len(said["left_out"]) == 1
    assert answer in said["draft"]
    assert base.run("check").exit_code == 0


@pytest.mark.parametrize(
    "more",
    [
        {"result": "it worked"},
        {"measure": "it was measured"},
        {"result": "splendid", "measure": "it was measured"},
        {"teams": "South team, Team of the moon"},
    ],
)
def test_an_optional_answer_of_an_event_costs_its_field_and_is_kept(
    base: Base, more: dict[str, str]
) -> None:
    said = run(base, "how-an-event-went", {**issues.EVENT, **more})
    assert (said["action"], said["problems"]) == ("create", [])
    assert said["left_out"]
    assert all(answer in said["draft"] for answer in more.values())
    assert base.run("check").exit_code == 0


@pytest.mark.parametrize("name", ["design", "address", "team"])
def test_nothing_in_an_optional_question_is_no_problem(base: Base, name: str) -> None:
    answers = {**issues.LESSON, name: "N/A."}
    said = run(base, "share-a-lesson", answers)
    assert said["problems"] == said["left_out"] == said["advice"] == []


def test_a_required_answer_that_says_nothing_is_named(base: Base) -> None:
    said = run(base, "share-a-lesson", {**issues.LESSON, "problem": "n/a"})
    assert [one["question"] for one in said["problems"]] == ["The problem, in one sentence"]


def test_a_publication_without_its_kind_names_that_question(base: Base) -> None:
    said = run(base, "share-a-lesson", {**PUBLISHED, "design": ""})
    assert [one["question"] for one in said["problems"]] == ["What kind of account that is"]


def test_a_source_that_is_a_link_gives_title_and_address(base: Base) -> None:
    source = "[Notes of the pumps](www.example.org/notes)"
    run(base, "share-a-lesson", {**PUBLISHED, "source": source})
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    (citation,) = lesson.fields.citations
    assert (citation.title, citation.url) == (
        "Notes of the pumps",
        "https://www.example.org/notes",
    )


def test_a_word_that_is_no_meeting_is_the_title_of_a_source(base: Base) -> None:
    said = run(base, "share-a-lesson", {**PUBLISHED, "source": "interview"})
    assert "title: interview" in said["draft"]


# --- the text of an issue


def answers_in(body: str, form: str = "share-a-lesson") -> dict[str, str]:
    """Return the answers in the text of an issue."""
    filled = filled_form(Issue(12, "", body.replace("\r\n", "\n"), frozenset({FORMS[form].label})))
    assert filled
    return {name: answer for name, answer in filled.answers.items() if answer}


BODY = issues.form_text("share-a-lesson", issues.LESSON).replace("\r\n", "\n")


@pytest.mark.parametrize(
    "edited",
    [
        BODY.replace("### Topics", "### topics:"),
        BODY.replace("### Topics", "## Topics *"),
        BODY.replace("### Topics", "**Topics**"),
        BODY.replace("### Topics", "Topics (required):"),
        BODY.replace("### Topics\n\nPumps", "> ### Topics\n\n> Pumps"),
        BODY.replace("### Topics\n", "### Topics\n\n_No response_\n\n### Topics\n"),
    ],
    ids=["colon", "level", "bold", "line", "quoted", "twice"],
)
def test_a_form_that_was_edited_by_hand_is_read(edited: str) -> None:
    tags = answers_in(edited)["tags"].replace("_No response_", "").strip()
    assert {**answers_in(edited), "tags": tags} == issues.LESSON


@pytest.mark.parametrize("mark", ["- [x]", "- [X]", "* [x]", "+ [ x ]", "1. [x]", "- ✅", "☑"])
def test_a_box_is_ticked_in_any_usual_way(mark: str) -> None:
    body = BODY.replace("- [X]", mark)
    filled = filled_form(Issue(12, "", body, frozenset({"lesson"})))
    assert filled
    assert filled.ticked == set(filled.question("consent").ticks)


def test_a_box_without_its_tick_is_not_ticked() -> None:
    body = BODY.replace("- [X]", "- [ ]")
    filled = filled_form(Issue(12, "", body, frozenset({"lesson"})))
    assert filled
    assert filled.ticked == set()


def test_a_filled_form_below_an_empty_one_is_read() -> None:
    empty = issues.form_text("share-a-lesson", {}).replace("\r\n", "\n")
    assert answers_in(f"{empty}\n\n{BODY}") == issues.LESSON


def test_a_form_without_any_heading_is_known_by_its_label() -> None:
    assert answers_in(BODY.replace("### ", "")) == issues.LESSON


def test_a_question_in_code_is_no_question() -> None:
    text = "```\n### What was learned\n\nThis is code.\n```\n\nEnd."
    answers = {**issues.LESSON, "what_happened": text}
    body = issues.form_text("share-a-lesson", answers)
    assert answers_in(body) == answers


def test_topics_may_be_a_list_with_links(base: Base) -> None:
    tags = "- [Pumps](https://example.org/topics/pumps/)\n2. `shift change`"
    said = run(base, "share-a-lesson", {**issues.LESSON, "tags": tags})
    assert "tags: [pumps, handover]" in said["draft"]


@pytest.mark.parametrize("team", ["south", "South Team.", "“South team”", "South team, Somewhere"])
def test_a_team_is_known_however_it_is_written(base: Base, team: str) -> None:
    said = run(base, "share-a-lesson", {**issues.LESSON, "team": team})
    assert (said["new_words"], said["left_out"]) == ([], [])
    assert "team: south" in said["draft"]


def test_the_signature_of_a_mail_is_left_out_and_said(base: Base) -> None:
    text = "A pump failed.\n\n-- \nInvented Person\nInvented Water"
    said = run(base, "share-a-lesson", {**issues.LESSON, "what_happened": text})
    assert "Invented Person" not in said["draft"]
    assert said["left_out"][0]["question"] == "What happened"


def test_pictures_become_links_and_it_is_said(base: Base) -> None:
    text = (
        "![image](https://example.org/1)\n\n"
        '<img width="3" alt="The shed" src="https://example.org/2" />'
    )
    said = run(base, "share-a-lesson", {**issues.LESSON, "what_happened": text})
    links = "[image](https://example.org/1)\n\n[The shed](https://example.org/2)"
    assert links in said["draft"]
    assert said["left_out"][0]["message"] == "a picture is kept as a link"


NAMES_NOBODY = FORMS["used-a-lesson"].questions[-1].ticks[0]


def translated(folder: Path) -> None:
    """Write the form of reports as a base that speaks German has it."""
    text = (REPOSITORY / FOLDER / "used-a-lesson.yml").read_text(encoding="utf-8")
    for old, new in {
        "label: How it went": "label: Wie es ging",
        "- it worked\n": "- es hat geklappt\n",
        "- it had no effect": "- es hat nichts bewirkt",
        NAMES_NOBODY: "Ohne Namen.",
    }.items():
        text = text.replace(old, new)
    file = folder / FOLDER / "used-a-lesson.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


def test_a_form_that_a_keeper_has_translated_is_read(base: Base) -> None:
    translated(base.root)
    body = issues.form_text("used-a-lesson", issues.REUSE)
    for old, new in {
        "### How it went": "### Wie es ging",
        "it worked": "es hat nichts bewirkt",
        NAMES_NOBODY: "Ohne Namen.",
    }.items():
        body = body.replace(old, new)
    said = run(base, "used-a-lesson", {}, body)
    assert said["problems"] == []
    assert "outcome: no-effect" in said["draft"]


def test_a_reply_names_a_question_in_the_words_of_the_base(base: Base) -> None:
    translated(base.root)
    said = run(base, "used-a-lesson", {**issues.REUSE, "outcome": ""})
    assert [one["question"] for one in said["problems"]] == ["Wie es ging"]
    assert "“es hat geklappt”" in said["problems"][0]["hint"]


@pytest.mark.parametrize(
    "text", ["[", "body: 7", "- a", "body: [{id: 7, attributes: 7}]", "a: !x b"]
)
def test_a_form_that_cannot_be_read_changes_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / FOLDER / "used-a-lesson.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    assert forms_of(tmp_path) == FORMS


# --- the reply


def test_a_reply_never_repeats_personal_data(base: Base) -> None:
    text = "One.\n\nAsk jane.smith@trust.nhs.uk."
    said = run(base, "share-a-lesson", {**issues.LESSON, "what_happened": text})
    assert "**What happened**: there is an e-mail address (line 3)" in said["comment"]
    assert "jane" not in said["comment"]


def test_the_number_of_a_person_is_said_by_its_place_beside_all_that_is_missing(base: Base) -> None:
    text = "One.\n\nNHS number 943 476 5919."
    said = run(base, "share-a-lesson", {**issues.LESSON, "what_happened": text, "title": "n/a"})
    assert said["draft"] == ""
    assert "**What happened**: there is an NHS number (line 3)" in said["comment"]
    assert "**The lesson in a few words**: there is no answer" in said["comment"]
    assert "943" not in said["comment"]


def test_a_reply_passes_on_warnings_and_no_words_of_the_program(base: Base) -> None:
    answers = {
        **issues.LESSON,
        "problem": "Communication",
        "what_happened": "<b>Cold</b> [x](gone.md)",
    }
    said = run(base, "share-a-lesson", answers)
    assert "**The problem, in one sentence**: the problem statement says too" in said["comment"]
    assert "**What happened**: there is HTML in the answer" in said["comment"]
    assert "**What happened**: a link leads nowhere" in said["comment"]
    assert re.search("YAML|header|vocabulary.yml|source_assist|`tags`|## ", said["comment"]) is None


def test_a_reply_says_what_happens_next(base: Base) -> None:
    said = run(base, "share-a-lesson", issues.LESSON)
    assert "What happens next: somebody who keeps these lessons reads the lesson" in said["comment"]
    assert "edit this issue at the top of the page" in said["comment"]


def test_similar_lessons_have_links_where_the_address_of_the_site_is_known(base: Base) -> None:
    file = base.root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"site_url: https://example.org/kb\n{text}", encoding="utf-8")
    answers = {**issues.LESSON, "problem": "Pumps at the invented plant fail each winter"}
    said = run(base, "share-a-lesson", answers)
    assert "[Invented lesson](https://example.org/kb/lesson/input/)" in said["comment"]


def test_a_lesson_that_not_everybody_may_read_is_not_named(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({"sheds/input.md": lesson_text(visibility="team")})
    answers = {**issues.LESSON, "problem": "Pumps at the invented plant fail each winter"}
    assert "Invented lesson" not in run(base, "share-a-lesson", answers)["comment"]
    said = run(base, "used-a-lesson", {**issues.REUSE, "lesson": "Invented lessons"})
    assert "Invented lesson" not in said["comment"]


def test_a_title_for_a_pull_request_calls_nobody_and_closes_nothing(base: Base) -> None:
    said = run(base, "share-a-lesson", {**issues.LESSON, "title": "fixes #1 for @bob"})
    assert re.search(r"#\d|@\w", said["title"]) is None


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("what_happened", "### Topics\n\n"),
        ("what_happened", "- [x] -- \n"),
        ("what_happened", "<img ![@bob fixes #1 "),
        ("tags", "a, b; "),
        ("tags", "### x   "),
    ],
)
def test_a_long_issue_takes_steps_in_proportion_and_a_short_reply(
    base: Base, name: str, piece: str
) -> None:
    def of_size(size: int) -> int:
        answers = {**issues.LESSON, name: "x" + piece * (size // len(piece))}
        return steps(lambda: replies.append(run(base, "share-a-lesson", answers)["comment"]))

    replies: list[str] = []
    of_size(600)
    small, large = of_size(3_000), of_size(30_000)
    assert large < 12 * small
    assert len(replies[-1]) < 20_000
