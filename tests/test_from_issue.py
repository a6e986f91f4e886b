"""``lessons from-issue`` makes a draft of what a form asked, and believes nothing that it reads."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exchange.forms.answers import fitting
from site_builder.exchange.forms.drafting import draft
from site_builder.exchange.forms.filled import filled_form
from site_builder.exchange.forms.issues import Issue
from site_builder.exchange.forms.questions import MEASURES, OUTCOMES
from site_builder.exchange.forms.reply import as_json, comment, harmless
from site_builder.library.trial import Trial
from site_builder.markdown.body import Body
from site_builder.project import read_project
from site_builder.records.lesson import Lesson
from site_builder.search.open import open_search
from tests import issues
from tests.builders import lesson_text, written_base
from tests.strategies import bodies, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_builder.search.store import Opened
    from tests.conftest import Base


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with one lesson."""
    return make_base({"sheds/input.md": lesson_text()})


def run(base: Base, answers: dict[str, str], *options: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Make a draft of a lesson; return what is printed as JSON, and the exit status."""
    body = issues.form_text("share-a-lesson", answers, ticked=more.pop("ticked", True))
    file = issues.event_file(base.root, body, **more)
    result = base.run("from-issue", str(file), "--format", "json", *options)
    return {**json.loads(result.stdout), "exit": result.exit_code}


def written(base: Base) -> set[str]:
    """Return the paths of all files below the lessons folder."""
    folder = base.root / "lessons"
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


# --- a lesson


def test_answers_become_a_draft_without_problems(base: Base) -> None:
    said = run(base, issues.LESSON, "--write")
    assert said["exit"] == 0
    assert said["path"] == "lessons/sheds/heat-the-sheds-in-autumn.md"
    assert said["problems"] == said["diagnostics"] == said["unknown_tags"] == []
    loaded = base.load()
    assert loaded.diagnostics == ()
    lesson = loaded.library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    fields = lesson.fields
    assert (fields.title, fields.problem) == (issues.LESSON["title"], issues.LESSON["problem"])
    assert (fields.status, fields.evidence, fields.tags) == (
        "draft",
        "experiential",
        ("pumps", "handover"),
    )
    assert fields.source_assist == "pump-review"
    assert [(one.heading.title, one.text) for one in lesson.body.sections] == [
        ("What happened", issues.LESSON["what_happened"]),
        ("What was learned", issues.LESSON["what_was_learned"]),
    ]


def test_it_names_branch_and_title_of_the_pull_request(base: Base) -> None:
    said = run(base, issues.LESSON)
    assert said["branch"] == "lesson/12-heat-the-sheds-in-autumn"
    assert said["title"] == "Lesson: Heat the sheds in autumn"


def test_without_the_option_nothing_is_written(base: Base) -> None:
    before = written(base)
    said = run(base, issues.LESSON)
    assert (said["action"], said["written"]) == ("create", False)
    assert written(base) == before


def test_a_publication_becomes_a_citation(base: Base) -> None:
    answers = {
        **issues.LESSON,
        "source": "Invented report on sheds",
        "design": "Report from practice",
        "address": "https://doi.org/10.1136/bmj.n71",
    }
    run(base, answers, "--write")
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    (citation,) = lesson.fields.citations
    assert (citation.title, citation.doi, citation.url) == (
        "Invented report on sheds",
        "10.1136/bmj.n71",
        None,
    )
    assert citation.design == "experience-report"


@pytest.mark.parametrize(
    "source", ["pump-review", "INVENTED PUMP REVIEW", "https://example.org/x/assist/pump-review/"]
)
def test_an_assist_is_known_by_id_title_and_address(base: Base, source: str) -> None:
    run(base, {**issues.LESSON, "source": source}, "--write")
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert lesson.fields.source_assist == "pump-review"


def test_an_id_that_is_taken_gets_a_number(base: Base) -> None:
    said = run(base, {**issues.LESSON, "title": "Input"})
    assert said["id"] == "input-2"


def test_a_new_topic_is_proposed_to_the_keeper_and_the_draft_is_valid(base: Base) -> None:
    said = run(base, {**issues.LESSON, "tags": "Pumps, Sheds"}, "--write")
    assert (said["exit"], said["problems"]) == (0, [])
    assert said["unknown_tags"] == ["Sheds"]
    assert "“Sheds” is a new topic" in said["comment"]
    assert "tags:\n  sheds:\n    label: Sheds\n    description: To be described." in said["comment"]
    assert base.run("check").exit_code == 0
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert lesson.fields.tags == ("pumps", "sheds")


def test_the_lines_that_are_proposed_make_a_draft_right(base: Base) -> None:
    answers = {**issues.LESSON, "tags": "Pumps, Sheds", "team": "East team, Invented Water"}
    said = run(base, answers, "--write")
    file = base.root / "lessons/vocabulary.yml"
    text = file.read_text(encoding="utf-8")
    lines = said["comment"].split("````")[1].strip()
    for kind in ("tags", "teams"):
        added = lines.partition(f"{kind}:\n")[2].partition("\nteams:")[0]
        text = text.replace(f"{kind}:\n", f"{kind}:\n{added}\n", 1)
    file.write_text(text, encoding="utf-8")
    assert base.load().diagnostics == ()
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert lesson.fields.team == "east-team"


@pytest.mark.parametrize(
    "answer",
    ["East team, Invented Water", "East team (Invented Water)", "East team at Invented Water"],
)
def test_a_new_team_is_proposed_with_its_organisation(base: Base, answer: str) -> None:
    said = run(base, {**issues.LESSON, "team": answer}, "--write")
    assert (said["exit"], said["problems"]) == (0, [])
    lines = "teams:\n  east-team:\n    label: East team\n    organisation: Invented Water"
    assert lines in said["comment"]


def test_a_lesson_that_looks_the_same_is_shown(base: Base) -> None:
    answers = {**issues.LESSON, "problem": "Pumps at the invented plant fail each winter"}
    said = run(base, answers)
    (near,) = [one for one in said["near_duplicates"] if one["same"]]
    assert near["id"] == "input"
    assert "- Invented lesson (`input`): nearly the same problem" in said["comment"]


@pytest.mark.parametrize("name", [*issues.LESSON])
def test_a_required_answer_that_is_missing_is_named_once(base: Base, name: str) -> None:
    said = run(base, {**issues.LESSON, name: ""}, "--write")
    assert said["exit"] == 1
    messages = [one["message"] for one in said["problems"]]
    assert "there is no answer" in messages
    labels = [one["question"] for one in said["problems"]]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", ["title", "problem", "evidence", "tags"])
def test_a_record_that_could_not_be_read_is_not_written(base: Base, name: str) -> None:
    before = written(base)
    said = run(base, {**issues.LESSON, name: ""}, "--write")
    assert (said["path"], said["branch"], said["written"]) == (None, None, False)
    assert "No draft of the lesson could be made of these answers yet." in said["comment"]
    assert written(base) == before


def test_an_answer_that_is_no_choice_is_said_with_the_choices(base: Base) -> None:
    said = run(base, {**issues.LESSON, "evidence": "a hunch"})
    assert [one["question"] for one in said["problems"]] == ["What it rests on"]
    assert (
        "the answer is none of: “experience: somebody did it or saw it done”"
        in said["problems"][0]["message"]
    )


def test_what_is_not_ticked_is_said(base: Base) -> None:
    said = run(base, issues.LESSON, ticked=False)
    assert said["exit"] == 1
    assert [one["question"] for one in said["problems"]] == ["Before you send it"] * 2


# --- a report of use


def report(base: Base, answers: dict[str, str], *options: str) -> dict[str, Any]:
    """Make a draft of a report of use."""
    body = issues.form_text("used-a-lesson", answers)
    file = issues.event_file(base.root, body, label="reuse")
    result = base.run("from-issue", str(file), "--format", "json", *options)
    return {**json.loads(result.stdout), "exit": result.exit_code}


def test_answers_become_a_report_without_problems(base: Base) -> None:
    answers = {**issues.REUSE, "happened": "2026-02", "setting": "Hospital ward", "text": "Good."}
    said = report(base, answers, "--write")
    assert (said["exit"], said["problems"]) == (0, [])
    assert said["path"] == "lessons/reuse/input-south.md"
    assert said["branch"] == "reuse/12-input-south"
    loaded = base.load()
    assert loaded.diagnostics == ()
    (reuse,) = loaded.library.reuses
    lesson = loaded.library.lesson("input")
    assert lesson
    assert (reuse.fields.lesson, reuse.fields.team, reuse.fields.setting) == (
        "input",
        "south",
        "ward",
    )
    assert (reuse.fields.outcome, reuse.fields.measure) == ("worked", "observed")
    assert reuse.fields.digest == loaded.reliances.digest(lesson)
    assert reuse.body.text.strip() == "Good."


# --- an event that took place


def event(base: Base, answers: dict[str, str], *options: str) -> dict[str, Any]:
    """Make a draft of an event."""
    body = issues.form_text("how-an-event-went", answers)
    file = issues.event_file(base.root, body, label="event")
    result = base.run("from-issue", str(file), "--format", "json", *options)
    return {**json.loads(result.stdout), "exit": result.exit_code}


@pytest.mark.practice("c32")
def test_answers_become_a_record_of_the_event_without_problems(base: Base) -> None:
    answers = {
        **issues.EVENT,
        "teams": "South team, North team",
        "result": OUTCOMES["partly"],
        "measure": MEASURES["observed"],
        "take_away": "- A list on the door\n- Heat by the frost and not by the month",
        "actions": "1. Order a list\n2. Ask the store",
        "surprises": "Nobody had a key",
        "story": "We stood in the cold.",
    }
    said = event(base, answers, "--write")
    assert (said["exit"], said["problems"]) == (0, [])
    assert said["path"] == "lessons/assists/winter-visit-to-the-sheds.md"
    assert said["branch"] == "assist/12-winter-visit-to-the-sheds"
    assert said["title"] == "Event: Winter visit to the sheds"
    record = base.load().library.assist("winter-visit-to-the-sheds")
    assert record
    fields = record.fields
    assert (fields.format, fields.status, fields.host_team) == ("visit", "held", "north")
    assert (fields.teams, str(fields.happened)) == (("south",), "2026-02")
    assert [(one.team, one.result, one.measure) for one in fields.outcomes] == [
        ("north", "partly", "observed")
    ]
    assert [one.take_away for one in fields.reflections] == [
        "A list on the door",
        "Heat by the frost and not by the month",
    ]
    assert [one.do for one in fields.actions] == ["Order a list", "Ask the store"]
    assert fields.surprises == ("Nobody had a key",)
    assert record.body.text.strip() == "We stood in the cold."


def test_five_answers_are_enough_for_an_event(base: Base) -> None:
    said = event(base, issues.EVENT, "--write")
    assert (said["exit"], said["problems"]) == (0, [])


@pytest.mark.parametrize("name", [*issues.EVENT])
def test_an_answer_that_an_event_needs_is_named_once(base: Base, name: str) -> None:
    said = event(base, {**issues.EVENT, name: ""})
    assert said["exit"] == 1
    assert len(said["problems"]) == 1


def test_an_edited_event_updates_its_file(base: Base) -> None:
    event(base, issues.EVENT, "--write")
    said = event(base, {**issues.EVENT, "title": "Spring visit"}, "--write")
    assert (said["action"], said["path"]) == (
        "update",
        "lessons/assists/winter-visit-to-the-sheds.md",
    )
    record = base.load().library.assist("winter-visit-to-the-sheds")
    assert record
    assert record.fields.title == "Spring visit"


# --- dates


@pytest.mark.parametrize(
    ("written", "meant"),
    [("14 March 2025", "2025-03-14"), ("March 2025", "2025-03"), ("2025", "2025")],
)
def test_a_date_is_read_as_people_write_it(base: Base, written: str, meant: str) -> None:
    report(base, {**issues.REUSE, "happened": written}, "--write")
    (reuse,) = base.load().library.reuses
    assert str(reuse.fields.happened) == meant


def test_of_a_date_that_can_be_two_the_year_is_taken_and_it_is_said(base: Base) -> None:
    said = report(base, {**issues.REUSE, "happened": "03/04/2025"}, "--write")
    assert (said["exit"], said["problems"]) == (0, [])
    (left,) = said["left_out"]
    assert left["question"] == "When you used it"
    assert left["message"] == "only the year of it was understood: 2025"
    (reuse,) = base.load().library.reuses
    assert str(reuse.fields.happened) == "2025"
    assert reuse.fields.imported
    assert reuse.fields.imported.original == {"When you used it": "03/04/2025"}


@pytest.mark.parametrize("name", ["input", "https://example.org/lesson/input/", "invented LESSON"])
def test_a_lesson_is_known_by_id_address_and_title(base: Base, name: str) -> None:
    assert report(base, {**issues.REUSE, "lesson": name})["id"] == "input-south"


def test_a_report_on_a_lesson_that_is_not_there_is_a_problem(base: Base) -> None:
    said = report(base, {**issues.REUSE, "lesson": "imput"})
    assert said["exit"] == 1
    (problem,) = said["problems"]
    assert problem["question"] == "The lesson that you used"
    assert problem["hint"] == "did you mean “Invented lesson”?"


def test_a_report_that_names_no_lesson_is_not_written(base: Base) -> None:
    said = report(base, {**issues.REUSE, "lesson": "../../the one on pumps"}, "--write")
    assert (said["exit"], said["path"]) == (1, None)
    assert not (base.root / "lessons/reuse").exists()


# --- the same issue again


def test_the_same_issue_again_changes_nothing(base: Base) -> None:
    run(base, issues.LESSON, "--write")
    before = (base.root / "lessons/sheds/heat-the-sheds-in-autumn.md").read_bytes()
    said = run(base, issues.LESSON, "--write")
    assert (said["exit"], said["action"], said["written"]) == (0, "unchanged", False)
    assert (base.root / "lessons/sheds/heat-the-sheds-in-autumn.md").read_bytes() == before


def test_an_edited_issue_updates_its_file_whatever_its_title(base: Base) -> None:
    first = run(base, issues.LESSON, "--write")
    said = run(base, {**issues.LESSON, "title": "Warm the sheds", "team": "North team"}, "--write")
    assert (said["action"], said["path"], said["branch"]) == (
        "update",
        first["path"],
        first["branch"],
    )
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert (lesson.fields.title, lesson.fields.team) == ("Warm the sheds", "north")


def test_an_update_keeps_the_day_of_the_record(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    run(base, issues.LESSON, "--write")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    run(base, {**issues.LESSON, "title": "Warm the sheds"}, "--write")
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert str(lesson.fields.date) == "2026-03-01"


def test_what_a_person_has_edited_is_not_overwritten(base: Base) -> None:
    path = base.root / run(base, issues.LESSON, "--write")["path"]
    edited = path.read_text(encoding="utf-8").replace("No pump froze.", "No pump froze at all.")
    path.write_text(edited, encoding="utf-8")
    said = run(base, {**issues.LESSON, "title": "Warm the sheds"}, "--write")
    assert (said["exit"], said["action"], said["written"]) == (1, "keep", False)
    assert "somebody has edited the draft since" in said["comment"]
    assert path.read_text(encoding="utf-8") == edited


def test_a_draft_that_was_moved_is_found_again(base: Base) -> None:
    path = base.root / run(base, issues.LESSON, "--write")["path"]
    path.rename(base.root / "lessons/warm-sheds.md")
    said = run(base, {**issues.LESSON, "title": "Warm the sheds"}, "--write")
    assert (said["action"], said["path"]) == ("update", "lessons/warm-sheds.md")


def test_another_issue_with_the_same_answers_gets_another_file(base: Base) -> None:
    run(base, issues.LESSON, "--write")
    said = run(base, issues.LESSON, "--write", number=13)
    assert (said["action"], said["id"]) == ("create", "heat-the-sheds-in-autumn-2")


def test_an_edited_report_updates_its_file(base: Base) -> None:
    first = report(base, issues.REUSE, "--write")
    said = report(base, {**issues.REUSE, "outcome": "it had no effect"}, "--write")
    assert (said["action"], said["path"]) == ("update", first["path"])
    (reuse,) = base.load().library.reuses
    assert reuse.fields.outcome == "no-effect"


# --- what other systems hand over


def answer_of(base: Base, document: object, *options: str) -> tuple[int, str]:
    """Run the command on a JSON document."""
    file = base.root / "issue.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    result = base.run("from-issue", str(file), *options)
    return result.exit_code, result.output


BODY = issues.form_text("share-a-lesson", issues.LESSON)


@pytest.mark.parametrize(
    "document",
    [
        issues.issue(BODY),
        issues.issue(BODY, label=""),
        {"iid": 12, "id": 99, "title": "New", "description": BODY, "labels": ["lesson"]},
        {
            "object_kind": "issue",
            "object_attributes": {"iid": 12, "title": "New", "description": BODY},
            "labels": [{"title": "lesson"}],
        },
    ],
    ids=["github-issue", "without-label", "gitlab-issue", "gitlab-event"],
)
def test_issues_of_both_systems_are_read(base: Base, document: object) -> None:
    status, output = answer_of(base, document, "--format", "json")
    assert status == 0
    assert json.loads(output)["branch"] == "lesson/12-heat-the-sheds-in-autumn"


def test_the_number_can_be_given(base: Base) -> None:
    without = {"title": "New", "body": BODY}
    assert answer_of(base, without)[0] == 2
    status, output = answer_of(base, without, "--number", "7", "--format", "json")
    assert status == 0
    assert json.loads(output)["number"] == 7


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "it is not a JSON object"),
        ({}, "it contains no issue"),
        ({"issue": "twelve"}, "`issue` must be an object"),
        ({"issue": {**issues.issue(BODY), "pull_request": {}}}, "a pull request, not an issue"),
        ({"issue": {**issues.issue(BODY), "body": ["a"]}}, "`body` of the issue must be a string"),
        ({"issue": {**issues.issue(BODY), "title": 5}}, "`title` of the issue must be a string"),
        ({"issue": issues.issue(BODY, number="12; reboot")}, "the issue has no number"),
        ({"issue": issues.issue(BODY, number=True)}, "the issue has no number"),
        ({"issue": issues.issue(BODY, number=-1)}, "the issue has no number"),
        ({"issue": issues.issue("The pumps are broken.")}, "not made with one of the forms"),
        ({"issue": {**issues.issue(BODY), "body": None}}, "not made with one of the forms"),
    ],
    ids=[
        "list", "nothing", "no-object", "pull-request", "body", "title", "number-text",
        "number-yes", "number-negative", "no-form", "no-body",
    ],
)  # fmt: skip
def test_what_is_no_issue_of_a_form_is_wrong_use(base: Base, document: object, said: str) -> None:
    before = written(base)
    status, output = answer_of(base, document, "--write")
    assert status == 2
    assert said in output
    assert output.count("\n") == 1
    assert written(base) == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "invalid JSON: Expecting value at line 1, column 1"),
        (b'{"issue": {', "invalid JSON"),
        (b"\xff\xfe{}", "byte 1 is not UTF-8"),
        (b"[" * 100_000, "invalid JSON: nested too deep"),
        (b'{"number": ' + b"9" * 5_000 + b"}", "invalid JSON: nested too deep"),
        (b" " * 1_000_001, "it is larger than 1 MB"),
    ],
    ids=["empty", "cut", "utf-16", "deep", "long-number", "large"],
)
def test_a_file_that_is_no_json_is_wrong_use(base: Base, data: bytes, said: str) -> None:
    file = base.root / "issue.json"
    file.write_bytes(data)
    result = base.run("from-issue", str(file), "--write")
    assert result.exit_code == 2
    assert said in result.output
    assert written(base) == {"vocabulary.yml", "assists/pump-review.md", "sheds/input.md"}


def test_a_file_that_is_not_there_is_wrong_use(base: Base) -> None:
    result = base.run("from-issue", str(base.root / "gone.json"))
    assert result.exit_code == 2
    assert "cannot be read: No such file" in result.output


# --- what strangers write


HOSTILE = [
    "../../../etc/passwd",
    "$(touch invented); `reboot`",
    "<script>alert(1)</script>",
    "{{ config }} {% include 'x' %}",
    "@everyone see #1 and https://example.org/ or www.example.org",
    "---\nstatus: published\n---",
    "status: published\n",
    "!!python/object/apply:os.system [reboot]",
    "'\"\\",
    "\x1b[2J\u202e",
]


@pytest.mark.parametrize("name", ["title", "problem", "tags", "source", "team", "evidence"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_stay_text(base: Base, name: str, text: str) -> None:
    said = run(base, {**issues.LESSON, name: text}, "--write", number=12)
    assert written(base) - {"vocabulary.yml", "assists/pump-review.md", "sheds/input.md"} <= {
        (said["path"] or "").removeprefix("lessons/")
    }
    for lesson in base.load().library.lessons:
        assert lesson.id == "input" or lesson.fields.status == "draft"
    assert re.search(r"(?<![\\])[<@]\w", said["comment"].replace("<!-- written", "")) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ask @bob", "ask \\@\u200bbob"),
        ("as in #12", "as in \\#\u200b12"),
        ("GH-12", "GH\u200b-12"),
        ("https://example.org", "https:\u200b//example.org"),
        ("www.example.org", "www\u200b.example.org"),
        ("<b>*x* [y](z)</b>", "\\<b\\>\\*x\\* \\[y\\](z)\\</b\\>"),
        ("no tag `x`", "no tag “x”"),
        ("two\nlines", "two lines"),
        ("a" * 400, "a" * 299 + "…"),
    ],
)
def test_words_of_others_are_no_markup_and_call_nobody(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.one_of(bodies, texts))
def test_no_text_leaves_its_section(text: str) -> None:
    fitted = fitting(text)
    whole = f"## One\n\n{fitted}\n\n## Two\n\nEnd"
    assert [(one.heading.title, one.text) for one in Body(whole).sections] == [
        ("One", fitted),
        ("Two", "End"),
    ]
    assert fitting(fitted) == fitted


@given(st.one_of(bodies, texts))
def test_texts_without_headings_and_code_stay_as_they_are(text: str) -> None:
    plain = re.sub(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff#=`~\r-]", "", text
    ).strip()
    assert fitting(plain) == plain


answers = st.fixed_dictionaries(
    {name: st.one_of(st.just(text), texts, bodies) for name, text in issues.LESSON.items()},
    optional=dict.fromkeys(("team", "design", "address"), texts),
)


@pytest.fixture(scope="module")
def opened_base() -> Iterator[tuple[Trial, Opened]]:
    with written_base({"sheds/input.md": lesson_text().encode()}) as root:
        project = read_project(root)
        trial = Trial(project)
        yield trial, open_search(project, loaded=trial.base)


@given(answers)
def test_any_answers_give_a_record_or_a_message(
    opened_base: tuple[Trial, Opened], given_: dict[str, str]
) -> None:
    trial, opened = opened_base
    body = issues.form_text("share-a-lesson", given_).replace("\r\n", "\n")
    issue = Issue(12, "", body, frozenset({"lesson"}))
    filled = filled_form(issue)
    assert filled
    drafted = draft(issue, filled, trial, lambda: opened)
    said = as_json(drafted, written=False)
    json.dumps(said).encode()
    assert comment(drafted).startswith("<!-- written by lessons from-issue -->\n")
    if drafted.path:
        _assert_same(drafted.path, drafted.text, filled.answers, said["branch"], trial)
    else:
        assert said["problems"]


def _assert_same(path: str, text: str, given_: dict[str, str], branch: str, trial: Trial) -> None:
    assert re.fullmatch(r"lessons/(sheds/)?[a-z0-9-]+\.md", path)
    assert re.fullmatch(r"[a-z0-9/-]+", branch)
    record = trial.of(path, text).graph.record_at(path)
    assert record
    assert isinstance(record.fields, Lesson)
    assert record.fields.status == "draft"
    assert record.fields.title == _one_line(given_["title"])
    assert record.fields.problem == _one_line(given_["problem"])
    sections = {one.heading.title: one.text for one in record.body.sections}
    expected = {
        "What happened": fitting(given_["what_happened"]),
        "What was learned": fitting(given_["what_was_learned"]),
    }
    assert sections == {title: said for title, said in expected.items() if said}


def _one_line(text: str) -> str:
    plain = re.sub("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]", "", " ".join(text.split()))
    return " ".join(plain.split())


def test_text_shows_the_draft(base: Base, tmp_path: Path) -> None:
    file = issues.event_file(tmp_path, BODY)
    output = base.run("from-issue", str(file)).output
    assert "These answers have become a draft of a lesson" in output
    assert "title: Heat the sheds in autumn" in output


def test_what_stands_above_the_questions_is_said_to_be_left_out(base: Base) -> None:
    file = issues.event_file(base.root, f"Hello!\n\n{BODY}")
    assert (
        "the text above the first question was not taken over"
        in base.run("from-issue", str(file)).output
    )
