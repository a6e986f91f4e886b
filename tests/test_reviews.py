"""Reviews are spread over weeks: never too many in one, nobody's all at once, nothing forgotten."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from site_builder.library.reviews import (
    A_YEAR,
    Taken,
    after,
    least_per_week,
    near,
    spread,
)

FIRST = date(2026, 3, 8)
"""A Sunday, so that the first Friday is in the week that follows it."""
FRIDAY = date(2026, 3, 13)
OWNERS = st.sampled_from(["", "head of pumps", "head of bells"])
DAYS = st.dates(FIRST - timedelta(weeks=8), FIRST + timedelta(weeks=80))
TAKEN = st.lists(st.builds(Taken, DAYS, OWNERS), max_size=40)
WAITING = st.lists(OWNERS, max_size=40).map(
    lambda owners: {f"l{number}": owner for number, owner in enumerate(owners)}
)
PER_WEEK = st.integers(1, 5)
WEEKS = st.integers(1, 60)


def week(day: date) -> tuple[int, int]:
    """Return the year and number of a day's week."""
    return day.isocalendar()[:2]


def names(count: int, owner: str = "") -> dict[str, str]:
    """Return so many lessons of one owner that wait."""
    return {f"l{number}": owner for number in range(count)}


@given(WAITING, TAKEN, PER_WEEK, WEEKS)
def test_no_week_gets_more_than_it_may_have(
    waiting: dict[str, str], taken: list[Taken], per_week: int, weeks: int
) -> None:
    days = spread(waiting, taken, FIRST, per_week, weeks)
    before = Counter(week(one.day) for one in taken)
    given_now = Counter(week(day) for day in days.values())
    assert all(count + before[which] <= per_week for which, count in given_now.items())


@given(WAITING, TAKEN, PER_WEEK, WEEKS)
def test_every_lesson_gets_one_day_and_none_is_over(
    waiting: dict[str, str], taken: list[Taken], per_week: int, weeks: int
) -> None:
    days = spread(waiting, taken, FIRST, per_week, weeks)
    assert list(days) == list(waiting)
    assert all(day >= FIRST and day.weekday() == 4 for day in days.values())


@given(WAITING, TAKEN, WEEKS)
def test_the_least_per_week_is_through_in_time_and_one_less_is_not(
    waiting: dict[str, str], taken: list[Taken], weeks: int
) -> None:
    assume(waiting)
    end = FRIDAY + timedelta(weeks=weeks - 1)
    least = least_per_week(len(waiting), taken, FIRST, weeks)
    assert max(spread(waiting, taken, FIRST, least, weeks).values()) <= end
    if least > 1:
        assert max(spread(waiting, taken, FIRST, least - 1, weeks).values()) > end


@given(WAITING, TAKEN, PER_WEEK, WEEKS)
def test_an_owner_has_two_in_a_week_only_when_no_week_is_left_without_one(
    waiting: dict[str, str], taken: list[Taken], per_week: int, weeks: int
) -> None:
    days = spread(waiting, taken, FIRST, per_week, weeks)
    load = Counter(week(one.day) for one in taken)
    owned = Counter((week(one.day), one.owner) for one in taken)
    last = max(days.values(), default=FRIDAY)
    span = [week(FRIDAY + timedelta(weeks=n)) for n in range((last - FRIDAY).days // 7 + 1)]
    for lesson_id, owner in waiting.items():
        which = week(days[lesson_id])
        if owner and owned[which, owner]:
            free = [each for each in span if load[each] < per_week]
            assert all(owned[each, owner] for each in free)
        load[which] += 1
        owned[which, owner] += 1


def test_what_comes_first_is_looked_at_first() -> None:
    days = spread(names(4), [], FIRST, 2)
    assert list(days.values()) == [FRIDAY, FRIDAY, *[FRIDAY + timedelta(7)] * 2]


def test_an_owners_lessons_go_to_different_weeks() -> None:
    days = spread(names(3, "head of pumps"), [], FIRST, 3)
    assert len({week(day) for day in days.values()}) == 3


def test_a_week_that_an_owner_has_already_is_passed_over() -> None:
    taken = [Taken(FRIDAY - timedelta(2), "head of pumps")]
    assert spread(names(1, "head of pumps"), taken, FIRST, 2) == {"l0": FRIDAY + timedelta(7)}


def test_when_so_few_a_week_are_too_few_the_last_come_after_the_year() -> None:
    days = spread(names(A_YEAR + 2), [], FIRST, 1)
    assert max(days.values()) == FRIDAY + timedelta(weeks=A_YEAR + 1)


def test_the_day_itself_is_the_first_when_it_is_a_friday() -> None:
    assert spread(names(1), [], FRIDAY, 1) == {"l0": FRIDAY}


@given(DAYS, TAKEN)
def test_a_day_near_another_is_never_over_and_never_far(wanted: date, taken: list[Taken]) -> None:
    today = FIRST - timedelta(weeks=8)
    day = near(wanted, taken, today)
    assert day >= today
    assert abs((day - wanted).days) <= max(0, (wanted - today).days // 6) + 4
    assert abs((day - wanted).days) <= 4 * 7 + 4


def test_a_review_goes_to_the_week_nearby_that_has_least_to_do() -> None:
    wanted = date(2027, 3, 5)
    full = [Taken(wanted + timedelta(weeks=n), "") for n in (-4, -3, -1, 0, 1, 2, 3, 4)]
    assert near(wanted, full, FIRST) == wanted - timedelta(weeks=2)


def test_a_review_in_a_month_is_on_that_day() -> None:
    assert near(FIRST + timedelta(30), [Taken(FIRST + timedelta(30), "")], FIRST) == (
        FIRST + timedelta(30)
    )


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("10d", date(2024, 2, 10)),
        ("2w", date(2024, 2, 14)),
        ("1m", date(2024, 2, 29)),
        ("13m", date(2025, 2, 28)),
        ("1y", date(2025, 1, 31)),
        (" 1 Y ", date(2025, 1, 31)),
        ("120m", date(2034, 1, 31)),
    ],
)
def test_a_span_of_time_is_read(span: str, expected: date) -> None:
    assert after(date(2024, 1, 31), span) == expected


@pytest.mark.parametrize("span", ["", "m", "0m", "-1m", "1.5y", "12", "12 months", "²m"])
def test_what_is_no_span_of_time_is_told(span: str) -> None:
    with pytest.raises(ValueError, match="is not a span of time"):
        after(FIRST, span)


@pytest.mark.parametrize("span", ["11y", "9999y", "9999m", "9999d"])
def test_a_review_is_not_put_off_for_more_than_ten_years(span: str) -> None:
    with pytest.raises(ValueError, match="more than 10 years ahead"):
        after(FIRST, span)
