"""``lessons insights``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.base import project_of
from site_builder.cli.options import format_option
from site_builder.cli.output import print_json, print_wrapped, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.assists.insights import Insights
    from site_builder.assists.withheld import Figure
    from site_builder.library.library import Library


@click.command()
@format_option
@click.pass_context
def insights(ctx: click.Context, form: str) -> None:
    """Print what the records tell: who learns from whom, and what comes of it.

    Meetings avoided, actions and reuse, who gives and who takes, the network of people who met,
    and problems that recur. No person is shown, and a figure over fewer than five people is
    withheld, as is one from which such a figure could be worked out.
    """
    from site_builder.assists.insights import insights as work_out
    from site_builder.assists.insights_json import as_json
    from site_builder.clock import today
    from site_builder.library.loader import load

    project = project_of(ctx)
    library = load(project).library
    told = work_out(library, project.settings, today())
    if form == "json":
        print_json(as_json(told))
        return
    _print_counts(told)
    _print_network(told, library)
    _print_ledger(told, library)
    _print_topics(told, library)
    _print_recurring(told, library)


def _print_counts(told: Insights) -> None:
    actions, reuses = told.actions, told.reuses
    wait = "not known" if reuses.first_after_days is None else f"{reuses.first_after_days:g} days"
    _heading("What came of it", first=True)
    _table(
        ("", ""),
        (
            ("Meetings avoided (solved already)", f"{len(told.avoided)}"),
            ("Assists held", f"{told.held}"),
            ("Actions done", f"{actions.done} of {actions.total}"),
            ("Actions open", f"{actions.open}"),
            ("Actions overdue", f"{actions.overdue}"),
            ("Actions dropped", f"{actions.dropped}"),
            ("Reports of use", f"{reuses.reports}"),
            ("Lessons with a report of use", f"{reuses.lessons} of {reuses.published}"),
            ("From lesson to first use (median)", wait),
        ),
    )
    if told.years:
        _heading("By year")
        _table(
            ("year", "assists held", "lessons", "reports of use"),
            [(f"{y.year}", f"{y.held}", f"{y.lessons}", f"{y.reuses}") for y in told.years],
        )


def _print_network(told: Insights, library: Library) -> None:
    from site_builder.assists.network import (
        FIRST_MEETINGS,
        INVITATIONS,
        MEASURES,
    )
    from site_builder.assists.withheld import EXPLANATION, WITHHELD

    network = told.network
    _heading("The network of people who met")
    if network.nobody:
        _say("No assist that took place names who took part.")
        return
    names = [measure.label.lower() for measure in MEASURES]
    rows = [(measure.label, _said(network.base[measure.id])) for measure in MEASURES]
    rows.append((FIRST_MEETINGS.label, _said(network.first_meetings)))
    rows.append((INVITATIONS.label, _said(network.invitations)))
    _table(("everybody", ""), rows)
    click.echo()
    teams = [
        (_team(library, team), *(_brief(network.teams[measure.id][team]) for measure in MEASURES))
        for team in sorted(library.vocabulary.teams)
    ]
    _table(("team", *names), teams)
    click.echo()
    years = [
        (
            f"{year}",
            *(_brief(network.years[measure.id][year]) for measure in MEASURES),
            _brief(network.first_by_year[year]),
        )
        for year in network.first_by_year
    ]
    _table(("year", *names, FIRST_MEETINGS.label.lower()), years)
    click.echo()
    _say(f"{EXPLANATION} Withheld stands for “{WITHHELD}”.")
    for one in (*MEASURES, FIRST_MEETINGS, INVITATIONS):
        _say(f"{one.label}: {one.definition}")


def _print_ledger(told: Insights, library: Library) -> None:
    if not told.ledger.accounts:
        return
    _heading("Who gives, and who takes")
    rows = [
        (_team(library, account.team), *(f"{count}" for count in account.counts))
        for account in told.ledger.accounts
    ]
    sums = [str(sum(int(row[column]) for row in rows)) for column in range(1, 7)]
    _table(
        ("team", "hosted", "visited", "gave", "took", "lessons lent", "lessons used"),
        [*rows, ("All", *sums)],
    )
    for (taker, giver), times in told.ledger.learned_from.items():
        often = f" {times} times" if times > 1 else ""
        _say(f"{_team(library, taker)} learned from {_team(library, giver)}{often}.")


def _print_topics(told: Insights, library: Library) -> None:
    if not told.topics:
        return
    _heading("What topics rest on")
    tags = library.vocabulary.tags
    _table(
        ("topic", "experience", "research", "both", "missing"),
        [
            (tags[topic.tag].label, *(f"{count}" for count in topic.counts), topic.gap)
            for topic in told.topics
        ],
    )


def _print_recurring(told: Insights, library: Library) -> None:
    if not told.recurring:
        return
    _heading("Problems that recur")
    for problem in told.recurring:
        record = library.get(*problem.records[0])
        said = getattr(record.fields, "problem", "") if record else ""
        names = ", ".join(f"{kind} {record_id}" for kind, record_id in problem.records)
        _say(f"{problem.cases} times: {said} ({names})")


def _said(figure: Figure) -> str:
    return figure.reason if figure.value is None else f"{figure.value:g}"


def _brief(figure: Figure) -> str:
    return "withheld" if figure.withheld else _said(figure)


def _team(library: Library, team_id: str) -> str:
    team = library.vocabulary.teams.get(team_id)
    return team.label if team else team_id


def _heading(text: str, *, first: bool = False) -> None:
    if not first:
        click.echo()
    click.secho(text, bold=True)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    cells = [[printable(cell) for cell in row] for row in ([head, *rows] if any(head) else rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(f"  {line}".rstrip())


def _say(text: str) -> None:
    print_wrapped(text, "  ", "  ")
