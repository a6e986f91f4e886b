"""Guesses at what an author meant."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_NEAR = 70.0
"""Least similarity (0 to 100) of a guess."""
_MOST_COMPARED = 400
"""Most candidates that are compared with one word."""
_LONGEST = 200
"""Characters of a word or a candidate that count."""


class Guesses:
    """Candidates among which the nearest to many words is found, each at a bounded cost."""

    def __init__(self, candidates: Iterable[str]) -> None:
        """Set what could have been meant."""
        self._all = sorted(set(candidates))

    def nearest(self, word: str, limit: int = 1, least: float = _NEAR) -> list[str]:
        """Return the candidates most like the word, nearest first, ties by alphabet.

        Args:
            word: What was written.
            limit: Most candidates to return.
            least: Least similarity, 0 to 100.
        """
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - paid for only once something is wrong

        asked = _plain(word)
        compared = self._plain if len(self._plain) <= _MOST_COMPARED else self._likely(asked)
        matches = process.extract(
            asked, compared, scorer=fuzz.WRatio, score_cutoff=least, limit=limit
        )
        return [self._all[number] for _text, _score, number in matches]

    def did_you_mean(self, word: str) -> str:
        """Return ``did you mean `x`?`` for the nearest candidate, or nothing when none is near."""
        matches = self.nearest(word)
        return f"did you mean `{matches[0]}`?" if matches else ""

    def _likely(self, word: str) -> dict[int, str]:
        """Return a few of many candidates by number: those with the rarest parts of a word."""
        likely: set[int] = set()
        for _number, part in sorted((len(self._with_part[part]), part) for part in _parts(word)):
            if len(likely) >= _MOST_COMPARED:
                break
            likely.update(self._with_part[part][:_MOST_COMPARED])
        return {number: self._plain[number] for number in sorted(likely)}

    @cached_property
    def _plain(self) -> list[str]:
        return [*map(_plain, self._all)]

    @cached_property
    def _with_part(self) -> defaultdict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, candidate in enumerate(self._plain):
            for part in _parts(candidate):
                found[part].append(number)
        return found


def _plain(word: str) -> str:
    return word[:_LONGEST].lower()


def _parts(word: str) -> set[str]:
    whole = f" {word} "
    return {whole[at : at + 3] for at in range(len(whole) - 2)}


def nearest(
    word: str, candidates: Iterable[str], limit: int = 1, least: float = _NEAR
) -> list[str]:
    """Return what :meth:`Guesses.nearest` returns for a single word."""
    return Guesses(candidates).nearest(word, limit, least)


def letters_apart(word: str, other: str, most: int) -> int:
    """Return how many letters are wrong, missing, left over or swapped, up to one above most."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - paid for only once something is wrong

    return OSA.distance(word, other, score_cutoff=most)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return what :meth:`Guesses.did_you_mean` returns for a single word."""
    return Guesses(candidates).did_you_mean(word)


def guess_or(word: str, candidates: Iterable[str], listed: str) -> str:
    """Return what is allowed, after the nearest candidate if one is near."""
    guess = did_you_mean(word, candidates) if word else ""
    return f"{guess} ({listed})" if guess else listed


def same_word(written: str, allowed: Iterable[str]) -> str | None:
    """Return the only allowed word that differs at most in case, hyphens and spaces, or None."""
    wanted = folded(written)
    same = [word for word in allowed if folded(word) == wanted]
    return same[0] if len(same) == 1 else None


@lru_cache(maxsize=1024)
def folded(word: str) -> str:
    """Return a word in lower case with each run of hyphens, spaces and underscores as `_`."""
    return "_".join(word.casefold().replace("-", " ").replace("_", " ").split())


def bare_words(text: str) -> str:
    """Return the words of a text alone, in lower case, with a space between them."""
    return " ".join(_WORD.findall(text.casefold()))


def unaccented(text: str) -> str:
    """Return a text with letters such as `é` without their marks."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not unicodedata.combining(character))


def spelled_alike(one: str, other: str, least: float) -> bool:
    """Return whether two words are at least so similar, 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - paid for only once something is missing

    return fuzz.ratio(one, other) >= least
