"""``lessons check``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_project
from site_builder.cli.output import fail, print_diff, print_problems, say, strict_option
from site_builder.diagnostics import Severity, counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.kept import Kept
    from site_builder.library.survey import Survey
    from site_builder.project import Project

_CHECKED = "checked"
"""Name of the answer that holds the number of records, if no receipt may be stale."""
_FRESH = "fresh"
"""Name of the answer that no receipt may be stale, whatever the texts of records are."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="text for people, json for programs, github for annotations in a workflow, sarif for "
    "tools that collect findings.",
)
@click.option(
    "--changed-since",
    "since",
    metavar="REF",
    help="Report only problems on lines changed since the branch left REF, or caused by them.",
)
@strict_option
@click.option("--fix", "fixes", is_flag=True, help="Apply safe fixes first.")
@click.option("--dry-run", is_flag=True, help="With --fix: print the changes, and write nothing.")
@click.option(
    "--links",
    "asks_web",
    is_flag=True,
    help="Also ask whether the web addresses in records still answer. Nothing is asked otherwise.",
)
def check(
    paths: tuple[Path, ...],
    form: str,
    since: str | None,
    *,
    strict: bool,
    fixes: bool,
    dry_run: bool,
    asks_web: bool,
) -> None:
    """Check every record and report each problem with its place.

    The whole base is always read, since records refer to each other; PATHS limit which problems
    are shown. Exit status: 0 clean, 1 problems found, 2 usage error.
    """
    if dry_run and not fixes:
        fail("--dry-run requires --fix")
    project = _find_project(form)
    folders = [_project_path(path, project) for path in paths]
    # What involves people is shown only on the terminal of the person who runs the check.
    shows_people = form == "text" and not os.environ.get("CI")

    def wanted(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
        return [
            problem
            for problem in problems
            if not folders or any(map(Path(problem.span.file).is_relative_to, folders))
        ]

    def find() -> tuple[int, list[Diagnostic], list[Diagnostic]]:
        records, shown, unrelated = _find(project, since, shows_people=shows_people)
        return records, wanted(shown), wanted(unrelated)

    records, shown, unrelated = find()
    if fixes and _fix(project, shown, unrelated, dry_run=dry_run):
        records, shown, unrelated = find()
    if asks_web:
        shown += wanted(_dead_links(project))
    if form == "text":
        _print_text(project, records, shown)
    else:
        _print_structured(form, shown, None if since is None else len(unrelated))
    if unrelated:
        others = counted(len(unrelated), "other problem")
        say(f"{others} not shown: unrelated to the changes since {since}.", err=form != "text")
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    raise SystemExit(any(problem.severity in failing for problem in shown))


def _find_project(form: str) -> Project:
    """Return the project; problems of its configuration are printed in a form for programs."""
    from site_builder.errors import SettingsError

    try:
        return find_project()
    except SettingsError as error:
        if form == "text":
            raise
        from site_builder.report.configuration import configuration_problems

        _print_structured(form, configuration_problems(error, error.file.parent), None)
        raise SystemExit(2) from error


def _find(
    project: Project, since: str | None, *, shows_people: bool
) -> tuple[int, list[Diagnostic], list[Diagnostic]]:
    """Return the number of records, the problems, and those that changes did not cause."""
    from site_builder.library.kept import Kept
    from site_builder.library.survey import survey

    kept = Kept(project)
    looked = None
    if since is None and shows_people:
        looked = kept, survey(project, kept.files)
        if known := _known(project, *looked):
            return *known, []
    from site_builder.assists.receipts import awaiting, check_receipts
    from site_builder.library.loader import load
    from site_builder.library.since import load_since
    from site_builder.report.outside import Outside

    compared = None if since is None else load_since(project, since)
    base = compared.loaded if compared else load(project, looked=looked)
    shown: list[Diagnostic] = []
    unrelated: list[Diagnostic] = []
    outside = None if shows_people else Outside(base, project.root)
    by_meaning = "-meant" * _is_by_meaning(project)
    is_fresh = bool(base.headers and kept.answer(_FRESH + by_meaning, base.headers))
    for problem in base.diagnostics if is_fresh else check_receipts(project, base):
        if outside and problem.private:
            continue
        is_shown = compared is None or problem in compared.problems
        told = outside.unnamed(problem) if outside else problem
        (shown if is_shown else unrelated).append(told)
    records = len(base.library.records) + len(base.unreadable)
    if base.stamp and (is_fresh or not awaiting(base.library, by_meaning=bool(by_meaning))):
        kept.keep(_CHECKED + by_meaning, base.stamp, records, records)
        if base.headers and not is_fresh:
            kept.keep(_FRESH + by_meaning, base.headers, True, records)  # noqa: FBT003 - the answer
    return records, shown, unrelated


def _known(project: Project, kept: Kept, found: Survey) -> tuple[int, list[Diagnostic]] | None:
    """Return the number of records and the problems, if they are known from an earlier check."""
    from site_builder.library.kept import known_problems

    name = _CHECKED + "-meant" * _is_by_meaning(project)
    records, problems = kept.answer(name, found.stamp), known_problems(kept, found)
    return None if records is None or problems is None else (records, [*problems])


def _is_by_meaning(project: Project) -> bool:
    """Return whether a lesson may make a receipt stale by what it means."""
    if not project.settings.meaning:
        return False
    from site_builder.search.lesson_vectors import are_kept

    return are_kept(project)


def _dead_links(project: Project) -> list[Diagnostic]:
    """Return problems with web addresses, and say on standard error what was asked."""
    from site_builder.clock import today
    from site_builder.library.loader import load
    from site_builder.report.web_links import check_links

    outcome = check_links(load(project), project.cache_dir, today())
    if outcome.is_offline:
        say("No host could be found: is this computer online? Links were not checked.", err=True)
        return outcome.problems
    told = f"{counted(outcome.asked, 'web address', 'web addresses')} asked"
    if outcome.kept:
        told += f", {outcome.kept} known from an earlier check"
    if outcome.left:
        told += f", {outcome.left} left for the next check"
    say(f"{told}.", err=True)
    return outcome.problems


def _project_path(path: Path, project: Project) -> Path:
    # A symbolic link is a file of the project, wherever its target is.
    absolute = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
    if not absolute.is_relative_to(project.root):
        fail(f"{path} is outside the project {project.root}")
    return absolute.relative_to(project.root)


def _fix(
    project: Project, shown: list[Diagnostic], unrelated: list[Diagnostic], *, dry_run: bool
) -> bool:
    """Apply fixes, or print them as a diff; return whether anything was written.

    Prints to standard error, since standard output belongs to the chosen format.
    """
    from site_builder.library.certain import finder_for
    from site_builder.library.mending import mended
    from site_builder.library.writing import write_over

    mask = finder_for(project.settings).masked
    fixed = mended(project, shown, unrelated)
    for path, (before, after) in fixed.items():
        if dry_run:
            print_diff(path, mask(before.decode()), mask(after), err=True)
        else:
            write_over(project.root / path, before, after)
            say(f"fixed {path}", err=True)
    return bool(fixed) and not dry_run


def _print_text(project: Project, records: int, problems: list[Diagnostic]) -> None:
    from site_builder.report.text import summary

    fixable = sum(bool(problem.fix) for problem in problems)

    print_problems(problems, project.root)
    say(summary(problems, records))
    if problems:
        say(f"`lessons explain {problems[0].rule}` explains the first rule.")
    if fixable:
        say(f"`lessons check --fix` corrects {fixable:,} of them; --dry-run shows how.")


def _print_structured(form: str, problems: list[Diagnostic], unrelated: int | None) -> None:
    from site_builder.report import structured

    if form == "json":
        click.echo(structured.as_json(problems, unrelated))
    elif form == "sarif":
        click.echo(structured.as_sarif(problems))
    else:
        for line in structured.as_github(problems):
            click.echo(line)
