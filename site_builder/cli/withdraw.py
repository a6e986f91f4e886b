"""``lessons withdraw``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_lesson, read_base
from site_builder.cli.output import print_lines, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.records.header.edit import Revision
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

_REASONS = ("wrong", "harmful", "outdated", "duplicate", "consent-withdrawn", "other")
_REPLACED = frozenset({"outdated", "duplicate", "other"})
"""Reasons that a successor answers. What did harm stays withdrawn, whatever comes after it."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to become of a lesson."""

    reason: str
    note: str
    successor: Record[Lesson] | None

    @property
    def replaces(self) -> bool:
        return self.successor is not None and self.reason in _REPLACED


@dataclass(frozen=True, slots=True)
class _Dependent:
    """A way in which a record builds on a lesson."""

    line: str
    keeps_digest: bool = False


@click.command()
@click.argument("record_id", metavar="ID")
@click.option("--reason", type=click.Choice(_REASONS), required=True, help="Kind of reason.")
@click.option("--note", help="The reason in a sentence, as readers will see it.")
@click.option("--successor", metavar="ID", help="The lesson that replaces it.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.pass_context
def withdraw(
    ctx: click.Context,
    record_id: str,
    reason: str,
    note: str | None,
    successor: str | None,
    *,
    dry_run: bool,
) -> None:
    """Withdraw a lesson, and say why.

    Its page stays and says so; nothing is deleted. Lists every record that relies on the lesson,
    reports its use or links to it, so that those who keep them can be told. With a successor, a
    lesson that is out of date, a duplicate or the like becomes `superseded`; one that was wrong or
    did harm, or for which consent was withdrawn, is withdrawn all the same, and leads on to it.
    """
    from site_builder.library.writing import write_revision

    project, base = read_base(ctx)
    lesson = find_lesson(base, record_id)
    other = find_lesson(base, successor) if successor else None
    wish = _Wish(reason, " ".join((note or "").split()), other)
    _refuse(ctx, base, lesson, wish)
    made = [_ended(lesson, wish)]
    if other and lesson.id not in other.fields.relations.supersedes:
        made.insert(0, _named(other, lesson.id))
    for each in made:
        if not dry_run:
            write_revision(project.root, each)
        print_lines(each.lines)
    told = list(_built_on(base, lesson, other))
    if told:
        click.echo("\nThese build on it; tell those who keep them:")
    for one in told:
        click.echo(printable(f"  {one.line}"))
    if any(one.keeps_digest for one in told) and not wish.replaces:
        click.echo("Those that keep its digest are marked until `lessons affirm` says they hold.")
    if reason == "consent-withdrawn":
        click.echo(
            "\nThe site no longer shows its text, which the file and its history still hold."
        )
    if dry_run:
        click.echo("\nNothing is written.")


def _refuse(ctx: click.Context, base: Base, lesson: Record[Lesson], wish: _Wish) -> None:
    """End the command where the lesson cannot be withdrawn like that."""
    from site_builder.records.dates import spoken_day
    from site_builder.records.lesson import Status

    withdrawn, other = lesson.fields.withdrawn, wish.successor
    if lesson.fields.status is Status.WITHDRAWN or withdrawn:
        when = f" on {spoken_day(withdrawn.date)}" if withdrawn else ""
        ctx.fail(f"the lesson '{lesson.id}' was withdrawn already{when}")
    if wish.replaces and lesson.fields.status is Status.SUPERSEDED:
        ctx.fail(f"the lesson '{lesson.id}' was replaced already; its page leads on")
    if wish.reason == "other" and not wish.replaces and not wish.note:
        ctx.fail("--reason other needs a --note that says why")
    if wish.replaces and wish.note:
        ctx.fail("a lesson that is replaced keeps no --note; say in the text of its successor why")
    if other is None:
        return
    if other.id == lesson.id:
        ctx.fail("--successor names the lesson itself")
    if other.fields.status is not Status.PUBLISHED:
        ctx.fail(
            f"the successor '{other.id}' is not published: its status is `{other.fields.status}`"
        )
    if other.id in _replaced_by(base, lesson.id):
        ctx.fail(f"the lesson '{lesson.id}' replaces '{other.id}' itself, by its `relations`")


def _replaced_by(base: Base, lesson_id: str) -> set[str]:
    """Return the ids of the lessons that a lesson replaces, and those that these replace."""
    found: set[str] = set()
    open_ids = [lesson_id]
    while open_ids:
        lesson = base.library.lesson(open_ids.pop())
        older = set(lesson.fields.relations.supersedes) - found if lesson else set()
        found |= older
        open_ids += older
    return found


def _ended(lesson: Record[Lesson], wish: _Wish) -> Revision:
    """Return the lesson as one that no longer stands."""
    from site_builder.clock import today
    from site_builder.records.header.edit import HeaderEditor
    from site_builder.records.header.write import tidied

    editor = HeaderEditor(lesson.document)
    if wish.replaces:
        return editor.set(("status",), "superseded").made()
    reason = {"date": today().isoformat(), "reason": wish.reason, "note": wish.note}
    editor.set(("status",), "withdrawn").set(("withdrawn",), tidied(reason))
    return editor.made()


def _named(successor: Record[Lesson], lesson_id: str) -> Revision:
    """Return the successor with the lesson among those that it replaces."""
    from site_builder.records.header.edit import HeaderEditor

    place = ("relations", "supersedes")
    return HeaderEditor(successor.document).append(place, [lesson_id]).made()


def _built_on(
    base: Base, lesson: Record[Lesson], successor: Record[Lesson] | None
) -> Iterator[_Dependent]:
    """Yield each way in which a record builds on a lesson."""
    from site_builder.library.graph import INVERSE, LinkType
    from site_builder.library.reliance import reliances
    from site_builder.records.kinds import Kind

    key = (Kind.LESSON, lesson.id)
    for link in base.graph.incoming.get(key, ()):
        record = base.library.get(*link.source)
        if record is None or link.source in (key, (Kind.LESSON, successor.id if successor else "")):
            continue
        sentence = base.graph.sentence(link)
        quote = f": “{sentence}”" if sentence else ""
        relies = link.type in {LinkType.USES, LinkType.RELIES_ON}
        digests = [
            reliance.digest
            for reliance in reliances(record.fields)
            if reliance.lesson_id == lesson.id
        ]
        yield _Dependent(f"{INVERSE[link.type]} {_name(record)}{quote}", relies and any(digests))
    for plan in base.library.assists:
        hits = [hit for receipt in plan.fields.receipts for hit in receipt.hits]
        if any(hit.id == lesson.id and hit.judgement in {"reuse", "partly"} for hit in hits):
            yield _Dependent(f"found to help by {_name(plan)}")


def _name(record: Record[Part]) -> str:
    keeper = getattr(record.fields, "owner", None) or getattr(record.fields, "reported_by", None)
    kept = f", kept by {keeper}" if keeper else ""
    return f"{record.path} ({record.kind}{kept})"
