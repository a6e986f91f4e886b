"""Parses queries into words, phrases, prefixes, exclusions and filters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from site_builder.search.analysis import Words, fold, words_in
from site_builder.search.facets import NAMES

_SPACE = r"\s\ufeff"
"""White space to Python or to JavaScript."""
_PART = re.compile(
    rf"(?P<not>(?<![^{_SPACE}])-(?=[\w\"“]))?"
    r"(?:[\"“](?P<phrase>[^\"“”]*)[\"”]"
    rf"|(?P<name>{'|'.join(NAMES)}):(?P<value>[\w-]+)"
    rf"|(?P<word>\w & \w(?![^{_SPACE}])|[^{_SPACE}\"“”]+))"
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
    joined: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Words typed with hyphens, as they are written without, each with its parts."""
    sequence: tuple[str, ...] = field(default=(), compare=False)
    """Every scored token in order, with repetitions, for finding synonyms."""
    said: str = field(default="", compare=False)
    """The text without its operators, whose meaning counts."""


def parse_query(text: str) -> Query:
    """Parse a query with operators: quotes, ``-word``, ``prefix*``, ``tag:x``."""
    words: list[str] = []
    prefixes: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[str] = []
    filters: list[tuple[str, str]] = []
    joined: list[tuple[str, tuple[str, ...]]] = []
    said: list[str] = []
    for part in _PART.finditer(text):
        if part["name"] and not part["not"]:
            filters.append((part["name"], fold(part["value"])))
            continue
        written = part["phrase"] if part["phrase"] is not None else part["word"]
        found = words_in(written if written is not None else part["value"])
        typed = list(found.tokens)
        if part["not"]:
            excluded += _whole(found)
            continue
        said.append(written or "")
        if typed and (part["word"] or "").endswith("*"):
            prefixes.append(typed.pop())
        elif part["phrase"] is not None and len(typed) > 1:
            phrases.append(found.tokens)
        joined += [pair for pair in _joined(found) if len(typed) == len(found.tokens)]
        words += typed
    return Query(
        tuple(dict.fromkeys(words)),
        tuple(dict.fromkeys(prefixes)),
        tuple(dict.fromkeys(phrases)),
        tuple(dict.fromkeys(excluded)),
        tuple(dict.fromkeys(filters)),
        tuple(dict.fromkeys(joined)),
        tuple(words),
        " ".join(said),
    )


def plain_query(text: str) -> Query:
    """Return a text as a query of words, without operators."""
    found = words_in(text)
    joined = tuple(dict.fromkeys(_joined(found)))
    return Query(
        tuple(dict.fromkeys(found.tokens)), joined=joined, sequence=found.tokens, said=text
    )


def _joined(found: Words) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (form.text, found.tokens[form.last + 1 - form.parts : form.last + 1])
        for form in found.forms
        if form.parts
    ]


def _whole(found: Words) -> list[str]:
    """Return words, those with hyphens without them."""
    wholes = {form.last: form for form in found.forms if form.parts}
    within = {last - at for last, form in wholes.items() for at in range(form.parts)}
    return [
        wholes[at].text if at in wholes else word
        for at, word in enumerate(found.tokens)
        if at in wholes or at not in within
    ]
