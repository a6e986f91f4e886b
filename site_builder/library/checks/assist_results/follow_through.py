"""What comes after the meeting: the host decides and acts, everybody learns, and it is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import counted
from site_builder.library.checks.assists import at_lack, held, planned_here, sources_of_lessons
from site_builder.library.checks.problems import at_field
from site_builder.library.stages import ORDER
from site_builder.records.assist import Action, Assist, Format, Review, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.library.base import Base
    from site_builder.records.kinds import Record

_WITH_VISITORS = {Format.PEER_ASSIST, Format.VISIT}
_REVIEWED = {
    Format.PEER_ASSIST,
    Format.WORKSHOP,
    Format.AFTER_ACTION_REVIEW,
    Format.RETROSPECT,
}
"""Formats that end with a review; of the others, outcomes tell as much."""
_REVIEWS = {Format.AFTER_ACTION_REVIEW, Format.RETROSPECT}
"""Formats that are a review."""
_VISITOR = re.compile(r"\bvisit(?:ors?|ing)\b", re.IGNORECASE)
_QUESTIONS = {
    "intended": "what was planned",
    "happened": "what happened",
    "why": "why it was different",
    "next_time": "what to do next time",
}


def _planned(base: Base, least: Stage) -> Iterator[Record[Assist]]:
    """Yield assists that were planned here, took place, and have reached a stage."""
    for assist in held(base):
        status = assist.fields.status
        if planned_here(assist.fields) and ORDER.index(status) >= ORDER.index(least):
            yield assist


def few_options(base: Base) -> Iterator[Diagnostic]:
    """A peer assist yields options, and not an answer."""
    least = base.settings.assists.options_least
    reported = {assist.id for assist in _planned(base, Stage.REPORTED)}
    for assist in held(base):
        options = len(assist.fields.options)
        if assist.fields.format is not Format.PEER_ASSIST or options >= least:
            continue
        if options or assist.id in reported:
            what = f"only {counted(options, 'option')}" if options else "no options"
            message = f"the record has {what}"
            hint = f"write down at least {least}, each with where it has worked"
            if options:
                yield at_field(assist, "options-few", ("options",), message, hint, key=True)
            else:
                yield at_lack(assist, "options-few", "options", message, hint)


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
    for assist in base.library.assists:
        host = assist.fields.host_team
        if assist.fields.format not in _WITH_VISITORS:
            continue
        for number, action in enumerate(assist.fields.actions):
            if action.status == "dropped":
                continue
            place, whose = ("actions", number, "team"), f"the team `{action.team}`"
            if not (action.team and host and action.team != host):
                if not _VISITOR.search(action.owner or ""):
                    continue
                place, whose = ("actions", number, "owner"), f"“{action.owner}”"
            message = f"an action is left to {whose}, which came to help"
            hint = "actions are the host team's; visitors share what they know"
            yield at_field(assist, "visitor-task", place, message, hint)


def incomplete_actions(base: Base) -> Iterator[Diagnostic]:
    """An action has somebody who does it, a day, and a way to tell that it was done."""
    for assist in base.library.assists:
        for number, action in enumerate(assist.fields.actions):
            lacking = [name for name in _takes(action) if getattr(action, name) is None]
            if lacking:
                names = ", ".join(f"no `{name}`" for name in lacking)
                message = f"the action has {names}"
                hint = "say who does it, by which day, and how anyone can tell that it was done"
                place = ("actions", number, "do")
                yield at_field(assist, "action-incomplete", place, message, hint)


def _takes(action: Action) -> tuple[str, ...]:
    if action.status == "dropped":
        return ()
    return ("owner", "proof") if action.status == "done" else ("owner", "due", "proof")


def overdue_actions(base: Base) -> Iterator[Diagnostic]:
    """An action is done by its day."""
    for assist in base.library.assists:
        if assist.fields.status is Stage.CANCELLED:
            continue
        for number, action in enumerate(assist.fields.actions):
            if action.status == "open" and action.due and action.due < base.today:
                days = (base.today - action.due).days
                message = f"the action is overdue by {counted(days, 'day')}"
                hint = "write `status: done` with its `proof`, drop it, or set a new day"
                yield at_field(assist, "action-overdue", ("actions", number, "due"), message, hint)


def commitments_to_report_back(base: Base) -> Iterator[Diagnostic]:
    """The host says by when it reports back, and does."""
    for assist in _planned(base, Stage.HELD):
        if assist.fields.format is Format.PEER_ASSIST and not assist.fields.commit_back_by:
            message = "the host has not said by when it reports back to the visitors"
            hint = "add `commit_back_by`: the day on which visitors hear what the host will do"
            yield at_lack(assist, "commit-back-missing", "commit_back_by", message, hint)
    for assist in held(base):
        by = assist.fields.commit_back_by
        if by and by < base.today and assist.fields.status is Stage.HELD:
            days = (base.today - by).days
            message = f"the visitors were to hear back {counted(days, 'day')} ago"
            hint = (
                f"tell them what the team will do; then `lessons assist move {assist.id} reported`"
            )
            yield at_field(assist, "commit-back-overdue", ("commit_back_by",), message, hint)


def missing_thanks(base: Base) -> Iterator[Diagnostic]:
    """Visitors are thanked."""
    for assist in _planned(base, Stage.REPORTED):
        if assist.fields.format in _WITH_VISITORS and not assist.fields.thanks:
            message = "the record does not say how the visitors are thanked"
            hint = "add `thanks`, by team and not by name"
            yield at_lack(assist, "thanks-missing", "thanks", message, hint)


def missing_take_aways(base: Base) -> Iterator[Diagnostic]:
    """Visitors say what they take home."""
    for assist in _planned(base, Stage.REPORTED):
        fields = assist.fields
        visiting = [
            reflection for reflection in fields.reflections if reflection.team != fields.host_team
        ]
        if fields.format in _WITH_VISITORS and not visiting:
            message = "the record does not say what the visitors take home"
            hint = "ask each visiting team, and add `reflections` with its `team` and `take_away`"
            yield at_lack(assist, "take-home-missing", "reflections", message, hint)


def reviews(base: Base) -> Iterator[Diagnostic]:
    """An assist is looked back on with the four questions of an after action review."""
    hint = f"four questions: {', '.join(_QUESTIONS.values())}"
    for assist in _planned(base, Stage.HELD):
        fields = assist.fields
        due = fields.status is not Stage.HELD or fields.format in _REVIEWS
        if fields.review:
            lacking = unanswered(fields.review)
            if lacking:
                message = f"the review does not say {', or '.join(lacking)}"
                yield at_field(assist, "review-incomplete", ("review",), message, hint, key=True)
        elif due and (fields.format in _REVIEWED or not fields.outcomes):
            message = "nobody has looked back on the meeting"
            yield at_lack(assist, "review-missing", "review", message, f"add `review`; {hint}")


def unanswered(review: Review) -> list[str]:
    """Return the questions of an after action review that are not answered."""
    return [said for name, said in _QUESTIONS.items() if getattr(review, name) is None]


def missing_lessons(base: Base) -> Iterator[Diagnostic]:
    """An assist that is reported gives at least one lesson, or says why there is none."""
    sources = sources_of_lessons(base)
    for assist in _planned(base, Stage.REPORTED):
        if not assist.fields.no_lesson and assist.id not in sources:
            message = "no lesson came of the assist"
            hint = f"write one with `source_assist: {assist.id}`, or say why not in `no_lesson`"
            yield at_field(assist, "lesson-missing", ("status",), message, hint)


CHECKS = (
    few_options,
    decisions_by_others,
    visitor_tasks,
    incomplete_actions,
    overdue_actions,
    commitments_to_report_back,
    missing_thanks,
    missing_take_aways,
    reviews,
    missing_lessons,
)
