"""How often the verdict on an answer is right: close, some words in common, or nothing near.

``python -m benchmarks.verdicts DIR…`` asks the problems of ``tests/search_cases.yml`` of this
repository's lessons, and the queries of collections in the layout of BEIR, each query twice: with
the documents that answer it, and without them. With ``--meaning DIR`` meaning counts too; what
documents mean is kept there. For fitting, ``--fit`` uses half of the cases and all collections, and
prints the lines between the three words that keep within the two limits.
"""

from __future__ import annotations

import argparse
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import yaml

from benchmarks.judged import read_collection
from benchmarks.measure import progress
from benchmarks.rankers import as_lessons, vectors_of
from site_builder.library.loader import load
from site_builder.meaning.opening import query_vector
from site_builder.project import read_project
from site_builder.search.answer import Filters, answer
from site_builder.search.by_meaning import meaning_by
from site_builder.search.lesson_vectors import make_vectors
from site_builder.search.lessons import search_texts
from site_builder.search.open import facts_of
from site_builder.search.query import plain_query
from site_builder.search.store import SearchFacts, in_memory
from site_builder.search.verdict import CLOSE, NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from benchmarks.judged import Collection
    from site_builder.meaning.vectors import Vectors
    from site_builder.search.answer import Answer
    from site_builder.search.store import Opened

_REPOSITORY = Path(__file__).parent.parent
_FIRST = 3
"""Places among which the right lesson is looked for."""
_BEST = 2
"""Grade of a lesson that answers a problem."""
_WRONGLY_NOTHING = 0.1
"""Largest share of answers with the right lesson among the first that may be called nothing."""
_WRONGLY_CLOSE = 0.2
"""Largest share of answers to what nothing answers that may be called close."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one answer, and what would have been right."""

    word: str
    nearness: float
    has_answer: bool
    is_right: bool
    """Whether a lesson that answers it is among the first."""
    shows: bool = False
    """Whether any of the first is shown beside a new lesson, a form or a plan."""
    shows_right: bool = False
    """Whether one that answers it is."""


def is_for_fitting(ask: str) -> bool:
    """Return whether a case may be used for fitting; the others show what fitting is worth."""
    return zlib.crc32(ask.encode()) % 2 == 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verdicts", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", metavar="DIR", help="a collection")
    add = parser.add_argument
    add("--fit", action="store_true", help="print the lines that fit best")
    add("--meaning", type=Path, metavar="DIR", help="let meaning count, and keep its vectors here")
    options = parser.parse_args(arguments)
    fitting, held_out = cases(_REPOSITORY, by_meaning=options.meaning is not None)
    sets = {"cases, for fitting": fitting, "cases, held out": held_out}
    for folder in options.folders:
        try:
            collection = read_collection(folder)
        except (OSError, ValueError, KeyError) as error:
            raise SystemExit(f"{folder} cannot be read: {error!r}") from error
        progress(f"{collection.name}: {len(collection.queries)} queries")
        vectors = vectors_of(collection, options.meaning / "vectors") if options.meaning else None
        sets[collection.name] = list(_asked(collection, vectors))
    print("\n".join(_table(sets)))
    if options.fit:
        del sets["cases, held out"]
        print("\nnear from {:.3f}, close from {:.3f}".format(*_lines([*sets.values()])))


def cases(root: Path, *, by_meaning: bool = False) -> tuple[list[Judged], list[Judged]]:
    """Return the verdicts on the cases of a repository: those for fitting, and the others."""
    text = (root / "tests" / "search_cases.yml").read_text(encoding="utf-8")
    project = read_project(root)
    loaded = load(project)
    lessons = sorted(search_texts(loaded.library, loaded.evidence), key=lambda lesson: lesson.id)
    opened = in_memory(facts_of(loaded.library), lessons)
    vectors = make_vectors(project, lessons).vectors if by_meaning else None
    halves: tuple[list[Judged], list[Judged]] = ([], [])
    for case in yaml.safe_load(text)["cases"]:
        right = {one for one, grade in case["answers"].items() if grade == _BEST}
        found = _found(opened, case["ask"], Filters(), vectors)
        halves[not is_for_fitting(case["ask"])].append(_judged(opened, found, right))
    return halves


def _found(opened: Opened, text: str, filters: Filters, vectors: Vectors | None) -> Answer:
    meaning = meaning_by(vectors, query_vector(text)) if vectors else None
    return answer(opened, plain_query(text), filters, _FIRST, meaning)


def _asked(collection: Collection, vectors: Vectors | None) -> Iterator[Judged]:
    """Ask every query of a collection twice, with the documents that answer it and without."""
    lessons = [
        replace(one, facets={**one.facets, "source": (one.id,)})
        for one in as_lessons(collection.documents)
    ]
    opened = in_memory(SearchFacts("", {}, {}, []), lessons)
    id_of = {one.id: lesson.id for one, lesson in zip(collection.documents, lessons, strict=True)}
    for query, text in collection.queries.items():
        right = {id_of[one] for one in collection.grades[query] if one in id_of}
        others = Filters({"source": frozenset(id_of.values()) - right})
        for filters, answers in ((Filters(), right), (others, frozenset[str]())):
            yield _judged(opened, _found(opened, text, filters, vectors), answers)


def _judged(opened: Opened, found: Answer, right: AbstractSet[str]) -> Judged:
    first = {opened.rows[match.row].id: match.is_near for match in found.matches}
    said, near = found.verdict, {lesson_id for lesson_id, is_near in first.items() if is_near}
    return Judged(
        *(said.word, said.nearness, bool(right), not right.isdisjoint(first)),
        *(bool(near), not right.isdisjoint(near)),
    )


def area_under_curve(judged: Iterable[Judged]) -> float:
    """Return how often an answer with the right lesson first is nearer than one without any."""
    listed = list(judged)
    right = [one.nearness for one in listed if one.is_right]
    wrong = [one.nearness for one in listed if not one.has_answer]
    pairs = ((a, b) for a in right for b in wrong)
    return mean((a > b) + (a == b) / 2 for a, b in pairs)


def shares(judged: Iterable[Judged], word: str) -> tuple[float, float]:
    """Return how often a word is said of answers with the right lesson first, and of no answer."""
    listed = list(judged)
    return (
        mean(one.word == word for one in listed if one.is_right),
        mean(one.word == word for one in listed if not one.has_answer),
    )


def _table(sets: dict[str, list[Judged]]) -> Iterator[str]:
    yield (
        f"{'':<20}{'right in 3':>16}{'no answer':>11}{'AUC':>8}{'nothing':>16}{'close':>16}"
        f"{'beside':>16}"
    )
    for name, judged in sets.items():
        answerable = [one.is_right for one in judged if one.has_answer]
        counts = f"{sum(answerable):>10} {mean(answerable):.3f}{len(judged) - len(answerable):>11}"
        nothing, close = shares(judged, NOTHING), shares(judged, CLOSE)
        beside = mean(one.shows_right for one in judged if one.has_answer)
        wrongly = mean(one.shows for one in judged if not one.has_answer)
        yield (
            f"{name:<20}{counts}{area_under_curve(judged):>8.3f}"
            f"{nothing[0]:>8.3f}{nothing[1]:>8.3f}{close[0]:>8.3f}{close[1]:>8.3f}"
            f"{beside:>8.3f}{wrongly:>8.3f}"
        )


def _lines(sets: Sequence[Sequence[Judged]]) -> tuple[float, float]:
    """Return the highest line of "nothing" and the lowest of "close" within the limits.

    The first holds for each set, since a right lesson must not be called nothing anywhere; the
    second for the mean of all.
    """
    lines = [number / 200 for number in range(200)]
    near = max(
        line
        for line in lines
        if all(
            mean(one.nearness < line for one in judged if one.is_right) <= _WRONGLY_NOTHING
            for judged in sets
        )
    )
    close = min(
        line
        for line in lines
        if mean(
            mean(one.nearness >= line for one in judged if not one.has_answer) for judged in sets
        )
        <= _WRONGLY_CLOSE
    )
    return near, close


if __name__ == "__main__":
    main()
