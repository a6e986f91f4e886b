"""``lessons check --changed-since``: what a branch answers for, and what was there before."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.errors import HistoryError
from site_builder.history import FileChange, changes_since, files_at
from site_builder.library.since import load_since
from site_builder.project import read_project
from tests.builders import ASSIST, lesson_text, write_base
from tests.conftest import Base

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from click.testing import Result

    MakeBranch = Callable[[Mapping[str, str]], "Branch"]

BROKEN = "\nSee [the other](gone.md).\n"
REUSE = """\
---
lesson: input
team: south
reported_by: Head of an invented ward
date: 2026-02-02
outcome: worked
measure: opinion
---
An invented use.
"""


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],  # noqa: S607
        check=True,
        capture_output=True,
    )


@dataclass(frozen=True)
class Branch:
    """A base in a repository: what is written now is held against the tag ``before``."""

    base: Base

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files below the lessons folder; None removes one."""
        for path, text in files.items():
            file = self.base.root / "lessons" / path
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")

    def check(self, *options: str) -> Result:
        """Check what has changed."""
        return self.base.run("check", "--changed-since", "before", *options)

    def problems(self, *options: str) -> list[tuple[str, str]]:
        """Return the file and rule of each problem that is shown."""
        found = json.loads(self.check("--format", "json", *options).stdout)["diagnostics"]
        return [(row["file"].removeprefix("lessons/"), row["rule"]) for row in found]


def _branch(root: Path, files: Mapping[str, str]) -> Branch:
    write_base(root, dict(files))
    _git(root, "init", "--quiet", "--initial-branch=main")
    _git(root, "add", ".")
    _git(root, "commit", "--quiet", "-m", "An invented base")
    _git(root, "tag", "before")
    return Branch(Base(root))


@pytest.fixture
def make_branch(tmp_path: Path) -> Callable[[Mapping[str, str]], Branch]:
    """Return a function that writes an invented base and commits it."""
    return lambda files: _branch(tmp_path, files)


class TestWhatFails:
    def test_a_problem_on_a_new_line(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text()})
        branch.write({"input.md": lesson_text() + BROKEN})
        assert branch.problems() == [("input.md", "link-broken")]
        assert branch.check().exit_code == 1

    def test_a_problem_in_a_new_file_that_git_does_not_know_yet(
        self, make_branch: MakeBranch
    ) -> None:
        branch = make_branch({"input.md": lesson_text()})
        branch.write({"new.md": "no header\n"})
        assert branch.problems() == [("new.md", "header-missing")]

    def test_a_problem_in_a_new_file_that_is_committed(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text()})
        branch.write(
            {"new.md": lesson_text(problem="Valves of the invented hall leak", tags="[pmups]")}
        )
        _git(branch.base.root, "add", ".")
        _git(branch.base.root, "commit", "--quiet", "-m", "New")
        assert branch.problems() == [("new.md", "tag-unknown")]

    def test_what_a_removed_line_leaves_wanting(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text()})
        branch.write({"input.md": lesson_text(date="")})
        assert branch.problems() == [("input.md", "field-missing")]

    def test_a_link_from_elsewhere_to_a_lesson_that_was_removed(
        self, make_branch: MakeBranch
    ) -> None:
        other = lesson_text(problem="Nothing like it") + "\nSee [it](input.md).\n"
        branch = make_branch({"input.md": lesson_text(), "other.md": other})
        branch.write({"input.md": None})
        assert branch.problems() == [("input.md", "record-removed"), ("other.md", "link-broken")]

    def test_a_tag_used_elsewhere_that_was_taken_from_the_vocabulary(
        self, make_branch: MakeBranch
    ) -> None:
        branch = make_branch({"input.md": lesson_text()})
        branch.write({"vocabulary.yml": "tags:\n  other: {label: Other, description: Invented.}\n"})
        assert ("input.md", "tag-unknown") in branch.problems()

    def test_a_setting_that_old_lessons_do_not_meet(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text(title="Invented lesson of some length")})
        config = branch.base.root / "mkdocs.yml"
        text = config.read_text(encoding="utf-8").replace(
            "  - lessons", "  - lessons: {title_max: 9}"
        )
        config.write_text(text, encoding="utf-8")
        assert ("input.md", "title-too-long") in branch.problems("--strict")

    def test_old_errors_of_a_draft_that_is_published(self, make_branch: MakeBranch) -> None:
        text = lesson_text(status="draft") + BROKEN
        branch = make_branch({"input.md": text})
        branch.write({"input.md": text.replace("status: draft\n", "")})
        assert branch.problems() == [("input.md", "link-broken")]
        assert branch.check().exit_code == 1

    def test_a_second_problem_of_the_kind_that_was_there(self, make_branch: MakeBranch) -> None:
        text = lesson_text() + BROKEN
        branch = make_branch({"input.md": text})
        branch.write({"input.md": text + "\nAnd [this](gone.md).\n"})
        found = json.loads(branch.check("--format", "json").stdout)
        assert [row["line"] for row in found["diagnostics"]] == [text.count("\n") + 2]

    def test_people_who_were_misspelt_on_this_branch(
        self, make_branch: MakeBranch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # In a workflow nothing is said of people.
        monkeypatch.delenv("CI", raising=False)
        branch = make_branch({"input.md": lesson_text()})
        people = branch.base.root / "people.yml"
        people.write_text("people:\n  heron: {tema: north}\n", encoding="utf-8")
        result = branch.check()
        assert result.exit_code == 1
        assert "people.yml:2" in result.output


class TestWhatDoesNot:
    def test_an_old_error_elsewhere(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"old.md": "no header\n", "input.md": lesson_text()})
        branch.write({"input.md": lesson_text(title="Invented lesson, better")})
        result = branch.check()
        assert result.exit_code == 0
        assert "1 other problem not shown: unrelated to the changes" in result.output

    def test_an_old_error_above_and_below_the_changed_lines(self, make_branch: MakeBranch) -> None:
        text = lesson_text(tags="[pmups]", header="owner: Keeper") + "\nOne.\n" + BROKEN
        branch = make_branch({"input.md": text})
        longer = text.replace("owner: Keeper", "owner: Head\ncontact: Desk").replace(
            "One.", "1\n2\n3"
        )
        branch.write({"input.md": longer})
        assert branch.problems() == []

    def test_an_old_error_in_a_file_that_was_moved(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text() + BROKEN})
        branch.write({"deeper/input.md": lesson_text() + BROKEN, "input.md": None})
        _git(branch.base.root, "add", ".")
        assert branch.problems() == []

    def test_notes_and_old_warnings_with_strict(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"old.md": lesson_text(problem="Issues", review_by="2026-02-01")})
        branch.write({"input.md": lesson_text()})
        assert branch.check("--strict").exit_code == 0

    def test_nothing_changed_at_all(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"old.md": "no header\n"})
        assert branch.check("--strict").exit_code == 0

    def test_what_was_wrong_where_the_branch_began_and_is_mended_there_since(
        self, make_branch: MakeBranch
    ) -> None:
        branch = make_branch({"old.md": "no header\n"})
        root = branch.base.root
        _git(root, "checkout", "--quiet", "-b", "mine")
        branch.write({"input.md": lesson_text()})
        _git(root, "add", ".")
        _git(root, "commit", "--quiet", "-m", "Mine")
        _git(root, "checkout", "--quiet", "main")
        branch.write({"old.md": lesson_text(problem="Nothing like it")})
        _git(root, "commit", "--quiet", "-am", "Mended")
        _git(root, "checkout", "--quiet", "mine")
        assert branch.base.run("check", "--changed-since", "main").exit_code == 0


class TestRemoval:
    def test_an_old_id_kept_as_an_alias_is_no_removal(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text()})
        branch.write({"input.md": None, "better.md": lesson_text(aliases="[input]")})
        assert branch.problems() == []

    def test_a_new_id_without_the_old_one_is_told_where_the_file_lies_now(
        self, make_branch: MakeBranch
    ) -> None:
        branch = make_branch({"input.md": lesson_text()})
        branch.write({"input.md": None, "better.md": lesson_text()})
        _git(branch.base.root, "add", ".")
        assert branch.problems() == [("better.md", "record-removed")]
        assert "aliases: [input]" in branch.check().output

    def test_a_draft_may_go(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text(status="draft")})
        branch.write({"input.md": None})
        assert branch.problems() == []

    def test_a_page_may_go(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"guide/index.md": "# An invented page\n"})
        branch.write({"guide/index.md": None})
        assert branch.problems() == []

    def test_an_assist_is_to_be_closed_instead(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"assists/second.md": ASSIST.replace("pump review", "second")})
        branch.write({"assists/second.md": None})
        assert branch.problems() == [("assists/second.md", "record-removed")]
        assert "close or cancel it instead" in branch.check().output

    def test_a_report_of_use_that_is_removed_is_a_warning(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text(), "reuse/first.md": REUSE})
        branch.write({"reuse/first.md": None})
        assert ("reuse/first.md", "report-removed") in branch.problems()
        assert branch.check().exit_code == 0

    def test_a_lesson_that_can_be_read_no_more_is_not_said_to_be_removed(
        self, make_branch: MakeBranch
    ) -> None:
        branch = make_branch({"input.md": lesson_text()})
        branch.write({"input.md": "no header\n"})
        assert branch.problems() == [("input.md", "header-missing")]


class TestHowItIsSaid:
    def test_json_counts_what_is_left_out(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"old.md": "no header\n"})
        result = branch.check("--format", "json")
        assert json.loads(result.stdout) == {
            "format_version": 1, "diagnostics": [], "elsewhere": 1,
        }  # fmt: skip

    def test_a_format_for_programs_stays_whole(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"old.md": "no header\n"})
        result = branch.check("--format", "github")
        assert result.stdout == ""
        assert "1 other problem not shown" in result.stderr

    def test_fix_mends_only_what_was_changed(self, make_branch: MakeBranch) -> None:
        wrong = lesson_text(evidence_level="{practice: 3, research: 0}")
        branch = make_branch({"old.md": wrong})
        branch.write({"new.md": wrong.replace("every winter", "in spring and nowhere else")})
        branch.check("--fix")
        assert (branch.base.root / "lessons/old.md").read_text(encoding="utf-8") == wrong
        assert "practice: 3" not in (branch.base.root / "lessons/new.md").read_text(
            encoding="utf-8"
        )

    def test_paths_narrow_what_is_left_out_too(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"old.md": "no header\n", "input.md": lesson_text()})
        result = branch.check(str(branch.base.root / "lessons/input.md"))
        assert "not shown" not in result.output


class TestWrongUse:
    def test_an_unknown_commit(self, make_branch: MakeBranch) -> None:
        branch = make_branch({})
        result = branch.base.run("check", "--changed-since", "nowhere")
        assert result.exit_code == 2
        assert "git knows no commit 'nowhere'" in result.output

    def test_a_commit_named_like_an_option(self, make_branch: MakeBranch) -> None:
        result = make_branch({}).base.run("check", "--changed-since=--output=x")
        assert result.exit_code == 2
        assert "is not the name of a commit" in result.output

    def test_no_repository(self, make_base: Callable[[dict[str, str]], Base]) -> None:
        result = make_base({}).run("check", "--changed-since", "main")
        assert result.exit_code == 2
        assert "git knows no commit 'main'" in result.output

    def test_a_folder_of_somebody_else(
        self, make_branch: MakeBranch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        base = make_branch({}).base
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        result = base.run("check", "--changed-since", "HEAD")
        assert result.exit_code == 2
        assert "detected dubious ownership" in result.output
        assert "; `git config --global --add safe.directory " in result.output

    def test_a_commit_with_no_past_in_common(self, make_branch: MakeBranch) -> None:
        branch = make_branch({})
        _git(branch.base.root, "checkout", "--quiet", "--orphan", "alone")
        _git(branch.base.root, "commit", "--quiet", "-m", "Alone")
        result = branch.check()
        assert result.exit_code == 2
        assert "git finds no common ancestor of 'before' and this branch" in result.output

    def test_a_shallow_clone_is_told_how_to_get_the_rest(
        self, make_branch: MakeBranch, tmp_path: Path
    ) -> None:
        root = make_branch({}).base.root
        _git(root, "commit", "--quiet", "--allow-empty", "-m", "Later")
        clone = tmp_path / "clone"
        _git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), str(clone))
        result = Base(clone).run("check", "--changed-since", "before")
        assert result.exit_code == 2
        assert "this clone is shallow: run `git fetch --unshallow`" in result.output
        assert "`fetch-depth: 0`" in result.output

    def test_a_branch_that_is_spelt_wrong(self, make_branch: MakeBranch) -> None:
        branch = make_branch({})
        _git(branch.base.root, "branch", "develop")
        result = branch.base.run("check", "--changed-since", "devlop")
        assert "git knows no commit 'devlop'; did you mean `develop`?" in result.output

    def test_a_branch_that_was_not_fetched(self, make_branch: MakeBranch) -> None:
        branch = make_branch({})
        _git(branch.base.root, "remote", "add", "origin", "nowhere")
        result = branch.base.run("check", "--changed-since", "origin/main")
        assert (
            "git knows no commit 'origin/main'; try `git fetch origin main` first" in result.output
        )


class TestHistory:
    def test_a_base_below_the_repository_sees_its_own_files(self, tmp_path: Path) -> None:
        (tmp_path / "outside.md").write_text("x\n", encoding="utf-8")
        root = tmp_path / "deep/base"
        root.mkdir(parents=True)
        write_base(root, {"input.md": lesson_text()})
        _git(tmp_path, "init", "--quiet")
        _git(tmp_path, "add", ".")
        _git(tmp_path, "commit", "--quiet", "-m", "An invented base")
        _git(tmp_path, "tag", "before")
        branch = Branch(Base(root))
        branch.write({"input.md": lesson_text() + BROKEN})
        (tmp_path / "outside.md").write_text("y\n", encoding="utf-8")
        assert branch.problems() == [("input.md", "link-broken")]

    @pytest.mark.parametrize("name", ["ein Wörtchen.md", 'quo"te.md', "tab\there.md", "-dash.md"])
    def test_a_path_of_any_signs(self, name: str, make_branch: MakeBranch) -> None:
        branch = make_branch({name: lesson_text()})
        branch.write({name: lesson_text() + BROKEN})
        root = branch.base.root
        change = next(iter(changes_since(root, "before").files))
        assert change.path == f"lessons/{name}"
        assert files_at(root, [change.path], "before") == {change.path: lesson_text().encode()}

    def test_settings_of_whoever_runs_it_change_nothing(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text()})
        root = branch.base.root
        for name, value in {
            "color.ui": "always", "diff.noprefix": "true", "diff.mnemonicPrefix": "true",
            "diff.external": "false", "core.quotePath": "true", "diff.context": "9",
            "diff.interHunkContext": "9",
        }.items():  # fmt: skip
            _git(root, "config", name, value)
        branch.write({"input.md": lesson_text() + BROKEN})
        assert branch.problems() == [("input.md", "link-broken")]

    def test_a_file_that_was_not_there_is_left_out(self, make_branch: MakeBranch) -> None:
        root = make_branch({"input.md": lesson_text()}).base.root
        paths = ["lessons/gone.md", "lessons", "lessons/input.md", "with\nbreak.md"]
        assert files_at(root, paths, "before") == {"lessons/input.md": lesson_text().encode()}

    def test_a_file_that_has_become_a_link_is_new(self, make_branch: MakeBranch) -> None:
        branch = make_branch({"input.md": lesson_text(), "z.md": lesson_text(problem="Other one")})
        file = branch.base.root / "lessons/input.md"
        file.unlink()
        file.symlink_to("z.md")
        branch.write({"z.md": lesson_text(problem="Other one") + BROKEN})
        found = {change.path: change for change in changes_since(branch.base.root, "before").files}
        assert found["lessons/input.md"].old_path == ""
        assert found["lessons/z.md"].hunks

    def test_without_git_it_says_so(
        self, make_branch: MakeBranch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = make_branch({}).base.root
        monkeypatch.setenv("PATH", "")
        with pytest.raises(HistoryError, match="git is not installed"):
            changes_since(root, "before")


LINES = st.lists(
    st.sampled_from(["a", "b", "c", "", "-- d", "++ e", "diff --git x", "@@ -1 +1 @@"])
)


@given(old=LINES, new=LINES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_every_line_that_has_not_changed_is_found_where_it_was(
    old: list[str], new: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        file = root / "f.md"
        file.write_text("".join(f"{line}\n" for line in old), encoding="utf-8")
        _git(root, "init", "--quiet")
        _git(root, "add", ".")
        _git(root, "commit", "--quiet", "-m", "Old")
        file.write_text("".join(f"{line}\n" for line in new), encoding="utf-8")
        found = changes_since(root, "HEAD").files
    change = found[0] if found else FileChange("f.md", "f.md", removed=False)
    kept = [
        (number, change.old_line(number))
        for number in range(1, len(new) + 1)
        if not change.touches(number, number)
    ]
    assert [new[number - 1] for number, _ in kept] == [old[number - 1] for _, number in kept]
    assert [before for _, before in kept] == sorted({before for _, before in kept})


TEXTS = [
    lesson_text(),
    lesson_text(tags="[pmups]"),
    lesson_text(problem="Issues"),
    lesson_text(status="draft") + BROKEN,
    lesson_text() + "\nSee [b](b.md) and [c](deep/c.md).\n",
    lesson_text(header="relations: {related: [b, c]}"),
    lesson_text(date=""),
    "no header\n",
    None,
]
STATES = st.fixed_dictionaries(
    {name: st.sampled_from(TEXTS) for name in ("a.md", "b.md", "deep/c.md")}
)


@given(before=STATES, after=STATES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_no_error_that_has_come_since_goes_unseen(
    before: dict[str, str | None], after: dict[str, str | None]
) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        branch = _branch(folder, {path: text for path, text in before.items() if text})
        old = {(one.rule, one.span.file, one.message) for one in branch.base.load().diagnostics}
        branch.write({path: text for path, text in after.items() if text or before[path]})
        since = load_since(read_project(folder), "before")
        come = {
            one
            for one in since.loaded.diagnostics
            if one.severity == "error" and (one.rule, one.span.file, one.message) not in old
        }
        assert come <= since.problems
    finally:
        shutil.rmtree(folder)
