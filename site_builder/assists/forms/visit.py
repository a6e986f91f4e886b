"""The visit: a story, a tool to take home, and unhurried talk, in two to three hours."""

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
    Slot("Arrival: who is here, and what makes each of us curious", 10, "facilitator", "everybody"),
    Slot("The picture: how the host works, with one strong image", 15, "host", "visitors"),
    Slot("The story: somebody who has done it tells how it went", 20, "host", "visitors"),
    Slot("A tool to take home: visitors try it", 20, "host", "nobody: all try"),
    Slot(
        "Talk: visitors ask the hosts and one another, and reflect on what they heard", 25,
        "visitors", "hosts", flexible=True,
    ),
    Slot("Close: what each takes home, one question to take along, where the resources are", 10,
         "facilitator", "everybody"),
)  # fmt: skip
_RULES = (
    "A story belongs to whoever tells it. We pass it on only as agreed.",
    "Every question may be asked. One that nobody can answer is written down too.",
    "We try things out. Nobody has to be good at them.",
    "What visitors say of their own troubles stays here, unless they say otherwise.",
    "The time for talk is not cut when something else takes longer.",
)
_CARDS = (
    RoleCard(
        "Host",
        "You open your house, in the building or on the screen, and show how you work.",
        (
            "Let somebody who has done the work tell it, doubts and detours included.",
            "Choose one image that people will remember.",
            "Bring one tool that visitors can try now and use tomorrow.",
            "Answer what you are asked, and say so when you do not know.",
        ),
        ("Do not sell. Visitors want to see how it is.",),
    ),
    RoleCard(
        "Visitor",
        "You look closely, ask, try things out, and get to know the other visitors.",
        (
            "Ask how it began, what went wrong and what it would take where you work.",
            "Say which question or challenge you brought along.",
            "Write down the smallest thing that you could try in your own work.",
            "Note which role you usually take in a group, and which you want to take more.",
        ),
        ("Do not judge from your own house. Ask first why it is done so here.",),
    ),
    RoleCard(
        "Facilitator",
        "You look after the time, and after those who have not spoken yet.",
        (
            "Agree beforehand whether the visit is recorded, and whose story may be passed on.",
            "Bring visitors into talk with one another, in small groups where there are many.",
            "Keep the time for talk.",
            "End with one question to take along.",
        ),
    ),
    RoleCard(
        "Scribe",
        "You keep what should outlast the visit: the story, the tools, the questions.",
        (
            "Write the story in the teller's words, and show it to the teller.",
            "Write down questions without an answer too.",
            "Quote visitors without their names.",
            "Collect where the recording and the material will be found.",
        ),
    ),
    CHALLENGER,
)
_SHEETS = (
    CaptureSheet(
        "Listening to the story",
        "The scribe, as it is told, with the teller's consent",
        ("story", "surprises", "questions"),
    ),
    CaptureSheet(
        "Tools and resources",
        "The scribe",
        ("tools", "resources"),
        ("How each tool was used, and what one would need for it",),
    ),
    CaptureSheet(
        "Reflections",
        "Every visitor for itself, then the scribe, without names",
        ("went_well", "reflections", "gaps", "actions", "commit_back_by"),
        ("What is the smallest step that you could try where you work?",),
    ),
    REVIEW,
    LESSONS,
)

VISIT = FormatAdvice(
    about="Two to three hours in another organisation's world: its story from somebody who lived "
    "it, a tool to try, and time to talk.",
    guide="guide/visit",
    usual_hours=2.5,
    slots=_SLOTS,
    rules=_RULES,
    cards=_CARDS,
    sheets=_SHEETS,
    folder="visits",
)
