"""Search results as people and programs read them: snippets, open assists."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from site_builder.library.evidence.parts import plain
from site_builder.library.likeness import likeness
from site_builder.search.analysis import EMPTY_WORDS, fold, placed_tokens, tokens
from site_builder.search.facets import LEVELS
from site_builder.search.scores import LARGEST
from site_builder.search.stems import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.search.answer import Answer, Match
    from site_builder.search.by_meaning import Meaning
    from site_builder.search.store import Opened

FORMAT_VERSION = 1
_FEWEST_SHARED = 2
_MOST_GONE = 3
_WINDOW = 32
"""Length of a snippet in words."""


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
    strip: str
    """Its evidence at a glance, in letters."""
    outcome: str
    contact: str
    covered: tuple[str, ...]
    not_covered: tuple[str, ...]
    by_meaning: bool
    """Whether only meaning found it, and no word."""
    snippet: str
    """The part with the most words of the query; of what only meaning found, its problem."""


def hits(opened: Opened, result: Answer) -> list[SearchHit]:
    """Return the matches of an answer as search results."""
    also = dict(result.also)
    return [_hit(opened, match, also) for match in result.matches]


def as_json(
    opened: Opened, result: Answer, query: str, text: str, meaning: Meaning | None = None
) -> dict[str, Any]:
    """Return an answer as a JSON document.

    Args:
        opened: The index that answered.
        result: Its answer.
        query: The query as asked.
        text: The words of the query, without its operators.
        meaning: What it answered by, beside words.
    """
    return {
        "format_version": FORMAT_VERSION,
        "query": query,
        "total": result.total,
        "verdict": result.verdict.word,
        "close": result.verdict.close,
        "by_meaning": result.by_meaning,
        "also_searched": dict(result.also),
        "hits": [asdict(hit) for hit in hits(opened, result)],
        "gone": gone_of(opened, text),
        "open_assists": related_assists(opened, text, meaning),
    }


def related_assists(
    opened: Opened, text: str, meaning: Meaning | None = None
) -> list[dict[str, Any]]:
    """Return the open assists that share telling words with a text, or are near in meaning.

    Those with most shared words come first, then the nearest; ``by_meaning`` says of which meaning
    alone speaks. ``theme_overrides/assets/beforehand/finder/beside.js`` does the same.
    """
    asked, assists = telling_stems(text), opened.facts.assists
    near = (meaning and meaning.open) or [0.0] * len(assists)
    compared = [
        (likeness(asked, telling_stems(f"{assist['title']} {assist['problem']}"), meant), assist)
        for assist, meant in zip(assists, near, strict=True)
    ]
    enough = [pair for pair in compared if pair[0].is_worth_a_look]
    enough.sort(key=lambda pair: (-pair[0].shared, -pair[0].meant, pair[1]["id"]))
    return [{**assist, "by_meaning": alike.is_by_meaning} for alike, assist in enough]


def gone_of(opened: Opened, text: str) -> list[str]:
    """Return a sentence for each lesson that a text names and that is found no more."""
    asked = telling_stems(text)
    begin = {one[:1] for one in asked}
    sentences = []
    for lesson in opened.facts.gone:
        # A stem begins as its word does, and most titles share none.
        some = (word for word in tokens(lesson["title"]) if word[:1] in begin)
        if asked.isdisjoint(map(stem, some)):
            continue
        title = telling_stems(lesson["title"])
        shared = len(asked & title)
        if shared and (shared == len(title) or (shared == len(asked) and shared >= _FEWEST_SHARED)):
            by = f" by “{lesson['next']}” ({lesson['next_url']})" if lesson["next"] else ""
            if by and lesson["why"] == "withdrawn":
                by = f"; read{by.removeprefix(' by')} instead"
            sentences.append(f"“{lesson['title']}” was {lesson['why']}{by}.")
    return sentences[-_MOST_GONE:]


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
    marks: list[list[int]] = []
    for token in placed_tokens(text):
        if matched(token.text):
            if marks and token.start < marks[-1][1]:
                marks[-1][1] = token.end
            else:
                marks.append([token.start, token.end])
    for start, end in marks:
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False


def _matched(words: Iterable[str]) -> Callable[[str], str]:
    """Return a function from a token to its stem, or to nothing if it is none of some words."""
    listed = list(words)
    stems = {stem(fold(word)) for word in listed}
    prefixes = tuple(word.removesuffix("*") for word in listed if word.endswith("*"))

    # A stem begins as its word does, and most words of a text begin otherwise.
    begin = {one[:1] for one in stems}

    def matched(token: str) -> str:
        own = stem(token) if token[:1] in begin or token.startswith(prefixes) else ""
        return own if own in stems or token.startswith(prefixes) else ""

    return matched


def _hit(opened: Opened, match: Match, also: Mapping[str, str]) -> SearchHit:
    row = opened.rows[match.row]
    card = opened.index.card(match.row)
    if match.by_meaning:
        snippet = card.problem
    else:
        words = [word for one in match.covered for word in also.get(one, one).split()]
        snippet = snippet_of(f"{card.takeaway}\n{card.body}", words)
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
        strip=plain(card.strip),
        outcome=row.value("outcome"),
        contact=card.contact,
        covered=match.covered,
        not_covered=match.not_covered,
        by_meaning=match.by_meaning,
        snippet=snippet,
    )


@lru_cache(maxsize=20_000)
def telling_stems(text: str) -> frozenset[str]:
    """Return the stems of a text's telling words."""
    return frozenset(stem(word) for word in tokens(text) if word not in EMPTY_WORDS)
