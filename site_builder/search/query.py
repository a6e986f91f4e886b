"""Parses queries into words, phrases, prefixes, exclusions and filters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from site_builder.search.analysis import fold, tokens
from site_builder.search.facets import NAMES

_SPACE = r"\s\ufeff"
"""White space to Python or to JavaScript."""
_PART = re.compile(
    rf"(?P<not>(?<![^{_SPACE}])-(?=[\w\"“]))?"
    r"(?:[\"“](?P<phrase>[^\"“”]*)[\"”]"
    rf"|(?P<name>{'|'.join(NAMES)}):(?P<value>[\w-]+)"
    rf"|(?P<word>[^{_SPACE}\"“”]+))"
)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. Words are tokens in the order typed, each once."""

    words: tuple[str, ...] = ()
    """Words to score by, including those of phrases."""
    prefixes: tuple[str, ...] = ()
    """Prefixes of words, typed with a star."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Words that must stand together."""
    excluded: tuple[str, ...] = ()
    """Words that must not occur."""
    filters: tuple[tuple[str, str], ...] = ()
    """Names and values of facets that must match."""
    sequence: tuple[str, ...] = field(default=(), compare=False)
    """Every scored token in order, with repetitions, for finding synonyms."""


def parse_query(text: str) -> Query:
    """Parse a query with operators: quotes, ``-word``, ``prefix*``, ``tag:x``."""
    words: list[str] = []
    prefixes: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[str] = []
    filters: list[tuple[str, str]] = []
    for part in _PART.finditer(text):
        if part["name"] and not part["not"]:
            filters.append((part["name"], fold(part["value"])))
            continue
        written = part["phrase"] if part["phrase"] is not None else part["word"]
        typed = tokens(written if written is not None else part["value"])
        if part["not"]:
            excluded += typed
        elif part["phrase"] is not None:
            words += typed
            phrases += [tuple(typed)] * (len(typed) > 1)
        elif typed and (part["word"] or "").endswith("*"):
            words += typed[:-1]
            prefixes.append(typed[-1])
        else:
            words += typed
    return Query(
        tuple(dict.fromkeys(words)),
        tuple(dict.fromkeys(prefixes)),
        tuple(dict.fromkeys(phrases)),
        tuple(dict.fromkeys(excluded)),
        tuple(dict.fromkeys(filters)),
        tuple(words),
    )


def plain_query(text: str) -> Query:
    """Return a text as a query of words, without operators."""
    words = tokens(text)
    return Query(tuple(dict.fromkeys(words)), sequence=tuple(words))
