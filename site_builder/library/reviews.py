"""Reviews of lessons: which matter most, and how their days are spread over the weeks of a year."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Lesson, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.library.base import Base
    from site_builder.records.dates import PartialDate

A_YEAR = 52
"""Weeks within which every lesson has its review, if the number of reviews a week allows it."""
FARTHEST_YEARS = 10
"""Years ahead to which a review can be put off."""
_FRIDAY = 4
_WEEK = timedelta(weeks=1)
_WIDEST = 4
"""Weeks by which a review may be moved, either way, to a week with fewer reviews."""
_SHARE = 6
"""The part of the time to a review by which it may be moved at most: a sixth."""
_SPAN = re.compile(r"([1-9]\d{0,3}) ?([dwmy])", re.ASCII)


@dataclass(frozen=True, slots=True)
class DueReview:
    """A published lesson, and what makes its review matter."""

    lesson: Record[Lesson]
    contested: bool
    changed: bool
    """Whether something that it relies on has changed."""
    users: int
    """Number of records that use it, rely on it or link to it."""
    confirmed: PartialDate | None
    """When a fact last spoke for it, if a record says."""
    confirmation: str
    """The same as a sentence."""

    @property
    def owner(self) -> str:
        """The role that keeps it, or nothing."""
        return self.lesson.fields.owner or ""

    @property
    def due(self) -> date | None:
        """The day by which it is to be reviewed."""
        return self.lesson.fields.review_by

    @property
    def order(self) -> tuple[bool, bool, int, date, date, str]:
        """Sort key: what matters most comes first."""
        last = self.confirmed.latest if self.confirmed else None
        recorded = self.lesson.fields.date
        state = (not self.contested, not self.changed, -self.users)
        return (*state, last or date.min, recorded, self.lesson.id)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it has its place in the order, in a few words each."""
        reasons = (
            "contested" if self.contested else "",
            "something it relies on has changed" if self.changed else "",
            f"linked from {counted(self.users, 'record')}" if self.users else "",
            f"{self.confirmation[:1].lower()}{self.confirmation[1:].rstrip('.')}",
        )
        return tuple(filter(None, reasons))


@dataclass(frozen=True, slots=True)
class Taken:
    """A day that has a review."""

    day: date
    owner: str


def review_queue(base: Base) -> tuple[DueReview, ...]:
    """Return the reviews of all published lessons, the most important first."""
    reviews = [
        DueReview(
            lesson,
            bool(base.evidence.of(lesson).contested),
            any(base.reliances.suspects(lesson)),
            _users(base, lesson),
            base.evidence.confirmed(lesson),
            base.evidence.confirmation(lesson),
        )
        for lesson in base.library.published
    ]
    return tuple(sorted(reviews, key=lambda review: review.order))


def _users(base: Base, lesson: Record[Lesson]) -> int:
    """Return the number of records that lead to a lesson; of lessons, published ones only."""
    key = (Kind.LESSON, lesson.id)
    sources = {link.source for link in base.graph.incoming.get(key, ())} - {key}
    records = filter(None, (base.library.get(*source) for source in sources))
    return sum(
        not isinstance(record.fields, Lesson) or record.fields.status is Status.PUBLISHED
        for record in records
    )


def taken(reviews: Iterable[DueReview]) -> tuple[Taken, ...]:
    """Return the days of reviews that have one, sorted."""
    days = [Taken(review.due, review.owner) for review in reviews if review.due]
    return tuple(sorted(days, key=lambda taken: (taken.day, taken.owner)))


def spread(
    owners: Mapping[str, str],
    taken: Iterable[Taken],
    first: date,
    per_week: int,
    weeks: int = A_YEAR,
) -> dict[str, date]:
    """Return a day of review for each lesson: a Friday, in the earliest week that suits.

    No week gets more than ``per_week`` reviews, existing ones included. A week suits if the owner
    has no more reviews in it than in any other week with room. If that is too few a week for all
    lessons within ``weeks``, the last come after that.

    Args:
        owners: The owner of each lesson without a day, by id, in the order of their turns; an
            empty text for a lesson without an owner.
        taken: Existing reviews, whose days stay.
        first: The first day that can be given.
        per_week: Most reviews in a week.
        weeks: Weeks within which all have their turn, if ``per_week`` allows it.
    """
    friday = _first_friday(first)
    owned = _by_week(taken, friday)
    load = _load(owned)
    room = sum(max(per_week - load[week], 0) for week in range(weeks))
    while room < len(owners):
        room += max(per_week - load[weeks], 0)
        weeks += 1
    reached: dict[str, tuple[int, int]] = {}
    days: dict[str, date] = {}
    for lesson_id, owner in owners.items():
        most, week = reached.get(owner, (0, 0))
        while load[week] >= per_week or (owner and owned[week, owner] > most):
            # Weeks only fill up, so none before this one has to be looked at again.
            week += 1
            if week == weeks:
                most, week = most + 1, 0
        reached[owner] = (most, week)
        load[week] += 1
        owned[week, owner] += 1
        days[lesson_id] = friday + _WEEK * week
    return days


def least_per_week(count: int, taken: Iterable[Taken], first: date, weeks: int = A_YEAR) -> int:
    """Return the fewest reviews a week with which ``count`` more fit within ``weeks``."""
    load = _load(_by_week(taken, _first_friday(first)))
    per_week = 1
    while sum(max(per_week - load[week], 0) for week in range(weeks)) < count:
        per_week += 1
    return per_week


def _first_friday(day: date) -> date:
    return day + timedelta((_FRIDAY - day.weekday()) % 7)


def _by_week(taken: Iterable[Taken], friday: date) -> Counter[tuple[int, str]]:
    """Return the number of reviews by week, counted from that of a Friday, and owner."""
    start = _monday(friday)
    return Counter(((_monday(review.day) - start).days // 7, review.owner) for review in taken)


def _load(owned: Counter[tuple[int, str]]) -> Counter[int]:
    load: Counter[int] = Counter()
    for (week, _owner), count in owned.items():
        load[week] += count
    return load


def near(wanted: date, taken: Iterable[Taken], today: date) -> date:
    """Return a day near to the one wanted, in the week around it with the fewest reviews.

    It is moved by four weeks at most, and by no more than a sixth of the time until then: a review
    in a month is on that very day.
    """
    slack = min(_WIDEST, (wanted - today).days // 7 // _SHARE)
    if not slack:
        return wanted
    friday = _monday(wanted) + timedelta(_FRIDAY)
    load = Counter(_monday(review.day) for review in taken)
    around = (friday + _WEEK * step for step in range(-slack, slack + 1))
    return min(around, key=lambda day: (load[_monday(day)], abs(day - wanted), day))


def after(start: date, span: str) -> date:
    """Return the day that lies a span of time later: ``90d``, ``26w``, ``6m`` or ``1y``.

    Raises:
        ValueError: It is not a span of time, or leads too far ahead.
    """
    found = _SPAN.fullmatch(span.strip().lower())
    if not found:
        raise ValueError(f"`{span}` is not a span of time; write 90d, 26w, 6m or 1y")
    number, unit = int(found[1]), found[2]
    if unit in "dw":
        day = start + timedelta(number if unit == "d" else number * 7)
    else:
        day = _months_later(start, number * (12 if unit == "y" else 1))
    return within_reach(day, start)


def within_reach(day: date, today: date) -> date:
    """Return a day on which a review can be due.

    Raises:
        ValueError: It is over, or too far ahead.
    """
    if day < today:
        raise ValueError(f"{day} is over; today is {today}")
    farthest = _months_later(today, FARTHEST_YEARS * 12)
    if day > farthest:
        raise ValueError(f"{day} is more than {FARTHEST_YEARS} years ahead; at most {farthest}")
    return day


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # A calendar ends; what leads beyond it is too far ahead in any case.
    year = min(year, date.max.year)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
