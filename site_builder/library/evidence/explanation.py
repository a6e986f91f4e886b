"""A lesson's evidence as a person would explain it: every fact, and every rule that applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.evidence.derive import (
    HIGHEST_PRACTICE,
    HIGHEST_RESEARCH,
    Derivation,
    Fact,
    Step,
)
from site_builder.library.evidence.facts import Seen, Study, TeamOutcome
from site_builder.library.evidence.raising import (
    MOST_TEAMS,
    NamedTeam,
    raise_practice,
    raise_research,
)
from site_builder.library.evidence.words import RESEARCH, practice_label, sentence, teams
from site_builder.records import labels
from site_builder.records.dates import spoken_day
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Design

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library.evidence.assessment import Assessment
    from site_builder.library.library import Key, Library
    from site_builder.settings import Thresholds

_PLAIN = {
    "practice-advised": "no record names a team that has seen it work",
    "research-none": "no study that has not been retracted speaks for it",
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
    "practice-seen-once": "a named team has seen it: ",
    "research-best-design": "the best study that speaks for it: ",
    "contrary-research": "a study as good speaks against it: ",
    "contrary-experience": "an account as good speaks against it: ",
}
"""Rules in words, each before what it used."""
_FIRM = {
    "opinion": "",
    "self-report": "",
    "observed": ", with an outcome that others observed",
    "measured": ", with a measured outcome",
}


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
    practice = Axis(
        "Practice",
        derivation.practice,
        HIGHEST_PRACTICE,
        practice_label(derivation),
        tuple(telling.reason(step, derivation) for step in derivation.practice_steps),
        tuple(telling.said(fact) for fact in told),
        _higher_practice(derivation, thresholds),
    )
    research = Axis(
        "Research",
        derivation.research,
        HIGHEST_RESEARCH,
        RESEARCH[derivation.research],
        tuple(telling.reason(step, derivation) for step in derivation.research_steps),
        tuple(telling.said(fact) for fact in facts.studies),
        _higher_research(derivation, thresholds),
    )
    contested = tuple(
        Reason(step.rule, _against_lessons(assessment, library))
        if step.rule == "contradicted-by-lesson"
        else telling.reason(step, derivation)
        for step in assessment.contested
    )
    return Explanation(
        said,
        (practice, research),
        contested,
        _override(assessment),
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
        if step.rule in _BEFORE_TEAMS:
            return _BEFORE_TEAMS[step.rule] + self._teams(step)
        if step.rule in _BEFORE_TITLES:
            return _BEFORE_TITLES[step.rule] + _listed(map(self._named, step.facts))
        if step.rule in _AT_MOST:
            return _AT_MOST[step.rule].format(step.level)
        if step.rule == "failures-step-down":
            failed, everybody = len(derivation.failures), len(derivation.teams)
            return f"down one, since it failed for {failed} of {teams(everybody)}: " + self._teams(
                step
            )
        if step.rule == "concerns-step-down":
            studies = (fact for fact in step.facts if isinstance(fact, Study))
            concerns = (concern for study in studies for concern in study.concerns)
            return "down one for each concern, but not below 1: " + _listed(concerns)
        return _PLAIN.get(step.rule) or self._spread(step)

    def _spread(self, step: Step) -> str:
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
        unnamed = not fact.teams and fact.design is not Design.GUIDANCE
        named = "; the lesson names no team" if unnamed else ""
        return Said(f"{design} in print: “{fact.title}”{when}{against}{named}", None)

    def _study(self, fact: Study) -> str:
        when = f", {fact.when.spoken}" if fact.when else ""
        concerns = f"; concerns: {'; '.join(fact.concerns)}" if fact.concerns else ""
        direction = {"for": "", "against": "; it speaks against the lesson"}.get(
            fact.supports, "; its findings are mixed"
        )
        retracted = "; retracted, so it counts for nothing" if fact.retracted else ""
        design = labels.DESIGNS[fact.design].lower()
        return f"{design}: “{fact.title}”{when}{direction}{concerns}{retracted}"

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
        team = self._library.vocabulary.teams.get(team_id)
        return team.label if team else team_id


def _higher_practice(derivation: Derivation, thresholds: Thresholds) -> str:
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


def _higher_research(derivation: Derivation, thresholds: Thresholds) -> str:
    designs = raise_research(derivation, thresholds)
    if not designs:
        return ""
    named = " or ".join(labels.DESIGNS[design].lower() for design in designs)
    return f"a publication of this kind that speaks for it, without concerns: {named}"


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
    return "; ".join(texts)
