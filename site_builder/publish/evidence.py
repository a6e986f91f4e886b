"""The evidence of one lesson as its page shows it: badge, who used it, where it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.addresses import practice_url, record_url, research_url
from site_builder.library.evidence.derive import team_results
from site_builder.library.evidence.facts import FAILURES
from site_builder.library.evidence.words import sentence, teams
from site_builder.publish.names import setting_name, team_name
from site_builder.publish.rows import Link
from site_builder.publish.views import Badge, Place, Places, Use
from site_builder.records import labels
from site_builder.records.kinds import Kind
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from typing import Literal

    from site_builder.library.evidence.derive import TeamResult
    from site_builder.library.evidence.facts import TeamOutcome
    from site_builder.library.library import Library
    from site_builder.publish.context import SiteContext
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

_MOST_UNTRIED = 12
"""Most settings listed in which nobody tried a lesson."""


def badge(context: SiteContext, lesson: Record[Lesson]) -> Badge:
    """Return the evidence of a lesson, with everything that explains it."""
    assessment = context.evidence.of(lesson)
    return Badge(
        strip=context.evidence.strip(lesson),
        explained=context.evidence.explain(lesson),
        urls=(practice_url(assessment.practice), research_url(assessment.research)),
        has_outcomes=bool(assessment.derivation.facts.outcomes),
    )


def uses(context: SiteContext, lesson: Record[Lesson]) -> tuple[Use, ...]:
    """Return every outcome that a team had, the latest first, whether or not it worked."""
    derivation = context.evidence.derivation(lesson)
    by_team = {team.team: team for team in derivation.teams}
    outcomes = reversed(derivation.facts.outcomes)
    return tuple(_use(context.library, outcome, by_team.get(outcome.team)) for outcome in outcomes)


def places(context: SiteContext, lesson: Record[Lesson]) -> Places | None:
    """Return where a lesson works, or None when no outcome names a setting."""
    library = context.library
    outcomes = context.evidence.derivation(lesson).facts.counted
    tried = dict.fromkeys(outcome.setting for outcome in outcomes if outcome.setting)
    if not tried:
        return None
    rows = sorted(
        (_place(library, setting, outcomes) for setting in tried),
        key=lambda row: (-row.worked, row.setting.casefold()),
    )
    settings = library.vocabulary.settings
    names = (setting_name(library, setting) for setting in settings if setting not in tried)
    untried = sorted(names, key=str.casefold)
    more = len(untried) - _MOST_UNTRIED
    others = f" and {more} more" if more > 0 else ""
    unplaced = sum(not outcome.setting for outcome in outcomes)
    return Places(
        _where_it_worked(rows),
        # A table of one row would only repeat the sentence.
        tuple(rows) if len(rows) > 1 else (),
        f"Not tried in: {', '.join(untried[:_MOST_UNTRIED])}{others}." if untried else "",
        f"{counted(unplaced, 'outcome')} named no setting." if unplaced else "",
    )


def _use(library: Library, outcome: TeamOutcome, team: TeamResult | None) -> Use:
    changed = reply = ""
    if outcome.kind is Kind.REUSE:
        report = library.get(Kind.REUSE, outcome.record)
        if report and isinstance(report.fields, Reuse):
            changed, reply = report.fields.changed or "", report.fields.reply or ""
    elif outcome.answered:
        reply = _reply_of_host(library, outcome)
    return Use(
        team=Link(team_name(library, outcome.team), record_url(outcome.kind, outcome.record)),
        cycle=outcome.cycle,
        setting=setting_name(library, outcome.setting),
        when=outcome.when.spoken if outcome.when and outcome.when.known else "",
        kind=_kind(outcome),
        outcome=labels.RESULTS[outcome.result],
        measure=labels.MEASURES[outcome.measure],
        counting=_counting(outcome, team),
        changed=changed,
        reply=reply,
        unanswered=outcome.result == "harmed" and not outcome.answered,
    )


def _reply_of_host(library: Library, outcome: TeamOutcome) -> str:
    assist = library.assist(outcome.record)
    stated = assist.fields.outcomes if assist else ()
    same = (outcome.team, outcome.cycle, outcome.result, outcome.measure)
    replies = (
        cycle.reply
        for cycle in stated
        if cycle.reply and (cycle.team, cycle.cycle or "", cycle.result, cycle.measure) == same
    )
    return next(replies, "")


def _place(library: Library, setting: str, outcomes: tuple[TeamOutcome, ...]) -> Place:
    there = (outcome for outcome in outcomes if outcome.setting == setting)
    kinds = [_kind(team) for team in team_results(there)]
    counts = (kinds.count(kind) for kind in ("worked", "partly", "failed"))
    return Place(setting_name(library, setting), *counts)


def _kind(outcome: TeamOutcome | TeamResult) -> Literal["worked", "partly", "failed"]:
    if outcome.result in FAILURES:
        return "failed"
    return "worked" if outcome.result == "worked" else "partly"


def _counting(outcome: TeamOutcome, team: TeamResult | None) -> str:
    """Return what an outcome counts for beside the others of its team."""
    if outcome.discount or team is None:
        return sentence(labels.DISCOUNTS[outcome.discount]) if outcome.discount else ""
    if len(team.outcomes) == 1:
        return ""
    decisive = max(
        (own for own in team.outcomes if own.result == team.result),
        key=lambda own: (own.latest, own.order),
    )
    if outcome == decisive:
        return "Counts, as the latest of this team."
    return "" if outcome in team.successes else "Does not count: a later or worse one does."


def _where_it_worked(rows: list[Place]) -> str:
    """Return the results by setting as a sentence."""
    results = {
        "worked": [row.worked for row in rows],
        "partly worked": [row.partly for row in rows],
        "failed": [row.failed for row in rows],
    }
    if len(rows) == 1:
        parts = [f"{how} for {teams(count)}" for how, (count,) in results.items() if count]
        return sentence(f"one setting, {rows[0].setting}: {', '.join(parts)}")
    counts = {how: sum(map(bool, numbers)) for how, numbers in results.items() if any(numbers)}
    parts = [f"{how} in {count}" for how, count in counts.items()]
    first = next(iter(counts.values()))
    parts[0] += " setting" if first == 1 else " settings"
    return sentence(", ".join(parts))
