"""Names and addresses of teams, roles, settings, topics and records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.library.addresses import record_url, topic_url
from site_builder.publish.rows import Link
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from site_builder.library.library import Library
    from site_builder.records.fields import Part
    from site_builder.records.kinds import Record


def team_label(library: Library, team_id: str) -> str:
    """Return a team's name, or its id when the vocabulary lacks it."""
    team = library.vocabulary.teams.get(team_id)
    return team.label if team else team_id


def team_name(library: Library, team_id: str | None) -> str:
    """Return a team's name with its organisation, or nothing."""
    team = library.vocabulary.teams.get(team_id or "")
    return team.name if team else team_id or ""


def setting_name(library: Library, setting_id: str | None) -> str:
    """Return a setting's name, or nothing."""
    setting = library.vocabulary.settings.get(setting_id or "")
    return setting.label if setting else setting_id or ""


def topic_link(library: Library, tag_id: str) -> Link:
    """Return a tag's name, and its page if it has one."""
    tag = library.vocabulary.tags.get(tag_id)
    has_page = tag and tag_id in library.tagged
    return Link(tag.label if tag else tag_id, topic_url(tag_id) if has_page else "")


def record_title(library: Library, record: Record[Part]) -> str:
    """Return a record's title; that of a report of use is made from its team and lesson."""
    if record.kind is not Kind.REUSE:
        return str(getattr(record.fields, "title", None) or record.id)
    lesson_id = str(getattr(record.fields, "lesson", ""))
    lesson = library.lesson(lesson_id)
    team = team_name(library, getattr(record.fields, "team", None))
    return f"{team} used “{lesson.fields.title if lesson else lesson_id}”"


def record_link(library: Library, record: Record[Part]) -> Link:
    """Return a link to a record, with its title."""
    return Link(record_title(library, record), record_url(record.kind, record.id))
