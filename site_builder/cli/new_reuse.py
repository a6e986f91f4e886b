"""``lessons new reuse``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.asking import NEW_WORD, Asker, at_terminal, read_date
from site_builder.cli.base import find_lesson, find_project, need_words
from site_builder.cli.new_record import say_next, wants_editor, write_checked
from site_builder.cli.output import edit_option, say
from site_builder.clock import today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library.trial import Trial
    from site_builder.records.header.write import Data
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

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
@click.option(
    "--changed-core",
    "cores",
    multiple=True,
    help="A core part of the lesson that you changed, by its words or number; repeatable.",
)
@click.option("--text", default="", help="Further text, as Markdown.")
@edit_option
def reuse(
    lesson_id: str, cores: tuple[str, ...], text: str, edit: bool | None, **given: str | None
) -> None:
    """Report how it went when your team used LESSON.

    Asks five questions, which options can answer instead, checks the report, and writes a file
    below reuse/.
    """
    from site_builder.library.trial import Trial
    from site_builder.records.header.write import record_text, tidied
    from site_builder.records.kinds import Kind

    project = find_project()
    trial = Trial(project)
    lesson = find_lesson(trial.base, lesson_id)
    need_words(trial.base, "teams")
    asked = ["team", "setting", "outcome", "measure", "reported_by"]
    asked += ["changed_core"] if lesson.fields.core and not cores and at_terminal() else []
    answers = {**given, "changed_core": "\n".join(cores) if cores else None}
    asker = Asker(project, "new reuse", answers, asked, lesson.id)
    with asker.keeping():
        fields = _reuse_fields(asker, trial, lesson, given, is_given=bool(cores))
        record_id = trial.base.free_id(Kind.REUSE, f"{lesson.id}-{fields['team']}")
        path = f"{trial.base.prefix}reuse/{record_id}.md"
        body = f"{text.strip()}\n" if text.strip() else ""
        wanted = wants_editor(asker, edit=edit)
        content = record_text(tidied(fields), body)
        tried = write_checked(trial, project, path, content, edit=wanted, may_draft=False)
    before, now = (base.evidence.statement(lesson) for base in (trial.base, tried))
    say(f"Before: {before}\nNow:    {now}", err=True)
    say_next(project, path)


def _reuse_fields(
    asker: Asker,
    trial: Trial,
    lesson: Record[Lesson],
    given: Mapping[str, str | None],
    *,
    is_given: bool,
) -> dict[str, Data]:
    """Ask how the use of a lesson went; return the fields of a report."""
    from site_builder.exchange.forms.questions import MEASURES, OUTCOMES

    happened = asker.text("", "happened", _read_date) if given["happened"] else ""
    say(f"How did it go with “{lesson.fields.title}”?", err=True)
    vocabulary = trial.base.library.vocabulary
    teams = {team_id: team.label for team_id, team in vocabulary.teams.items()}
    settings = {setting_id: setting.label for setting_id, setting in vocabulary.settings.items()}
    settings[_NOWHERE] = "none of these"
    team = asker.choice("Which team are you", teams, "team", way_out=NEW_WORD)
    setting = asker.choice("Where did you use it", settings, "setting")
    outcome = asker.choice("How did it go", OUTCOMES, "outcome")
    measure = asker.choice("How do you know", MEASURES, "measure")
    return {
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
        "changed_core": _changed_core(asker, lesson.fields.core, is_given=is_given),
    }


def _changed_core(asker: Asker, parts: tuple[str, ...], *, is_given: bool) -> tuple[str, ...]:
    """Return which core parts of a lesson were changed: by words or number, or asked for."""
    if not is_given and not (parts and at_terminal()):
        return ()
    numbered = {str(number): part for number, part in enumerate(parts, start=1)}
    question = "Which of these core parts did you change (none: press Enter)"
    changed = asker.several(question, numbered, "changed_core", "core part", is_needed=False)
    return tuple(numbered[number] for number in changed)


def _read_date(text: str) -> str:
    from site_builder.records.dates import parse_partial

    when = parse_partial(read_date(text))
    if when.earliest and when.earliest > today():
        raise click.BadParameter(f"`{text}` lies in the future")
    return str(when)
