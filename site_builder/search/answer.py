"""Answers to queries: ranked lessons, filtered, with counts of facets and the words matched.

``theme_overrides/assets/beforehand/search.js`` does the same in the browser, step for step.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from site_builder.search import by_meaning
from site_builder.search.analysis import EMPTY_WORDS, STOP_WORDS, is_unspaced, tokens
from site_builder.search.filling import meant_by, names_in
from site_builder.search.meant import joined_in, meant, quoted
from site_builder.search.stems import stem
from site_builder.search.topics import Topics, phrase_of
from site_builder.search.verdict import Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from site_builder.search.by_meaning import Meaning
    from site_builder.search.query import Query
    from site_builder.search.store import Opened

FEWEST_LETTERS = 3
"""Fewest letters of a prefix that is looked up."""
SHORTEST_STEM = 4
"""Letters to which a prefix that nothing starts with is cut, until it is a stem."""
LONGEST_STEM = 64
"""Letters to which a longer prefix is cut at once."""
MOST_EXPANSIONS = 100
"""Most stems that a prefix may stand for: the first by code point."""
UNFINISHED = 2
"""Most letters by which an unfinished word is longer than its stem before it may be misspelt."""
MOST_LOOKED_UP = 20
"""Most unknown words of a query for which others are looked up."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that every match meets. Values of one facet are alternatives."""

    values: dict[str, frozenset[str]] = field(default_factory=dict)
    after: str = ""
    """First day of record, ``YYYY-MM-DD``, or empty."""
    before: str = ""
    """Last day of record, or empty."""
    least: dict[str, int] = field(default_factory=dict)
    """Lowest level, by facet."""


@dataclass(frozen=True, slots=True)
class Match:
    """A lesson that matches a query."""

    row: int
    score: int
    covered: tuple[str, ...]
    """Words of the query that occur in it."""
    not_covered: tuple[str, ...]
    by_meaning: bool = False
    """Whether no word found it."""
    is_meant: bool = False
    """Whether it is near in meaning, as far as that is known."""

    @property
    def has_half(self) -> bool:
        """Whether at least half of the words of the query occur in it."""
        return bool(self.covered) and len(self.covered) >= len(self.not_covered)

    @property
    def is_near(self) -> bool:
        """Whether it has half of the words, or is near in meaning."""
        return self.has_half or self.is_meant


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a query."""

    matches: tuple[Match, ...]
    """The best matches, ties by id."""
    total: int
    facets: dict[str, dict[str, int]]
    """Number of matching lessons by facet and value."""
    words: tuple[str, ...]
    """Distinctive words of the query."""
    unknown: tuple[str, ...]
    """Those that occur in no lesson."""
    verdict: Verdict
    """How near the matches come."""
    also: tuple[tuple[str, str], ...] = ()
    """Words that no lesson has, each with what was searched for it: words one or two letters off,
    or two words that it joins."""
    by_meaning: int = 0
    """Number of matching lessons that only meaning found."""


def answer(
    opened: Opened, query: Query, filters: Filters, limit: int, meaning: Meaning | None = None
) -> Answer:
    """Return the answer of an index to a query, by words and by meaning if that is there."""
    scored, listed, also = _scored(opened, query)
    known = {word for scores, covers in scored if scores for word in covers}
    words = meant_by(listed, query.sequence, known)
    rows = opened.rows
    wanted = _wanted(filters, query, opened)
    allowed = _allowed(opened, query, wanted, filters)
    asked = frozenset(words)
    tells = [it for it in scored if not it[1] or not asked.isdisjoint(it[1])]
    telling = _totals(tells)
    if scored:
        totals = telling if len(tells) == len(scored) else _totals(scored)
        if meaning:
            may = range(len(rows)) if allowed is None else allowed
            found = by_meaning.ranked(totals, telling.keys(), meaning, may)
        else:
            found = [row for row in telling if allowed is None or row in allowed]
            found.sort(key=lambda row: (-totals[row], row))
        ranked = [(row, totals[row]) for row in found]
    else:
        dates = rows.columns["date"]
        in_order = sorted(range(len(rows)) if allowed is None else allowed)
        # Newest first, ties by id: sorted twice, since a date cannot be negated.
        in_order.sort(key=dates.__getitem__, reverse=True)
        ranked = [(row, 0) for row in in_order]
    matches = tuple(
        replace(
            _match(row, score, scored, words),
            by_meaning=bool(scored) and row not in telling,
            is_meant=bool(scored and meaning and meaning.has(row)),
        )
        for row, score in ranked[:limit]
    )
    unknown = tuple(word for word in words if word not in known)
    facets = rows.counts([row for row, _score in ranked])
    complete = len(_having_all(scored, words).intersection(row for row, _score in ranked))
    near = [int(meaning.near[row]) for row, _score in ranked] if meaning and scored else []
    said = verdict([telling[row] for row, _score in ranked], words, unknown, complete, near)
    only = sum(row not in telling for row, _score in ranked) if scored else 0
    return Answer(matches, len(ranked), facets, words, unknown, said, also, only)


def _totals(scored: list[tuple[dict[int, int], tuple[str, ...]]]) -> Counter[int]:
    """Return the score of each lesson by some terms."""
    totals: Counter[int] = Counter()
    for scores, _covers in scored:
        totals.update(scores)
    return totals


def _having_all(
    scored: list[tuple[dict[int, int], tuple[str, ...]]], words: tuple[str, ...]
) -> set[int]:
    """Return the lessons that have every one of some words."""
    having: dict[str, set[int]] = {word: set() for word in words}
    for scores, covers in scored:
        for word in covers:
            if word in having:
                having[word].update(scores)
    return set.intersection(*having.values()) if having else set()


class _Scored(NamedTuple):
    """What a query is scored by."""

    terms: list[tuple[dict[int, int], tuple[str, ...]]]
    """Scores of each term with the words of the query that it covers."""
    words: tuple[str, ...]
    """Words to show."""
    also: tuple[tuple[str, str], ...]
    """Words that no lesson has, each with what was searched for it."""


def _scored(opened: Opened, query: Query) -> _Scored:
    scores_of = opened.scorer.scores
    telling = [word for word in query.words if word not in STOP_WORDS]
    scored: dict[str, tuple[dict[int, int], tuple[str, ...]]] = {}
    for term, some in _terms(opened, query, telling):
        scores, before = scored.get(term) or (scores_of(term), ())
        scored[term] = (scores, tuple(dict.fromkeys([*before, *some])))
    for term, (scores, some) in scored.items():
        if term[0] != "#" and EMPTY_WORDS.issuperset(some):
            scored[term] = ({row: (score + 1) // 2 for row, score in scores.items()}, some)
    for word, parts in (*query.joined, *joined_in(opened, query.sequence)):
        some = tuple(part for part in parts if part not in STOP_WORDS)
        if stem(word) not in scored:
            scored[stem(word)] = (_where_not_all(scores_of(stem(word)), scored, some), some)
    also = _score_unknown(opened, scored, telling, query.sequence)
    for prefix in query.prefixes:
        scores = _starting_with(opened, prefix) or _cut_short(opened, prefix, len(prefix))
        scored[f"{prefix}*"] = (scores, (f"{prefix}*",))
    if not scored:
        for word in query.words:
            scored[f"={word}"] = (scores_of(f"={word}"), (word,))
        telling = list(query.words)
    topical = {word for term in scored if term[:1] == "#" for word in scored[term][1]}
    shown = (
        *([word for word in telling if word in topical or _tells(word)] or telling),
        *(f"{prefix}*" for prefix in query.prefixes),
    )
    return _Scored(list(scored.values()), shown, tuple(also.items()))


def _score_unknown(
    opened: Opened,
    scored: dict[str, tuple[dict[int, int], tuple[str, ...]]],
    telling: Sequence[str],
    sequence: Sequence[str],
) -> dict[str, str]:
    """Score words that no lesson has, and return what was searched for them.

    The last word may be unfinished; any may be misspelt, but a name is itself.
    """
    known = {word for scores, covers in scored.values() if scores for word in covers}
    also: dict[str, str] = {}
    names, last = names_in(sequence), sequence[-1:]
    looked_up = 0
    for word in telling:
        if scored[stem(word)][0] or word in names or (word in known and word not in last):
            continue
        scores = _starting_with(opened, word) if word in last else {}
        if not scores and word not in known and looked_up < MOST_LOOKED_UP:
            looked_up += 1
            near, guessed = meant(opened, word)
            # What is two words is not one that is unfinished.
            if word in last and " " not in near:
                scores = _cut_short(opened, word, UNFINISHED)
            if near and not scores:
                scores, also[word] = guessed, near
        if not scores and word in last:
            scores = _cut_short(opened, word, len(word))
        scored[stem(word)] = (scores, scored[stem(word)][1])
    return also


def _terms(
    opened: Opened, query: Query, telling: Iterable[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the terms of a query, some twice, each with the words that it covers."""
    for word in telling:
        yield stem(word), (word,)
    for topic, start, end in Topics(opened.facts.phrases).found_in(query.sequence):
        named = tuple(word for word in query.sequence[start:end] if word not in STOP_WORDS)
        yield f"#{topic}", named


def _where_not_all(
    scores: dict[int, int],
    scored: Mapping[str, tuple[dict[int, int], object]],
    parts: Sequence[str],
) -> dict[int, int]:
    """Return the scores of a word in the lessons that lack one of the words it is made of.

    So it counts once in a lesson that writes it as the query does. A name with its sign counts
    beside the name.
    """
    if len(parts) < 2:  # noqa: PLR2004 - a name
        return scores
    having = [scored[stem(part)][0].keys() for part in parts]
    return {row: score for row, score in scores.items() if not all(row in one for one in having)}


def _tells(word: str) -> bool:
    """Return whether a word says what a problem is about."""
    return word not in EMPTY_WORDS and (len(word) > 1 or word.isdecimal() or is_unspaced(word))


def _starting_with(opened: Opened, letters: str) -> dict[int, int]:
    """Return the best score in each lesson of any stem that begins with some letters."""
    scores_of = opened.scorer.scores
    if len(letters) < FEWEST_LETTERS:
        return scores_of(letters)
    # The index may still hold stems that only replaced lessons had.
    living = filter(None, map(scores_of, opened.index.terms("text", letters)))
    best: dict[int, int] = {}
    for scores in islice(living, MOST_EXPANSIONS):
        for row, score in scores.items():
            best[row] = max(score, best.get(row, 0))
    return best


def _cut_short(opened: Opened, letters: str, most: int) -> dict[int, int]:
    """Return the scores of the longest stem that some letters begin with, less a few at most."""
    longest = min(len(letters) - 1, LONGEST_STEM)
    shortest = max(SHORTEST_STEM, len(letters) - most)
    shorter = (letters[:end] for end in range(longest, shortest - 1, -1))
    return next(filter(None, map(opened.scorer.scores, shorter)), {})


def _wanted(filters: Filters, query: Query, opened: Opened) -> dict[str, frozenset[str]]:
    """Return the wanted values of each facet, from the filters and from the query itself."""
    wanted = dict(filters.values)
    for name, value in query.filters:
        meant = value
        if name == "tag":
            meant = opened.facts.phrases.get(phrase_of(tokens(value)), value)
        wanted[name] = wanted.get(name, frozenset()) | {meant}
    return wanted


def _allowed(
    opened: Opened, query: Query, wanted: dict[str, frozenset[str]], filters: Filters
) -> set[int] | None:
    """Return the rows that meet every condition, or None if there is no condition."""
    rows = opened.rows
    allowed: set[int] | None = None
    if wanted or filters.least or filters.after or filters.before or query.excluded:
        allowed = set(range(len(rows)))
        for name, values in wanted.items():
            allowed &= rows.having(name, values)
        for name, level in filters.least.items():
            # A level is one digit.
            allowed &= rows.where(name, str(level).__le__)
        if filters.after:
            allowed &= rows.where("date", filters.after.__le__)
        if filters.before:
            allowed &= rows.where("date", filters.before.__ge__)
    for word in query.excluded:
        if allowed is not None and word not in STOP_WORDS:
            allowed -= opened.scorer.scores(stem(word)).keys()
    for phrase in query.phrases:
        rows_of_it = quoted(opened, phrase)
        allowed = rows_of_it if allowed is None else allowed & rows_of_it
    return allowed


def _match(
    row: int,
    score: int,
    scored: list[tuple[dict[int, int], tuple[str, ...]]],
    words: tuple[str, ...],
) -> Match:
    has = {word for scores, covers in scored if row in scores for word in covers}
    return Match(
        row,
        score,
        tuple(word for word in words if word in has),
        tuple(word for word in words if word not in has),
    )
