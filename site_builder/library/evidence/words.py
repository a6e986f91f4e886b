"""A lesson's evidence in a few short sentences, and what its levels are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.evidence.derive import HIGHEST_PRACTICE, HIGHEST_RESEARCH, Derivation
from site_builder.records.dates import PartialDate
from site_builder.records.lesson import Evidence

if TYPE_CHECKING:
    from datetime import date

    from site_builder.library.evidence.assessment import Assessment

_DAYS_A_YEAR = 365.25

PRACTICE = ("advised", "seen once", "repeated", "replicated", "works across settings")
"""Names of the practice levels, 0 to 4."""
RESEARCH = (
    "no supporting study",
    "reasoning or consensus",
    "without a comparison",
    "compared, not randomised",
    "randomised",
    "reviewed systematically",
)
"""Names of the research levels, 0 to 5, by the designs that give them by default."""
_MARKS = {
    Evidence.EXPERIENTIAL: "Experience.",
    Evidence.RESEARCH: "Research.",
    Evidence.BOTH: "Both experience and research.",
    None: "Unsupported: neither experience nor research.",
}


def practice_label(derivation: Derivation) -> str:
    """Return the name of a lesson's practice level."""
    if derivation.practice == 0 and not derivation.facts.seen and not derivation.teams:
        return "not yet tried"
    return PRACTICE[derivation.practice]


def statement(assessment: Assessment, stale_years: int, today: date) -> str:
    """Return what a lesson rests on in a few short sentences.

    Args:
        assessment: Of the lesson.
        stale_years: Years after which a lesson is said to be not confirmed since.
        today: The day on which it is read.
    """
    parts = [
        "Contested." if assessment.contested else "",
        _MARKS[assessment.derivation.mark],
        f"Practice {assessment.practice} of {HIGHEST_PRACTICE}: {_tally(assessment)}.",
        f"Research {assessment.research} of {HIGHEST_RESEARCH}.",
        confirmation(assessment, stale_years, today),
    ]
    return " ".join(filter(None, parts))


def _tally(assessment: Assessment) -> str:
    """Return for how many teams a lesson worked and failed."""
    derivation = assessment.derivation
    worked, failed = derivation.successes, derivation.failures
    if not worked:
        label = practice_label(derivation)
        return f"{label}, and failed for {teams(len(failed))}" if failed else label
    organisations = {team.organisation for team in worked if team.organisation}
    if len(worked) == 1 and len(worked[0].successes) > 1:
        times = f"worked more than once for {teams(1)}"
        return f"{times}, failed for {len(failed)}" if failed else times
    inside = f" in {counted(len(organisations), 'organisation')}" if organisations else ""
    failures = f", failed for {len(failed)}" if failed else ""
    return f"worked for {teams(len(worked))}{inside}{failures}"


def confirmation(assessment: Assessment, stale_years: int, today: date) -> str:
    """Return when a lesson was last confirmed: age is said, and changes no level."""
    when = assessment.confirmed
    if when is None or when.latest is None:
        if assessment.derivation.practice or assessment.derivation.research:
            return "When it was last confirmed is not stated."
        return "Not yet confirmed by anyone."
    month = PartialDate(when.text[:7]).spoken
    if (today - when.latest).days > stale_years * _DAYS_A_YEAR:
        return f"Not confirmed since {month}."
    return f"Last confirmed {month}."


def teams(count: int) -> str:
    """Return a number of teams in words."""
    return counted(count, "team")


def counted(count: int, noun: str) -> str:
    """Return a number of things in words."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


def sentence(clause: str) -> str:
    """Return a clause as a sentence."""
    return f"{clause[:1].upper()}{clause[1:]}{'' if clause.endswith(('.', '!', '?')) else '.'}"
