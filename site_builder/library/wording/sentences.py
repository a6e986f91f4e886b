"""Sentences in small letters, and their words replaced by the classes that they belong to.

A pattern over classes is short, and is tried at few places: ``P (?:A )*T`` stands for "the foremen
were so very careless" once every word has its class.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from site_builder.library.words import in_small_letters
from site_builder.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Cues(dict[str, tuple[str, ...]]):
    """Words in small letters, each with what has to stand near it, of which one is enough."""

    @cached_property
    def words(self) -> frozenset[str]:
        """The words; two sets have their common words found in a quarter of the time."""
        return frozenset(self)


def near(words: str, *company: str) -> dict[str, tuple[str, ...]]:
    """Return some words as cues that have the same company."""
    return dict.fromkeys(words.split(), company)


SENTENCE_END = re.compile(
    r"[.!?;](?<!\b[dm]r\.)(?<!\bms\.)(?<!\bmrs\.)(?<!\bprof\.)(?=[\s\"'”’)*_])"
    r"|\n(?=[^\S\n]*(?:\n|[-*+|]\s|\d+[.)]\s|[a-z_]+:\s))"
)
"""Where a sentence, a paragraph, a point of a list or a field ends."""
_NO_ENDS = Sieve(r"(?:[dm]r|ms|mrs|prof)\. ", fewest=0)
"""Lets through texts with titles, whose full stop ends no sentence."""
WORD = re.compile(r"[a-z]+")
"""A word that may be a cue, for browsers; :class:`Prose` finds the same without a pattern."""
_LETTERS = bytes(sign if sign in ascii_lowercase.encode() else ord(" ") for sign in range(256))
"""Each byte of UTF-8: a small letter of the alphabet as it is, any other as a space."""
TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?|[^\w\s]")
NEAR = 40
"""Characters before and after a cue in which its company stands."""
LONGEST = 400
"""Characters before and after a cue in which its sentence ends."""


class Prose:
    """A text whose sentences are looked at by several rules, and taken apart once."""

    def __init__(self, text: str, *, runs_on: bool | None = None) -> None:
        """Set the text.

        Args:
            text: A text.
            runs_on: Whether a word of it may be cut, where the caller knows.
        """
        self.text = text
        self.lowered = in_small_letters(text)
        if runs_on is not None:
            self.runs_on = runs_on

    @cached_property
    def runs_on(self) -> bool:
        """Whether a sentence may be so long that it is cut, perhaps within a word."""
        text = self.lowered
        longest = max(map(len, text.replace("\n\n", ". ").split(". ")))
        return longest > LONGEST or _NO_ENDS(text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, as :data:`WORD` finds them."""
        signs = self.lowered.encode(errors="replace").translate(_LETTERS)
        return frozenset(signs.decode("ascii").split())

    def sentences(self, cues: Cues) -> Iterator[tuple[int, int]]:
        """Yield the start and end of the sentences that hold a cue in its company: most do not."""
        text, end = self.lowered, 0
        for at in self._places(cues):
            if at < end:
                continue
            start = max(end, at - LONGEST)
            for match in SENTENCE_END.finditer(text, start, at):
                start = match.end()
            after = SENTENCE_END.search(text, at, at + LONGEST)
            end = after.end() if after else min(at + LONGEST, len(text))
            yield start, end

    def _places(self, cues: Cues) -> list[int]:
        """Return where cues begin that are in their company, in order."""
        text, places = self.lowered, set()
        for cue in cues.words & self.words:
            company = cues[cue]
            search = _any_of(company).search if company else None
            at = text.find(cue)
            while at >= 0:
                if not (at and text[at - 1].isalnum()) and (
                    not search or search(text, max(at - NEAR, 0), at + NEAR)
                ):
                    places.add(at)
                at = text.find(cue, at + len(cue))
        return sorted(places)

    def classified(self, start: int, end: int, class_of: Callable[[str], str]) -> Classified:
        """Replace the words of a sentence by their classes."""
        words = TOKEN.findall(self.lowered, start, end)
        return Classified(" ".join([*map(class_of, words)]), self.lowered, start, end)


@lru_cache(maxsize=1_000)
def prose_of(text: str) -> Prose:
    """Return a text for rules that look at the same one after each other."""
    return Prose(text)


def forget_prose() -> None:
    """Hold no text any longer: no other rule will look at it."""
    prose_of.cache_clear()


@lru_cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


class Classified(NamedTuple):
    """A sentence as a line of words and classes, with one space between two."""

    line: str
    text: str
    start: int
    end: int
    """Where the sentence stands in its text."""

    def places_of(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Yield the start and end in the text of what a pattern finds: in most, nothing."""
        places: list[tuple[int, int]] = []
        for match in pattern.finditer(self.line):
            places = places or [it.span() for it in TOKEN.finditer(self.text, self.start, self.end)]
            first = self.line.count(" ", 0, match.start())
            last = first + match[0].strip().count(" ")
            yield places[first][0], places[last][1]
