"""The workflow makes a pull request of an issue, and no word of the issue reaches its shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests import issues
from tests.builders import lesson_text, write_base
from tests.conftest import REPOSITORY
from tests.reading import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOWS = REPOSITORY / ".github" / "workflows"
FILE = WORKFLOWS / "from-issue.yml"
BASH = shutil.which("bash") or ""
GIT = shutil.which("git") or ""
GH = """\
#!/bin/sh
for argument; do printf '%s\\n' "$argument" >> "$GH_LOG"; done
echo --- >> "$GH_LOG"
case "$1 $2" in
  "pr list") [ -e "$GH_LOG.pr" ] && echo 5 || true ;;
  "pr create") touch "$GH_LOG.pr" ;;
  "api --paginate") [ -e "$GH_LOG.comment" ] && echo 77 || true ;;
  "issue comment") touch "$GH_LOG.comment" ;;
esac
"""
"""Stands in for GitHub's command: notes what it is asked for, and remembers what it made."""


def workflow(file: Path = FILE) -> dict[str, Any]:
    """Return a workflow as YAML reads it."""
    loaded: dict[str, Any] = read_yaml(file)
    return loaded


def steps() -> list[dict[str, Any]]:
    """Return the steps of the one job."""
    (job,) = workflow()["jobs"].values()
    found: list[dict[str, Any]] = job["steps"]
    return found


def test_nothing_of_the_event_is_written_into_a_script() -> None:
    scripts = [step["run"] for step in steps() if "run" in step]
    assert len(scripts) > 3
    assert [script for script in scripts if "${{" in script] == []


def test_it_may_do_no_more_than_it_has_to() -> None:
    (job,) = workflow()["jobs"].values()
    assert workflow()["permissions"] == {}
    assert job["permissions"] == {"contents": "write", "issues": "write", "pull-requests": "write"}


def test_it_uses_the_actions_that_the_other_workflow_uses() -> None:
    others = re.findall(r"uses: (\S+)", (WORKFLOWS / "ci.yml").read_text(encoding="utf-8"))
    used = [step["uses"] for step in steps() if "uses" in step]
    assert used
    assert set(used) <= set(others)


@dataclass(frozen=True)
class Runner:
    """A checkout as a runner has it, with a repository behind it and a stand-in for GitHub."""

    root: Path

    def git(self, *arguments: str) -> str:
        """Run git in the checkout."""
        command = [GIT, "-C", str(self.root / "checkout"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout.strip()

    def run(self, event: dict[str, Any]) -> str:
        """Run the scripts of the workflow; return what GitHub was asked for, in lines."""
        temporary = self.root / "temporary"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        self.git("worktree", "prune")
        file, log = self.root / "event.json", self.root / "gh.log"
        file.write_text(json.dumps(event), encoding="utf-8")
        log.write_text("", encoding="utf-8")
        environment = {
            **os.environ,
            "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}",
            "GITHUB_EVENT_PATH": str(file),
            "GITHUB_REPOSITORY": "invented/base",
            "RUNNER_TEMP": str(temporary),
            "GH_LOG": str(log),
        }
        for step in steps():
            if "run" in step and "make" not in step["run"].split()[:1]:
                done = subprocess.run(
                    [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                    cwd=self.root / "checkout",
                    env=environment,
                    capture_output=True,
                    text=True,
                    encoding="utf-8",
                    check=False,
                )
                assert done.returncode == 0, (step["name"], done.stderr)
        self.git("fetch", "--quiet", "origin")
        return log.read_text(encoding="utf-8")


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return a runner whose repository holds an invented base."""
    if not (BASH and GIT and shutil.which("jq")):
        pytest.skip("bash, git and jq, which runners have, are needed to run the scripts")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Invented author")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "invented@example.org")
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    write_base(checkout, {"input.md": lesson_text()})
    (checkout / ".gitignore").write_text(".venv/\n.cache/\n", encoding="utf-8")
    commands = checkout / ".venv" / "bin"
    commands.mkdir(parents=True)
    (commands / "lessons").symlink_to(_lessons())
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "bin" / "gh").chmod(0o755)
    made = Runner(tmp_path)
    subprocess.run([GIT, "init", "--quiet", "--bare", str(tmp_path / "origin")], check=True)
    made.git("init", "--quiet", "--initial-branch", "main")
    made.git("add", ".")
    made.git("commit", "--quiet", "-m", "Invented base")
    made.git("remote", "add", "origin", str(tmp_path / "origin"))
    made.git("push", "--quiet", "origin", "main")
    return made


def _lessons() -> Path:
    found = shutil.which("lessons", path=os.path.dirname(sys.executable))  # noqa: PTH120 - as it is called
    assert found
    return REPOSITORY / found


def event(answers: dict[str, str]) -> dict[str, Any]:
    """Return the event of an issue with some answers."""
    return {"issue": issues.issue(issues.form_text("share-a-lesson", answers))}


BRANCH = "lesson/12-heat-the-sheds-in-autumn"


def test_an_issue_becomes_a_pull_request_with_one_file(runner: Runner) -> None:
    asked = runner.run(event(issues.LESSON))
    changed = runner.git("diff", "--name-only", "main", f"origin/{BRANCH}")
    assert changed == "lessons/heat-the-sheds-in-autumn.md"
    assert f"pr\ncreate\n--head\n{BRANCH}\n--title\nLesson: Heat the sheds in autumn\n" in asked
    assert "issue\ncomment\n12\n" in asked


def test_an_edited_issue_goes_on_with_its_branch(runner: Runner) -> None:
    runner.run(event(issues.LESSON))
    asked = runner.run(event({**issues.LESSON, "title": "Warm the sheds"}))
    text = runner.git("show", f"origin/{BRANCH}:lessons/heat-the-sheds-in-autumn.md")
    assert "title: Warm the sheds" in text
    assert runner.git("branch", "--remotes", "--format=%(refname:lstrip=3)").split() == [
        BRANCH,
        "main",
    ]
    assert "pr\ncreate" not in asked
    assert "PATCH\nrepos/invented/base/issues/comments/77\n" in asked


def test_an_edited_issue_sees_what_was_added_to_the_base_since(runner: Runner) -> None:
    answers = {**issues.LESSON, "team": "East team"}
    assert "is a new team" in runner.run(event(answers)) + _comment(runner)
    vocabulary = runner.root / "checkout" / "lessons" / "vocabulary.yml"
    text = vocabulary.read_text(encoding="utf-8")
    added = "teams:\n  east: {label: East team, organisation: Invented Water}\n"
    vocabulary.write_text(text.replace("teams:\n", added), encoding="utf-8")
    runner.git("commit", "--quiet", "--all", "-m", "A team more")
    runner.git("push", "--quiet", "origin", "main")
    runner.run(event({**answers, "title": "Warm the sheds"}))
    assert "is a new team" not in _comment(runner)


def _comment(runner: Runner) -> str:
    return (runner.root / "temporary" / "comment.md").read_text(encoding="utf-8")


def test_the_same_issue_again_makes_nothing_new(runner: Runner) -> None:
    runner.run(event(issues.LESSON))
    before = runner.git("rev-parse", f"origin/{BRANCH}")
    runner.run(event(issues.LESSON))
    assert runner.git("rev-parse", f"origin/{BRANCH}") == before


def test_answers_of_which_nothing_can_be_made_get_a_comment_alone(runner: Runner) -> None:
    asked = runner.run(event({**issues.LESSON, "problem": ""}))
    assert "issue\ncomment\n12\n" in asked
    assert "pr\n" not in asked
    assert runner.git("branch", "--remotes", "--format=%(refname:lstrip=3)") == "main"


@pytest.mark.parametrize("text", ["$(touch ../invented)", "`touch ../invented`", "'; touch x; '"])
def test_no_word_of_an_issue_is_run(runner: Runner, text: str) -> None:
    answers = dict.fromkeys(issues.LESSON, text) | {"evidence": issues.LESSON["evidence"]}
    asked = runner.run(event(answers))
    assert "pr\ncreate\n" in asked
    assert {path.name for path in runner.root.iterdir()} <= {
        *("bin", "checkout", "origin", "temporary", "event.json"),
        *("gh.log", "gh.log.pr", "gh.log.comment"),
    }
