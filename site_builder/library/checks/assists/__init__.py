"""Advice on assists from the documents, and what contradicts itself in one."""

from __future__ import annotations

from site_builder.library.checks.assists import (
    agenda,
    ending,
    follow_through,
    formats,
    meeting,
    people,
    plan,
    recorded,
    wording,
)

CHECKS = (
    *plan.CHECKS,
    *ending.CHECKS,
    *meeting.CHECKS,
    *agenda.CHECKS,
    *people.CHECKS,
    *follow_through.CHECKS,
    *formats.CHECKS,
    *recorded.CHECKS,
    *wording.CHECKS,
)
