"""The topics that words name: by label or synonym, in any form of these words."""

from __future__ import annotations

import re
from itertools import compress, count
from typing import TYPE_CHECKING

from site_builder.search.analysis import tokens, words_in
from site_builder.search.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_builder.records.vocabulary import Vocabulary

_JOINING = re.compile("[&/]")


def phrases_of(names: Mapping[str, str]) -> dict[str, str]:
    """Return the topic of each phrase, which is stems with single spaces.

    Args:
        names: Topic by name, as it is written.
    """
    topics: dict[str, str] = {}
    for name, topic in sorted(names.items()):
        found = words_in(name)
        whole = [(form.text,) for form in found.forms if form.parts == len(found.tokens)]
        for words in (found.tokens, tokens(_JOINING.sub(" ", name)), *whole):
            if words:
                topics.setdefault(phrase_of(words), topic)
    return topics


def phrase_of(words: Sequence[str]) -> str:
    """Return words as a phrase."""
    return " ".join(map(stem, words))


def topic_phrases(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the topic of each phrase of a vocabulary: of ids, labels and synonyms."""
    names: dict[str, str] = {}
    for tag_id, tag in vocabulary.tags.items():
        for name in (tag_id.replace("-", " "), tag.label, *tag.synonyms):
            names.setdefault(name, tag_id)
    return phrases_of(names)


class _Begins(dict[str, tuple[tuple[tuple[str, ...], str], ...]]):
    """Of every word that was asked for, how the phrases go on that it begins, the longest first."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        super().__init__()
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        apart = [(tuple(phrase.split(" ")), topic) for phrase, topic in phrases.items()]
        for stems, topic in sorted(apart, key=lambda pair: (-len(pair[0]), pair[0])):
            self._by_first.setdefault(stems[0], []).append((stems[1:], topic))

    def __missing__(self, word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        self[word] = found = tuple(self._by_first.get(stem(word), ()))
        return found


class Topics:
    """Finds the topics that a text names."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        """Index phrases by their first stem, the longest first.

        Args:
            phrases: Topic by phrase.
        """
        self._begins = _Begins(phrases)

    def found_in(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield each topic that words name, with start and end of the longest phrase for it."""
        done = 0
        # Few words begin a phrase.
        for position in compress(count(), map(self._begins.__getitem__, words)):
            if position < done:
                continue
            after = position + 1
            following = stem(words[after]) if after < len(words) else ""
            for rest, topic in self._begins[words[position]]:
                end = after + len(rest)
                if not rest or (
                    rest[0] == following and tuple(map(stem, words[after:end])) == rest
                ):
                    yield topic, position, end
                    done = end
                    break
