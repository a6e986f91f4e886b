"""The page of practices: what the documents behind a base ask for, and what makes it work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.addresses import generated_sources, record_url, rule_url, source_of
from site_builder.records.kinds import Kind
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.library.library import Library
    from site_builder.records.practices import Practice, Source

STATES = {"done": "Done", "partly": "Partly", "no": "Not done"}
"""What states are called, in the order in which they are counted."""
_OWNERS = {
    "lesson": "a lesson",
    "assist": "an assist",
    "reuse": "a report of use",
    "tag": "a topic",
    "team": "a team",
    "person": "somebody in people.yml",
}
_PAGES = {
    "": "Home",
    "assists/": "Assists",
    "board/": "Board of open plans",
    "board/feed.xml": "Feed of open plans",
    "calendar.ics": "Calendar",
    "evidence/": "Evidence",
    "gaps/": "What is missing",
    "insights/": "What the records tell",
    "solved/": "Has this problem been solved before?",
    "tools/": "Tools",
    "topics/": "Topics",
}
"""What pages are called, by address."""


@dataclass(frozen=True, slots=True)
class Way:
    """Something that makes a practice work."""

    kind: str
    """What it is, in a word."""
    name: str
    """Its name as one types it, or nothing."""
    text: str
    """More of it in words, or nothing."""
    url: str
    """Where it is told of, or nothing."""


@dataclass(frozen=True, slots=True)
class PracticeView:
    """A practice as the page shows it."""

    id: str
    quote: str
    kind: str
    """``done``, ``partly`` or ``no``."""
    state: str
    """The same in words."""
    ways: tuple[Way, ...]
    why: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document, and its practices."""

    id: str
    title: str
    origin: str
    """Authors, publisher and date, as far as they are known."""
    counts: str
    practices: tuple[PracticeView, ...]


@dataclass(frozen=True, slots=True)
class PracticesPage:
    """Every document, and how much of it works."""

    total: int
    counts: str
    documents: tuple[SourceView, ...]


def practices_page(library: Library) -> PracticesPage:
    """Return the page of a library's practices."""
    practices = [one for source in library.practices for one in source.practices]
    known = frozenset(generated_sources(library.vocabulary.tags))
    documents = tuple(
        SourceView(
            id=f"document-{number}",
            title=source.title,
            origin=_origin(source),
            counts=_counted(source.practices),
            practices=tuple(_view(one, library, known) for one in source.practices),
        )
        for number, source in enumerate(library.practices, start=1)
    )
    return PracticesPage(len(practices), _counted(practices), documents)


def _view(practice: Practice, library: Library, known: frozenset[str]) -> PracticeView:
    ways = (_way(place, library, known) for place in practice.where)
    return PracticeView(
        practice.id,
        practice.quote,
        practice.state,
        STATES[practice.state],
        tuple(way for way in ways if way),
        practice.why or "",
    )


def _way(place: str, library: Library, known: frozenset[str]) -> Way | None:
    """Return what a place is called and where it leads; a test is for those who change it."""
    kind, _, name = place.partition(":")
    if kind == "rule":
        return Way("Rule", name, "", rule_url(name) if name in RULES else "")
    if kind == "command":
        return Way("Command", f"lessons {name}", "", "")
    if kind == "page":
        is_there = source_of(name) in known or name in _PAGES
        return Way("Page", "", _PAGES.get(name, name), name if is_there else "")
    if kind == "guide":
        page = library.get(Kind.PAGE, f"guide/{name}")
        title = getattr(page.fields, "title", None) if page else None
        return Way("Guide", "", title or name, record_url(Kind.PAGE, page.id) if page else "")
    if kind in {"field", "section"}:
        owner, _, what = name.partition(".")
        of = f"of {_OWNERS.get(owner, owner)}"
        return (
            Way("Field", what, of, "")
            if kind == "field"
            else Way("Section", "", f"“{what}” {of}", "")
        )
    return Way("Option", name, "", "") if kind == "option" else None


def _origin(source: Source) -> str:
    happened = source.happened
    when = happened.spoken if happened and happened.known else "no date"
    parts = [", ".join(source.authors), source.publisher or "", when]
    return "; ".join(part for part in parts if part)


def _counted(practices: Sequence[Practice]) -> str:
    counts = Counter(STATES[one.state] for one in practices)
    return ", ".join(
        f"{counts[state]} {state.lower()}" for state in STATES.values() if counts[state]
    )
