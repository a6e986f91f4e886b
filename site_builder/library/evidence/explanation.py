"""A lesson's evidence as a person would explain it: every fact, and every rule that applied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.library.evidence.derive import (
    HIGHEST_PRACTICE,
    HIGHEST_RESEARCH,
    Derivation,
    Step,
)
from site_builder.library.evidence.facts import Fact, Seen, Study, TeamOutcome
from site_builder.library.evidence.raising import practice_wanted, research_wanted
from site_builder.library.evidence.words import (
    practice_label,
    research_label,
    sentence,
    study_line,
    team_label,
    teams,
)
from site_builder.records import labels
from site_builder.records.concerns import spoken
from site_builder.records.dates import spoken_day
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library.evidence.assessment import Assessment
    from site_builder.library.library import Key, Library
    from site_builder.settings import Thresholds

_PLAIN = {
    "research-none": "no study speaks for it",
}
_AT_MOST = {
    "ceiling-reported": "no higher than {} until a success is observed by others or measured",
    "ceiling-observed": "no higher than {} until a success is measured",
}
_BEFORE_TEAMS = {
    "practice-repeated": "it worked again: ",
    "harm-unanswered": "it did harm, and the lesson's owner has not replied: ",
}
_BEFORE_TITLES = {
    "research-best-design": "the best study that speaks for it: ",
    "contrary-research": "a study as good speaks against it: ",
    "contrary-experience": "an account as good speaks against it: ",
}
"""Rules in words, each before what it used."""
_MOST_NAMED = 20
"""Most teams, studies or lessons that a sentence names."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that fired, in words."""

    rule: str
    text: str

    @property
    def sentence(self) -> str:
        """The rule as a sentence."""
        return sentence(self.text)


@dataclass(frozen=True, slots=True)
class Said:
    """A fact in words, and the record that states it."""

    text: str
    key: Key | None
    """None for a citation of the lesson itself."""
    is_outcome: bool = False
    """Whether it tells how a team fared."""

    @property
    def sentence(self) -> str:
        """The fact as a sentence."""
        return sentence(self.text)


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two levels, explained."""

    name: str
    """``Practice`` or ``Research``."""
    level: int
    """As derived."""
    highest: int
    label: str
    reasons: tuple[Reason, ...]
    facts: tuple[Said, ...]
    higher: str
    """What would raise it, or empty at the top."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about a lesson's evidence, in words."""

    statement: str
    axes: tuple[Axis, Axis]
    contested: tuple[Reason, ...]
    override: str
    """Who set other levels, why and until when; or that this has lapsed; or empty."""


def explain(
    assessment: Assessment, library: Library, thresholds: Thresholds, said: str
) -> Explanation:
    """Return everything about a lesson's evidence, in words.

    Args:
        assessment: Of the lesson.
        library: Every record.
        thresholds: What each level takes.
        said: The lesson's statement.
    """
    derivation = assessment.derivation
    telling = _Telling(library, thresholds)
    facts = derivation.facts
    told: tuple[Fact, ...] = (*facts.seen, *facts.outcomes)
    ahead = [fact for fact in facts.ahead if not isinstance(fact, Study)]
    practice = Axis(
        "Practice",
        derivation.practice,
        HIGHEST_PRACTICE,
        practice_label(derivation),
        tuple(telling.reason(step, derivation) for step in derivation.practice_steps),
        (*map(telling.said, told), *map(telling.said_ahead, ahead)),
        practice_wanted(derivation, thresholds),
    )
    research = Axis(
        "Research",
        derivation.research,
        HIGHEST_RESEARCH,
        research_label(derivation),
        tuple(telling.reason(step, derivation) for step in derivation.research_steps),
        (
            *map(telling.said, facts.studies),
            *(telling.said_ahead(fact) for fact in facts.ahead if isinstance(fact, Study)),
        ),
        research_wanted(derivation, thresholds),
    )
    return Explanation(
        said,
        (practice, research),
        contested_by(assessment, library, thresholds),
        _override(assessment),
    )


def contested_by(
    assessment: Assessment, library: Library, thresholds: Thresholds
) -> tuple[Reason, ...]:
    """Return why a lesson is contested, in words; nothing where it is not."""
    telling = _Telling(library, thresholds)
    return tuple(
        Reason(step.rule, _against_lessons(assessment, library))
        if step.rule == "contradicted-by-lesson"
        else telling.reason(step, assessment.derivation)
        for step in assessment.contested
    )


class _Telling:
    """Puts rules and facts into words."""

    def __init__(self, library: Library, thresholds: Thresholds) -> None:
        self._library = library
        self._thresholds = thresholds

    def reason(self, step: Step, derivation: Derivation) -> Reason:
        """Return a rule that fired, in words, with what it used."""
        return Reason(step.rule, self._because(step, derivation))

    def _because(self, step: Step, derivation: Derivation) -> str:
        rule = step.rule
        if rule in _BEFORE_TEAMS:
            return _BEFORE_TEAMS[rule] + self._teams(step)
        if rule in _BEFORE_TITLES:
            return _BEFORE_TITLES[rule] + _listed(map(self._named, step.facts))
        if rule in _AT_MOST:
            return _AT_MOST[rule].format(step.level)
        say = {
            "practice-advised": self._advised,
            "practice-seen-once": self._tried_once,
            "failures-step-down": self._stepped_down,
            "concerns-step-down": self._lowered,
        }.get(rule, self._spread)
        return _PLAIN.get(rule) or say(step, derivation)

    def _advised(self, _step: Step, derivation: Derivation) -> str:
        is_tried = bool(derivation.used_by)
        return "no team reports that it worked" if is_tried else "no team has reported trying it"

    def _stepped_down(self, step: Step, derivation: Derivation) -> str:
        failed, everybody = len(derivation.failures), len(derivation.teams)
        return f"down one, since it failed for {failed} of {teams(everybody)}: {self._teams(step)}"

    def _lowered(self, step: Step, _derivation: Derivation) -> str:
        studies = (fact for fact in step.facts if isinstance(fact, Study))
        concerns = (spoken(concern) for study in studies for concern in study.concerns)
        return f"down one for each concern, but not below 1: {_listed(concerns)}"

    def _tried_once(self, step: Step, _derivation: Derivation) -> str:
        seen = [fact for fact in step.facts if isinstance(fact, Seen)]
        if not seen:
            return f"it worked in one cycle: {self._teams(step)}"
        teams = dict.fromkeys(team for fact in seen for team in fact.teams)
        named = _listed(map(self._team, teams))
        return f"tried once, by {named}: {_listed(map(self._named, seen))}"

    def _spread(self, step: Step, _derivation: Derivation) -> str:
        takes = self._thresholds
        if step.rule == "practice-replicated":
            number = f"{takes.replicated_teams} or more independent teams: "
        else:
            number = (
                f"{takes.across_teams} or more independent teams, in "
                f"{takes.across_organisations} or more organisations and "
                f"{takes.across_settings} or more settings: "
            )
        return f"it worked for {number}{self._teams(step)}"

    def said(self, fact: Fact) -> Said:
        """Return a fact in words."""
        if isinstance(fact, Seen):
            return self._seen(fact)
        if isinstance(fact, Study):
            return Said(self._study(fact), None)
        return self._outcome(fact)

    def said_ahead(self, fact: Fact) -> Said:
        """Return a fact in words that is dated after today."""
        said = self.said(fact)
        return replace(said, text=f"{said.text}; does not count: its date is in the future")

    def _seen(self, fact: Seen) -> Said:
        when = f", {fact.when.spoken}" if fact.when else ""
        if fact.assist:
            named = "" if fact.teams else "; it names no team that saw it"
            return Said(
                f"the event “{fact.title}” was held{when}{named}", (Kind.ASSIST, fact.assist)
            )
        assert fact.design  # noqa: S101 - what is no assist is a publication of a design
        design = labels.DESIGNS[fact.design].lower()
        against = "; it speaks against the lesson" if fact.against else ""
        if fact.of_problem:
            against = "; it tells of the problem only, and gives no level"
        unnamed = not fact.teams and fact.shows_trial
        named = "; the lesson names no team" if unnamed else ""
        return Said(f"{design} in print: “{fact.title}”{when}{against}{named}", None)

    def _study(self, fact: Study) -> str:
        when = f", {fact.when.spoken}" if fact.when else ""
        direction = {"for": "", "against": "; it speaks against the lesson"}.get(
            fact.supports, "; its findings are mixed"
        )
        if fact.of_problem:
            direction = "; it looked at the problem only, and gives no level"
        retracted = "; retracted, so it counts for nothing" if fact.retracted else ""
        return f"{study_line(fact)}: “{fact.title}”{when}{direction}{retracted}"

    def _outcome(self, fact: TeamOutcome) -> Said:
        setting = self._library.vocabulary.settings.get(fact.setting)
        where = f", {setting.label if setting else fact.setting}" if fact.setting else ""
        when = f", {fact.when.spoken}" if fact.when else ""
        cycle = f" ({fact.cycle})" if fact.cycle else ""
        told = "" if fact.independent else "; not an independent report"
        if fact.discount:
            told = f"; {labels.DISCOUNTS[fact.discount]}"
        answered = "; the owner has replied" if fact.answered else ""
        return Said(
            f"{self._team(fact.team)}{cycle}: {labels.RESULTS[fact.result].lower()}, "
            f"{labels.MEASURES[fact.measure]}{where}{when}{told}{answered}",
            (fact.kind, fact.record),
            is_outcome=True,
        )

    def _named(self, fact: Fact) -> str:
        if isinstance(fact, TeamOutcome):
            return self._team(fact.team)
        if isinstance(fact, Study):
            return f"{labels.DESIGNS[fact.design].lower()}, “{fact.title}”"
        return f"“{fact.title}”"

    def _teams(self, step: Step) -> str:
        return _listed(dict.fromkeys(self._named(fact) for fact in step.facts))

    def _team(self, team_id: str) -> str:
        return team_label(team_id, self._library.vocabulary.teams)


def _against_lessons(assessment: Assessment, library: Library) -> str:
    titles = (
        f"“{other.fields.title}”"
        for other_id in assessment.contradicted_by
        if (other := library.lesson(other_id))
    )
    return "a lesson on evidence as good says otherwise: " + _listed(titles)


def _override(assessment: Assessment) -> str:
    override, level = assessment.override, assessment.lesson.fields.evidence_level
    if override is None or level is None:
        return ""
    derived = assessment.derivation
    levels = f"practice {level.practice} and research {level.research}"
    facts = f"practice {derived.practice} and research {derived.research}"
    why = f"{override.by}: {override.why}"
    if assessment.overridden:
        return (
            f"Set to {levels} until {spoken_day(override.expires)} by {why} The facts give {facts}."
        )
    return f"Set to {levels} until {spoken_day(override.expires)} by {why} That has lapsed."


def _listed(texts: Iterable[str]) -> str:
    several = list(texts)
    more = len(several) - _MOST_NAMED
    return "; ".join([*several[:_MOST_NAMED], *([f"and {more:,} more"] if more > 0 else [])])
