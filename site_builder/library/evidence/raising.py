"""What would raise a level: found by adding facts to a lesson's own and deriving again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from site_builder.library.evidence.derive import (
    HIGHEST_PRACTICE,
    HIGHEST_RESEARCH,
    Derivation,
    TeamResult,
    design_level,
    practice_steps,
    team_results,
)
from site_builder.library.evidence.facts import STRONGEST_FIRST, Facts, TeamOutcome
from site_builder.records import labels
from site_builder.records.kinds import Kind
from site_builder.records.lesson import EXPERIENCE_DESIGNS, Design

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.records.assist import Measure
    from site_builder.settings import Thresholds

MOST_TEAMS = 12
"""More teams than this are no advice that anybody could follow."""

_FIRM = {
    "opinion": "",
    "self-report": "",
    "observed": ", with an outcome that others observed",
    "measured": ", with a measured outcome",
}


@dataclass(frozen=True, slots=True)
class MoreTeams:
    """Independent teams for whom it works."""

    count: int
    measure: Measure
    """How the outcome of one of them has to be known at least."""
    elsewhere: int
    """How many of them have to be of organisations, and in settings, that are not counted yet."""


@dataclass(frozen=True, slots=True)
class NamedTeam:
    """The name of the team that saw it."""


def raise_practice(derivation: Derivation, thresholds: Thresholds) -> NamedTeam | MoreTeams | None:
    """Return the least that would raise the practice level; None where nothing would."""
    if derivation.practice >= HIGHEST_PRACTICE:
        return None
    facts, teams = derivation.facts, derivation.teams
    if derivation.practice == 0 and facts.seen and _level(_named(facts), teams, thresholds):
        return NamedTeam()
    if not teams:
        return _first_teams(derivation.practice, thresholds)
    return _more_teams(facts, teams, derivation.practice, thresholds)


@cache
def _first_teams(practice: int, thresholds: Thresholds) -> MoreTeams | None:
    """Return what would raise the level where no team has told: independent ones need no facts."""
    return _more_teams(Facts(), (), practice, thresholds)


def _more_teams(
    facts: Facts, teams: tuple[TeamResult, ...], practice: int, thresholds: Thresholds
) -> MoreTeams | None:
    spread = max(thresholds.across_organisations, thresholds.across_settings)

    def raises(more: MoreTeams) -> bool:
        return _level(facts, (*teams, *_results(more)), thresholds) > practice

    for count in range(1, MOST_TEAMS + 1):
        # Where the best outcomes of so many teams do not raise it, no others will.
        if raises(MoreTeams(count, STRONGEST_FIRST[0], min(count, spread))):
            return next(filter(raises, _candidates(count, spread)))
    return None


def raise_research(derivation: Derivation, thresholds: Thresholds) -> tuple[Design, ...]:
    """Return the least designs of which a supporting study would raise the research level."""
    return _designs_above(derivation.research, thresholds)


@cache
def _designs_above(research: int, thresholds: Thresholds) -> tuple[Design, ...]:
    if research >= HIGHEST_RESEARCH:
        return ()
    levels = {
        design: design_level(design, thresholds)
        for design in Design
        if design not in EXPERIENCE_DESIGNS
    }
    higher = [level for level in levels.values() if level > research]
    return tuple(design for design in levels if higher and levels[design] == min(higher))


def practice_wanted(derivation: Derivation, thresholds: Thresholds) -> str:
    """Return what would raise the practice level, in words; empty at the top."""
    wanted = raise_practice(derivation, thresholds)
    if derivation.practice == HIGHEST_PRACTICE:
        return ""
    if wanted is None:
        return f"more than {MOST_TEAMS} other independent teams for whom it works"
    if isinstance(wanted, NamedTeam):
        return "the name of the team that saw it (`team`)"
    more = " more" if any(team.independent for team in derivation.teams) else ""
    one = wanted.count == 1
    teams = f"one{more} independent team" if one else f"{wanted.count}{more} independent teams"
    where = ""
    if wanted.elsewhere == 1:
        where = (
            " in another organisation and setting"
            if one
            else (", one of them in another organisation and setting")
        )
    elif wanted.elsewhere == wanted.count:
        where = " in other organisations and settings"
    elif wanted.elsewhere:
        where = f", {wanted.elsewhere} of them in other organisations and settings"
    firm = _FIRM[wanted.measure]
    if firm and not one:
        firm = firm.replace(", with", ", one of them with")
    return f"{teams} for whom it works{where}{firm}"


def research_wanted(derivation: Derivation, thresholds: Thresholds) -> str:
    """Return what would raise the research level, in words; empty at the top."""
    return _designs_wanted(derivation.research, thresholds)


@cache
def _designs_wanted(research: int, thresholds: Thresholds) -> str:
    designs = _designs_above(research, thresholds)
    if not designs:
        return ""
    named = " or ".join(labels.DESIGNS[design].lower() for design in designs)
    return f"a publication of this kind that speaks for it, without concerns: {named}"


def _level(facts: Facts, teams: tuple[TeamResult, ...], thresholds: Thresholds) -> int:
    return practice_steps(facts, teams, thresholds)[-1].level


def _named(facts: Facts) -> Facts:
    return replace(facts, seen=tuple(replace(place, teams=("\0",)) for place in facts.seen))


def _candidates(count: int, spread: int) -> Iterator[MoreTeams]:
    for measure in reversed(STRONGEST_FIRST[:-1]):
        for elsewhere in range(min(count, spread) + 1):
            yield MoreTeams(count, measure, elsewhere)


@cache
def _results(more: MoreTeams) -> tuple[TeamResult, ...]:
    return tuple(team_results(_outcomes(more)))


def _outcomes(more: MoreTeams) -> Iterator[TeamOutcome]:
    for number in range(more.count):
        place = f"\0{number}" if number < more.elsewhere else ""
        yield TeamOutcome(
            team=f"\0{number}",
            organisation=place,
            result="worked",
            measure="self-report" if number else more.measure,
            setting=place,
            earliest=date.max,
            latest=date.max,
            when=None,
            kind=Kind.REUSE,
            record="",
            cycle="",
            at_source=False,
            owning=False,
            independent=True,
            answered=False,
        )
