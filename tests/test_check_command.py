"""``lessons check`` as people and workflows run it: what it shows, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from site_builder.cli import main
from tests.builders import CONFIG, lesson_text, write_base
from tests.conftest import Base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


RIGHT = lesson_text()
WRONG = lesson_text(title="", problem="Keys of the invented store are lost")
DOUBTFUL = lesson_text(problem="Issues")
NOTED = lesson_text(review_by="2026-02-01")
DRAFT = lesson_text(status="draft", title="")


def _run(*arguments: str | Path) -> Result:
    """Run the command without naming a project."""
    return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False)


def _configured(root: Path, config: str) -> Base:
    write_base(root, {"a.md": RIGHT})
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    return Base(root)


def _files(result: Result) -> set[str]:
    return {row["file"] for row in json.loads(result.output)["diagnostics"]}


# --- how it ends


@pytest.mark.parametrize(
    ("files", "options", "status"),
    [
        ({"a.md": RIGHT}, (), 0),
        ({}, (), 0),
        ({"a.md": NOTED}, (), 0),
        ({"a.md": DOUBTFUL}, (), 0),
        ({"a.md": DRAFT}, (), 0),
        ({"a.md": WRONG}, (), 1),
        ({"a.md": RIGHT}, ("--strict",), 0),
        ({"a.md": NOTED}, ("--strict",), 0),
        ({"a.md": DOUBTFUL}, ("--strict",), 1),
        ({"a.md": DRAFT}, ("--strict",), 1),
        ({"a.md": WRONG}, ("--strict",), 1),
    ],
    ids=[
        "right",
        "no-lesson",
        "note",
        "warning",
        "draft",
        "error",
        "strict-right",
        "strict-note",
        "strict-warning",
        "strict-draft",
        "strict-error",
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_exit_status_tells_how_grave_it_is_in_every_format(
    make_base: Callable[[dict[str, str]], Base],
    files: dict[str, str],
    options: tuple[str, ...],
    status: int,
    form: str,
) -> None:
    assert make_base(files).run("check", "--format", form, *options).exit_code == status


@pytest.mark.parametrize(
    "arguments",
    [("--format", "xml"), ("--severe",), ("gone.md",)],
    ids=["format", "option", "path"],
)
def test_wrong_use_exits_2(
    make_base: Callable[[dict[str, str]], Base], arguments: tuple[str, ...]
) -> None:
    assert make_base({}).run("check", *arguments).exit_code == 2


# --- what it shows


def test_text_ends_with_a_count_and_with_how_to_learn_more(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    lines = make_base({"a.md": WRONG}).run("check").output.splitlines()
    assert lines[-3:] == [
        "",
        "2 records checked: 1 error",
        "`lessons explain field-missing` explains the first rule.",
    ]


def test_text_says_how_many_problems_can_be_corrected_by_the_command(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({"a.md": lesson_text(date="14.3.2026", evidence="Research")})
    told = "`lessons check --fix` corrects 2 of them; --dry-run shows how."
    assert base.run("check").output.splitlines()[-1] == told
    assert "--dry-run shows" not in base.run("check", "--fix").output


def test_text_of_a_clean_base_is_one_line(make_base: Callable[[dict[str, str]], Base]) -> None:
    assert make_base({"a.md": RIGHT}).run("check").output == "2 records checked: no problems\n"


def test_json_of_a_clean_base_is_still_json(make_base: Callable[[dict[str, str]], Base]) -> None:
    output = make_base({"a.md": RIGHT}).run("check", "--format", "json").output
    assert json.loads(output) == {"format_version": 1, "diagnostics": []}


def test_github_of_a_clean_base_is_nothing(make_base: Callable[[dict[str, str]], Base]) -> None:
    assert make_base({"a.md": RIGHT}).run("check", "--format", "github").output == ""


def test_problems_come_with_the_worst_first_then_by_file_and_place(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    untidy = lesson_text().replace("title: Invented lesson", "title: Invented lesson ")
    base = make_base(
        {"0.md": untidy, "b.md": WRONG, "a/z.md": WRONG, "a.md": lesson_text(team="x")}
    )
    rows = json.loads(base.run("check", "--format", "json").output)["diagnostics"]
    ranks = {"error": 0, "warning": 1, "note": 2}
    places = [(ranks[row["severity"]], row["file"], row["line"]) for row in rows]
    assert places == sorted(places)
    assert len({rank for rank, *_ in places}) > 1
    assert places[-1][1] < places[0][1]


def test_base_without_lessons_is_clean(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "lessons").mkdir()
    assert Base(tmp_path).run("check").output == "0 records checked: no problems\n"


# --- paths


@pytest.fixture
def two(make_base: Callable[[dict[str, str]], Base]) -> Base:
    """Return a base with a wrong lesson in each of two folders."""
    return make_base({"one/a.md": WRONG, "one/b.md": WRONG, "two/c.md": WRONG})


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        ([], {"one/a", "one/b", "two/c"}),
        (["lessons/one/a.md"], {"one/a"}),
        (["lessons/one"], {"one/a", "one/b"}),
        (["lessons/one/"], {"one/a", "one/b"}),
        (["lessons/one/a.md", "lessons/two"], {"one/a", "two/c"}),
        (["lessons/one/../two/c.md"], {"two/c"}),
        (["."], {"one/a", "one/b", "two/c"}),
        (["lessons/vocabulary.yml"], set()),
        (["mkdocs.yml"], set()),
    ],
    ids=["none", "file", "folder", "slash", "several", "dots", "root", "clean", "config"],
)
def test_paths_choose_whose_problems_are_shown(
    two: Base, monkeypatch: pytest.MonkeyPatch, paths: list[str], shown: set[str]
) -> None:
    monkeypatch.chdir(two.root)
    result = _run("check", "--format", "json", *paths)
    assert _files(result) == {f"lessons/{name}.md" for name in shown}
    assert result.exit_code == bool(shown)


def test_paths_are_relative_to_where_the_command_runs(
    two: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(two.root / "lessons" / "one")
    assert _files(_run("check", "--format", "json", "b.md", "../two")) == {
        "lessons/one/b.md",
        "lessons/two/c.md",
    }


def test_paths_are_not_relative_to_the_project_that_is_named(
    two: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(two.root / "lessons")
    assert _files(_run("-C", "..", "check", "--format", "json", "one")) == {
        "lessons/one/a.md",
        "lessons/one/b.md",
    }


def test_whole_path_is_one_from_anywhere(
    two: Base, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    path = two.root / "lessons" / "two"
    assert _files(_run("-C", two.root, "check", "--format", "json", path)) == {"lessons/two/c.md"}


def test_path_is_known_through_a_link_to_the_project(
    two: Base, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(two.root)
    path = link / "lessons" / "two"
    assert _files(_run("-C", link, "check", "--format", "json", path)) == {"lessons/two/c.md"}


def test_path_of_a_link_that_leads_out_of_the_project_shows_its_problem(
    two: Base, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "d.md"
    outside.write_text(RIGHT, encoding="utf-8")
    link = two.root / "lessons" / "d.md"
    link.symlink_to(outside)
    assert _files(two.run("check", "--format", "json", str(link))) == {"lessons/d.md"}


def test_path_outside_the_project_is_wrong_use(
    two: Base, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    result = two.run("check", str(elsewhere))
    assert result.exit_code == 2
    assert f"{elsewhere} is outside the project {two.root}" in result.output


def test_record_that_is_not_asked_for_is_still_read(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({"a.md": RIGHT, "b.md": lesson_text(header="aliases: [a]")})
    path = base.root / "lessons" / "b.md"
    assert "is the id or alias of lessons/a.md" in base.run("check", str(path)).output


# --- the project


def test_project_is_the_nearest_folder_upward(two: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(two.root / "lessons" / "one")
    assert len(_files(_run("check", "--format", "json"))) == 3


def test_folder_without_a_project_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run("check")
    assert result.exit_code == 2
    assert result.output == (
        f"lessons: no mkdocs.yml in {tmp_path} or in any folder above it; "
        "go to the project's folder, or name it with -C\n"
    )


def test_named_folder_without_a_project_is_told_so(tmp_path: Path) -> None:
    result = _run("-C", tmp_path, "check")
    assert result.exit_code == 2
    assert result.output == f"lessons: {tmp_path / 'mkdocs.yml'}: No such file or directory\n"


def test_named_folder_that_does_not_exist_is_wrong_use(tmp_path: Path) -> None:
    result = _run("-C", tmp_path / "gone", "check")
    assert result.exit_code == 2
    assert "does not exist" in result.output


def test_missing_lessons_folder_is_told_with_the_option_that_names_it(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(CONFIG, encoding="utf-8")
    result = Base(tmp_path).run("check")
    assert result.exit_code == 2
    place = "mkdocs.yml:2:11: error[config-invalid]: docs_dir: "
    assert result.output.startswith(f"{place}there is no folder {tmp_path / 'lessons'}\n")


def test_file_in_the_place_of_the_lessons_folder_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "lessons").write_text("", encoding="utf-8")
    result = Base(tmp_path).run("check")
    assert result.exit_code == 2
    assert "docs_dir: there is no folder" in result.output


def test_lessons_may_lie_in_any_folder(tmp_path: Path) -> None:
    write_base(tmp_path, {"a.md": WRONG})
    (tmp_path / "lessons").rename(tmp_path / "base")
    (tmp_path / "mkdocs.yml").write_text(CONFIG.replace(" lessons\n", " base\n", 1), "utf-8")
    assert _files(Base(tmp_path).run("check", "--format", "json")) == {"base/a.md"}


def test_lessons_lie_in_docs_unless_said_otherwise(tmp_path: Path) -> None:
    write_base(tmp_path, {"a.md": WRONG})
    (tmp_path / "lessons").rename(tmp_path / "docs")
    (tmp_path / "mkdocs.yml").write_text("site_name: A\nplugins: [lessons]\n", encoding="utf-8")
    assert _files(Base(tmp_path).run("check", "--format", "json")) == {"docs/a.md"}


# --- the configuration


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("site_name: [", "while parsing a flow node"),
        ("site_name: A\ncopyright: 2026-02-30\n", "day is out of range for month"),
        ("site_name: \0", "characters are not allowed"),
        ("- a\n- b\n", "must contain options"),
        ("", "must contain options"),
        ("docs_dir: lessons\nplugins: [lessons: {titel_max: 9}]", "titel_max: is not an option"),
        (
            "docs_dir: lessons\nplugins: {lessons: {title_max: many}}",
            "title_max: must be a whole number",
        ),
        (
            "docs_dir: lessons\nplugins: [lessons: {title_max: 0}]",
            "title_max: must be more than 0",
        ),
        ("docs_dir: lessons\nplugins: [lessons: {near_duplicate: 2}]", "near_duplicate: must be"),
        ("docs_dir: lessons\nplugins: [lessons: [title_max]]", "lessons: must have options"),
        ("docs_dir: lessons\nplugins: [lessons: 5]", "lessons: must have options"),
    ],
    ids=[
        "syntax",
        "impossible-date",
        "nul",
        "list",
        "empty",
        "unknown-option",
        "word-for-number",
        "too-small",
        "too-large",
        "list-of-options",
        "number-for-options",
    ],
)
def test_wrong_configuration_is_told_with_its_place(tmp_path: Path, config: str, said: str) -> None:
    result = _configured(tmp_path, config).run("check")
    assert result.exit_code == 2
    assert re.match(r"mkdocs\.yml:\d+:\d+: error\[config-", result.output)
    assert said in result.output


def test_every_wrong_option_is_told(tmp_path: Path) -> None:
    config = "docs_dir: lessons\nplugins: [lessons: {title_max: a, problem_max: b}]"
    output = _configured(tmp_path, config).run("check").output
    assert "title_max: must be" in output
    assert "problem_max: must be" in output


def test_configuration_that_is_no_text_is_told(tmp_path: Path) -> None:
    base = _configured(tmp_path, "")
    (tmp_path / "mkdocs.yml").write_bytes(b"site_name: \xff\n")
    result = base.run("check")
    assert result.exit_code == 2
    assert "mkdocs.yml:1:1: error[config-unreadable]: this is no text in UTF-8" in result.output


@pytest.mark.parametrize(
    "config",
    [
        CONFIG + "markdown_extensions:\n  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n",
        CONFIG + "extra: !!python/object/apply:os.system ['exit 1']\n",
        CONFIG + "extra: !relative $config_dir\n",
        CONFIG + "site_url: !ENV SITE_URL\n",
        CONFIG + "site_url: !ENV [SITE_URL, 'https://www.example.org/']\n",
        "docs_dir: lessons\nplugins: lessons\n",
        "docs_dir: lessons\nplugins: [search, lessons: ]\n",
        "docs_dir: lessons\nplugins: {search: {}, lessons: {}}\n",
        "docs_dir: lessons\nplugins:\n",
        "docs_dir: lessons\nplugins: [[search]]\n",
        "docs_dir: lessons\nplugins: 5\n",
        "docs_dir: lessons\n",
    ],
    ids=[
        "python-name",
        "python-call",
        "relative",
        "env",
        "env-default",
        "plugins-word",
        "plugin-without-options",
        "plugins-mapping",
        "plugins-empty",
        "plugins-nested",
        "plugins-number",
        "no-plugins",
    ],
)
def test_configuration_that_only_mkdocs_understands_is_no_obstacle(
    tmp_path: Path, config: str
) -> None:
    assert _configured(tmp_path, config).run("check").output == "2 records checked: no problems\n"


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("!ENV TITLES", 1),
        ("!ENV [GONE, TITLES, 50]", 1),
        ("!ENV [GONE, 5]", 1),
        ("!ENV [GONE, 50]", 0),
    ],
)
def test_option_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, status: int
) -> None:
    monkeypatch.setenv("TITLES", "5")
    monkeypatch.delenv("GONE", raising=False)
    config = f"docs_dir: lessons\nplugins:\n  - lessons:\n      title_max: {value}\n"
    assert _configured(tmp_path, config).run("check", "--strict").exit_code == status


def test_option_changes_what_is_checked(tmp_path: Path) -> None:
    config = "docs_dir: lessons\nplugins: [lessons: {title_max: 9}]\n"
    assert "at most 9" in _configured(tmp_path, config).run("check").output


@pytest.mark.parametrize(
    ("called", "hint"),
    [
        ("x.yml", "write one with your topics"),
        ("vocabulary.yaml", "rename lessons/vocabulary.yaml to lessons/vocabulary.yml"),
        ("Vocabulary.yml", "rename lessons/Vocabulary.yml to lessons/vocabulary.yml"),
    ],
)
def test_a_missing_vocabulary_is_one_problem(
    make_base: Callable[[dict[str, str]], Base], called: str, hint: str
) -> None:
    base = make_base({"a.md": RIGHT, "b.md": RIGHT})
    lessons = base.root / "lessons"
    (lessons / "vocabulary.yml").rename(lessons / called)
    output = base.run("check").output
    assert hint in output
    assert output.count("error[") == 1
    assert "error[vocabulary-missing]: there is no such file, so `north`, `pumps`" in output


# --- folders that cannot be read


def test_folder_that_cannot_be_read_is_a_problem(
    make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base({"shut/a.md": RIGHT})
    _shut(base.root / "lessons" / "shut", monkeypatch)
    result = base.run("check")
    assert result.exit_code == 1
    assert (
        "lessons/shut/:1:1: error[file-unreadable]: the folder cannot be read: Permission denied"
        in result.output.splitlines()
    )


def test_lessons_folder_that_cannot_be_read_is_not_clean(
    make_base: Callable[[dict[str, str]], Base], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base({"a.md": WRONG})
    _shut(base.root / "lessons", monkeypatch)
    assert base.run("check").exit_code == 1


def _shut(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a folder unreadable, also for a superuser, whom permissions do not stop."""
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_what_is_neither_file_nor_folder_is_passed_over(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({"a.md": RIGHT})
    os.mkfifo(base.root / "lessons" / "pipe.md")
    assert base.run("check").exit_code == 0


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_name_that_is_no_text_is_shown_as_well_as_can_be(
    make_base: Callable[[dict[str, str]], Base], form: str
) -> None:
    base = make_base({})
    (base.root / "lessons" / os.fsdecode(b"pump\xff.md")).write_text(RIGHT, encoding="utf-8")
    result = base.run("check", "--format", form)
    assert result.exit_code == 1
    assert "id-malformed" in result.output


def test_link_to_a_folder_is_not_followed(make_base: Callable[[dict[str, str]], Base]) -> None:
    base = make_base({"a.md": RIGHT})
    (base.root / "lessons" / "again").symlink_to(base.root / "lessons")
    assert base.run("check").output == "2 records checked: no problems\n"


def test_hidden_files_and_folders_are_passed_over(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({".draft.md": WRONG, ".trash/a.md": WRONG})
    assert base.run("check").exit_code == 0


# --- misspelt commands


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("chekc", "no such command 'chekc'; did you mean `check`?"),
        ("explian", "no such command 'explian'; did you mean `explain`?"),
        ("zzzz", "no such command 'zzzz'\n"),
    ],
)
def test_misspelt_command_gets_a_guess(typed: str, said: str) -> None:
    result = _run(typed)
    assert result.exit_code == 2
    assert said in result.output


# --- as a process


def _terminal(base: Base, **environment: str) -> str:
    """Return what the command writes to a terminal."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "site_builder", "-C", str(base.root), "check"]
    process = subprocess.Popen(
        command, stdout=slave, env={**_without(os.environ, ["NO_COLOR"]), **environment}
    )
    os.close(slave)
    written = b"".join(iter(lambda: _read(master), b""))
    process.wait()
    os.close(master)
    return written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:
        # Linux says so when the other end was closed.
        return b""


def _without(environment: os._Environ[str], names: Iterable[str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in names}


def test_terminal_gets_colour(make_base: Callable[[dict[str, str]], Base]) -> None:
    assert "\x1b[31m\x1b[1merror[field-missing]\x1b[0m" in _terminal(make_base({"a.md": WRONG}))


def test_no_color_is_honoured(make_base: Callable[[dict[str, str]], Base]) -> None:
    shown = _terminal(make_base({"a.md": WRONG}), NO_COLOR="1")
    assert "error[field-missing]" in shown
    assert "\x1b" not in shown


def test_pipe_gets_no_colour(make_base: Callable[[dict[str, str]], Base]) -> None:
    base = make_base({"a.md": WRONG})
    command = [sys.executable, "-m", "site_builder", "-C", str(base.root), "check"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "error[field-missing]" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_terminal_that_cannot_show_a_letter_gets_another(
    make_base: Callable[[dict[str, str]], Base],
) -> None:
    base = make_base({"a.md": lesson_text(title="水泵" * 50)})
    command = [sys.executable, "-m", "site_builder", "-C", str(base.root), "check"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0
    assert b"2 | title: ????" in done.stdout
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="the shell closes the files")
@pytest.mark.parametrize(("text", "status"), [(WRONG, 1), (lesson_text(), 0)])
def test_a_command_that_nobody_listens_to_ends_as_always(
    make_base: Callable[[dict[str, str]], Base], text: str, status: int
) -> None:
    base = make_base({"a.md": text})
    command = f"'{sys.executable}' -m site_builder -C '{base.root}' check 2> log >&-"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=base.root, check=False)
    assert done.returncode == status
    assert (base.root / "log").read_text(encoding="utf-8") == ""
