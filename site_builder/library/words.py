"""Telling words of a sentence, and sentences that share most of theirs."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Scripts that put no space between words: each letter is counted as a word there.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['’][^\W_]+)?")

FEWEST_TO_COMPARE = 3
"""Content words below which two problems are too short to be called alike."""
STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below
    between both but by can cannot could did do does doing don't down during each even every few for
    from further had has have having he her here hers him his how however i if in into is it its
    itself just let like made make many may me might more most much must my need needs no nor not
    now of off often on once only or other our ours out over own per rather same she should so some
    such than that the their theirs them then there these they this those through to too under until
    up us use used very was way we well were what when where whether which while who whom why will
    with within without would yet you your yours
    """.split()  # noqa: SIM905 - a list of two hundred strings reads worse
)


_ROUNDING = 1e-9
"""Keeps a product such as 0.8 * 5 from being rounded up past 4."""


def content_words(text: str, without: Sequence[str] = ()) -> list[str]:
    """Return the words of a text in lower case, less stop words and the given phrases."""
    text = text.casefold()
    for phrase in without:
        text = text.replace(phrase.casefold(), " ")
    return [word for word in _WORD.findall(text) if word not in STOP_WORDS]


def alike(
    texts: Mapping[str, frozenset[str]], threshold: float, most_holders: int | None = None
) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of keys whose word sets have a Jaccard index of at least the threshold.

    Two sets as alike as that share at least one of their rarest few words, so only sets that do
    are compared: the prefix filter of Bayardo, Ma and Srikant, "Scaling up all pairs similarity
    search", 2007. Pairs come sorted.

    Args:
        texts: Words of each text.
        threshold: Least Jaccard index of a pair.
        most_holders: Sets that may share a rare word to be compared by it; with a low threshold
            and no limit, the time grows with the square of their number.
    """
    first_with: dict[frozenset[str], str] = {}
    pairs: list[tuple[str, str, float]] = []
    for key, words in sorted(texts.items()):
        first = first_with.setdefault(words, key)
        if first != key and words:
            pairs.append((first, key, 1.0))
    distinct = {key: words for words, key in first_with.items()}
    sizes = {key: len(words) for key, words in distinct.items()}
    masks = _masks(distinct)
    for first, second in _candidates(distinct, threshold, most_holders):
        shared = (masks[first] & masks[second]).bit_count()
        score = shared / (sizes[first] + sizes[second] - shared)
        if score >= threshold:
            pairs.append((first, second, score))
    yield from sorted(pairs)


def _candidates(
    texts: Mapping[str, frozenset[str]], threshold: float, most_holders: int | None
) -> set[tuple[str, str]]:
    frequency = Counter(word for words in texts.values() for word in words)
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for key, words in sorted(texts.items()):
        rarest = sorted(words, key=lambda word: (frequency[word], word))
        needed = math.ceil(threshold * len(words) - _ROUNDING)
        for word in rarest[: len(words) - needed + 1]:
            sharing[word].append(key)
    most = most_holders or len(texts)
    return {
        pair for keys in sharing.values() if len(keys) <= most for pair in combinations(keys, 2)
    }


def _masks(texts: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Return each set as a number with a bit for each word: what two share is counted at once."""
    bits: dict[str, int] = {}
    return {
        key: sum(1 << bits.setdefault(word, len(bits)) for word in sorted(words))
        for key, words in texts.items()
    }


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the Jaccard index of two word sets, one of which has words at least."""
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared)
