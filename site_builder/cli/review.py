"""``lessons review``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from site_builder.cli.base import project_of
from site_builder.cli.options import format_option
from site_builder.cli.output import print_json, printable
from site_builder.cli.root import LazyGroup
from site_builder.diagnostics import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.library.due import DueReview

NOBODY = "No owner"
_STATES = ("overdue", "due", "no date", "later")


_STEPS = {
    "plan": ("review_days", "Propose a day for every lesson that has none, spread over weeks."),
    "done": ("review_days", "Say that somebody has looked at ID, and it still holds."),
}


@click.group(cls=LazyGroup, table=_STEPS, invoke_without_command=True)
@click.option(
    "--within",
    metavar="DAYS",
    type=click.IntRange(0, 3650),
    default=90,
    show_default=True,
    help="How many days ahead to look.",
)
@click.option("--owner", metavar="ROLE", help="Only what this role keeps.")
@format_option
@click.pass_context
def review(ctx: click.Context, within: int, owner: str | None, form: str) -> None:
    """List the lessons that are to be looked at again, by owner.

    Overdue reviews come first, then those due soon, then lessons that have no day of review, what
    matters most first. A lesson that nobody owns is listed too. Only lessons that stand are
    reviewed: no drafts, and none that was replaced or withdrawn.
    """
    if ctx.invoked_subcommand:
        return
    from site_builder.clock import today
    from site_builder.library.due import needs
    from site_builder.library.loader import load

    found = needs(load(project_of(ctx)))
    if owner is not None:
        found = _of_owner(ctx, found, owner)
    groups = _grouped(found, today(), within)
    counts = _counts(found, today(), within)
    if form == "json":
        answer = {
            "today": today().isoformat(),
            "within": within,
            "counts": counts,
            "owners": [
                {"owner": name or None, "lessons": [as_json(one, state) for state, one in rows]}
                for name, rows in groups
            ],
        }
        print_json(answer)
        return
    told = ", ".join(
        f"{counts[key]:,} {words}"
        for key, words in (
            ("overdue", "overdue"),
            ("due", f"due within {counted(within, 'day')}"),
            ("no_date", "without a day"),
            ("no_owner", "without an owner"),
        )
    )
    click.echo(f"{counted(counts['standing'], 'published lesson')}: {told}.")
    for name, rows in groups:
        click.echo(f"\n{click.style(printable(name or NOBODY), bold=True)}")
        for state, one in rows:
            day = one.due.isoformat() if one.due else ""
            click.echo(printable(f"  {state:<8} {day:<10}  {one.lesson.id}: {_title(one)}"))
            click.echo(printable(f"           {'':<10}  {'; '.join(one.reasons)}"))
    if counts["no_date"]:
        click.echo("\n`lessons review plan` proposes a day for each lesson that has none.")


def _of_owner(ctx: click.Context, found: Sequence[DueReview], owner: str) -> tuple[DueReview, ...]:
    wanted = owner.strip().casefold()
    kept = tuple(one for one in found if one.owner.casefold() == wanted)
    if not kept or not wanted:
        from site_builder.records.guess import did_you_mean  # after a mistake

        owners = sorted({one.owner for one in found if one.owner})
        hint = did_you_mean(owner, owners) or f"owners are: {', '.join(owners) or 'none'}"
        ctx.fail(printable(f"no published lesson has the owner '{owner}'; {hint}"))
    return kept


def _state(one: DueReview, now: date, within: int) -> str:
    if one.due is None:
        return "no date"
    if one.due < now:
        return "overdue"
    return "due" if one.due <= now + timedelta(within) else "later"


def _grouped(
    found: Sequence[DueReview], now: date, within: int
) -> list[tuple[str, list[tuple[str, DueReview]]]]:
    """Return what is to be listed by owner, what nobody owns at the end."""
    groups: dict[str, list[tuple[str, DueReview]]] = {}
    for one in found:
        state = _state(one, now, within)
        # A lesson whose day is far off is listed only where it lacks somebody to look at it.
        if state != "later" or not one.owner:
            groups.setdefault(one.owner, []).append((state, one))
    for rows in groups.values():
        rows.sort(key=lambda row: (_STATES.index(row[0]), str(row[1].due or ""), row[1].order))
    return sorted(groups.items(), key=lambda group: (not group[0], group[0].casefold(), group[0]))


def _counts(found: Sequence[DueReview], now: date, within: int) -> dict[str, int]:
    states = [_state(one, now, within) for one in found]
    return {
        "standing": len(found),
        "overdue": states.count("overdue"),
        "due": states.count("due"),
        "no_date": states.count("no date"),
        "no_owner": sum(not one.owner for one in found),
    }


def as_json(one: DueReview, state: str) -> dict[str, Any]:
    """Return a lesson and what makes a look at it matter, for programs."""
    reviewed = one.lesson.fields.reviewed
    return {
        "id": one.lesson.id,
        "title": _title(one),
        "path": one.lesson.path,
        "owner": one.owner or None,
        "review_by": one.due.isoformat() if one.due else None,
        "reviewed": reviewed.isoformat() if reviewed else None,
        "state": state,
        "contested": one.contested,
        "basis_changed": one.changed,
        "used_by": one.users,
        "confirmed": str(one.confirmed) if one.confirmed else None,
    }


def _title(one: DueReview) -> str:
    return one.lesson.fields.title
