"""The kit of a meeting as plain views: what a printed pack shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from site_builder.assists.agenda import DAY_MINUTES, TimedPart, agenda_of, timed
from site_builder.assists.formats import SHAPES
from site_builder.assists.paper import Paper, papers_of
from site_builder.diagnostics import counted
from site_builder.library.addresses import record_url
from site_builder.records import labels
from site_builder.records.dates import PartialDate, spoken_day
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.assists.format_advice import RoleCard
    from site_builder.library.base import Base
    from site_builder.library.library import Library
    from site_builder.records.assist import Assist

_JUDGEMENTS = {"reuse": "Can be used here", "partly": "Helps in part"}


@dataclass(frozen=True, slots=True)
class InvitationFact:
    """A line of the invitation; without a text there is room to write one."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class KitLesson:
    """A lesson that the search found."""

    title: str
    problem: str
    statement: str
    """What it rests on."""
    address: str
    judgement: str
    because: str


@dataclass(frozen=True, slots=True)
class Day:
    """The agenda of one day."""

    title: str
    rows: tuple[TimedPart, ...]


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who takes part; only in a pack that is not passed on."""

    person: str
    team: str
    role: str


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything that the pack shows."""

    title: str
    problem: str
    form: str
    about: str
    guide: str
    """Address of the guide to this format, if the base has that guide."""
    address: str
    """Address of the record's page."""
    invitation: tuple[InvitationFact, ...]
    deliverables: tuple[str, ...]
    questions: tuple[str, ...]
    background: tuple[InvitationFact, ...]
    searches: tuple[str, ...]
    found: tuple[KitLesson, ...]
    days: tuple[Day, ...]
    has_clock: bool
    rules: tuple[str, ...]
    cards: tuple[RoleCard, ...]
    papers: tuple[Paper, ...]
    host: str
    thanks: str
    answer_by: str
    contact: str
    attendees: tuple[Attendee, ...]
    lacks: tuple[str, ...]
    """What the record does not say and a guest would want to know."""


def kit_of(
    loaded: Base, record: Record[Assist], start: int | None, *, site: str = "", private: bool
) -> Kit:
    """Return the kit of an assist.

    Args:
        loaded: The base.
        record: The assist.
        start: Minutes after midnight at which each day begins, if that is known.
        site: Address of the site, which goes before those of its pages.
        private: Whether it names participants, and lessons that are not for everybody.
    """
    fields = record.fields
    shape = SHAPES[fields.format]
    found, missing = _found(loaded, fields, site, private=private)
    invitation = tuple(_invitation(loaded.library, fields))
    unsaid = tuple(
        f"the record does not say: {fact.label.lower()}" for fact in invitation if not fact.text
    )
    has_guide = loaded.library.get(Kind.PAGE, shape.guide) is not None
    unsearched = () if fields.receipts else ("nobody has searched for the problem yet",)
    return Kit(
        title=fields.title,
        problem=fields.problem,
        form=labels.FORMATS[fields.format],
        about=shape.about,
        guide=_at(site, record_url(Kind.PAGE, shape.guide)) if has_guide else "",
        address=_at(site, record_url(Kind.ASSIST, record.id)),
        invitation=invitation,
        deliverables=fields.deliverables,
        questions=fields.learning_questions,
        background=tuple(_background(loaded.library, fields)),
        searches=tuple(
            f"{spoken_day(one.date)}: “{one.query}”"
            for one in sorted(fields.receipts, key=lambda one: one.date)
        ),
        found=found,
        days=tuple(_days(timed(fields, start), fields)),
        has_clock=start is not None,
        rules=fields.ground_rules or shape.rules,
        cards=shape.cards,
        papers=papers_of(shape),
        host=_team(loaded.library, fields.host_team),
        thanks=fields.thanks or "",
        answer_by=spoken_day(fields.commit_back_by) if fields.commit_back_by else "",
        contact=fields.contact or "",
        attendees=tuple(_attendees(loaded.library, fields)) if private else (),
        lacks=(*unsaid, *unsearched, *missing),
    )


def _at(site: str, url: str) -> str:
    return f"{site.rstrip('/')}/{url}" if site else url


def _team(library: Library, team_id: str | None) -> str:
    team = library.vocabulary.teams.get(team_id or "")
    if team is None:
        return team_id or ""
    return team.label if team.label == team.organisation else f"{team.label}, {team.organisation}"


def _invitation(library: Library, fields: Assist) -> Iterator[InvitationFact]:
    """Yield what somebody must know who is asked to come."""
    when = fields.planned_for or fields.happened
    yield InvitationFact("Purpose", fields.purpose or "")
    yield InvitationFact("Host", _team(library, fields.host_team))
    yield InvitationFact("When", when.spoken if when and when.known else "")
    yield InvitationFact("How long", _length(fields))
    yield InvitationFact("How we meet", labels.MODES.get(fields.mode or "", ""))
    day = spoken_day(fields.decision_date) if fields.decision_date else ""
    if fields.decision_open is False:
        day = "It has been taken."
    yield InvitationFact("The day of the decision", day)
    yield InvitationFact("What we can still change", fields.room_to_change or "")
    yield InvitationFact("How to join", fields.join or "")
    if fields.seats_wanted:
        yield InvitationFact("Seats", f"{fields.seats_wanted} still free")
    yield InvitationFact("Facilitator", _facilitator(library, fields))
    if fields.social_time:
        yield InvitationFact("To get to know one another", fields.social_time)
    yield InvitationFact("Recording", _recording(fields))


def _length(fields: Assist) -> str:
    minutes = sum(part.minutes for part in agenda_of(fields))
    hours, rest = divmod(minutes, 60)
    told = counted(hours, "hour") if hours else ""
    told += (" " if hours and rest else "") + (f"{rest} minutes" if rest else "")
    days = -(-minutes // DAY_MINUTES)
    return f"{told}, on {days} days" if days > 1 else told


def _facilitator(library: Library, fields: Assist) -> str:
    told = [fields.facilitator or "", _team(library, fields.facilitator_team)]
    return ", ".join(part for part in told if part)


def _recording(fields: Assist) -> str:
    if fields.recording is None:
        return ""
    if not fields.recording.agreed:
        return "The meeting is not recorded."
    on = f" on {spoken_day(fields.recording.on)}" if fields.recording.on else ""
    return f"It was agreed{on} that the meeting is recorded."


def _background(library: Library, fields: Assist) -> Iterator[InvitationFact]:
    """Yield what visitors should read before they come."""
    setting = library.vocabulary.settings.get(fields.setting or "")
    tags = (library.vocabulary.tags.get(tag) for tag in fields.tags)
    facts = (
        InvitationFact("The problem as it was first put", fields.problem_before or ""),
        InvitationFact("How hard it is", fields.complexity or ""),
        InvitationFact("Where", setting.label if setting else ""),
        InvitationFact("Topics", ", ".join(tag.label for tag in tags if tag)),
        InvitationFact("Series", fields.series or ""),
    )
    return (fact for fact in facts if fact.text)


def _found(
    loaded: Base, fields: Assist, site: str, *, private: bool
) -> tuple[tuple[KitLesson, ...], list[str]]:
    """Return the lessons judged to help, and what was left out; the latest judgement counts."""
    hits = {
        hit.id: hit
        for receipt in sorted(fields.receipts, key=lambda one: one.date)
        for hit in receipt.hits
    }
    found: list[KitLesson] = []
    missing: list[str] = []
    for hit in hits.values():
        if hit.judgement not in _JUDGEMENTS:
            continue
        lesson = loaded.library.lesson(hit.id)
        if lesson is None:
            missing.append(f"the lesson {hit.id} that was found is not in the base any more")
        elif lesson.fields.status is not Status.PUBLISHED:
            missing.append(f"the lesson {hit.id} is {lesson.fields.status}, and was left out")
        elif lesson.fields.visibility != "public" and not private:
            missing.append(f"the lesson {hit.id} is not for everybody, and was left out")
        else:
            found.append(
                KitLesson(
                    lesson.fields.title,
                    lesson.fields.problem,
                    loaded.evidence.statement(lesson),
                    _at(site, record_url(Kind.LESSON, lesson.id)),
                    _JUDGEMENTS[hit.judgement],
                    hit.because or "",
                )
            )
    # Those that can be used come first; of each sort, in the order in which they were found.
    found.sort(key=lambda one: list(_JUDGEMENTS.values()).index(one.judgement))
    return tuple(found), missing


def _days(rows: tuple[TimedPart, ...], fields: Assist) -> Iterator[Day]:
    several = bool(rows) and rows[-1].day > 1
    when = fields.planned_for
    for number, group in groupby(rows, key=lambda row: row.day):
        title = f"Day {number}" if several else _one_day(when)
        yield Day(title, tuple(group))


def _one_day(when: PartialDate | None) -> str:
    return when.spoken if when and when.known else "The day"


def _attendees(library: Library, fields: Assist) -> Iterator[Attendee]:
    for one in sorted(fields.participants, key=lambda one: (one.role, one.team or "", one.person)):
        known = library.people.get(one.person)
        team = one.team or (known.team if known else "")
        yield Attendee(one.person, _team(library, team), one.role.replace("-", " "))
