"""The evidence of one lesson as its page shows it: badge, who used it, where it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.addresses import practice_url, record_url, research_url
from site_builder.library.evidence.derive import standings
from site_builder.library.evidence.facts import FAILURES
from site_builder.library.evidence.words import sentence, teams
from site_builder.publish.evidence_views import (
    AxisView,
    BadgeView,
    FactView,
    PlacesView,
    PlaceView,
    RuleView,
    UseView,
)
from site_builder.publish.views import Link
from site_builder.records import labels
from site_builder.records.kinds import Kind
from site_builder.records.reuse import Reuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.evidence.derive import TeamStanding
    from site_builder.library.evidence.explanation import Axis, Reason, Said
    from site_builder.library.evidence.facts import TeamOutcome
    from site_builder.library.library import Library
    from site_builder.publish.cards import Cards
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson

_MOST_UNTRIED = 12
"""Settings named in which nobody tried a lesson."""
_SOURCES = {Kind.ASSIST: "the event", Kind.REUSE: "the report"}


class EvidenceViews:
    """Makes what a lesson's page shows of its evidence."""

    def __init__(self, library: Library, evidence: Assessments, cards: Cards) -> None:
        """Keep what views are made from.

        Args:
            library: Every record.
            evidence: What the library makes of each lesson.
            cards: Names of teams and settings.
        """
        self._library = library
        self._evidence = evidence
        self._cards = cards

    def badge(self, lesson: Record[Lesson]) -> BadgeView:
        """Return the evidence of a lesson, with everything that explains it."""
        assessment = self._evidence.of(lesson)
        explained = self._evidence.explain(lesson)
        practice, research = assessment.practice, assessment.research
        return BadgeView(
            mark=str(assessment.derivation.mark or "unsupported"),
            statement=explained.statement,
            axes=(
                _axis(explained.axes[0], practice_url(practice)),
                _axis(explained.axes[1], research_url(research)),
            ),
            contested=rules(explained.contested),
            override=explained.override,
            has_outcomes=bool(assessment.derivation.facts.outcomes),
        )

    def uses(self, lesson: Record[Lesson]) -> tuple[UseView, ...]:
        """Return every outcome that a team had, the latest first, whether or not it worked."""
        standing = {team.team: team for team in self._evidence.derivation(lesson).teams}
        outcomes = reversed(self._evidence.derivation(lesson).facts.outcomes)
        return tuple(self._use(one, standing.get(one.team)) for one in outcomes)

    def places(self, lesson: Record[Lesson]) -> PlacesView | None:
        """Return where a lesson works, or None when no outcome names a setting."""
        outcomes = self._evidence.derivation(lesson).facts.counted
        settings = self._library.vocabulary.settings
        tried = dict.fromkeys(one.setting for one in outcomes if one.setting)
        if not tried:
            return None
        rows = tuple(
            sorted(
                (self._place(setting, outcomes) for setting in tried),
                key=lambda row: (-row.worked, row.setting.casefold()),
            )
        )
        untried = sorted(
            (self._cards.setting(one) for one in settings if one not in tried), key=str.casefold
        )
        unplaced = sum(not one.setting for one in outcomes)
        said = _worked_in(rows) if len(rows) > 1 else _in_one_place(rows[0])
        # A table of one row says no more than its sentence.
        shown = rows if len(rows) > 1 else ()
        return PlacesView(said, shown, _named(untried), _unplaced(unplaced) if unplaced else "")

    def _use(self, outcome: TeamOutcome, team: TeamStanding | None) -> UseView:
        changed = reply = ""
        if outcome.kind is Kind.REUSE:
            report = self._library.get(Kind.REUSE, outcome.record)
            if report and isinstance(report.fields, Reuse):
                changed, reply = report.fields.changed or "", report.fields.reply or ""
        elif outcome.answered:
            reply = self._reply_of_host(outcome)
        return UseView(
            team=Link(self._cards.team(outcome.team), record_url(outcome.kind, outcome.record)),
            cycle=outcome.cycle,
            setting=self._cards.setting(outcome.setting),
            when=outcome.when.spoken if outcome.when and outcome.when.known else "",
            kind=_kind(outcome),
            outcome=labels.RESULTS[outcome.result],
            measure=labels.MEASURES[outcome.measure],
            counting=_counting(outcome, team),
            changed=changed,
            reply=reply,
            unanswered=outcome.result == "harmed" and not outcome.answered,
        )

    def _reply_of_host(self, outcome: TeamOutcome) -> str:
        assist = self._library.assist(outcome.record)
        told = assist.fields.outcomes if assist else ()
        same = (outcome.team, outcome.cycle, outcome.result, outcome.measure)
        return next(
            (
                one.reply
                for one in told
                if one.reply and (one.team, one.cycle or "", one.result, one.measure) == same
            ),
            "",
        )

    def _place(self, setting: str, outcomes: tuple[TeamOutcome, ...]) -> PlaceView:
        there = (one for one in outcomes if one.setting == setting)
        kinds = [_kind(team) for team in standings(there)]
        return PlaceView(
            self._cards.setting(setting),
            *(kinds.count(kind) for kind in ("worked", "partly", "failed")),
        )


def rules(reasons: Iterable[Reason]) -> tuple[RuleView, ...]:
    """Return rules that fired, each in a sentence."""
    return tuple(RuleView(reason.rule, sentence(reason.text)) for reason in reasons)


def _axis(axis: Axis, url: str) -> AxisView:
    return AxisView(
        axis.name,
        url,
        f"{axis.level} of {axis.highest}, {axis.label}",
        rules(axis.reasons),
        tuple(_fact(said) for said in axis.facts),
        axis.higher,
    )


def _fact(said: Said) -> FactView:
    if said.is_outcome:
        return FactView(sentence(said.text), "", "")
    if said.key is None:
        return FactView(sentence(said.text), "in print", "")
    return FactView(sentence(said.text), _SOURCES[said.key[0]], record_url(*said.key))


def _kind(told: TeamOutcome | TeamStanding) -> Literal["worked", "partly", "failed"]:
    if told.result in FAILURES:
        return "failed"
    return "worked" if told.result == "worked" else "partly"


def _counting(outcome: TeamOutcome, team: TeamStanding | None) -> str:
    """Return what an outcome counts for beside the others of its team."""
    if outcome.discount or team is None:
        return sentence(labels.DISCOUNTS[outcome.discount]) if outcome.discount else ""
    if len(team.outcomes) == 1:
        return ""
    decisive = max(
        (one for one in team.outcomes if one.result == team.result),
        key=lambda one: (one.latest, one.order),
    )
    if outcome == decisive:
        return "Counts, as the latest of this team."
    return "" if outcome in team.successes else "Does not count: a later or worse one does."


def _worked_in(rows: tuple[PlaceView, ...]) -> str:
    """Return in how many settings it went how, as a sentence."""
    counts = (
        ("worked", sum(bool(row.worked) for row in rows)),
        ("partly worked", sum(bool(row.partly) for row in rows)),
        ("failed", sum(bool(row.failed) for row in rows)),
    )
    said = [f"{how} in {count}" for how, count in counts if count]
    first = next(count for _how, count in counts if count)
    said[0] += " setting" if first == 1 else " settings"
    return sentence(", ".join(said))


def _in_one_place(row: PlaceView) -> str:
    counts = (
        ("worked", row.worked),
        ("partly worked", row.partly),
        ("failed", row.failed),
    )
    said = [f"{how} for {teams(count)}" for how, count in counts if count]
    return sentence(f"one setting, {row.setting}: {', '.join(said)}")


def _named(untried: list[str]) -> str:
    if not untried:
        return ""
    more = len(untried) - _MOST_UNTRIED
    others = f" and {more} more" if more > 0 else ""
    return f"Not tried in: {', '.join(untried[:_MOST_UNTRIED])}{others}."


def _unplaced(count: int) -> str:
    return f"{count} outcome{'s' * (count != 1)} named no setting."
