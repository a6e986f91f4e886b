"""Who is invited: enough visitors, from several teams, and nobody whose rank silences others.

Problems that name a person, or identify one, are private.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_builder.library.checks.assists import nature, plans
from site_builder.library.problems import at_field
from site_builder.records.assist import Assist, Format, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.header.values import Place
    from site_builder.records.kinds import Record
    from site_builder.records.people import Person

_VISITING = {"visitor", "challenger", "critical-friend"}
"""Roles of those who come to help."""
_PLACE: Place = ("participants",)
_NAMED = 5
"""Most other assists that a message names."""


@dataclass(frozen=True, slots=True)
class _Seat:
    """A participant, with what is known of them."""

    number: int
    person: str
    role: str
    team: str | None
    known: Person | None


def _seats(base: Base, assist: Record[Assist]) -> list[_Seat]:
    """Return the participants of an assist, each once."""
    seats: dict[str, _Seat] = {}
    for number, participant in enumerate(assist.fields.participants):
        person = participant.person
        known = base.library.people.get(person)
        team = participant.team or (known.team if known else None)
        seats.setdefault(person, _Seat(number, person, participant.role, team, known))
    return list(seats.values())


def _visitors(base: Base, assist: Record[Assist]) -> list[_Seat]:
    return [seat for seat in _seats(base, assist) if seat.role in _VISITING]


def _peer_assists(base: Base, least: Stage) -> Iterator[Record[Assist]]:
    return (plan for plan in plans(base, least) if nature(base, plan) is Format.PEER_ASSIST)


def numbers_of_visitors(base: Base) -> Iterator[Diagnostic]:
    """A peer assist has enough visitors to differ, and few enough for all to speak."""
    limits = base.settings.assists
    hint = f"invite {limits.visitors_least} to {limits.visitors_most} visitors"
    for assist in _peer_assists(base, Stage.SEARCHED):
        visitors = len(_visitors(base, assist)) + (assist.fields.seats_wanted or 0)
        place = _PLACE if assist.fields.participants else ("seats_wanted",)
        if visitors > limits.visitors_most:
            message = f"more than {limits.visitors_most} visitors are invited or wanted"
            yield at_field(assist, "visitors-many", place, message, hint, key=True)
        elif visitors < limits.visitors_least and assist.fields.status is Stage.CONFIRMED:
            message = f"fewer than {limits.visitors_least} visitors are invited or wanted"
            yield at_field(assist, "visitors-few", place, message, hint, key=True)


def visitors_alike(base: Base) -> Iterator[Diagnostic]:
    """Visitors come from several teams, and some from outside the organisation."""
    least = base.settings.assists.teams_least
    teams = base.library.vocabulary.teams
    for assist in _peer_assists(base, Stage.CONFIRMED):
        host, visitors = assist.fields.host_team, _visitors(base, assist)
        visiting = {seat.team for seat in visitors if seat.team} - {host}
        if visitors and len(visiting) < least:
            message = f"the visitors come from fewer than {least} teams beside the host's"
            yield at_field(assist, "visitors-alike", _PLACE, message, key=True)
        inside = teams[host].organisation if host in teams else None
        from_where = {teams[team].organisation for team in visiting if team in teams}
        if visitors and inside and not from_where - {inside}:
            message = f"no visitor comes from outside {inside}"
            yield at_field(assist, "nobody-from-outside", _PLACE, message, key=True)


def missing_challengers(base: Base) -> Iterator[Diagnostic]:
    """Somebody is invited to question the host's way of thinking."""
    for assist in _peer_assists(base, Stage.CONFIRMED):
        roles = {seat.role for seat in _visitors(base, assist)}
        if roles and "challenger" not in roles:
            yield at_field(assist, "challenger-missing", _PLACE, key=True)


def present_line_managers(base: Base) -> Iterator[Diagnostic]:
    """Nobody sits in a peer assist with their line manager."""
    for assist in plans(base):
        seats = {seat.person: seat for seat in _seats(base, assist)}
        managed: defaultdict[str, list[str]] = defaultdict(list)
        for seat in seats.values():
            if seat.known and seat.known.line_manager in seats:
                managed[seat.known.line_manager].append(f"`{seat.person}`")
        for manager, persons in managed.items():
            message = f"`{manager}` is the line manager of {', '.join(sorted(persons))}"
            yield _about(assist, "line-manager-present", seats[manager].number, message)


def many_seniors(base: Base) -> Iterator[Diagnostic]:
    """Few visitors are more senior than the host team."""
    most = base.settings.assists.seniors_share
    hint = f"at most {most:.0%} of the visitors; invite peers of the host team instead"
    for assist in plans(base):
        graded = [(seat, seat.known.grade) for seat in _seats(base, assist) if seat.known]
        hosts = [grade for seat, grade in graded if seat.role == "host" and grade]
        visitors = {
            f"`{seat.person}`": grade for seat, grade in graded if seat.role in _VISITING and grade
        }
        seniors = [name for name, grade in visitors.items() if hosts and grade > max(hosts)]
        if len(seniors) > most * len(visitors):
            message = f"more senior than anybody of the host team: {', '.join(sorted(seniors))}"
            found = at_field(assist, "many-seniors", _PLACE, message, hint, key=True)
            yield replace(found, private=True)


def usual_suspects(base: Base) -> Iterator[Diagnostic]:
    """The same people are not asked again and again."""
    limits = base.settings.assists
    within = f"{limits.usual_assists} assists in {limits.usual_days} days"
    hint = f"at most {within}; somebody new brings new ideas"
    visits = _visits(base)
    for assist in plans(base):
        day = _day_of(assist.fields)
        since = day - timedelta(days=limits.usual_days)
        for seat in _visitors(base, assist):
            others = sorted(
                f"`{other}`"
                for when, other in visits[seat.person]
                if other != assist.id and since < when <= day
            )
            if len(others) >= limits.usual_assists:
                more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
                message = f"`{seat.person}` also visits {', '.join(others[:_NAMED])}{more}"
                yield _about(assist, "usual-suspects", seat.number, message, hint)


def _visits(base: Base) -> defaultdict[str, list[tuple[date, str]]]:
    """Return when and where each person visits or visited, by pseudonym."""
    visits: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    planned = {assist.id for assist in plans(base)}
    for assist in base.library.assists:
        if assist.fields.took_place or assist.id in planned:
            for seat in _visitors(base, assist):
                visits[seat.person].append((_day_of(assist.fields), assist.id))
    return visits


def _day_of(assist: Assist) -> date:
    """Return the day of an assist as well as it is known, or that on which it was recorded."""
    when = assist.happened or assist.planned_for
    return (when.latest if when else None) or assist.date


def facilitators_of_the_host(base: Base) -> Iterator[Diagnostic]:
    """The person who facilitates is not of the host team."""
    for assist in plans(base):
        host = assist.fields.host_team
        for seat in _seats(base, assist):
            if host and seat.role == "facilitator" and seat.team == host:
                message = f"`{seat.person}` is of the host team `{host}`"
                yield _about(assist, "facilitator-inside", seat.number, message, field="role")


def unknown_people(base: Base) -> Iterator[Diagnostic]:
    """A participant is in the file of people, if there is one."""
    people = base.library.people
    if base.people_document is None:
        return
    for assist in base.library.assists:
        for number, participant in enumerate(assist.fields.participants):
            if participant.person not in people:
                message = f"`{participant.person}` is not in people.yml"
                hint = base.likely("people", lambda: people).did_you_mean(participant.person)
                hint = hint or "add the pseudonym there, with its team"
                yield _about(assist, "person-unknown", number, message, hint)


def _about(
    assist: Record[Assist],
    rule: str,
    number: int,
    message: str,
    hint: str | None = None,
    field: str = "person",
) -> Diagnostic:
    """Return a problem with one participant, whom it names: it is private."""
    place = (*_PLACE, number, field)
    return replace(at_field(assist, rule, place, message, hint), private=True)
