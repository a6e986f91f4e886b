"""Collections with judged answers, in the layout of BEIR, and how well a ranking of them does.

Thakur and others, "BEIR: a heterogeneous benchmark for zero-shot evaluation of information
retrieval models", 2021. A collection is a folder of ``corpus.jsonl``, ``queries.jsonl`` (either may
be packed as ``.gz``) and ``qrels.tsv``.
"""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from site_builder.search.analysis import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

DEPTH = 10
"""Documents of a ranking that count."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a collection."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, queries, and which documents answer which query."""

    name: str
    documents: tuple[Document, ...]
    """Sorted by id; those without a word, which no query can find, are left out."""
    queries: dict[str, str]
    """Text by id, of the queries that some document answers."""
    grades: dict[str, dict[str, int]]
    """How well each document answers a query, by id of the query."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Means of a ranking over all queries of a collection."""

    ndcg: float
    recall: float
    mrr: float
    empty: int
    """Queries that found nothing."""

    @property
    def document(self) -> dict[str, float]:
        """The figures as other programs read them."""
        return {
            f"ndcg@{DEPTH}": round(self.ndcg, 4),
            f"recall@{DEPTH}": round(self.recall, 4),
            f"mrr@{DEPTH}": round(self.mrr, 4),
            "empty": self.empty,
        }


def read_collection(folder: Path) -> Collection:
    """Read a collection.

    Raises:
        OSError: A file is not there.
        ValueError: A file is not in the layout.
    """
    documents = [
        Document(row["_id"], row.get("title") or "", row.get("text") or "")
        for row in _rows(folder, "corpus")
    ]
    grades = _grades(folder / "qrels.tsv")
    asked = {row["_id"]: row["text"] for row in _rows(folder, "queries")}
    queries = {one: text for one, text in asked.items() if one in grades}
    if not queries:
        raise ValueError("no query has an answer")
    return Collection(
        folder.resolve().name,
        tuple(
            sorted(
                (one for one in documents if tokens(f"{one.title} {one.text}")),
                key=lambda one: one.id,
            )
        ),
        queries,
        grades,
    )


def quality(collection: Collection, rankings: Mapping[str, Sequence[str]]) -> Quality:
    """Return how well rankings do: ids of documents, the best first, by id of the query."""
    count = len(collection.queries)
    ndcg = recall = mrr = 0.0
    for query in collection.queries:
        grades = collection.grades[query]
        found = [grades.get(one, 0) for one in rankings[query][:DEPTH]]
        best = sorted(grades.values(), reverse=True)[:DEPTH]
        ndcg += _gain(found) / _gain(best)
        recall += sum(grade > 0 for grade in found) / len(grades)
        mrr += next((1 / place for place, grade in enumerate(found, 1) if grade), 0.0)
    empty = sum(not rankings[query] for query in collection.queries)
    return Quality(ndcg / count, recall / count, mrr / count, empty)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def _grades(file: Path) -> dict[str, dict[str, int]]:
    """Return positive grades by query and document, from a table with or without a header."""
    grades: dict[str, dict[str, int]] = {}
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(filter(str.strip, lines)):
            query, document, score = line.rstrip("\n").split("\t")
            if number == 0 and not score.lstrip("-").isdigit():
                continue
            if int(score) > 0:
                grades.setdefault(query, {})[document] = int(score)
    return grades


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    packed = folder / f"{name}.jsonl.gz"
    file = packed if packed.exists() else folder / f"{name}.jsonl"
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file == packed
        else file.open(encoding="utf-8") as lines
    ):
        for line in lines:
            if line.strip():
                yield json.loads(line)
