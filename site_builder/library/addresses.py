"""Where everything lives on the site: by kind and id, wherever its file lies."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from site_builder.library.evidence.derive import HIGHEST_PRACTICE, HIGHEST_RESEARCH
from site_builder.records.kinds import Kind
from site_builder.records.lesson import Evidence
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico"})
"""Endings of the files, besides Markdown, that are published."""
FINDER = "solved/"
ALL_LESSONS = "all/"
LESSONS_FEED = "feed"
"""The feed of all lessons, without the ending that names its format."""
TOPICS = "topics/"
EVIDENCE = "evidence/"
ASSISTS = "assists/"
GAPS = "gaps/"
BOARD = "board/"
BOARD_FEED = "board/feed"
INSIGHTS = "insights/"
REVIEWS = "reviews/"
PRACTICES = "guide/practices/"
TOOLS = "tools/"
RULES_LIST = "rules/"


def record_url(kind: Kind, record_id: str) -> str:
    """Return a record's address from the root of the site."""
    if kind is Kind.PAGE:
        folder, name = posixpath.split(record_id)
        return f"{folder}/" * bool(folder) if name == "index" else f"{record_id}/"
    return f"{kind}/{record_id}/"


def finder_url(**chosen: str | int) -> str:
    """Return the address of the finder with facets chosen, by the names in its form."""
    return f"{FINDER}?{urlencode(chosen)}" if chosen else FINDER


def topic_url(tag: str) -> str:
    """Return the address of a tag's page."""
    return f"{TOPICS}{tag}/"


def mark_url(mark: Evidence) -> str:
    """Return the address of an evidence mark's page."""
    return f"{EVIDENCE}{mark}/"


def practice_url(level: int) -> str:
    """Return the address of the lessons at a practice level."""
    return f"{EVIDENCE}practice-{level}/"


def research_url(level: int) -> str:
    """Return the address of the lessons at a research level.

    Pages of the lessons marked as research stand at ``evidence/research/2/`` and on.
    """
    return f"{EVIDENCE}research-{level}/"


def rule_url(rule_id: str) -> str:
    """Return the address of a rule's page."""
    return f"{RULES_LIST}{rule_id}/"


def source_of(url: str) -> str:
    """Return the path below the lessons folder that a generated page pretends to come from."""
    return f"{url}index.md"


def generated_sources(tags: Iterable[str], *, practices: bool = False) -> frozenset[str]:
    """Return the paths below the lessons folder to which authors may link besides real files.

    Args:
        tags: Every tag of the vocabulary.
        practices: Whether the base has a page of practices.
    """
    urls = [FINDER, ALL_LESSONS, TOPICS, EVIDENCE, ASSISTS, BOARD, GAPS, INSIGHTS, TOOLS]
    urls += [REVIEWS, RULES_LIST]
    urls += [PRACTICES] * practices
    urls += [topic_url(tag) for tag in tags]
    urls += [mark_url(mark) for mark in Evidence]
    urls += [practice_url(level) for level in range(HIGHEST_PRACTICE + 1)]
    urls += [research_url(level) for level in range(HIGHEST_RESEARCH + 1)]
    urls += [rule_url(rule_id) for rule_id in RULES]
    return frozenset(source_of(url) for url in urls)
