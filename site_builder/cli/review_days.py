"""``lessons review plan`` and ``lessons review done``: days of review, written into the records."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_lesson, project_of, read_base
from site_builder.cli.options import format_option
from site_builder.cli.output import print_json, printable
from site_builder.cli.review import NOBODY, as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from site_builder.library.base import Base
    from site_builder.library.due import DueReview
    from site_builder.project import Project


@click.command()
@click.option(
    "--per-week",
    metavar="N",
    type=click.IntRange(min=1),
    help="Most reviews of a week (default: the fewest that are through within a year).",
)
@click.option("--from", "start", metavar="DATE", help="First day to give (default: in a week).")
@click.option("--overdue", is_flag=True, help="Give those a new day too whose day has passed.")
@click.option("--write", is_flag=True, help="Write the days into the records.")
@format_option
@click.pass_context
def plan(
    ctx: click.Context,
    per_week: int | None,
    start: str | None,
    form: str,
    *,
    overdue: bool,
    write: bool,
) -> None:
    """Propose a day for every lesson that has none, spread over weeks.

    No week gets more than N reviews, those that have a day already among them, and an owner's
    lessons go to different weeks as long as there are any. What is contested comes first, then what
    relies on something that has changed, then what is used most, then what was confirmed longest
    ago. Where N a week are too few for a year, the last come later.
    """
    from site_builder.clock import today
    from site_builder.library.due import needs, taken
    from site_builder.library.loader import load
    from site_builder.library.reviews import Waiting, least_per_week, spread

    first = _day(ctx, "from", start) if start else today() + timedelta(7)
    project = project_of(ctx)
    found = needs(load(project))
    waiting = [one for one in found if one.due is None or (overdue and one.due < today())]
    names = [Waiting(review.lesson.id, review.owner) for review in waiting]
    open_ids = {name.id for name in names}
    settled = taken(one for one in found if one.lesson.id not in open_ids)
    least = least_per_week(len(names), settled, first)
    days = spread(names, settled, first, per_week or least)
    lines = _write(project, waiting, days) if write else []
    if form == "json":
        rows = [
            {**as_json(review, "proposed"), "proposed": days[review.lesson.id].isoformat()}
            for review in waiting
        ]
        answer = {"written": write, "lessons": rows}
        print_json(answer)
        return
    if not waiting:
        click.echo("Every published lesson has a day of review; nothing to propose.")
    for line in lines:
        click.echo(printable(line))
    if waiting and not write:
        _print_proposal(waiting, days)
    if per_week and per_week < least:
        click.echo(
            f"At {per_week} a week the last is looked at on {max(days.values())}; "
            f"{least} a week are through within a year."
        )


def _write(project: Project, waiting: Sequence[DueReview], days: Mapping[str, date]) -> list[str]:
    """Write the days into the records, once all of them are known to fit."""
    from site_builder.library.writing import write_revision
    from site_builder.records.header.edit import HeaderEditor

    made = [
        HeaderEditor(review.lesson.document)
        .set(("review_by",), days[review.lesson.id].isoformat())
        .made()
        for review in waiting
    ]
    for each in made:
        write_revision(project.root, each)
    return [line for each in made for line in each.lines]


def _print_proposal(waiting: Sequence[DueReview], days: Mapping[str, date]) -> None:
    for one in sorted(waiting, key=lambda one: (days[one.lesson.id], one.order)):
        told = "; ".join([one.owner or NOBODY.lower(), *one.reasons])
        click.echo(printable(f"{days[one.lesson.id]}  {one.lesson.id}  ({told})"))
    click.echo("Nothing is written; --write sets these days.")


@click.command()
@click.argument("record_id", metavar="ID")
@click.option("--next", "day", metavar="DATE", help="Day of the next review.")
@click.option(
    "--in",
    "span",
    metavar="SPAN",
    help="Time to the next review, about: 90d, 26w, 6m, 1y (default: 12m).",
)
@click.pass_context
def done(ctx: click.Context, record_id: str, day: str | None, span: str | None) -> None:
    """Say that somebody has looked at ID, and it still holds.

    Writes today's date into `reviewed` and the day of the next review into `review_by`. `--in`
    picks the least busy week near that date; `--next` is taken as given. A review is not
    evidence, and changes no level.
    """
    from site_builder.clock import today
    from site_builder.library.due import needs, taken
    from site_builder.library.reviews import after, near
    from site_builder.library.writing import write_revision
    from site_builder.publish.words import CHANGES
    from site_builder.records.header.edit import HeaderEditor

    if day and span:
        ctx.fail("give --next or --in, not both")
    project, base = read_base(ctx)
    lesson_id = find_lesson(base, record_id).id
    found = {review.lesson.id: review for review in needs(base)}
    if lesson_id not in found:
        ctx.fail(_why_not(base, lesson_id))
    one = found.pop(lesson_id)
    if day:
        following = _day(ctx, "next", day)
    else:
        wanted = _read(ctx, "in", lambda: after(today(), span or "12m"))
        following = near(wanted, taken(found.values()), today())
    editor = HeaderEditor(one.lesson.document).set(("reviewed",), today().isoformat())
    made = editor.set(("review_by",), following.isoformat()).made()
    write_revision(project.root, made)
    for line in made.lines:
        click.echo(printable(line))
    for suspect in base.reliances.suspects(one.lesson):
        click.echo(
            f"It relies on `{suspect.lesson.id}`, which {CHANGES[suspect.change]}: "
            f"if it still holds, say so with `lessons affirm {lesson_id}`."
        )


def _why_not(base: Base, lesson_id: str) -> str:
    lesson = base.library.lesson(lesson_id)
    status = lesson.fields.status if lesson else "gone"
    reason = {
        "draft": "is a draft; set its `status` to `published` once it holds",
        "superseded": "was replaced; review the lesson that replaces it",
        "withdrawn": "was withdrawn",
    }[status]
    return f"the lesson '{lesson_id}' {reason}"


def _day(ctx: click.Context, option: str, text: str) -> date:
    """Return the day that an option names, on which a review can be due."""
    from site_builder.clock import today
    from site_builder.library.reviews import within_reach
    from site_builder.records.dates import ImpossibleDateError, parse_day
    from site_builder.records.fields import DAY_FORM

    try:
        day = parse_day(text.strip())
    except ImpossibleDateError as error:
        ctx.fail(f"--{option}: `{text}` is not in the calendar; {error}")
    except ValueError:
        ctx.fail(f"--{option}: `{text}` is not a date; write {DAY_FORM}")
    return _read(ctx, option, lambda: within_reach(day, today()))


def _read(ctx: click.Context, option: str, read: Callable[[], date]) -> date:
    try:
        return read()
    except ValueError as error:
        ctx.fail(f"--{option}: {error}")
