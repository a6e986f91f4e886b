"""What the heading of a column says of it, in six languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from site_builder.exchange.incoming.words import word_lists, words
from site_builder.records.guess import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ASKED = 3
"""Most words of a heading that only asks for people."""
_SIDE_BY_SIDE = re.compile(r"\s*[/|&+\n]\s*|\s+(?:and|und|et|y|e|en)\s+")
_CORRECTIVE = re.compile(
    r"\b([ck]orre\w+-?)\s*(?:[/&]|\b(?:and|und|et|y|e|en)\b)\s*(?=pr[eé]vent|vorbeug)",
    re.IGNORECASE,
)
"""Corrective and preventive actions are of one kind."""
_LONG = 6
"""Least number of words of a heading that is a question."""
_LONGEST = 300
"""Characters of a heading that count."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the heading of a column says of it."""

    words: tuple[str, ...]
    """Words of the heading."""
    roles: tuple[str, ...] = ()
    """What the column can be, the likeliest first; empty if the heading says nothing."""
    both: tuple[str, ...] = ()
    """All that it is, if its heading names several texts, such as lessons and recommendations."""
    unsure: bool = False
    """Whether the word that says what it is only says of what the last one is."""

    @property
    def generic(self) -> bool:
        """Whether it is a description of nothing in particular."""
        return not self.roles and _is_generic(self.words)

    @property
    def vague(self) -> bool:
        """Whether it only names or numbers a column, or says that it holds text."""
        vague = words("vague")
        return all(len(one) <= 2 or one[-1].isdigit() or one in vague for one in self.words)  # noqa: PLR2004

    def has(self, name: str) -> bool:
        """Return whether a word of the heading is in a list of ``words.toml``."""
        return not set(self.words).isdisjoint(words(name))


@cache
def said_by(heading: str) -> Said:
    """Return what a heading says of its column."""
    heading = heading[:_LONGEST]
    outer = re.sub(r"\(\w{1,2}\)", "", heading)
    bare = re.sub(r"[(\[{].*?(?:[)\]}]|$)", " ", outer)
    candidates = [bare, *re.findall(r"[(\[{](.*?)[)\]}]", outer)]
    own = _words(outer)
    for candidate in candidates:
        parts = _parts(candidate)
        found = [(part, roles) for part in parts if (roles := _roles(_words(part)))]
        if found:
            both = _both(found)
            first = ("happened",) if both and _is_either(both) else ()
            ordered = dict.fromkeys([*first, *(role for _, roles in found for role in roles)])
            both = () if first else both
            unsure = len(found) == 1 and _is_unsure(_words(found[0][0]))
            return Said(own, tuple(ordered), both, unsure)
    return Said(own)


def _both(found: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """Return the different texts that the parts of a heading name; nothing unless all are texts."""
    texts: list[str] = []
    for part, roles in found:
        if roles[0] not in _texts():
            return ()
        # A word that can also be what another part is, is no further text.
        if texts and texts[0] in roles and not _is_taken(_words(part)):
            continue
        texts.append(roles[0])
    different = tuple(dict.fromkeys(texts))
    return different if len(different) > 1 else ()


def _is_either(both: tuple[str, ...]) -> bool:
    """Return whether of two texts a row holds one or the other, such as successes and problems."""
    return "results" in both and not {"problem", "challenges"}.isdisjoint(both)


def _parts(heading: str) -> list[str]:
    """Return the parts of a heading that says things side by side, what counts most first."""
    sections = re.split(r"\s+[-–—>]\s+|:\s", heading)
    chosen = heading
    for section in reversed(sections):
        # A description of nothing in particular, or a number, leaves it to what stands before.
        if _roles(_words(section)) or not _is_generic(_words(section)):
            chosen = section
            break
    if len(_words(chosen)) >= _LONG:
        return [chosen]
    parts = [part for part in _SIDE_BY_SIDE.split(_CORRECTIVE.sub(r"\1 ", chosen)) if part]
    # What says nothing by itself belongs to what it stands beside.
    saying = [part for part in parts if _roles(_words(part))]
    return [" ".join(parts)] if len(saying) == 1 else parts


def _is_unsure(own: tuple[str, ...]) -> bool:
    """Return whether what a heading is called is unknown, and only what that is of is known."""
    if len(own) >= _LONG:
        return False
    end = _end_of_head(own)
    if end < len(own):
        return not _is_generic(own[:end]) and all(one.at >= end for one in _found(own))
    others = [word for word in own[:-1] if _roles((word,))]
    named = any(one.at + one.length == len(own) for one in _found(own))
    known = named or _is_generic(own[-1:])
    return not known and bool(others) and set(others) <= set(words("before"))


def _end_of_head(own: tuple[str, ...]) -> int:
    """Return the place of the word after which a heading says what something is of."""
    against = words("against")
    return next((at for at, word in enumerate(own) if at and word in against), len(own))


def _is_generic(own: tuple[str, ...]) -> bool:
    letters = [word for word in own if not word.isdecimal()]
    return not letters or any(
        _matches(word, pattern) for word in letters for pattern in words("generic")
    )


def _words(heading: str) -> tuple[str, ...]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading.replace("#", " no "))
    plain = unaccented(apart.replace("_", " ").replace("°", " ")).casefold().replace("ß", "ss")
    return tuple(re.findall(r"[^\W_]+", plain))


def _roles(own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the roles that words name, the likeliest first."""
    found = list(_found(own))
    if not found:
        return ()
    if len(own) >= _LONG:
        best = sorted(found, key=lambda one: (one.role != "title", one.length == 1, one.at))
    else:
        end = _end_of_head(own)
        head = [one for one in found if one.at < end] or found
        rest = [one for one in found if one not in head]
        best = sorted(head, key=lambda one: (-one.length, one.role in _texts(), -one.at))
        best += sorted(rest, key=lambda one: (one.role in _texts(), one.at))
    roles = dict.fromkeys(one.role for one in best)
    if next(iter(roles)) == "do" and _is_taken(own):
        return tuple(dict.fromkeys(("done", *roles)))
    return tuple(roles)


def _is_taken(own: tuple[str, ...]) -> bool:
    """Return whether words say of actions that they have been taken."""
    is_said = any(_matches(word, pattern) for word in own for pattern in words("taken"))
    return is_said and set(own).isdisjoint(words("wanted"))


@dataclass(frozen=True, slots=True)
class _Match:
    role: str
    at: int
    length: int


def _found(own: tuple[str, ...]) -> Iterator[_Match]:
    """Yield where roles are named; a word within a longer phrase of another role does not count."""
    matches = [
        _Match(role, at, len(phrase))
        for at, word in enumerate(own)
        for role, phrase in _beginning_with(word)
        if at + len(phrase) <= len(own) and all(map(_matches, own[at:], phrase))
        if _may_stand(phrase, at, own)
    ]
    for one in matches:
        covered = any(
            other.length > one.length
            and other.at <= one.at
            and one.at + one.length <= other.at + other.length
            for other in matches
        )
        if not covered:
            yield one


@cache
def _beginning_with(word: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the phrases that can begin with a word, each with its role."""
    return [(role, phrase) for role, phrase in _lexicon() if _matches(word, phrase[0])]


@cache
def _lexicon() -> list[tuple[str, tuple[str, ...]]]:
    every = word_lists("forms") | word_lists("texts")
    return [(role, tuple(one.split())) for role, listed in every.items() for one in listed]


def _may_stand(phrase: tuple[str, ...], at: int, own: tuple[str, ...]) -> bool:
    """Return whether a phrase counts at a place of a heading."""
    length = len(own)
    ends = at + len(phrase) == length
    if len(phrase) == 1 and phrase[0] in words("asking"):
        return at == 0 and length <= _ASKED
    if len(phrase) == 1 and phrase[0] in words("whole"):
        return length < _ASKED
    if phrase[0] in words("ending"):
        return ends or at + 1 == _end_of_head(own)
    return ends or phrase[0] != "*"


@cache
def _texts() -> frozenset[str]:
    """Roles of texts, which headings name by what they are about."""
    return frozenset(word_lists("texts"))


def _matches(word: str, pattern: str) -> bool:
    if "*" not in pattern:
        return word == pattern
    inner = pattern.strip("*")
    if pattern == "*":
        return True
    if pattern.startswith("*") and pattern.endswith("*"):
        return inner in word
    return word.startswith(inner) if pattern.endswith("*") else word.endswith(inner)
