"""What follows an assist that was held: decisions, actions, a report, a review, and lessons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.checks.assists import (
    EVERY_FORMAT,
    at_lack,
    held,
    nature,
    plans,
    sources_of_lessons,
)
from site_builder.library.problems import at_field
from site_builder.library.stages import ORDER
from site_builder.records.assist import Action, Assist, Format, Review, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.kinds import Record

_WITH_VISITORS = {Format.PEER_ASSIST, Format.VISIT}
_REVIEWS = {Format.AFTER_ACTION_REVIEW, Format.RETROSPECT}
"""Formats that are a review."""
_REVIEWED = _REVIEWS | {Format.PEER_ASSIST, Format.WORKSHOP}
"""Formats that end with a review; of the others, outcomes tell as much."""
_DUE = (
    ("commit-back-missing", "commit_back_by", Stage.HELD, {Format.PEER_ASSIST}),
    ("thanks-missing", "thanks", Stage.REPORTED, _WITH_VISITORS),
)
"""Rules about a field that is due: the field, the first stage with it, and its formats."""
_VISITOR = re.compile(r"\bvisit(?:ors?|ing)\b", re.IGNORECASE)
_QUESTIONS = {
    "intended": "what was planned",
    "happened": "what happened",
    "why": "why it was different",
    "next_time": "what to do next time",
}
_CORE = {
    "conversations": re.compile(r"\b(?:conversation|talk|dialogue|discussion)", re.IGNORECASE),
    "shadowing": re.compile(r"\bshadow", re.IGNORECASE),
}
"""The core parts of paired learning, and the words by which they are recognised."""
_FACTS: dict[str, set[Format]] = {
    "purpose": _WITH_VISITORS | {Format.WORKSHOP, Format.PAIRED_LEARNING},
    "host_team": _WITH_VISITORS | {Format.PAIRED_LEARNING},
    "duration_hours": _WITH_VISITORS | {Format.WORKSHOP},
    "facilitator": {Format.PEER_ASSIST, Format.WORKSHOP},
    "elements": {Format.PAIRED_LEARNING},
    "root_causes": {Format.WORKSHOP},
    "options": {Format.PEER_ASSIST, Format.WORKSHOP},
    "decision": {Format.PEER_ASSIST, Format.WORKSHOP},
    "actions": {Format.PEER_ASSIST, Format.WORKSHOP},
    "commit_back_by": {Format.PEER_ASSIST},
    "story": {Format.VISIT},
    "reflections": _WITH_VISITORS,
}
"""Fields that tell how an event of a format went, and the formats for which they do."""
_UNDESCRIBED = {Format.SHADOWING, Format.OTHER}
"""Formats whose facts no document names."""


def _planned(
    base: Base, least: Stage, formats: Collection[Format] = EVERY_FORMAT
) -> Iterator[Record[Assist]]:
    """Yield assists of some formats that were planned here, took place, and reached a stage."""
    for assist in held(base):
        status = assist.fields.status
        reached = ORDER.index(status) >= ORDER.index(least)
        # The receipt of a search shows that an event was planned here.
        if reached and assist.fields.receipts and nature(base, assist) in formats:
            yield assist


def missing_fields(base: Base) -> Iterator[Diagnostic]:
    """The record of an assist that was planned here has the fields that are due by its stage."""
    for rule, field, stage, formats in _DUE:
        for assist in _planned(base, stage, formats):
            if not getattr(assist.fields, field):
                yield at_lack(assist, rule, field)


def few_options(base: Base) -> Iterator[Diagnostic]:
    """A peer assist yields options, and not an answer."""
    least = base.settings.assists.options_least
    reported = {assist.id for assist in _planned(base, Stage.REPORTED)}
    hint = f"write down at least {least}, each with where it has worked"
    for assist in held(base):
        options = len(assist.fields.options)
        if nature(base, assist) is not Format.PEER_ASSIST or options >= least:
            continue
        if options:
            message = f"the record has only {counted(options, 'option')}"
            yield at_field(assist, "options-few", ("options",), message, hint, key=True)
        elif assist.id in reported:
            yield at_lack(assist, "options-few", "options", "the record has no options", hint)


def decisions_by_others(base: Base) -> Iterator[Diagnostic]:
    """The host team decides."""
    for assist in base.library.assists:
        decision, host = assist.fields.decision, assist.fields.host_team
        if decision and host and decision.by != host:
            message = f"the decision is `{host}`'s, which asked for help, and not `{decision.by}`'s"
            hint = "visitors offer options; record what the host team chose"
            place = ("decision", "by")
            yield at_field(assist, "decision-by-others", place, message, hint)


def visitor_tasks(base: Base) -> Iterator[Diagnostic]:
    """Visitors go home without a task."""
    for assist, number, action in _actions(base):
        host, owner = assist.fields.host_team, action.owner or ""
        if nature(base, assist) not in _WITH_VISITORS or action.status == "dropped":
            continue
        if action.team and host and action.team != host:
            field, visitors = "team", f"the team `{action.team}`"
        elif _VISITOR.search(owner):
            field, visitors = "owner", f"“{owner}”"
        else:
            continue
        message = f"an action is left to {visitors}, which came to help"
        hint = "actions are the host team's; visitors share what they know"
        yield at_field(assist, "visitor-task", ("actions", number, field), message, hint)


def incomplete_actions(base: Base) -> Iterator[Diagnostic]:
    """An action has somebody who does it, a day, and a way to tell that it was done."""
    for assist, number, action in _actions(base):
        lacking = [f"no `{name}`" for name in _takes(action) if getattr(action, name) is None]
        if lacking:
            message = f"the action has {', '.join(lacking)}"
            hint = "say who does it, by which day, and how anyone can tell that it was done"
            yield at_field(assist, "action-incomplete", ("actions", number, "do"), message, hint)


def _takes(action: Action) -> tuple[str, ...]:
    if action.status == "dropped":
        return ()
    return ("owner", "proof") if action.status == "done" else ("owner", "due", "proof")


def overdue_actions(base: Base) -> Iterator[Diagnostic]:
    """An action is done by its day."""
    for assist, number, action in _actions(base):
        open_still = action.status == "open" and assist.fields.status is not Stage.CANCELLED
        if open_still and action.due and action.due < base.today:
            message = f"the action is overdue by {counted((base.today - action.due).days, 'day')}"
            hint = "write `status: done` with its `proof`, drop it, or set a new day"
            yield at_field(assist, "action-overdue", ("actions", number, "due"), message, hint)


def _actions(base: Base) -> Iterator[tuple[Record[Assist], int, Action]]:
    for assist in base.library.assists:
        for number, action in enumerate(assist.fields.actions):
            yield assist, number, action


def overdue_reports(base: Base) -> Iterator[Diagnostic]:
    """The host reports back to the visitors by the day that it named."""
    for assist in held(base):
        by = assist.fields.commit_back_by
        if by and by < base.today and assist.fields.status is Stage.HELD:
            message = f"the report to the visitors is {counted((base.today - by).days, 'day')} late"
            move = f"`lessons assist move {assist.id} reported`"
            hint = f"tell them what the team will do; then {move}"
            yield at_field(assist, "commit-back-overdue", ("commit_back_by",), message, hint)


def missing_take_aways(base: Base) -> Iterator[Diagnostic]:
    """Visitors say what they take home."""
    for assist in _planned(base, Stage.REPORTED, _WITH_VISITORS):
        host = assist.fields.host_team
        if all(reflection.team == host for reflection in assist.fields.reflections):
            yield at_lack(assist, "take-home-missing", "reflections")


def reviews(base: Base) -> Iterator[Diagnostic]:
    """An assist is looked back on with the four questions of an after action review."""
    hint = f"four questions: {', '.join(_QUESTIONS.values())}"
    for assist in _planned(base, Stage.HELD):
        fields = assist.fields
        form = nature(base, assist)
        due = fields.status is not Stage.HELD or form in _REVIEWS
        if fields.review:
            lacking = _unanswered(fields.review)
            if lacking:
                message = f"the review does not say {', or '.join(lacking)}"
                yield at_field(assist, "review-incomplete", ("review",), message, hint, key=True)
        elif due and (form in _REVIEWED or not fields.outcomes):
            yield at_lack(assist, "review-missing", "review", hint=f"add `review`; {hint}")


def _unanswered(review: Review) -> list[str]:
    """Return the questions of an after action review that are not answered."""
    return [question for name, question in _QUESTIONS.items() if getattr(review, name) is None]


def missing_lessons(base: Base) -> Iterator[Diagnostic]:
    """An assist that is reported gives at least one lesson, or says why there is none."""
    sources = sources_of_lessons(base)
    for assist in _planned(base, Stage.REPORTED):
        if not assist.fields.no_lesson and assist.id not in sources:
            hint = f"write one with `source_assist: {assist.id}`, or say why not in `no_lesson`"
            yield at_field(assist, "lesson-missing", ("status",), hint=hint)


def incomplete_workshops(base: Base) -> Iterator[Diagnostic]:
    """A problem-solving workshop goes all the way from causes to accountable actions."""
    for assist in _planned(base, Stage.REPORTED, {Format.WORKSHOP}):
        fields = assist.fields
        least = base.settings.assists.options_least
        steps = {
            "root causes (`root_causes`)": fields.root_causes,
            f"at least {least} alternatives (`options`)": len(fields.options) >= least,
            "the one that was chosen (`decision`)": fields.decision,
            "a plan with owners (`actions`)": any(action.owner for action in fields.actions),
        }
        lacking = [step for step, there in steps.items() if not there]
        if lacking:
            message = f"the workshop stopped short of {', '.join(lacking)}"
            hint = "the problem, its causes, alternatives, one chosen, and who carries it out"
            yield at_field(assist, "workshop-incomplete", ("format",), message, hint)


def incomplete_visits(base: Base) -> Iterator[Diagnostic]:
    """A visit leaves a story, and something to take home."""
    hint = "add `story`, and `tools` or `resources`, from what people brought home"
    for assist in _planned(base, Stage.REPORTED, {Format.VISIT}):
        fields = assist.fields
        lacking = [] if fields.story else ["a story from the ground (`story`)"]
        if not (fields.tools or fields.resources):
            lacking.append("something to take home (`tools` or `resources`)")
        if lacking:
            message = f"the record of the visit lacks {' and '.join(lacking)}"
            yield at_field(assist, "visit-incomplete", ("format",), message, hint)


def incomplete_pairings(base: Base) -> Iterator[Diagnostic]:
    """Paired learning has conversations and shadowing, whatever else is left out."""
    pairing = {Format.PAIRED_LEARNING}
    for assist in (*plans(base, Stage.CONFIRMED), *_planned(base, Stage.REPORTED, pairing)):
        elements = " ".join(assist.fields.elements)
        lacking = [name for name, words in _CORE.items() if not words.search(elements)]
        if nature(base, assist) in pairing and lacking:
            message = f"the programme has no {' and no '.join(lacking)}"
            yield at_field(assist, "pairing-incomplete", ("elements",), message, key=True)


def incomplete_events(base: Base) -> Iterator[Diagnostic]:
    """The record of an event states the facts that its format turns on."""
    sources = sources_of_lessons(base)
    hint = "add what the source says; what it does not say stays out"
    for assist in held(base):
        fields = assist.fields
        form = nature(base, assist)
        if fields.receipts or form in _UNDESCRIBED:
            continue
        lacking = list(_unstated(form, fields))
        if fields.status is not Stage.HELD and not fields.no_lesson and assist.id not in sources:
            lacking.append("a lesson")
        if lacking:
            message = f"the record does not state {', '.join(lacking)}"
            yield at_field(assist, "event-incomplete", ("status",), message, hint)


def _unstated(form: Format, assist: Assist) -> Iterator[str]:
    """Yield what a record does not state: fields in backticks, the rest in words."""
    if assist.happened is None:
        yield "`happened`"
    for field, formats in _FACTS.items():
        if form in formats and not getattr(assist, field):
            yield f"`{field}`"
    if form is Format.VISIT and not (assist.tools or assist.resources):
        yield "`tools` or `resources`"
    if assist.review:
        yield from _unanswered(assist.review)
    elif not assist.outcomes and assist.status is not Stage.HELD:
        yield "how it went (`outcomes` or `review`)"
