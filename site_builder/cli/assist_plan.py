"""``lessons assist new``, ``receipt`` and ``move``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_assist, open_index, project_of, read_base
from site_builder.cli.output import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.assists.plans import Judged
    from site_builder.library.base import Base

_JUDGEMENTS = {"reuse": "it helps as it is", "partly": "part of it helps", "no": "it does not help"}
_JUDGE = click.option(
    "--judge",
    "given",
    multiple=True,
    metavar="ID=JUDGEMENT[:WHY]",
    help=f"Judge a lesson: {', '.join(_JUDGEMENTS)}. May be given for each; * stands for the rest.",
)
_FORMATS = ("peer-assist", "visit", "workshop", "paired-learning", "after-action-review")


@click.command()
@click.argument("problem")
@click.option("--title", default="", help="Name of the plan (default: from the problem).")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="peer-assist", help="Kind.")
@click.option("--purpose", default="", help="What you want to learn, in a sentence.")
@click.option("--host-team", default="", help="Team that asks for help, from vocabulary.yml.")
@click.option("--decision-date", default="", help="Day of the decision, as YYYY-MM-DD.")
@click.option("--planned-for", default="", help="When it is to be held.")
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True, max=100),
    help="How long: adds the agenda of its format for that time.",
)
@_JUDGE
@click.option(
    "--solved/--not-solved", default=None, help="Whether a lesson makes the meeting needless."
)
@click.pass_context
def new(
    ctx: click.Context,
    problem: str,
    *,
    title: str,
    form: str,
    purpose: str,
    host_team: str,
    decision_date: str,
    planned_for: str,
    hours: float | None,
    given: tuple[str, ...],
    solved: bool | None,
) -> None:
    """Search first, then write the plan with its receipt.

    Shows the lessons nearest to PROBLEM and asks of each whether it helps. If one solves the
    problem, the plan is closed as solved already: a meeting less.
    """
    from site_builder.assists.agenda import template
    from site_builder.assists.plans import plan_text, plan_title, receipt_of
    from site_builder.assists.receipts import search
    from site_builder.clock import today
    from site_builder.records.assist import Format

    if not problem.strip():
        ctx.fail("say what the problem is")
    _project, base = read_base(ctx)
    opened = open_index(ctx, base)
    found = search(problem, opened)
    judged = _judge(ctx, base, found.lesson_ids, given, poor=found.poor)
    ends = _is_solved(judged, solved)
    relied = {
        one.lesson_id: base.reliances.digest(lesson)
        for one in judged
        if one.judgement != "no" and (lesson := base.library.lesson(one.lesson_id))
    }
    fields = {
        "title": title,
        "format": form,
        "status": "closed" if ends else "searched",
        "closed_as": "solved-already" if ends else "",
        "purpose": purpose,
        "host_team": host_team,
        "planned_for": planned_for,
        "duration_hours": f"{hours:g}" if hours else "",
        "decision_open": "" if ends else "yes",
        "decision_date": decision_date,
    }
    text = plan_text(
        problem,
        receipt_of(problem, judged, opened.state.stamp, today()),
        fields=fields,
        relies_on=relied,
        agenda=template(Format(form), round(hours * 60)) if hours else (),
    )
    _write(ctx, base, title or plan_title(problem), text)
    if ends:
        click.echo("Closed as solved already. Tell how it went: lessons new reuse LESSON", err=True)


@click.command()
@click.argument("plan_id", metavar="ID")
@click.option("--query", default="", help="Search for this (default: what was searched last).")
@_JUDGE
@click.pass_context
def receipt(ctx: click.Context, plan_id: str, query: str, given: tuple[str, ...]) -> None:
    """Search again, and judge what is new.

    Adds a receipt of today to the plan, and changes no other line. Lessons that were judged before
    are not asked about again.
    """
    from site_builder.assists.plans import Judged, receipt_of
    from site_builder.assists.receipts import search
    from site_builder.clock import today
    from site_builder.library.writing import write_revision
    from site_builder.records.header.edit import HeaderEditor

    project, base = read_base(ctx)
    opened = open_index(ctx, base)
    plan = find_assist(base, plan_id)
    receipts = plan.fields.receipts
    wanted = query or (receipts[-1].query if receipts else plan.fields.problem)
    found = search(wanted, opened)
    known = {hit.id: hit for one in receipts for hit in one.hits}
    unseen = [one for one in found.lesson_ids if one not in known]
    fresh = {one.lesson_id: one for one in _judge(ctx, base, unseen, given, poor=found.poor)}
    judged = [
        fresh.get(one) or Judged(one, known[one].judgement, known[one].because or "")
        for one in found.lesson_ids
    ]
    added = receipt_of(wanted, judged, opened.state.stamp, today())
    write_revision(project.root, HeaderEditor(plan.document).append(("receipts",), [added]).made())
    click.echo(f"{plan.path}: {len(unseen)} new of {len(judged)} found")


@click.command()
@click.argument("plan_id", metavar="ID")
@click.argument("status")
@click.option("--closed-as", default="", help="How it ended, when it is closed.")
@click.option("--because", default="", help="Why, when it is cancelled.")
@click.option("--happened", default="", help="When it was held: a day, a month or a year.")
@click.pass_context
def move(
    ctx: click.Context, plan_id: str, status: str, closed_as: str, because: str, happened: str
) -> None:
    """Move a plan on to its next stage.

    Stages are idea, searched, open, confirmed, held, reported and closed; or cancelled. Says what
    a stage still needs, and edits the line of the status once it is there.
    """
    from site_builder.library.stages import needs, obstacle
    from site_builder.library.writing import write_revision
    from site_builder.records.assist import Assist, Stage
    from site_builder.records.guess import did_you_mean
    from site_builder.records.header.edit import HeaderEditor
    from site_builder.records.header.write import tidied
    from site_builder.records.parse import parse_fields

    if status not in list(Stage):
        hint = did_you_mean(status, list(Stage)) or f"stages are {', '.join(Stage)}"
        ctx.fail(f"there is no stage '{status}'; {hint}")
    stage = Stage(status)
    project, base = read_base(ctx)
    plan = find_assist(base, plan_id)
    given = {"status": status, "closed_as": closed_as, "cancelled": because, "happened": happened}
    editor = HeaderEditor(plan.document)
    for name, value in tidied(given).items():
        editor.set((name,), value)
    made = editor.made()
    after, problems = parse_fields(Assist, made.after)
    if after is None:
        ctx.fail(f"nothing was written: {problems[0].message}")
    blocked = obstacle(plan.fields, stage)
    if blocked:
        ctx.fail(f"'{plan.id}' cannot become {status}: {blocked}")
    lacking = needs(after, stage)
    if lacking:
        click.echo(f"{plan.path} cannot become {status} yet. It needs:", err=True)
        for need in lacking:
            click.echo(f"  {need.field}: {need.sentence}", err=True)
        ctx.exit(1)
    write_revision(project.root, made)
    click.echo(f"{plan.path}: {plan.fields.status} → {status}")


def _write(ctx: click.Context, base: Base, title: str, text: str) -> None:
    """Write the record of a plan under an id made of its title; nothing if it has a mistake."""
    from site_builder.library.writing import write_new
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Kind, id_from
    from site_builder.records.parse import checked_text

    plan_id = base.free_id(Kind.ASSIST, id_from(title, "plan"))
    path = f"{base.prefix}assists/{plan_id}.md"
    problems = checked_text(Assist, path, text)[1]
    if problems:
        hint = f" ({problems[0].hint})" if problems[0].hint else ""
        ctx.fail(f"nothing was written: {problems[0].message}{hint}")
    write_new(project_of(ctx).root / path, text)
    click.echo(path)


def _judge(
    ctx: click.Context,
    base: Base,
    lesson_ids: Sequence[str],
    given: tuple[str, ...],
    *,
    poor: bool,
) -> list[Judged]:
    """Return a person's judgement of each lesson; what was not given is asked for."""
    from site_builder.assists.plans import Judged

    answers = _given(ctx, given, lesson_ids)
    if poor and lesson_ids:
        click.echo("No lesson comes near. The nearest are:", err=True)
    judged = []
    for lesson_id in lesson_ids:
        lesson = base.library.lesson(lesson_id)
        if lesson:
            click.echo(
                f"\n{click.style(printable(lesson.fields.title), bold=True)} ({lesson_id})\n"
                f"  {printable(lesson.fields.problem)}\n  {base.evidence.statement(lesson)}",
                err=True,
            )
        judgement, because = answers.get(lesson_id) or answers.get("*") or ("", "")
        if not judgement:
            choice = click.Choice(list(_JUDGEMENTS))
            judgement = click.prompt("  Does it help", type=choice, err=True)
            because = click.prompt("  Why", default="", show_default=False, err=True)
        judged.append(Judged(lesson_id, judgement, because))  # type: ignore[arg-type]  # a choice
    if not lesson_ids:
        click.echo("No lesson fits. The plan says so, and is listed as an open problem.", err=True)
    return judged


def _given(
    ctx: click.Context, given: Iterable[str], lesson_ids: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """Return judgements given as options, by id."""
    answers = {}
    for text in given:
        lesson_id, _, rest = text.partition("=")
        judgement, _, because = rest.partition(":")
        if judgement not in _JUDGEMENTS:
            ctx.fail(f"--judge {text}: write ID=JUDGEMENT, one of {', '.join(_JUDGEMENTS)}")
        if lesson_id not in {*lesson_ids, "*"}:
            ctx.fail(f"--judge {text}: the search did not find '{lesson_id}'")
        answers[lesson_id] = (judgement, because.strip())
    return answers


def _is_solved(judged: Sequence[Judged], solved: bool | None) -> bool:
    """Return whether a lesson makes the meeting needless; only one judged ``reuse`` can."""
    if not any(one.judgement == "reuse" for one in judged):
        if solved:
            raise click.UsageError("nothing found was judged `reuse`, so nothing is solved")
        return False
    if solved is None:
        return bool(click.confirm("Does that solve it, so that no meeting is needed?", err=True))
    return solved
