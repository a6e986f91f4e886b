"""The after action review: four questions, asked of what was done and not of who did it."""

from __future__ import annotations

from site_builder.assists.format_advice import (
    CHALLENGER,
    LESSONS,
    REVIEW,
    CaptureSheet,
    FormatAdvice,
    RoleCard,
    Slot,
)

_SLOTS = (
    Slot("Purpose and ground rules", 10, "facilitator", "everybody", flexible=True),
    Slot("What was meant to happen?", 15, "host", "everybody else"),
    Slot("What happened?", 20, "everybody", "everybody"),
    Slot("Why was there a difference?", 25, "everybody", "everybody"),
    Slot("What will we do next time?", 20, "everybody", "everybody"),
    Slot("Actions, lessons and who else should hear of them", 10, "host", "everybody"),
)
_RULES = (
    "We look at what was done, not at who did it.",
    "Everybody saw a different part, and every account counts the same, whatever the grade.",
    "What went to plan is worth a question too.",
    "We stay with the four questions, in their order.",
)
_CARDS = (
    RoleCard(
        "Host",
        "You had the work in hand, and want to know how it went.",
        (
            "Say what was meant to happen as it was written down then.",
            "Listen to those who saw it otherwise.",
            "Take over the actions, and say when people will hear of them.",
        ),
        ("Do not explain differences away.",),
    ),
    RoleCard(
        "Visitor",
        "You took part, or would like to learn from it.",
        ("Say what you saw, and then what you make of it.", "Ask what would help next time."),
        ("Do not look for somebody to blame.",),
    ),
    RoleCard(
        "Facilitator",
        "You ask the four questions and keep them apart.",
        (
            "Collect all that happened before anybody asks why.",
            "Ask those who have not spoken.",
            "Where people differ, bring them back to the activity.",
        ),
    ),
    RoleCard(
        "Scribe",
        "You write down the answers, in the words that were used.",
        ("Write without names.", "Read back each answer before the next question."),
    ),
    CHALLENGER,
)
_SHEETS = (
    REVIEW,
    CaptureSheet(
        "Causes and surprises",
        "The scribe",
        ("surprises", "root_causes", "contention", "went_well"),
    ),
    CaptureSheet("Actions", "The scribe", ("actions", "commit_back_by", "reflections")),
    LESSONS,
)

AFTER_ACTION_REVIEW = FormatAdvice(
    about="Soon after a piece of work, those who took part ask what was meant to happen, what "
    "happened, why there was a difference, and what to do next time.",
    guide="guide/after-action-review",
    usual_hours=1,
    slots=_SLOTS,
    rules=_RULES,
    cards=_CARDS,
    sheets=_SHEETS,
    folder="reviews",
)
