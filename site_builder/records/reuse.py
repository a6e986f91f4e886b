"""The reuse report: "we used this lesson; this is how it went"."""

from __future__ import annotations

from pydantic import Field

from site_builder.records.assist import Measure, Result
from site_builder.records.fields import (
    Day,
    Digest,
    Happened,
    LessonId,
    Part,
    RecordId,
    RoleText,
    SettingId,
    TeamId,
    Text,
)
from site_builder.records.lesson import Imported, Visibility


class Reuse(Part):
    """How one team fared with another team's lesson."""

    lesson: LessonId = Field(description="id of the lesson that was used")
    team: TeamId = Field(description="team that used it, from the vocabulary")
    reported_by: RoleText = Field(description="role of who reports, not a person")
    date: Day = Field(description="day on which it was recorded here")
    outcome: Result = Field(description="how it went")
    measure: Measure = Field(description="how anyone knows")
    happened: Happened | None = Field(None, description="when the lesson was used")
    digest: Digest | None = Field(None, description="digest of the lesson as it was used")
    setting: SettingId | None = Field(None, description="setting, from the vocabulary")
    changed: Text | None = Field(None, description="what was changed for the new setting")
    changed_core: tuple[Text, ...] = Field(
        (), description="core parts of the lesson that were changed, as it names them"
    )
    reply: Text | None = Field(None, description="the owner's answer to a harm")
    visibility: Visibility = Field("public", description="who may read it")
    aliases: tuple[RecordId, ...] = Field((), description="earlier ids, which redirect here")
    imported: Imported | None = Field(
        None, description="issue that it came from; `lessons from-issue` writes it"
    )
