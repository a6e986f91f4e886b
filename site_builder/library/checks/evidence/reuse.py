"""Reports of use that make sense, and harms that are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import shortened
from site_builder.library.evidence.gather import owners_of, reported_by_owner, speaks_for
from site_builder.library.problems import at_field
from site_builder.library.reliance import RelianceChange, reliances
from site_builder.library.words import content_words
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.header.values import Place
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

_CHANGES = {
    RelianceChange.CHANGED: ("reliance-changed", "says something else now"),
    RelianceChange.CONTESTED: ("reliance-contested", "is contested"),
    RelianceChange.WITHDRAWN: ("reliance-withdrawn", "was withdrawn"),
}


def dependent_reports(base: Base) -> Iterator[Diagnostic]:
    """A report by the lesson's own team, or by its owner, is said not to be independent."""
    for report, lesson in _reports(base):
        team = report.fields.team
        if team in owners_of(lesson.fields, base.library):
            message = f"the team `{team}` wrote the lesson or hosted its source"
            place, hint = "team", "it counts as a further cycle, not as independent use"
        elif reported_by_owner(report.fields, lesson.fields):
            message = f"“{report.fields.reported_by}” is the role that owns the lesson"
            place, hint = (
                "reported_by",
                "a success raises no level until the team itself reports it",
            )
        else:
            continue
        yield at_field(report, "reuse-not-independent", (place,), message, hint)


def repeated_reports(base: Base) -> Iterator[Diagnostic]:
    """A team's second report on a lesson takes the place of its first."""
    for reports in base.library.reports.values():
        first: dict[str, str] = {}
        for report in sorted(reports, key=lambda report: (report.fields.date, report.id)):
            earlier = first.setdefault(report.fields.team, report.id)
            if earlier != report.id:
                message = f"`{report.fields.team}` has reported on this lesson in `{earlier}`"
                hint = "a team counts once, with its latest outcome"
                yield at_field(report, "reuse-repeated", ("team",), message, hint)


def early_reports(base: Base) -> Iterator[Diagnostic]:
    """A lesson is used after it was learned, and a report recorded after the lesson."""
    for report, lesson in _reports(base):
        fields = report.fields
        source = base.library.assist(lesson.fields.source_assist or "")
        learned = source.fields.happened if source else None
        used = fields.happened
        if used and learned and used.latest and learned.earliest and used.latest < learned.earliest:
            message = f"used {used.spoken}, before the lesson was learned ({learned.spoken})"
            hint = "it does not count as a use of the lesson"
            yield at_field(report, "reuse-before-lesson", ("happened",), message, hint)
        elif fields.date < lesson.fields.date:
            message = f"recorded before the lesson, which is of {lesson.fields.date}"
            yield at_field(report, "reuse-before-lesson", ("date",), message)


def early_outcomes(base: Base) -> Iterator[Diagnostic]:
    """An event tells of no outcome from before it."""
    for assist in base.library.assists:
        learned = assist.fields.happened
        for number, outcome in enumerate(assist.fields.outcomes):
            used = outcome.happened
            if not (learned and learned.earliest and used and used.latest):
                continue
            if used.latest < learned.earliest:
                message = f"{used.spoken} was before the event ({learned.spoken})"
                hint = "it does not count as a use of what was learned at the event"
                place = ("outcomes", number, "happened")
                yield at_field(assist, "reuse-before-lesson", place, message, hint)


def idle_outcomes(base: Base) -> Iterator[Diagnostic]:
    """An outcome of an event with lessons speaks for at least one of them."""
    for assist in base.library.assists:
        lessons = base.library.from_assist.get(assist.id, ())
        if not lessons or not assist.fields.took_place:
            continue
        for number, outcome in enumerate(assist.fields.outcomes):
            # What an outcome names is checked with other references.
            if not outcome.lessons and not any(
                speaks_for(outcome, lesson, is_source=True) for lesson in lessons
            ):
                message = f"the outcome of `{outcome.team}` speaks for no lesson"
                hint = f"name lessons of the event, such as `lessons: [{lessons[0].id}]`"
                yield at_field(assist, "outcome-idle", ("outcomes", number), message, hint)


def late_reports(base: Base) -> Iterator[Diagnostic]:
    """A withdrawn lesson is no longer used."""
    for report, lesson in _reports(base):
        withdrawn = lesson.fields.withdrawn
        used = report.fields.happened
        day = used.earliest if used and used.earliest else report.fields.date
        if withdrawn and day > withdrawn.date:
            message = f"`{lesson.id}` had been withdrawn on {withdrawn.date}"
            yield at_field(report, "reuse-of-withdrawn", ("lesson",), message)


def unanswered_harms(base: Base) -> Iterator[Diagnostic]:
    """The owner of a lesson replies to a harm."""
    hint = "let the lesson's owner write a `reply`"
    for report, lesson in _reports(base):
        if report.fields.outcome == "harmed" and not report.fields.reply:
            message = f"`{lesson.id}` did harm, and its owner has not replied"
            yield at_field(report, "harm-unanswered", ("outcome",), message, hint)
    for assist in base.library.assists:
        for number, outcome in enumerate(assist.fields.outcomes):
            if outcome.result == "harmed" and not outcome.reply:
                message = f"harm was done to `{outcome.team}`, and nobody has replied"
                place = ("outcomes", number, "result")
                yield at_field(assist, "harm-unanswered", place, message, hint)


def suspect_reliances(base: Base) -> Iterator[Diagnostic]:
    """What a record relies on is as it was when the record was written or affirmed."""
    for record in base.library.records:
        for suspect in base.reliances.suspects(record):
            rule, what = _CHANGES[suspect.change]
            message = f"the lesson `{suspect.lesson.id}` {what}"
            hint = f"look at it; if this still holds, `lessons affirm {record.id}`"
            yield at_field(record, rule, suspect.reliance.place, message, hint)


def missing_digests(base: Base) -> Iterator[Diagnostic]:
    """A record that relies on a lesson says on which wording."""
    for record in base.library.records:
        if isinstance(record.fields, Reuse):
            continue
        for reliance in reliances(record.fields):
            if reliance.digest is None and base.library.lesson(reliance.lesson_id):
                message = f"the digest of `{reliance.lesson_id}` is missing"
                hint = f"`lessons affirm {record.id}` writes it"
                yield at_field(record, "digest-missing", reliance.place, message, hint)


def changed_cores(base: Base) -> Iterator[Diagnostic]:
    """A report says of a changed core part that it was one."""
    for report, lesson in _reports(base):
        changed = set(content_words(report.fields.changed or ""))
        named = {part.casefold() for part in report.fields.changed_core}
        for part in lesson.fields.core:
            place: Place | None = None
            if part.casefold() in named:
                place = ("changed_core",)
            elif changed and changed.issuperset(content_words(part) or [part]):
                place = ("changed",)
            if place:
                message = f"“{shortened(part)}” is a core part of the lesson"
                hint = "say in the text what was done in its place: the outcome is that of both"
                yield at_field(report, "core-changed", place, message, hint)


def _reports(base: Base) -> Iterator[tuple[Record[Reuse], Record[Lesson]]]:
    for report in base.library.reuses:
        lesson = base.library.lesson(report.fields.lesson)
        if lesson:
            yield report, lesson


CHECKS = (
    dependent_reports,
    repeated_reports,
    early_reports,
    early_outcomes,
    idle_outcomes,
    late_reports,
    unanswered_harms,
    suspect_reliances,
    missing_digests,
    changed_cores,
)
