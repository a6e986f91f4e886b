"""What a meeting took, in hours of people, and what came of it.

Person-hours are those of an event that took place and has at least five participants on record:
their number times its length, rounded to at least the hours of five people. Without the rounding,
the number of people could be computed from the figure and the length.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from site_builder.assists.withheld import LEAST, Measured, whole
from site_builder.diagnostics import counted
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.records.assist import Assist
    from site_builder.records.kinds import Record

_ROUND = 10
"""Person-hours are a multiple of this."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What one event took, and what came of it."""

    assist: str
    person_hours: int | None
    """None if fewer than five participants are on record, or no length."""
    lessons: int
    """Published lessons that were learned at it."""
    actions: int
    """Actions that were not dropped."""
    actions_done: int
    teams_using: int
    """Teams that have used one of its lessons."""

    @property
    def took(self) -> str:
        """The person-hours in words; empty if there are none."""
        return f"About {self.person_hours:,} person-hours" if self.person_hours else ""

    @property
    def yielded(self) -> str:
        """What came of it, in words."""
        done = f", {self.actions_done:,} done" if self.actions else ""
        return (
            f"{counted(self.lessons, 'lesson')}, {counted(self.actions, 'action')}{done}, "
            f"{counted(self.teams_using, 'team')} using a lesson"
        )


def effort(library: Library, evidence: Assessments, assist: Record[Assist]) -> Effort:
    """Return what an event took, and what came of it."""
    lessons = [
        lesson
        for lesson in library.from_assist.get(assist.id, ())
        if lesson.fields.status is Status.PUBLISHED
    ]
    teams = {team for lesson in lessons for team in evidence.derivation(lesson).used_by}
    actions = [action for action in assist.fields.actions if action.status != "dropped"]
    return Effort(
        assist=assist.id,
        person_hours=_person_hours((library.with_people.assist(assist.id) or assist).fields),
        lessons=len(lessons),
        actions=len(actions),
        actions_done=sum(action.status == "done" for action in actions),
        teams_using=len(teams),
    )


def efforts(library: Library, evidence: Assessments) -> tuple[Effort, ...]:
    """Return every event that took place, the one that took most first."""
    every = (
        effort(library, evidence, assist) for assist in library.assists if assist.fields.took_place
    )
    return tuple(sorted(every, key=lambda event: (-(event.person_hours or 0), event.assist)))


def _person_hours(fields: Assist) -> int | None:
    people = frozenset(participant.person for participant in fields.participants)
    hours = fields.duration_hours
    if not fields.took_place or hours is None:
        return None
    figure = whole(Measured(people, len(people) * hours if people else None))
    if figure.value is None:
        return None
    step = ceil(LEAST * hours / _ROUND) * _ROUND
    return max(1, round(figure.value / step)) * step
