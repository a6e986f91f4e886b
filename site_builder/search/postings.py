"""The published index: scores as small static files that a browser fetches as it needs them.

``search/index.json`` names the folder of the current state and the first term of every shard.
Below ``search/<folder>/``, which never changes once published, stand

- ``terms/N.bin``: terms sorted by code point. Of each: the number of bytes it shares with the one
  before, the number of its own, those bytes (UTF-8); the number of lessons that have it; their
  numbers, each but the first less the one before; their scores, two bytes each, low byte first.
- ``positions/N.bin``: the same terms. Of each the same name; then of each lesson its number less
  the one before, how often it has the term, and the positions, each less the one before.
- ``cards/N.json``: what a result shows, by the lesson's number: id, title, problem, takeaway,
  contact, and the numbers of the sentences of its statement.
- ``facets.json``: what a result is filtered by, a column a facet; and the sentences of which
  statements are made, since lessons by the thousand rest on the same few.

Counts and differences are numbers of seven bits a byte, lowest first, the top bit set on all but
the last byte of each (LEB128). A lesson's number is its place in the order of ids. A column of
``facets.json`` is a text with a letter for each number, of the code point that is larger by 48, so
that 0 is ``0``; surrogates, which are no letters, are passed over.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from itertools import chain
from operator import sub
from typing import TYPE_CHECKING

from site_builder.search.analysis import EMPTY_WORDS, STOP_WORDS
from site_builder.search.columns import Sentences, facets
from site_builder.search.store import FORMAT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from site_builder.search.store import Opened

FORMAT_VERSION = 2
SHARD_BYTES = 8_000
"""Most bytes of a shard of scores; only a common word, which has one to itself, may have more."""
CARDS_A_SHARD = 20
_NAME = 4
"""Most bytes that a name takes beside its own, as names are short."""


def publish(opened: Opened, folder: Path) -> None:
    """Write the published index of a state to a folder."""
    state = opened.state
    cards = list(_cards(opened))
    sentences = Sentences(statement for *_, statement in cards)
    columns = _json({**facets(state.rows, state.facts.labels), "sentences": sentences.listed})
    # Names of topics and sources, or the way of scoring, may change while the lessons do not.
    name = hashlib.sha256(f"{FORMAT} {state.stamp} {columns}".encode()).hexdigest()[:16]
    below = folder / name
    for kind in ("terms", "positions", "cards"):
        (below / kind).mkdir(parents=True, exist_ok=True)
    firsts = _write_terms(opened, below)
    for number, start in enumerate(range(0, len(cards), CARDS_A_SHARD)):
        shard = [
            [*shown, sentences.numbers(statement)]
            for *shown, statement in cards[start : start + CARDS_A_SHARD]
        ]
        (below / "cards" / f"{number}.json").write_text(_json(shard), encoding="utf-8")
    (below / "facets.json").write_text(columns, encoding="utf-8")
    document = {
        "format_version": FORMAT_VERSION,
        "stamp": state.stamp,
        "folder": name,
        "lessons": len(state.rows),
        "first_terms": firsts,
        "cards_a_shard": CARDS_A_SHARD,
        "assists": state.facts.assists,
        "phrases": state.facts.phrases,
        "stop_words": sorted(STOP_WORDS),
        "empty_words": sorted(EMPTY_WORDS),
    }
    (folder / "index.json").write_text(_json(document), encoding="utf-8")


def _write_terms(opened: Opened, below: Path) -> list[str]:
    """Write the shards of terms and positions; return the first term of each."""
    firsts: list[str] = []
    scores, positions = _Shard(), _Shard()
    first = ""
    for term in opened.scorer.terms():
        places: dict[int, list[int]] = {}
        if term[0] in "#=":
            found = opened.scorer.scores(term)
        else:
            found, places = opened.scorer.scores_and_positions(term)
        if not found:
            continue
        packed = _packed_scores(found)
        if scores.size and scores.size + len(packed) + _NAME + len(term.encode()) > SHARD_BYTES:
            _close(below, len(firsts), scores, positions)
            firsts.append(first)
            scores, positions = _Shard(), _Shard()
        if not scores.size:
            first = term
        scores.add(term, packed)
        if places:
            positions.add(term, _packed_positions(places))
    if scores.size:
        _close(below, len(firsts), scores, positions)
        firsts.append(first)
    return firsts


def _close(below: Path, number: int, scores: _Shard, positions: _Shard) -> None:
    (below / "terms" / f"{number}.bin").write_bytes(scores.bytes)
    (below / "positions" / f"{number}.bin").write_bytes(positions.bytes)


class _Shard:
    """Terms with what belongs to each, one after another."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self._before = b""

    @property
    def size(self) -> int:
        return len(self.bytes)

    def add(self, term: str, packed: bytes) -> None:
        name = term.encode()
        shared = 0
        for left, right in zip(self._before, name, strict=False):
            if left != right:
                break
            shared += 1
        self.bytes += _varints((shared, len(name) - shared)) + name[shared:] + packed
        self._before = name


def _packed_scores(found: dict[int, int]) -> bytes:
    scores = array("H", found.values())
    if sys.byteorder == "big":
        scores.byteswap()
    return _varints([len(found), *_differences(found)]) + scores.tobytes()


def _packed_positions(found: dict[int, list[int]]) -> bytes:
    numbers = [len(found)]
    before = 0
    for row, positions in sorted(found.items()):
        numbers += row - before, len(positions), *_differences(positions)
        before = row
    return _varints(numbers)


def _differences(rising: Collection[int]) -> Iterator[int]:
    return map(sub, rising, chain((0,), rising))


def _varints(numbers: Iterable[int]) -> bytes:
    return b"".join([_SHORT[n] if n < len(_SHORT) else _varint(n) for n in numbers])


def _varint(number: int) -> bytes:
    packed = bytearray()
    while number > 127:  # noqa: PLR2004 - seven bits
        packed.append(number & 127 | 128)
        number >>= 7
    packed.append(number)
    return bytes(packed)


_SHORT = tuple(_varint(number) for number in range(1 << 14))
"""Numbers of one and two bytes, which nearly all are."""


def _cards(opened: Opened) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield id, title, problem, takeaway, contact and statement of each lesson."""
    state = opened.state
    for lesson_id, docnum in zip(state.rows.columns["id"], state.docnums, strict=True):
        card = opened.reader.card(docnum)
        yield lesson_id, card.title, card.problem, card.takeaway, card.contact, card.statement


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
