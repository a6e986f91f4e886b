"""The published index: postings as small static files that a browser fetches as it needs them.

``search/index.json`` is the only file that changes under its name. It has, under ``files``, the
names of all others by their kind, as :mod:`~site_builder.search.named` gives them: how many files
share a name, and the names, joined. A file is ``search/<kind>/<name>-<place>.<bin or json>``. It
also has the first letters of every shard, and the facets as the finder offers them; and under
``meaning``, where a base wants it, the index of :mod:`site_builder.meaning.publishing`, or why
there is none. The kinds are

- ``terms``: terms sorted by code point. Of each: the number of bytes it shares with the one
  before, the number of its own, those bytes (UTF-8); the number of lessons that have it; their
  numbers, each but the first less the one before; how often each has it. Of a stem that a text has
  t times, and its head h times, that is t(t + 1) / 2 + h - 1, one byte for most; of a stop word,
  which counts once, nothing.
- ``lengths`` and ``common``: how long lessons are, in tokens, which scores need: the text and then
  the head, and the stop words. Of each: how many different lengths there are; those, each but the
  first less the one before; the place of each lesson's among them, a byte.
- ``words``: the most frequent words, those of about as many lessons in one text; a query's own
  words are joined, split or mended to be among them.
- ``gone``: lessons that were replaced or withdrawn, which are told of and not found.
- ``open``: meetings that can still be joined, which are told of beside what is found.
- ``positions``: a file for each of ``terms``, with the same terms. Of each the same name; the
  number of lessons that have it; their numbers as above; how often each has it; and the positions,
  each but the first of a lesson less the one before. Few queries need them, so their names are in
  a file, ``placed``.
- ``cards``: what a result shows, by the lesson's number: id, title, problem, takeaway,
  contact, status, outcome, topics, and the numbers of the parts of its trust strip, which stand
  beside (kind, word, text, level, highest). A result needs no other file.
- ``facets``: what a result is filtered by, a column a facet, of so many lessons next to each
  other as ``facets_a_shard`` of ``index.json`` says.

Counts and differences are numbers of seven bits a byte, lowest first, the top bit set on all but
the last byte of each (LEB128). A lesson's number is its place in the order of ids. A column of
facets is a text with a letter for each number, of the code point that is larger by 48, so
that 0 is ``0``; surrogates, which are no letters, are passed over.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from site_builder.search.analysis import APART, EMPTY_WORDS, STOP_WORDS
from site_builder.search.columns import facet_columns
from site_builder.search.facets import FACETS
from site_builder.search.filling import CLOSINGS, GREETINGS, TITLES
from site_builder.search.named import NamedFiles, Part, digest, of_content
from site_builder.search.packing import packed_lengths
from site_builder.search.rows import stamp_of
from site_builder.search.shards import beginnings, positions_part, postings_part, shards_of
from site_builder.search.text import frequent_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_builder.meaning.vectors import Vectors
    from site_builder.search.memory import MemoryIndex
    from site_builder.search.store import SearchFacts
    from site_builder.search.text import SearchText

FORMAT_VERSION = 10
CARDS_A_SHARD = 8
FACETS_A_SHARD = 10_000
"""Lessons of a shard of facets. Of a base with more, they are not fetched before a reader asks."""


def publish(
    facts: SearchFacts,
    index: MemoryIndex,
    folder: Path,
    meaning: Vectors | dict[str, str] | None = None,
    open_assists: Vectors | None = None,
    files: NamedFiles | None = None,
) -> None:
    """Write the published index of some lessons to a folder.

    Args:
        facts: What a search needs beside the lessons.
        index: The lessons.
        folder: Where the index goes.
        meaning: Their vectors, or why there are none, which a page says; None if nobody asked.
        open_assists: The vectors of the open assists, beside those of lessons.
        files: The files below the folder; those of the last build stay as far as it knows them.
    """
    files, lessons = files or NamedFiles(folder), index.lessons
    shards = shards_of(index)
    placed = files.several("positions", "bin", [*map(positions_part, shards)])
    stems = b"".join(packed_lengths(index.lengths[name]) for name in ("text", "head"))
    document: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "stamp": stamp_of([it.id for it in lessons], [it.digest for it in lessons]),
        "lessons": len(lessons),
        "beginnings": beginnings(shards),
        "files": {
            "terms": files.several("terms", "bin", [*map(postings_part, shards)]),
            "lengths": files.one("lengths", "bin", stems),
            "common": files.one("common", "bin", packed_lengths(index.lengths["common"])),
            "placed": files.one("placed", "json", _json(placed)),
            "words": files.one("words", "json", _json(frequent_words(lessons))),
            "gone": files.one("gone", "json", _json(facts.gone)),
            "open": files.one("open", "json", _json(facts.assists)),
            "cards": files.several("cards", "json", _cards_of(lessons, facts.labels)),
            "facets": files.several("facets", "json", _facets_of(lessons, facts.labels)),
        },
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

        document["meaning"] = publish_meaning(meaning, files, open_assists)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.json").write_bytes(_json(document))
    files.close(len(lessons))


def _cards_of(lessons: Sequence[SearchText], labels: dict[str, dict[str, str]]) -> list[Part]:
    named, parts = _json(labels), []
    for at in range(0, len(lessons), CARDS_A_SHARD):
        some = lessons[at : at + CARDS_A_SHARD]
        key = digest(named, *[lesson.digest.encode() for lesson in some])
        parts.append(Part(key, partial(_cards, some, labels)))
    return parts


def _cards(lessons: Sequence[SearchText], labels: dict[str, dict[str, str]]) -> bytes:
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
    return _json({"parts": parts, "cards": cards})


def _facets_of(lessons: Sequence[SearchText], labels: dict[str, dict[str, str]]) -> list[Part]:
    starts = range(0, max(len(lessons), 1), FACETS_A_SHARD)
    each = (facet_columns(lessons[at : at + FACETS_A_SHARD], labels) for at in starts)
    return [of_content(_json(columns)) for columns in each]


def _form() -> list[dict[str, Any]]:
    """Return the fields of each facet that the form of the finder needs."""
    names = ("name", "label", "latest_first", "fewest")
    return [
        {name: getattr(facet, name) for name in names} | {"is_level": bool(facet.highest)}
        for facet in FACETS
    ]


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
