"""The review calendar: when each lesson is due for review, by whom, and which come first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from site_builder.library.addresses import REVIEWS
from site_builder.library.evidence.words import sentence
from site_builder.library.reviews import review_queue
from site_builder.publish.calendar import REVIEWS_CALENDAR, by_year, reviews_calendar
from site_builder.publish.context import once
from site_builder.publish.names import record_link
from site_builder.publish.rows import Fact, Group, GroupsPage, Link, Row, group
from site_builder.records.dates import spoken_day, spoken_month
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from site_builder.library.library import Library
    from site_builder.library.reviews import DueReview
    from site_builder.publish.context import SiteContext

_GUIDE = "guide/look-after-lessons"


def reviews_page(context: SiteContext) -> GroupsPage:
    """Return the calendar: overdue reviews, then month by month, and lessons without a day."""
    reviews = _queue(context)
    dated = _dated(reviews)
    groups = list(_months(context, dated))
    undated = [review for review in reviews if review.due is None]
    if undated:
        lead = "Nobody has said when to look at these again. What matters most comes first."
        groups.append(_group(context, "undated", "Without a day", lead, undated))
    return GroupsPage(
        REVIEWS.lead,
        tuple(groups),
        (
            _about(context.library, reviews),
            *([Link("calendar of reviews", REVIEWS_CALENDAR, before="Follow:")] if dated else ()),
            *by_year(REVIEWS_CALENDAR, (day for day, _review in dated)),
        ),
        none="There is no lesson to look at yet.",
        has_contents=True,
    )


def reviews_file(context: SiteContext) -> Iterator[tuple[str, str]]:
    """Yield the address and text of each calendar file, where any lesson has a day of review."""
    lessons = [review.lesson for _day, review in _dated(_queue(context))]
    if lessons:
        yield from reviews_calendar(lessons, context.identity.name, context.identity.url)


@once
def _queue(context: SiteContext) -> tuple[DueReview, ...]:
    return review_queue(context.base)


def _dated(reviews: tuple[DueReview, ...]) -> list[tuple[date, DueReview]]:
    """Return what has a day of review, by day; on the same day, what matters most first."""
    dated = [(review.due, review) for review in reviews if review.due]
    return sorted(dated, key=lambda pair: (pair[0], pair[1].order))


def _months(context: SiteContext, dated: list[tuple[date, DueReview]]) -> Iterator[Group]:
    late = [review for day, review in dated if day < context.today]
    if late:
        lead = "Nobody has said since then that these still hold. They may well."
        yield _group(context, "overdue", "Overdue", lead, late)
    for month, pairs in groupby(dated[len(late) :], key=lambda pair: pair[0].replace(day=1)):
        reviews = [review for _day, review in pairs]
        yield _group(context, f"{month:%Y-%m}", spoken_month(month), "", reviews)


def _group(
    context: SiteContext, group_id: str, title: str, lead: str, reviews: list[DueReview]
) -> Group:
    def row(review: DueReview) -> Row:
        texts = (
            spoken_day(review.due) if review.due else "",
            review.owner,
            sentence("; ".join(review.reasons)),
        )
        facts = tuple(Fact(text) for text in texts if text)
        return Row(record_link(context.library, review.lesson), facts=facts)

    return group(group_id, title, lead, reviews, row)


def _about(library: Library, reviews: tuple[DueReview, ...]) -> Link:
    about = (
        "A review says that somebody looked whether a lesson still holds. It is no evidence and "
        "changes no level."
    )
    unowned = sum(not review.owner for review in reviews)
    if unowned:
        about += f" {unowned:,} lessons have" if unowned > 1 else " One lesson has"
        about += " no owner."
    guide = library.get(Kind.PAGE, _GUIDE)
    if guide is None:
        return Link("", "", before=about)
    url = record_link(library, guide).url
    return Link("How to look after lessons", url, before=about, after=".")
