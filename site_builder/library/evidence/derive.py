"""From facts to levels. A pure function: the same facts and thresholds give the same result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.library.evidence.facts import (
    FAILURES,
    STRONGEST_FIRST,
    WORST_FIRST,
    Fact,
    Facts,
    Seen,
    Study,
    TeamOutcome,
)
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Design, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.records.assist import Measure, Result
    from site_builder.settings import Thresholds

HIGHEST_PRACTICE = 4
HIGHEST_RESEARCH = 5


@dataclass(frozen=True, slots=True)
class TeamResult:
    """The one outcome that counts for a team."""

    team: str
    organisation: str
    result: Result
    """Of its latest outcome. Of outcomes that may be equally late, the worst."""
    successes: tuple[TeamOutcome, ...]
    """Every time it worked for the team, if it does now; a later success takes nothing away."""
    outcomes: tuple[TeamOutcome, ...]
    """Everything told of the team, the outcomes that no longer count among them."""

    @property
    def failed(self) -> bool:
        """Whether it had no effect, did harm or was given up; partly worked is neither."""
        return self.result in FAILURES

    @property
    def independent(self) -> bool:
        """Whether the team itself says that it worked in its own work."""
        return any(success.independent for success in self.successes)

    @property
    def measure(self) -> Measure | None:
        """The strongest way in which anyone knows that it worked."""
        return min(
            (success.measure for success in self.successes),
            key=STRONGEST_FIRST.index,
            default=None,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A rule that fired."""

    rule: str
    level: int
    """Level after it."""
    facts: tuple[Fact, ...] = ()
    """What it used."""


@dataclass(frozen=True)
class Derivation:
    """Mark and levels, and how they came about."""

    facts: Facts
    mark: Evidence | None
    """None for a lesson that rests on nothing."""
    teams: tuple[TeamResult, ...]
    practice_steps: tuple[Step, ...]
    research_steps: tuple[Step, ...]

    @cached_property
    def practice(self) -> int:
        """Practice level, 0 to 4."""
        return self.practice_steps[-1].level

    @cached_property
    def research(self) -> int:
        """Research level, 0 to 5."""
        return self.research_steps[-1].level

    @cached_property
    def successes(self) -> tuple[TeamResult, ...]:
        """Teams for whom it works."""
        return tuple(team for team in self.teams if team.successes)

    @cached_property
    def best_study(self) -> Study | None:
        """The best study that speaks for it."""
        step = self.research_steps[0]
        study = step.facts[0] if step.level else None
        return study if isinstance(study, Study) else None

    @cached_property
    def used_by(self) -> tuple[str, ...]:
        """Teams that used it, sorted: those that tried it, whatever came of it.

        A team did of whom an outcome is told that counts, and one that a lesson or its event names
        as having seen it. This is what *tried* and *used* mean on every page and in every count.
        """
        seen = {team for seen in self.facts.seen if seen.shows_trial for team in seen.teams}
        return tuple(sorted(seen | {team.team for team in self.teams}))

    @cached_property
    def failures(self) -> tuple[TeamResult, ...]:
        """Teams for whom it failed."""
        return tuple(team for team in self.teams if team.failed)


def derive(facts: Facts, thresholds: Thresholds) -> Derivation:
    """Return what facts amount to.

    The rules are those of the page on evidence: a mark that says which kinds of fact there are, a
    ladder of practice with its ceilings and the step down for failures, and research by the best
    supporting study less its concerns.
    """
    teams = team_results(facts.counted)
    return Derivation(
        facts,
        _mark(facts),
        teams,
        practice_steps(facts, teams, thresholds),
        tuple(_research(facts.studies, thresholds)),
    )


def _mark(facts: Facts) -> Evidence | None:
    told = any(
        outcome.discount != "early" and (outcome.kind is Kind.REUSE or not outcome.at_source)
        for outcome in facts.outcomes
    )
    experience = bool(facts.seen) or told
    research = any(not study.retracted for study in facts.studies)
    if experience and research:
        return Evidence.BOTH
    if experience:
        return Evidence.EXPERIENTIAL
    return Evidence.RESEARCH if research else None


def team_results(outcomes: Iterable[TeamOutcome]) -> tuple[TeamResult, ...]:
    """Return the one outcome that counts for each team, sorted by team."""
    return tuple(_team_results(outcomes))


def practice_steps(
    facts: Facts, teams: tuple[TeamResult, ...], thresholds: Thresholds
) -> tuple[Step, ...]:
    """Return the rules by which the practice level comes about; the last has the level."""
    return tuple(_practice(facts, teams, thresholds))


def _team_results(outcomes: Iterable[TeamOutcome]) -> Iterator[TeamResult]:
    by_team: dict[str, list[TeamOutcome]] = {}
    for outcome in outcomes:
        by_team.setdefault(outcome.team, []).append(outcome)
    for team, told in sorted(by_team.items()):
        # What may have been the latest is everything that nothing is known to have followed.
        last = max(outcome.earliest for outcome in told)
        late = (outcome.result for outcome in told if outcome.latest >= last)
        result = min(late, key=WORST_FIRST.index)
        successes = (
            tuple(outcome for outcome in told if outcome.result == "worked")
            if result == "worked"
            else ()
        )
        yield TeamResult(team, told[0].organisation, result, successes, tuple(told))


def _practice(
    facts: Facts, teams: tuple[TeamResult, ...], thresholds: Thresholds
) -> Iterator[Step]:
    step = _rung(facts, teams, thresholds)
    yield step
    level = step.level
    measures = {team.measure for team in teams if team.successes}
    ceiling, rule = HIGHEST_PRACTICE, ""
    if not measures & {"observed", "measured"}:
        ceiling, rule = thresholds.ceiling_reported, "ceiling-reported"
    elif "measured" not in measures:
        ceiling, rule = thresholds.ceiling_observed, "ceiling-observed"
    if level >= ceiling and rule:
        level = ceiling
        yield Step(rule, level)
    failed = [team for team in teams if team.failed]
    if level > 1 and len(failed) > thresholds.failed_share * len(teams):
        yield Step("failures-step-down", level - 1, _told(failed))


def _rung(facts: Facts, teams: tuple[TeamResult, ...], thresholds: Thresholds) -> Step:
    independent = [team for team in teams if team.independent]
    settings = {
        success.setting for team in independent for success in team.successes if success.setting
    }
    organisations = {team.organisation for team in independent if team.organisation}
    if (
        len(independent) >= thresholds.across_teams
        and len(organisations) >= thresholds.across_organisations
        and len(settings) >= thresholds.across_settings
    ):
        return Step("practice-across-settings", 4, _told(independent))
    if len(independent) >= thresholds.replicated_teams:
        return Step("practice-replicated", 3, _told(independent))
    repeating = independent or list(_repeating(facts, teams))
    if repeating:
        return Step("practice-repeated", 2, _told(repeating))
    seen = tuple(place for place in facts.seen if place.teams and place.shows_trial)
    succeeded = _told(team for team in teams if team.successes)
    if seen or succeeded:
        return Step("practice-seen-once", 1, seen or succeeded)
    return Step("practice-advised", 0, facts.seen)


def _repeating(facts: Facts, teams: tuple[TeamResult, ...]) -> Iterator[TeamResult]:
    """Yield teams for which it worked in a cycle beyond the one in which it was learned."""
    successes = [success for team in teams for success in team.successes]
    successes.sort(key=lambda success: (not success.owning, success.order))
    further = {
        success.team
        for number, success in enumerate(successes)
        if any(success.is_other_cycle(earlier) for earlier in successes[:number])
        or any(_is_after(success, seen) for seen in facts.seen)
    }
    return (team for team in teams if team.team in further)


def _is_after(success: TeamOutcome, seen: Seen) -> bool:
    """Return whether a success is another cycle than the one in which the lesson was seen.

    The first success of the team that learned it, told of the event itself, is what was seen.
    """
    if not seen.shows_trial:
        return False
    days = (seen.when.earliest, seen.when.latest) if seen.when else (None, None)
    if success.at_source:
        apart = days[1] is not None and success.earliest > days[1]
        return bool(seen.assist) and not success.owning and apart
    return not (seen.assist and days[0] and (success.earliest, success.latest) == days)


def _told(teams: Iterable[TeamResult]) -> tuple[TeamOutcome, ...]:
    return tuple(outcome for team in teams for outcome in (team.successes or team.outcomes))


def _research(studies: tuple[Study, ...], thresholds: Thresholds) -> Iterator[Step]:
    supporting = [study for study in studies if study.supports == "for" and study.counts]
    if not supporting:
        yield Step("research-none", 0, studies)
        return
    best = max(supporting, key=lambda study: (study_level(study, thresholds), study.title))
    design = design_level(best.design, thresholds)
    yield Step("research-best-design", design, (best,))
    level = study_level(best, thresholds)
    if level < design:
        yield Step("concerns-step-down", level, (best,))


def design_level(design: Design, thresholds: Thresholds) -> int:
    """Return the research level of a design without concerns."""
    return int(getattr(thresholds.designs, design.replace("-", "_")))


def study_level(study: Study, thresholds: Thresholds) -> int:
    """Return the research level of a study: one less for each concern, no less than 1."""
    return max(1, design_level(study.design, thresholds) - len(study.concerns))
