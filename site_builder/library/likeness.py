"""Similarity of problem statements: one measure, and the thresholds of all its uses.

Problems are compared by their telling words, and by what they mean where that is known. Three
grades are in use:

- *the same*: most words of both are in common (:attr:`Likeness.of_both`). The limit for lessons is
  the option ``near_duplicate``; for problems that recur it is :data:`RECURRING`.
- *related*: at least half of what the shorter one says, or a meaning that is near
  (:attr:`Likeness.is_related`). Shown side by side, for a person to judge.
- *worth a look*: a few words, or some likeness in meaning (:attr:`Likeness.is_worth_a_look`). Shown
  last, or looked into more.

How near two texts are in meaning is known to ``search``, which also ranks the texts that are *near*
to one another as a whole, whatever their problem.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

Key = TypeVar("Key", bound=Any)
"""What names a text; keys can be sorted."""

FEWEST_WORDS = 3
"""Telling words below which a problem is too short to be called the same as another."""
RECURRING = 0.5
"""Share of the words of both from which a problem recurs: lower than for lessons that repeat each
other, since two teams word the same problem differently."""
_RELATED_WORDS = 3
_RELATED_SHARE = 0.5
_WORTH_A_LOOK = 2
MEANT = 0.65
"""Cosine of their vectors from which two problems are related. Of duplicate questions on a forum a
third reach it, and of other questions one in 2,500."""
MEANT_A_LOOK = 0.375
"""Cosine from which a text is worth a look for what it means alone. Of problems as people put them
and those of lessons that answer, a fifth reach it; of other pairs in one field, one in 70."""
MOST_HOLDERS = 60
"""Texts that are compared by one word. A word of more texts tells little; without a limit, time and
output would grow with the square of the number of texts."""
_BITS = 240
_ROUNDING = 1e-9
"""Keeps a product such as 0.8 * 5 from being rounded up past 4."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common."""

    shared: int
    """Telling words of both."""
    of_both: float
    """Share that they are of all words of the two, 1 for equal texts: the Jaccard index."""
    of_shorter: float
    """Share that they are of the words of the shorter one: the overlap coefficient."""
    meant: float = 0.0
    """Cosine of the vectors of both; none where it is not known."""

    @property
    def is_related(self) -> bool:
        """Whether the two may be about the same problem."""
        in_words = self.shared >= _RELATED_WORDS and self.of_shorter >= _RELATED_SHARE
        return in_words or self.meant >= MEANT

    @property
    def is_worth_a_look(self) -> bool:
        """Whether one could matter to somebody who searched for the other."""
        return self.shared >= _WORTH_A_LOOK or self.is_by_meaning

    @property
    def is_by_meaning(self) -> bool:
        """Whether that is for what they mean, and not for their words."""
        return self.shared < _WORTH_A_LOOK and self.meant >= MEANT_A_LOOK


def likeness(first: AbstractSet[str], second: AbstractSet[str], meant: float = 0.0) -> Likeness:
    """Return what two texts have in common, by their telling words and the cosine of both."""
    shared = len(first & second)
    shorter, longer = sorted((len(first), len(second)))
    if not shared:
        return Likeness(0, 0.0, 0.0, meant)
    return Likeness(shared, shared / (shorter + longer - shared), shared / shorter, meant)


def alike(
    texts: Mapping[Key, frozenset[str]], threshold: float
) -> Iterator[tuple[Key, Key, float]]:
    """Yield pairs of texts with at least a share of their words in common, sorted.

    Of texts with the same words, only the first is compared with others.
    """
    first_with: dict[frozenset[str], Key] = {}
    pairs: list[tuple[Key, Key, float]] = []
    for key, words in sorted(texts.items()):
        first = first_with.setdefault(words, key)
        if first != key and words:
            pairs.append((first, key, 1.0))
    keys = [*first_with.values()]
    distinct = [*first_with]
    sizes = [*map(len, distinct)]
    signs = _signs(distinct)
    others = [~sign for sign in signs]
    # Share of the sizes of two texts together that their common words are, if they are alike.
    least = threshold / (1 + threshold)
    for number, earlier in _candidates(
        distinct, lambda size: math.ceil(threshold * size - _ROUNDING)
    ):
        words, size, sign = distinct[number], sizes[number], signs[number]
        most = size - least * size + _ROUNDING
        for before in [
            it
            for it in earlier
            # At least so many words are in this text alone.
            if (sign & others[it]).bit_count() <= most - least * sizes[it]
        ]:
            other = sizes[before]
            # No more can be in common than all words of the shorter one.
            if (other / size if other < size else size / other) < threshold:
                continue
            shared = len(words & distinct[before])
            # The index of likeness(), without an object for each of some hundred thousand pairs.
            score = shared / (size + other - shared)
            if score >= threshold:
                pairs.append((keys[before], keys[number], score))
    yield from sorted(pairs)


def _signs(texts: Iterable[frozenset[str]]) -> list[int]:
    """Return a number for each text, with a bit for each word; some words have the same bit."""
    bits: dict[str, int] = {}
    signs = []
    for words in texts:
        sign = 0
        for word in words:
            sign |= bits.setdefault(word, 1 << len(bits) % _BITS)
        signs.append(sign)
    return signs


def related(
    texts: Mapping[Key, frozenset[str]], meant: Mapping[tuple[Key, Key], float]
) -> Iterator[tuple[Key, Key]]:
    """Yield pairs of texts that may be about the same problem, each at least once.

    Args:
        texts: Telling words of each.
        meant: Cosine of pairs, the smaller key first, as far as it is known.
    """
    yield from (pair for pair, cosine in meant.items() if cosine >= MEANT)
    keys, words = [*sorted(texts)], [texts[key] for key in sorted(texts)]
    for number, earlier in _candidates(words, lambda _size: _RELATED_WORDS):
        for before in sorted(earlier):
            if likeness(words[before], words[number]).is_related:
                yield keys[before], keys[number]


def grouped(keys: Iterable[Key], pairs: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
    """Return keys in groups, those together that a chain of pairs connects; all sorted."""
    leader = {key: key for key in keys}

    def lead(key: Key) -> Key:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for first, second in pairs:
        leader[lead(second)] = lead(first)
    groups: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in sorted(leader):
        groups[lead(key)].append(key)
    return sorted(tuple(group) for group in groups.values())


def _candidates(
    texts: Sequence[frozenset[str]], least_shared: Callable[[int], int]
) -> Iterator[tuple[int, set[int]]]:
    """Yield the number of each text, with those of earlier ones that share one of its rarest words.

    Two texts that share ``n`` words share at least one when the ``n - 1`` most frequent words of
    each are left out: the prefix filter of Bayardo, Ma and Srikant, "Scaling up all pairs
    similarity search", 2007.

    Args:
        texts: Words of each text.
        least_shared: Words that a text of some size has to share with any that is like it.
    """
    frequency = Counter(chain.from_iterable(texts))
    by_frequency = sorted(frequency, key=lambda word: (frequency[word], word))
    rank = {word: number for number, word in enumerate(by_frequency)}
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(texts):
        rarest = sorted(words, key=rank.__getitem__)
        prefix = rarest[: max(len(words) - least_shared(len(words)) + 1, 0)]
        yield number, set().union(*[holders[word] for word in prefix])
        for word in prefix:
            if len(holders[word]) < MOST_HOLDERS:
                holders[word].append(number)
