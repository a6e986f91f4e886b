"""The contents of a printed pack for a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from site_builder.assists.agenda import DAY_MINUTES, TimedPart, agenda_of, timed
from site_builder.assists.formats import format_of
from site_builder.assists.paper import Paper, papers_of
from site_builder.diagnostics import counted
from site_builder.library.addresses import record_url
from site_builder.library.audience import without_people
from site_builder.records import labels
from site_builder.records.dates import spoken_day
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library.base import Base
    from site_builder.library.evidence.parts import Part
    from site_builder.library.library import Library
    from site_builder.records.assist import AgendaPart, Assist
    from site_builder.records.formats import FormatAdvice

_JUDGEMENTS = {"reuse": "Can be used here", "partly": "Helps in part"}
"""Judgements of lessons that are in the briefing, the most useful first."""


@dataclass(frozen=True, slots=True)
class KitLesson:
    """A lesson of the briefing."""

    title: str
    problem: str
    strip: tuple[Part, ...]
    """What it rests on at a glance."""
    address: str
    judgement: str
    because: str


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything that the pack shows."""

    assist: Assist
    advice: FormatAdvice
    guide: str
    """Address of the guide to this format; empty if the base has no such guide."""
    address: str
    """Address of the record's page."""
    invitation: tuple[tuple[str, str], ...]
    """Labels and texts; an empty text leaves room to write one."""
    background: tuple[tuple[str, str], ...]
    searches: tuple[str, ...]
    lessons: tuple[KitLesson, ...]
    days: tuple[tuple[str, tuple[TimedPart, ...]], ...]
    """Title and agenda of each day."""
    has_clock: bool
    papers: tuple[Paper, ...]
    host: str
    answer_by: str
    attendees: tuple[tuple[str, str, str], ...]
    """Pseudonym, team and role of each participant; only in a private pack."""
    lacks: tuple[str, ...]
    """Facts that a guest needs and the record lacks, and lessons that were left out."""


def kit_of(
    loaded: Base, record: Record[Assist], start: int | None, *, site: str = "", private: bool
) -> Kit:
    """Return the kit of an assist.

    Args:
        loaded: The base.
        record: The assist.
        start: Minutes after midnight at which each day begins, if known.
        site: Address of the site, put before the addresses of its pages.
        private: Whether to name participants and include lessons that are not public.
    """
    library = loaded.library
    fields = record.fields if private else without_people(library, record).fields
    advice = format_of(library.vocabulary, fields.format)
    lessons, omitted = _lessons(loaded, fields, site, private=private)
    invitation = tuple(_invitation(library, fields, advice))
    unsaid = (f"the record does not say: {label.lower()}" for label, text in invitation if not text)
    unsearched = () if fields.receipts else ("nobody has searched for the problem yet",)
    guide = advice.guide or ""
    has_guide = library.get(Kind.PAGE, guide) is not None
    return Kit(
        assist=fields,
        advice=advice,
        guide=_at(site, record_url(Kind.PAGE, guide)) if has_guide else "",
        address=_at(site, record_url(Kind.ASSIST, record.id)),
        invitation=invitation,
        background=tuple(_background(library, fields)),
        searches=tuple(
            f"{spoken_day(receipt.date)}: “{receipt.query}”"
            for receipt in sorted(fields.receipts, key=lambda receipt: receipt.date)
        ),
        lessons=lessons,
        days=tuple(_days(fields, advice, start)),
        has_clock=start is not None,
        papers=papers_of(advice),
        host=_team(library, fields.host_team),
        answer_by=spoken_day(fields.commit_back_by) if fields.commit_back_by else "",
        attendees=tuple(_attendees(library, fields)) if private else (),
        lacks=(*unsaid, *unsearched, *omitted),
    )


def _at(site: str, url: str) -> str:
    return f"{site.rstrip('/')}/{url}" if site else url


def _team(library: Library, team_id: str | None) -> str:
    team = library.vocabulary.teams.get(team_id or "")
    return team.name if team else team_id or ""


def _invitation(
    library: Library, fields: Assist, advice: FormatAdvice
) -> Iterator[tuple[str, str]]:
    yield "Purpose", fields.purpose or ""
    yield "Host", _team(library, fields.host_team)
    yield "When", _date(fields)
    yield "How long", _length(agenda_of(fields, advice))
    yield "How we meet", labels.MODES.get(fields.mode or "", "")
    day = spoken_day(fields.decision_date) if fields.decision_date else ""
    yield "The day of the decision", "Already decided." if fields.decision_open is False else day
    yield "What we can still change", fields.room_to_change or ""
    yield "How to join", fields.join or ""
    if fields.seats_wanted:
        yield "Seats", f"{fields.seats_wanted} still free"
    facilitator = (fields.facilitator, _team(library, fields.facilitator_team))
    yield "Facilitator", ", ".join(filter(None, facilitator))
    if fields.social_time:
        yield "To get to know one another", fields.social_time
    yield "Recording", _recording(fields)


def _date(fields: Assist) -> str:
    when = fields.planned_for or fields.happened
    return when.spoken if when and when.known else ""


def _length(agenda: Iterable[AgendaPart]) -> str:
    minutes = sum(part.minutes for part in agenda)
    hours, rest = divmod(minutes, 60)
    parts = (counted(hours, "hour") if hours else "", f"{rest} minutes" if rest else "")
    length = " ".join(filter(None, parts))
    days = -(-minutes // DAY_MINUTES)
    return f"{length}, on {days} days" if days > 1 else length


def _recording(fields: Assist) -> str:
    if fields.recording is None:
        return ""
    if not fields.recording.agreed:
        return "The meeting is not recorded."
    on = f", as agreed on {spoken_day(fields.recording.on)}" if fields.recording.on else ""
    return f"The meeting is recorded{on}."


def _background(library: Library, fields: Assist) -> Iterator[tuple[str, str]]:
    """Yield facts that visitors read before they come, without those that are unknown."""
    setting = library.vocabulary.settings.get(fields.setting or "")
    tags = (library.vocabulary.tags.get(tag) for tag in fields.tags)
    facts = {
        "The problem as it was first put": fields.problem_before,
        "How hard it is": fields.complexity,
        "Where": setting.label if setting else "",
        "Topics": ", ".join(tag.label for tag in tags if tag),
        "Series": fields.series,
    }
    return ((label, text) for label, text in facts.items() if text)


def _lessons(
    loaded: Base, fields: Assist, site: str, *, private: bool
) -> tuple[tuple[KitLesson, ...], list[str]]:
    """Return lessons whose latest judgement is that they help, and why others are left out."""
    hits = {
        hit.id: hit
        for receipt in sorted(fields.receipts, key=lambda receipt: receipt.date)
        for hit in receipt.hits
    }
    helpful = [hit for hit in hits.values() if hit.judgement in _JUDGEMENTS]
    lessons: list[KitLesson] = []
    omitted: list[str] = []
    # Lessons of one judgement keep the order of the search.
    for hit in sorted(helpful, key=lambda hit: [*_JUDGEMENTS].index(hit.judgement)):
        lesson = loaded.library.lesson(hit.id)
        if lesson is None:
            omitted.append(f"lesson {hit.id} was found then and does not exist now")
        elif lesson.fields.status is not Status.PUBLISHED:
            omitted.append(f"lesson {hit.id} is left out: its status is {lesson.fields.status}")
        elif lesson.fields.visibility != "public" and not private:
            omitted.append(f"lesson {hit.id} is left out: it is not public")
        else:
            lessons.append(
                KitLesson(
                    lesson.fields.title,
                    lesson.fields.problem,
                    loaded.evidence.strip(lesson),
                    _at(site, record_url(Kind.LESSON, lesson.id)),
                    _JUDGEMENTS[hit.judgement],
                    hit.because or "",
                )
            )
    return tuple(lessons), omitted


def _days(
    fields: Assist, advice: FormatAdvice, start: int | None
) -> Iterator[tuple[str, tuple[TimedPart, ...]]]:
    rows = timed(fields, advice, start)
    several = rows[-1].day > 1
    planned = fields.planned_for
    title = planned.spoken if planned and planned.known else "The day"
    for number, parts in groupby(rows, key=lambda row: row.day):
        yield f"Day {number}" if several else title, tuple(parts)


def _attendees(library: Library, fields: Assist) -> Iterator[tuple[str, str, str]]:
    by_role = sorted(fields.participants, key=lambda row: (row.role, row.team or "", row.person))
    for participant in by_role:
        known = library.people.get(participant.person)
        team = participant.team or (known.team if known else "")
        yield participant.person, _team(library, team), participant.role.replace("-", " ")
