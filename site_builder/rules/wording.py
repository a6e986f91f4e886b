"""Rules about how a lesson is put, and when it should be looked at again."""

from __future__ import annotations

from site_builder.rules.rule import note, warning

RULES = (
    warning(
        id="title-too-long",
        summary="The title is too long.",
        why="Titles are shown in lists. A long one is cut off there, and is slow to read everywhere.",
        fix="Say the lesson in a few words, and keep the rest for the text. The limit is the option `title_max`.",
    ),
    warning(
        id="problem-too-long",
        summary="The problem statement is too long.",
        why="It is compared with what people type, which is one sentence.",
        fix="Say it in one sentence. The limit is the option `problem_max`.",
    ),
    warning(
        id="problem-vague",
        summary="The problem statement says too little.",
        why="A problem that fits every team is found by none. Once phrases such as *communication issues* are taken out, at least two telling words should be left.",
        fix="Say who could not do what, and when. The phrases are the option `empty_phrases`.",
        wrong="problem: Communication issues in the team",
        right="problem: Night staff did not learn which patients had been moved",
    ),
    warning(
        id="problem-repeated",
        summary="The problem statement is nearly the same as another lesson's.",
        why="Perhaps the lesson exists already; a report of use would then say more than a second lesson. If not, readers cannot tell the two apart.",
        fix="Read the other lesson. Then join the two, or say what is different about this problem. How alike is too alike is the option `near_duplicate`. Words alone are compared, so that the check says the same on every machine; `lessons new lesson` also shows lessons that are near in meaning.",
    ),
    note(
        id="review-overdue",
        summary="The day by which the lesson was to be reviewed has passed.",
        why="Advice grows old. This one was due for a review by now.",
        fix="Check whether it still holds, correct it if not, and set a new `review_by`.",
        wrong="review_by: 2020-01-01",
        right="review_by: 2030-01-01",
    ),
    note(
        id="validity-ended",
        summary="The last day on which the lesson holds has passed.",
        why="A lesson made for a year, a contract or a version says so in `holds_until`. After that day its page warns readers.",
        fix="Set a later day if it still holds. If not, withdraw it with the reason `outdated`.",
        wrong="holds_until: 2020-12-31",
        right="holds_until: 2030-12-31",
    ),
    note(
        id="owner-missing",
        summary="The lesson names no owner.",
        why="A lesson without an owner gets outdated, and a team that it harmed gets no answer. The option `owners_required` requires an owner.",
        fix="Add `owner` with the role that keeps it up to date. A role stays when people move on.",
    ),
)
