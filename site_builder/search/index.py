"""The index of lessons on disk. Nothing else imports Whoosh.

The score of a word in a lesson is BM25 over the whole text plus half of BM25 over the head (title
and problem); any word of a query may match. The index can always be made again from the lessons:
one that is torn, foreign or out of date is rebuilt, never trusted.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh import fields, index, query
from whoosh.analysis import LowercaseFilter, RegexTokenizer, StemFilter, StopFilter
from whoosh.filedb.filestore import RamStorage
from whoosh.scoring import WeightingModel, WeightLengthScorer

from site_builder.search.hits import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from whoosh.index import Index

    from site_builder.search.text import SearchText

FORMAT = "1"
"""Raised when what is written changes; an index of another format is rebuilt."""

_K1 = 1.5
_B = {"text": 0.75, "head": 0.5}
_HEAD_WEIGHT = 0.5


def _analyzer(stop: Any) -> Any:  # noqa: ANN401 - Whoosh builds analyzers with an operator
    tokens = RegexTokenizer(r"\w+") | LowercaseFilter()
    return (tokens | stop | StemFilter()) if stop else (tokens | StemFilter())


_ANALYZER = _analyzer(StopFilter(minsize=1))
_WITHOUT_STOP_WORDS = _analyzer(None)

_SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True),
    text=fields.TEXT(analyzer=_WITHOUT_STOP_WORDS, phrase=True),
    head=fields.TEXT(analyzer=_WITHOUT_STOP_WORDS, phrase=False),
    title=fields.STORED,
    problem=fields.STORED,
    url=fields.STORED,
    evidence=fields.STORED,
    outcome=fields.STORED,
)


class _Bm25(WeightingModel):
    """BM25 with the idf that is never negative: ln(1 + (N - n + 0.5) / (n + 0.5)).

    Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009.
    """

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:  # noqa: ANN401
        parent = searcher.get_parent()
        with_term = parent.doc_frequency(fieldname, text)
        return math.log(1 + (parent.doc_count_all() - with_term + 0.5) / (with_term + 0.5))

    def scorer(self, searcher: Any, fieldname: str, text: str, qf: int = 1) -> Any:  # noqa: ANN401
        return _Bm25Scorer(searcher, fieldname, text, qf)


class _Bm25Scorer(WeightLengthScorer):
    def __init__(self, searcher: Any, fieldname: str, text: str, qf: int) -> None:  # noqa: ANN401
        parent = searcher.get_parent()
        self._idf = parent.idf(fieldname, text) * qf
        self._mean_length = parent.avg_field_length(fieldname) or 1
        self._b = _B[fieldname]
        self.setup(searcher, fieldname, text)

    def _score(self, weight: float, length: int) -> float:
        norm = _K1 * (1 - self._b + self._b * length / self._mean_length)
        return float(self._idf * weight * (_K1 + 1) / (weight + norm))


class LessonIndex:
    """An index of lessons that answers queries."""

    def __init__(self, opened: Index) -> None:
        """Keep an open Whoosh index."""
        self._index = opened

    def search(self, words: str, limit: int) -> list[Hit]:
        """Return the best hits for some words, ties by id.

        A query of nothing but stop words keeps them.
        """
        terms = list(dict.fromkeys(_terms(words)))
        if not terms:
            return []
        parts = [query.Term("text", term) for term in terms]
        parts += [query.Term("head", term, boost=_HEAD_WEIGHT) for term in terms]
        with self._index.searcher(weighting=_Bm25()) as searcher:
            found = searcher.search(query.Or(parts), limit=None)
            ranked = sorted(found, key=lambda hit: (-hit.score, hit["id"]))
            return [_hit(hit) for hit in ranked[:limit]]


def open_index(cache: Path, texts: Iterable[SearchText]) -> LessonIndex:
    """Return an index of exactly these lessons, from the cache if it holds one.

    A cache that cannot be written, as in a read-only checkout, is done without.
    """
    lessons = sorted(texts, key=lambda text: text.id)
    digest = _digest(lessons)
    folder = cache / f"index-{digest}"
    with contextlib.suppress(Exception):  # whatever is wrong with a cached index, it is rebuilt
        return LessonIndex(index.open_dir(str(folder), schema=_SCHEMA))
    try:
        return LessonIndex(_write(cache, folder, lessons))
    except OSError:
        in_memory = RamStorage().create_index(_SCHEMA)
        _fill(in_memory, lessons)
        return LessonIndex(in_memory)


def _terms(words: str) -> Iterator[str]:
    found = [token.text for token in _ANALYZER(words, mode="query")]
    yield from found or [token.text for token in _WITHOUT_STOP_WORDS(words, mode="query")]


def _digest(lessons: list[SearchText]) -> str:
    hasher = hashlib.sha256(FORMAT.encode())
    for lesson in lessons:
        hasher.update(repr(lesson).encode())
    return hasher.hexdigest()[:16]


def _write(cache: Path, folder: Path, lessons: list[SearchText]) -> Index:
    """Write an index aside, and put it in place when it is whole."""
    cache.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="index.new-", dir=cache))
    try:
        _fill(index.create_in(str(aside), _SCHEMA), lessons)
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # another process was faster; its index is the same
            aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    for other in cache.glob("index-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return index.open_dir(str(folder), schema=_SCHEMA)


def _fill(target: Index, lessons: list[SearchText]) -> None:
    # Whoosh's own merging of processes is slower than one process on two cores.
    writer = target.writer(limitmb=256)
    for lesson in lessons:
        writer.add_document(
            id=lesson.id,
            text=f"{lesson.title}\n{lesson.problem}\n{lesson.body}",
            head=f"{lesson.title}\n{lesson.problem}",
            title=lesson.title,
            problem=lesson.problem,
            url=lesson.url,
            evidence=lesson.evidence,
            outcome=lesson.outcome,
        )
    writer.commit()


def _hit(found: Any) -> Hit:  # noqa: ANN401 - Whoosh's hit is untyped
    return Hit(
        id=found["id"],
        title=found["title"],
        problem=found["problem"],
        url=found["url"],
        score=round(found.score, 4),
        evidence=found["evidence"],
        outcome=found["outcome"],
    )
