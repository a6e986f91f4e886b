"""The problem-solving workshop: mixed groups go from a problem to a plan somebody answers for."""

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

_GROUPS = "the other groups"
_SLOTS = (
    Slot("Welcome, groups, and the challenges to choose from", 10, "facilitator", "everybody",
         flexible=True),
    Slot("Define the problem", 15, "each group", _GROUPS),
    Slot("Root causes", 20, "each group", _GROUPS),
    Slot("Alternatives: at least two before anyone argues for one", 15, "each group", _GROUPS),
    Slot("Choose one, and write down why", 10, "each group", _GROUPS),
    Slot("Implementation and accountability: who does what by when, and who answers for it", 10,
         "each group", _GROUPS),
    Slot("Groups tell one another", 12, "scribes", "everybody"),
    Slot("Close: what was the value, and what will you do differently?", 8, "facilitator",
         "everybody", flexible=True),
)  # fmt: skip
_RULES = (
    "Nobody works in a group of their own team only.",
    "Everybody speaks before anybody speaks twice.",
    "There is more than one cause, and there are at least two ways.",
    "We look for what speaks against our first idea.",
    "We talk about what is done, not about who did it.",
    "Every action has one owner and a day.",
)
_CARDS = (
    RoleCard(
        "Host",
        "You brought the challenge, and will carry on what comes of it.",
        (
            "Offer several challenges, and let groups choose.",
            "Answer questions of fact when a group asks.",
            "Take the plans to those who can carry them out, and say when people will hear of it.",
        ),
        ("Do not steer a group to the answer that you had in mind.",),
    ),
    RoleCard(
        "Visitor",
        "You bring the view of your own part of the organisation, and ask for the others'.",
        (
            "Say how the problem looks from where you work.",
            "Ask for help where you need it, and listen closely to what you did not expect.",
            "Question your own bias first.",
            "At the end, promise one thing that you will do differently.",
        ),
        ("Do not leave the talking to those who always talk.",),
    ),
    RoleCard(
        "Facilitator",
        "You give the groups their steps and their time, and look in on each.",
        (
            "Draw the groups so that teams and places mix.",
            "Tell the steps and their times before groups begin.",
            "Give definition and causes as much time as they need.",
            "Let a group go back to the first step when its problem turns out to be a symptom.",
            "Ask the two closing questions of everybody.",
        ),
    ),
    RoleCard(
        "Scribe",
        "You write down what your group decides and why, and tell the others.",
        (
            "Write the problem as one sentence.",
            "Write down each alternative, and whose experience it comes from, by team.",
            "Write down why one was chosen.",
            "Give each action one owner and a day.",
        ),
        ("Do not write names of people where a role will do.",),
    ),
    CHALLENGER,
)
_SHEETS = (
    CaptureSheet("Define", "The group's scribe", ("problem", "questions"),
          ("What exactly is the problem, and for whom?",)),
    CaptureSheet("Causes", "The group's scribe", ("root_causes", "gaps", "contention")),
    CaptureSheet("Alternatives and choice", "The group's scribe", ("options", "decision")),
    CaptureSheet("Implementation and accountability", "The group's scribe",
          ("actions", "milestones", "support", "commit_back_by")),
    CaptureSheet("Close", "Everybody for themselves, then the scribe, without names",
          ("reflections",),
          ("What value did you see in solving a problem with your peers?",
           "What will you do differently when you next need to solve a problem?")),
    REVIEW,
    LESSONS,
)  # fmt: skip

WORKSHOP = FormatAdvice(
    about="Small groups that mix teams and places take a shared problem all the way from its "
    "definition to a plan that somebody answers for.",
    guide="guide/problem-solving-workshop",
    usual_hours=3,
    slots=_SLOTS,
    rules=_RULES,
    cards=_CARDS,
    sheets=_SHEETS,
    folder="workshops",
)
