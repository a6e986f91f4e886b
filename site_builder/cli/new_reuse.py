"""``lessons new reuse``."""

from __future__ import annotations

import click

from site_builder.cli.base import find_lesson, project_of
from site_builder.cli.new_record import wants_editor, write_checked
from site_builder.cli.options import edit_option
from site_builder.cli.output import printable
from site_builder.cli.prompts import AnswerError, Asker

_NOWHERE = "none"


@click.command()
@click.argument("lesson_id", metavar="LESSON")
@click.option("--team", help="Your team, as vocabulary.yml names it.")
@click.option("--setting", help=f"Where you used it, as vocabulary.yml names it, or {_NOWHERE}.")
@click.option("--outcome", help="How it went, such as worked or no-effect.")
@click.option("--measure", help="How you know, such as self-report or measured.")
@click.option("--reported-by", help="Your role, not your name.")
@click.option("--happened", help="When you used it: a day, a month or a year.")
@click.option("--changed", help="What you changed for your own setting.")
@click.option("--text", default="", help="Anything else worth telling, as Markdown.")
@edit_option
@click.pass_context
def reuse(
    ctx: click.Context, /, lesson_id: str, text: str, edit: bool | None, **answers: str | None
) -> None:
    """Tell how it went when your team used LESSON.

    Asks five questions, each of which an option answers as well, checks the report, and writes a
    file below reuse/.
    """
    from site_builder.clock import today
    from site_builder.exchange.forms.questions import MEASURES, OUTCOMES
    from site_builder.library.trial import Trial
    from site_builder.records.header.write import record_text, tidied
    from site_builder.records.kinds import Kind

    project = project_of(ctx)
    trial = Trial(project)
    library = trial.base.library
    lesson = find_lesson(trial.base, lesson_id)
    happened = answers["happened"]
    asker = Asker()
    when = asker.text("", happened, "happened", _read_date) if happened else ""
    click.echo(f"How did it go with “{printable(lesson.fields.title)}”?", err=True)
    vocabulary = library.vocabulary
    teams = {team_id: team.label for team_id, team in vocabulary.teams.items()}
    settings = {one_id: one.label for one_id, one in vocabulary.settings.items()}
    team = asker.choice("Which team are you", teams, answers["team"], "team")
    setting = asker.choice(
        "Where did you use it",
        {**settings, _NOWHERE: "none of these"},
        answers["setting"],
        "setting",
    )
    outcome = asker.choice("How did it go", OUTCOMES, answers["outcome"], "outcome")
    measure = asker.choice("How do you know", MEASURES, answers["measure"], "measure")
    role = asker.text("What is your role (no name)", answers["reported_by"], "reported-by")
    fields = {
        "lesson": lesson.id,
        "digest": trial.base.reliances.digest(lesson),
        "team": team,
        "reported_by": role,
        "date": today().isoformat(),
        "happened": when,
        "outcome": outcome,
        "measure": measure,
        "setting": "" if setting == _NOWHERE else setting,
        "changed": answers["changed"] or "",
    }
    path = f"{trial.prefix}reuse/{trial.base.free_id(Kind.REUSE, f'{lesson.id}-{team}')}.md"
    tried = write_checked(
        trial,
        project,
        path,
        record_text(tidied(fields), f"{text.strip()}\n" if text.strip() else ""),
        edit=wants_editor(asker, edit=edit),
        may_draft=False,
    )
    before, now = (base.evidence.statement(lesson) for base in (trial.base, tried.base))
    click.echo(f"Before: {before}\nNow:    {now}", err=True)


def _read_date(text: str) -> str:
    from site_builder.records.dates import parse_partial
    from site_builder.records.fields import PARTIAL_FORM

    try:
        return str(parse_partial(text))
    except ValueError:
        raise AnswerError(f"`{text}` is not {PARTIAL_FORM}") from None
