"""What the codes in records are called on a page."""

from __future__ import annotations

from site_builder.library.evidence.assessment import Basis
from site_builder.library.graph import LinkType
from site_builder.library.reliance import RelianceChange
from site_builder.records import labels
from site_builder.records.assist import Stage
from site_builder.records.lesson import Status

MEANINGS = {
    Basis.ADVICE: "Somebody recommends it. No team has reported trying it, and nobody studied it.",
    Basis.TRIED: "A named team tried it and tells how it went, well or not. No study looked at it.",
    Basis.STUDIED: "A study looked at it. No team has reported trying it.",
    Basis.BOTH: "A named team tried it and tells how it went, and a study looked at it too.",
}
"""What is meant by each thing that a lesson may rest on."""
ABOUT_PROBLEM = "About the problem, not the remedy"
"""What is said of a citation that gives no level."""

NOTICES = {
    Status.DRAFT: "Draft",
    Status.PUBLISHED: "",
    Status.SUPERSEDED: "Superseded",
    Status.WITHDRAWN: "Withdrawn",
}
MODES = labels.MODES
STAGES = {
    Stage.IDEA: "Idea",
    Stage.SEARCHED: "Searched first",
    Stage.OPEN: "Open to join",
    Stage.CONFIRMED: "Confirmed",
    Stage.HELD: "Held",
    Stage.REPORTED: "Held and reported",
    Stage.CLOSED: "Closed",
    Stage.CANCELLED: "Cancelled",
}
ENDINGS = {
    "done": "Done",
    "solved-already": "Solved already, not held",
    "merged": "Merged into another",
    "too-late": "Came too late, not held",
    "withdrawn": "Withdrawn, not held",
}
DIRECTIONS = {"for": "", "against": "Speaks against this lesson", "mixed": "Mixed findings"}
JUDGEMENTS = {"reuse": "helps as it is", "partly": "helps in part", "no": "does not help"}
"""What a person made of a lesson that was found."""
CHANGES = {
    RelianceChange.CHANGED: "has changed",
    RelianceChange.CONTESTED: "has been contested",
    RelianceChange.WITHDRAWN: "has been withdrawn",
}
"""What became of a lesson since a record relied on it."""
WITHDRAWAL_REASONS = {
    "wrong": "it was wrong",
    "harmful": "it did harm",
    "outdated": "it is out of date",
    "duplicate": "it repeated another",
    "consent-withdrawn": "consent was withdrawn",
    "other": "see the note",
}

LINKS_OUT = {
    LinkType.SUPERSEDES: "Replaces",
    LinkType.CONTRADICTS: "Says otherwise than",
    LinkType.ADAPTED_FROM: "Adapted from",
    LinkType.SYMPTOM_OF: "Symptom of",
    LinkType.RELIES_ON: "Relies on",
    LinkType.RELATED: "See also",
}
LINKS_IN = {
    LinkType.SUPERSEDES: "Replaced by",
    LinkType.CONTRADICTS: "Contradicted by",
    LinkType.ADAPTED_FROM: "Adapted as",
    LinkType.SYMPTOM_OF: "Deeper problem behind",
    LinkType.RELIES_ON: "Relied on by",
    LinkType.RELATED: "See also",
}
"""Headings of typed links to other lessons, from either end, in the order they are shown."""
