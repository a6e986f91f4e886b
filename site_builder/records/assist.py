"""The assist: a learning event of any format, from plan to review."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from site_builder.records.fields import (
    AssistId,
    Day,
    FormatId,
    Happened,
    Leaves,
    LessonId,
    Part,
    RecordId,
    Refers,
    RoleText,
    SettingId,
    TagId,
    TeamId,
    Text,
)
from site_builder.records.lesson import Citation, Imported, Mode, Reliance, Visibility


class Format(StrEnum):
    """A kind of event that every base has; a vocabulary may define more."""

    PEER_ASSIST = "peer-assist"
    VISIT = "visit"
    WORKSHOP = "workshop"
    PAIRED_LEARNING = "paired-learning"
    SHADOWING = "shadowing"
    AFTER_ACTION_REVIEW = "after-action-review"
    RETROSPECT = "retrospect"
    OTHER = "other"


class Stage(StrEnum):
    """Stage of an assist, in order."""

    IDEA = "idea"
    SEARCHED = "searched"
    OPEN = "open"
    CONFIRMED = "confirmed"
    HELD = "held"
    REPORTED = "reported"
    CLOSED = "closed"
    CANCELLED = "cancelled"


HAPPENED_STAGES = frozenset({Stage.HELD, Stage.REPORTED, Stage.CLOSED})
"""Stages of an assist that has taken place, if it did not close without a meeting."""
OPEN_STAGES = frozenset({Stage.SEARCHED, Stage.OPEN, Stage.CONFIRMED})
"""Stages of an assist that others may still join or answer."""

Role = Literal[
    "host", "visitor", "facilitator", "scribe", "challenger", "critical-friend", "sponsor"
]
Result = Literal["worked", "partly", "no-effect", "harmed", "abandoned"]
Measure = Literal["opinion", "self-report", "observed", "measured"]


Nearness = Literal["close", "some words in common", "some likeness in meaning", "nothing near"]
Ending = Literal["done", "solved-already", "merged", "too-late", "withdrawn"]


class Hit(Part):
    """A lesson that a search found, and what a person made of it."""

    id: LessonId = Field(description="id of the lesson found")
    judgement: Literal["reuse", "partly", "no"] = Field(description="whether it helps")
    because: Text | None = Field(None, description="why")


class Receipt(Part):
    """Proof that somebody looked first."""

    query: Text = Field(description="what was searched for")
    date: Day = Field(description="day of the search")
    index: Text = Field(description="digest of the index that answered")
    verdict: Nearness | None = Field(None, description="how near the lessons came, in a word")
    hits: tuple[Hit, ...] = Field((), description="lessons found, each with its judgement")


class Participant(Part):
    """Somebody who took part, by pseudonym. Never published."""

    person: Text = Field(description="pseudonym, from people.yml")
    team: TeamId | None = Field(None, description="team, from the vocabulary")
    role: Role = Field(description="role in the assist")


class Recording(Part):
    """What was agreed about recording the event."""

    agreed: bool = Field(description="whether recording was agreed")
    on: Day | None = Field(None, description="day of the agreement")


class AgendaPart(Part):
    """One part of the agenda."""

    part: Text = Field(description="what happens")
    minutes: int = Field(gt=0, description="length in minutes")
    lead: RoleText | None = Field(None, description="role that leads it")
    host_present: bool | None = Field(None, description="whether the host team is in the room")
    yields: Text | None = Field(None, description="which of the deliverables it is for")


class Question(Part):
    """A question that was asked, and what was answered, if anybody knew."""

    question: Text = Field(description="the question")
    answer: Text | None = Field(None, description="the answer; leave it out if nobody knew")


class Option(Part):
    """A way forward that the visitors see."""

    title: Text = Field(description="the option in a few words")
    source: RoleText | None = Field(None, alias="from", description="who brought it")
    worked_elsewhere: Annotated[Text, Refers(("lesson", "assist", "reuse"))] | None = Field(
        None, description="where it worked: id of a lesson, assist or report of use, or words"
    )


class Decision(Part):
    """What the host decided afterwards."""

    by: TeamId = Field(description="team that decided, from the vocabulary")
    chosen: Text = Field(description="what was chosen")
    why: Text | None = Field(None, description="reason")


class Action(Part):
    """Something the host will do."""

    do: Text = Field(description="what will be done")
    owner: RoleText | None = Field(None, description="role that does it")
    team: TeamId | None = Field(None, description="team of that role, if not the host team")
    due: Day | None = Field(None, description="day by which")
    status: Literal["open", "done", "dropped"] = Field("open", description="whether it is done")
    proof: Text | None = Field(None, description="how anyone can tell that it was done")


class CycleOutcome(Part):
    """How one team fared in one round."""

    team: TeamId = Field(description="team, from the vocabulary")
    cycle: Text | None = Field(None, description="which round, such as a cohort")
    result: Result = Field(description="how it went")
    measure: Measure = Field(description="how anyone knows")
    lessons: tuple[LessonId, ...] = Field(
        (),
        description="ids of the lessons that this speaks for; without them it speaks for the "
        "event's lessons that state an `outcome` of their own",
    )
    before: Text | None = Field(None, description="how things stood before")
    happened: Happened | None = Field(
        None, description="when, where it was at another time than the event"
    )
    reply: Text | None = Field(None, description="the owner's answer to a harm")


class Reflection(Part):
    """What one team takes home."""

    team: TeamId | None = Field(None, description="team, from the vocabulary")
    take_away: Text = Field(description="what it takes away")
    will_apply: Text | None = Field(None, description="what it will apply")
    value: Text | None = Field(None, description="what value it saw in taking part")
    by: Day | None = Field(None, description="day by which")


class Review(Part):
    """The four questions of an after action review."""

    intended: Text | None = Field(None, description="what was planned")
    happened: Text | None = Field(None, description="what happened")
    why: Text | None = Field(None, description="why it was different")
    next_time: Text | None = Field(None, description="what to do next time")


class Assist(Part):
    """A learning event of any format, from plan to review."""

    title: Text = Field(description="name of the event")
    problem: Text = Field(description="the problem, in one sentence that a stranger would type")
    format: FormatId = Field(
        description=f"kind of event: {', '.join(Format)}, or one of your own, from the vocabulary"
    )
    status: Stage = Field(description="stage of the assist")
    date: Day = Field(description="day on which it was recorded here")
    happened: Happened | None = Field(None, description="when it was held")
    purpose: Text | None = Field(None, description="what the host wants to learn")
    learning_questions: tuple[Text, ...] = Field((), description="questions to bring answers to")
    tags: tuple[TagId, ...] = Field((), description="topics, from the vocabulary")
    complexity: Literal["simple", "complicated", "complex"] | None = Field(
        None, description="how hard the problem is, on which the length depends"
    )
    cancelled: Text | None = Field(None, description="why it was cancelled")
    closed_as: Ending | None = Field(None, description="how it ended")
    host_team: TeamId | None = Field(None, description="team that asked for help")
    teams: tuple[TeamId, ...] = Field((), description="teams that took part")
    planned_for: Happened | None = Field(None, description="when it is to be held")
    duration_hours: float | None = Field(None, gt=0, description="length in hours")
    mode: Mode | None = Field(None, description="in person, remote or both")
    setting: SettingId | None = Field(None, description="setting, from the vocabulary")
    series: Text | None = Field(None, description="series that it belongs to")
    decision_open: bool | None = Field(None, description="whether the decision is still open")
    decision_date: Day | None = Field(None, description="day of the decision")
    room_to_change: Text | None = Field(None, description="what could still be done differently")
    receipts: tuple[Receipt, ...] = Field((), description="searches made before booking")
    deliverables: tuple[Text, ...] = Field((), description="what the meeting should yield")
    open_to: tuple[Text, ...] = Field((), description="who may take part, such as grades")
    seats_wanted: int | None = Field(None, ge=0, description="visitors still wanted")
    join: RoleText | None = Field(None, description="how to join")
    facilitator: RoleText | None = Field(None, description="who facilitates, by role")
    facilitator_team: TeamId | None = Field(None, description="team that the facilitator is from")
    participants: Annotated[tuple[Participant, ...], Leaves.NEVER] = Field(
        (), description="who took part; not published"
    )
    recording: Recording | None = Field(None, description="what was agreed about recording")
    briefing_sent: Day | None = Field(None, description="day on which the briefing went out")
    agenda: tuple[AgendaPart, ...] = Field((), description="parts of the meeting")
    social_time: Text | None = Field(
        None, description="when people get to know one another, such as a dinner the night before"
    )
    ground_rules: tuple[Text, ...] = Field((), description="rules agreed at the start")
    options: tuple[Option, ...] = Field((), description="ways forward that were seen")
    problem_before: Text | None = Field(
        None, description="the problem as first worded, if the assist reworded it"
    )
    root_causes: tuple[Text, ...] = Field((), description="causes that were found")
    contention: tuple[Text, ...] = Field(
        (), description="points on which people differed, by what they are about"
    )
    questions: tuple[Question, ...] = Field((), description="questions that were asked")
    went_well: tuple[Text, ...] = Field((), description="what the host does well already")
    decision: Decision | None = Field(None, description="what the host decided")
    actions: tuple[Action, ...] = Field((), description="what the host will do")
    commit_back_by: Day | None = Field(None, description="day by which the host reports back")
    outcomes: tuple[CycleOutcome, ...] = Field((), description="how teams fared")
    surprises: tuple[Text, ...] = Field((), description="what surprised the visitors")
    expected_but_missing: tuple[Text, ...] = Field(
        (), description="what the visitors expected to hear and did not"
    )
    gaps: tuple[Text, ...] = Field((), description="what else needs to be known")
    where_to_look: tuple[Text, ...] = Field((), description="where that may be found")
    reflections: tuple[Reflection, ...] = Field((), description="what teams take home")
    resources: tuple[Text, ...] = Field((), description="recordings, slides, further reading")
    tools: tuple[Text, ...] = Field((), description="tools to take home")
    prompt: Text | None = Field(None, description="question to take along and talk about")
    elements: tuple[Text, ...] = Field((), description="parts of a programme")
    milestones: tuple[Text, ...] = Field((), description="steps by which it can be seen to move")
    support: tuple[Text, ...] = Field((), description="help that is needed or was given")
    cost: Text | None = Field(None, description="what it cost, in money or effort")
    thanks: RoleText | None = Field(None, description="how the visitors are thanked, by team")
    audience: tuple[Text, ...] = Field((), description="who else may gain from what was learned")
    no_lesson: Text | None = Field(None, description="why no lesson came of it")
    story: Text | None = Field(None, description="an account from the ground")
    review: Review | None = Field(None, description="after action review")
    citations: tuple[Citation, ...] = Field(
        (), description="publications that report it, or that a plan draws on"
    )
    interests: Text | None = Field(
        None, description="what those who tell of it stand to gain or lose by it"
    )
    relies_on: tuple[Reliance, ...] = Field((), description="lessons that it relies on")
    merged_into: AssistId | None = Field(None, description="id of the assist it was merged into")
    owner: RoleText | None = Field(None, description="role that keeps the record, not a person")
    contact: RoleText | None = Field(None, description="role or address to ask, not a person")
    visibility: Visibility = Field("public", description="who may read it")
    consent: RoleText | None = Field(None, description="who agreed to its publication, by role")
    licence: Text | None = Field(None, description="licence of the text")
    aliases: tuple[RecordId, ...] = Field((), description="earlier ids, which redirect here")
    imported: Imported | None = Field(
        None, description="issue that it came from; `lessons from-issue` writes it"
    )

    @property
    def latest_receipt(self) -> Receipt | None:
        """The receipt of the last search, or None before the first."""
        return max(self.receipts, key=lambda receipt: receipt.date, default=None)

    @property
    def took_place(self) -> bool:
        """Whether the event was held, as its status and ending say."""
        ended_without = {"solved-already", "merged", "too-late", "withdrawn"}
        return self.status in HAPPENED_STAGES and self.closed_as not in ended_without
