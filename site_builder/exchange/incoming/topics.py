"""Topics in the columns of a table, held against the vocabulary."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from site_builder.exchange.tables.rows import texts_in
from site_builder.records.guess import folded, nearest, unaccented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.exchange.incoming.columns import Column
    from site_builder.records.vocabulary import Vocabulary

_CERTAIN = (";", "|", "\n", " #")
"""Signs that stand within no topic."""
_POSSIBLE = (",", "/", " & ", " and ", " und ", " et ", " y ", " e ", " en ", " + ")
_SAME = 88.0
"""Least similarity of a word to the tag that it is taken for."""
_SHARE = 0.5
"""Share of parts that have to be topics by themselves where a sign may also be part of a name."""


class Topics:
    """What columns of topics hold.

    Attributes:
        signs: What separates topics in a cell.
        known: Number of different topics that the vocabulary has.
        near: Tags by topics that differ from their names by a few letters.
        unknown: Other topics, each with its number of cells.
    """

    def __init__(self, columns: Sequence[Column], vocabulary: Vocabulary) -> None:
        """Read the columns."""
        self._vocabulary = vocabulary
        cells = [text for column in columns for cell in column.cells for text in texts_in(cell)]
        self.signs = self._found_signs(cells)
        words = Counter(
            " ".join(word.split()) for cell in cells for word in split_at(self.signs, cell)
        )
        meant = {word: vocabulary.meant("tags", word) for word in words}
        self.known = sum(tag is not None for tag in meant.values())
        self.near: dict[str, str] = {}
        self.unknown: Counter[str] = Counter()
        for word, tag in meant.items():
            if tag is None and (like := self._like(word)):
                self.near[word] = like
            elif tag is None:
                self.unknown[word] = words[word]

    def _found_signs(self, cells: Sequence[str]) -> tuple[str, ...]:
        signs = [sign for sign in _CERTAIN if any(sign in cell for cell in cells)]
        for sign in _POSSIBLE:
            having = [cell for cell in cells if sign in cell]
            parts = [part for cell in having for part in split_at((*signs, sign), cell)]
            others = [part for cell in cells if sign not in cell for part in split_at(signs, cell)]
            alone = {folded(other) for other in others}
            counted = Counter(map(folded, parts))
            topics = [
                part
                for part in parts
                if folded(part) in alone
                or self._vocabulary.meant("tags", part)
                or (sign == "," and counted[folded(part)] > 1 and len(counted) * 2 <= len(parts))
            ]
            whole = any(self._vocabulary.meant("tags", cell) for cell in having)
            if parts and not whole and len(topics) >= _SHARE * len(parts):
                signs.append(sign)
        return tuple(signs)

    def _like(self, word: str) -> str:
        """Return the tag that a word differs from by a few letters, as plurals do; or nothing."""
        names = {
            folded(unaccented(name)): tag_id
            for tag_id, tag in sorted(self._vocabulary.tags.items())
            for name in (tag_id, tag.label, *tag.synonyms)
        }
        written = folded(unaccented(word))
        if written in names:
            return names[written]
        like = [
            name
            for name in nearest(written, names, limit=3, least=_SAME)
            if abs(len(name) - len(written)) <= 3 and min(len(name), len(written)) > 4  # noqa: PLR2004
        ]
        tags = {names[name] for name in like}
        return tags.pop() if len(tags) == 1 else ""


def split_at(signs: Sequence[str], cell: str) -> list[str]:
    """Return the parts of a cell between signs, without `#`, brackets and quotation marks."""
    parts = re.split("|".join(map(re.escape, signs)), cell) if signs else [cell]
    return [part for part in (part.strip(" \t\n#[]\"'") for part in parts) if part]
