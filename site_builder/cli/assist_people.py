"""``lessons assist groups`` and ``lessons assist pick``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_assist, read_base
from site_builder.cli.output import fail, print_wrapped, say
from site_builder.diagnostics import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.assists.candidates import Candidate
    from site_builder.assists.pick import Pick, Proposal
    from site_builder.library.base import Base
    from site_builder.library.library import Library
    from site_builder.records.assist import Assist
    from site_builder.settings import AssistLimits

_GROUP_OF = 5
"""Default for the most people in a group."""
_STATES = {"kept": "met      ", "not met": "NOT MET  ", "not known": "not known"}


@click.command()
@click.argument("assist_id", metavar="ID")
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="Seed of the draw; another number gives other groups.",
)
@click.option("--groups", "count", type=click.IntRange(min=1), help="Number of groups.")
@click.option(
    "--size", type=click.IntRange(min=1), help=f"Most people in a group (default: {_GROUP_OF})."
)
def groups(assist_id: str, seed: int, count: int | None, size: int | None) -> None:
    """Draw breakout groups from the participants of an assist.

    Group sizes differ by one at most, and teams and places are spread as evenly as possible.
    Facilitators and sponsors are in no group. The same seed gives the same groups. The groups are
    only printed, because they contain personal data.
    """
    from site_builder.assists.groups import draw, members_of

    if count and size:
        fail("give --groups or --size, not both")
    _project, base = read_base()
    record = find_assist(base, assist_id)
    members = members_of(record.fields, base.library.people)
    if not members:
        fail(f"the assist '{record.id}' has no participants; list them under `participants`")
    number = count or -(-len(members) // (size or _GROUP_OF))
    if number > len(members):
        fail(f"--groups: there are only {len(members)} people to draw from")
    for position, group in enumerate(draw(members, number, seed), start=1):
        say(f"Group {position}")
        for member in group.members:
            details = [part for part in (member.team, member.place) if part]
            details += ["scribe"] * (member == group.scribe)
            say(f"  {member.person:<20} {', '.join(details)}".rstrip())


@click.command()
@click.argument("record_id", metavar="ID")
@click.option("--seed", type=int, default=0, help="Seed for breaking ties.")
@click.option(
    "--count",
    type=int,
    help="Total number of visitors (default: the number that meets most aims within the limits).",
)
def pick(record_id: str, seed: int, count: int | None) -> None:
    """Suggest whom to invite, with a reason for each.

    Names the teams that tried the lessons judged to help, and whom these lessons say to ask. Then
    chooses people from people.yml so that they cover the plan's topics, come from different teams
    and organisations, and are not always the same. Reports which of these aims are met. Nothing is
    written. The output contains personal data and is for you alone.
    """
    from site_builder.assists.candidates import candidate_pool
    from site_builder.assists.pick import propose
    from site_builder.clock import today
    from site_builder.library.survey import PEOPLE_FILE
    from site_builder.records.assist import OPEN_STAGES, Stage

    if os.environ.get("CI"):
        fail("the output contains personal data, and CI logs are shared: run it on your machine")
    project, base = read_base()
    limits, library = project.settings.assists, base.library
    vocabulary = library.vocabulary
    plan = find_assist(base, record_id)
    if plan.fields.status not in OPEN_STAGES | {Stage.IDEA}:
        fail(f"{plan.id} is {plan.fields.status}; only a plan that lies ahead needs visitors")
    say(plan.fields.title, bold=True)
    for line in _who_tried(base, plan.fields):
        print_wrapped(line, hanging="   ")
    if not library.people:
        team, tag = (next(iter(ids), "ID") for ids in (vocabulary.teams, vocabulary.tags))
        fail(
            f"{PEOPLE_FILE} at the project root lists nobody. List people there by pseudonym; only "
            f"`team` is required:\n\npeople:\n  quiet-otter: {{team: {team}, grade: 3, "
            f"line_manager: grey-heron, topics: [{tag}]}}\n  grey-heron: {{team: {team}}}"
        )
    pool = candidate_pool(library, plan, limits.usual_days, today())
    _require_room(count, limits, len(pool.invited))
    proposal = propose(pool, limits, seed, count)
    if pool.invited:
        names = "; ".join(_name(candidate, library) for candidate in pool.invited)
        print_wrapped(f"In addition to those already invited: {names}.", hanging="   ")
    for number, choice in enumerate(proposal.picks, start=1):
        print_wrapped(f"{number}. {_name(choice.candidate, library)}", hanging="   ")
        print_wrapped("; ".join(_reasons(choice, library, limits)), "   ")
    say("\nAims", bold=True)
    for promise in proposal.promises:
        note = f" ({promise.note})" if promise.note else ""
        print_wrapped(f"{_STATES[promise.state]}  {promise.text}{note}", hanging="   ")
    if pool.strangers:
        strangers = counted(pool.strangers, "person", "people")
        print_wrapped(
            f"Left out: {strangers} of past assists, not in {PEOPLE_FILE}.", hanging="   "
        )
    if not proposal.picks:
        say(
            f"\n{PEOPLE_FILE} lists nobody whom these aims let you invite: add people there.",
            bold=True,
        )
        return
    say("\nNothing was written. Paste those whom you invite into the plan:", bold=True)
    say("\n".join(_lines(plan.fields, proposal)))


def _who_tried(base: Base, plan: Assist) -> Iterator[str]:
    """Yield who tried each lesson that was judged to help, and whom it says to ask."""
    from site_builder.library.evidence.words import team_label

    teams = base.library.vocabulary.teams
    helping = [hit.id for receipt in plan.receipts for hit in receipt.hits if hit.judgement != "no"]
    for lesson_id in dict.fromkeys((*helping, *(reliance.id for reliance in plan.relies_on))):
        lesson = base.library.lesson(lesson_id)
        if lesson is None:
            continue
        tried = [
            team_label(team, teams)
            for team in base.evidence.derivation(lesson).used_by
            if team != plan.host_team
        ]
        contact = lesson.fields.contact
        if tried or contact:
            asked = [f"tried by {', '.join(tried)}"] * bool(tried)
            asked += [f"ask {contact}"] * bool(contact)
            yield f"“{lesson.fields.title}”: {'; '.join(asked)}."


def _lines(plan: Assist, proposal: Proposal) -> Iterator[str]:
    """Yield lines for the header of a plan, the first challenger in that role."""
    if not plan.participants:
        yield "participants:"
    has_challenger = any(participant.role == "challenger" for participant in plan.participants)
    for choice in proposal.picks:
        candidate = choice.candidate
        role = "challenger" if candidate.challenger and not has_challenger else "visitor"
        has_challenger = has_challenger or role == "challenger"
        yield f"  - {{person: {candidate.name}, team: {candidate.team}, role: {role}}}"


def _require_room(count: int | None, limits: AssistLimits, invited: int) -> None:
    least, most = limits.visitors_least, limits.visitors_most
    if count is not None and not least <= count <= most:
        fail(f"--count must be {least} to {most}, the limits set under `assists`")
    if invited >= (count or most):
        fail(f"the plan already names {invited} of {count or most} visitors")


def _name(candidate: Candidate, library: Library) -> str:
    team = library.vocabulary.teams.get(candidate.team)
    name = f"{team.label} ({team.organisation})" if team else candidate.team
    return f"{candidate.name}, {name}" if name else candidate.name


def _reasons(choice: Pick, library: Library, limits: AssistLimits) -> Iterator[str]:
    tags, candidate = library.vocabulary.tags, choice.candidate
    labels = {topic: tags[topic].label if topic in tags else topic for topic in choice.topics}
    for reason, topics in (
        ("knows", [topic for topic in choice.topics if topic in candidate.knows]),
        ("helped before with", [topic for topic in choice.topics if topic in candidate.helped]),
        ("the first to cover", choice.new_topics),
    ):
        if topics:
            yield f"{reason} {', '.join(labels[topic] for topic in topics)}"
    if choice.first_of_organisation:
        yield "the first from that organisation"
    elif choice.first_of_team:
        yield "the first from that team"
    if candidate.challenger:
        yield "likes to question things"
    if candidate.is_new:
        yield "has not been at an assist yet"
    else:
        visits = counted(candidate.visits, "assist") if candidate.visits else "no assist"
        yield f"visits {visits} in {limits.usual_days} days"
    if candidate.grade is None:
        yield "grade not stated"
