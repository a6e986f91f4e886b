"""Whom to ask about a record, and where they are reached."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.records.assist import Assist

if TYPE_CHECKING:
    from site_builder.records.lesson import Lesson
    from site_builder.records.vocabulary import Vocabulary

_STATED = re.compile(r"https?://|\w@\w")


def whom_to_ask(fields: Lesson | Assist, vocabulary: Vocabulary) -> str:
    """Return whom a record names to be asked, with the address that the vocabulary gives of them.

    A record that names nobody leads to its team, if that has an address.
    """
    named = fields.contact or fields.owner or ""
    if _STATED.search(named):
        return named
    if named:
        return _reached(named, vocabulary.address_of(named))
    team_id = fields.host_team if isinstance(fields, Assist) else fields.team
    team = vocabulary.teams.get(team_id or "")
    return _reached(team.name, team.address) if team and team.address else ""


def _reached(name: str, address: str) -> str:
    return f"{name} ({address.removeprefix('mailto:')})" if address else name
