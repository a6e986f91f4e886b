"""``lessons new``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.root import find_record, free_id, printable, project_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library.loader import Loaded
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.records.reuse import Reuse
    from site_builder.settings import Project

_OUTCOMES = {
    "worked": "it worked",
    "partly": "it worked in part",
    "no-effect": "it had no effect",
    "harmed": "it did harm",
    "abandoned": "it was given up",
}
_MEASURES = {
    "opinion": "somebody's opinion",
    "self-report": "those who did it say so",
    "observed": "others observed it",
    "measured": "it was measured",
}
_NOWHERE = "none"


@click.group()
def new() -> None:
    """Write a new record by answering a few questions."""


@new.command()
@click.argument("lesson_id", metavar="LESSON")
@click.option("--team", help="Your team, as vocabulary.yml names it.")
@click.option("--setting", help=f"Where you used it, as vocabulary.yml names it, or {_NOWHERE}.")
@click.option("--outcome", help=f"How it went: {', '.join(_OUTCOMES)}.")
@click.option("--measure", help=f"How you know: {', '.join(_MEASURES)}.")
@click.option("--reported-by", help="Your role, not your name.")
@click.option("--happened", help="When you used it: a day, a month or a year.")
@click.option("--changed", help="What you changed for your own setting.")
@click.option("--text", default="", help="Anything else worth telling, as Markdown.")
@click.pass_context
def reuse(ctx: click.Context, /, lesson_id: str, text: str, **answers: str | None) -> None:
    """Tell how it went when your team used LESSON.

    Asks five questions, each of which an option answers as well, and writes a file below reuse/.
    """
    from site_builder.clock import today  # noqa: PLC0415
    from site_builder.library.loader import load  # noqa: PLC0415
    from site_builder.library.writing import write_new  # noqa: PLC0415
    from site_builder.records.kinds import Kind  # noqa: PLC0415
    from site_builder.records.scaffold import record_text  # noqa: PLC0415

    project = project_of(ctx)
    loaded = load(project)
    lesson = loaded.library.lesson(find_record(loaded.library, lesson_id, [Kind.LESSON]).id)
    assert lesson  # noqa: S101 - it has just been found
    click.echo(f"How did it go with “{printable(lesson.fields.title)}”?", err=True)
    vocabulary = loaded.library.vocabulary
    teams = {team_id: team.label for team_id, team in vocabulary.teams.items()}
    settings = {one_id: one.label for one_id, one in vocabulary.settings.items()}
    team = _choose("Which team are you", teams, answers["team"], "team")
    setting = _choose(
        "Where did you use it",
        {**settings, _NOWHERE: "none of these"},
        answers["setting"],
        "setting",
    )
    outcome = _choose("How did it go", _OUTCOMES, answers["outcome"], "outcome")
    measure = _choose("How do you know", _MEASURES, answers["measure"], "measure")
    role = answers["reported_by"] or click.prompt("What is your role (no name)", err=True)
    fields = {
        "lesson": lesson.id,
        "digest": loaded.reliances.digest(lesson),
        "team": team,
        "reported_by": role.strip(),
        "date": today().isoformat(),
        "happened": answers["happened"] or "",
        "outcome": outcome,
        "measure": measure,
        "setting": "" if setting == _NOWHERE else setting,
        "changed": answers["changed"] or "",
    }
    report_id = free_id(loaded.library, Kind.REUSE, f"{lesson.id}-{team}")
    file = project.lessons_dir / "reuse" / f"{report_id}.md"
    path = f"{loaded.prefix}reuse/{report_id}.md"
    written = record_text(fields, text)
    report = _checked(written, path, report_id)
    write_new(file, written)
    click.echo(path)
    _say_what_it_changes(lesson, report, loaded, project)


def _choose(question: str, choices: Mapping[str, str], given: str | None, option: str) -> str:
    """Return which of some choices was meant, by its code or its label; ask where none is given.

    Raises:
        click.UsageError: There is nothing to choose from.
        click.BadParameter: The answer given on the command line is none of them.
    """
    from site_builder.records.guess import did_you_mean  # noqa: PLC0415

    known = {name.casefold(): name for name in choices}
    known |= {label.casefold(): name for name, label in choices.items()}
    if not choices:
        raise click.UsageError(f"vocabulary.yml names no {option}; add yours there first")
    if given is None:
        for name, label in choices.items():
            click.echo(f"  {name:<24} {printable(label)}", err=True)
    while True:
        answer = given if given is not None else click.prompt(question, err=True)
        if found := known.get(answer.strip().casefold()):
            return found
        hint = did_you_mean(answer.strip(), [*choices, *choices.values()])
        message = f"'{answer}' is none of: {', '.join(choices)}" + (f"; {hint}" if hint else "")
        if given is not None:
            raise click.BadParameter(message, param_hint=f"--{option}")
        click.echo(printable(message), err=True)


def _checked(written: str, path: str, record_id: str) -> Record[Reuse]:
    """Return the record that a text is, or stop before a file is written that a check refuses.

    Raises:
        click.UsageError: The text has a mistake; the first is named.
    """
    from site_builder.records.body import Body  # noqa: PLC0415
    from site_builder.records.frontmatter import parse_document  # noqa: PLC0415
    from site_builder.records.kinds import Kind, Record  # noqa: PLC0415
    from site_builder.records.parse import parse_fields  # noqa: PLC0415
    from site_builder.records.reuse import Reuse  # noqa: PLC0415

    document, problems = parse_document(path, written)
    fields, wrong = parse_fields(Reuse, document) if document else (None, [])
    if document is None or fields is None:
        problem = (*problems, *wrong)[0]
        hint = f" ({problem.hint})" if problem.hint else ""
        raise click.UsageError(f"nothing was written: {problem.message}{hint}")
    return Record(Kind.REUSE, record_id, fields, document, Body(document.body))


def _say_what_it_changes(
    lesson: Record[Lesson], report: Record[Reuse], loaded: Loaded, project: Project
) -> None:
    """Show what the lesson rested on before the report, and what it rests on now."""
    from site_builder.clock import today  # noqa: PLC0415
    from site_builder.library.evidence.assess import Assessments  # noqa: PLC0415
    from site_builder.library.library import Library  # noqa: PLC0415

    library = Library([*loaded.library.records, report], loaded.library.vocabulary)
    now = Assessments(library, project.settings, today()).statement(lesson)
    click.echo(f"Before: {loaded.evidence.statement(lesson)}\nNow:    {now}", err=True)
