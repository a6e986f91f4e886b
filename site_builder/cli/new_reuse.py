"""``lessons new reuse``."""

from __future__ import annotations

import click

from site_builder.cli.base import find_lesson, find_project
from site_builder.cli.new_record import AnswerError, Asker, wants_editor, write_checked
from site_builder.cli.output import edit_option, say

_NOWHERE = "none"


@click.command()
@click.argument("lesson_id", metavar="LESSON")
@click.option("--team", help="Your team, from vocabulary.yml.")
@click.option("--setting", help=f"Where you used it, from vocabulary.yml, or {_NOWHERE}.")
@click.option("--outcome", help="How it went, such as worked or no-effect.")
@click.option("--measure", help="How you know, such as self-report or measured.")
@click.option("--reported-by", help="Your role, not your name.")
@click.option("--happened", help="When you used it: a day, a month or a year.")
@click.option("--changed", help="What you changed for your own setting.")
@click.option("--text", default="", help="Further text, as Markdown.")
@edit_option
def reuse(lesson_id: str, text: str, edit: bool | None, **given: str | None) -> None:
    """Report how it went when your team used LESSON.

    Asks five questions, which options can answer instead, checks the report, and writes a file
    below reuse/.
    """
    from site_builder.clock import today
    from site_builder.exchange.forms.questions import MEASURES, OUTCOMES
    from site_builder.library.trial import Trial
    from site_builder.records.header.write import record_text, tidied
    from site_builder.records.kinds import Kind

    project = find_project()
    trial = Trial(project)
    lesson = find_lesson(trial.base, lesson_id)
    asker = Asker(given)
    happened = asker.text("", "happened", _read_date) if given["happened"] else ""
    say(f"How did it go with “{lesson.fields.title}”?", err=True)
    vocabulary = trial.base.library.vocabulary
    teams = {team_id: team.label for team_id, team in vocabulary.teams.items()}
    settings = {setting_id: setting.label for setting_id, setting in vocabulary.settings.items()}
    settings[_NOWHERE] = "none of these"
    team = asker.choice("Which team are you", teams, "team")
    setting = asker.choice("Where did you use it", settings, "setting")
    outcome = asker.choice("How did it go", OUTCOMES, "outcome")
    measure = asker.choice("How do you know", MEASURES, "measure")
    fields = {
        "lesson": lesson.id,
        "digest": trial.base.reliances.digest(lesson),
        "team": team,
        "reported_by": asker.text("What is your role (no name)", "reported_by"),
        "date": today().isoformat(),
        "happened": happened,
        "outcome": outcome,
        "measure": measure,
        "setting": "" if setting == _NOWHERE else setting,
        "changed": given["changed"] or "",
    }
    record_id = trial.base.free_id(Kind.REUSE, f"{lesson.id}-{team}")
    tried = write_checked(
        trial,
        project,
        f"{trial.base.prefix}reuse/{record_id}.md",
        record_text(tidied(fields), f"{text.strip()}\n" if text.strip() else ""),
        edit=wants_editor(asker, edit=edit),
        may_draft=False,
    )
    before, now = (base.evidence.statement(lesson) for base in (trial.base, tried))
    say(f"Before: {before}\nNow:    {now}", err=True)


def _read_date(text: str) -> str:
    from site_builder.records.dates import parse_partial
    from site_builder.records.fields import PARTIAL_FORM

    try:
        return str(parse_partial(text))
    except ValueError:
        raise AnswerError(f"`{text}` is not {PARTIAL_FORM}") from None
