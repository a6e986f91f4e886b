"""The peer assist: four equal quarters, in which those who asked for help mostly listen."""

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
    Slot(
        "Coffee, and getting to know one another",
        6,
        "facilitator",
        "nobody: all talk",
        flexible=True,
    ),
    Slot("Purpose, roles and ground rules", 4, "facilitator", "everybody"),
    Slot("First quarter: the host team gives context, history and plans", 20, "host", "visitors"),
    Slot(
        "Second quarter: visitors say what surprised them, what they missed, and what else they "
        "need to know",
        20,
        "visitors",
        "host team, in silence or out of the room",
        host_present=False,
    ),
    Slot("Break", 5, "everybody", "nobody", flexible=True),
    Slot(
        "Third quarter: visitors analyse what they learned and look at options",
        20,
        "visitors",
        "host team; one or two may join in without closing options",
        host_present=False,
    ),
    Slot(
        "Fourth quarter: visitors give feedback; questions; thanks; actions and the day of the "
        "answer; what visitors take home",
        20,
        "visitors, then host",
        "host team, then visitors",
    ),
    Slot("Coffee and goodbye", 5, "host", "nobody: all talk", flexible=True),
)
_RULES = (
    "We are here to learn. The decision is open, and stays with the host team.",
    "Where we differ, we talk about the activity and not about a person.",
    "In the second and third quarter the visitors speak and the host team listens.",
    "Visitors bring options and insights, without adding to the workload.",
    "The problem may turn out to be a symptom of another one. It may be reworded.",
    "No option is closed before the last quarter.",
    "Whoever tells what worked elsewhere tells the story, and prescribes nothing.",
)
_CARDS = (
    RoleCard(
        "Host",
        "You asked for help. You listen in order to understand and learn.",
        (
            "In the first quarter be short: say just enough to start the visitors off well.",
            "In the second and third quarter take a back seat, or leave the room.",
            "At the end give thanks, and name the day on which you will say what changes.",
            "Take the decision afterwards, in your own team.",
        ),
        (
            "Do not defend the plan, and do not explain why something cannot work.",
            "Do not close an option or draw a conclusion before the visitors have finished.",
        ),
    ),
    RoleCard(
        "Visitor",
        "You share what you know and what you have seen, to help the host team along.",
        (
            "Say first what surprised you and what you expected to hear and did not.",
            "Ask what else one would have to know, and who may know it.",
            (
                "Give feedback in this order: what is done well, which options you see, what has "
                "worked elsewhere."
            ),
            "Take something home too, and say what it is.",
        ),
        (
            "Do not say “you should”, and do not solve the problem. Tell what happened to you.",
            "Do not leave the host team with tasks.",
        ),
    ),
    RoleCard(
        "Facilitator",
        "You come from outside the host team, and see to it that people get where they wanted to "
        "go.",
        (
            "Begin with the purpose, the roles and the ground rules.",
            "Keep the four quarters equally long.",
            "Hold the host team back when it answers too early.",
            "Where people differ, bring them back to the activity.",
            "Make sure that it is agreed whether anything is recorded.",
        ),
        ("Do not take part in the matter itself.",),
    ),
    RoleCard(
        "Scribe",
        "You write down what is said, as it was said, on the capture sheet.",
        (
            "Write what was said, without names.",
            "Keep what people saw apart from what they think.",
            "Write down every option, also those that nobody took up.",
            "Read the actions and the day of the answer aloud before people leave.",
        ),
        ("Do not tidy up differences. They belong on the sheet, by their subject.",),
    ),
    CHALLENGER,
)
_SHEETS = (
    CaptureSheet(
        "First quarter: context",
        "The scribe, while the host team speaks",
        ("questions", "tools", "resources"),
        ("The context", "The history: what has been tried", "The plans, and what is still open"),
    ),
    CaptureSheet(
        "Second quarter: what the visitors heard",
        "A visitor; the host team listens or is out of the room",
        ("surprises", "expected_but_missing", "gaps", "where_to_look"),
    ),
    CaptureSheet(
        "Third quarter: analysis and options",
        "A visitor; the host team listens",
        ("problem", "root_causes", "contention", "options"),
    ),
    CaptureSheet(
        "Fourth quarter: feedback and actions",
        "The scribe, with everybody in the room",
        ("went_well", "actions", "commit_back_by", "reflections"),
    ),
    CaptureSheet(
        "Afterwards: the decision", "The host team alone, afterwards", ("decision", "thanks")
    ),
    REVIEW,
    LESSONS,
)

PEER_ASSIST = FormatAdvice(
    about="People from other teams share what they know with a team that has asked for help, "
    "before it acts. The host team learns, and decides afterwards by itself.",
    guide="guide/peer-assist",
    usual_hours=4,
    slots=_SLOTS,
    rules=_RULES,
    cards=_CARDS,
    sheets=_SHEETS,
    folder="peer-assists",
)
