"""The levels of evidence as pages explain them: what each takes, and which lessons have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.addresses import GAPS, practice_url, research_url
from site_builder.library.evidence.derive import HIGHEST_PRACTICE, design_level
from site_builder.library.evidence.words import PRACTICE, RESEARCH
from site_builder.publish.cards import balance
from site_builder.publish.rows import Link
from site_builder.records import labels
from site_builder.records.concerns import DOMAINS
from site_builder.records.lesson import EXPERIENCE_DESIGNS, Design

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.publish.context import SiteContext
    from site_builder.publish.views import MarkCount
    from site_builder.settings import Thresholds

CONTESTED = (
    "it did harm, and the lesson's owner has not replied",
    "a study as good as the best that speaks for it speaks against it",
    "an account as good speaks against it, and it has not yet worked again",
    "a lesson on evidence as good says otherwise",
)
"""What makes a lesson contested."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A level, what it takes, and the ids of the published lessons at it."""

    link: Link
    """Titled with the level and its name."""
    takes: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels of one axis, and what holds or lowers them."""

    id: str
    title: str
    lead: str
    rungs: tuple[Rung, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """What marks and levels mean, and how many lessons carry each."""

    balance: tuple[MarkCount, ...]
    lesson_count: int
    ladders: tuple[Ladder, ...]
    contested: tuple[str, ...]
    """What makes a lesson contested, in clauses."""
    contested_count: int
    age: str
    gaps: Link


def evidence_page(context: SiteContext) -> EvidencePage:
    """Return the page that explains marks and levels."""
    published = context.library.published
    return EvidencePage(
        balance=balance(context, published),
        lesson_count=len(published),
        ladders=ladders(context),
        contested=CONTESTED,
        contested_count=sum(bool(context.evidence.of(lesson).contested) for lesson in published),
        age=(
            "Age changes no level. It is said: a lesson for which no fact has spoken in "
            f"{_years(context.settings.stale_years)} is “not confirmed since” its latest."
        ),
        gaps=Link(GAPS.title, GAPS.url),
    )


def ladders(context: SiteContext) -> tuple[Ladder, Ladder]:
    """Return the ladders of practice and of research."""
    thresholds, of = context.settings.evidence, context.evidence.of
    practice = Ladder(
        "practice",
        "Practice: how often it has worked",
        "This ladder is our own. A team is independent when it neither wrote the lesson nor "
        "hosted the event behind it, and reports its own work itself. One outcome counts for "
        "each team: its latest, or the worse of two that may be equally late. “Partly worked” "
        "is neither success nor failure. An event speaks only for the lessons that it names.",
        tuple(
            Rung(
                Link(f"Practice {level}: {PRACTICE[level]}", practice_url(level)),
                takes,
                tuple(it.id for it in context.library.published if of(it).practice == level),
            )
            for level, takes in enumerate(_practice_takes(thresholds))
        ),
        tuple(_limits(thresholds)),
    )
    research = Ladder(
        "research",
        "Research: how well it was studied",
        "The best study that speaks for a lesson gives its level. The order of designs "
        "follows the Levels of Evidence of the Oxford Centre for Evidence-Based Medicine "
        "(2011), turned round so that more is stronger.",
        tuple(
            Rung(
                Link(f"Research {level}: {name}", research_url(level)),
                _designs(level, thresholds),
                tuple(it.id for it in context.library.published if of(it).research == level),
            )
            for level, name in enumerate(RESEARCH)
        ),
        (
            f"One lower for each of GRADE's five concerns, but not below 1: {', '.join(DOMAINS)}.",
            "A retracted study counts for nothing, nor does one of the problem only.",
        ),
    )
    return practice, research


def _practice_takes(thresholds: Thresholds) -> tuple[str, ...]:
    across = (
        f"It worked for {thresholds.across_teams} independent teams, in "
        f"{thresholds.across_organisations} organisations and {thresholds.across_settings} "
        "settings."
    )
    return (
        "No team has reported trying it.",
        "An event that was held, or a report in print, names a team that tried it.",
        "It worked in a further cycle, or for one independent team.",
        f"It worked for {thresholds.replicated_teams} independent teams.",
        across,
    )


def _limits(thresholds: Thresholds) -> Iterator[str]:
    for ceiling, until in (
        (thresholds.ceiling_reported, "a success is observed by others or measured"),
        (thresholds.ceiling_observed, "a success is measured"),
    ):
        if ceiling < HIGHEST_PRACTICE:
            yield f"No higher than {ceiling} until {until}."
    if thresholds.failed_share < 1:
        yield (
            f"One lower, but not below 1, when it failed for more than "
            f"{100 * thresholds.failed_share:g}% of the teams that tried it: it had no effect, "
            "did harm or was given up."
        )


def _designs(level: int, thresholds: Thresholds) -> str:
    if level == 0:
        return "No study speaks for it."
    named = [
        labels.DESIGNS[design].lower()
        for design in Design
        if design not in EXPERIENCE_DESIGNS and design_level(design, thresholds) == level
    ]
    text = "; ".join(named) or "no design gives this level here"
    return f"{text[0].upper()}{text[1:]}."


def _years(count: int) -> str:
    return "a year" if count == 1 else f"{count} years"
