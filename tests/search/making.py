"""Lessons and indexes as small as a test allows."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.search.analysis import tokens
from site_builder.search.answer import Filters, answer
from site_builder.search.facets import NAMES
from site_builder.search.memory import MemoryIndex
from site_builder.search.postings import publish
from site_builder.search.query import parse_query
from site_builder.search.scores import MARKS
from site_builder.search.store import Opened, SearchFacts, Store
from site_builder.search.text import SearchText
from site_builder.search.topics import Topics, phrases_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.search.answer import Answer

EMERGENCY = {
    "emergency department": "emergency-department",
    "a&e": "emergency-department",
    "casualty": "emergency-department",
    "casualty ward": "emergency-department",
    "ward": "ward",
}
"""Topic by phrase: names that share words."""


def made(
    lesson_id: str,
    body: str = "",
    *,
    title: str = "",
    problem: str = "",
    phrases: Mapping[str, str] | None = None,
    tags: tuple[str, ...] = (),
    **fields: Any,  # noqa: ANN401 - texts, and a value for each facet
) -> SearchText:
    """Return a lesson as the index takes it; what is not given is empty."""
    words = tokens(f"{title}\n{problem}\n{fields.get('takeaway', '')}\n{body}")
    named = [topic for topic, _start, _end in Topics(phrases_of(phrases or {})).found_in(words)]
    date = fields.pop("date", "2026-01-01")
    values = {
        **dict.fromkeys(NAMES, ""),
        "evidence": "experiential",
        "practice": "0",
        "research": "0",
        "contested": "no",
        "status": "published",
        "year": date[:4],
        **{name: str(fields.pop(name)) for name in [*fields] if name in NAMES},
    }
    facets = {name: tuple(filter(None, (value,))) for name, value in values.items()}
    rest = {"takeaway": "", "statement": "", "strip": (), "contact": "", **fields}
    return SearchText(
        id=lesson_id,
        title=title,
        problem=problem,
        body=body,
        date=date,
        facets={**facets, "tag": tags},
        topics=tuple(sorted([*tags, *named])),
        **rest,
    )


def facts(
    phrases: Mapping[str, str] | None = None, labels: dict[str, dict[str, str]] | None = None
) -> SearchFacts:
    """Return what a search needs to know beside the lessons."""
    return SearchFacts("", phrases_of(phrases or {}), labels or {}, [])


def kept(known: SearchFacts, lessons: Iterable[SearchText]) -> Opened:
    """Return an index as the terminal keeps it, for as long as it is used."""
    folder = tempfile.mkdtemp(prefix="beforehand-")
    opened = Store(Path(folder)).update(known, sorted(lessons, key=lambda lesson: lesson.id))
    weakref.finalize(opened, shutil.rmtree, folder, ignore_errors=True)
    return opened


def as_kept(opened: Opened) -> Opened:
    """Return the index of the same lessons as the terminal keeps it."""
    return kept(opened.facts, _memory(opened).lessons)


def publish_of(opened: Opened, folder: Path) -> None:
    """Publish an index in memory."""
    publish(opened.facts, _memory(opened), folder)


def _memory(opened: Opened) -> MemoryIndex:
    assert isinstance(opened.index, MemoryIndex)
    return opened.index


def index_of(*lessons: SearchText, phrases: Mapping[str, str] | None = None) -> Opened:
    """Return an index of some lessons as the terminal keeps it."""
    return kept(facts(phrases), lessons)


def ask(opened: Opened, query: str, filters: Filters | None = None, limit: int = 10) -> Answer:
    """Return what a query finds."""
    return answer(opened, parse_query(query), filters or Filters(), limit)


def terms_of(opened: Opened) -> list[str]:
    """Return every term of an index, sorted by code point."""
    fields = [("", "text"), *MARKS.items()]
    return sorted(mark + term for mark, name in fields for term in opened.index.terms(name))


def found_by(opened: Opened, query: str, filters: Filters | None = None) -> list[str]:
    """Return the ids of the lessons that a query finds, the best first."""
    return [opened.rows[match.row].id for match in ask(opened, query, filters).matches]
