"""Agendas take the time that there is, and say when each part begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.assists.agenda import agenda_of, template, timed
from site_builder.assists.capture import FIELDS
from site_builder.assists.formats import FORMATS
from site_builder.records.assist import Assist, Format

INVENTED = {
    "title": "Invented review",
    "problem": "Pumps at the invented plant fail",
    "format": "peer-assist",
    "status": "open",
    "date": "2026-01-10",
}
formats = st.sampled_from(list(Format))
PEER = FORMATS[Format.PEER_ASSIST]


def assist(**fields: object) -> Assist:
    return Assist.model_validate(INVENTED | fields)


@given(formats, st.integers(10, 6000))
def test_a_template_takes_all_the_time_that_there_is(form: Format, minutes: int) -> None:
    assert sum(part.minutes for part in template(FORMATS[form], minutes)) == minutes


@given(st.integers(10, 6000))
def test_the_four_quarters_of_a_peer_assist_are_equally_long(minutes: int) -> None:
    quarters = [one for one in template(PEER, minutes) if "quarter:" in one.part]
    assert len(quarters) == 4
    lengths = [one.minutes for one in quarters]
    # In the shortest of meetings a minute is lost to rounding.
    assert max(lengths) - min(lengths) <= (minutes < 40)


@given(formats, st.integers(-10, 9))
def test_no_part_is_without_time_however_short_the_meeting(form: Format, minutes: int) -> None:
    assert all(part.minutes >= 1 for part in template(FORMATS[form], minutes))


def test_half_a_day_is_divided_into_parts_of_five_minutes() -> None:
    assert all(part.minutes % 5 == 0 for part in template(PEER, 240))


def test_the_host_team_may_be_out_of_the_room_in_the_middle_quarters() -> None:
    parts = template(PEER, 240)
    away = [part.part.partition(":")[0] for part in parts if part.host_present is False]
    assert away == ["Second quarter", "Third quarter"]


def test_each_quarter_says_who_leads() -> None:
    quarters = [one for one in template(PEER, 240) if "quarter:" in one.part]
    leads = [one.lead for one in quarters]
    assert leads == ["host", "visitors", "visitors", "visitors, then host"]


def test_every_format_has_parts_that_fill_its_usual_length() -> None:
    usual = {form: shape.usual_minutes / 60 for form, shape in FORMATS.items()}
    assert usual == {
        "peer-assist": 4,
        "visit": 2.5,
        "workshop": 3,
        "paired-learning": 40,
        "shadowing": 4,
        "after-action-review": 1,
        "retrospect": 1,
        "other": 4,
    }


def test_every_format_has_cards_for_five_roles() -> None:
    roles = {tuple(card.role for card in shape.roles) for shape in FORMATS.values()}
    assert roles == {("Host", "Visitor", "Facilitator", "Scribe", "Challenger")}


@pytest.mark.parametrize("form", list(Format))
def test_every_format_captures_each_field_once_and_fields_that_there_are(form: Format) -> None:
    asked = [name for sheet in FORMATS[form].sheets for name in sheet.fields]
    assert len(asked) == len(set(asked))
    assert set(asked) <= set(FIELDS)


def test_every_field_that_can_be_captured_is_asked_for_by_some_format() -> None:
    asked = {name for shape in FORMATS.values() for sheet in shape.sheets for name in sheet.fields}
    assert asked == set(FIELDS)


def test_a_visit_is_planned_for_two_to_three_hours() -> None:
    minutes = sum(part.minutes for part in agenda_of(assist(format="visit"), FORMATS[Format.VISIT]))
    assert 120 <= minutes <= 180


def test_the_records_own_agenda_comes_first() -> None:
    own = [{"part": "Walk", "minutes": "30"}]
    assert [part.part for part in agenda_of(assist(agenda=own), PEER)] == ["Walk"]


def test_each_part_begins_when_the_one_before_it_ends() -> None:
    own = [{"part": "Walk", "minutes": "50"}, {"part": "Talk", "minutes": "20"}]
    rows = timed(assist(agenda=own), PEER, 9 * 60 + 30)
    assert [(row.begins, row.part) for row in rows] == [("09:30", "Walk"), ("10:20", "Talk")]


def test_without_a_beginning_parts_say_how_long_after_it_they_come() -> None:
    own = [{"part": "Walk", "minutes": "50"}, {"part": "Talk", "minutes": "20"}]
    assert [row.begins for row in timed(assist(agenda=own), PEER, None)] == ["00:00", "00:50"]


def test_a_meeting_of_two_days_begins_anew_on_the_second() -> None:
    rows = timed(assist(duration_hours="16"), PEER, 9 * 60)
    second = [row for row in rows if row.day == 2]
    assert {row.day for row in rows} == {1, 2}
    assert second[0].begins == "09:00"
    assert "Third quarter" in " ".join(row.part for row in second)


def test_a_part_of_its_own_says_when_the_host_team_only_listens() -> None:
    own = [{"part": "Visitors talk", "minutes": "30", "host_present": "no"}]
    (row,) = timed(assist(agenda=own), PEER, None)
    assert (row.listens, row.host_present) == ("host team", False)
