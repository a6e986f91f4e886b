"""Words of a table that the vocabulary lacks, as lines to paste into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.records.guess import folded, spelled_alike, unaccented
from site_builder.records.header.write import inline
from site_builder.records.kinds import id_from, numbered

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from site_builder.records.vocabulary import Vocabulary

_NEAR = 88.0
"""Least similarity of two spellings of one word."""
_SHORT = 5
"""Most letters of a word that has no second spelling."""


def words_to_add(unknown: Mapping[str, Counter[str]], vocabulary: Vocabulary) -> str:
    """Return YAML of words that the vocabulary lacks, by kind, the most frequent first.

    Spellings of one word that differ in a few letters become one, with the others as synonyms.
    """
    lines: list[str] = []
    for kind, words in sorted(unknown.items()):
        if words:
            lines.append(f"{kind}:\n")
            taken = set(vocabulary.ids(kind))
            for group in _alike(words):
                lines += _entry(kind, group, words, taken)
    return "".join(lines)


def _entry(kind: str, group: list[str], words: Counter[str], taken: set[str]) -> Iterator[str]:
    label, *others = group
    wanted = id_from(label, kind.removesuffix("s"))
    word_id = next(one for one in numbered(wanted) if one not in taken)
    taken.add(word_id)
    count = sum(words[word] for word in group)
    yield f"  {word_id}:  # {count:,} row{'s' * (count != 1)}\n"
    yield f"    label: {inline(label)}\n"
    if kind == "tags":
        yield "    description: …\n"
        if others:
            yield f"    synonyms: [{', '.join(map(inline, others))}]\n"
    elif others:
        yield f"    # also written: {', '.join(others)}\n"
    if kind == "teams":
        yield "    organisation: …\n"


def _alike(words: Counter[str]) -> list[list[str]]:
    """Return words in groups of spellings, the most frequent first."""
    groups: list[list[str]] = []
    for word in sorted(words, key=lambda one: (-words[one], one)):
        plain = _plain(word)
        for group in groups:
            other = _plain(group[0])
            is_long = min(len(plain), len(other)) > _SHORT
            digits = [sign for sign in plain if sign.isdigit()]
            same_numbers = digits == [sign for sign in other if sign.isdigit()]
            if plain == other or (is_long and same_numbers and spelled_alike(plain, other, _NEAR)):
                group.append(word)
                break
        else:
            groups.append([word])
    return groups


def _plain(word: str) -> str:
    return folded(unaccented(word).replace("&", " and "))
