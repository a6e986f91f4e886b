"""``lessons assist new``, ``receipt`` and ``move``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_assist, find_project, open_index, read_base
from site_builder.cli.output import fail, say
from site_builder.clock import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.assists.plans import Judged
    from site_builder.library.base import Base

_JUDGEMENTS = ("reuse", "partly", "no")
_JUDGE = click.option(
    "--judge",
    "given",
    multiple=True,
    metavar="ID=JUDGEMENT[:WHY]",
    help=f"Judge a lesson: {', '.join(_JUDGEMENTS)}; repeatable. The ID * means all other lessons.",
)
_FORMATS = ("peer-assist", "visit", "workshop", "paired-learning", "after-action-review")


@click.command()
@click.argument("problem")
@click.option("--title", default="", help="Title of the plan (default: from PROBLEM).")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="peer-assist", help="Kind.")
@click.option("--purpose", default="", help="What you want to learn, in one sentence.")
@click.option("--host-team", default="", help="Team that asks for help, from vocabulary.yml.")
@click.option("--decision-date", default="", help="Date of the decision, as YYYY-MM-DD.")
@click.option("--planned-for", default="", help="Planned date of the meeting.")
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True, max=100),
    help="Length of the meeting; adds an agenda of that length for the format.",
)
@_JUDGE
@click.option(
    "--solved/--not-solved", default=None, help="Whether a lesson makes the meeting unnecessary."
)
def new(
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

    Shows the lessons closest to PROBLEM and asks whether each helps. If a lesson solves the
    problem, the plan is closed as already solved, and no meeting is needed.
    """
    from site_builder.assists.agenda import template
    from site_builder.assists.plans import plan_text, plan_title, receipt_of
    from site_builder.assists.receipts import search
    from site_builder.records.assist import Format

    if not problem.strip():
        fail("PROBLEM must not be empty")
    _project, base = read_base()
    opened = open_index(base)
    hits = search(problem, opened)
    judged = _judge(base, hits.lesson_ids, given, poor=hits.poor)
    is_solved = _is_solved(judged, solved)
    relied = {
        judgement.lesson_id: base.reliances.digest(lesson)
        for judgement in judged
        if judgement.judgement != "no" and (lesson := base.library.lesson(judgement.lesson_id))
    }
    fields = {
        "title": title,
        "format": form,
        "status": "closed" if is_solved else "searched",
        "closed_as": "solved-already" if is_solved else "",
        "purpose": purpose,
        "host_team": host_team,
        "planned_for": planned_for,
        "duration_hours": f"{hours:g}" if hours else "",
        "decision_open": "" if is_solved else "yes",
        "decision_date": decision_date,
    }
    text = plan_text(
        problem,
        receipt_of(problem, judged, opened.stamp, today()),
        fields=fields,
        relies_on=relied,
        agenda=template(Format(form), round(hours * 60)) if hours else (),
    )
    _write(base, title or plan_title(problem), text)
    if is_solved:
        say("Closed as already solved. Report how it went: lessons new reuse LESSON", err=True)


@click.command()
@click.argument("plan_id", metavar="ID")
@click.option("--query", default="", help="Text to search for (default: that of the last search).")
@_JUDGE
def receipt(plan_id: str, query: str, given: tuple[str, ...]) -> None:
    """Search again, and judge the lessons that are new.

    Adds a receipt with today's date to the plan and changes no other line. Lessons judged before
    keep their judgement.
    """
    from site_builder.assists.plans import Judged, receipt_of
    from site_builder.assists.receipts import search
    from site_builder.library.writing import write_revision
    from site_builder.records.header.edit import HeaderEditor

    project, base = read_base()
    opened = open_index(base)
    plan = find_assist(base, plan_id)
    receipts = plan.fields.receipts
    wanted = query or (receipts[-1].query if receipts else plan.fields.problem)
    hits = search(wanted, opened)
    known = {
        hit.id: Judged(hit.id, hit.judgement, hit.because or "")
        for earlier in receipts
        for hit in earlier.hits
    }
    unseen = [lesson_id for lesson_id in hits.lesson_ids if lesson_id not in known]
    for judgement in _judge(base, unseen, given, poor=hits.poor):
        known[judgement.lesson_id] = judgement
    judged = [known[lesson_id] for lesson_id in hits.lesson_ids]
    added = receipt_of(wanted, judged, opened.stamp, today())
    write_revision(project.root, HeaderEditor(plan.document).append(("receipts",), [added]).made())
    say(f"{plan.path}: {len(unseen)} new of {len(judged)} found")


@click.command()
@click.argument("plan_id", metavar="ID")
@click.argument("status")
@click.option("--closed-as", default="", help="How it ended; for `closed`.")
@click.option("--because", default="", help="The reason; for `cancelled`.")
@click.option("--happened", default="", help="When it was held: a day, a month or a year.")
def move(plan_id: str, status: str, closed_as: str, because: str, happened: str) -> None:
    """Move a plan to another stage.

    The stages are idea, searched, open, confirmed, held, reported and closed; or cancelled. If the
    plan lacks what the stage needs, lists it; otherwise changes the plan's status.
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
        fail(f"there is no stage '{status}'; {hint}")
    project, base = read_base()
    plan = find_assist(base, plan_id)
    given = {"status": status, "closed_as": closed_as, "cancelled": because, "happened": happened}
    editor = HeaderEditor(plan.document)
    for name, value in tidied(given).items():
        editor.set((name,), value)
    revision = editor.made()
    after, problems = parse_fields(Assist, revision.after)
    if after is None:
        fail(f"nothing was written: {problems[0].message}")
    if reason := obstacle(plan.fields, Stage(status)):
        fail(f"'{plan.id}' cannot become {status}: {reason}")
    if lacking := needs(after, Stage(status)):
        say(f"{plan.path} cannot become {status} yet. It needs:", err=True)
        for need in lacking:
            say(f"  {need.field}: {need.sentence}", err=True)
        raise SystemExit(1)
    write_revision(project.root, revision)
    say(f"{plan.path}: {plan.fields.status} → {status}")


def _write(base: Base, title: str, text: str) -> None:
    """Write a plan under an id derived from its title, unless its text has an error."""
    from site_builder.library.writing import write_new
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Kind, id_from
    from site_builder.records.parse import checked_text

    path = f"{base.prefix}assists/{base.free_id(Kind.ASSIST, id_from(title, 'plan'))}.md"
    problems = checked_text(Assist, path, text)[1]
    if problems:
        fail(f"nothing was written: {problems[0].described}")
    write_new(find_project().root / path, text)
    say(path)


def _judge(
    base: Base, lesson_ids: Sequence[str], given: Sequence[str], *, poor: bool
) -> list[Judged]:
    """Return the judgement of each lesson: from ``--judge``, or else asked for."""
    from site_builder.assists.plans import Judged

    answers = _parsed(given, lesson_ids)
    if not lesson_ids:
        say("No lesson matches. The plan records that, and is listed as an open problem.", err=True)
    elif poor:
        say("No lesson is close. The closest are:", err=True)
    judged = []
    for lesson_id in lesson_ids:
        if lesson := base.library.lesson(lesson_id):
            say(f"\n{lesson.fields.title} ({lesson_id})", bold=True, err=True)
            say(f"  {lesson.fields.problem}", err=True)
            say(f"  {base.evidence.statement(lesson)}", err=True)
        judgement, because = answers.get(lesson_id) or answers.get("*") or ("", "")
        if not judgement:
            choice = click.Choice(_JUDGEMENTS)
            judgement = click.prompt("  Does it help", type=choice, err=True)
            because = click.prompt("  Why", default="", show_default=False, err=True)
        judged.append(Judged(lesson_id, judgement, because))  # type: ignore[arg-type]  # a choice
    return judged


def _parsed(given: Sequence[str], lesson_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the judgements that options give, with their reasons, by lesson id."""
    answers = {}
    for text in given:
        lesson_id, _, rest = text.partition("=")
        judgement, _, because = rest.partition(":")
        if judgement not in _JUDGEMENTS:
            fail(f"--judge {text}: write ID=JUDGEMENT, one of {', '.join(_JUDGEMENTS)}")
        if lesson_id not in {*lesson_ids, "*"}:
            fail(f"--judge {text}: the search did not find '{lesson_id}'")
        answers[lesson_id] = (judgement, because.strip())
    return answers


def _is_solved(judged: Sequence[Judged], solved: bool | None) -> bool:
    """Return whether a lesson makes the meeting unnecessary; it must be judged ``reuse``."""
    if not any(judgement.judgement == "reuse" for judgement in judged):
        if solved:
            fail("--solved: no lesson was judged `reuse`, so nothing is solved")
        return False
    if solved is None:
        return bool(click.confirm("Does it solve the problem without a meeting?", err=True))
    return solved
