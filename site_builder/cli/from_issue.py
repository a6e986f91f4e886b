"""``lessons from-issue``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import open_index, project_of
from site_builder.cli.options import format_option
from site_builder.cli.output import print_json, printable

if TYPE_CHECKING:
    from site_builder.exchange.forms.drafting import Drafted
    from site_builder.project import Project


@click.command("from-issue")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write the draft below the lessons folder.")
@click.option("--number", type=click.IntRange(min=1), help="Number of the issue.")
@format_option
@click.pass_context
def from_issue(
    ctx: click.Context, file: Path, *, write: bool, number: int | None, form: str
) -> None:
    """Make a draft of an issue that one of the forms has made.

    FILE is the JSON of the issue, or of its event, from GitHub or GitLab. The same issue always
    leads to the same file, which is left as it is once a person has edited it. Exit status: 0 a
    draft without errors, 1 problems found, 2 no such issue.
    """
    from site_builder.errors import IssueError
    from site_builder.exchange.forms.drafting import draft
    from site_builder.exchange.forms.issue_forms import filled_form
    from site_builder.exchange.forms.issues import read_issue
    from site_builder.exchange.forms.reply import ZERO_WIDTH_SPACE, as_json, comment, has_problems
    from site_builder.library.trial import Trial

    issue = read_issue(file, number)
    filled = filled_form(issue)
    if filled is None:
        hint = "forms have the headings that .github/ISSUE_TEMPLATE names"
        raise IssueError(file, "the issue was not made by one of our forms", hint)
    project = project_of(ctx)
    trial = Trial(project)

    drafted = draft(issue, filled, trial, lambda: open_index(ctx, trial.base))
    written = write and _write(drafted, project)
    if form == "json":
        print_json(as_json(drafted, written=written))
    else:
        click.echo(printable(comment(drafted).replace(ZERO_WIDTH_SPACE, "")))
        if drafted.action in {"create", "update"} and not write:
            click.echo(printable(drafted.text))
    ctx.exit(has_problems(drafted))


def _write(drafted: Drafted, project: Project) -> bool:
    from site_builder.diagnostics import Edit
    from site_builder.library.writing import edit_file, write_new

    file = project.root / drafted.path
    if drafted.action == "create":
        write_new(file, drafted.text)
    elif drafted.action == "update":
        edit_file(file, drafted.before, [Edit(0, len(drafted.before), drafted.text)])
    return drafted.action in {"create", "update"}
