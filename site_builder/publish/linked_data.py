"""Records in the words of https://schema.org, as JSON-LD in their pages.

Addresses are whole where the site has one, and otherwise relative to the page, against which a
reader of JSON-LD resolves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from site_builder.library.addresses import FINDER
from site_builder.publish import words
from site_builder.publish.names import team_name, topic_link
from site_builder.records.assist import Assist, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library.library import Library
    from site_builder.publish.context import Identity
    from site_builder.records.lesson import Citation, Lesson

Node: TypeAlias = dict[str, Any]
"""A thing with its properties, which may be things themselves."""

_CONTEXT = "https://schema.org"
_ATTENDANCE = {"in-person": "Offline", "remote": "Online", "hybrid": "Mixed"}


def lesson_data(fields: Lesson, library: Library, root: str, licence: str) -> Node:
    """Return a lesson, part of the site at ``root``, with the licence of its text, if any."""
    return {
        "@context": _CONTEXT,
        "@type": "LearningResource",
        "headline": fields.title,
        "abstract": fields.problem,
        "datePublished": fields.date.isoformat(),
        "about": _topics(library, fields.tags),
        "publisher": _organisation(team_name(library, fields.team)),
        "license": licence,
        "creativeWorkStatus": words.NOTICES[fields.status],
        "citation": list(_works(fields.citations)),
        "isPartOf": {"@id": root},
    }


def event_data(fields: Assist, library: Library) -> Node:
    """Return an assist, without anybody who takes part in it."""
    when = fields.happened or fields.planned_for
    cancelled = fields.status is Stage.CANCELLED or (
        fields.status is Stage.CLOSED and not fields.took_place
    )
    return {
        "@context": _CONTEXT,
        "@type": "EducationEvent",
        "name": fields.title,
        "description": fields.problem,
        "startDate": str(when) if when and when.known else "",
        "eventStatus": f"{_CONTEXT}/Event{'Cancelled' if cancelled else 'Scheduled'}",
        "eventAttendanceMode": (
            f"{_CONTEXT}/{_ATTENDANCE[fields.mode]}EventAttendanceMode" if fields.mode else ""
        ),
        "about": _topics(library, fields.tags),
        "organizer": _organisation(team_name(library, fields.host_team)),
    }


def site_data(identity: Identity) -> Node:
    """Return the site, with the address of its search."""
    root = identity.url or "./"
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "@id": root,
        "url": root,
        "name": identity.name,
        "description": identity.description,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{root}{FINDER.url}?q={{query}}"},
            "query-input": "required name=query",
        },
    }


def _topics(library: Library, tags: Iterable[str]) -> list[Node]:
    titles = (topic_link(library, tag).title for tag in dict.fromkeys(tags))
    return [{"@type": "DefinedTerm", "name": title} for title in titles]


def _organisation(name: str) -> Node | None:
    return {"@type": "Organization", "name": name} if name else None


def _works(citations: Iterable[Citation]) -> Iterator[Node]:
    for citation in citations:
        if citation.retracted:
            continue
        work = {"@type": "CreativeWork", "name": citation.title}
        if citation.doi:
            work["sameAs"] = f"https://doi.org/{quote(citation.doi, safe='/:;()')}"
        yield work
