"""What became of assists and lessons: actions, reuse, meetings avoided, problems that recur."""

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
    """How the actions of all assists stand."""

    done: int
    open: int
    """Open, and not yet due or without a day."""
    overdue: int
    dropped: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.open + self.overdue + self.dropped


@dataclass(frozen=True, slots=True)
class Reuses:
    """How lessons are used: a lesson is used when an outcome of it is told that counts."""

    reports: int
    lessons: int
    """Published lessons that a team has used."""
    published: int
    """All published lessons."""
    first_after_days: float | None
    """Median of the days from the record of a lesson to the record of its first use."""
    most_used: tuple[tuple[str, int], ...]
    """The lessons that most teams have used, and how many teams."""


@dataclass(frozen=True, slots=True)
class TopicEvidence:
    """What the lessons of a topic rest on."""

    tag: str
    advice: int
    tried: int
    studied: int
    both: int

    @property
    def counts(self) -> tuple[int, ...]:
        """All four, in the order above."""
        return self.advice, self.tried, self.studied, self.both

    @property
    def gap(self) -> str:
        """What is missing, or nothing."""
        if not sum(self.counts):
            return "no lesson"
        if not self.tried + self.both:
            return "tried by nobody" if self.studied else "nothing but advice"
        return "" if self.studied + self.both else "no study"


@dataclass(frozen=True, slots=True)
class YearCounts:
    """What happened in a year."""

    year: int
    held: int
    """Assists that took place, as far as their year is known."""
    lessons: int
    """Published lessons recorded here."""
    reuses: int
    """Reuse reports recorded here."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A problem that several events or lessons share."""

    records: tuple[Key, ...]
    """Sorted by kind and id."""
    cases: int
    """Events and lessons among them that do not come from one another."""


def actions(library: Library, today: date) -> Actions:
    """Return how all actions stand on a day."""
    every = [action for assist in library.assists for action in assist.fields.actions]
    status = Counter(action.status for action in every)
    overdue = sum(one.status == "open" and bool(one.due) and one.due < today for one in every)  # type: ignore[operator]
    return Actions(status["done"], status["open"] - overdue, overdue, status["dropped"])


def reuses(library: Library, evidence: Assessments, most: int = 5) -> Reuses:
    """Return how lessons are used; the time to first use counts days between two records."""
    counts, waits = [], []
    for lesson in library.published:
        teams = evidence.derivation(lesson).used_by
        if teams:
            counts.append((lesson.id, len(teams)))
        reports = library.reports.get(lesson.id, ())
        if reports:
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


def avoided(library: Library) -> tuple[str, ...]:
    """Return the ids of plans that ended because the problem had been solved already."""
    return tuple(
        assist.id for assist in library.assists if assist.fields.closed_as == "solved-already"
    )


def topics(library: Library, evidence: Assessments) -> tuple[TopicEvidence, ...]:
    """Return what each topic of the vocabulary rests on, sorted by tag."""
    rows = []
    for tag in sorted(library.vocabulary.tags):
        counts = Counter(evidence.of(lesson).basis for lesson in library.tagged.get(tag, ()))
        rows.append(TopicEvidence(tag, *(counts[basis] for basis in Basis)))
    return tuple(rows)


def years(library: Library) -> tuple[YearCounts, ...]:
    """Return what happened in each year of which anything is known."""
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
    """Return problems that several events or lessons share, the most frequent first.

    A lesson learned at an
    assist is one case with that assist, so neither alone makes a problem recur.

    Args:
        library: Every record.
        empty_phrases: Phrases that say nothing about a problem.
    """
    problems: dict[Key, str] = {
        (Kind.ASSIST, assist.id): assist.fields.problem for assist in library.assists
    }
    problems |= {(Kind.LESSON, lesson.id): lesson.fields.problem for lesson in library.published}
    cases = _cases(library)
    words = {
        key: frozenset(content_words(problem, empty_phrases)) for key, problem in problems.items()
    }
    pairs = ((first, second) for first, second, _score in alike(words, RECURRING))
    found = [
        Recurring(group, len({cases[key] for key in group})) for group in grouped(words, pairs)
    ]
    several = [one for one in found if one.cases > 1]
    return tuple(sorted(several, key=lambda one: (-one.cases, one.records)))


def _cases(library: Library) -> dict[Key, Key]:
    """Return for each assist and lesson the event that it belongs to."""
    found: dict[Key, Key] = {
        (Kind.ASSIST, assist.id): (Kind.ASSIST, assist.fields.merged_into or assist.id)
        for assist in library.assists
    }
    for lesson in library.published:
        own: Key = (Kind.LESSON, lesson.id)
        source = lesson.fields.source_assist
        found[own] = found.get((Kind.ASSIST, source), own) if source else own
    return found
