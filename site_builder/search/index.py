"""The Whoosh index of the lessons, and the scores that both front ends add up.

Nothing else imports Whoosh. The score of a word in a lesson is BM25 over the whole text plus half
of BM25 over the head (title and problem). It is rounded to 16 bits here, once; the command line and
the browser add up the same whole numbers and so rank alike.

A term is a stem; ``#topic`` stands for a topic of the vocabulary under any of its names, and
``=word`` for a stop word, which counts only in a query of nothing else.
"""

from __future__ import annotations

import math
import re
import weakref
from array import array
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh import fields, index
from whoosh.analysis import Analyzer, RegexTokenizer, Token
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import RamStorage
from whoosh.lang.porter import stem as porter_stem
from whoosh.writing import CLEAR

from site_builder.search.analysis import STOP_WORDS, fold, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.search.text import SearchText

K1 = 1.5
"""Saturation of term frequency, for every field."""
B = {"text": 0.75, "head": 0.5, "common": 0.75, "topics": 0.0}
"""How much the length of each field counts."""
HEAD_WEIGHT = 0.5
"""How much the head counts beside the whole text."""
LARGEST = 65_535
"""Largest score of a term in a lesson, the largest number of 16 bits."""

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word, by Porter's algorithm as Whoosh has it."""
    return str(porter_stem(word))


class Stems(Analyzer):
    r"""Words, less stop words, as stems, in one pass.

    It does what ``RegexTokenizer(r"\w+") | StopFilter(STOP_WORDS, 1) | StemFilter()`` does,
    faster. Positions are kept as in the text, so that a phrase may hold a stop word.
    """

    def __call__(
        self,
        value: str,
        positions: bool = False,  # noqa: FBT001, FBT002 - Whoosh's signature
        mode: str = "",
        **options: Any,  # noqa: ANN401 - Whoosh's signature
    ) -> Iterator[Any]:
        """Yield one token again and again, as Whoosh's tokenizers do."""
        token = Token(positions, mode=mode, **options)
        token.boost, token.stopped = 1.0, False
        for place, word in enumerate(_WORD.findall(value)):
            if word not in STOP_WORDS:
                token.text, token.pos = stem(word), place
                yield token


_WORDS: Any = RegexTokenizer(r"\w+")
_STEMS = Stems()

_SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True),
    text=fields.TEXT(analyzer=_STEMS, phrase=True),
    head=fields.TEXT(analyzer=_STEMS, phrase=False),
    common=fields.TEXT(analyzer=_WORDS, phrase=False),
    topics=fields.KEYWORD(scorable=True),
    words=fields.KEYWORD,
    card=fields.STORED,
)
_SCORED = ("text", "head", "common", "topics")


def write_index(folder: Path, lessons: Iterable[SearchText], removed: Iterable[str] = ()) -> None:
    """Write lessons to the index in a folder, made if there is none, and take others out."""
    exists = index.exists_in(str(folder))
    target = index.open_dir(str(folder)) if exists else index.create_in(str(folder), _SCHEMA)
    _write(target, lessons, removed, fresh=not exists)
    target.close()


def open_reader(folder: Path) -> ScoreReader:
    """Return a reader of the index in a folder.

    Raises:
        Exception: Whatever a torn or foreign index makes Whoosh raise.
    """
    return ScoreReader(index.open_dir(str(folder), schema=_SCHEMA).reader())


def reader_in_memory(lessons: Iterable[SearchText]) -> ScoreReader:
    """Return a reader of an index that is never written to disk."""
    target = RamStorage().create_index(_SCHEMA)
    _write(target, lessons, (), fresh=True)
    return ScoreReader(target.reader())


def _write(
    target: Any,  # noqa: ANN401 - Whoosh's index
    lessons: Iterable[SearchText],
    removed: Iterable[str],
    *,
    fresh: bool,
) -> None:
    # Whoosh's writer of several processes is slower than one process on two cores.
    # To pack what is made again at any time costs more than the room it takes.
    writer = target.writer(limitmb=128, compound=False, codec=W3Codec(compression=0))
    for lesson_id in removed:
        writer.delete_by_term("id", lesson_id)
    add = writer.add_document if fresh else writer.update_document
    for lesson in lessons:
        folded = fold(lesson.text)
        add(
            id=lesson.id,
            text=folded,
            head=fold(lesson.head),
            # Each once: how often a text says "the" tells nothing, and takes long to write down.
            common=" ".join(sorted(STOP_WORDS.intersection(tokens(folded)))),
            topics=" ".join(lesson.topics),
            words=" ".join(dict.fromkeys(tokens(lesson.head))),
            card=(
                lesson.title,
                lesson.problem,
                lesson.takeaway,
                lesson.body,
                lesson.contact,
                lesson.statement,
            ),
        )
    if fresh:
        writer.commit(mergetype=CLEAR)
    else:
        writer.commit()


class Card(NamedTuple):
    """What is shown of a lesson."""

    title: str
    problem: str
    takeaway: str
    body: str
    contact: str
    statement: str


class ScoreReader:
    """Scores of terms in lessons, lessons by their place in the order of ids."""

    def __init__(self, reader: Any) -> None:  # noqa: ANN401 - Whoosh is half typed
        """Keep Whoosh's reader, and close its files when nothing scores by it any more."""
        self._reader = reader
        weakref.finalize(self, reader.close).atexit = False

    @cached_property
    def _docnums(self) -> dict[str, int]:
        found = ((stored["id"], docnum) for docnum, stored in self._reader.iter_docs())
        return dict(sorted(found))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of the lessons in the index, sorted."""
        return tuple(self._docnums)

    @property
    def docnums(self) -> tuple[int, ...]:
        """Whoosh's number of each lesson, which depends on how the index came to be."""
        return tuple(self._docnums.values())

    def head_words(self) -> list[str]:
        """Return the words of all titles and problems, as they are written but for case."""
        return [_text(word) for word in self._reader.lexicon("words")]

    def lengths(self) -> dict[str, list[int]]:
        """Return the length of each scored field of each lesson in tokens, as Whoosh rounds it."""
        return {
            # Where a lesson has none of a field that others have, Whoosh returns None.
            name: [self._reader.doc_field_length(docnum, name) or 0 for docnum in self.docnums]
            for name in _SCORED
        }

    def card(self, docnum: int) -> Card:
        """Return what is shown of a lesson by Whoosh's number."""
        return Card(*self._reader.stored_fields(docnum)["card"])

    def scorer(self, docnums: Sequence[int], lengths: Mapping[str, Sequence[int]]) -> Scorer:
        """Return what scores terms, from figures that were worked out when the index was made."""
        return Scorer(self, self._reader, docnums, lengths)


class Scorer:
    """Whole scores of terms, by row: the place of a lesson in the order of ids."""

    def __init__(
        self,
        owner: ScoreReader,
        reader: Any,  # noqa: ANN401 - Whoosh is half typed
        docnums: Sequence[int],
        lengths: Mapping[str, Sequence[int]],
    ) -> None:
        """Keep the reader, and of each lesson its number there and the lengths of its fields."""
        # As long as it lives, the reader stays open.
        self._owner = owner
        self._reader = reader
        self._count = len(docnums)
        self._lengths = lengths
        # Means of living lessons alone: Whoosh's own figures count replaced ones too, and would
        # make scores depend on the history of the index.
        self._means = {name: sum(each) / max(1, len(each)) or 1 for name, each in lengths.items()}
        self._rows = array("l", [-1]) * (max(docnums, default=-1) + 1)
        for row, docnum in enumerate(docnums):
            self._rows[docnum] = row
        rarest = math.log(1 + (self._count - 0.5) / 1.5)
        self._scale = LARGEST / ((K1 + 1) * (1 + HEAD_WEIGHT) * rarest) if self._count else 0.0

    def scores(self, term: str) -> dict[int, int]:
        """Return the score of a term in each lesson that has it."""
        return self._whole(self._raw(term))

    def scores_and_positions(self, term: str) -> tuple[dict[int, int], dict[int, list[int]]]:
        """Return both for a stem, from one walk over its postings."""
        walked = [
            (row, matcher.weight(), list(matcher.value_as("positions")))
            for matcher, row in self._postings("text", term)
        ]
        scores = self._bm25("text", [(row, weight) for row, weight, _positions in walked])
        self._add_head(scores, term)
        return self._whole(scores), {row: positions for row, _weight, positions in walked}

    def terms(self) -> list[str]:
        """Return every term of the index, sorted by code point."""
        return sorted(
            [
                *self._lexicon("text", ""),
                *self._lexicon("common", "="),
                *self._lexicon("topics", "#"),
            ]
        )

    def starting_with(self, beginning: str) -> list[str]:
        """Return the stems that begin with some letters, sorted."""
        found = self._reader.expand_prefix("text", beginning)
        return sorted(map(_text, found))

    def positions(self, term: str) -> dict[int, list[int]]:
        """Return where a stem stands in each lesson that has it, in tokens from its beginning."""
        found: dict[int, list[int]] = {}
        for matcher, row in self._postings("text", term):
            found[row] = list(matcher.value_as("positions"))
        return found

    def _raw(self, term: str) -> dict[int, float]:
        if term.startswith("#"):
            return self._bm25("topics", self._weights("topics", term[1:]))
        if term.startswith("="):
            return self._bm25("common", self._weights("common", term[1:]))
        scores = self._bm25("text", self._weights("text", term))
        self._add_head(scores, term)
        return scores

    def _add_head(self, scores: dict[int, float], term: str) -> None:
        for row, score in self._bm25("head", self._weights("head", term)).items():
            scores[row] += HEAD_WEIGHT * score

    def _whole(self, raw: dict[int, float]) -> dict[int, int]:
        return {row: max(1, int(score * self._scale + 0.5)) for row, score in sorted(raw.items())}

    def _weights(self, name: str, term: str) -> list[tuple[int, float]]:
        return [(row, matcher.weight()) for matcher, row in self._postings(name, term)]

    def _bm25(self, name: str, weights: list[tuple[int, float]]) -> dict[int, float]:
        """Return BM25 with the idf that is never negative: ln(1 + (N - n + 0.5) / (n + 0.5)).

        Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009.
        """
        lengths = self._lengths[name]
        with_term = len(weights)
        idf = math.log(1 + (self._count - with_term + 0.5) / (with_term + 0.5))
        flat, by_length = K1 * (1 - B[name]), K1 * B[name] / self._means[name]
        return {
            row: idf * weight * (K1 + 1) / (weight + flat + by_length * lengths[row])
            for row, weight in weights
        }

    def _postings(self, name: str, term: str) -> Iterator[tuple[Any, int]]:
        if (name, term) not in self._reader:
            return
        matcher = self._reader.postings(name, term)
        while matcher.is_active():
            row = self._rows[matcher.id()]
            if row >= 0:
                yield matcher, row
            matcher.next()

    def _lexicon(self, name: str, mark: str) -> Iterator[str]:
        for text in self._reader.lexicon(name):
            yield mark + _text(text)


def _text(term: bytes | str) -> str:
    return term.decode() if isinstance(term, bytes) else str(term)
