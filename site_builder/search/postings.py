"""The published index: postings as small static files that a browser fetches as it needs them.

``search/index.json`` names the folder of the current state, the first term of every shard, and the
facets as the finder offers them; and under ``meaning``, where a base wants it, the index of
:mod:`site_builder.meaning.publishing`, or why there is none.
Below ``search/<folder>/``, which never changes once published, are

- ``terms/N.bin``: terms sorted by code point. Of each: the number of bytes it shares with the one
  before, the number of its own, those bytes (UTF-8); the number of lessons that have it; their
  numbers, each but the first less the one before; how often each has it. Of a stem that a text has
  t times, and its head h times, that is t(t + 1) / 2 + h - 1, one byte for most; of a stop word,
  which counts once, nothing.
- ``lengths/stems.bin`` and ``lengths/common.bin``: how long lessons are, in tokens, which scores
  need: the text and then the head, and the stop words. Of each: how many different lengths there
  are; those, each but the first less the one before; the place of each lesson's among them, a byte.
- ``words.json``: the most frequent words, those of about as many lessons in one text; a query's own
  words are joined, split or mended to be among them.
- ``gone.json``: lessons that were replaced or withdrawn, which are told of and not found.
- ``open.json``: meetings that can still be joined, which are told of beside what is found.
- ``positions/N.bin``: the same terms. Of each the same name; the number of lessons that have it;
  their numbers as above; how often each has it; and the positions, each but the first of a lesson
  less the one before.
- ``cards/N.json``: what a result shows, by the lesson's number: id, title, problem, takeaway,
  contact, status, outcome, topics, and the numbers of the parts of its trust strip, which stand
  beside (kind, word, text, level, highest). A result needs no other file.
- ``facets/N.json``: what a result is filtered by, a column a facet, of so many lessons next to each
  other as ``facets_a_shard`` of ``index.json`` says.

Counts and differences are numbers of seven bits a byte, lowest first, the top bit set on all but
the last byte of each (LEB128). A lesson's number is its place in the order of ids. A column of
facets is a text with a letter for each number, of the code point that is larger by 48, so
that 0 is ``0``; surrogates, which are no letters, are passed over.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from site_builder.search.analysis import APART, EMPTY_WORDS, STOP_WORDS
from site_builder.search.facets import FACETS
from site_builder.search.filling import CLOSINGS, GREETINGS, TITLES
from site_builder.search.packing import (
    LONGEST_NAME,
    Shard,
    packed_lengths,
    packed_positions,
    packed_postings,
)
from site_builder.search.rows import Rows
from site_builder.search.scores import MARKS, PLACED
from site_builder.search.store import FORMAT, SearchFacts
from site_builder.search.text import frequent_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from site_builder.meaning.vectors import Vectors
    from site_builder.search.memory import MemoryIndex
    from site_builder.search.text import SearchText

FORMAT_VERSION = 9
SHARD_BYTES = 2_500
"""Most bytes of a shard of terms; only a common word, which has one to itself, may have more."""
CARDS_A_SHARD = 8
FACETS_A_SHARD = 10_000
"""Lessons of a shard of facets. Of a base with more, they are not fetched before a reader asks."""
_ZERO = ord("0")
_SURROGATES, _HOW_MANY = 0xD800, 0x800


def publish(
    facts: SearchFacts,
    index: MemoryIndex,
    folder: Path,
    meaning: Vectors | dict[str, str] | None = None,
    open_assists: Vectors | None = None,
) -> None:
    """Write the published index of some lessons to a folder.

    Args:
        facts: What a search needs beside the lessons.
        index: The lessons.
        folder: Where the index goes.
        meaning: Their vectors, or why there are none, which a page says; None if nobody asked.
        open_assists: The vectors of the open assists, beside those of lessons.
    """
    rows = Rows.of(index.lessons)
    numbers = range(len(rows))
    columns = [
        _json(_facet_columns(rows, numbers[start : start + FACETS_A_SHARD], facts.labels))
        for start in range(0, max(len(rows), 1), FACETS_A_SHARD)
    ]
    name = _folder_name(facts, rows, columns, meaning, open_assists)
    below = folder / name
    for kind in ("terms", "positions", "lengths", "cards", "facets"):
        (below / kind).mkdir(parents=True, exist_ok=True)
    firsts = _write_terms(index, below)
    for kind, names in (("stems", ("text", "head")), ("common", ("common",))):
        lengths = b"".join(packed_lengths(index.lengths[name]) for name in names)
        (below / "lengths" / f"{kind}.bin").write_bytes(lengths)
    for number, start in enumerate(range(0, len(rows), CARDS_A_SHARD)):
        shard = _cards(index.lessons[start : start + CARDS_A_SHARD], facts.labels)
        (below / "cards" / f"{number}.json").write_text(_json(shard), encoding="utf-8")
    (below / "words.json").write_text(_json(frequent_words(index.lessons)), encoding="utf-8")
    (below / "gone.json").write_text(_json(facts.gone), encoding="utf-8")
    (below / "open.json").write_text(_json(facts.assists), encoding="utf-8")
    for number, column in enumerate(columns):
        (below / "facets" / f"{number}.json").write_text(column, encoding="utf-8")
    document = {
        "format_version": FORMAT_VERSION,
        "stamp": rows.stamp,
        "folder": name,
        "lessons": len(rows),
        "first_terms": firsts,
        "cards_a_shard": CARDS_A_SHARD,
        "facets_a_shard": FACETS_A_SHARD,
        "facets": _form(),
        "phrases": facts.phrases,
        "stop_words": sorted(STOP_WORDS),
        "empty_words": sorted(EMPTY_WORDS),
        "before_names": sorted(GREETINGS | TITLES),
        "closings": sorted(CLOSINGS),
        "apart": sorted(APART),
    }
    if isinstance(meaning, dict):
        document["meaning"] = meaning
    elif meaning is not None:
        from site_builder.meaning.publishing import publish_meaning  # noqa: PLC0415 - NumPy

        document["meaning"] = publish_meaning(meaning, folder, name, open_assists)
    (folder / "index.json").write_text(_json(document), encoding="utf-8")


def _folder_name(
    facts: SearchFacts,
    rows: Rows,
    columns: Sequence[str],
    *vectors: Vectors | dict[str, str] | None,
) -> str:
    """Return the name of the folder of an index, which is another one if anything in it is."""
    # Names of topics and sources, or the scoring, may change while the lessons do not.
    state = f"{FORMAT} {FORMAT_VERSION} {rows.stamp} {columns} {facts.gone} {facts.assists}"
    for some in vectors:
        if some is not None and not isinstance(some, dict):
            state += f" {hashlib.sha256(some.published()).hexdigest()}"
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def _cards(lessons: Sequence[SearchText], labels: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return what results show of lessons that lie next to each other."""

    def named(lesson: SearchText, facet: str) -> list[str]:
        return [labels.get(facet, {}).get(value, value) for value in lesson.facets[facet]]

    parts = sorted({part for lesson in lessons for part in lesson.strip})
    cards = [
        (
            *(it.id, it.title, it.problem, it.takeaway, it.contact),
            *("".join(it.facets["status"]), "".join(named(it, "outcome"))),
            *(named(it, "tag"), [*map(parts.index, it.strip)]),
        )
        for it in lessons
    ]
    return {"parts": parts, "cards": cards}


def _facet_columns(rows: Rows, part: range, labels: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return the values of every facet with their names, and the values of each lesson of a part.

    ``rows`` holds for each lesson the index of its value in ``values`` plus one, or 0 for none. If
    lessons may have several values, ``counts`` holds their number, and ``rows`` all their indexes.
    The date is the number of days since the day before ``first``, or 0 for none; the browser
    derives the year from it.
    """
    columns: dict[str, Any] = {}
    for facet in FACETS:
        if facet.name == "year":
            continue
        listed = [rows.values(facet.name, number) for number in part]
        values = sorted(set(chain.from_iterable(listed)))
        place = {value: number for number, value in enumerate(values)}
        names = labels.get(facet.name, {})
        column: dict[str, Any] = {"values": [[value, names.get(value, value)] for value in values]}
        if facet.many:
            column["counts"] = packed(map(len, listed))
            column["rows"] = packed(place[value] for value in chain.from_iterable(listed))
        else:
            column["rows"] = packed(place[some[0]] + 1 if some else 0 for some in listed)
        columns[facet.name] = column
    columns["date"] = _dates([rows.columns["date"][number] for number in part])
    return columns


def _form() -> list[dict[str, Any]]:
    """Return the fields of each facet that the form of the finder needs."""
    names = ("name", "label", "latest_first", "fewest")
    return [
        {name: getattr(facet, name) for name in names} | {"is_level": bool(facet.highest)}
        for facet in FACETS
    ]


def packed(numbers: Iterable[int]) -> str:
    """Return numbers as a text with a letter for each."""
    return "".join(map(_letter, numbers))


def _letter(number: int) -> str:
    code = _ZERO + number
    return chr(code if code < _SURROGATES else code + _HOW_MANY)


def _dates(days: Sequence[str]) -> dict[str, str]:
    numbers = [date.fromisoformat(day).toordinal() if day else 0 for day in days]
    first = min(filter(None, numbers), default=1)
    return {
        "first": date.fromordinal(first).isoformat(),
        "rows": packed(number - first + 1 if number else 0 for number in numbers),
    }


def _write_terms(index: MemoryIndex, below: Path) -> list[str]:
    """Write the shards of terms and positions; return the first term of each."""
    firsts: list[str] = []
    counts, positions = Shard(), Shard()
    fields = [("", "text"), *MARKS.items()]
    terms = sorted((mark + term, name) for mark, name in fields for term in index.terms(name))
    for term, name in terms:
        postings = index.postings[name][term if name == "text" else term[1:]]
        packed = packed_postings(postings, name, index.postings["head"].get(term))
        if (
            counts.size
            and counts.size + len(packed) + LONGEST_NAME + len(term.encode()) > SHARD_BYTES
        ):
            _close(below, len(firsts) - 1, counts, positions)
            counts, positions = Shard(), Shard()
        if not counts.size:
            firsts.append(term)
        counts.add(term, packed)
        if name in PLACED:
            positions.add(term, packed_positions(postings))
    if firsts:
        _close(below, len(firsts) - 1, counts, positions)
    return firsts


def _close(below: Path, number: int, counts: Shard, positions: Shard) -> None:
    (below / "terms" / f"{number}.bin").write_bytes(counts.bytes)
    (below / "positions" / f"{number}.bin").write_bytes(positions.bytes)


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
