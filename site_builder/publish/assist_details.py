"""The details of an assist's record: beside its text, and in groups below it."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from site_builder.library.stages import solving_ids
from site_builder.publish import words
from site_builder.publish.names import (
    record_link,
    record_title,
    setting_name,
    team_name,
    topic_link,
)
from site_builder.publish.rows import LinkedText
from site_builder.publish.views import Detail, DetailGroup, linked
from site_builder.records import labels
from site_builder.records.assist import OPEN_STAGES, Stage
from site_builder.records.dates import spoken_day
from site_builder.records.kinds import Kind, Record
from site_builder.records.lesson import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from site_builder.library.library import Library
    from site_builder.publish.rows import Link
    from site_builder.records.assist import (
        Action,
        AgendaPart,
        Assist,
        CycleOutcome,
        Option,
        Receipt,
        Recording,
        Reflection,
    )
    from site_builder.records.fields import Part

_Group: TypeAlias = "tuple[str, str | Iterable[str | LinkedText] | Iterable[Detail] | None]"
"""A heading with its values."""


def assist_details(library: Library, fields: Assist) -> Iterator[Detail]:
    """Yield the details beside the text: when, how, how to join and what is due.

    What invites to a meeting is shown while it lies ahead.
    """
    is_ahead = fields.status in {Stage.IDEA, *OPEN_STAGES}
    is_over = fields.status in {Stage.CLOSED, Stage.CANCELLED}
    facilitators = fields.facilitator, team_name(library, fields.facilitator_team)
    yield from facts(
        ("Teams", tuple(team_name(library, team) for team in fields.teams)),
        ("Length", f"{fields.duration_hours:g} hours" if fields.duration_hours else ""),
        ("How hard the problem is", (fields.complexity or "").capitalize()),
        ("Mode", words.MODES[fields.mode] if fields.mode else ""),
        ("Setting", setting_name(library, fields.setting)),
        ("Series", fields.series),
        ("Decision", _decision(library, fields, is_over=is_over)),
        ("Decision due", "" if is_over or fields.decision else _day(fields.decision_date)),
        ("What can still change", fields.room_to_change),
        ("Open to", () if is_over and not fields.took_place else fields.open_to),
        ("Places wanted", str(fields.seats_wanted) if fields.seats_wanted and is_ahead else ""),
        ("How to join", linked(fields.join) if fields.join and is_ahead else ""),
        ("Facilitator", ", ".join(filter(None, facilitators))),
        ("Recording", _recording(fields.recording)),
        ("Briefing sent", _day(fields.briefing_sent)),
        ("Getting to know one another", fields.social_time),
        ("Host reports back by", _day(fields.commit_back_by)),
        ("Cost", fields.cost),
        ("Topics", tuple(topic_link(library, tag).title for tag in fields.tags)),
        ("Consent", fields.consent),
        ("Interests of those who tell of it", fields.interests),
        ("Licence", fields.licence),
    )


def assist_groups(library: Library, fields: Assist) -> Iterator[DetailGroup]:
    """Yield the groups below the text, in the order of an assist's life."""
    for title, stated in chain(_before(library, fields), _after(library, fields)):
        values = (stated,) if isinstance(stated, str) else tuple(stated or ())
        details = tuple(value for value in values if isinstance(value, Detail))
        texts = tuple(
            linked(value) if isinstance(value, str) else value
            for value in values
            if not isinstance(value, Detail)
        )
        if texts or details:
            yield DetailGroup(title, (Detail("", texts),) if texts else details)


def _before(library: Library, fields: Assist) -> Iterator[_Group]:
    yield "Questions to bring answers to", fields.learning_questions
    yield "What was searched for first", map(partial(_receipt, library), fields.receipts)
    yield "What it should yield", fields.deliverables
    yield "Ground rules", fields.ground_rules
    yield "Agenda", map(_part, fields.agenda)
    yield "Parts of the programme", fields.elements
    yield "The problem as it was first put", fields.problem_before
    yield "Root causes", fields.root_causes
    yield "What surprised the visitors", fields.surprises
    yield "What they expected to hear and did not", fields.expected_but_missing
    yield "What else needs to be known", fields.gaps
    yield "Where that may be found", fields.where_to_look
    answers = (f"{asked.question} {asked.answer or 'Nobody knew.'}" for asked in fields.questions)
    yield "Questions that were asked", answers
    yield "Where people differed", fields.contention
    yield "What is done well already", fields.went_well
    yield "Options", map(partial(_option, library), fields.options)
    if decision := fields.decision:
        by = team_name(library, decision.by)
        yield (
            "Decision",
            facts(("Decided by", by), ("Chosen", decision.chosen), ("Why", decision.why)),
        )


def _after(library: Library, fields: Assist) -> Iterator[_Group]:
    # An outcome of hidden lessons alone would tell of them.
    shown = (
        outcome
        for outcome in fields.outcomes
        if not outcome.lessons or any(map(partial(_lesson, library), outcome.lessons))
    )
    yield "How it went", map(partial(_outcome, library), shown)
    yield "What teams take home", map(partial(_reflection, library), fields.reflections)
    yield "Actions", map(partial(_action, library), fields.actions)
    yield "Milestones", fields.milestones
    yield "Support", fields.support
    yield "Thanks", fields.thanks
    yield "A question to take along", fields.prompt
    yield "A story", fields.story
    yield "Tools to take home", fields.tools
    yield "Resources", fields.resources
    if review := fields.review:
        details = facts(
            ("What was planned", review.intended),
            ("What happened", review.happened),
            ("Why it was different", review.why),
            ("Next time", review.next_time),
        )
        yield "After action review", details
    yield "Who else may gain from it", fields.audience
    yield "Why no lesson came of it", fields.no_lesson
    yield "Why it was cancelled", fields.cancelled


def _decision(library: Library, fields: Assist, *, is_over: bool) -> str | LinkedText:
    """Return how the decision stands; of a plan that is over, what was chosen if that is stated."""
    if fields.decision:
        return fields.decision.chosen
    if fields.closed_as == "solved-already":
        solving = (library.lesson(lesson_id) for lesson_id in solving_ids(fields))
        links = [record_link(library, lesson) for lesson in solving if lesson]
        return LinkedText(("No meeting, since this answers it: ", links[0])) if links else ""
    if fields.decision_open is None:
        return ""
    if fields.decision_open:
        return "" if is_over else "Still open"
    return "Taken"


def _receipt(library: Library, receipt: Receipt) -> LinkedText:
    came = f", {receipt.verdict}" if receipt.verdict else ""
    parts: list[str | Link] = [f"“{receipt.query}”, {spoken_day(receipt.date)}{came}: "]
    for hit in receipt.hits:
        lesson = library.lesson(hit.id)
        if lesson and lesson.fields.status is Status.PUBLISHED:
            parts += ["“" if len(parts) == 1 else "; “", record_link(library, lesson)]
            parts.append(f"” {words.JUDGEMENTS[hit.judgement]}")
    if len(parts) == 1:
        parts.append("no lesson of this base came near")
    return LinkedText(tuple(parts))


def _part(part: AgendaPart) -> str:
    notes = [
        f"{part.minutes} minutes",
        f"led by {part.lead}" if part.lead else "",
        f"for: {part.yields}" if part.yields else "",
        "host team not in the room" if part.host_present is False else "",
    ]
    return _with_notes(part.part, notes)


def _option(library: Library, option: Option) -> str | LinkedText:
    source, where = option.source or "", option.worked_elsewhere or ""
    brought = f"from {team_name(library, source)}" if source else ""
    record = _named(library, where)
    if record is None:
        return _with_notes(option.title, [brought, where])
    before = f"{option.title} ({brought}, " if brought else f"{option.title} ("
    return LinkedText((f"{before}worked in ", record_link(library, record), ")"))


def _named(library: Library, record_id: str) -> Record[Part] | None:
    """Return the lesson, assist or report of use with an id, if a text is one."""
    kinds = (Kind.LESSON, Kind.ASSIST, Kind.REUSE)
    return next(filter(None, (library.get(kind, record_id) for kind in kinds)), None)


def _lesson(library: Library, lesson_id: str) -> Record[Part] | None:
    return library.lesson(lesson_id) or library.by_alias(Kind.LESSON, lesson_id)


def _outcome(library: Library, outcome: CycleOutcome) -> str:
    who = _with_notes(team_name(library, outcome.team), [outcome.cycle or ""])
    result = f"{labels.RESULTS[outcome.result].lower()}, {labels.MEASURES[outcome.measure]}"
    known = filter(None, map(partial(_lesson, library), outcome.lessons))
    spoken_of = "; ".join(f"“{record_title(library, lesson)}”" for lesson in known)
    before = f"; before: {outcome.before}" if outcome.before else ""
    return f"{who}: {result}{before}" + (f" (of {spoken_of})" if spoken_of else "")


def _reflection(library: Library, reflection: Reflection) -> str:
    team = team_name(library, reflection.team)
    notes = [
        f"to apply: {reflection.will_apply}" if reflection.will_apply else "",
        f"by {spoken_day(reflection.by)}" if reflection.by else "",
        f"worth taking part for: {reflection.value}" if reflection.value else "",
    ]
    return (f"{team}: " if team else "") + _with_notes(reflection.take_away, notes)


def _action(library: Library, action: Action) -> str:
    notes = [
        action.owner or "",
        team_name(library, action.team),
        f"due {spoken_day(action.due)}" if action.due else "",
        action.status,
        f"proof: {action.proof}" if action.proof else "",
    ]
    return _with_notes(action.do, notes)


def facts(*pairs: tuple[str, str | LinkedText | tuple[str, ...] | None]) -> Iterator[Detail]:
    """Yield a detail for each pair that has a value."""
    for label, value in pairs:
        if value:
            yield Detail(label, value if isinstance(value, tuple) else (value,))


def _with_notes(first: str, more: list[str]) -> str:
    rest = ", ".join(part for part in more if part)
    return f"{first} ({rest})" if rest else first


def _day(day: date | None) -> str:
    return spoken_day(day) if day else ""


def _recording(recording: Recording | None) -> str:
    if recording is None:
        return ""
    day = f", agreed on {spoken_day(recording.on)}" if recording.on else ""
    return ("Recorded" if recording.agreed else "Not recorded") + day
