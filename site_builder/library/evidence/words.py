"""A lesson's evidence in a few short sentences, and what its levels are called.

Three words are kept apart wherever readers meet them. *Advice*: somebody recommends it, and no team
has reported trying it. *Tried*: a named team did, told with how it went. *Studied*: research looked
at it, told by its design.
"""

from __future__ import annotations

from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.evidence.derive import HIGHEST_PRACTICE, HIGHEST_RESEARCH, Derivation
from site_builder.records import labels
from site_builder.records.concerns import domain_of, spoken
from site_builder.records.dates import PartialDate
from site_builder.records.lesson import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from site_builder.library.evidence.assessment import Assessment
    from site_builder.library.evidence.derive import TeamResult
    from site_builder.library.evidence.facts import Study
    from site_builder.records.vocabulary import Team

_DAYS_A_YEAR = 365.25
_NO_TEAMS: Mapping[str, Team] = MappingProxyType({})

ADVICE = "Advice: no team has reported trying it"
"""What readers see of practice 0."""
PRACTICE = ("advice", "tried once", "repeated", "replicated", "works across settings")
"""Names of the practice levels, 0 to 4."""
RESEARCH = (
    "no supporting study",
    "as strong as reasoning or consensus",
    "as strong as a study before and after",
    "as strong as a controlled study",
    "as strong as a randomised trial",
    "as strong as a systematic review",
)
"""Names of the research levels, 0 to 5; a study with concerns is as strong as a weaker design."""
_SAID = {
    None: "no result stated",
    Outcome.WORKED: "who say that it worked",
    Outcome.MIXED: "with mixed results",
    Outcome.DID_NOT_WORK: "for whom doing otherwise did not work",
}
"""How it went, by the word of those who learned it."""


def practice_label(derivation: Derivation) -> str:
    """Return the name of a lesson's practice level."""
    if derivation.practice == 0 and derivation.teams:
        return "tried, and no success reported"
    return PRACTICE[derivation.practice]


def research_label(derivation: Derivation) -> str:
    """Return what a lesson's research level rests on: the design, then what lowered it."""
    return study_words(derivation.best_study) if derivation.best_study else RESEARCH[0]


def study_words(study: Study) -> str:
    """Return the design of a study by name, then what lowered it."""
    lowered = joined(domain_of(concern) for concern in study.concerns)
    return f"{design_words(study)}; lowered for {lowered}" if lowered else design_words(study)


def design_words(study: Study) -> str:
    """Return the design of a study by name."""
    design = labels.DESIGNS[study.design]
    return f"{design[:1].lower()}{design[1:]}"


def study_line(study: Study) -> str:
    """Return the design of a study by name, then what lowered it and why."""
    lowered = "; ".join(spoken(concern) for concern in study.concerns)
    return f"{design_words(study)}, lowered for {lowered}" if lowered else design_words(study)


def statement(
    assessment: Assessment,
    stale_years: int,
    today: date,
    known: Mapping[str, Team] = _NO_TEAMS,
) -> str:
    """Return what a lesson rests on in a few short sentences.

    Args:
        assessment: Of the lesson.
        stale_years: Years after which a lesson is said to be not confirmed since.
        today: The day on which it is read.
        known: Teams of the vocabulary, by whose names a lesson says who tried it.
    """
    parts = [
        "Contested." if assessment.contested else "",
        _tried(assessment, known),
        _studied(assessment),
        confirmation(assessment, stale_years, today),
    ]
    return " ".join(filter(None, parts))


def _tried(assessment: Assessment, known: Mapping[str, Team]) -> str:
    derivation = assessment.derivation
    is_shown = assessment.practice or assessment.overridden
    level = f" (practice {assessment.practice} of {HIGHEST_PRACTICE})" if is_shown else ""
    if assessment.is_tried:
        return f"Tried: {tally(assessment, known)}{level}."
    told = {outcome.team for outcome in derivation.facts.outcomes if outcome.discount == "hearsay"}
    heard = f" Its owner tells of {counted(len(told), 'other team')}." if told else ""
    source = "" if derivation.mark or derivation.facts.studies else " It names no source."
    return f"{ADVICE}{level}.{heard}{source}"


def tally(assessment: Assessment, known: Mapping[str, Team] | None = None) -> str:
    """Return by whom a lesson was tried and how it went, failures and partial success included.

    Args:
        assessment: Of the lesson.
        known: Teams of the vocabulary, to name one that is alone; None counts them and no more.
    """
    derivation = assessment.derivation
    partly = [team for team in derivation.teams if team.result == "partly"]
    groups = (
        (_success_words(derivation.successes), derivation.successes),
        ("partly worked", partly),
        ("failed", derivation.failures),
    )
    told = [(how, teams) for how, teams in groups if teams]
    said = [f"{how} for {_named((team.team for team in group), known)}" for how, group in told]
    if len(told) > 1:
        said = [f"{how} for {len(group):,}" for how, group in told]
        said[0] = f"{told[0][0]} for {teams(len(told[0][1]))}"
    if len(derivation.successes) > 1 and known is not None:
        said[0] += _organisations(derivation.successes)
    if said and assessment.lesson.fields.outcome is Outcome.DID_NOT_WORK:
        # Outcomes judge the advice, which is here to avoid what did not work.
        said[0] = f"avoiding it {said[0]}"
    seen = "" if derivation.successes else _seen(assessment, known)
    return "; ".join(filter(None, (seen, ", ".join(said))))


def _success_words(successes: tuple[TeamResult, ...]) -> str:
    times = successes[0].successes if len(successes) == 1 else ()
    is_repeated = any(time.is_other_cycle(other) for time, other in combinations(times, 2))
    return "worked more than once" if is_repeated else "worked"


def _named(ids: Iterable[str], known: Mapping[str, Team] | None) -> str:
    several = [*ids]
    if known is None or len(several) > 1:
        return teams(len(several))
    return team_label(several[0], known)


def _organisations(successes: tuple[TeamResult, ...]) -> str:
    organisations = {team.organisation for team in successes if team.organisation}
    return f" in {counted(len(organisations), 'organisation')}" if organisations else ""


def _seen(assessment: Assessment, known: Mapping[str, Team] | None) -> str:
    """Return who saw it and says so of no outcome in particular, or nothing."""
    facts = assessment.derivation.facts
    who = {team for seen in facts.seen if seen.shows_trial for team in seen.teams}
    if not who:
        return ""
    # An outcome that teams report says more than the lesson's own word.
    said = None if assessment.derivation.teams else assessment.lesson.fields.outcome
    return f"by {_named(who, known)}, {_SAID[said]}"


def _studied(assessment: Assessment) -> str:
    derivation = assessment.derivation
    studies = derivation.facts.studies
    is_shown = assessment.research or assessment.overridden
    level = f" (research {assessment.research} of {HIGHEST_RESEARCH})" if is_shown else ""
    against = [study for study in studies if study.counts and study.supports == "against"]
    if best := derivation.best_study:
        other = f"; {counted(len(against), 'study', 'studies')} against it" if against else ""
        return f"Studied: {study_words(best)}{level}{other}."
    if against:
        return f"Studied, and a study speaks against it: {study_words(against[0])}{level}."
    if mixed := [study for study in studies if study.counts]:
        return f"Studied, with mixed findings: {study_words(mixed[0])}{level}."
    if problem := [study for study in studies if not study.retracted]:
        return f"Only the problem was studied: {study_words(problem[0])}{level}."
    if studies:
        return f"The study that it cites was retracted{level}."
    return f"Not studied{level}." if assessment.is_tried or level else ""


def confirmation(assessment: Assessment, stale_years: int, today: date) -> str:
    """Return when a lesson was last confirmed: age is said, and changes no level."""
    when = assessment.confirmed_by(today)
    if when is None or when.latest is None:
        if assessment.derivation.practice or assessment.derivation.research:
            return "When it was last confirmed is not stated."
        return ""
    month = PartialDate(when.text[:7]).spoken
    if (today - when.latest).days > stale_years * _DAYS_A_YEAR:
        return f"Not confirmed since {month}."
    return f"Last confirmed {month}."


def team_label(team_id: str, known: Mapping[str, Team]) -> str:
    """Return the name of a team, or its id where the vocabulary does not have it."""
    return known[team_id].label if team_id in known else team_id


def teams(count: int) -> str:
    """Return a number of teams in words."""
    return counted(count, "team")


def joined(texts: Iterable[str]) -> str:
    """Return texts as a list in a sentence."""
    *most, last = [*texts] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def sentence(clause: str) -> str:
    """Return a clause as a sentence, and nothing for an empty one."""
    return f"{clause[:1].upper()}{clause[1:]}{'' if clause[-1:] in '.!?' else '.'}"
