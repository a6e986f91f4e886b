"""Who is invited: enough people, who differ, and none before whom others fall silent.

What names a person, or lets one be told, is private.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_builder.library.checks.assists import plans
from site_builder.library.checks.problems import at_field
from site_builder.records.assist import Assist, Format, Stage
from site_builder.records.guess import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.kinds import Record
    from site_builder.records.people import Person

_VISITING = {"visitor", "challenger", "critical-friend"}
"""Roles of those who come to help."""
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
    for number, one in enumerate(assist.fields.participants):
        known = base.library.people.get(one.person)
        team = one.team or (known.team if known else None)
        seats.setdefault(one.person, _Seat(number, one.person, one.role, team, known))
    return list(seats.values())


def _visitors(base: Base, assist: Record[Assist]) -> list[_Seat]:
    return [seat for seat in _seats(base, assist) if seat.role in _VISITING]


def _peer_assists(base: Base, least: Stage) -> Iterator[Record[Assist]]:
    return (plan for plan in plans(base, least) if plan.fields.format is Format.PEER_ASSIST)


def numbers_of_visitors(base: Base) -> Iterator[Diagnostic]:
    """A peer assist has enough visitors to differ, and few enough for all to speak."""
    limits = base.settings.assists
    hint = f"invite {limits.visitors_least} to {limits.visitors_most} visitors"
    for assist in _peer_assists(base, Stage.SEARCHED):
        visitors = len(_visitors(base, assist)) + (assist.fields.seats_wanted or 0)
        place = ("participants",) if assist.fields.participants else ("seats_wanted",)
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
        host = assist.fields.host_team
        visiting = {seat.team for seat in _visitors(base, assist) if seat.team} - {host}
        if not _visitors(base, assist):
            continue
        place = ("participants",)
        if len(visiting) < least:
            message = f"the visitors come from fewer than {least} teams beside the host's"
            hint = "invite somebody from another team"
            yield at_field(assist, "visitors-alike", place, message, hint, key=True)
        inside = teams[host].organisation if host in teams else None
        from_where = {teams[team].organisation for team in visiting if team in teams}
        if inside and not from_where - {inside}:
            message = f"no visitor comes from outside {inside}"
            hint = "consider somebody from another organisation"
            yield at_field(assist, "nobody-from-outside", place, message, hint, key=True)


def missing_challengers(base: Base) -> Iterator[Diagnostic]:
    """Somebody is invited to question the host's way of thinking."""
    for assist in _peer_assists(base, Stage.CONFIRMED):
        visitors = _visitors(base, assist)
        if visitors and not any(seat.role == "challenger" for seat in visitors):
            message = "nobody has the role of challenger"
            hint = "give `role: challenger` to somebody who sees the matter from another angle"
            place = ("participants",)
            yield at_field(assist, "challenger-missing", place, message, hint, key=True)


def present_line_managers(base: Base) -> Iterator[Diagnostic]:
    """Nobody sits in a peer assist with their line manager."""
    for assist in plans(base):
        seats = _seats(base, assist)
        by_person = {seat.person: seat for seat in seats}
        managed: defaultdict[str, list[str]] = defaultdict(list)
        for seat in seats:
            if seat.known and seat.known.line_manager in by_person:
                managed[seat.known.line_manager].append(seat.person)
        for manager, persons in sorted(managed.items()):
            names = ", ".join(f"`{person}`" for person in sorted(persons))
            message = f"`{manager}` is the line manager of {names}"
            hint = "invite a peer from elsewhere in the organisation instead"
            place = ("participants", by_person[manager].number, "person")
            yield _private(at_field(assist, "line-manager-present", place, message, hint))


def many_seniors(base: Base) -> Iterator[Diagnostic]:
    """Few visitors stand higher than the host team."""
    most = base.settings.assists.seniors_share
    for assist in plans(base):
        seats = _seats(base, assist)
        hosts = [grade for seat in seats if seat.role == "host" and (grade := _grade(seat))]
        visitors = [seat for seat in seats if seat.role in _VISITING and _grade(seat)]
        if not hosts or not visitors:
            continue
        seniors = sorted(seat.person for seat in visitors if (_grade(seat) or 0) > max(hosts))
        if len(seniors) > most * len(visitors):
            names = ", ".join(f"`{person}`" for person in seniors)
            message = f"more senior than anybody of the host team: {names}"
            hint = f"at most {most:.0%} of the visitors; invite peers of the host team instead"
            found = at_field(assist, "many-seniors", ("participants",), message, hint, key=True)
            yield _private(found)


def _grade(seat: _Seat) -> int | None:
    return seat.known.grade if seat.known else None


def usual_suspects(base: Base) -> Iterator[Diagnostic]:
    """The same people are not asked again and again."""
    limits = base.settings.assists
    visits = _visits(base)
    for assist in plans(base):
        day = _day_of(assist.fields)
        for seat in _visitors(base, assist):
            since = day - timedelta(days=limits.usual_days)
            others = sorted(
                other
                for when, other in visits[seat.person]
                if other != assist.id and since < when <= day
            )
            if len(others) >= limits.usual_assists:
                named = ", ".join(f"`{one}`" for one in others[:_NAMED])
                more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
                message = f"`{seat.person}` also visits {named}{more}"
                hint = (
                    f"at most {limits.usual_assists} assists in {limits.usual_days} days; "
                    "somebody new brings new ideas"
                )
                place = ("participants", seat.number, "person")
                yield _private(at_field(assist, "usual-suspects", place, message, hint))


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
                place = ("participants", seat.number, "role")
                hint = "ask somebody of another team"
                yield _private(at_field(assist, "facilitator-inside", place, message, hint))


def unknown_people(base: Base) -> Iterator[Diagnostic]:
    """A participant is in the file of people, if there is one."""
    if base.people_document is None:
        return
    for assist in base.library.assists:
        for number, one in enumerate(assist.fields.participants):
            if one.person not in base.library.people:
                message = f"`{one.person}` is not in people.yml"
                hint = did_you_mean(one.person, base.library.people)
                place = ("participants", number, "person")
                hint = hint or "add the pseudonym there, with its team"
                yield _private(at_field(assist, "person-unknown", place, message, hint))


def _private(found: Diagnostic) -> Diagnostic:
    return replace(found, private=True)
