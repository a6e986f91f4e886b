"""The facets of lessons: the properties that a search filters by and counts.

Options of the terminal, filters of a query, published columns, counts in JSON and the form of the
finder are derived from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from site_builder.library.evidence.assessment import Assessment
    from site_builder.library.library import Library
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A property of lessons that has values to filter by."""

    name: str
    """As in ``name:value`` of a query, ``--name`` of the terminal and ``?name=`` of an address."""
    label: str
    """Heading in the finder."""
    help: str
    """Text of the terminal's option."""
    values: Callable[[Record[Lesson], Assessment], Iterable[object]]
    """Returns the values of a lesson; None is no value."""
    labels: Callable[[Library], Mapping[str, str]] = lambda _library: {}
    """Returns the names of values that are not shown literally."""
    choices: tuple[str, ...] = ()
    """Allowed values of the terminal's option; any if empty."""
    many: bool = False
    """Whether a lesson may have several values."""
    highest: int = 0
    """Highest level, if the facet is a level; a filter then sets the lowest one."""
    latest_first: bool = False
    """Whether the finder lists the largest value first, rather than by name."""
    fewest: int = 1
    """Fewest values for which the finder offers it; 0 for never."""
    counted: bool = False
    """Whether the terminal prints how many lessons have each value."""


# The names come from modules that a search does without, so they are imported when asked for.
def _enum_labels(name: str) -> dict[str, str]:
    from site_builder.library.evidence.assessment import Basis  # noqa: PLC0415
    from site_builder.records.lesson import Evidence, Outcome  # noqa: PLC0415

    enums: dict[str, Iterable[Basis | Evidence | Outcome]] = {
        "basis": Basis,
        "evidence": Evidence,
        "outcome": Outcome,
    }
    return {str(value): value.label for value in enums[name]}


def _level_labels(name: str) -> dict[str, str]:
    from site_builder.library.evidence.words import PRACTICE, RESEARCH  # noqa: PLC0415

    levels = {"practice": PRACTICE, "research": RESEARCH}[name]
    return {str(level): f"{level} of {len(levels) - 1}: {it}" for level, it in enumerate(levels)}


FACETS = (
    Facet(
        name="basis",
        label="Advice, tried or studied",
        help="Whether it is advice, was tried, was studied, or both.",
        values=lambda _, assessment: [assessment.basis],
        labels=lambda _: _enum_labels("basis"),
        choices=("advice", "tried", "studied", "both"),
        counted=True,
    ),
    Facet(
        name="evidence",
        label="Kind of source",
        help="The mark in its header: experiential, research or both.",
        values=lambda lesson, _: [lesson.fields.evidence],
        labels=lambda _: _enum_labels("evidence"),
        fewest=0,
    ),
    Facet(
        name="practice",
        label="Practice",
        help="How far practice bears it out.",
        values=lambda _, assessment: [assessment.practice],
        labels=lambda _: _level_labels("practice"),
        choices=tuple("01234"),
        highest=4,
        counted=True,
    ),
    Facet(
        name="research",
        label="Research",
        help="How far research bears it out.",
        values=lambda _, assessment: [assessment.research],
        labels=lambda _: _level_labels("research"),
        choices=tuple("012345"),
        highest=5,
        counted=True,
    ),
    Facet(
        name="contested",
        label="Contested",
        help="Whether it is contested.",
        values=lambda _, assessment: ["yes" if assessment.contested else "no"],
        labels=lambda _: {"yes": "Contested", "no": "Not contested"},
        choices=("yes", "no"),
        fewest=2,
    ),
    Facet(
        name="status",
        label="Status",
        help="Whether somebody has looked at it: published, or a draft.",
        values=lambda lesson, _: [lesson.fields.status],
        labels=lambda _: {"published": "Published", "draft": "Draft"},
        choices=("published", "draft"),
        fewest=2,
    ),
    Facet(
        name="tag",
        label="Topic",
        help="Topic.",
        values=lambda lesson, _: lesson.fields.tags,
        labels=lambda library: {tag: it.label for tag, it in library.vocabulary.tags.items()},
        many=True,
        counted=True,
    ),
    Facet(
        name="outcome",
        label="Outcome",
        help="How what was tried went.",
        values=lambda lesson, it: [lesson.fields.outcome if it.is_tried else None],
        labels=lambda _: _enum_labels("outcome"),
        counted=True,
    ),
    Facet(
        name="source",
        label="Learned at",
        help="Id of the assist in which it was learned.",
        values=lambda lesson, _: [lesson.fields.source_assist],
        labels=lambda library: {assist.id: assist.fields.title for assist in library.assists},
    ),
    Facet(
        name="team",
        label="Team",
        help="Team that learned it.",
        values=lambda lesson, _: [lesson.fields.team],
        labels=lambda library: {team: it.label for team, it in library.vocabulary.teams.items()},
        fewest=0,
    ),
    Facet(
        name="setting",
        label="Setting",
        help="Where it was learned.",
        values=lambda lesson, _: [lesson.fields.context and lesson.fields.context.setting],
        labels=lambda library: {
            setting: it.label for setting, it in library.vocabulary.settings.items()
        },
        fewest=0,
    ),
    Facet(
        name="year",
        label="Recorded in",
        help="Year of record.",
        values=lambda lesson, _: [lesson.fields.date.year],
        latest_first=True,
    ),
)
"""Every facet, in the order in which they are offered."""

NAMES = tuple(facet.name for facet in FACETS)
LEVELS = {facet.name: facet.highest for facet in FACETS if facet.highest}
"""Facets that are levels, each with its highest."""
MANY = frozenset(facet.name for facet in FACETS if facet.many)
"""Facets of which a lesson may have several values."""


def facets_of(lesson: Record[Lesson], assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """Return the values of each facet that a lesson has."""
    found = {
        facet.name: tuple(
            dict.fromkeys(
                str(value) for value in facet.values(lesson, assessment) if value is not None
            )
        )
        for facet in FACETS
    }
    return {name: _SHARED.setdefault(values, values) for name, values in found.items()}


_SHARED: dict[tuple[str, ...], tuple[str, ...]] = {}
"""Values that lessons have, each once: thousands have the same."""
