"""``lessons review``, ``lessons review plan`` and ``lessons review done``."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from site_builder.cli.base import find_lesson, read_base, save
from site_builder.cli.output import fail, format_option, print_json, read_day, say
from site_builder.cli.root import LazyGroup
from site_builder.clock import today
from site_builder.diagnostics import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.library.reviews import DueReview

_NOBODY = "No owner"
_STATES = ("overdue", "due", "no date", "later")
_NOT_REVIEWED = {
    "draft": "is a draft; set its `status` to `published` first",
    "superseded": "was replaced; review the lesson that replaces it",
    "withdrawn": "was withdrawn",
}
"""Why a lesson with this status is not reviewed."""
_COMMANDS = {
    "plan": ("review", "Suggest a review date for each lesson without one, spread over weeks."),
    "done": ("review", "Record that a lesson was reviewed and still holds."),
}


@click.group(cls=LazyGroup, table=_COMMANDS, invoke_without_command=True)
@click.option(
    "--within",
    metavar="DAYS",
    type=click.IntRange(0, 3650),
    default=90,
    show_default=True,
    help="Number of days to look ahead.",
)
@click.option("--owner", metavar="ROLE", help="List only the lessons of this owner.")
@format_option
@click.pass_context
def review(ctx: click.Context, within: int, owner: str | None, form: str) -> None:
    """List the lessons that are due for review, by owner.

    Overdue reviews come first, then reviews due soon, then lessons without a review date, the most
    important first. Lessons without an owner are listed too. Only published lessons are reviewed:
    drafts and replaced or withdrawn lessons are not.
    """
    if ctx.invoked_subcommand:
        return
    from site_builder.library.reviews import review_queue

    reviews = review_queue(read_base()[1])
    if owner is not None:
        reviews = _of_owner(reviews, owner)
    groups = _by_owner(reviews, within)
    counts = _counts(reviews, within)
    if form == "json":
        owners = [
            {"owner": name or None, "lessons": [_as_json(item, state) for state, item in rows]}
            for name, rows in groups
        ]
        print_json({"today": today(), "within": within, "counts": counts, "owners": owners})
        return
    say(
        f"{counted(counts['standing'], 'published lesson')}: {counts['overdue']:,} overdue, "
        f"{counts['due']:,} due within {counted(within, 'day')}, "
        f"{counts['no_date']:,} without a date, {counts['no_owner']:,} without an owner."
    )
    for name, rows in groups:
        say(f"\n{name or _NOBODY}", bold=True)
        for state, item in rows:
            say(
                f"  {state:<8} {item.due or ''!s:<10}  {item.lesson.id}: {item.lesson.fields.title}"
            )
            if item.reasons:
                say(f"{'':<23}{'; '.join(item.reasons)}")
    if counts["no_date"]:
        say("\n`lessons review plan` suggests a date for each lesson without one.")


def _of_owner(reviews: Sequence[DueReview], owner: str) -> tuple[DueReview, ...]:
    wanted = owner.strip().casefold()
    kept = tuple(item for item in reviews if item.owner.casefold() == wanted)
    if not kept or not wanted:
        from site_builder.records.guess import did_you_mean

        owners = sorted({item.owner for item in reviews if item.owner})
        hint = did_you_mean(owner, owners) or f"owners are: {', '.join(owners) or 'none'}"
        fail(f"no published lesson has the owner '{owner}'; {hint}")
    return kept


def _state(item: DueReview, within: int) -> str:
    if item.due is None:
        return "no date"
    if item.due < today():
        return "overdue"
    return "due" if item.due <= today() + timedelta(within) else "later"


def _by_owner(
    reviews: Sequence[DueReview], within: int
) -> list[tuple[str, list[tuple[str, DueReview]]]]:
    """Return the reviews to list, with their states, by owner; those without an owner last."""
    groups: dict[str, list[tuple[str, DueReview]]] = {}
    for item in reviews:
        state = _state(item, within)
        # A lesson that is due later is listed only if it has no owner.
        if state != "later" or not item.owner:
            groups.setdefault(item.owner, []).append((state, item))
    for rows in groups.values():
        rows.sort(key=lambda row: (_STATES.index(row[0]), str(row[1].due or ""), row[1].order))
    return sorted(groups.items(), key=lambda group: (not group[0], group[0].casefold(), group[0]))


def _counts(reviews: Sequence[DueReview], within: int) -> dict[str, int]:
    states = Counter(_state(item, within) for item in reviews)
    return {
        "standing": len(reviews),
        "overdue": states["overdue"],
        "due": states["due"],
        "no_date": states["no date"],
        "no_owner": sum(not item.owner for item in reviews),
    }


def _as_json(item: DueReview, state: str) -> dict[str, Any]:
    return {
        "id": item.lesson.id,
        "title": item.lesson.fields.title,
        "path": item.lesson.path,
        "owner": item.owner or None,
        "review_by": item.due,
        "reviewed": item.lesson.fields.reviewed,
        "state": state,
        "contested": item.contested,
        "basis_changed": item.changed,
        "linked_from": item.users,
        "confirmed": item.confirmed,
    }


def _review_day(text: str) -> date:
    """Return the date of an option on which a review can be due."""
    from site_builder.library.reviews import within_reach

    try:
        return within_reach(read_day(text), today())
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _day_after(span: str) -> date:
    """Return the date that lies a span of time ahead."""
    from site_builder.library.reviews import after

    try:
        return after(today(), span)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.option(
    "--per-week",
    metavar="N",
    type=click.IntRange(min=1),
    help="Most reviews in a week (default: the fewest that finish within a year).",
)
@click.option(
    "--from",
    "start",
    metavar="DATE",
    type=_review_day,
    help="First day to assign (default: a week from today).",
)
@click.option("--overdue", is_flag=True, help="Assign new dates to overdue reviews too.")
@click.option("--write", is_flag=True, help="Write the dates into the records.")
@format_option
def plan(
    per_week: int | None, start: date | None, form: str, *, overdue: bool, write: bool
) -> None:
    """Suggest a review date for each lesson without one, spread over weeks.

    No week gets more than N reviews, existing ones included, and the lessons of an owner go to
    different weeks where possible. Contested lessons come first, then those that rely on something
    that has changed, then the most used, then those confirmed longest ago. If N a week is too few
    for a year, the last reviews fall later.
    """
    from site_builder.library.reviews import least_per_week, review_queue, spread, taken
    from site_builder.records.header.edit import HeaderEditor

    first = start or today() + timedelta(7)
    project, base = read_base()
    waiting: dict[str, DueReview] = {}
    settled: list[DueReview] = []
    for item in review_queue(base):
        if item.due is None or (overdue and item.due < today()):
            waiting[item.lesson.id] = item
        else:
            settled.append(item)
    owners = {lesson_id: item.owner for lesson_id, item in waiting.items()}
    least = least_per_week(len(owners), taken(settled), first)
    days = spread(owners, taken(settled), first, per_week or least)
    if write:
        changed = [
            HeaderEditor(item.lesson.document).set(("review_by",), days[key].isoformat()).made()
            for key, item in waiting.items()
        ]
        save(project, changed, quiet=form == "json")
    if form == "json":
        rows = [
            {**_as_json(item, "proposed"), "proposed": days[key]} for key, item in waiting.items()
        ]
        print_json({"written": write, "lessons": rows})
        return
    if not waiting:
        say("Every published lesson has a review date; nothing to suggest.")
    elif not write:
        _print_dates(waiting.values(), days)
    if per_week and per_week < least:
        say(
            f"With {per_week} a week, the last review is on {max(days.values())}; "
            f"{least} a week finish within a year."
        )


def _print_dates(waiting: Iterable[DueReview], days: Mapping[str, date]) -> None:
    for item in sorted(waiting, key=lambda item: (days[item.lesson.id], item.order)):
        reasons = "; ".join([item.owner or _NOBODY.lower(), *item.reasons])
        say(f"{days[item.lesson.id]}  {item.lesson.id}  ({reasons})")
    say("Nothing was written; --write sets these dates.")


@click.command()
@click.argument("record_id", metavar="ID")
@click.option(
    "--next", "following", metavar="DATE", type=_review_day, help="Date of the next review."
)
@click.option(
    "--in",
    "wanted",
    metavar="SPAN",
    type=_day_after,
    help="Approximate time to the next review: 90d, 26w, 6m, 1y (default: 12m).",
)
def done(record_id: str, following: date | None, wanted: date | None) -> None:
    """Record that a lesson was reviewed and still holds.

    Writes today's date into `reviewed` and the date of the next review into `review_by`. `--in`
    picks the least busy week near that date; `--next` is used unchanged. A review is not evidence
    and changes no level.
    """
    from site_builder.library.reviews import near, review_queue, taken
    from site_builder.publish.words import CHANGES
    from site_builder.records.header.edit import HeaderEditor

    if following and wanted:
        fail("give --next or --in, not both")
    project, base = read_base()
    lesson = find_lesson(base, record_id)
    if reason := _NOT_REVIEWED.get(lesson.fields.status):
        fail(f"the lesson '{lesson.id}' {reason}")
    others = [item for item in review_queue(base) if item.lesson.id != lesson.id]
    following = following or near(wanted or _day_after("12m"), taken(others), today())
    editor = HeaderEditor(lesson.document).set(("reviewed",), today().isoformat())
    save(project, [editor.set(("review_by",), following.isoformat()).made()])
    for suspect in base.reliances.suspects(lesson):
        say(
            f"It relies on `{suspect.lesson.id}`, which {CHANGES[suspect.change]}: "
            f"if it still holds, confirm it with `lessons affirm {lesson.id}`."
        )
