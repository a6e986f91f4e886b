"""The published index: scores as small static files that a browser fetches as it needs them.

``search/index.json`` names the folder of the current state and the first term of every shard.
Below ``search/<folder>/``, which never changes once published, stand

- ``terms/N.bin``: terms sorted by code point. Of each: the number of bytes it shares with the one
  before, the number of its own, those bytes (UTF-8); the number of lessons that have it; their
  numbers, each but the first less the one before; their scores, two bytes each, low byte first.
- ``positions/N.bin``: the same terms. Of each the same name; then of each lesson its number less
  the one before, how often it has the term, and the positions, each less the one before.
- ``cards/N.json``: what a result shows, by the lesson's number.
- ``facets.json``: what a result is filtered by, a column a facet.

Counts and differences are numbers of seven bits a byte, lowest first, the top bit set on all but
the last byte of each (LEB128). A lesson's number is its place in the order of ids.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from itertools import chain
from operator import sub
from typing import TYPE_CHECKING, Any

from site_builder.search.analysis import EMPTY_WORDS, STOP_WORDS
from site_builder.search.rows import FACETS, facet_values
from site_builder.search.store import FORMAT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from site_builder.search.rows import Rows
    from site_builder.search.store import Opened

FORMAT_VERSION = 1
SHARD_BYTES = 8_000
"""Most bytes of a shard of scores; only a common word, which has one to itself, may have more."""
CARDS_A_SHARD = 25
_NAME = 4
"""Most bytes that a name takes beside its own, as names are short."""


def publish(opened: Opened, folder: Path) -> None:
    """Write the published index of a state to a folder."""
    state = opened.state
    columns = _json(facets(state.rows, state.facts.labels))
    # Names of topics and sources, or the way of scoring, may change while the lessons do not.
    name = hashlib.sha256(f"{FORMAT} {state.stamp} {columns}".encode()).hexdigest()[:16]
    below = folder / name
    for kind in ("terms", "positions", "cards"):
        (below / kind).mkdir(parents=True, exist_ok=True)
    firsts = _write_terms(opened, below)
    for number, cards in enumerate(_card_shards(opened)):
        (below / "cards" / f"{number}.json").write_text(_json(cards), encoding="utf-8")
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


def facets(rows: Rows, labels: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return every facet as its values with their names, and of each lesson the values it has.

    A column holds a list of places in ``values`` for each lesson.
    """
    columns: dict[str, Any] = {}
    for name in FACETS:
        values = sorted({value for row in rows for value in facet_values(row, name)})
        place = {value: number for number, value in enumerate(values)}
        names = labels.get(name, {})
        columns[name] = {
            "values": [[value, names.get(value, value)] for value in values],
            "rows": [[place[value] for value in facet_values(row, name)] for row in rows],
        }
    columns["date"] = [row.date for row in rows]
    return columns


def _write_terms(opened: Opened, below: Path) -> list[str]:
    """Write the shards of terms and positions; return the first term of each."""
    firsts: list[str] = []
    scores, positions = _Shard(), _Shard()
    first = ""
    for term in opened.scorer.terms():
        found = opened.scorer.scores(term)
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
        if term[0] not in "#=":
            positions.add(term, _packed_positions(opened.scorer.positions(term)))
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


def _card_shards(opened: Opened) -> Iterator[list[list[str]]]:
    """Yield cards ``[id, title, problem, takeaway, contact]``, so many a shard."""
    state = opened.state
    for start in range(0, len(state.rows), CARDS_A_SHARD):
        shard = []
        for row in range(start, min(start + CARDS_A_SHARD, len(state.rows))):
            title, problem, takeaway, _body, contact = opened.reader.card(state.docnums[row])
            shard.append([state.rows[row].id, title, problem, takeaway, contact])
        yield shard


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
