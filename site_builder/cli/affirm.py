"""``lessons affirm``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_lesson, find_record, read_base
from site_builder.cli.options import kind_option
from site_builder.cli.output import print_lines

if TYPE_CHECKING:
    from site_builder.library.base import Base
    from site_builder.project import Project
    from site_builder.records.fields import Part
    from site_builder.records.header.read import Place
    from site_builder.records.header.write import Data
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


@click.command()
@click.argument("record_id", metavar="ID")
@kind_option
@click.option("--on", "on", metavar="LESSON", help="Only what it keeps of this lesson.")
@click.option(
    "--minor",
    is_flag=True,
    help="ID is a lesson that was reworded: say that it says the same as before.",
)
@click.option(
    "--since",
    metavar="COMMIT",
    default="HEAD",
    show_default=True,
    help="With --minor: the commit that holds the earlier wording.",
)
@click.pass_context
def affirm(
    ctx: click.Context, record_id: str, kind: str | None, on: str | None, since: str, *, minor: bool
) -> None:
    """Say that a record still holds though a lesson it relies on has changed.

    Writes the lesson's digest as it is now into the record: one line changes. With --minor it is
    the lesson that is named, whose owner says that only words were changed; then nothing that
    relies on it has to be affirmed.
    """
    from site_builder.library.writing import write_revision
    from site_builder.records.header.edit import HeaderEditor
    from site_builder.records.kinds import Kind

    project, base = read_base(ctx)
    kinds = [Kind(kind)] if kind else [Kind.REUSE, Kind.ASSIST, Kind.LESSON]
    record = find_record(base, record_id, [Kind.LESSON] if minor else kinds)
    editor = HeaderEditor(record.document)
    if minor:
        changes = _reworded(base, find_lesson(base, record_id), project, since)
    else:
        changes = _affirmed(ctx, base, record, on)
    for place, value in changes.items():
        editor.set(place, value)
    if not changes:
        click.echo(f"{record.path}: nothing to affirm")
        return
    made = editor.made()
    write_revision(project.root, made)
    print_lines(made.lines)


def _affirmed(
    ctx: click.Context, base: Base, record: Record[Part], on: str | None
) -> dict[Place, Data]:
    """Return every digest of a record that is out of date as it should be, by its place."""
    from site_builder.library.reliance import reliances

    found = list(reliances(record.fields))
    if on is not None:
        found = [one for one in found if one.lesson_id == on]
    if not found:
        what = f"the lesson '{on}'" if on else "any lesson (`relies_on`)"
        ctx.fail(f"the {record.kind} '{record.id}' does not rely on {what}")
    suspect = {one.reliance.place for one in base.reliances.suspects(record)}
    changes: dict[Place, Data] = {}
    for reliance in found:
        lesson = base.library.lesson(reliance.lesson_id)
        if lesson and (reliance.digest is None or reliance.place in suspect):
            changes[reliance.place] = base.reliances.digest(lesson)
    return changes


def _reworded(
    base: Base, lesson: Record[Lesson], project: Project, since: str
) -> dict[Place, Data]:
    """Return the field by which a lesson says that its earlier wording said the same."""
    from site_builder.history import file_at
    from site_builder.library.reliance import earlier_wordings

    earlier = earlier_wordings(file_at(project.root, lesson.path, since), lesson.path)
    now = base.reliances.digest(lesson).partition("+")[0]
    same = [digest for digest in earlier if digest != now]
    kept = lesson.fields.reworded
    if not same or (kept and kept.digest == now and set(same) <= set(kept.same_as)):
        return {}
    return {("reworded",): {"digest": now, "same_as": same}}
