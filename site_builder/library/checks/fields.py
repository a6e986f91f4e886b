"""Values that only the day can tell to be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.problems import at_field
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Lesson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.fields import Part
    from site_builder.records.header.values import Place


def future_dates(base: Base) -> Iterator[Diagnostic]:
    """What has been recorded or has happened lies in the past."""
    for record in base.records:
        for place, day in _past_dates(record.fields):
            if day > base.today:
                message = f"`{place[-1]}` is in the future"
                yield at_field(record, "date-future", place, message, _hint(record.kind, place))


def _hint(kind: Kind, place: Place) -> str:
    if kind is Kind.ASSIST and place == ("happened",):
        return "for a meeting that is still to come, use `planned_for`"
    counts = place[-1] == "happened" or (kind is Kind.REUSE and place == ("date",))
    return "until that day it counts for no level of evidence" if counts else ""


def _past_dates(fields: Part) -> Iterator[tuple[Place, date]]:
    recorded = getattr(fields, "date", None)
    if recorded:
        yield ("date",), recorded
    happened = getattr(fields, "happened", None)
    if happened and happened.earliest:
        yield ("happened",), happened.earliest
    for number, citation in enumerate(getattr(fields, "citations", ())):
        if citation.happened and citation.happened.earliest:
            yield ("citations", number, "happened"), citation.happened.earliest
    for number, receipt in enumerate(getattr(fields, "receipts", ())):
        yield ("receipts", number, "date"), receipt.date
    for number, outcome in enumerate(getattr(fields, "outcomes", ())):
        if outcome.happened and outcome.happened.earliest:
            yield ("outcomes", number, "happened"), outcome.happened.earliest
    if isinstance(fields, Lesson) and fields.withdrawn:
        yield ("withdrawn", "date"), fields.withdrawn.date
    if isinstance(fields, Lesson) and fields.reviewed:
        yield ("reviewed",), fields.reviewed
