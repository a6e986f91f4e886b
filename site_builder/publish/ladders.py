"""The levels of evidence as readers are told of them: what each takes, and who reached it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library import addresses
from site_builder.library.evidence.derive import HIGHEST_PRACTICE, HIGHEST_RESEARCH, design_level
from site_builder.library.evidence.words import PRACTICE, RESEARCH
from site_builder.publish.cards import balance
from site_builder.publish.evidence_views import EvidencePage, Ladder, Rung
from site_builder.publish.views import Count, Link
from site_builder.records import labels
from site_builder.records.lesson import EXPERIENCE_DESIGNS, Design

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.library.evidence.assess import Assessments
    from site_builder.library.library import Library
    from site_builder.records.kinds import Record
    from site_builder.records.lesson import Lesson
    from site_builder.settings import Settings, Thresholds

CONTESTED = (
    "it did harm, and the lesson's owner has not replied",
    "a study as good as the best that speaks for it speaks against it",
    "an account as good speaks against it, and it has not yet worked again",
    "a lesson on evidence as good says otherwise",
)
"""What makes a lesson contested."""


class Levels:
    """Standing lessons by their levels."""

    def __init__(self, library: Library, evidence: Assessments, settings: Settings) -> None:
        """Put every standing lesson under its two levels.

        Args:
            library: Every record.
            evidence: What the library makes of each lesson.
            settings: What each level takes.
        """
        self._library = library
        self._settings = settings
        self.practice: list[list[Record[Lesson]]] = [[] for _ in PRACTICE]
        self.research: list[list[Record[Lesson]]] = [[] for _ in RESEARCH]
        self.contested: list[Record[Lesson]] = []
        for lesson in library.published:
            assessment = evidence.of(lesson)
            self.practice[assessment.practice].append(lesson)
            self.research[assessment.research].append(lesson)
            if assessment.contested:
                self.contested.append(lesson)

    def page(self) -> EvidencePage:
        """Return the page that explains marks and levels."""
        return EvidencePage(
            balance=balance(self._library.published),
            lesson_count=len(self._library.published),
            ladders=(self._practice(), self._research()),
            contested=CONTESTED,
            contested_count=len(self.contested),
            age=(
                "Age changes no level. It is said: a lesson for which no fact has spoken in "
                f"{_years(self._settings.stale_years)} is “not confirmed since” its latest."
            ),
            gaps=Link("What is missing", addresses.GAPS),
        )

    def lists(self) -> Iterator[tuple[str, str, str, Sequence[Record[Lesson]], Link]]:
        """Yield address, title, lead, lessons and way to the finder of the list of each level."""
        for ladder, groups in zip(
            (self._practice(), self._research()), (self.practice, self.research), strict=True
        ):
            for level, (rung, lessons) in enumerate(zip(ladder.rungs, groups, strict=True)):
                finder = Link(
                    "Search and filter lessons at this level or above",
                    addresses.finder_url(**{f"min-{ladder.id}": level} if level else {}),
                )
                title = f"Lessons at {rung.count.link.title[0].lower()}{rung.count.link.title[1:]}"
                yield rung.count.link.url, title, rung.takes, lessons, finder

    def _practice(self) -> Ladder:
        thresholds = self._settings.evidence
        across = (
            f"It worked for {thresholds.across_teams} independent teams, in "
            f"{thresholds.across_organisations} organisations and {thresholds.across_settings} "
            "settings."
        )
        takes = (
            "No record names a team that has seen it work.",
            "An event that was held, or an account in print, names a team that saw it.",
            "It worked in a further round, or for one independent team.",
            f"It worked for {thresholds.replicated_teams} independent teams.",
            across,
        )
        rungs = tuple(
            Rung(
                Count(
                    Link(f"Practice {level}: {PRACTICE[level]}", addresses.practice_url(level)),
                    len(self.practice[level]),
                ),
                takes[level],
            )
            for level in range(HIGHEST_PRACTICE + 1)
        )
        return Ladder(
            "practice",
            "Practice: how often it has worked",
            "This ladder is our own. A team is independent when it neither wrote the lesson nor "
            "hosted the event behind it, and reports its own work itself. One outcome counts for "
            "each team: its latest, or the worse of two that may be equally late. “Partly worked” "
            "is neither success nor failure.",
            rungs,
            tuple(_limits(thresholds)),
        )

    def _research(self) -> Ladder:
        thresholds = self._settings.evidence
        rungs = tuple(
            Rung(
                Count(
                    Link(f"Research {level}: {RESEARCH[level]}", addresses.research_url(level)),
                    len(self.research[level]),
                ),
                _designs(level, thresholds),
            )
            for level in range(HIGHEST_RESEARCH + 1)
        )
        return Ladder(
            "research",
            "Research: how well it was studied",
            "The best study that speaks for a lesson gives its level. The order of designs "
            "follows the Levels of Evidence of the Oxford Centre for Evidence-Based Medicine "
            "(2011), turned round so that more is stronger.",
            rungs,
            (
                "One lower for each concern about how the study was done, but not below 1.",
                "A retracted study counts for nothing.",
            ),
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
        return "No study that has not been retracted speaks for it."
    named = [
        labels.DESIGNS[design].lower()
        for design in Design
        if design not in EXPERIENCE_DESIGNS and design_level(design, thresholds) == level
    ]
    text = "; ".join(named) or "no design gives this level here"
    return f"{text[0].upper()}{text[1:]}."


def _years(count: int) -> str:
    return "a year" if count == 1 else f"{count} years"
