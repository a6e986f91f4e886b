"""People by pseudonym, from ``people.yml`` at the root of a project. Never published."""

from __future__ import annotations

from pydantic import Field

from site_builder.records.fields import Part, RecordId, TagId, TeamId, Text


class Person(Part):
    """Somebody who takes part in assists, as far as choosing and measuring need it."""

    team: TeamId = Field(description="team, from the vocabulary")
    grade: int | None = Field(
        None, ge=1, le=20, description="grade band; a higher number is more senior"
    )
    line_manager: RecordId | None = Field(None, description="pseudonym of the line manager")
    topics: tuple[TagId, ...] = Field((), description="topics that they know, from the vocabulary")
    place: Text | None = Field(None, description="where they work")
    challenger: bool = Field(default=False, description="whether they like to question things")


class People(Part):
    """Everybody, by pseudonym."""

    people: dict[RecordId, Person] = Field({}, description="people by pseudonym")
