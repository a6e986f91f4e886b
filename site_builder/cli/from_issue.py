"""``lessons from-issue``: a draft from an issue that a form has made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_project, open_index
from site_builder.cli.output import format_option, print_json, say

if TYPE_CHECKING:
    from site_builder.exchange.forms.filled import Filled
    from site_builder.exchange.forms.issues import Issue
    from site_builder.project import Project


@click.command("from-issue")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write the draft below the lessons folder.")
@click.option("--number", type=click.IntRange(min=1), help="Number of the issue.")
@format_option
def from_issue(file: Path, *, write: bool, number: int | None, form: str) -> None:
    """Turn an issue made with one of the forms into a draft.

    FILE is the JSON of the issue, or of its event, from GitHub or GitLab; or the Markdown that a
    page of the site has made of answers. Prints the reply to the asker; a draft that is not written
    is shown on standard error. The same FILE always yields the same file, which is left unchanged
    once a person has edited it. Exit status: 0 a draft without problems, 1 problems found, 2 no
    such issue.
    """
    raise SystemExit(take_up(find_project(), file, number, form, write=write))


def take_up(project: Project, file: Path, number: int | None, form: str, *, write: bool) -> int:
    """Make a draft of the answers in a file, print the reply, and return the exit status."""
    from site_builder.exchange.forms.drafting import draft
    from site_builder.exchange.forms.reply import ZERO_WIDTH_SPACE, as_json, comment
    from site_builder.library.trial import Trial
    from site_builder.library.writing import write_text

    issue, filled = _answers(project, file, number)
    trial = Trial(project)
    drafted = draft(issue, filled, trial, lambda: open_index(trial.base))
    is_new_text = drafted.action in {"create", "update"}
    if write and is_new_text:
        before = None if drafted.action == "create" else drafted.before
        write_text(project.root / drafted.path, before, drafted.text)
    if form == "json":
        print_json(as_json(drafted, project.site_url, written=write and is_new_text))
    else:
        say(comment(drafted, project.site_url).replace(ZERO_WIDTH_SPACE, ""))
        if is_new_text and not write:
            say(drafted.text, err=True)
    return int(bool(drafted.problems))


def _answers(project: Project, file: Path, number: int | None) -> tuple[Issue, Filled]:
    from site_builder.errors import IssueError
    from site_builder.exchange.forms.filled import filled_form
    from site_builder.exchange.forms.issues import read_issue
    from site_builder.exchange.forms.submitted import is_submitted, read_submitted
    from site_builder.exchange.forms.wording import FOLDER, forms_of

    forms = forms_of(project.root)
    if is_submitted(file):
        return read_submitted(file, forms)
    issue = read_issue(file, number)
    filled = filled_form(issue, forms)
    if filled is None:
        hint = f"forms have the headings listed in {FOLDER}"
        raise IssueError(file, "the issue was not made with one of the forms", hint)
    return issue, filled
