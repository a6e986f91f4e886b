r"""Splits text into tokens, the same in Python and in the browser.

A token is a run of ``\w`` in lower case without accents: the letters and numbers of Unicode, and
the underscore. A name with signs, such as C++ or 24/7, is one token; a script without spaces has
one for each pair of letters. ``theme_overrides/assets/beforehand/search/words.js`` holds the same
rules.
Letters newer than the Unicode of the Python that runs may be letters in the browser alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, chain, compress, count
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from site_builder.library.words import STOP_WORDS as LITTLE_WORDS
from site_builder.search.filling import FILLING

if TYPE_CHECKING:
    from collections.abc import Iterator

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

APART = EMPTY_WORDS - frozenset({"back", "by", "down", "in", "off", "on", "out", "over", "up"})
"""Words that are no part of another: "a way" is not "away", but "log in" may be "login"."""

_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff"
    r"\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Letters of scripts without spaces: Thai, Lao, Burmese, Khmer, kana and Chinese characters."""
_MOST_PARTS = 4
"""Most parts of a word with hyphens that is a word without them, too."""


def _runs(letter: str, *, beside: str = "", flags: int = 0) -> re.Pattern[str]:
    """Return a pattern of words with the signs that belong to them."""
    w = letter
    return re.compile(
        # Words, and what may follow: C++ and C#, parts joined by hyphens, 3.5, R&D and A/B, AT&T,
        # 24/7. Then .NET and @home, and runs without spaces.
        rf"{w}+(?:(?:\+\+|\#)(?![\w+#])|(?:-{w}+)+|(?<=\d)(?:\.\d+)+{w}*"
        rf"|(?<!\w\w)(?: ?& ?{w}(?!\w)|/{w}(?!\w))+|(?<!\w\w\w\w)(?:&{w}{{1,3}}(?!\w))+"
        rf"|(?<=\d)(?<!\w\w\w\w)/\d{{1,3}}(?![\w/]))?(?:'s(?!\w))?"
        rf"|[.@](?<![\w.@].)(?=[a-z]){w}+{beside}",
        flags,
    )


# Compiled when first needed: most searches meet nothing beside ASCII, and that takes 8 ms.
@cache
def _ascii_run() -> re.Pattern[str]:
    return _runs(r"\w", flags=re.ASCII)


@cache
def _run() -> re.Pattern[str]:
    return _runs(rf"[^\W{_UNSPACED}]", beside=rf"|[{_UNSPACED}]+(?<=\w)")


@cache
def _unspaced_letter() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


class Token(NamedTuple):
    """A word of a text with its place in the text."""

    text: str
    """In lower case, without accents."""
    start: int
    end: int


class Form(NamedTuple):
    """Another form of some words that stand together."""

    text: str
    last: int
    """Position of the last of the words, in tokens."""
    parts: int
    """How many they are; none if it is a letter of a longer run."""


class Words(NamedTuple):
    """The words of a text."""

    tokens: tuple[str, ...]
    forms: tuple[Form, ...]
    """Words with hyphens as they are written without, and single letters of unspaced scripts."""


_ASCII_END = 128


class _Letters(dict[int, "int | str | None"]):
    """Replacement of each letter of a lower-case text whose accents are separate letters."""

    def __missing__(self, code: int) -> int | str | None:
        # Vowel signs of Indian scripts are marks too; kept, they would split words.
        category = unicodedata.category(chr(code))
        other = {"M": None, "P": " ", "S": " ", "Z": " "}.get(category[0], code)
        self[code] = code if code < _ASCII_END else other
        return self[code]


_LATIN = "ςσ ßss æae œoe øo łl đd ðd þth ıi ŋn ħh ŧt ĸk ƀb ɓb ɗd ƙk ƴy ƶz ɨi ʉu ɛe ɔo"  # noqa: RUF001
_OTHERS = "ىي یي کك ’' ‘' ‛' ʼ' ʻ' ′' ‐-"  # noqa: RUF001
_LETTERS = _Letters(
    {
        # The final sigma counts as the other small sigma, since which of the two a capital becomes
        # depends on its neighbours. The others are letters that Unicode does not take apart.
        **{ord(pair[0]): pair[1:] for pair in f"{_LATIN} {_OTHERS}".split()},
        # Signs that show where a word may break or how its letters join.
        **dict.fromkeys((0xAD, 0x640, 0x200C, 0x200D, 0x2060)),
    }
)


def fold(text: str) -> str:
    """Return a text in lower case without accents, letter by letter."""
    if text.isascii():
        return text.lower()
    # Of most texts few letters are no ASCII, and none depends on what stands beside it.
    return _NOT_ASCII.sub(_folded_run, text).lower()


_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def _folded_run(run: re.Match[str]) -> str:
    return _folded(run.group())


@lru_cache(maxsize=4096)
def _folded(letters: str) -> str:
    return unicodedata.normalize("NFKD", letters).lower().translate(_LETTERS)


def words_in(text: str) -> Words:
    """Return the words of a text."""
    if len(_TOKENS) > _MOST_PIECES:
        _TOKENS.clear()
        _FORMS.clear()
    folded = fold(text)
    pieces = _pieces_with_signs(folded) if "&" in folded else folded.split()
    # A call for each of some hundred words would take longer than what it returns.
    parts = [*map(_TOKENS.__getitem__, pieces)]
    tokens = tuple(chain.from_iterable(parts))
    if _FORMS.keys().isdisjoint(pieces):
        return Words(tokens, ())
    starts = [*accumulate(map(len, parts), initial=0)]
    forms = (
        Form(form, starts[at] + last, whole)
        for at in compress(count(), map(_FORMS.__contains__, pieces))
        for form, last, whole in _FORMS[pieces[at]]
    )
    return Words(tokens, tuple(forms))


def _pieces_with_signs(folded: str) -> list[str]:
    """Return what a text falls into where no word goes on: around this sign may be spaces."""
    lines = (_PIECES.findall(it) if "&" in it else it.split() for it in folded.split("\n"))
    return [*chain.from_iterable(lines)]


_PIECES = re.compile(r"(?:[^\s&]+| ?& ?)+")
_MOST_PIECES = 1 << 16
_FORMS: dict[str, tuple[Form, ...]] = {}
"""The forms of pieces that have any."""


class _Tokens(dict[str, tuple[str, ...]]):
    """The tokens of pieces of folded texts, kept since texts use the same words again."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        word = piece.lstrip('("').rstrip(',.;:!?)"')
        # Nearly every piece is a word and what ends a sentence.
        if word.isascii() and word.isalnum():
            self[piece] = single = (intern(word),)
            return single
        found = _words_of(piece)
        if found.forms:
            _FORMS[piece] = found.forms
        self[piece] = found.tokens
        return found.tokens


_TOKENS = _Tokens()


def _words_of(folded: str) -> Words:
    """Return the words of folded letters."""
    found: list[str] = []
    forms: list[Form] = []
    for run in (_ascii_run() if folded.isascii() else _run()).findall(folded):
        if run.isascii() and run.isalnum():
            found.append(run)
            continue
        parts = [token.text for token in _taken_apart(run)]
        found += parts
        last = len(found) - 1
        if is_unspaced(run):
            if len(run) > 1:
                first = last - len(parts) + 1
                forms += (Form(one, min(first + at, last), 0) for at, one in enumerate(run))
        elif run[0] in ".@":
            forms.append(Form(run.removesuffix("'s"), last, 1))
        elif 1 < len(parts) <= _MOST_PARTS and not (whole := "".join(parts)).isdecimal():
            forms.append(Form(whole, last, len(parts)))
    return Words(tuple(map(intern, found)), tuple(forms))


def tokens(text: str) -> list[str]:
    """Return the tokens of a text."""
    return list(words_in(text).tokens)


def placed_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text with their places in the original text; some may overlap."""
    if text.isascii():
        for run in _ascii_run().finditer(text.lower()):
            word, begin = run.group(), run.start()
            if word.isalnum():
                yield Token(word, begin, run.end())
                continue
            for part, start, end in _taken_apart(word):
                yield Token(part, begin + start, begin + end)
        return
    letters = [*map(_folded, text)]
    folded = "".join(letters)
    places = [place for place, letter in enumerate(letters) for _part in letter]
    least = end = 0
    for run in (_ascii_run() if folded.isascii() else _run()).finditer(folded):
        for token in _taken_apart(run.group()):
            # One character, such as ½, may hold two tokens; it belongs to the first.
            start = max(least, places[run.start() + token.start])
            end = max(start, places[run.start() + token.end - 1] + 1)
            while end < len(letters) and not letters[end]:
                end += 1
            yield Token(token.text, start, end)
        least = end


def is_unspaced(run: str) -> bool:
    """Return whether a token is of a script without spaces."""
    return not run.isascii() and _unspaced_letter().match(run) is not None


def _taken_apart(run: str) -> Iterator[Token]:
    """Yield the tokens of a run of letters: pairs of letters where no space parts words."""
    if is_unspaced(run):
        for start in range(max(1, len(run) - 1)):
            yield Token(run[start : start + 2], start, min(start + 2, len(run)))
        return
    start = int(run[0] in ".@")
    for part in run[start:].removesuffix("'s").split("-"):
        yield Token(part.replace(" ", ""), start, start + len(part))
        start += len(part) + 1
