"""Who gives and who takes, by team, and the network of people, on the page of what records tell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from site_builder.assists.network import FIRST_MEETINGS, INVITATIONS, MEASURES
from site_builder.assists.withheld import WITHHELD
from site_builder.diagnostics import counted
from site_builder.publish.charts import bars, line, square
from site_builder.publish.insight_views import (
    LAST_YEARS,
    MOST_BARS,
    Chapter,
    Panel,
    Table,
    count_value,
    figure_text,
    figure_value,
    yearly,
)
from site_builder.publish.names import team_label
from site_builder.publish.views import Detail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.assists.ledger import Account, Ledger
    from site_builder.assists.network import Network
    from site_builder.library.library import Library
    from site_builder.publish.charts import Drawing


def ledger_chapter(ledger: Ledger, library: Library) -> Chapter:
    """Return who gives and who takes, by team."""
    accounts = ledger.accounts
    if not accounts:
        return Chapter("ledger", "Who gives, and who takes", "No assist names its teams yet.")
    active = [account for account in accounts if account.gave or account.took]
    active.sort(key=lambda account: (-(account.gave + account.took), account.team))
    panels = [
        Panel(_accounts(ledger, library), _given_and_taken(active, library) if active else None)
    ]
    if active:
        panels.append(Panel(_pairs(ledger, library), _map(ledger, library)))
    uncounted = ledger.uncounted
    lead = (
        "Each time a team learned from another is entered twice: as given by one team and as "
        "taken by the other, so both columns have the same sum. At a peer assist the visitors "
        "give; on a visit and in shadowing the host gives; at other events every team gives to "
        "every other. A lesson is lent when another team reports having used it."
    )
    if uncounted:
        records = counted(uncounted, "record does", "records do")
        lead += f" {records} not tell two teams apart."
    return Chapter("ledger", "Who gives, and who takes", lead, tuple(panels))


def _accounts(ledger: Ledger, library: Library) -> Table:
    accounts = ledger.accounts
    sums = [sum(account.counts[column] for account in accounts) for column in range(6)]
    return Table(
        "The ledger",
        ("Team", "Hosted", "Visited", "Gave", "Took", "Lessons lent", "Lessons borrowed"),
        tuple(
            (team_label(library, account.team), *(f"{count:,}" for count in account.counts))
            for account in accounts
        ),
        ("All teams", *(f"{total:,}" for total in sums)),
    )


def _given_and_taken(active: Sequence[Account], library: Library) -> Drawing:
    rows = [
        (
            team_label(library, account.team),
            (
                count_value(account.gave, " given"),
                count_value(account.took, " taken"),
            ),
        )
        for account in active[:MOST_BARS]
    ]
    description = "Two bars for each team: what it gave and what it took. The table has the figures"
    return bars("bh-balance", "Given and taken", description, rows)


def _map(ledger: Ledger, library: Library) -> Drawing:
    learned = ledger.learned_from
    activity: Counter[str] = Counter()
    for (taker, giver), times in learned.items():
        activity[taker] += times
        activity[giver] += times
    chosen = sorted(activity, key=lambda team: (-activity[team], team))[:MOST_BARS]
    teams = _by_name(library, chosen)
    place = {team: number for number, team in enumerate(teams)}
    counts = {
        (place[taker], place[giver]): times
        for (taker, giver), times in learned.items()
        if taker in place and giver in place
    }
    left_out = len(activity) - len(teams)
    return square(
        "bh-map",
        "Who learned from whom: rows from columns",
        "Each row is a team that learned, each column, by the number of its row, the team that "
        "it learned from; a cell says how often. The table below has the same figures."
        + (f" The {len(teams)} busiest of {len(activity)} teams are shown." * (left_out > 0)),
        [team_label(library, team) for team in teams],
        counts,
    )


def _by_name(library: Library, teams: Iterable[str]) -> list[str]:
    return sorted(teams, key=lambda team: (team_label(library, team).casefold(), team))


def _pairs(ledger: Ledger, library: Library) -> Table:
    learned = ledger.learned_from
    rows = sorted(
        (-times, team_label(library, taker), team_label(library, giver))
        for (taker, giver), times in learned.items()
    )
    return Table(
        "Who learned from whom",
        ("Team", "Learned from", "Times"),
        tuple((taker, giver, f"{-times:,}") for times, taker, giver in rows),
    )


def network_chapter(network: Network, library: Library) -> Chapter:
    """Return who met whom, in figures over at least five people each."""
    definitions = tuple(
        Detail(measure.label, (measure.definition,))
        for measure in (*MEASURES, FIRST_MEETINGS, INVITATIONS)
    )
    title = "The network of people who met"
    if network.nobody:
        lead = "No assist that took place names who took part, so there is nothing to measure."
        return Chapter("network", title, lead, definitions=definitions)
    lead = (
        "Two people have met when both took part in an assist that took place. Withheld stands "
        f"for “{WITHHELD}”."
    )
    everybody = Table(
        "Everybody",
        ("Measure", "Figure"),
        (
            *((measure.label, figure_text(network.base[measure.id])) for measure in MEASURES),
            (FIRST_MEETINGS.label, figure_text(network.first_meetings)),
            (INVITATIONS.label, figure_text(network.invitations)),
        ),
    )
    panels = [Panel(everybody), _by_team(network, library)]
    if network.first_by_year:
        panels.append(_by_year(network))
    return Chapter("network", title, lead, tuple(panels), definitions)


def _by_team(network: Network, library: Library) -> Panel:
    teams, sizes = _by_name(library, library.vocabulary.teams), network.teams["size"]
    table = Table(
        "By team",
        ("Team", *(measure.label for measure in MEASURES)),
        tuple(
            (
                team_label(library, team),
                *(figure_text(network.teams[measure.id][team]) for measure in MEASURES),
            )
            for team in teams
        ),
    )
    shown = [
        (team_label(library, team), [figure_value(sizes[team])])
        for team in teams
        if not sizes[team].withheld
    ]
    if not shown:
        return Panel(table)
    description = "A bar for each team whose figure can be shown. The table has every team."
    return Panel(table, bars("bh-size", "Network size, by team", description, shown[:MOST_BARS]))


def _by_year(network: Network) -> Panel:
    table = Table(
        "By year",
        ("Year", *(measure.label for measure in MEASURES), FIRST_MEETINGS.label),
        tuple(
            (
                str(year),
                *(figure_text(network.years[measure.id][year]) for measure in MEASURES),
                figure_text(first),
            )
            for year, first in network.first_by_year.items()
        ),
    )
    points = {year: figure_value(figure) for year, figure in network.years["size"].items()}
    if all(value.amount is None for value in points.values()):
        return Panel(table)
    shown = dict(list(points.items())[-LAST_YEARS:])
    description = yearly("Network size", shown)
    return Panel(table, line("bh-growth", "Network size, by year", description, shown))
