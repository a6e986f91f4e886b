"""The headers of invented assists, from open plans to events reported back."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from benchmarks.bodies import Neighbours, assist_body
from benchmarks.header import as_file
from benchmarks.prose import likely, ranked, sentence
from benchmarks.records import MEASURES, MODES, RESULTS, File
from benchmarks.topics import TEAMS, Team
from site_builder.records.assist import (
    OPEN_STAGES,
    Action,
    AgendaPart,
    Assist,
    CycleOutcome,
    Decision,
    Format,
    Hit,
    Option,
    Receipt,
    Recording,
    Reflection,
    Review,
    Stage,
)
from site_builder.records.dates import UNKNOWN, PartialDate

if TYPE_CHECKING:
    from benchmarks.plans import AssistPlan

_HOURS = ranked((4.0, 6.0, 8.0, 12.0))
_AGENDA = (
    AgendaPart(part="Context and plans of the host", minutes=60, host_present=True),
    AgendaPart(part="Questions and surprises of the visitors", minutes=60, host_present=True),
    AgendaPart(part="What the visitors make of it", minutes=60, host_present=False),
    AgendaPart(part="Feedback and options", minutes=60, host_present=True),
)
_PRECISIONS = ranked(("day", "month", "year", UNKNOWN))
_RULES = ("Speak of the work, not of people", "Visitors take no work home", "Ask before advising")


def assist_file(plan: AssistPlan, neighbours: Neighbours) -> File:
    """Return an assist as its file."""
    record = _common(plan)
    record = record.model_copy(update=_afterwards(plan) if plan.took_place else {})
    record = record.model_copy(update=_beforehand(plan, neighbours) if _is_open(plan) else {})
    return File(plan.path, as_file(record, assist_body(plan, neighbours)))


def _is_open(plan: AssistPlan) -> bool:
    return plan.stage in OPEN_STAGES or plan.stage is Stage.IDEA


def _common(plan: AssistPlan) -> Assist:
    """Return what every assist says, whatever its stage."""
    teller, rng = plan.teller, plan.teller.rng
    teams = _visitors(plan)
    return Assist(
        title=plan.title,
        problem=plan.problem,
        format=plan.format,
        status=plan.stage,
        date=plan.day,
        purpose=f"Learn how others deal with the {teller.say('noun')} before we decide.",
        tags=tuple(topic.id for topic in plan.topics),
        closed_as="done" if plan.stage is Stage.CLOSED else None,
        cancelled="The decision was taken before." if plan.stage is Stage.CANCELLED else None,
        host_team=plan.team.id,
        teams=(plan.team.id, *(team.id for team in teams)),
        duration_hours=_HOURS.draw(rng),
        mode=rng.choice(MODES),
        setting=rng.choice(plan.team.settings),
        decision_open=plan.stage not in {Stage.REPORTED, Stage.CLOSED},
        decision_date=plan.held + timedelta(days=rng.randint(45, 200)),
        room_to_change=f"The {teller.say('paper')} and the {teller.say('step')} can still change.",
        deliverables=("Three options or more", f"What worked with the {teller.say('noun')}"),
        facilitator=f"A facilitator of the {teams[-1].label}",
        recording=Recording(agreed=likely(rng, 0.7), on=plan.held - timedelta(days=20)),
        briefing_sent=plan.held - timedelta(days=14) if not _is_open(plan) else None,
        ground_rules=_RULES,
        owner=sentence(f"head of the {plan.team.label}"),
    )


def _visitors(plan: AssistPlan) -> list[Team]:
    others = [team for team in TEAMS if team is not plan.team]
    return plan.teller.rng.sample(others, plan.teller.rng.randint(2, 4))


def _beforehand(plan: AssistPlan, neighbours: Neighbours) -> dict[str, object]:
    """Return what an assist says while it is planned."""
    hits = tuple(
        Hit(id=other.id, judgement="partly", because="Another setting.")
        for other in neighbours.near(plan, 3)
    )
    digest = sha256(plan.id.encode()).hexdigest()[:12]
    receipt = Receipt(query=plan.problem, date=plan.day, index=digest, hits=hits)
    searched = plan.stage is not Stage.IDEA
    return {
        "planned_for": PartialDate(f"{plan.held}" if searched else f"{plan.held:%Y-%m}"),
        "seats_wanted": plan.teller.rng.randint(1, 4),
        "join": sentence(f"write to the front desk of the {plan.team.label}"),
        "receipts": (receipt,) if searched else (),
    }


def _afterwards(plan: AssistPlan) -> dict[str, object]:
    """Return what an assist says once it was held, and more once it was reported."""
    teller, rng = plan.teller, plan.teller.rng
    teams = _visitors(plan)
    held = {
        "happened": _happened(plan),
        "agenda": _AGENDA,
        "options": _options(plan, teams),
        "surprises": tuple(teller.sentences("assist", 1)),
        "reflections": tuple(_reflection(plan, team) for team in teams[:2]),
        "tools": (teller.say("paper"),),
    }
    if plan.stage is Stage.HELD:
        return {**held, "commit_back_by": plan.held + timedelta(days=30)}
    outcomes = [(plan.team, "first round"), *((team, None) for team in teams[:1])]
    return {
        **held,
        "decision": Decision(by=plan.team.id, chosen=sentence(teller.say("remedy"))),
        "actions": _actions(plan),
        "outcomes": tuple(
            CycleOutcome(
                team=team.id, cycle=cycle, result=RESULTS.draw(rng), measure=rng.choice(MEASURES)
            )
            for team, cycle in outcomes
        ),
        "review": Review(
            intended="Leave with three options.",
            happened=teller.line("assist"),
            why=sentence(teller.say("cause")) + ".",
            next_time=sentence(teller.say("remedy2")) + ".",
        ),
    }


def _happened(plan: AssistPlan) -> PartialDate:
    precision = _PRECISIONS.draw(plan.teller.rng)
    forms = {"day": f"{plan.held}", "month": f"{plan.held:%Y-%m}", "year": f"{plan.held.year}"}
    return PartialDate(forms.get(precision, UNKNOWN))


def _options(plan: AssistPlan, teams: list[Team]) -> tuple[Option, ...]:
    options = []
    for team in teams:
        plan.teller.advise()
        options.append(
            Option.model_validate(
                {
                    "title": sentence(plan.teller.say("remedy")),
                    "from": team.label,
                    "worked_elsewhere": (
                        plan.teller.say("place") if likely(plan.teller.rng, 0.5) else None
                    ),
                }
            )
        )
    return tuple(options)


def _actions(plan: AssistPlan) -> tuple[Action, ...]:
    owner = sentence(f"head of the {plan.team.label}")
    done = Action(
        do=sentence(plan.teller.say("remedy")),
        owner=owner,
        due=plan.held + timedelta(days=60),
        status="done",
        proof=sentence(f"the {plan.teller.say('paper')} shows it"),
    )
    due = plan.held + timedelta(days=120)
    return (done, Action(do=sentence(plan.teller.say("remedy2")), owner=owner, due=due))


def _reflection(plan: AssistPlan, team: Team) -> Reflection:
    return Reflection(
        team=team.id,
        take_away=plan.teller.line("What was learned"),
        will_apply=sentence(plan.teller.say("remedy")) if plan.format is not Format.VISIT else None,
    )
