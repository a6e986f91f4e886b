"""What a format of an event prescribes: agenda, role cards, ground rules and capture sheets.

The built-in formats are files of this shape; a base may define more in its vocabulary.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from site_builder.records.assist import Format
from site_builder.records.fields import Part, RecordId, RoleText, Text

SheetField = Literal[
    "problem",
    "questions",
    "surprises",
    "expected_but_missing",
    "gaps",
    "where_to_look",
    "citations",
    "root_causes",
    "contention",
    "options",
    "went_well",
    "decision",
    "actions",
    "commit_back_by",
    "reflections",
    "outcomes",
    "story",
    "tools",
    "prompt",
    "resources",
    "elements",
    "milestones",
    "support",
    "cost",
    "contact",
    "thanks",
    "review.intended",
    "review.happened",
    "review.why",
    "review.next_time",
    "lessons",
    "no_lesson",
    "audience",
]
"""What a capture sheet can ask for: fields of an assist, and the lessons that came of it."""


class FormatPart(Part):
    """A part of a format's agenda."""

    part: Text = Field(description="what happens")
    minutes: int = Field(
        gt=0, description="length in minutes at the usual length of the event; scaled for others"
    )
    lead: RoleText | None = Field(None, description="role that leads it")
    listens: Text | None = Field(None, description="who listens meanwhile")
    host_present: bool = Field(
        default=True, description="whether the host team has to be in the room"
    )
    flexible: bool = Field(
        default=False, description="whether it takes what is left when time is divided"
    )
    yields: Text | None = Field(None, description="what it is for")


class RoleCard(Part):
    """A card that tells one role what to do."""

    role: Text = Field(description="name of the role")
    task: Text = Field(description="the role in one sentence")
    dos: tuple[Text, ...] = Field((), description="what to do")
    donts: tuple[Text, ...] = Field((), description="what to leave alone")


class CaptureSheet(Part):
    """A capture sheet: what is written down in one part of the meeting."""

    title: Text = Field(description="its heading")
    scribe: Text = Field(description="who writes it, and when")
    fields: tuple[SheetField, ...] = Field(description="what it asks for")
    prompts: tuple[Text, ...] = Field((), description="subjects to speak about without notes")


class FormatAdvice(Part):
    """All that a format prescribes. It is advice: a record's own agenda and rules come first."""

    label: Text = Field(description="name as readers see it")
    about: Text = Field(description="the format in a sentence or two")
    like: Format | None = Field(
        None, description="built-in format from which it takes whatever it does not say itself"
    )
    guide: Text | None = Field(None, description="id of its page of the guide")
    folder: RecordId | None = Field(
        None, description="folder for lessons of such events (default: the format's id)"
    )
    gives: Literal["host", "visitors", "everybody"] | None = Field(
        None, description="who teaches the others (default: everybody)"
    )
    parts: tuple[FormatPart, ...] = Field((), description="parts of the agenda, in order")
    rules: tuple[Text, ...] = Field((), description="ground rules")
    roles: tuple[RoleCard, ...] = Field((), description="cards for roles")
    sheets: tuple[CaptureSheet, ...] = Field((), description="capture sheets")

    @model_validator(mode="after")
    def _with_agenda(self) -> FormatAdvice:
        """Require parts, or a format to take them from."""
        if not self.parts and not self.like:
            raise PydanticCustomError(
                "field-missing",
                "a format needs `parts`, or `like`",
                {
                    "allowed": "list what happens as `parts`, each with `part` and `minutes`, or "
                    "name a built-in format with `like`"
                },
            )
        return self

    @property
    def usual_minutes(self) -> int:
        """Length of an event whose record gives none."""
        return sum(part.minutes for part in self.parts)
