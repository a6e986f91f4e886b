"""``lessons assist pick``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from site_builder.cli.base import find_assist, read_base
from site_builder.cli.output import print_wrapped, printable
from site_builder.diagnostics import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.assists.candidates import Candidate, CandidatePool
    from site_builder.assists.pick import Pick
    from site_builder.library.library import Library
    from site_builder.settings import AssistLimits

_STATES = {"kept": "kept     ", "not met": "NOT MET  ", "not known": "not known"}


@click.command()
@click.argument("record_id", metavar="ID")
@click.option("--seed", type=int, default=0, help="Seed for breaking ties.")
@click.option("--count", type=int, help="How many visitors in all (default: as advised).")
@click.pass_context
def pick(ctx: click.Context, record_id: str, seed: int, count: int | None) -> None:
    """Propose whom to invite, with the reason for each.

    Chooses from people.yml so that the plan's topics are covered, teams and organisations mixed,
    and those who come are not the same as always; says what it promises, and which of it could
    not be met. Nothing is written. It tells of people, so it is for your own eyes.
    """
    from site_builder.assists.candidates import candidate_pool
    from site_builder.assists.pick import propose
    from site_builder.clock import today
    from site_builder.library.reading import PEOPLE_FILE
    from site_builder.records.assist import OPEN_STAGES, Stage

    if os.environ.get("CI"):
        ctx.fail("this shows people, and others can read logs: run it on your own machine")
    project, base = read_base(ctx)
    limits, library = project.settings.assists, base.library
    plan = find_assist(base, record_id)
    if plan.fields.status not in OPEN_STAGES | {Stage.IDEA}:
        ctx.fail(f"{plan.id} is {plan.fields.status}; people are invited to what is still to come")
    if not library.people:
        ctx.fail(
            f"nobody is listed in {PEOPLE_FILE} at the project's root; list people there by "
            "pseudonym, each with team, grade, line_manager and topics"
        )
    pool = candidate_pool(library, plan, limits.usual_days, today())
    count = _wanted(ctx, count, limits, len(pool.invited))
    proposal = propose(pool, limits, seed, count)
    click.secho(printable(plan.fields.title), bold=True)
    _print_invited(pool, library)
    for number, one in enumerate(proposal.picks, start=1):
        print_wrapped(f"{number}. {_named(one.candidate, library)}", hanging="   ")
        print_wrapped("; ".join(_reasons(one, library, limits)), "   ")
    click.echo()
    click.secho("What this holds to", bold=True)
    for promise in proposal.promises:
        note = f" ({promise.note})" if promise.note else ""
        print_wrapped(f"{_STATES[promise.state]}  {promise.text}{note}", hanging="   ")
    if pool.strangers:
        strangers = counted(pool.strangers, "person", "people")
        print_wrapped(f"Left out: {strangers} of past assists, not in {PEOPLE_FILE}.")
    click.echo("Nothing was written. Whom you invite, enter under `participants` yourself.")


def _wanted(ctx: click.Context, count: int | None, limits: AssistLimits, invited: int) -> int:
    least, most = limits.visitors_least, limits.visitors_most
    wanted = (least + most) // 2 if count is None else count
    if not least <= wanted <= most:
        ctx.fail(f"--count must be {least} to {most}, the limits set under `assists`")
    if invited >= wanted:
        ctx.fail(f"the plan names {invited} visitors already, and {wanted} are wanted")
    return wanted


def _print_invited(pool: CandidatePool, library: Library) -> None:
    if pool.invited:
        names = "; ".join(_named(person, library) for person in pool.invited)
        print_wrapped(f"Beside those whom the plan names already: {names}.", hanging="   ")


def _named(one: Candidate, library: Library) -> str:
    team = library.vocabulary.teams.get(one.team)
    named = f"{team.label} ({team.organisation})" if team else one.team
    return f"{one.name}, {named}" if named else one.name


def _reasons(one: Pick, library: Library, limits: AssistLimits) -> Iterator[str]:
    tags, who = library.vocabulary.tags, one.candidate
    labels = {topic: tags[topic].label if topic in tags else topic for topic in one.topics}
    known = [labels[topic] for topic in one.topics if topic in who.knows]
    helped = [labels[topic] for topic in one.topics if topic in who.helped]
    alone = [labels[topic] for topic in one.new_topics]
    if known:
        yield f"knows {', '.join(known)}"
    if helped:
        yield f"helped before with {', '.join(helped)}"
    if alone:
        yield f"the first to cover {', '.join(alone)}"
    if one.first_of_organisation:
        yield "the first from that organisation"
    elif one.first_of_team:
        yield "the first of that team"
    if who.challenger:
        yield "likes to question things"
    if who.is_new:
        yield "has not been at an assist yet"
    else:
        often = counted(who.visits, "assist") if who.visits else "no assist"
        yield f"visits {often} in {limits.usual_days} days"
    if who.grade is None:
        yield "grade not stated"
