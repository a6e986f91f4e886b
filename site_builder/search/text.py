"""What of a lesson is searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.library.addresses import record_url
from site_builder.records.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library.library import Library


@dataclass(frozen=True, slots=True)
class SearchText:
    """A lesson as the index takes it."""

    id: str
    title: str
    problem: str
    body: str
    url: str
    evidence: str
    outcome: str


def search_texts(library: Library) -> Iterator[SearchText]:
    """Yield every standing lesson as the index takes it."""
    for lesson in library.standing:
        fields = lesson.fields
        yield SearchText(
            id=lesson.id,
            title=fields.title,
            problem=fields.problem,
            body="\n".join(filter(None, (fields.takeaway, lesson.body.text))),
            url=record_url(Kind.LESSON, lesson.id),
            evidence=str(fields.evidence),
            outcome=str(fields.outcome or ""),
        )
