"""Rules about how assists and lessons tell what happened."""

from __future__ import annotations

from site_builder.diagnostics import Severity
from site_builder.rules.rule import Rule

RULES = (
    Rule(
        id="wording-blame",
        severity=Severity.WARNING,
        summary="The text blames somebody.",
        why="People who may be blamed stop telling. And what failed was an activity: the next person in the same place would have done the same.",
        fix="Name the activity and not the person. *The night shift failed to check the valve* becomes *the valve was not on the list of the night shift*.",
        wrong="The operator failed to check the valve.",
        right="The valve was not on the list of checks.",
    ),
    Rule(
        id="wording-prescribing",
        severity=Severity.WARNING,
        summary="An account of what happened tells others what to do.",
        why="When presenting what has worked elsewhere, simply tell the story rather than prescribing *you should*. Readers know their own place, and draw their own conclusion.",
        fix="Tell what was done, and what came of it. Advice has a section of its own, *What to do*.",
        wrong="You should heat the shed before winter.",
        right="We heated the shed before winter, and no pump froze.",
    ),
    Rule(
        id="wording-single-answer",
        severity=Severity.WARNING,
        summary="The text leaves only one answer.",
        why="Who hears one answer cannot choose, and stops looking. Peers offer options and insights; which of them fits is for the host to say.",
        fix="Offer at least two options, or say for whom and when this one worked.",
        wrong="The only solution is a heated shed.",
        right="A heated shed is one way. A pump that is drained is another.",
    ),
)
