"""Rules about how assists and lessons tell what happened."""

from __future__ import annotations

from site_builder.rules.rule import warning

RULES = (
    warning(
        id="wording-blame",
        summary="The text blames somebody.",
        why="Knowledge for Healthcare's page on peer assists asks that, where people differ, they speak of the activity and not of individuals. People who may be blamed, we think, stop telling. The rule goes by words, and misses blame that is put in an unusual way.",
        fix="Name the activity and not the person: what was done, and what it led to. *The night shift failed to check the valve* becomes *the valve was not on the list of the night shift*.",
        wrong="The operator failed to check the valve.",
        right="The valve was not on the list of checks.",
    ),
    warning(
        id="wording-prescribing",
        summary="An account of what happened tells others what to do.",
        why="Knowledge for Healthcare's page on peer assists asks that what worked elsewhere is told as a story, without *you should*. Readers know their own place, and can draw their own conclusion.",
        fix="Tell the story: what was done, and what came of it. Advice has sections of its own: *What to do*, and *Our advice, not the source's*.",
        wrong="You should heat the shed before winter.",
        right="We heated the shed before winter, and no pump froze.",
    ),
    warning(
        id="wording-single-answer",
        summary="The text leaves only one answer.",
        why="Knowledge for Healthcare's page on peer assists asks for options and insights, and leaves the choice to the host.",
        fix="Offer at least two options, or say for whom and when this one worked.",
        wrong="The only solution is a heated shed.",
        right="A heated shed is one way. A pump that is drained is another.",
    ),
)
