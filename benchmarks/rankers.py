"""What ranks the documents of a collection: our engine, our browser module, SQLite's FTS5."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.chromium import serving
from benchmarks.judged import DEPTH
from benchmarks.measure import progress
from site_builder.meaning.kept import Kept
from site_builder.meaning.opening import lesson_engine, query_vector
from site_builder.meaning.passages import key_of, passages_of
from site_builder.search.analysis import tokens
from site_builder.search.answer import Filters, answer
from site_builder.search.by_meaning import meaning_by
from site_builder.search.facets import NAMES
from site_builder.search.memory import MemoryIndex
from site_builder.search.postings import publish
from site_builder.search.query import plain_query
from site_builder.search.store import SearchFacts, Store, in_memory
from site_builder.search.text import SearchText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from playwright.sync_api import Browser

    from benchmarks.judged import Collection, Document
    from site_builder.meaning.vectors import Vectors

    Rankings = Mapping[str, Sequence[str]]
    """Ids of the best documents by id of the query."""
    Ranker = Callable[[Collection], Rankings]

_MODULES = Path(__file__).parent.parent / "theme_overrides" / "assets" / "beforehand"
_FACTS = SearchFacts("", {}, {}, [])
_TITLE = 80
"""Letters that are a title where there is none."""
_BATCH = 100
"""Queries that the browser is given at a time."""
_ANSWER = """
async (asked) => {
  const { Index } = await import("/assets/search.js");
  const { plainQuery } = await import("/assets/search/query.js");
  window.opened ??= Index.open("/search/");
  const index = await window.opened;
  const rows = [];
  for (const text of asked) {
    // Words alone, whatever signs stand in the text.
    const { matches } = await index.answer(plainQuery(text), {}, DEPTH);
    rows.push(matches.map(({ row }) => row));
  }
  return rows;
}
""".replace("DEPTH", str(DEPTH))


def lessons(collection: Collection) -> Rankings:
    """Rank with the engine of ``lessons search``."""
    with tempfile.TemporaryDirectory(prefix="beforehand-") as cache:
        opened = Store(Path(cache)).update(_FACTS, as_lessons(collection.documents))
        return {
            query: [
                collection.documents[match.row].id
                for match in answer(opened, plain_query(text), Filters(), DEPTH).matches
            ]
            for query, text in collection.queries.items()
        }


def with_meaning(cache: Path) -> Ranker:
    """Return what ranks as ``lessons search`` does where vectors are kept, below a folder."""

    def rank(collection: Collection) -> Rankings:
        vectors = vectors_of(collection, cache)
        opened = in_memory(_FACTS, as_lessons(collection.documents))
        rankings = {}
        for query, text in collection.queries.items():
            meaning = meaning_by(vectors, query_vector(text))
            found = answer(opened, plain_query(text), Filters(), DEPTH, meaning)
            rankings[query] = [collection.documents[match.row].id for match in found.matches]
        return rankings

    return rank


def vectors_of(collection: Collection, cache: Path) -> Vectors:
    """Return the vectors of a collection's documents, kept below a folder."""
    texts = [
        # Every lesson has a title.
        passages_of(one.title or one.text[:_TITLE], "", "", one.text)
        for one in collection.documents
    ]
    kept = Kept(cache / collection.name)
    left = len(kept.waiting(texts))
    progress(f"{collection.name}: {left} documents to work out")
    kept.make(texts, lesson_engine)
    return kept.vectors(map(key_of, texts))


def in_browser(browser: Browser) -> Ranker:
    """Return what ranks with the module of the site, in a real browser."""

    def rank(collection: Collection) -> Rankings:
        with tempfile.TemporaryDirectory(prefix="beforehand-") as name:
            folder = Path(name)
            index = MemoryIndex(as_lessons(collection.documents))
            publish(_FACTS, index, folder / "search")
            shutil.copytree(_MODULES, folder / "assets")
            (folder / "index.html").write_text("<!doctype html>", encoding="utf-8")
            with serving(folder) as served, browser.new_page() as page:
                page.goto(f"{served.address}/")
                texts = list(collection.queries.values())
                rows = [row for some in _batches(texts) for row in page.evaluate(_ANSWER, some)]
        return {
            query: [collection.documents[row].id for row in found]
            for query, found in zip(collection.queries, rows, strict=True)
        }

    return rank


def fts5(collection: Collection) -> Rankings:
    """Rank with SQLite's full-text index: Porter stems, any word may match, titles count twice."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "create virtual table documents using fts5(title, text, tokenize='porter unicode61')"
        )
        database.executemany(
            "insert into documents (rowid, title, text) values (?, ?, ?)",
            ((row, one.title, one.text) for row, one in enumerate(collection.documents)),
        )
        rankings = {}
        for query, text in collection.queries.items():
            words = " OR ".join(f'"{word}"' for word in dict.fromkeys(tokens(text)))
            found = database.execute(
                "select rowid from documents where documents match ? "
                "order by bm25(documents, 2.0, 1.0), rowid limit ?",
                (words or '""', DEPTH),
            )
            rankings[query] = [collection.documents[row].id for (row,) in found]
    return rankings


def as_lessons(documents: Sequence[Document]) -> list[SearchText]:
    """Return documents as lessons; a lesson's row is the document's place."""
    width = len(str(len(documents)))
    return [_as_lesson(f"{row:0{width}}", one) for row, one in enumerate(documents)]


def _as_lesson(lesson_id: str, document: Document) -> SearchText:
    return SearchText(
        id=lesson_id,
        title=document.title,
        problem="",
        takeaway="",
        body=document.text,
        statement="",
        strip=(),
        date="",
        facets=dict.fromkeys(NAMES, ()),
        contact="",
        topics=(),
    )


def _batches(texts: Sequence[str]) -> Iterable[Sequence[str]]:
    return (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
