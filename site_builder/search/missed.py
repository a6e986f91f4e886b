"""Queries to which a base has no answer, and the topics whose synonyms would help."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from site_builder.search.answer import Filters, answer
from site_builder.search.by_meaning import meaning_of
from site_builder.search.query import plain_query
from site_builder.search.verdict import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.search.store import Opened

_NEAREST = 5
"""Lessons whose topics are compared."""
_MOST_TAGS = 3


class Missed(NamedTuple):
    """A query without an answer."""

    query: str
    unknown: tuple[str, ...]
    """Its telling words that no lesson has."""
    tags: tuple[str, ...]
    """Topics of the lessons that come nearest, which its words may be synonyms of."""


def missed_of(
    opened: Opened, queries: Iterable[str], *, words_only: bool = False
) -> Iterator[Missed]:
    """Yield the queries to which nothing comes near, each once."""
    for query in dict.fromkeys(queries):
        meaning = None if words_only else meaning_of(opened, query)
        found = answer(opened, plain_query(query), Filters(), _NEAREST, meaning)
        if found.matches and found.verdict.word != NOTHING:
            continue
        counted = Counter(
            tag for match in found.matches for tag in opened.rows[match.row].values["tag"]
        )
        ranked = sorted(counted, key=lambda tag: (-counted[tag], tag))
        yield Missed(query, found.unknown, tuple(ranked[:_MOST_TAGS]))
