"""A date is understood in any usual form, and one that can mean two days is known to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.records.date_forms import LANGUAGES, month_names, read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-02-14T23:30:00.000Z", "2024-02-14"),
        ("2024-02-14 23:30:00+02:00", "2024-02-14"),
        ("20240214T134500Z", "2024-02-14"),
        ("2024/02/14", "2024-02-14"),
        ("14.02.2024, 13:45 Uhr", "2024-02-14"),
        ("2/14/2024 1:45:33 PM", "2024-02-14"),
        ("14/Feb/24 9:03 AM", "2024-02-14"),
        ("Wed, 14 Feb 2024 09:03:11 +0000", "2024-02-14"),
        ("Wed Feb 14 2024 09:03:11 GMT+0100 (CET)", "2024-02-14"),
        ("09:03 14/02/2024", "2024-02-14"),
        ("14 février 2024 à 13h45", "2024-02-14"),
        ("1er févr. 2024", "2024-02-01"),
        ("1st of March 2024", "2024-03-01"),
        ("den 3. MÄRZ 2024", "2024-03-03"),
        ("10. Jänner 2021", "2021-01-10"),
        ("3 de marzo de 2024", "2024-03-03"),
        ("domenica 12 novembre 2023", "2023-11-12"),
        ("3 mrt. 2024", "2024-03-03"),
        ("Mar-24", "2024-03"),
        ("MARS '24", "2024-03"),
        ("Sept 2023", "2023-09"),
        ("02/2024", "2024-02"),
        ("2024", "2024"),
        ("14/03/68", "2068-03-14"),
        ("14/03/69", "1969-03-14"),
        ("Q1 2024", "2024-01-01"),
        ("3. Quartal 2024", "2024-07-01"),
        ("2024 T2", "2024-04-01"),
        ("2024-W07", "2024-02-12"),
        ("KW 7/2024", "2024-02-12"),
        ("45336", "2024-02-14"),
        ("12-14 March 2024", "2024-03-12"),
        ("12. bis 14. März 2024", "2024-03-12"),
        ("14/02/2024 – 16/03/2024", "2024-02-14"),
        ("Jan-Mar 2024", "2024-01"),
        ("28 February to 2 March 2024", "2024-02-28"),
        ("1707868800000", "2024-02-14"),
        ("2024年2月14日(水) 13:45", "2024-02-14"),
        ("2024年02月", "2024-02"),
        ("2024년 2월 14일", "2024-02-14"),
        ("٢٠٢٤-٠٢-١٤", "2024-02-14"),
    ],
)
def test_a_date_in_a_usual_form_is_understood(written: str, meant: str) -> None:
    reading = read(written)
    assert reading
    assert reading.only == meant


@pytest.mark.parametrize(
    "written",
    [
        "TBC",
        "ongoing",
        "n/a",
        "",
        "31.02.2024",
        "29/02/2023",
        "Mar 24",
        "24-Mar",
        "2023/24",
        "36-4",
        "1.2.3",
        "v2.1.3",
        "100",
        "12.30",
        "see 14 March 2024",
        "Q5 2024",
        "2024-W54",
    ],
)
def test_what_is_no_certain_date_is_none(written: str) -> None:
    assert read(written) is None


@pytest.mark.parametrize(
    ("written", "dates"),
    [
        ("03/04/2026", {"day": "2026-04-03", "month": "2026-03-04"}),
        ("24-02-14", {"day": "2014-02-24", "year": "2024-02-14"}),
    ],
)
def test_a_date_that_can_mean_two_days_says_which(written: str, dates: dict[str, str]) -> None:
    reading = read(written)
    assert reading
    assert reading.dates == dates
    assert reading.only is None


@given(
    st.dates(min_value=date(1970, 1, 1), max_value=date(2067, 12, 31)),
    st.sampled_from(sorted(month_names(LANGUAGES).items())),
    st.sampled_from(["{day}. {name} {year}", "{name} {day}, {year}", "{day} {name} {short:02}"]),
)
def test_every_day_is_read_with_every_name_of_its_month(
    day: date, named: tuple[str, int], form: str
) -> None:
    name, month = named
    day = day.replace(day=min(day.day, 28), month=month)
    written = form.format(day=day.day, name=name.upper(), year=day.year, short=day.year % 100)

    reading = read(written)

    assert reading
    assert reading.only == day.isoformat()


def test_months_of_another_language_can_be_named() -> None:
    assert read("14 stycznia 2024") is None
    reading = read("14 Stycznia 2024", {"stycznia": 1})
    assert reading
    assert reading.only == "2024-01-14"
