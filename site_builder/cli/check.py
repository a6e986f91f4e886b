"""``lessons check``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import project_of
from site_builder.cli.output import print_problems, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.diagnostics import Diagnostic
    from site_builder.project import Project


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
    help="Only what is wrong on lines changed since the branch left REF, or is caused by them.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--fix", "fixes", is_flag=True, help="Mend what can be mended for certain first.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would change, write nothing.")
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    form: str,
    since: str | None,
    *,
    strict: bool,
    fixes: bool,
    dry_run: bool,
) -> None:
    """Check every record, and say exactly what is wrong.

    The whole base is always read, since records name each other; PATHS choose whose problems are
    shown. Exit status: 0 clean, 1 problems found, 2 wrong use.
    """
    from site_builder.diagnostics import Severity

    if dry_run and not fixes:
        ctx.fail("--dry-run goes with --fix")
    project = project_of(ctx)
    findings = _look(project, since).within(project, paths, form)
    if fixes and _fix(findings, project, dry_run=dry_run):
        findings = _look(project, since).within(project, paths, form)
    _print(findings, project, form, since)
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    ctx.exit(any(found.severity in failing for found in findings.shown))


@dataclass(frozen=True, slots=True)
class _Findings:
    """What a check has found."""

    records: int
    shown: Sequence[Diagnostic]
    elsewhere: Sequence[Diagnostic] = ()
    """What has nothing to do with the lines that were changed."""

    def within(self, project: Project, paths: tuple[Path, ...], form: str) -> _Findings:
        """Return what of it may be said, of some files."""
        shown, elsewhere = (
            _within(_sayable(found, form), project, paths) for found in (self.shown, self.elsewhere)
        )
        return _Findings(self.records, shown, elsewhere)


def _look(project: Project, since: str | None) -> _Findings:
    """Check a base; with a commit, part what has come since from what was there."""
    from site_builder.assists.receipts import check_receipts
    from site_builder.library.loader import load

    if since is None:
        base = load(project)
        found, older = check_receipts(project, base), []
    else:
        from site_builder.library.since import load_since  # runs git

        compared = load_since(project, since)
        base = compared.loaded
        older = [
            problem for problem in check_receipts(project, base) if problem not in compared.problems
        ]
        found = tuple(
            diagnostic for diagnostic in base.diagnostics if diagnostic in compared.problems
        )
    return _Findings(len(base.library.records) + len(base.unreadable), found, older)


def _sayable(diagnostics: Sequence[Diagnostic], form: str) -> list[Diagnostic]:
    """Leave out what tells of people, unless it goes to the terminal of whoever asks."""
    at_home = form == "text" and not os.environ.get("CI")
    return [found for found in diagnostics if at_home or not found.private]


def _fix(findings: _Findings, project: Project, *, dry_run: bool) -> bool:
    """Mend what can be mended, or show how; return whether anything was written.

    What is said of it goes to standard error, so that other formats stay whole.
    """
    from site_builder.library.mending import mended
    from site_builder.library.writing import write_over

    done = mended(project, findings.shown, findings.elsewhere)
    for path, (before, after) in done.items():
        if not dry_run:
            write_over(project.root / path, before, after)
            click.echo(f"mended {path}", err=True)
            continue
        lines = unified_diff(
            before.decode().splitlines(),
            after.splitlines(),
            f"a/{path}",
            f"b/{path}",
            n=1,
            lineterm="",
        )
        click.echo("\n".join(map(printable, lines)), err=True)
    return bool(done) and not dry_run


def _within(
    diagnostics: list[Diagnostic], project: Project, paths: tuple[Path, ...]
) -> list[Diagnostic]:
    if not paths:
        return diagnostics
    wanted = [_inside(path, project) for path in paths]
    return [
        found
        for found in diagnostics
        if any(Path(found.span.file).is_relative_to(path) for path in wanted)
    ]


def _inside(path: Path, project: Project) -> Path:
    # A symbolic link is a file of the project, wherever it leads.
    absolute = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
    if not absolute.is_relative_to(project.root):
        message = f"{path} lies outside the project {project.root}"
        raise click.BadParameter(message)
    return absolute.relative_to(project.root)


def _print(findings: _Findings, project: Project, form: str, since: str | None) -> None:
    from site_builder.report import sarif, structured, text

    diagnostics = findings.shown
    older = len(findings.elsewhere)
    if form == "json":
        click.echo(structured.as_json(diagnostics, older if since else None))
    elif form == "sarif":
        click.echo(sarif.as_sarif(diagnostics))
    elif form == "github":
        for line in structured.as_github(diagnostics):
            click.echo(line)
    else:
        print_problems(diagnostics, project.root)
        click.echo(text.summary(diagnostics, findings.records))
        if diagnostics:
            rule = diagnostics[0].rule
            click.echo(f"`lessons explain {rule}` says more about a rule, here the first.")
    if older:
        others = "1 other problem" if older == 1 else f"{older:,} other problems"
        cause = f"nothing to do with what has changed since {printable(since or '')}"
        click.echo(f"{others} left out: {cause}.", err=form != "text")
