"""``lessons new lesson`` asks for what a lesson needs, and writes none that has errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from site_builder.cli import asking, new, new_record
from tests.builders import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Base

OPTIONS = {
    "title": "Heat the sheds in autumn",
    "problem": "Nobody knows when the sheds have to be heated",
    "evidence": "experiential",
    "tag": "pumps",
    "source": "pump-review",
    "what-happened": "The invented plant heated its sheds from October.",
    "what-was-learned": "No pump froze.",
}
"""Everything that is asked."""
PATH = "lessons/sheds/heat-the-sheds-in-autumn.md"
SAME = {"problem": "Pumps at the invented plant fail each winter"}


def options(**more: str) -> list[str]:
    """Return an option for each question, or for those of its answers that are not empty."""
    given = {**OPTIONS, **{name.replace("_", "-"): text for name, text in more.items()}}
    return [f"--{name}={text}" for name, text in given.items() if text]


@pytest.fixture
def base(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with one lesson."""
    return make_base({"sheds/input.md": lesson_text()})


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command think that somebody sits at a terminal."""
    for module in (asking, new_record, new):
        monkeypatch.setattr(module, "at_terminal", lambda: True)


def lessons(base: Base) -> set[str]:
    """Return the paths of all lessons that are not the first one."""
    return {one.path for one in base.load().library.lessons} - {"lessons/sheds/input.md"}


def unsaved(base: Base) -> list[Path]:
    """Return the texts that are kept aside."""
    return sorted((base.root / ".cache" / "unsaved").rglob("*.md"))


# --- questions


def test_answers_make_a_lesson_without_problems(base: Base) -> None:
    answers = "\n".join(OPTIONS.values()) + "\n"
    result = base.run("new", "lesson", input=answers)
    assert result.exit_code == 0
    assert result.stdout.endswith(f"{PATH}\n")
    loaded = base.load()
    assert loaded.diagnostics == ()
    lesson = loaded.library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert (lesson.fields.title, lesson.fields.problem) == (OPTIONS["title"], OPTIONS["problem"])
    assert (lesson.fields.tags, lesson.fields.source_assist) == (("pumps",), "pump-review")
    assert [(one.heading.title, one.text) for one in lesson.body.sections] == [
        ("What happened", OPTIONS["what-happened"]),
        ("What was learned", OPTIONS["what-was-learned"]),
    ]


def test_with_all_options_nothing_is_asked(base: Base) -> None:
    result = base.run("new", "lesson", *options())
    assert result.exit_code == 0
    assert result.stdout == f"{PATH}\n"
    assert "?" not in result.stderr
    assert lessons(base) == {PATH}


def test_it_says_what_the_lesson_rests_on(base: Base) -> None:
    result = base.run("new", "lesson", *options())
    assert "practice 1 of 4" in result.stderr


@pytest.mark.parametrize("name", [*OPTIONS])
def test_only_what_was_not_given_is_asked(base: Base, name: str) -> None:
    result = base.run(
        "new", "lesson", *options(**{name: ""}), "--no-edit", input=f"{OPTIONS[name]}\n"
    )
    assert result.exit_code == 0
    assert lessons(base) == {PATH}


@pytest.mark.parametrize("name", [*OPTIONS])
def test_an_empty_option_is_wrong_use(base: Base, name: str) -> None:
    result = base.run("new", "lesson", *options(**{name: " "}))
    assert result.exit_code == 2
    assert f"--{name}: it is empty" in result.stderr
    assert lessons(base) == set()


def test_breaking_off_writes_nothing(base: Base) -> None:
    result = base.run("new", "lesson", input="Heat the sheds\n")
    assert result.exit_code == 1
    assert lessons(base) == set()


def test_tags_are_known_by_label_and_synonym_and_each_is_taken_once(base: Base) -> None:
    base.run("new", "lesson", *options(tag="PUMPS, shift change"), "--tag=hand-over")
    (lesson,) = base.load().library.tagged["handover"]
    assert lesson.fields.tags == ("pumps", "handover")


def test_a_misspelt_tag_is_asked_again_with_a_guess(base: Base) -> None:
    result = base.run("new", "lesson", *options(tag=""), input="pmups\npumps\n")
    assert result.exit_code == 0
    assert "there is no tag `pmups`; did you mean `pumps`?" in result.stderr


def test_a_misspelt_tag_of_an_option_is_wrong_use(base: Base) -> None:
    result = base.run("new", "lesson", *options(tag="pmups"))
    assert result.exit_code == 2
    assert "did you mean `pumps`?" in result.stderr


def test_a_misspelt_assist_is_wrong_use_with_a_guess(base: Base) -> None:
    result = base.run("new", "lesson", *options(source="pump-revue"))
    assert result.exit_code == 2
    assert "there is no assist `pump-revue`; did you mean `pump-review`?" in result.stderr


def test_of_a_publication_the_design_is_asked(base: Base) -> None:
    result = base.run(
        "new", "lesson", *options(source="Invented report on sheds"), input="Report from practice\n"
    )
    assert result.exit_code == 0
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    (citation,) = lesson.fields.citations
    assert (citation.title, citation.design) == ("Invented report on sheds", "experience-report")


def test_a_publication_can_be_given_with_its_address(base: Base) -> None:
    result = base.run(
        "new", "lesson", *options(source="Invented report"), "--design=experience-report",
        "--address=doi:10.1136/bmj.n71",
    )  # fmt: skip
    assert result.exit_code == 0
    assert "doi: 10.1136/bmj.n71" in (base.root / PATH).read_text(encoding="utf-8")


# --- texts


TEXT = (
    "## What happened\n\nIt was cold.\n\n## Challenges\n\nNone.\n\n## What was learned\n\nHeat.\n"
)


def test_a_file_gives_the_whole_text(base: Base, tmp_path: Path) -> None:
    file = tmp_path / "text.md"
    file.write_text(TEXT, encoding="utf-8")
    result = base.run("new", "lesson", *options(), f"--from-file={file}")
    assert result.exit_code == 0
    assert (base.root / PATH).read_text(encoding="utf-8").endswith(f"---\n\n{TEXT}")


def test_standard_input_gives_the_text(base: Base) -> None:
    result = base.run("new", "lesson", *options(), "--from-file=-", input=TEXT)
    assert result.exit_code == 0
    assert "It was cold." in (base.root / PATH).read_text(encoding="utf-8")


@pytest.mark.parametrize("lacking", ["What happened", "What was learned"])
def test_a_section_that_the_file_lacks_is_taken_from_its_option(base: Base, lacking: str) -> None:
    text = TEXT.replace(f"## {lacking}", "### Less")
    base.run("new", "lesson", *options(), "--from-file=-", input=text)
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    sections = {one.heading.title: one.text for one in lesson.body.sections}
    assert sections[lacking].startswith(OPTIONS[lacking.lower().replace(" ", "-")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It was cold.\n", "put the text under `## What happened`"),
        ("---\ntitle: A\n---\n" + TEXT, "begins with a header"),
    ],
)
def test_a_file_that_is_no_text_of_a_lesson_is_wrong_use(base: Base, text: str, said: str) -> None:
    result = base.run("new", "lesson", *options(), "--from-file=-", input=text)
    assert result.exit_code == 2
    assert said in result.stderr


# --- folders


def test_it_goes_where_most_lessons_of_its_first_tag_are(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    files = {f"{path}.md": lesson_text() for path in ("b/one", "a/two", "b/three", "four")}
    base = make_base({**files, "c/five.md": lesson_text(tags="[handover]")})
    result = base.run("new", "lesson", *options(tag="pumps,handover"))
    assert result.stdout == "lessons/b/heat-the-sheds-in-autumn.md\n"


@pytest.mark.parametrize(
    ("folder", "path"), [("", ""), (".", ""), ("sheds", "sheds/"), ("new/one", "new/one/")]
)
def test_a_folder_can_be_named(base: Base, folder: str, path: str) -> None:
    result = base.run("new", "lesson", *options(), f"--folder={folder}")
    assert result.stdout == f"lessons/{path}heat-the-sheds-in-autumn.md\n"


@pytest.mark.parametrize("folder", ["../out", "a/../../b", "assists", "reuse/x", ".git", "A B"])
def test_a_folder_that_cannot_hold_lessons_is_wrong_use(base: Base, folder: str) -> None:
    result = base.run("new", "lesson", *options(), f"--folder={folder}")
    assert result.exit_code == 2
    assert lessons(base) == set()


def test_an_id_that_is_taken_gets_a_number(base: Base) -> None:
    (base.root / PATH).write_text("not a record", encoding="utf-8")
    result = base.run("new", "lesson", *options())
    assert result.stdout == PATH.replace(".md", "-2.md") + "\n"


# --- lessons that look like it


def test_a_lesson_with_nearly_the_same_problem_stops_it(base: Base) -> None:
    result = base.run("new", "lesson", *options(**SAME))
    assert result.exit_code == 1
    assert "1 lesson is similar:" in result.stderr
    assert "Invented lesson (input)\n  Pumps at the invented plant fail every winter" in (
        result.stderr
    )
    assert "nearly the same problem: 100% of the telling words" in result.stderr
    assert lessons(base) == set()


def test_anyway_writes_it_all_the_same(base: Base) -> None:
    result = base.run("new", "lesson", *options(**SAME), "--anyway")
    assert result.exit_code == 0
    assert "1 lesson is similar:" in result.stderr
    assert lessons(base) == {PATH}


@pytest.mark.parametrize(("answer", "written"), [("y", {PATH}), ("n", set())])
@pytest.mark.usefixtures("terminal")
def test_at_a_terminal_it_is_asked_whether_to_write_it_anyway(
    base: Base, answer: str, written: set[str]
) -> None:
    result = base.run("new", "lesson", *options(**SAME), input=f"{answer}\n")
    assert "Write it anyway?" in result.stderr
    assert lessons(base) == written


def test_lessons_that_are_only_similar_are_shown_and_stop_nothing(base: Base) -> None:
    problem = "Pumps freeze in winter"
    result = base.run("new", "lesson", *options(title="Pumps in winter", problem=problem))
    assert result.exit_code == 0
    assert "has 2 of your 3 telling words: pumps, winter" in result.stderr


def test_lessons_that_share_little_are_not_shown(base: Base) -> None:
    problem = "Visitors do not find the way to the meeting room"
    result = base.run("new", "lesson", *options(title="Send a map", problem=problem))
    assert result.exit_code == 0
    assert "similar:" not in result.stderr


# --- checked before it is written


WRONG = {"evidence": "both"}


def test_a_lesson_with_errors_is_not_written_and_not_lost(base: Base) -> None:
    result = base.run("new", "lesson", *options(**WRONG))
    assert result.exit_code == 1
    assert "heat-the-sheds-in-autumn.md:4:11: error[evidence-mismatch]" in result.stderr
    assert "4 | evidence: both\n  |           ^^^^" in result.stderr
    assert lessons(base) == set()
    (kept,) = unsaved(base)
    assert f"Nothing was written. The text is kept in {kept}" in result.stderr
    assert "evidence: both" in kept.read_text(encoding="utf-8")


def test_what_is_kept_does_not_take_the_place_of_what_was_kept_before(base: Base) -> None:
    base.run("new", "lesson", *options(**WRONG))
    base.run("new", "lesson", *options(**WRONG))
    assert len(unsaved(base)) == 2


def test_a_lesson_with_warnings_is_written_and_they_are_said(base: Base) -> None:
    title = "Heat the sheds " * 7
    result = base.run("new", "lesson", *options(title=title))
    assert result.exit_code == 0
    assert "warning[title-too-long]" in result.stderr
    assert len(lessons(base)) == 1


def test_an_editor_opens_where_it_is_asked_for(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "sed -i s/October/November/")
    assert base.run("new", "lesson", *options(), "--edit").exit_code == 0
    assert "from November" in (base.root / PATH).read_text(encoding="utf-8")


@pytest.mark.usefixtures("terminal")
def test_at_a_terminal_an_editor_opens_after_questions(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "sed -i s/October/November/")
    base.run("new", "lesson", *options(source=""), input="pump-review\n")
    assert "from November" in (base.root / PATH).read_text(encoding="utf-8")


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("more", "asked"), [(["--no-edit"], ""), ([], "pump-review")])
def test_no_editor_opens_without_questions_or_where_it_is_declined(
    base: Base, monkeypatch: pytest.MonkeyPatch, more: list[str], asked: str
) -> None:
    monkeypatch.setenv("VISUAL", "sed -i s/October/November/")
    source = asked if not more else ""
    base.run("new", "lesson", *options(source=source), *more, input="pump-review\n")
    assert "from October" in (base.root / PATH).read_text(encoding="utf-8")


@pytest.mark.usefixtures("terminal")
def test_nobody_who_has_named_no_editor_is_put_into_one(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(click, "edit", lambda **_named: pytest.fail("an editor was opened"))
    result = base.run("new", "lesson", *options(source=""), input="pump-review\n")
    assert result.exit_code == 0, result.output


def test_an_editor_is_announced_with_how_to_go_on(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    result = base.run("new", "lesson", *options(), "--edit")
    assert "The text opens in `true`: save and close it to go on." in result.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "there is no lessons/vocabulary.yml; write one with your topics"),
        ("tags: [", "lessons/vocabulary.yml has errors; `lessons check lessons/vocabulary.yml`"),
        ("tags: {}\n", "lessons/vocabulary.yml has no tags; add some there first"),
    ],
)
def test_without_topics_the_reason_is_told(base: Base, text: str | None, message: str) -> None:
    file = base.root / "lessons" / "vocabulary.yml"
    file.unlink()
    if text is not None:
        file.write_text(text, encoding="utf-8")
    result = base.run("new", "lesson", *options())
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_editor_can_put_errors_right(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first time it changes nothing, and the second time it mends.
    editor = base.root / "editor"
    editor.write_text(
        '#!/bin/sh\n[ -e "$0.again" ] && sed -i s/both/experiential/ "$1"\ntouch "$0.again"\n',
        encoding="utf-8",
    )
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    result = base.run("new", "lesson", *options(**WRONG), "--edit", input="edit\n")
    assert result.exit_code == 0
    assert "The record has errors. Edit it again, keep it as a draft, or leave it" in result.stderr
    assert base.load().diagnostics == ()
    assert lessons(base) == {PATH}
    assert unsaved(base) == []


@pytest.mark.usefixtures("terminal")
def test_errors_can_be_kept_in_a_draft(base: Base) -> None:
    result = base.run("new", "lesson", *options(**WRONG), input="draft\n")
    assert result.exit_code == 0
    lesson = base.load().library.lesson("heat-the-sheds-in-autumn")
    assert lesson
    assert lesson.fields.status == "draft"
    assert "warning[evidence-mismatch]" in result.stderr


@pytest.mark.usefixtures("terminal")
def test_errors_can_be_left_without_losing_the_text(base: Base) -> None:
    result = base.run("new", "lesson", *options(**WRONG), input="leave\n")
    assert result.exit_code == 1
    assert lessons(base) == set()
    assert len(unsaved(base)) == 1


@pytest.mark.usefixtures("terminal")
def test_breaking_off_at_the_errors_loses_nothing(base: Base) -> None:
    result = base.run("new", "lesson", *options(**WRONG), input="")
    assert result.exit_code == 1
    (kept,) = unsaved(base)
    assert f"The text is kept in {kept}" in result.stderr


def test_a_header_that_cannot_be_read_cannot_be_a_draft(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "sed -i 1d")
    result = base.run("new", "lesson", *options(), "--edit", input="draft\nleave\n")
    assert result.exit_code == 1
    assert "error[header-missing]" in result.stderr
    assert "The header cannot be read, so the record cannot become a draft." in result.stderr
    assert lessons(base) == set()


@pytest.mark.parametrize("editor", ["false", "no-such-editor-anywhere"])
def test_an_editor_that_fails_is_said_and_loses_nothing(
    base: Base, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    result = base.run("new", "lesson", *options(), "--edit")
    assert f"{editor}: Editing failed" in result.stderr
    assert lessons(base) == {PATH}


def test_an_editor_that_takes_the_text_away_is_said(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "rm")
    result = base.run("new", "lesson", *options(), "--edit")
    assert result.exit_code == 2
    assert "No such file or directory" in result.stderr
    assert lessons(base) == set()


def test_no_sign_in_an_answer_breaks_the_record(base: Base) -> None:
    answer = "--- # {a: [b]}: \"c\" 'd' \\ & * ! | > % @ `\n---\n# e\x00"
    result = base.run("new", "lesson", *options(title=answer, problem=answer, what_happened=answer))
    assert result.exit_code == 0
    (path,) = lessons(base)
    lesson = base.load().library.lesson(path.rpartition("/")[2].removesuffix(".md"))
    assert lesson
    assert lesson.fields.title == " ".join(answer.replace("\x00", "").split())
    assert [one.heading.title for one in lesson.body.sections] == [
        "What happened",
        "What was learned",
    ]
