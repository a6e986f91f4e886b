r"""Splits text into tokens, the same in Python and in the browser.

A token is a run of ``\w`` in lower case without accents: the letters and numbers of Unicode, and
the underscore. ``theme_overrides/assets/beforehand/search.js`` holds the same rules. Letters newer
than the Unicode of the Python that runs may be letters in the browser alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from site_builder.library.words import STOP_WORDS as LITTLE_WORDS
from site_builder.search.filling import FILLING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STOP_WORDS = frozenset(
    """
    a an and are as at be by can for from have if in is it may not of on or tbd that the this to us
    we when will with yet you your
    """.split()  # noqa: SIM905 - a list of strings reads worse
)
"""Whoosh's English stop words."""

EMPTY_WORDS = (STOP_WORDS | FILLING).union(
    word for phrase in LITTLE_WORDS for word in phrase.replace("\u2019", "'").split("'")
)
"""Words that say nothing about a problem. They score, but results do not mention them."""

_TOKEN = re.compile(r"\w+")


class Token(NamedTuple):
    """A word of a text with its place in the text."""

    text: str
    """In lower case, without accents."""
    start: int
    end: int


class _Letters(dict[int, int | None]):
    """Replacement of each letter of a lower-case text whose accents are separate letters."""

    def __missing__(self, code: int) -> int | None:
        # Vowel signs of Indian scripts are marks too; kept, they would split words.
        self[code] = None if unicodedata.category(chr(code)).startswith("M") else code
        return self[code]


# The final sigma counts as the other small sigma, since which of the two a capital becomes depends
# on its neighbours.
_LETTERS = _Letters({0x3C2: 0x3C3})


def fold(text: str) -> str:
    """Return a text in lower case without accents, letter by letter."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).lower().translate(_LETTERS)


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    return fold(letter)


def tokens(text: str) -> list[str]:
    """Return the tokens of a text."""
    return _TOKEN.findall(fold(text))


def placed_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text with their places in the original text."""
    letters = [_folded(letter) for letter in text]
    places = [place for place, letter in enumerate(letters) for _part in letter]
    end = 0
    for match in _TOKEN.finditer("".join(letters)):
        # One character, such as ½, may hold two tokens; it belongs to the first.
        start = max(end, places[match.start()])
        end = places[match.end() - 1] + 1
        while end < len(letters) and not letters[end]:
            end += 1
        yield Token(match.group(), start, end)


class Synonyms:
    """The phrases that name a topic: labels and synonyms."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        """Index the phrases by their first word.

        Args:
            phrases: Topic by phrase: every label and synonym of the vocabulary.
        """
        self._topics: dict[tuple[str, ...], str] = {}
        for phrase, topic in sorted(phrases.items()):
            words = tuple(tokens(phrase))
            if words:
                self._topics.setdefault(words, topic)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(self._topics, key=lambda words: (-len(words), words)):
            self._by_first.setdefault(words[0], []).append(words)

    def found_in(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield each topic that words name, with start and end of the longest phrase for it."""
        done = 0
        for position in [at for at, word in enumerate(words) if word in self._by_first]:
            if position < done:
                continue
            for phrase in self._by_first[words[position]]:
                end = position + len(phrase)
                if tuple(words[position:end]) == phrase:
                    yield self._topics[phrase], position, end
                    done = end
                    break

    @property
    def phrases(self) -> dict[str, str]:
        """Topic by phrase, the phrase as its tokens with single spaces."""
        return {" ".join(words): topic for words, topic in self._topics.items()}
