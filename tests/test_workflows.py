"""Workflows, forms and hooks, of this project and of a base that begins: what their linters say."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from site_builder.cli import main
from tests.conftest import REPOSITORY
from tests.reading import read_yaml
from tests.site.built import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Lint = Callable[[Sequence[Path]], list[str]]

KINDS = {
    "github-workflows": ".github/workflows/*.yml",
    "github-issue-forms": ".github/ISSUE_TEMPLATE/[!c]*.yml",
    "github-issue-config": ".github/ISSUE_TEMPLATE/config.yml",
    "dependabot": ".github/dependabot.yml",
    "gitlab-ci": ".gitlab*/**/*.yml",
}
"""Schemas of check-jsonschema, which come with it, and the files that follow them."""
HOMES = ("this project", "a new base")


@pytest.fixture(scope="module")
def new_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a base that has just begun."""
    folder = tmp_path_factory.mktemp("begun") / "base"
    done = CliRunner().invoke(main, ["init", str(folder), "--ci", "both"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(params=HOMES)
def home(request: pytest.FixtureRequest) -> Path:
    """Return the root of each of the two in turn."""
    if request.param == HOMES[0]:
        return REPOSITORY
    folder: Path = request.getfixturevalue("new_base")
    return folder


def files_of(home: Path, kind: str) -> list[Path]:
    """Return the files that follow a schema."""
    top = [home / ".gitlab-ci.yml"] if kind == "gitlab-ci" else []
    found = sorted({*home.glob(KINDS[kind]), *top})
    assert found, f"there are no files for {kind}"
    return found


def workflows(home: Path) -> Iterator[tuple[str, dict[Any, Any]]]:
    """Yield the name and the content of each workflow."""
    for file in files_of(home, "github-workflows"):
        yield file.name, read_yaml(file)


def steps(home: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every step of every workflow, with the name of its file."""
    for name, workflow in workflows(home):
        for job in workflow["jobs"].values():
            for step in job["steps"]:
                yield name, step


def commands(home: Path) -> Iterator[list[str]]:
    """Yield the words of every ``lessons`` command that a workflow or pipeline runs."""
    texts = [step["run"] for _name, step in steps(home) if "run" in step]
    pipeline = read_yaml(home / ".gitlab/pipeline.yml")
    for job in pipeline.values():
        texts += job.get("script", []) if isinstance(job, dict) else []
    for line in "\n".join(texts).replace("\\\n", " ").splitlines():
        found = re.match(r"\s*(?:\.venv/bin/|installed/bin/)?lessons (.*)", line)
        if found:
            yield shlex.split(found[1], comments=True)


# The linters


def test_the_linter_of_workflows_finds_what_is_wrong(actionlint: Lint, tmp_path: Path) -> None:
    file = tmp_path / "broken.yml"
    file.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    needs: nobody\n"
        "    steps:\n      - run: echo ${{ github.event.issue.title }}\n",
        encoding="utf-8",
    )
    places = [problem.split(": ")[0].removeprefix(str(file)) for problem in actionlint([file])]
    assert places == [":3:3", ":7:23"]


def test_every_workflow_passes_its_linter(actionlint: Lint, home: Path) -> None:
    assert actionlint(files_of(home, "github-workflows")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_follows_its_schema(home: Path, kind: str) -> None:
    files = [str(file) for file in files_of(home, kind)]
    done = run("check_jsonschema", "--builtin-schema", f"vendor.{kind}", *files)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_does_not_follow_its_schema_is_found(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.yml"
    file.write_text("jobs: 3\nbody: 3\nupdates: 3\nstages: 3\nblank_issues_enabled: 3\n", "utf-8")
    done = run("check_jsonschema", "--builtin-schema", f"vendor.{kind}", str(file))
    assert done.returncode == 1, done.stdout + done.stderr


# What they may do


def test_a_workflow_may_read_and_no_more_unless_a_job_asks(home: Path) -> None:
    for name, workflow in workflows(home):
        assert workflow["permissions"] in ({}, {"contents": "read"}), name


def test_only_the_job_that_publishes_may_publish() -> None:
    jobs = {
        f"{name}: {job_name}": job.get("permissions", {})
        for name, workflow in workflows(REPOSITORY)
        for job_name, job in workflow["jobs"].items()
    }
    may = [name for name, permissions in jobs.items() if permissions.get("pages") == "write"]
    assert may == ["site.yml: publish"]
    assert jobs["site.yml: publish"] == {"pages": "write", "id-token": "write"}


def test_a_pull_request_publishes_nothing(home: Path) -> None:
    jobs = dict(workflows(home))["site.yml"]["jobs"]
    assert jobs["publish"]["needs"] == "build"
    assert "github.event_name != 'pull_request'" in jobs["build"]["if"]
    assert "github.ref == 'refs/heads/main'" in jobs["build"]["if"]


def test_no_workflow_runs_what_a_stranger_sends_with_rights_of_this_repository(home: Path) -> None:
    triggers = {name: set(workflow[True]) for name, workflow in workflows(home)}
    assert triggers["lessons.yml"] == {"push", "pull_request"}
    for name, names in triggers.items():
        assert not names & {"pull_request_target", "workflow_run"}, name


def test_no_text_of_an_event_is_put_into_a_script(home: Path) -> None:
    for name, step in steps(home):
        assert "${{" not in step.get("run", ""), name


def test_every_action_is_of_github_or_of_the_authority_on_packaging_and_has_its_version(
    home: Path,
) -> None:
    used = {step["uses"] for _name, step in steps(home) if "uses" in step}
    assert "actions/checkout@v6" in used
    others = {action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)}
    assert others <= {"pypa/gh-action-pypi-publish@release/v1"}


def test_the_token_is_kept_only_by_the_workflow_that_pushes(home: Path) -> None:
    keeping = {
        name
        for name, step in steps(home)
        if step.get("uses", "").startswith("actions/checkout@")
        and step.get("with", {}).get("persist-credentials") is not False
    }
    assert keeping == {"from-issue.yml"}


def test_every_job_has_a_limit_of_time(home: Path) -> None:
    for name, workflow in workflows(home):
        assert all("timeout-minutes" in job for job in workflow["jobs"].values()), name


# What they run


def test_every_command_that_they_run_exists_with_its_options(home: Path) -> None:
    found = list(commands(home))
    assert {words[0] for words in found} >= {"check", "build"}
    for words in found:
        rest = words[2:] if words[0] == "-C" else words
        if rest == ["--help"]:
            continue
        known = main.get_command(click.Context(main), rest[0])
        assert known is not None, words
        options = {flag for each in known.params for flag in each.opts}
        assert {word for word in rest[1:] if word.startswith("-")} <= options, words


def test_a_pull_request_is_checked_on_what_it_changes(home: Path) -> None:
    jobs = dict(workflows(home))["lessons.yml"]["jobs"]
    checkout, *_between, on_pull_request, on_push = jobs["check"]["steps"]
    assert checkout["with"]["fetch-depth"] == 0
    assert on_pull_request["if"] == "github.event_name == 'pull_request'"
    assert '--changed-since "origin/$GITHUB_BASE_REF" --format github' in on_pull_request["run"]
    assert on_push["if"] == "github.event_name != 'pull_request'"
    assert on_push["run"].endswith("lessons check --format github")


def test_a_merge_request_is_checked_on_what_it_changes(home: Path) -> None:
    pipeline = read_yaml(home / ".gitlab/pipeline.yml")
    (script,) = pipeline["check"]["script"]
    assert pipeline["check"]["variables"]["GIT_DEPTH"] == 0
    assert 'check --changed-since "$CI_MERGE_REQUEST_DIFF_BASE_SHA"' in script


def test_both_say_where_the_site_will_stand(home: Path) -> None:
    build = dict(workflows(home))["site.yml"]["jobs"]["build"]["steps"]
    told = [step["env"] for step in build if "env" in step]
    assert told == [{"SITE_URL": "${{ steps.pages.outputs.base_url }}/"}]
    pipeline = read_yaml(home / ".gitlab/pipeline.yml")
    assert pipeline["pages"]["variables"] == {"SITE_URL": "$CI_PAGES_URL/"}
    assert "site_url: !ENV [SITE_URL," in (home / "mkdocs.yml").read_text(encoding="utf-8")


def test_a_new_base_needs_nothing_of_this_project(new_base: Path) -> None:
    for folder in (".github", ".gitlab"):
        for file in (new_base / folder).rglob("*.yml"):
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"\.venv|run: make|- make|\.lock", text), file


# The hook for other repositories


def test_the_hook_runs_a_command_that_the_package_installs() -> None:
    (hook,) = read_yaml(REPOSITORY / ".pre-commit-hooks.yaml")
    program, name = hook["entry"].split()
    assert (program, hook["language"], hook["pass_filenames"]) == ("lessons", "python", False)
    assert f'\n{program} = "site_builder.cli:main"\n' in (REPOSITORY / "pyproject.toml").read_text(
        encoding="utf-8"
    )
    assert main.get_command(click.Context(main), name) is not None


@pytest.mark.parametrize(
    ("path", "concerned"),
    [
        ("lessons/meetings/a.md", True),
        ("lessons/plan.png", True),
        ("lessons/vocabulary.yml", True),
        ("people.yml", True),
        ("mkdocs.yml", True),
        ("README.md", False),
        ("docs/lessons/a.md", False),
        ("team/people.yml", False),
    ],
)
def test_hooks_run_when_a_file_of_the_base_changes(
    new_base: Path, path: str, *, concerned: bool
) -> None:
    (hook,) = read_yaml(REPOSITORY / ".pre-commit-hooks.yaml")
    config = read_yaml(new_base / ".pre-commit-config.yaml")
    (own,) = config["repos"][0]["hooks"]
    assert [bool(re.search(each["files"], path)) for each in (hook, own)] == [concerned] * 2
