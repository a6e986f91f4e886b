"""``lessons assist receipt`` and ``move``."""

from __future__ import annotations

from typing import get_args

import click

from site_builder.cli.assist_judging import JUDGE, judged_lessons
from site_builder.cli.base import find_assist, open_index, read_base
from site_builder.cli.output import fail, say
from site_builder.clock import today
from site_builder.records.assist import Ending

_ENDINGS = ", ".join(get_args(Ending))
_OPTIONS = {
    "closed_as": f"--closed-as: {_ENDINGS}",
    "cancelled": "--because TEXT",
    "happened": "--happened DAY",
}
"""Options that state what a stage needs, by field."""


@click.command()
@click.argument("plan_id", metavar="ID")
@click.option("--query", default="", help="Text to search for (default: that of the last search).")
@JUDGE
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
    if unseen or not hits.lesson_ids:
        for judgement in judged_lessons(base, unseen, given, verdict=hits.verdict):
            known[judgement.lesson_id] = judgement
    judged = [known[lesson_id] for lesson_id in hits.lesson_ids]
    added = receipt_of(wanted, judged, opened.stamp, today(), hits.verdict)
    write_revision(project.root, HeaderEditor(plan.document).append(("receipts",), [added]).made())
    say(f"{plan.path}: {len(unseen)} new of {len(judged)} found")


@click.command()
@click.argument("plan_id", metavar="ID")
@click.argument("status")
@click.option("--closed-as", default="", help=f"How it ended; for `closed`: {_ENDINGS}.")
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
        fail(f"nothing was written: {problems[0].described}")
    if after.happened and after.happened.earliest and after.happened.earliest > today():
        fail(
            f"`happened` ({after.happened.spoken}) lies in the future; {status} is what took place"
        )
    if reason := obstacle(plan.fields, Stage(status)):
        fail(f"'{plan.id}' cannot become {status}: {reason}")
    if lacking := needs(after, Stage(status)):
        say(f"{plan.path} cannot become {status} yet. It needs:", err=True)
        for need in lacking:
            way = _OPTIONS.get(need.field, "in its front matter")
            say(f"  {need.field}: {need.sentence} ({way})", err=True)
        raise SystemExit(1)
    write_revision(project.root, revision)
    say(f"{plan.path}: {plan.fields.status} → {status}")
