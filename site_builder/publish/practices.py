"""The page of practices: what the documents behind a base ask for, and what makes it work."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from site_builder.library.addresses import (
    BOARD_FEED,
    PRACTICES,
    SITE_PAGES,
    generated_sources,
    record_url,
    rule_url,
    source_of,
)
from site_builder.publish.rows import Fact, Group, GroupsPage, Link, Row, group
from site_builder.records.kinds import Kind
from site_builder.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.library.library import Library
    from site_builder.publish.context import SiteContext
    from site_builder.records.practices import Practice, Source

_STATES = {
    "done": Fact("Done", "bh-result bh-worked"),
    "partly": Fact("Partly", "bh-result bh-partly"),
    "no": Fact("Not done", "bh-result bh-failed"),
}
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
    f"{BOARD_FEED}.xml": "Feed of open plans",
    "calendar.ics": "Calendar",
    **{page.url: page.title for page in SITE_PAGES},
}
"""What pages are called, by address."""


def practices_page(context: SiteContext) -> GroupsPage:
    """Return every document behind the base, with how much of it works."""
    library = context.library
    practices = [practice for source in library.practices for practice in source.practices]
    groups = (
        _document(library, number, source)
        for number, source in enumerate(library.practices, start=1)
    )
    about = Link(
        "lessons check",
        "",
        before="Done means that a reader or an author can use it, and that a test exercises it. "
        "Where something is missing, it says what. Rules speak when",
        after=" runs; commands are typed.",
        code=True,
    )
    lead = f"{PRACTICES.lead} Of {len(practices)} practices: {_counted(practices)}."
    return GroupsPage(lead, tuple(groups), (about,), has_contents=True, is_whole=True)


def _document(library: Library, number: int, source: Source) -> Group:
    known = frozenset(generated_sources(library.vocabulary.tags))

    def row(practice: Practice) -> Row:
        links = (_place(place, library, known) for place in practice.where)
        return Row(
            Link(f"“{practice.quote}”", ""),
            practice.why or "",
            facts=(_STATES[practice.state],),
            links=tuple(link for link in links if link),
            id=practice.id,
        )

    return group(
        f"document-{number}",
        source.title,
        f"{_origin(source)}.",
        source.practices,
        row,
        counts=_counted(source.practices),
    )


def _place(place: str, library: Library, known: frozenset[str]) -> Link | None:
    """Return what a place is called and where it leads; a test is for those who change it."""
    kind, _, name = place.partition(":")
    owner, _, part = name.partition(".")
    of = f" of {_OWNERS.get(owner, owner)}"
    if kind == "page":
        is_there = source_of(name) in known or name in _PAGES
        return Link(_PAGES.get(name, name), name if is_there else "", "Page")
    if kind == "guide":
        page = library.get(Kind.PAGE, f"guide/{name}")
        title = getattr(page.fields, "title", None) if page else None
        return Link(title or name, record_url(Kind.PAGE, page.id) if page else "", "Guide")
    named = {
        "rule": Link(name, rule_url(name) if name in RULES else "", "Rule", code=True),
        "command": Link(f"lessons {name}", "", "Command", code=True),
        "field": Link(part, "", "Field", of, code=True),
        "section": Link(f"“{part}”", "", "Section", of),
        "option": Link(name, "", "Option", code=True),
    }
    return named.get(kind)


def _origin(source: Source) -> str:
    happened = source.happened
    when = happened.spoken if happened and happened.known else "no date"
    parts = [", ".join(source.authors), source.publisher or "", when]
    return "; ".join(part for part in parts if part)


def _counted(practices: Sequence[Practice]) -> str:
    counts = Counter[str](practice.state for practice in practices)
    return ", ".join(
        f"{counts[state]} {fact.text.lower()}" for state, fact in _STATES.items() if counts[state]
    )
