"""The headers of invented lessons and reports of use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, get_args

from benchmarks.bodies import Neighbours, lesson_body, reuse_body
from benchmarks.citations import citations_for
from benchmarks.header import as_file
from benchmarks.plans import LAST_DAY, drawn_for
from benchmarks.prose import Choices, Teller, likely, ranked, sentence
from benchmarks.topics import TEAMS
from site_builder.records.assist import Measure
from site_builder.records.dates import PartialDate
from site_builder.records.lesson import (
    Context,
    Evidence,
    Lesson,
    Mode,
    Outcome,
    Relations,
    Status,
    Withdrawal,
)
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from benchmarks.plans import Base, LessonPlan
    from site_builder.records.assist import Result

MODES: tuple[Mode, ...] = get_args(Mode)
MEASURES: tuple[Measure, ...] = get_args(Measure)
RESULTS: Choices[Result] = ranked(("worked", "partly", "no-effect", "abandoned", "harmed"))
OUTCOMES = ranked((Outcome.WORKED, Outcome.MIXED, Outcome.DID_NOT_WORK))
SCALES = ("one ward", "two sites", "three teams", "40 people", "one shift", "a whole region")
_RELATED = 0.35
"""Share of lessons that name lessons worth reading beside them."""
_ADAPTED, _SYMPTOM, _CONTRARY = 0.06, 0.1, 0.115
"""Running shares of lessons that adapt, lie on top of, or contradict another."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of an invented base."""

    path: str
    """Path below the lessons folder."""
    text: str


def lesson_file(plan: LessonPlan, neighbours: Neighbours) -> File:
    """Return a lesson as its file."""
    return File(plan.path, as_file(_lesson(plan, neighbours), lesson_body(plan, neighbours)))


def _lesson(plan: LessonPlan, neighbours: Neighbours) -> Lesson:
    teller, rng, place = plan.teller, plan.teller.rng, plan.team.label
    sourced = plan.source is not None
    withdrawn = plan.status is Status.WITHDRAWN
    return Lesson(
        title=plan.title,
        problem=plan.problem,
        evidence=plan.evidence,
        tags=tuple(topic.id for topic in plan.topics),
        date=plan.day,
        source_assist=plan.source.id if plan.source else None,
        citations=tuple(citations_for(teller, plan.evidence, plan.day, sourced=sourced)),
        status=plan.status,
        outcome=OUTCOMES.draw(rng),
        takeaway=teller.line("takeaway"),
        team=plan.team.id,
        owner=sentence(f"head of the {place}"),
        contact=sentence(f"front desk of the {place}"),
        context=_context(plan),
        relations=_relations(plan, neighbours),
        barriers=tuple(teller.sentences("Challenges", rng.randint(0, 2))),
        tools=(teller.say("paper"),),
        review_by=_plus(plan.day, rng.randint(900, 2200)) if likely(rng, 0.05) else None,
        licence="CC0-1.0",
        withdrawn=Withdrawal(date=_plus(plan.day, 90), reason="outdated") if withdrawn else None,
    )


def _context(plan: LessonPlan) -> Context:
    rng = plan.teller.rng
    return Context(
        setting=rng.choice(plan.team.settings),
        scale=rng.choice(SCALES),
        mode=rng.choice(MODES),
        cost=f"{plan.teller.say('duration')} of two people",
    )


def _relations(plan: LessonPlan, neighbours: Neighbours) -> Relations:
    rng = plan.teller.rng
    near = neighbours.near(plan, 3)
    # Only to what is older, so that no two lessons can point at each other in a circle.
    older = tuple(other.id for other in near if other.day < plan.day)[:1]
    chance = rng.random()
    return Relations.model_validate(
        {
            "supersedes": tuple(plan.supersedes),
            "adapted-from": older if chance < _ADAPTED else (),
            "symptom-of": older if _ADAPTED <= chance < _SYMPTOM else (),
            "contradicts": older if _SYMPTOM <= chance < _CONTRARY else (),
            "related": tuple(other.id for other in near[1:]) if likely(rng, _RELATED) else (),
        }
    )


def reuse_files(base: Base, count: int) -> Iterator[File]:
    """Yield so many reports of use, each of a lesson from experience that stands.

    No team reports of the same lesson twice, so there may be fewer in a small base.
    """
    used = [plan for plan in base.standing if plan.evidence is not Evidence.RESEARCH]
    written: set[str] = set()
    most = min(count, len(used) * (len(TEAMS) - 1))
    number = 0
    while len(written) < most:
        rng = drawn_for(base.seed, "reuse", number)
        number += 1
        plan = rng.choice(used)
        team = rng.choice([team for team in TEAMS if team is not plan.team])
        path = f"reuse/{plan.id}-{team.id}.md"
        if path in written:
            continue
        written.add(path)
        teller = Teller(rng, plan.teller.domain, plan.topics, LAST_DAY.year)
        yield File(path, as_file(_reuse(plan, team.id, team.settings, teller), reuse_body(teller)))


def _reuse(plan: LessonPlan, team: str, settings: tuple[str, ...], teller: Teller) -> Reuse:
    rng = teller.rng
    day = _between(rng, plan.day, LAST_DAY)
    outcome = RESULTS.draw(rng)
    return Reuse(
        lesson=plan.id,
        team=team,
        reported_by=sentence(f"one of the {teller.say('roles')}"),
        date=day,
        outcome=outcome,
        measure=rng.choice(MEASURES),
        happened=PartialDate(f"{day:%Y-%m}"),
        setting=rng.choice(settings),
        changed=teller.line("changed"),
        reply="We have added a warning." if outcome == "harmed" and likely(rng, 0.5) else None,
    )


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _between(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
