"""Counts of what followed from assists and lessons: actions, reuse, recurring problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from site_builder.library.evidence.assessment import Basis
from site_builder.library.likeness import RECURRING, alike, grouped
from site_builder.library.words import content_words
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Key, Library


@dataclass(frozen=True, slots=True)
class Actions:
    """Number of actions of all assists, by state."""

    done: int
    open: int
    """Open, and without a due date or not yet due."""
    overdue: int
    dropped: int

    @property
    def total(self) -> int:
        """Number of all actions."""
        return self.done + self.open + self.overdue + self.dropped


@dataclass(frozen=True, slots=True)
class Reuses:
    """How lessons are used: a lesson is used when a named team tried it."""

    reports: int
    lessons: int
    """Published lessons that a team has used."""
    published: int
    """All published lessons."""
    first_after_days: float | None
    """Median number of days from the record of a lesson to its first report of use."""
    most_used: tuple[tuple[str, int], ...]
    """Ids of the lessons used by most teams, with the number of teams."""


@dataclass(frozen=True, slots=True)
class TopicEvidence:
    """Number of lessons of a topic, by what they rest on."""

    tag: str
    advice: int
    tried: int
    studied: int
    both: int

    @property
    def counts(self) -> tuple[int, ...]:
        """The four numbers, in the order above."""
        return self.advice, self.tried, self.studied, self.both

    @property
    def gap(self) -> str:
        """The kind of evidence that is missing; empty if none is."""
        if not sum(self.counts):
            return "no lesson"
        if not self.tried + self.both:
            return "tried by nobody" if self.studied else "nothing but advice"
        return "" if self.studied + self.both else "no study"


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Counts of one year."""

    year: int
    held: int
    """Assists that took place and whose year is known."""
    lessons: int
    """Published lessons recorded here."""
    reuses: int
    """Reuse reports recorded here."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A problem common to several events or lessons."""

    records: tuple[Key, ...]
    """Sorted by kind and id."""
    cases: int
    """Independent cases: a lesson and the event that it comes from are one."""


def actions(library: Library, today: date) -> Actions:
    """Count the actions of all assists by their state on a day."""
    every = [action for assist in library.assists for action in assist.fields.actions]
    status = Counter(action.status for action in every)
    overdue = sum(
        action.status == "open" and action.due is not None and action.due < today
        for action in every
    )
    return Actions(status["done"], status["open"] - overdue, overdue, status["dropped"])


def reuses(library: Library, evidence: Assessments, most: int = 5) -> Reuses:
    """Return the use of lessons, with the `most` that were used by most teams."""
    counts, waits = [], []
    for lesson in library.published:
        if teams := evidence.derivation(lesson).used_by:
            counts.append((lesson.id, len(teams)))
        if reports := library.reports.get(lesson.id, ()):
            first = min(report.fields.date for report in reports)
            waits.append(max(0, (first - lesson.fields.date).days))
    counts.sort(key=lambda pair: (-pair[1], pair[0]))
    return Reuses(
        reports=len(library.reuses),
        lessons=len(counts),
        published=len(library.published),
        first_after_days=median(waits) if waits else None,
        most_used=tuple(counts[:most]),
    )


def topics(library: Library, evidence: Assessments) -> tuple[TopicEvidence, ...]:
    """Count the lessons of each topic of the vocabulary by what they rest on, sorted by tag."""
    rows = []
    for tag in sorted(library.vocabulary.tags):
        counts = Counter(evidence.of(lesson).basis for lesson in library.tagged.get(tag, ()))
        rows.append(TopicEvidence(tag, *(counts[basis] for basis in Basis)))
    return tuple(rows)


def years(library: Library) -> tuple[YearCounts, ...]:
    """Return the counts of each year that has any."""
    held = Counter(
        assist.fields.happened.year
        for assist in library.assists
        if assist.fields.took_place
        and assist.fields.happened
        and assist.fields.happened.year is not None
    )
    lessons = Counter(lesson.fields.date.year for lesson in library.published)
    used = Counter(reuse.fields.date.year for reuse in library.reuses)
    return tuple(
        YearCounts(year, held[year], lessons[year], used[year])
        for year in sorted({*held, *lessons, *used})
    )


def recurring(library: Library, empty_phrases: Sequence[str] = ()) -> tuple[Recurring, ...]:
    """Return problems common to several events or lessons, the most frequent first.

    A lesson and the assist where it was learned are one case, and so are two plans that were
    merged. Problems are compared by their words alone: what recurs is counted, and a count has to
    be the same wherever it is made.

    Args:
        library: Every record.
        empty_phrases: Phrases that say nothing about a problem.
    """
    problems: dict[Key, str] = {}
    cases: dict[Key, Key] = {}
    for assist in library.assists:
        key: Key = (Kind.ASSIST, assist.id)
        problems[key] = assist.fields.problem
        cases[key] = (Kind.ASSIST, assist.fields.merged_into or assist.id)
    for lesson in library.published:
        key = (Kind.LESSON, lesson.id)
        problems[key] = lesson.fields.problem
        cases[key] = cases.get((Kind.ASSIST, lesson.fields.source_assist or ""), key)
    words = {
        key: frozenset(content_words(problem, empty_phrases)) for key, problem in problems.items()
    }
    pairs = ((first, second) for first, second, _score in alike(words, RECURRING))
    groups = (
        Recurring(group, len({cases[key] for key in group})) for group in grouped(words, pairs)
    )
    several = (group for group in groups if group.cases > 1)
    return tuple(sorted(several, key=lambda group: (-group.cases, group.records)))
