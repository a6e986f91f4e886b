"""Search results as people and programs read them: snippets, open assists, spelling suggestions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from site_builder.library.likeness import likeness
from site_builder.search.analysis import EMPTY_WORDS, fold, placed_tokens, tokens
from site_builder.search.answer import SHORTEST_STEM, Answer, Match
from site_builder.search.facets import LEVELS
from site_builder.search.index import stem
from site_builder.search.scores import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.search.store import Opened

FORMAT_VERSION = 1
_WINDOW = 32
"""Length of a snippet in words."""
_NEAR_ENOUGH = 80.0
"""Least similarity, 0 to 100, of a word that is suggested for a misspelt one."""
_MOST_LETTERS_APART = 2
_MOST_SUGGESTED = 20
"""Most unknown words of a query for which others are looked up."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A lesson as a search result."""

    id: str
    title: str
    problem: str
    url: str
    score: float
    """Score as a share of the largest score of one word; it can exceed 1."""
    basis: str
    """``advice``, ``tried``, ``studied`` or ``both``."""
    evidence: str
    """The mark in the header."""
    evidence_level: dict[str, int]
    """Its levels of practice and research."""
    contested: bool
    draft: bool
    """Whether it has not been reviewed yet."""
    statement: str
    """Its evidence in a few short sentences."""
    outcome: str
    contact: str
    covered: tuple[str, ...]
    not_covered: tuple[str, ...]
    snippet: str


def hits(opened: Opened, result: Answer) -> list[SearchHit]:
    """Return the matches of an answer as search results."""
    return [_hit(opened, match) for match in result.matches]


def as_json(opened: Opened, result: Answer, query: str, text: str) -> dict[str, Any]:
    """Return an answer as a JSON document.

    Args:
        opened: The index that answered.
        result: Its answer.
        query: The query as asked.
        text: The words of the query, without its operators.
    """
    return {
        "format_version": FORMAT_VERSION,
        "query": query,
        "total": result.total,
        "verdict": result.verdict.word,
        "close": result.verdict.close,
        "hits": [asdict(hit) for hit in hits(opened, result)],
        "open_assists": related_assists(opened, text),
    }


def related_assists(opened: Opened, text: str) -> list[dict[str, str]]:
    """Return the open assists that share telling words with a text, most shared words first."""
    asked = telling_stems(text)
    compared = [
        (likeness(asked, telling_stems(f"{assist['title']} {assist['problem']}")), assist)
        for assist in opened.facts.assists
    ]
    enough = [pair for pair in compared if pair[0].is_worth_a_look]
    enough.sort(key=lambda pair: (-pair[0].shared, pair[1]["id"]))
    return [assist for _likeness, assist in enough]


def suggestions(opened: Opened, unknown: Iterable[str]) -> dict[str, str]:
    """Return the nearest word of a title or problem for each unknown word that has one."""
    misspelt = [word for word in unknown if len(word) > SHORTEST_STEM - 1]
    if not misspelt:
        return {}
    from site_builder.records.guess import Guesses  # noqa: PLC0415 - after a mistake

    known = set(opened.index.head_words()) - EMPTY_WORDS
    suggested = {}
    for word in misspelt[:_MOST_SUGGESTED]:
        like = {other for other in known if abs(len(other) - len(word)) <= _MOST_LETTERS_APART}
        if near := Guesses(like).nearest(word, least=_NEAR_ENOUGH):
            suggested[word] = near[0]
    return suggested


def snippet_of(text: str, words: Iterable[str]) -> str:
    """Return the part of a text with the most of some words, on one line."""
    placed = list(placed_tokens(text))
    if not placed:
        return ""
    matched = _matched(words)
    marks = [matched(token.text) for token in placed]
    best = max(
        range(0, max(1, len(placed) - _WINDOW + 1), 4),
        key=lambda start: (len({mark for mark in marks[start : start + _WINDOW] if mark}), -start),
    )
    last = min(best + _WINDOW, len(placed)) - 1
    stretch = " ".join(text[placed[best].start : placed[last].end].split())
    return f"{'… ' * (best > 0)}{stretch}{' …' * (last < len(placed) - 1)}"


def highlighted(text: str, words: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, each with whether it is one of some words."""
    matched = _matched(words)
    done = 0
    for token in placed_tokens(text):
        if matched(token.text):
            yield text[done : token.start], False
            yield text[token.start : token.end], True
            done = token.end
    yield text[done:], False


def _matched(words: Iterable[str]) -> Callable[[str], str]:
    """Return a function from a token to its stem, or to nothing if it is none of some words."""
    listed = list(words)
    stems = {stem(fold(word)) for word in listed}
    prefixes = tuple(word.removesuffix("*") for word in listed if word.endswith("*"))

    def matched(token: str) -> str:
        return stem(token) if stem(token) in stems or token.startswith(prefixes) else ""

    return matched


def _hit(opened: Opened, match: Match) -> SearchHit:
    row = opened.rows[match.row]
    card = opened.index.card(match.row)
    return SearchHit(
        id=row.id,
        title=card.title,
        problem=card.problem,
        url=f"lesson/{row.id}/",
        score=round(match.score / LARGEST, 4),
        basis=row.value("basis"),
        evidence=row.value("evidence"),
        evidence_level={name: int(row.value(name)) for name in LEVELS},
        contested=row.value("contested") == "yes",
        draft=row.is_draft,
        statement=card.statement,
        outcome=row.value("outcome"),
        contact=card.contact,
        covered=match.covered,
        not_covered=match.not_covered,
        snippet=snippet_of(f"{card.takeaway}\n{card.body}", match.covered),
    )


@lru_cache(maxsize=20_000)
def telling_stems(text: str) -> frozenset[str]:
    """Return the stems of a text's telling words."""
    return frozenset(stem(word) for word in tokens(text) if word not in EMPTY_WORDS)
