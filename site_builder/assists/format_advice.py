"""What a format of assist is made of: its agenda, roles, rules and capture sheets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a template agenda."""

    part: str
    """What happens."""
    share: int
    """Its share of the whole, in hundredths."""
    lead: str
    """Role that leads it."""
    listens: str
    """Who listens meanwhile."""
    host_present: bool = True
    """Whether the host team has to be in the room."""
    flexible: bool = False
    """Whether it takes what is left over when the time is divided."""


@dataclass(frozen=True, slots=True)
class RoleCard:
    """What one role does, on a card."""

    role: str
    task: str
    """The role in one sentence."""
    dos: tuple[str, ...]
    donts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptureSheet:
    """A capture sheet: what is written down in one part of the meeting."""

    title: str
    """Its heading, which is neither that of another sheet of the format nor of a field."""
    scribe: str
    """Who writes it, and when."""
    fields: tuple[str, ...]
    """Names of the fields that it captures, of `capture.FIELDS`."""
    prompts: tuple[str, ...] = ()
    """What to speak about, where that is not written down."""


@dataclass(frozen=True, slots=True)
class FormatAdvice:
    """All that a format prescribes. It is advice: a record's own agenda and rules come first."""

    about: str
    """What it is, in a sentence or two."""
    guide: str
    """Id of the guide's page."""
    usual_hours: float
    """Length that is planned with when the record gives none."""
    slots: tuple[Slot, ...]
    rules: tuple[str, ...]
    cards: tuple[RoleCard, ...]
    sheets: tuple[CaptureSheet, ...]
    folder: str
    """Folder below the lessons folder for lessons that come of it."""


REVIEW = CaptureSheet(
    "After action review",
    "The host team, the facilitator and whoever can stay, within a few days",
    ("review.intended", "review.happened", "review.why", "review.next_time"),
)
LESSONS = CaptureSheet(
    "Lessons",
    "The host team, with the scribe's notes at hand",
    ("lessons", "no_lesson", "audience"),
)
CHALLENGER = RoleCard(
    "Challenger",
    "You ask what the others are too polite or too close to ask.",
    (
        "Ask what would have to be true for the plan to fail.",
        "Look for facts that speak against what everybody believes, yourself included.",
        "Offer another angle, and say where you have seen it.",
    ),
    ("Do not challenge people. Challenge what is done.", "Do not win. Open a door, and move on."),
)
"""Somebody who will challenge ways of thinking takes part in every format."""
