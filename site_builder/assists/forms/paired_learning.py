"""Paired learning: five elements, and a case study's questions at the end."""

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
    Slot("Conversations: each other's role, work and view of things", 20, "each pair",
         "partners, in turn"),
    Slot("Shadowing: expectations before, the work itself, a debrief after", 30, "each pair",
         "whoever shadows"),
    Slot("Workshops: learning side by side, and tools for change", 20, "facilitator",
         "everybody"),
    Slot("Improvement work: a project together, or as each other's critical friend", 20,
         "each pair", "partners, in turn", flexible=True),
    Slot("Design surgeries: a drop-in hour with a small, friendly group", 10, "facilitator",
         "those who drop in"),
)  # fmt: skip
_RULES = (
    "Partners learn from each other. Neither reports on the other.",
    "What is said in a pair stays in the pair.",
    "Before shadowing, say what you expect to learn; afterwards, talk about what you saw.",
    "Work comes first on a bad day. Then the pair finds another one.",
    "A project need not be finished. Milestones and next steps are enough.",
)
_CARDS = (
    RoleCard(
        "Host",
        "You run the programme: you pair people, clear the way, and keep it light.",
        (
            "Pair people who depend on each other and seldom meet.",
            "Find support from the top of both sides.",
            "Explain the shadowing to the departments that will see it.",
            "Ask the same questions before and after, and say what the answers can show.",
        ),
    ),
    RoleCard(
        "Visitor",
        "You are a partner: you show your work, see the other's, and improve something together.",
        (
            "Ask what your partner is responsible for, worries about and is proud of.",
            "Take your partner along to real work, out of hours too if both like.",
            "Talk before and after.",
            "Be a critical friend: say what you see, and ask what would help.",
        ),
        ("Do not turn shadowing into a tour.",),
    ),
    RoleCard(
        "Facilitator",
        "You lead workshops and design surgeries.",
        (
            "Ask what each side needs to learn; it may differ.",
            (
                "Practise what people can use in any setting: knowing oneself, the wider system, "
                "tools for change, quality and safety."
            ),
            "Change something after each workshop because of what people said.",
            "Look after pairs that have not met.",
        ),
    ),
    RoleCard(
        "Scribe",
        "You keep what the programme will be judged by, and what the next cohort needs.",
        (
            "Write down how many took part, of which groups and grades, and no names.",
            "Keep what people report apart from what was measured.",
            "Write down milestones, and what stood in the way.",
        ),
    ),
    CHALLENGER,
)
_SHEETS = (
    CaptureSheet("What was the problem?", "Each pair, at the start", ("problem", "questions")),
    CaptureSheet(
        "What was the solution?",
        "The programme's lead",
        ("elements", "tools", "milestones"),
        ("Conversations", "Shadowing", "Workshops", "Improvement work", "Design surgeries"),
    ),
    CaptureSheet(
        "What were the challenges?", "Each pair, and the lead", ("support", "cost", "root_causes")
    ),
    CaptureSheet(
        "What were the results?",
        "The programme's lead, from the same questions before and after",
        ("outcomes", "surprises", "went_well"),
    ),
    CaptureSheet(
        "Learning points",
        "Each pair, after shadowing and at the end",
        ("reflections",),
        ("What did you expect to see?", "What did you see?", "What will you do differently?"),
    ),
    CaptureSheet(
        "Next steps and sustainability",
        "The programme's lead",
        ("actions", "commit_back_by"),
    ),
    CaptureSheet("Want to know more?", "The programme's lead", ("contact", "resources")),
    REVIEW,
    LESSONS,
)

PAIRED_LEARNING = FormatAdvice(
    about="People from two groups that depend on each other and seldom meet learn in pairs: they "
    "talk, shadow each other, learn side by side and improve something.",
    guide="guide/paired-learning",
    usual_hours=40,
    slots=_SLOTS,
    rules=_RULES,
    cards=_CARDS,
    sheets=_SHEETS,
    folder="paired-learning",
)
