"""``lessons affirm`` and ``lessons withdraw``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_lesson, find_record, quoted, read_base, save
from site_builder.cli.output import dry_run_option, fail, kind_option, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.base import Base
    from site_builder.project import Project
    from site_builder.records.fields import Part
    from site_builder.records.header.edit import Revision
    from site_builder.records.header.values import Place
    from site_builder.records.header.write import Data
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

_REASONS = ("wrong", "harmful", "outdated", "duplicate", "consent-withdrawn", "other")
_REPLACED = frozenset({"outdated", "duplicate", "other"})
"""Reasons for which a successor replaces the lesson; a harmful lesson stays withdrawn."""


@click.command()
@click.argument("record_id", metavar="ID")
@kind_option
@click.option("--on", metavar="LESSON", help="Update only the digest of this lesson.")
@click.option(
    "--minor",
    is_flag=True,
    help="ID is a lesson that was reworded: declare that its meaning is unchanged.",
)
@click.option(
    "--since",
    metavar="COMMIT",
    default="HEAD",
    show_default=True,
    help="With --minor: the commit that holds the earlier wording.",
)
def affirm(record_id: str, kind: str | None, on: str | None, since: str, *, minor: bool) -> None:
    """Confirm a record after a lesson that it relies on has changed.

    Writes the lesson's current digest into the record: one line changes. With --minor, ID is the
    lesson itself, and its owner declares that only the wording changed; records that rely on it
    then need no affirmation.
    """
    from site_builder.records.header.edit import HeaderEditor

    project, base = read_base()
    if minor:
        lesson = find_lesson(base, record_id)
        record: Record[Part] = lesson
        changes = _reworded(base, lesson, project, since)
    else:
        record = find_record(base, record_id, [kind] if kind else ["reuse", "assist", "lesson"])
        changes = _affirmed(base, record, on)
    if not changes:
        say(f"{record.path}: nothing to affirm")
        return
    editor = HeaderEditor(record.document)
    for place, value in changes.items():
        editor.set(place, value)
    save(project, [editor.made()])


def _affirmed(base: Base, record: Record[Part], on: str | None) -> dict[Place, Data]:
    """Return the current digest for each outdated one in a record, by its place."""
    from site_builder.library.reliance import reliances

    relied = [item for item in reliances(record.fields) if on in {None, item.lesson_id}]
    if not relied:
        what = f"the lesson '{on}'" if on else "any lesson (`relies_on`)"
        fail(f"the {record.kind} '{record.id}' does not rely on {what}")
    suspect = {item.reliance.place for item in base.reliances.suspects(record)}
    changes: dict[Place, Data] = {}
    for reliance in relied:
        lesson = base.library.lesson(reliance.lesson_id)
        if lesson and (reliance.digest is None or reliance.place in suspect):
            changes[reliance.place] = base.reliances.digest(lesson)
    return changes


def _reworded(
    base: Base, lesson: Record[Lesson], project: Project, since: str
) -> dict[Place, Data]:
    """Return the field that declares a lesson's earlier wordings to mean the same."""
    from site_builder.history import file_at
    from site_builder.library.reliance import earlier_wordings

    earlier = earlier_wordings(file_at(project.root, lesson.path, since), lesson.path)
    now = base.reliances.digest(lesson).partition("+")[0]
    same = [digest for digest in earlier if digest != now]
    kept = lesson.fields.reworded
    if not same or (kept and kept.digest == now and set(same) <= set(kept.same_as)):
        return {}
    return {("reworded",): {"digest": now, "same_as": same}}


@click.command()
@click.argument("record_id", metavar="ID")
@click.option("--reason", type=click.Choice(_REASONS), required=True, help="Kind of reason.")
@click.option("--note", help="The reason in one sentence, as shown to readers.")
@click.option("--successor", metavar="ID", help="The lesson that replaces it.")
@dry_run_option
def withdraw(
    record_id: str, reason: str, note: str | None, successor: str | None, *, dry_run: bool
) -> None:
    """Withdraw a lesson, with the reason.

    Its page stays and shows the withdrawal; nothing is deleted. Lists every record that relies on
    the lesson, reports its use or links to it, so that you can tell their owners. With a
    successor, a lesson that is outdated, a duplicate or similar becomes `superseded`; one that was
    wrong or harmful, or lost its consent, is withdrawn anyway, and its page links to the successor.
    """
    project, base = read_base()
    lesson = find_lesson(base, record_id)
    other = find_lesson(base, successor) if successor else None
    note = " ".join((note or "").split())
    _refuse(base, lesson, other, reason, note)
    save(project, list(_withdrawal(lesson, other, reason, note)), dry_run=dry_run)
    dependents = list(_dependents(base, lesson, other))
    if dependents:
        say("\nThese records build on it; tell their owners:")
    for line, _keeps_digest in dependents:
        say(f"  {line}")
    if any(keeps_digest for _line, keeps_digest in dependents) and not _replaces(other, reason):
        say("Records that keep its digest are flagged until `lessons affirm` confirms them.")
    if reason == "consent-withdrawn":
        say("\nThe site no longer shows its text; the file and its history still contain it.")
    if dry_run:
        say("\nNothing was written.")


def _replaces(successor: Record[Lesson] | None, reason: str) -> bool:
    return successor is not None and reason in _REPLACED


def _refuse(
    base: Base, lesson: Record[Lesson], other: Record[Lesson] | None, reason: str, note: str
) -> None:
    """End the command if a lesson cannot be withdrawn with these options."""
    from site_builder.records.dates import spoken_day
    from site_builder.records.lesson import Status

    withdrawn, replaces = lesson.fields.withdrawn, _replaces(other, reason)
    if lesson.fields.status is Status.WITHDRAWN or withdrawn:
        when = f" on {spoken_day(withdrawn.date)}" if withdrawn else ""
        fail(f"the lesson '{lesson.id}' was already withdrawn{when}")
    if replaces and lesson.fields.status is Status.SUPERSEDED:
        fail(f"the lesson '{lesson.id}' was already replaced; its page links to the new lesson")
    if reason == "other" and not replaces and not note:
        fail("--reason other needs a --note with the reason")
    if replaces and note:
        fail("a lesson that is replaced has no --note; give the reason in its successor's text")
    if other and other.id == lesson.id:
        fail("--successor names the lesson itself")
    if other and other.fields.status is not Status.PUBLISHED:
        status = other.fields.status
        fail(f"the successor '{other.id}' is not published: its status is `{status}`")
    if other and other.id in _replaced_by(base, lesson.id):
        fail(f"the lesson '{lesson.id}' itself replaces '{other.id}', by its `relations`")


def _replaced_by(base: Base, lesson_id: str) -> set[str]:
    """Return the ids of the lessons that a lesson replaces, directly or through others."""
    replaced: set[str] = set()
    open_ids = [lesson_id]
    while open_ids:
        lesson = base.library.lesson(open_ids.pop())
        older = set(lesson.fields.relations.supersedes) - replaced if lesson else set()
        replaced |= older
        open_ids += older
    return replaced


def _withdrawal(
    lesson: Record[Lesson], other: Record[Lesson] | None, reason: str, note: str
) -> Iterator[Revision]:
    """Yield the changes to the successor, which names the lesson, and to the lesson."""
    from site_builder.clock import today
    from site_builder.records.header.edit import HeaderEditor
    from site_builder.records.header.write import tidied

    if other and lesson.id not in other.fields.relations.supersedes:
        place = ("relations", "supersedes")
        yield HeaderEditor(other.document).append(place, [lesson.id]).made()
    editor = HeaderEditor(lesson.document)
    if _replaces(other, reason):
        yield editor.set(("status",), "superseded").made()
        return
    details = tidied({"date": today().isoformat(), "reason": reason, "note": note})
    yield editor.set(("status",), "withdrawn").set(("withdrawn",), details).made()


def _dependents(
    base: Base, lesson: Record[Lesson], successor: Record[Lesson] | None
) -> Iterator[tuple[str, bool]]:
    """Yield each way in which a record builds on a lesson, and whether it keeps its digest."""
    from site_builder.library.graph import LinkType
    from site_builder.library.reliance import reliances
    from site_builder.records.kinds import Kind

    key = (Kind.LESSON, lesson.id)
    for link in base.graph.incoming.get(key, ()):
        record = base.library.get(*link.source)
        if record is None or link.source in (key, (Kind.LESSON, successor.id if successor else "")):
            continue
        keeps_digest = link.type in {LinkType.USES, LinkType.RELIES_ON} and any(
            reliance.digest
            for reliance in reliances(record.fields)
            if reliance.lesson_id == lesson.id
        )
        line = f"{link.type.inverse} {_with_owner(record)}{quoted(base, link)}"
        yield line, keeps_digest


def _with_owner(record: Record[Part]) -> str:
    owner = getattr(record.fields, "owner", None) or getattr(record.fields, "reported_by", None)
    return f"{record.path} ({record.kind}{f', kept by {owner}' if owner else ''})"
