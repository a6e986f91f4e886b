"""The review calendar: when each lesson is to be looked at again, by whom, and which first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from site_builder.library.addresses import REVIEWS, record_url
from site_builder.library.due import needs
from site_builder.library.evidence.words import sentence
from site_builder.publish.calendar import reviews_text
from site_builder.publish.generated import GeneratedPage
from site_builder.publish.views import Link
from site_builder.records.dates import spoken_day, spoken_month
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from site_builder.library.base import Base
    from site_builder.library.due import DueReview
    from site_builder.publish.identity import Identity

CALENDAR = f"{REVIEWS}calendar.ics"
MOST_SHOWN = 50
"""Lessons that are shown of a month, of those overdue, and of those without a day."""
_GUIDE = "guide/look-after-lessons"


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A lesson to be looked at again."""

    link: Link
    due: str
    """The day in words, or empty."""
    owner: str
    why: str
    """Why it comes where it comes in the order, as a sentence."""


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """Lessons to be looked at in one month, or already, or on no day."""

    id: str
    title: str
    lead: str
    total: int
    reviews: tuple[ReviewView, ...]
    rest: str
    """How many more there are, or empty."""


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """The review calendar."""

    groups: tuple[ReviewGroup, ...]
    """Overdue ones first, then month by month, those without a day at the end."""
    unowned: str
    """How many lessons nobody owns, in words, or empty."""
    guide: Link | None
    calendar: str
    """Address of the calendar file; empty where no lesson has a day of review."""


class Reviews:
    """Makes the review calendar of what an audience may see."""

    def __init__(self, loaded: Base, today: date) -> None:
        """Keep what the calendar is made from.

        Args:
            loaded: The base, as the audience may see it.
            today: The day from which a review is overdue.
        """
        self._loaded = loaded
        self._today = today

    def page(self) -> GeneratedPage:
        """Return the calendar as a page."""
        return GeneratedPage(
            REVIEWS,
            "Reviews",
            "reviews.html",
            "reviews",
            self._view(),
            "When each lesson is to be looked at again, and which of them first.",
            "evidence",
        )

    def files(self, identity: Identity) -> Iterator[tuple[str, str]]:
        """Yield the calendar as a file, where any lesson has a day of review."""
        lessons = [need.lesson for need in self._dated]
        if lessons:
            yield CALENDAR, reviews_text(lessons, identity.name, identity.url)

    @cached_property
    def _needs(self) -> tuple[DueReview, ...]:
        return needs(self._loaded)

    @cached_property
    def _dated(self) -> list[DueReview]:
        """Lessons that have a day of review, by day; on the same day, what matters most first."""
        dated = [(need.due, need.order, need) for need in self._needs if need.due]
        return [need for _due, _order, need in sorted(dated, key=lambda row: row[:2])]

    def _view(self) -> ReviewsPage:
        undated = [need for need in self._needs if need.due is None]
        unowned = sum(not need.owner for need in self._needs)
        guide = self._loaded.library.get(Kind.PAGE, _GUIDE)
        groups = [*self._months()]
        if undated:
            lead = "Nobody has said when to look at these again. What matters most comes first."
            groups.append(self._group("undated", "Without a day", lead, undated))
        return ReviewsPage(
            tuple(groups),
            _unowned(unowned),
            Link("How to look after lessons", record_url(Kind.PAGE, guide.id)) if guide else None,
            CALENDAR if self._dated else "",
        )

    def _months(self) -> Iterator[ReviewGroup]:
        late = [need for need in self._dated if need.due and need.due < self._today]
        if late:
            lead = "Nobody has said since then that these still hold. They may well."
            yield self._group("overdue", "Overdue", lead, late)
        coming = self._dated[len(late) :]
        for month, found in groupby(coming, key=_month):
            yield self._group(f"{month:%Y-%m}", spoken_month(month), "", list(found))

    def _group(
        self, group_id: str, title: str, lead: str, found: Sequence[DueReview]
    ) -> ReviewGroup:
        more = len(found) - MOST_SHOWN
        rest = f"{more:,} more are not shown." if more > 1 else "One more is not shown."
        return ReviewGroup(
            group_id,
            title,
            lead,
            len(found),
            tuple(self._review(need) for need in found[:MOST_SHOWN]),
            rest if more > 0 else "",
        )

    def _review(self, need: DueReview) -> ReviewView:
        owner = need.owner if need.owner not in self._loaded.library.people else ""
        return ReviewView(
            Link(need.lesson.fields.title, record_url(Kind.LESSON, need.lesson.id)),
            spoken_day(need.due) if need.due else "",
            owner,
            sentence("; ".join(need.reasons)),
        )


def _month(need: DueReview) -> date:
    assert need.due  # noqa: S101 - it has a day of review
    return need.due.replace(day=1)


def _unowned(count: int) -> str:
    if not count:
        return ""
    return f"{count:,} lessons have no owner." if count > 1 else "One lesson has no owner."
