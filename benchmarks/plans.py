"""Who learned what, where and when: an invented base before a word of it is written."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from benchmarks.prose import Teller, likely, ranked, sentence, topics_of
from benchmarks.topics import TEAMS, Domain, Team, Topic, slug
from site_builder.records.assist import HAPPENED_STAGES, Format, Stage
from site_builder.records.lesson import Evidence, Status

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_ASSIST = date(2011, 6, 6)
FIRST_LESSON = date(2011, 9, 1)
LAST_DAY = date(2026, 6, 30)
FIRST_PLAN = date(2027, 3, 1)
"""From this day on open plans are planned."""
LONGEST_TITLE = 90
LONGEST_PROBLEM = 200
_LONGEST_ID = 64
_DOMAINS: tuple[Domain, ...] = ("engineering", "hospital", "aid")
_EVIDENCE = (
    *[Evidence.EXPERIENTIAL] * 11,
    *[Evidence.BOTH] * 6,
    *[Evidence.RESEARCH] * 3,
)
_STAGES = (
    *[Stage.REPORTED] * 9,
    *[Stage.CLOSED] * 6,
    *[Stage.HELD] * 4,
    *(Stage.OPEN, Stage.CONFIRMED, Stage.SEARCHED, Stage.IDEA, Stage.CANCELLED),
)
_LESSONS_PER_ASSIST = 12
_LESSONS_PER_WITHDRAWAL = 200
_LESSONS_PER_SUCCESSOR = 30
_WITHOUT_ASSIST = 0.25
"""Share of lessons from experience that name no assist."""
_RECENT = 30
"""A lesson comes from one of so many assists before it."""


@dataclass(slots=True)
class Plan:
    """What assists and lessons have in common."""

    id: str
    title: str
    problem: str
    teller: Teller
    team: Team
    day: date
    """Day on which it was recorded."""
    path: str
    """Path of its file below the lessons folder."""

    @property
    def topics(self) -> list[Topic]:
        """Topics, the first one foremost."""
        return list(self.teller.topics)


@dataclass(slots=True)
class AssistPlan(Plan):
    """An assist that is to be written."""

    format: Format
    stage: Stage
    held: date
    """Day on which it was held, or for which it is planned."""

    @property
    def took_place(self) -> bool:
        """Whether it was held."""
        return self.stage in HAPPENED_STAGES


@dataclass(slots=True)
class LessonPlan(Plan):
    """A lesson that is to be written."""

    evidence: Evidence
    source: AssistPlan | None
    status: Status = Status.PUBLISHED
    supersedes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Names:
    """What has been used, so that nothing is used twice."""

    titles: set[str] = field(default_factory=set)
    problems: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def new(self, taken: set[str], longest: int, draw: Callable[[], str]) -> str:
        """Return the first text drawn that is short enough and not yet taken."""
        while len(text := draw()) > longest or text.lower() in taken:
            pass
        taken.add(text.lower())
        return text

    def new_id(self, title: str) -> str:
        """Return an id after the title, with a number if it is taken."""
        stem = slug(title)
        if len(stem) > _LONGEST_ID:
            stem = stem[:_LONGEST_ID].rpartition("-")[0]
        record_id, number = stem, 1
        while record_id in self.ids:
            number += 1
            record_id = f"{stem}-{number}"
        self.ids.add(record_id)
        return record_id


@dataclass(slots=True)
class Base:
    """A whole invented base, planned."""

    seed: int
    assists: list[AssistPlan]
    lessons: list[LessonPlan]

    @property
    def standing(self) -> list[LessonPlan]:
        """Lessons that others may point at."""
        return [plan for plan in self.lessons if plan.status is Status.PUBLISHED]


def drawn_for(seed: int, kind: str, number: int) -> Random:
    """Return the source of chance of one record; it depends on nothing but these three."""
    return Random(f"{seed}/{kind}/{number}")


def plan_base(lessons: int, seed: int) -> Base:
    """Return the plan of a base of so many lessons."""
    count = max(len(_DOMAINS), -(-lessons // _LESSONS_PER_ASSIST))
    names = Names()
    assists = [_assist(number, count, seed, names) for number in range(count)]
    names.ids = set()  # ids are unique within a kind, not across kinds
    held = sorted((plan for plan in assists if plan.took_place), key=lambda plan: plan.day)
    planned = [_lesson(number, lessons, seed, names, held) for number in range(lessons)]
    _supersede(planned)
    return Base(seed, assists, planned)


def _assist(number: int, count: int, seed: int, names: Names) -> AssistPlan:
    rng = drawn_for(seed, "assist", number)
    domain = _DOMAINS[number % len(_DOMAINS)]
    # The first of each domain was held, so that every lesson can have a source.
    stage = Stage.REPORTED if number < len(_DOMAINS) else rng.choice(_STAGES)
    held = _day(FIRST_ASSIST, number, count)
    if stage not in HAPPENED_STAGES:
        held = FIRST_PLAN + timedelta(days=rng.randrange(400))
    form = ranked(tuple(Format)).draw(rng)
    teller, team = _who(rng, domain, held.year)
    title = names.new(names.titles, LONGEST_TITLE, lambda: _event(teller, form, held))
    record_id = names.new_id(title)
    return AssistPlan(
        id=record_id,
        title=title,
        problem=names.new(names.problems, LONGEST_PROBLEM, lambda: teller.line("problem")),
        teller=teller,
        team=team,
        day=min(held, LAST_DAY) + timedelta(days=rng.randint(10, 60)),
        format=form,
        stage=stage,
        held=held,
        path=f"assists/{record_id}.md",
    )


def _lesson(number: int, count: int, seed: int, names: Names, held: list[AssistPlan]) -> LessonPlan:
    rng = drawn_for(seed, "lesson", number)
    day = _day(FIRST_LESSON, number, count)
    evidence = rng.choice(_EVIDENCE)
    source = _source(rng, evidence, day, held)
    domain = source.teller.domain if source else rng.choice(_DOMAINS)
    teller, team = _who(rng, domain, day.year, source)
    title = names.new(names.titles, LONGEST_TITLE, lambda: _advice(teller))
    withdrawn = number % _LESSONS_PER_WITHDRAWAL == _LESSONS_PER_WITHDRAWAL - 1
    record_id = names.new_id(title)
    return LessonPlan(
        id=record_id,
        title=title,
        problem=names.new(names.problems, LONGEST_PROBLEM, lambda: teller.line("problem")),
        teller=teller,
        team=team,
        day=day,
        evidence=evidence,
        source=source,
        status=Status.WITHDRAWN if withdrawn else Status.PUBLISHED,
        path=f"{teller.topics[0].folder}/{record_id}.md",
    )


def _day(first: date, number: int, count: int) -> date:
    return first + (LAST_DAY - first) * number // count


def _who(
    rng: Random, domain: Domain, year: int, source: AssistPlan | None = None
) -> tuple[Teller, Team]:
    """Return somebody to tell a story, about two to four topics, and the team of which they are."""
    topics = source.topics[:1] if source else []
    wanted = rng.randint(2, 4)
    while len(topics) < wanted:
        drawn = topics_of(domain).draw(rng)
        if drawn not in topics:
            topics.append(drawn)
    teams = ranked([team for team in TEAMS if team.domain == domain])
    team = source.team if source else teams.draw(rng)
    teller = Teller(rng, domain, topics, year)
    teller.facts["team"] = team.label
    return teller, team


def _event(teller: Teller, form: Format, held: date) -> str:
    kind = form.value.replace("-", " ").replace("other", "meeting")
    return sentence(f"{kind} on the {teller.say('noun')} at {teller.say('place')}, {held.year}")


def _advice(teller: Teller) -> str:
    """Return a title; each time with another advice, so that it is new at some time."""
    teller.advise()
    return teller.line("title")


def _source(
    rng: Random, evidence: Evidence, day: date, held: list[AssistPlan]
) -> AssistPlan | None:
    """Return the assist in which a lesson was learned, one of the last few before its day."""
    if evidence is Evidence.RESEARCH or likely(rng, _WITHOUT_ASSIST):
        return None
    before = bisect(held, day - timedelta(days=5), key=lambda plan: plan.day)
    recent = held[max(0, before - _RECENT) : before]
    return rng.choice(recent) if recent else None


def _supersede(lessons: list[LessonPlan]) -> None:
    """Let a lesson now and then be replaced by a later one of the same topic."""
    last: dict[str, LessonPlan] = {}
    for number, plan in enumerate(lessons):
        if plan.status is not Status.PUBLISHED:
            continue
        earlier = last.get(plan.topics[0].id)
        if earlier and number % _LESSONS_PER_SUCCESSOR == _LESSONS_PER_SUCCESSOR - 1:
            earlier.status = Status.SUPERSEDED
            plan.supersedes.append(earlier.id)
        last[plan.topics[0].id] = plan
