"""``lessons init``: a base of one's own, whole and right from its first minute, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from site_builder.cli import main
from site_builder.errors import OccupiedError, UnwritableError
from site_builder.markdown.body import Body
from site_builder.places import make_own
from site_builder.project import read_project
from site_builder.records.header.write import one_line
from site_builder.records.people import Person
from site_builder.settings import Settings, parse_settings
from site_builder.starter import contents, folder
from site_builder.starter.contents import ASSIST, LESSON, Start, starting_files
from tests.conftest import REPOSITORY, Base
from tests.site.built import contents as bytes_below
from tests.site.built import lessons

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HOSTS: dict[contents.Host, set[str]] = {
    "github": {".github"},
    "gitlab": {".gitlab", ".gitlab-ci.yml"},
    "both": {".github", ".gitlab", ".gitlab-ci.yml"},
    "none": set(),
}
ALWAYS = {
    *(".gitignore", ".pre-commit-config.yaml", "README.md"),
    *("lessons", "mkdocs.yml", "people.yml", "requirements.txt"),
}
NO_PROBLEMS = re.compile(r"\d+ records checked: no problems\n")
NAMES = (
    "Lessons: what we know",
    'The "North" base # 1',
    "!ENV [HOME]",
    "$name ${{ secrets.TOKEN }}",
    "null",
    "<script>alert(1)</script>",
    "Überblick — 日本",
    "{{ config }} {% raw %}",
)


def init(*arguments: str | Path) -> Result:
    """Run the command."""
    words = ["init", *map(str, arguments)]
    return CliRunner().invoke(main, words, catch_exceptions=False)


def begun(place: Path, *arguments: str) -> Base:
    """Return a base that has just begun."""
    done = init(place, *arguments)
    assert done.exit_code == 0, done.output
    return Base(place)


def config_in(files: Mapping[str, str]) -> dict[str, Any]:
    """Return what a new ``mkdocs.yml`` sets, without its address."""
    text = re.sub(r"(?m)^site_url: .*$", "", files["mkdocs.yml"])
    config: dict[str, Any] = yaml.safe_load(text)
    return config


def unlinked(text: str) -> str:
    """Return a page with the words of its links alone."""
    body = Body(text)
    for link in reversed(body.links):
        text = text[: link.start] + body.text_of(link) + text[link.end :]
    return text


# What is there


@pytest.mark.parametrize("host", HOSTS)
def test_a_base_begins_with_what_it_needs_where_it_will_be(
    tmp_path: Path, host: contents.Host
) -> None:
    base = begun(tmp_path / "base", "--ci", host)
    assert {path.name for path in base.root.iterdir()} == ALWAYS | HOSTS[host]


@pytest.mark.parametrize("host", HOSTS)
def test_a_base_begins_without_a_problem(tmp_path: Path, host: contents.Host) -> None:
    done = begun(tmp_path / "base", "--ci", host).run("check", "--strict")
    assert done.exit_code == 0
    assert NO_PROBLEMS.fullmatch(done.output)


def test_a_base_begins_with_a_site(tmp_path: Path) -> None:
    base = begun(tmp_path / "base", "--name", "Invented <b>base</b>")
    done = lessons(base.root, "build", "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    home = (base.root / "site/index.html").read_text(encoding="utf-8")
    assert "Invented &lt;b&gt;base&lt;/b&gt;" in home
    assert "Invented <b>" not in home
    assert (base.root / f"site/lesson/{LESSON}/index.html").is_file()
    assert (base.root / f"site/assist/{ASSIST}/index.html").is_file()


def test_its_examples_say_that_they_are_invented() -> None:
    files = starting_files(Start("A"))
    for path in (f"lessons/meetings/{LESSON}.md", f"lessons/assists/{ASSIST}.md"):
        assert '\ntitle: "Example (invented): ' in files[path]
        assert " is invented, and so are its teams" in files[path]
    teams = yaml.safe_load(files["lessons/vocabulary.yml"])["teams"]
    assert [name for name, team in teams.items() if "(invented)" not in team["label"]] == []


def test_its_examples_are_found_by_the_words_of_their_problem(tmp_path: Path) -> None:
    done = begun(tmp_path / "base").run("search", "visitors", "run", "out", "of", "time")
    assert done.exit_code == 0
    assert LESSON in done.output


def test_nothing_of_the_theme_is_copied_into_the_base() -> None:
    files = starting_files(Start("A", host="both"))
    assert [path for path in files if path.endswith((".html", ".css", ".js"))] == []


def test_what_it_tells_to_delete_is_there() -> None:
    files = starting_files(Start("A", host="both"))
    named = set(re.findall(r"`([\w./-]+/[\w.-]*)`", files["README.md"]))
    assert {f"lessons/meetings/{LESSON}.md", f"lessons/assists/{ASSIST}.md"} <= named
    folders = {f"{path.rpartition('/')[0]}/" for path in files} | {".github/", "site/"}
    assert named - files.keys() - folders == set()


def test_the_same_answers_begin_the_same_base(tmp_path: Path) -> None:
    first, second = (begun(tmp_path / name, "--name", "A").root for name in ("one", "two"))
    assert bytes_below(first) == bytes_below(second)


# The guide


def test_every_page_of_the_guide_is_there() -> None:
    folder = REPOSITORY / "lessons/guide"
    ours = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    theirs = {
        path.removeprefix("lessons/guide/")
        for path in starting_files(Start("A"))
        if path.startswith("lessons/guide/")
    }
    assert "write-a-lesson.md" in ours
    assert theirs == ours


def test_the_guide_says_what_it_says_here_and_links_to_what_is_there() -> None:
    """The check finds links that lead nowhere; here the words around them stay."""
    for path, text in starting_files(Start("A")).items():
        if path.startswith("lessons/guide/") and path not in contents._ENDS_BEFORE:
            ours = (REPOSITORY / path).read_text(encoding="utf-8")
            assert unlinked(text) == unlinked(ours).replace(contents._OUR_EXAMPLE, LESSON), path


def test_links_from_one_page_of_the_guide_to_another_stay() -> None:
    files = starting_files(Start("A"))
    assert "[Hold a peer assist](peer-assist.md)" in files["lessons/guide/index.md"]
    assert "[board](../board/index.md)" in files["lessons/guide/peer-assist.md"]


def test_what_tells_of_this_project_alone_is_left_out() -> None:
    files = starting_files(Start("A", host="both"))
    for path, mark in contents._ENDS_BEFORE.items():
        assert (REPOSITORY / path).read_text(encoding="utf-8").count(mark) == 1, path
        assert mark.strip() not in files[path]
    text = "\n".join(files.values())
    assert contents._OUR_EXAMPLE not in text
    assert "five public documents" not in text
    assert contents._OURS_ALONE & files.keys() == {".github/dependabot.yml"}


def test_the_commands_of_the_guide_find_the_lesson_they_name(tmp_path: Path) -> None:
    base = begun(tmp_path / "base")
    text = (base.root / "lessons/guide/report-a-use.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^lessons (?:new reuse|evidence) (\S+)$", text, re.MULTILINE))
    assert named == {LESSON}
    assert base.run("evidence", LESSON).exit_code == 0


def test_the_example_of_the_guide_can_be_copied_into_the_base(tmp_path: Path) -> None:
    base = begun(tmp_path / "base")
    text = (base.root / "lessons/guide/write-a-lesson.md").read_text(encoding="utf-8")
    example = text.partition("```markdown\n")[2].partition("```")[0]
    file = base.root / "lessons/keys.md"
    # The day of these tests is before that of the example.
    example = re.sub(r"(?m)^date: .*$", "date: 2026-02-01", example)
    file.write_text(re.sub(r"(?m)^(source_assist): .*$", rf"\1: {ASSIST}", example), "utf-8")
    assert NO_PROBLEMS.fullmatch(base.run("check", "--strict").output)


# The configuration


def test_every_option_is_explained_and_none_is_set() -> None:
    text = starting_files(Start("A"))["mkdocs.yml"]
    assert config_in({"mkdocs.yml": text})["plugins"] == [{"lessons": None}]
    awake = re.sub(r"(?m)^( +)#(?! )|^( +)#(?=  )", r"\1\2", text)
    options = config_in({"mkdocs.yml": awake})["plugins"][0]["lessons"]
    assert list(options) == list(Settings.__dataclass_fields__)
    assert parse_settings(options) == (Settings(), [])


def test_what_was_chosen_is_set(tmp_path: Path) -> None:
    arguments = ("--name", "Our base", "--site-url", "https://x.example/y", "--licence", "CC0")
    base = begun(tmp_path / "base", *arguments)
    text = (base.root / "mkdocs.yml").read_text(encoding="utf-8")
    assert config_in({"mkdocs.yml": text})["site_name"] == "Our base"
    assert '\nsite_url: !ENV [SITE_URL, "https://x.example/y/"]\n' in text
    assert read_project(base.root).settings == Settings(licence="CC0")
    assert "## Licence\n\nCC0\n" in (base.root / "README.md").read_text(encoding="utf-8")


def test_the_address_of_the_site_is_taken_from_the_environment_first(tmp_path: Path) -> None:
    base = begun(tmp_path / "base", "--site-url", "https://later.example/")
    done = lessons(base.root, "build", SITE_URL="https://now.example/base/")
    assert done.returncode == 0, done.stderr
    home = (base.root / "site/index.html").read_text(encoding="utf-8")
    assert "https://now.example/base/" in home
    assert "later.example" not in home


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_letters_means_itself(tmp_path: Path, name: str) -> None:
    base = begun(tmp_path / "base", "--name", name, "--licence", name)
    text = (base.root / "mkdocs.yml").read_text(encoding="utf-8")
    assert config_in({"mkdocs.yml": text})["site_name"] == name
    assert read_project(base.root).settings.licence == name
    assert NO_PROBLEMS.fullmatch(base.run("check", "--strict").output)


@given(name=st.text(min_size=1), licence=st.text())
def test_any_name_and_licence_leave_the_configuration_whole(name: str, licence: str) -> None:
    files = starting_files(Start(name, licence=licence))
    config = config_in(files)
    assert config["site_name"] == one_line(name)
    options = config["plugins"][0]["lessons"] or {}
    assert options == ({"licence": one_line(licence)} if one_line(licence) else {})
    assert config["theme"] == {"name": "material", "font": False}


@pytest.mark.parametrize(
    ("folder_name", "name"),
    [("our-lessons", "Our lessons"), ("NASA_base", "NASA base"), ("---", "Lessons")],
)
def test_a_base_without_a_name_has_that_of_its_folder(
    tmp_path: Path, folder_name: str, name: str
) -> None:
    files = bytes_below(begun(tmp_path / folder_name).root)
    assert f'\nsite_name: "{name}"\n'.encode() in files["mkdocs.yml"]


# What is refused


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--name", "  "], "Invalid value for '--name': '  ' contains no letter or digit"),
        (["--name", "a\x1b[2Jb"], "contains an unprintable character"),
        (["--name", "x" * 101], "101 characters; at most 100 are allowed"),
        (["--licence", "-"], "Invalid value for '--licence': '-' contains no letter or digit"),
        (["--site-url", "lessons.example"], "'lessons.example' does not begin with https://"),
        (["--site-url", "javascript:alert(1)"], "does not begin with https://"),
        (["--site-url", "https://"], "'https://' has no valid host"),
        (["--site-url", "https://me:secret@x.example/"], "has no valid host"),
        (["--site-url", "https://[x/"], "is not an address"),
        (["--site-url", "https://x.example/?a=1"], "has a query or a fragment"),
        (
            ["--site-url", "https://x.example/a b"],
            "contains a character that is not allowed in an address",
        ),
        (
            ["--site-url", 'https://x.example/"'],
            "contains a character that is not allowed in an address",
        ),
        (["--ci", "jenkins"], "'jenkins' is not one of 'github', 'gitlab', 'both', 'none'"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_made(
    tmp_path: Path, arguments: list[str], problem: str
) -> None:
    done = init(tmp_path / "base", *arguments)
    assert done.exit_code == 2
    assert problem in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_address_is_refused_with_one_that_is_right(tmp_path: Path) -> None:
    done = init(tmp_path / "base", "--site-url", "ftp://x.example")
    assert "write it like https://lessons.example.org/" in done.stderr


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "README.md").write_text("ours", encoding="utf-8")
    done = init(tmp_path)
    assert done.exit_code == 2
    assert done.stderr == (
        f"lessons: {tmp_path} is not empty: README.md, lessons/; name an empty or new folder\n"
    )
    assert bytes_below(tmp_path) == {"README.md": b"ours"}


def test_of_much_that_is_in_the_way_the_first_are_named(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").touch()
    assert "0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 4 more; " in init(tmp_path).stderr


def test_a_file_in_the_place_of_the_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "base").write_text("ours", encoding="utf-8")
    done = init(tmp_path / "base")
    assert done.exit_code == 2
    assert done.stderr == f"lessons: {tmp_path}/base cannot be written: Not a directory\n"
    assert bytes_below(tmp_path) == {"base": b"ours"}


# Where it goes


def test_a_folder_of_git_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    base = begun(tmp_path)
    assert (tmp_path / ".git/HEAD").read_text(encoding="utf-8") == "ref: refs/heads/main\n"
    assert base.run("check", "--strict").exit_code == 0


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    assert begun(tmp_path / "a/b/c").run("check").exit_code == 0


def test_a_folder_is_named_from_where_the_command_is_to_run(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["-C", str(tmp_path), "init", "base"])
    assert done.exit_code == 0
    assert (tmp_path / "base/mkdocs.yml").is_file()


def test_it_says_what_was_made_and_what_to_do_next(tmp_path: Path) -> None:
    done = init(tmp_path / "base", "--name", "Our base", "--ci", "none")
    first, *others = done.stdout.splitlines()
    files = len(bytes_below(tmp_path))
    assert first == f"Created “Our base” in {tmp_path / 'base'}: {files} files."
    assert [re.findall(r"lessons \w+|README\.md", line) for line in others] == [
        ["lessons serve"],
        [],
        ["lessons new"],
        ["README.md"],
    ]


def test_what_is_made_can_be_read_by_whoever_may_read_other_files(tmp_path: Path) -> None:
    base = begun(tmp_path / "base")
    (tmp_path / "other").touch()
    usual = (tmp_path / "other").stat().st_mode
    assert {path.stat().st_mode for path in base.root.rglob("*") if path.is_file()} == {usual}


# Everything or nothing


@pytest.mark.parametrize("there", [True, False])
def test_a_base_that_cannot_be_written_whole_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    written: list[Path] = []

    def fail_in_the_end(file: Path, text: str) -> None:
        if len(written) == 2:
            raise UnwritableError(file, "No space left on device")
        written.append(file)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    monkeypatch.setattr(folder, "write_new", fail_in_the_end)
    target = tmp_path / "deep/base"
    if there:
        target.mkdir(parents=True)
    done = init(target)
    assert done.exit_code == 2
    assert done.stderr == f"lessons: {target} cannot be written: No space left on device\n"
    assert target.exists() is there
    assert (tmp_path / "deep").exists() is there
    assert bytes_below(tmp_path) == {}


def test_what_comes_to_be_meanwhile_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_and_meet(file: Path, text: str) -> None:
        (tmp_path / "mkdocs.yml").write_text("theirs", encoding="utf-8")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    monkeypatch.setattr(folder, "write_new", write_and_meet)
    done = init(tmp_path)
    assert done.exit_code == 2
    assert done.stderr == f"lessons: {tmp_path} cannot be written: File exists\n"
    assert bytes_below(tmp_path) == {"mkdocs.yml": b"theirs"}


def test_what_is_in_the_way_is_told_to_programs_too(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OccupiedError) as caught:
        folder.fill(tmp_path, {"b": "1"})
    assert (caught.value.folder, caught.value.names) == (tmp_path, ["a/"])


def test_the_list_of_people_is_an_example_without_effect_that_holds_when_it_is_uncommented(
    tmp_path: Path,
) -> None:
    base = begun(tmp_path / "b")
    assert base.load().library.people == {}
    file = base.root / "people.yml"
    text = file.read_text(encoding="utf-8")
    example = text[text.index("#people:") :].replace("\n#", "\n").removeprefix("#")
    file.write_text(example, encoding="utf-8")
    loaded = base.load()
    assert loaded.diagnostics == ()
    assert loaded.library.people["quiet-otter"].line_manager in loaded.library.people
    assert all(f"{name}:" in example for name in Person.model_fields)


def test_what_a_killed_start_left_is_in_nobodys_way(tmp_path: Path) -> None:
    make_own(tmp_path, ".lessons-init-")

    folder.fill(tmp_path, {"README.md": "Text"})

    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
